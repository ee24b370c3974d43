"""The bundled scenarios: every frame is read and claimed, facts are dated, acts are accepted."""

import re
from collections import Counter
from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from mlob import intake, regions
from mlob.adapters import known as adapters
from mlob.errors import ConfigError
from mlob.formats import known as formats
from mlob.model import Discipline, Kind, Source, Verification
from mlob.scenario import Endpoints, Playbook, load, settings_for
from mlob.scenario.motion import Unit, fix
from mlob.scenario.script import value_at
from mlob.scenario.template import fill

NOW = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
NAMES = ("limburg", "peel")
SCENARIOS = {name: load(name) for name in NAMES}
SCENARIO = SCENARIOS["limburg"]


def sources(name: str) -> dict[str, Source]:
    scenario = SCENARIOS[name]
    endpoints = Endpoints(
        ports={way.name: 7000 + number for number, way in enumerate(scenario.sources) if way.way != "push"},
        keys={way.name: f"sleutel-{way.name}" for way in scenario.sources if way.way == "push"},
    )
    tables = settings_for(scenario, endpoints)
    return {table["name"]: msgspec.convert(table, Source, strict=False) for table in tables}


SOURCES = {name: sources(name) for name in NAMES}


def book(name: str = "limburg", moment: str | None = None) -> Playbook:
    return Playbook(SCENARIOS[name], NOW, moment=moment and datetime.fromisoformat(moment))


def observed(name: str, sendings):
    """What the system makes of frames; fails on the first that is refused or that nobody claims."""
    said = []
    for sending in sendings:
        taken = intake.take(SOURCES[name][sending.source], [sending.body.encode()], NOW)
        assert not taken.rejects, (taken.rejects[0].reason, sending)
        assert taken.observations, sending
        said += taken.observations
    return said


BACKLOGS = {}


def backlog(name: str):
    """What is known at the moment that is now, read once."""
    if name not in BACKLOGS:
        assert {way.format for way in SCENARIOS[name].sources} <= set(formats())
        assert set(adapters()) == set(Discipline)
        BACKLOGS[name] = observed(name, book(name).backlog())
    return BACKLOGS[name]


def grip(name: str, vr: str):
    """The levels of a region with how long before now they came."""
    said = sorted(backlog(name), key=lambda item: item.observed_at)
    found = [item for item in said if item.entity == f"region:{vr}"]
    return [(item.properties["grip"], NOW - item.observed_at) for item in found]


@pytest.mark.parametrize("name", NAMES)
def test_the_backlog_tells_of_all_disciplines(name):
    said = backlog(name)
    assert {item.discipline for item in said} == set(Discipline)
    assert {item.kind for item in said} >= {
        Kind.INCIDENT,
        Kind.UNIT,
        Kind.FACILITY,
        Kind.AREA,
        Kind.REGION,
    }
    assert all(item.exercise for item in said)
    assert max(item.observed_at for item in said) <= NOW
    assert 150 < len(said) < 700


@pytest.mark.parametrize("name", NAMES)
def test_at_least_25_units_move(name):
    tracks: dict[str, set[tuple[float, ...]]] = {}
    for item in backlog(name):
        if item.kind is Kind.UNIT:
            tracks.setdefault(item.entity, set()).add(tuple(item.geometry["coordinates"][:2]))
    assert sum(len(track) > 1 for track in tracks.values()) >= 25


@pytest.mark.parametrize(("name", "regions_"), [("limburg", {"VR24"}), ("peel", {"VR22", "VR23"})])
def test_the_crisis_has_its_place_and_the_country_goes_on(name, regions_):
    placed = [
        item.properties.get("veiligheidsregio") for item in intake.place(backlog(name)) if item.geometry
    ]
    share = Counter(placed)
    assert sum(share[vr] for vr in regions_) > len(placed) / 2
    assert len(set(share) - {None}) >= 20


def test_grip_follows_the_dated_facts():
    # 14 July 13:21 is three hours and nine minutes before the moment that is now
    assert [level for level, _ in grip("limburg", "VR24")] == [2, 4]
    assert grip("limburg", "VR24")[1][1] == timedelta(hours=3, minutes=9)
    assert [level for level, _ in grip("peel", "VR22")] == [1, 2, 3]
    assert [level for level, _ in grip("peel", "VR23")] == [1, 3]


