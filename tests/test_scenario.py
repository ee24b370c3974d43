"""The bundled scenario: every frame is read and claimed, and it travels through real sockets."""

import asyncio
import re
import socket
from collections import Counter
from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from mlob import intake, regions
from mlob.adapters import known as adapters
from mlob.bijstand import requests
from mlob.errors import ConfigError
from mlob.formats import known as formats
from mlob.model import Discipline, Kind, Source, Verification
from mlob.report import report
from mlob.scenario import Endpoints, Playbook, load, play, settings_for
from mlob.scenario.motion import Unit, fix
from mlob.scenario.script import value_at
from mlob.scenario.template import fill

NOW = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
SCENARIO = load("limburg")
ENDPOINTS = Endpoints(
    ports={way.name: 7000 + number for number, way in enumerate(SCENARIO.sources) if way.way != "push"},
    keys={way.name: f"sleutel-{way.name}" for way in SCENARIO.sources if way.way == "push"},
)
SOURCES = {
    table["name"]: msgspec.convert(table, Source, strict=False) for table in settings_for(SCENARIO, ENDPOINTS)
}


def book(moment: str | None = None) -> Playbook:
    return Playbook(SCENARIO, NOW, moment=moment and datetime.fromisoformat(moment))


def observed(sendings):
    """What the system makes of frames; fails on the first that is refused or that nobody claims."""
    said = []
    for sending in sendings:
        taken = intake.take(SOURCES[sending.source], [sending.body.encode()], NOW)
        assert not taken.rejects, (taken.rejects[0].reason, sending)
        assert taken.observations, sending
        said += taken.observations
    return said


@pytest.fixture(scope="module")
def backlog():
    missing = {way.format for way in SCENARIO.sources} - set(formats())
    assert not missing
    assert set(adapters()) == set(Discipline)
    return observed(book().backlog())


def test_the_backlog_tells_of_all_disciplines(backlog):
    assert {item.discipline for item in backlog} == set(Discipline)
    assert {item.kind for item in backlog} >= {
        Kind.INCIDENT,
        Kind.UNIT,
        Kind.FACILITY,
        Kind.AREA,
        Kind.REGION,
    }
    assert all(item.exercise for item in backlog)
    assert max(item.observed_at for item in backlog) <= NOW
    assert 150 < len(backlog) < 600


def test_at_least_25_units_move(backlog):
    tracks: dict[str, set[tuple[float, ...]]] = {}
    for item in backlog:
        if item.kind is Kind.UNIT:
            tracks.setdefault(item.entity, set()).add(tuple(item.geometry["coordinates"][:2]))
    assert sum(len(track) > 1 for track in tracks.values()) >= 25


def test_the_crisis_is_in_limburg_and_the_country_goes_on(backlog):
    placed = [item.properties.get("veiligheidsregio") for item in intake.place(backlog) if item.geometry]
    share = Counter(placed)
    assert share["VR24"] > len(placed) / 2
    assert len(set(share) - {None}) >= 20


def test_grip_follows_the_dated_facts(backlog):
    levels = [
        item.properties["grip"]
        for item in sorted(backlog, key=lambda item: item.observed_at)
        if item.entity == "region:VR24"
    ]
    assert levels == [2, 4]
    # 14 July 13:21 is three hours and nine minutes before the moment that is now
    four = next(item for item in backlog if item.entity == "region:VR24" and item.properties["grip"] == 4)
    assert four.observed_at == NOW - timedelta(hours=3, minutes=9)


def test_what_is_to_come_is_read_too():
    said = observed(book().to_come())
    assert min(item.observed_at for item in said) > NOW - timedelta(seconds=1) or not said


def test_the_dike_breach_is_told_and_taken_back():
    said = observed(
        item
        for item in book("2021-07-16T16:00+02:00").backlog()
        if "dijk-bunde" in item.body or "NLA-2021-0716" in item.body
    )
    alerts = [item for item in said if item.source == "nl-alert"]
    assert alerts[0].entity == alerts[1].entity
    assert alerts[1].verification is Verification.INGETROKKEN
    reports = [item for item in said if item.source == "partners"]
    assert [item.verification for item in reports] == ["onbevestigd", "tegengesproken"]


def test_requests_and_phone_reports_are_accepted():
    done = [(act, body) for _, act, body in book().acts(past=True)]
    filed = [body for act, body in done if act.path == "requests"]
    assert [(body["items"][0]["resource"], body["items"][0]["quantity"]) for body in filed] == [
        ("militairen", 68),
        ("zandzakken", 100_000),
    ]
    for body in filed:
        assert requests.validate(body, regions=regions.names()) == []
    assert [requests.initial_state(body) for body in filed] == ["vooraankondiging", "ontvangen"]
    person = Source(name="meldtafel", format="", disciplines=tuple(Discipline))
    told = [report(body, person, NOW, "oefenleiding") for act, body in done if act.path == "observations"]
    assert len(told) == 2
    assert all(item.geometry and item.exercise and item.observed_at < NOW for item in told)


def test_every_frame_says_whether_it_is_a_fact():
    origins = [item.origin for item in (*SCENARIO.frames, *SCENARIO.series, *SCENARIO.acts)]
    assert all(origin == "invulling" or origin.startswith("feit: ") for origin in origins)
    assert sum(origin.startswith("feit: ") for origin in origins) >= 20


def test_no_source_falls_silent():
    """Each source speaks, by units, series or everyday pages, well within its rhythm (or once a day)."""
    steady = {unit.source for unit in SCENARIO.units} | {series.source for series in SCENARIO.series}
    steady |= {page.source for page in SCENARIO.everyday}
    assert {way.name for way in SCENARIO.sources} - steady == {"knmi", "nl-alert"}
    before = {item.source for item in book().backlog()}
    assert before == set(SOURCES)


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


