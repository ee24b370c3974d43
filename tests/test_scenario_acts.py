"""What persons do in a scenario: requests and reports that the system takes, and steps in their order."""

import asyncio
from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from mlob import regions
from mlob.bijstand import catalogue, requests, taking
from mlob.errors import ConfigError
from mlob.model import Discipline, Kind, Source, iso
from mlob.report import report
from mlob.scenario import desk, load
from mlob.scenario.desk import Desk
from mlob.scenario.script import Act
from tests.test_scenario import NAMES, NOW, SCENARIOS, book


def acts(name: str, *, past: bool):
    return [(act, body) for _, act, body in book(name).acts(past=past)]


def filed(name: str, *, past: bool = True):
    return [body for act, body in acts(name, past=past) if act.path == "requests"]


def asked(name: str, *, past: bool = True):
    return [
        [(item["resource"], item["quantity"]) for item in body["items"]] for body in filed(name, past=past)
    ]


@pytest.mark.parametrize("name", NAMES)
def test_requests_and_phone_reports_are_accepted(name):
    bodies = filed(name) + filed(name, past=False)
    for body in bodies:
        assert requests.validate(body, regions=regions.names()) == []
        assert body["exercise"] is True
    assert len({body["title"] for body in bodies}) == len(bodies)
    person = Source(name="meldtafel", format="", disciplines=tuple(Discipline))
    both = acts(name, past=True) + acts(name, past=False)
    told = [report(body, person, NOW, "oefenleiding") for act, body in both if act.path == "observations"]
    assert len(told) >= 3
    assert all(item.exercise for item in told)
    assert all(item.geometry or item.kind is Kind.CAPACITY for item in told)


def test_what_limburg_asks():
    assert asked("limburg") == [[("militairen", 68)], [("zandzakken", 100_000)]]
    assert [requests.initial_state(body) for body in filed("limburg")] == ["vooraankondiging", "ontvangen"]
    assert asked("limburg", past=False) == [[("reddingsvlootpelotons", 4)]]


@pytest.mark.parametrize("name", NAMES)
def test_what_is_past_was_filed_and_done_then(name):
    playbook = book(name)
    for at, act, body in playbook.acts(past=True):
        if act.path in ("requests", "steps"):
            assert body["at"] == iso(at)
    times = {body["at"] for body in filed(name)}
    assert len(times) == len(filed(name))
    assert all("at" not in body for body in filed(name, past=False))


def test_two_operations_in_the_peel_want_the_same_helicopters():
    wanted = {
        body["operation"]: item["quantity"]
        for body in filed("peel")
        for item in body["items"]
        if item["resource"] == "blushelikopters" and "maandag" not in body["title"]
    }
    assert wanted == {"operation:natuurbrand:deurnese-peel": 4, "operation:natuurbrand:meinweg": 4}
    assert {body["region"] for body in filed("peel")} == {"VR22", "VR23"}
    resources = {item["resource"] for body in filed("peel") for item in body["items"]}
    assert resources == {"blushelikopters", "handcrews", "natuurbrandpelotons"}
    assert resources <= set(catalogue.known())


def test_the_decision_is_at_four_o_clock():
    at = datetime(2020, 4, 22, 14, 0, tzinfo=UTC)
    steps = [(act.of, act.body["step"]) for act in SCENARIOS["peel"].acts if act.at == at and act.of]
    assert steps == [("peel-chinooks", "afschalen"), ("meinweg-helikopters", "toezeggen")]
    assert SCENARIOS["peel"].moment == at - timedelta(minutes=30)


@pytest.mark.parametrize("name", NAMES)
def test_the_steps_are_those_of_the_life_cycle(name):
    """Each step is allowed when its turn comes, and moves no more than was promised."""
    values = {}
    for past in (True, False):
        for when, act, body in book(name).acts(past=past):
            now = NOW if past else when
            if act.path == "requests":
                own = {"title": body["title"], "geometry": body["geometry"], "exercise": True}
                values[act.name] = requests.flatten(body, body["operation"]) | own
            elif act.path == "steps":
                view = requests.view(f"request:bediening:{act.of}", values[act.of])
                step = body | {"version": view["version"]}
                values[act.of] |= taking.take(view, step, "oefenleiding", now)
    states = {of: requests.view(f"request:bediening:{of}", found)["state"] for of, found in values.items()}
    assert {"limburg": "afgeschaald", "peel": "ingezet"}[name] in states.values()


def test_a_step_of_a_request_that_is_not_there(tmp_path):
    folder = tmp_path / "kapot"
    folder.mkdir()
    (folder / "scenario.toml").write_text('title="x"\nmoment="2021-07-14 16:30"\npace=1\nsource=[]\n')
    (folder / "units.toml").write_text("unit=[]\n[routes]\n")
    (folder / "series.toml").write_text("series=[]\n")
    step = (
        '[[act]]\nat="2021-07-14 12:00"\npath="steps"\nof="x"\norigin="invulling"\nbody={step="instemmen"}\n'
    )
    (folder / "acts.toml").write_text(step)
    with pytest.raises(ConfigError, match="'x'"):
        load("kapot", tmp_path)


class Counter:
    """The API of a system: what was posted, and requests that it has."""

    def __init__(self, there=()):
        self.there = list(there)
        self.posted = []

    async def call(self, url, payload=None, headers=None):
        path = url.partition("/api/v1/")[2]
        if payload is None:
            row = {"requests": self.there} if path == "requests" else {"version": 3}
            return msgspec.json.encode(row)
        self.posted.append((path, msgspec.json.decode(payload)))
        return msgspec.json.encode({"id": "request:bediening:1", "version": 1})


def act(path: str, **more) -> Act:
    return Act(at=NOW, path=path, origin="invulling", body={}, **more)


def played(system: Counter, monkeypatch) -> list:
    monkeypatch.setattr(desk, "call", system.call)

    async def run():
        here = Desk("http://x")
        await here.open()
        await here.past(act("requests", name="boten"), {"title": "Boten"})
        for step in ("toezeggen", "instemmen", "alarmeren"):
            await here.past(act("steps", of="boten"), {"step": step})
        await here.past(act("steps", of="weg"), {"step": "instemmen"})

    asyncio.run(run())
    return system.posted


def test_a_step_is_taken_on_the_version_that_is_there(monkeypatch):
    posted = played(Counter(), monkeypatch)
    path = "requests/request:bediening:1/steps"
    assert posted == [
        ("requests", {"title": "Boten"}),
        *((path, {"step": step, "version": 3}) for step in ("toezeggen", "instemmen", "alarmeren")),
    ]


def test_a_second_run_adds_only_what_was_not_done(monkeypatch):
    there = [{"title": "Boten", "id": "request:bediening:9", "version": 3}]
    posted = played(Counter(there), monkeypatch)
    assert posted == [("requests/request:bediening:9/steps", {"step": "alarmeren", "version": 3})]