@pytest.mark.parametrize("name", NAMES)
def test_what_is_to_come_is_read_too(name):
    said = observed(name, book(name).to_come())
    assert said
    assert min(item.observed_at for item in said) > NOW - timedelta(seconds=1)


def test_the_dike_breach_is_told_and_taken_back():
    said = observed(
        "limburg",
        (
            item
            for item in book(moment="2021-07-16T16:00+02:00").backlog()
            if "dijk-bunde" in item.body or "NLA-2021-0716" in item.body
        ),
    )
    alerts = [item for item in said if item.source == "nl-alert"]
    assert alerts[0].entity == alerts[1].entity
    assert alerts[1].verification is Verification.INGETROKKEN
    reports = [item for item in said if item.source == "partners"]
    assert [item.verification for item in reports] == ["onbevestigd", "tegengesproken"]


@pytest.mark.parametrize("name", NAMES)
def test_every_frame_says_whether_it_is_a_fact(name):
    scenario = SCENARIOS[name]
    origins = [item.origin for item in (*scenario.frames, *scenario.series, *scenario.acts)]
    assert all(origin == "invulling" or origin.startswith("feit: ") for origin in origins)
    assert sum(origin.startswith("feit: ") for origin in origins) >= 20


@pytest.mark.parametrize(("name", "quiet"), [("limburg", {"knmi", "nl-alert"}), ("peel", {"nl-alert"})])
def test_no_source_falls_silent(name, quiet):
    """Each source speaks, by units, series or everyday pages, well within its rhythm (or once a day)."""
    scenario = SCENARIOS[name]
    steady = {unit.source for unit in scenario.units} | {series.source for series in scenario.series}
    steady |= {page.source for page in scenario.everyday}
    assert {way.name for way in scenario.sources} - steady == quiet
    before = {item.source for item in book(name).backlog()}
    assert before == set(SOURCES[name])


def test_everyday_pages_differ_each_time_round():
    pages = len(SCENARIO.everyday)
    rides = [n for n in range(pages) if "{{ride}}" in SCENARIO.everyday[n].body]
    bodies = [book().everyday(n + turn * pages, NOW).body for n in rides for turn in range(20)]
    assert len(set(bodies)) == len(bodies)


def test_speed_stretches_what_comes_and_not_what_was():
    fast = Playbook(SCENARIO, NOW, speed=60)
    moment = SCENARIO.moment
    assert fast.shift(moment - timedelta(hours=1)) == NOW - timedelta(hours=1)
    assert fast.shift(moment + timedelta(hours=1)) == NOW + timedelta(minutes=1)
    for minutes in (-90, 0, 90):
        real = NOW + timedelta(minutes=minutes)
        assert fast.shift(fast.scenario_time(real)) == real


def shift(when: datetime) -> datetime:
    return when + (NOW - SCENARIO.moment)


@pytest.mark.parametrize(
    ("template", "filled"),
    [
        ("{{t}}", "2026-11-23T14:00:00Z"),
        ("{{t-60}} {{t+3600|cap}}", "2026-11-23T13:59:00Z 2026-11-23T16:00:00+01:00"),
        ("{{t|flex}}", "2026-11-23 14:00:00"),
        ("{{2021-07-14 13:21|clock}}", "11:51"),
        ("{{level}} m", "46.6 m"),
    ],
)
def test_open_places(template, filled):
    assert fill(template, NOW, shift, {"level": 46.6}) == filled


@pytest.mark.parametrize("template", ["{{nergens}}", "{{t|romeins}}"])
def test_an_open_place_that_nothing_fills(template):
    with pytest.raises(ConfigError):
        fill(template, NOW, shift)


def test_a_series_lies_between_its_points():
    points = [("2021-07-14 12:00", 10.0), ("2021-07-14 14:00", 20.0), ("2021-07-14 15:00", 5.0)]
    local = datetime.fromisoformat("2021-07-14T12:00+02:00")
    hours = [value_at(points, local + timedelta(hours=hour)) for hour in (-1, 0, 1, 2, 2.5, 3, 9)]
    assert hours == [10, 10, 15, 20, 12.5, 5, 5]


