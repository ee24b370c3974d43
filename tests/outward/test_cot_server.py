"""TAK clients on real sockets, on the whole system as real processes."""

from __future__ import annotations

import asyncio
import configparser
import json
import socket
import time
import warnings
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from mlob.model import iso
from tests.system import DIGEST, KEY, System, free_port, wait_until

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # it misses aiohttp, which only its websockets need
    import pytak

UNITS = 1_000
SOURCES = f"""
[cot_out]
listen = "tcp://127.0.0.1:{{out}}"
without = ["stil"]
[[source]]
name = "gemeenten"
format = "geojson"
disciplines = ["gemeenten"]
url = "push:"
key_sha256 = ["{DIGEST}"]
[[source]]
name = "stil"
format = "geojson"
disciplines = ["gemeenten"]
url = "push:"
key_sha256 = ["{DIGEST}"]
[[source]]
name = "rondom"
format = "cot"
disciplines = ["overig"]
url = "tcp://127.0.0.1:{{out}}"
"""
PING = (
    b"<?xml version='1.0'?><event version='2.0' uid='ping' type='t-x-c-t' time='2026-11-25T12:00:00Z' "
    b"start='2026-11-25T12:00:00Z' stale='2026-11-25T12:00:10Z' how='m-g'>"
    b"<point lat='0' lon='0' hae='0' ce='999999' le='999999'/><detail/></event>"
)


@pytest.fixture(scope="module")
def out() -> int:
    return free_port()


@pytest.fixture(scope="module")
def system(tmp_path_factory: pytest.TempPathFactory, out: int) -> Iterator[System]:
    with System(tmp_path_factory.mktemp("cot"), SOURCES.format(out=out)) as found:
        wait_until(lambda: _open(out))
        yield found