QUICK = msgspec.structs.replace(
    SCENARIO,
    pace=0.05,
    series=tuple(msgspec.structs.replace(series, every=0.1) for series in SCENARIO.series),
    sources=tuple(msgspec.structs.replace(way, every=0.1) for way in SCENARIO.sources),
)
"""The same scenario with everything that repeats a hundred times as fast."""


class Town:
    """The other side of all sockets: hears pages, documents and posts, and refuses the first post."""

    def __init__(self, pages: int = 0, **phrases: int) -> None:
        self.pages = pages
        self.phrases = phrases
        self.lines: list[bytes] = []
        self.documents = b""
        self.posts: list[tuple[str, str, bytes]] = []
        self.away = True

    def complete(self) -> bool:
        """Whether all of the backlog has come in, and a first report of units after it."""
        moving = self.documents.count(b"MLOB-DEF-01")
        acts = sum("/ingest/" not in path for path, _, body in self.posts if body)
        sources = {path for path, _, _ in self.posts if "/ingest/" in path}
        heard = len(self.lines) > self.pages and moving > 2 and acts >= 4
        told = b"".join(body for _, _, body in self.posts).decode()
        heard = heard and all(told.count(phrase) >= n for phrase, n in self.phrases.items())
        return heard and len(sources) == len(ENDPOINTS.keys)

    async def hear(self, port: int) -> None:
        while True:
            try:
                reader, writer = await asyncio.open_connection("127.0.0.1", port)
                break
            except OSError:
                await asyncio.sleep(0.05)
        async for line in reader:
            self.lines.append(line)
        writer.close()

    async def take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(65_536):
            self.documents += data
        writer.close()

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        length = re.search(r"content-length: (\d+)", head, re.IGNORECASE)
        body = await reader.readexactly(int(length[1])) if length else b""
        path = head.split()[1]
        code = "503 Away" if self.away else "202 Accepted"
        if not self.away:
            key = re.search(r"authorization: Bearer (\S+)", head, re.IGNORECASE)
            self.posts.append((path, key[1] if key else "", body))
        self.away = False
        content = b'{"requests":[]}'
        writer.write(
            f"HTTP/1.1 {code}\r\nContent-Length: {len(content)}\r\nConnection: close\r\n\r\n".encode()
        )
        writer.write(content)
        await writer.drain()
        writer.close()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


async def played(town: Town, scenario, **options) -> Town:
    ports = {"p2000": free_port(), "defensie": free_port()}
    web = await asyncio.start_server(town.answer, "127.0.0.1", 0)
    cot = await asyncio.start_server(town.take, "127.0.0.1", ports["defensie"])
    address = web.sockets[0].getsockname()[1]
    endpoints = Endpoints(web=f"http://127.0.0.1:{address}", ports=ports, keys=ENDPOINTS.keys)
    hearing = asyncio.create_task(town.hear(ports["p2000"]))
    playing = asyncio.create_task(play(scenario, endpoints, **options))
    try:
        async with asyncio.timeout(30):
            while not town.complete():
                await asyncio.sleep(0.05)
    finally:
        playing.cancel()
        await asyncio.gather(playing, return_exceptions=True)
        await asyncio.gather(hearing, return_exceptions=True)
        for server in (web, cot):
            server.close()
            await server.wait_closed()
    return town


def test_it_travels_through_real_sockets():
    pages = sum(sending.source == "p2000" for sending in book().backlog())
    town = asyncio.run(played(Town(pages - 3), QUICK))
    assert len(town.lines) >= pages - 2
    assert all(line.startswith(b"FLEX|") for line in town.lines)
    pushed = {path.rsplit("/", 1)[1]: key for path, key, _ in town.posts if "/ingest/" in path}
    assert pushed == ENDPOINTS.keys
    bodies = [
        msgspec.json.decode(body) for path, _, body in town.posts if path == "/api/v1/requests" and body
    ]
    assert [body["items"][0]["resource"] for body in bodies] == ["militairen", "zandzakken"]


def test_it_goes_on_after_the_backlog():
    pages = sum(sending.source == "p2000" for sending in book().backlog())
    before = sum(sending.body.count("Gulpen") for sending in book().backlog())
    # at this speed the third hour after the moment, with the report of De Dem, comes in the first second
    town = asyncio.run(played(Town(pages + 20, Dem=1, N590=1, Gulpen=before + 3), QUICK, speed=12_000.0))
    assert any(b"De Dem" in body for path, _, body in town.posts if path == "/api/v1/observations")


def test_what_is_refused_does_not_stop_the_others(caplog):
    class Strict(Town):
        async def answer(self, reader, writer):
            path = (await reader.readuntil(b"\r\n\r\n")).decode().split()[1]
            self.posts.append((path, "", b"x"))
            writer.write(b"HTTP/1.1 401 No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            await writer.drain()
            writer.close()

    asyncio.run(played(Strict(), QUICK))
    assert "refused (401)" in caplog.text


def test_units_stay_in_the_country():
    late = book("2021-07-15T14:00+02:00")
    for at in (NOW - timedelta(minutes=n) for n in range(0, 700, 7)):
        for sendings in (late.units(name, at) for name in SOURCES):
            for sending in sendings:
                found = re.search(r'"coordinates":\[([\d.]+),([\d.]+)]', sending.body)
                found = found or re.search(r'lat="(?P<lat>[\d.]+)" lon="([\d.]+)"', sending.body)
                lon, lat = (found[2], found[1]) if "lat" in found.groupdict() else (found[1], found[2])
                assert regions.locate(float(lon), float(lat)) is not None, sending