def test_a_unit_goes_along_its_route_and_then_to_and_fro():
    start = datetime(2021, 7, 14, 12, tzinfo=UTC)
    unit = Unit(id="u", source="s", frame="f", route="r", speed=36.0, start=start, patrol=1)
    route = [(5.0, 51.0), (5.0, 51.1), (5.0, 51.2)]  # two legs of 11,132 m, 10 m/s
    leg = 1113.2

    def at(legs: float):
        return fix(route, unit, start + timedelta(seconds=legs * leg))

    assert at(-1).lat == 51.0
    assert at(0.5).lat == pytest.approx(51.05)
    assert (at(0.5).course, at(0.5).speed) == (0.0, 10.0)
    assert at(2.25).lat == pytest.approx(51.175)
    assert at(2.25).course == pytest.approx(180.0)
    assert at(3.25).lat == pytest.approx(51.125)
    assert at(3.25).course == pytest.approx(0.0)
    assert at(50.5).lat == pytest.approx(51.15)


def test_a_scenario_that_is_not_there():
    with pytest.raises(ConfigError, match="limburg"):
        load("atlantis")


def test_a_fault_in_a_scenario_is_named(tmp_path):
    copy = tmp_path / "kapot"
    copy.mkdir()
    (copy / "scenario.toml").write_text('title="x"\nmoment="2021-07-14 16:30"\npace=1\nsource=[]\n')
    (copy / "units.toml").write_text("unit=[]\n[routes]\n")
    (copy / "series.toml").write_text("series=[]\n")
    (copy / "acts.toml").write_text("act=[]\n")
    (copy / "a.frames").write_text("@ gisteren p2000 invulling\nFLEX\n")
    with pytest.raises(ConfigError, match=r"a\.frames:1"):
        load("kapot", tmp_path)
    (copy / "a.frames").write_text("@ 2021-07-14 12:00 p2000 invulling\nFLEX\n")
    with pytest.raises(ConfigError, match="'p2000'"):
        load("kapot", tmp_path)


@pytest.mark.parametrize(
    ("name", "moment"),
    [
        ("limburg", "2021-07-15T14:00+02:00"),
        ("peel", "2020-04-22T20:00+02:00"),
        ("peel", "2020-04-21T16:00+02:00"),
    ],
)
def test_units_stay_in_the_country(name, moment):
    late = book(name, moment)
    for at in (NOW - timedelta(minutes=n) for n in range(0, 700, 7)):
        for sendings in (late.units(source, at) for source in SOURCES[name]):
            for sending in sendings:
                found = re.search(r'"coordinates":\[([\d.]+),([\d.]+)]', sending.body)
                found = found or re.search(r'lat="(?P<lat>[\d.]+)" lon="([\d.]+)"', sending.body)
                lon, lat = (found[2], found[1]) if "lat" in found.groupdict() else (found[1], found[2])
                assert regions.locate(float(lon), float(lat)) is not None, sending


def helicopters(moment: str) -> dict[str, float]:
    """The latitude of each Chinook at a moment of the scenario."""
    sendings = book("peel", moment).units("defensie", NOW)
    found = observed("peel", [sending for sending in sendings if "CHINOOK" in sending.body])
    assert len({item.entity for item in found}) == len(found)
    return {item.entity: item.geometry["coordinates"][1] for item in found}


def test_the_helicopters_come_one_by_one_and_go_to_the_meinweg_together():
    counts = [
        len(helicopters(moment))
        for moment in (
            "2020-04-21T08:00+02:00",
            "2020-04-21T09:00+02:00",
            "2020-04-21T12:00+02:00",
            "2020-04-21T15:00+02:00",
            "2020-04-22T15:30+02:00",
            "2020-04-22T16:30+02:00",
        )
    ]
    assert counts == [0, 1, 2, 3, 4, 4]
    assert min(helicopters("2020-04-22T15:59+02:00").values()) > 51.39
    assert max(helicopters("2020-04-22T16:30+02:00").values()) < 51.20


def test_three_alerts_on_monday():
    monday = [
        item
        for item in observed("peel", book("peel", "2020-04-20T23:00+02:00").backlog())
        if item.source == "nl-alert"
    ]
    assert len({item.entity for item in monday}) == 3
    assert all(item.exercise for item in monday)