def _open(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def thing(name: str, step: int = 0, **properties: Any) -> dict[str, Any]:
    number = int(name.rpartition("-")[2])
    lon, lat = 4.5 + number % 100 / 50 + step / 1000, 51.5 + number // 100 / 80
    return {
        "type": "Feature",
        "id": name,
        "geometry": {"type": "Point", "coordinates": [lon, lat]},
        "properties": {
            "kind": "unit",
            "discipline": "gemeenten",
            "title": name,
            "observed_at": iso(datetime.now(UTC)),
            "ttl": 3600,
            **properties,
        },
    }


def post(system: System, *features: dict[str, Any], source: str = "gemeenten") -> None:
    body = json.dumps({"type": "FeatureCollection", "features": features}).encode()
    status, answer = system.post(f"/api/v1/ingest/{source}", body, KEY)
    assert (status, answer["rejected"]) == (202, [])


class Client:
    """A client over the network: the newest event of each uid, and what was taken away."""

    def __init__(self, port: int) -> None:
        self.connection = socket.create_connection(("127.0.0.1", port))
        self.connection.settimeout(0.2)
        self.events: dict[str, etree._Element] = {}
        self.gone: list[str] = []
        self.pongs = 0
        self._held = b""

    def read(self) -> None:
        """Take what there is."""
        try:
            data = self.connection.recv(1 << 20)
        except TimeoutError:
            return
        assert data, "cut off"
        *whole, self._held = (self._held + data).split(b"</event>")
        for raw in whole:
            event = etree.fromstring(raw + b"</event>")
            if event.get("type") == "t-x-d-d":
                uid = str(event.find("detail/link").get("uid"))  # type: ignore[union-attr]
                self.events.pop(uid, None)
                self.gone.append(uid)
            elif event.get("type") == "t-x-c-t-r":
                self.pongs += 1
            else:
                self.events[str(event.get("uid"))] = event

    def until(self, what: Any, seconds: float = 90.0) -> None:
        """Read until something holds."""
        deadline = time.monotonic() + seconds
        while not what():
            assert time.monotonic() < deadline, list(self.events)[:5]
            self.read()


@pytest.fixture
def client(system: System, out: int) -> Iterator[Client]:
    found = Client(out)
    yield found
    found.connection.close()


def test_pytak_as_a_client_gets_what_is_there(system: System, out: int) -> None:
    post(system, thing("wagen-7", title="Wagen 7", status="onderweg"))

    async def go() -> bytes:
        config = configparser.ConfigParser()
        config["tak"] = {"COT_URL": f"tcp://127.0.0.1:{out}", "TAK_PROTO": "0"}
        reader, writer = await pytak.protocol_factory(config["tak"])
        queue: asyncio.Queue[bytes] = asyncio.Queue()
        receiving = asyncio.create_task(pytak.RXWorker(queue, config["tak"], reader).run())
        try:
            async with asyncio.timeout(90):
                while b'uid="unit:gemeenten:wagen-7"' not in (found := await queue.get()):
                    pass
        finally:
            receiving.cancel()
            writer.close()
        return found

    event = etree.fromstring(asyncio.run(go()))
    assert event.get("type") == "a-f-G-U-i-e"
    assert event.find("detail/contact").get("callsign") == "Wagen 7"  # type: ignore[union-attr]
    assert event.get("access") == "Test"


def test_changes_follow_and_what_leaves_is_taken_away(system: System, client: Client) -> None:
    uid = "unit:gemeenten:loper-1"
    post(system, thing("loper-1"))
    client.until(lambda: uid in client.events)
    before = client.events[uid][0].get("lon")
    post(system, thing("loper-1", step=5, ttl=2))
    client.until(lambda: client.events[uid][0].get("lon") != before)
    client.until(lambda: uid in client.gone)
    late = Client(system_port(client))
    late.until(lambda: "unit:gemeenten:wagen-7" in late.events)
    assert uid not in late.events
    late.connection.close()


def system_port(client: Client) -> int:
    return int(client.connection.getpeername()[1])


def test_a_ping_is_answered_and_all_else_is_dropped(client: Client) -> None:
    client.connection.sendall(b"\x00rubbish" * 10_000 + b"<event type='a-f-G' " + PING[:60])
    time.sleep(0.1)
    client.connection.sendall(PING[60:])
    client.until(lambda: client.pongs == 1)
    client.connection.sendall(PING)
    client.until(lambda: client.pongs == 2)


def test_our_own_events_do_not_come_round(system: System, client: Client) -> None:
    """The source `rondom` listens to what we send: without our mark each event would come back for ever."""
    post(system, thing("ronde-1"))
    client.until(lambda: "unit:gemeenten:ronde-1" in client.events)
    accepted = wait_until(lambda: _counts(system, "rondom")["accepted"])
    post(system, thing("ronde-1", step=1))
    wait_until(lambda: _counts(system, "rondom")["accepted"] > accepted)
    time.sleep(1.0)
    names = [item["id"] for item in system.get("/api/v1/picture")["features"]]
    assert [name for name in names if ":rondom:" in name] == []
    assert _counts(system, "rondom")["rejected"] == 0


def _counts(system: System, name: str) -> Any:
    return next(row for row in system.get("/api/v1/sources")["sources"] if row["name"] == name)


def test_what_another_mlob_sent_is_taken_in(system: System, client: Client) -> None:
    """Only the mark of this system is refused."""
    foreign = PING.replace(b"t-x-c-t", b"a-f-G-U-i-f").replace(
        b"<detail/>",
        b'<detail><_flow-tags_ mlob-00ff="2026-11-25T12:00:00Z"/><__mlob>{"properties":{"kind":"unit",'
        b'"title":"Van de buren","ttl":3600}}</__mlob></detail>',
    )
    moment = iso(datetime.now(UTC)).encode()
    foreign = foreign.replace(b"2026-11-25T12:00:00Z", moment).replace(
        b"lat='0' lon='0'", b"lat='52' lon='5'"
    )
    own = wait_until(lambda: system.store().get("mlob:journal"))
    with socket.create_server(("127.0.0.1", 0)) as neighbour:
        sources = SOURCES.format(out=system_port(client)) + _neighbour(neighbour.getsockname()[1])
        system.config.write_text(f'[organisation]\nmarking = "Test"\n{sources}', encoding="utf-8")
        system.kill("ingest")
        neighbour.settimeout(90)
        connection, _ = neighbour.accept()
        with connection:
            connection.sendall(foreign + foreign.replace(b"ping", b"echo").replace(b"00ff", own))
            wait_until(lambda: system.feature("unit:buren:ping"))
            client.until(lambda: "unit:buren:ping" in client.events)
    tags = client.events["unit:buren:ping"].find("detail/_flow-tags_")
    assert list(tags.keys()) == ["mlob-00ff", f"mlob-{own.decode()}"]  # type: ignore[union-attr]
    assert system.feature("unit:buren:echo") is None


def _neighbour(port: int) -> str:
    return f"""
[[source]]
name = "buren"
format = "cot"
disciplines = ["overig"]
url = "tcp://127.0.0.1:{port}"
"""


def test_what_only_a_source_that_is_left_out_said_is_not_sent(system: System, client: Client) -> None:
    post(system, thing("geheim-1"), source="stil")
    post(system, thing("open-1"))
    client.until(lambda: "unit:gemeenten:open-1" in client.events)
    wait_until(lambda: system.feature("unit:stil:geheim-1"))
    client.read()
    assert "unit:stil:geheim-1" not in client.events


def test_a_thousand_units_reach_four_clients_while_a_fifth_never_reads(system: System, out: int) -> None:
    deaf = socket.socket()
    deaf.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    deaf.connect(("127.0.0.1", out))
    clients = [Client(out) for _ in range(4)]
    names = [f"drukte-{number}" for number in range(UNITS)]
    post(system, *(thing(name) for name in names))
    uids = {f"unit:gemeenten:{name}" for name in names}
    for found in clients:
        found.until(lambda found=found: uids <= set(found.events))
    assert not _hung_up(deaf)
    rest = _memory(system.children()["cot"])
    step, last_moment = 0, time.monotonic() + 90
    while not _hung_up(deaf):
        assert time.monotonic() < last_moment, "one that does not read must be cut off"
        step += 1
        post(system, *(thing(name, step) for name in names))
        for found in clients:
            found.read()
    last = {f"unit:gemeenten:{name}": thing(name, step)["geometry"]["coordinates"][0] for name in names}
    for found in clients:
        found.until(lambda found=found: all(_lon(found, uid) == lon for uid, lon in last.items()))
        found.connection.close()
    assert _memory(system.children()["cot"]) - rest < 64 << 20
    deaf.close()


def _lon(client: Client, uid: str) -> float:
    return float(client.events[uid][0].get("lon", "0"))


def _hung_up(connection: socket.socket) -> bool:
    """Whether the other side closed: without reading, so that nothing is taken."""
    inode = f"{connection.getsockname()[1]:04X}"
    rows = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    return not any(row[2].endswith(f":{inode}") and row[3] == "01" for row in rows)


def _memory(pid: int) -> int:
    """Resident bytes of a process."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * 4096
