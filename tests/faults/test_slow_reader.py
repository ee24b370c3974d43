"""A viewer that never reads is cut off, and the others do not notice."""

from __future__ import annotations

import asyncio
import base64
import json
import os
import socket
from pathlib import Path

from websockets.asyncio.client import connect

from mlob.model import iso
from tests.faults.test_kill import PUSH
from tests.observations import NOON
from tests.system import KEY, System, wait_until

UNITS = 10_000


def units(seconds: int) -> bytes:
    """So many units, each a little further."""
    features = [
        {
            "type": "Feature",
            "id": f"u{number}",
            "geometry": {
                "type": "Point",
                "coordinates": [4.5 + number % 100 / 50 + seconds / 1000, 51.5 + number // 100 / 80],
            },
            "properties": {
                "kind": "unit",
                "discipline": "gemeenten",
                "title": f"Eenheid {number}",
                "observed_at": iso(NOON.replace(second=seconds)),
                "ttl": 10**8,
            },
        }
        for number in range(UNITS)
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def silent_viewer(port: int) -> socket.socket:
    """A viewer that shakes hands and then reads nothing."""
    viewer = socket.socket()
    viewer.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    viewer.connect(("127.0.0.1", port))
    key = base64.b64encode(os.urandom(16)).decode()
    viewer.sendall(
        f"GET /ws HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n".encode()
    )
    return viewer


def viewers(system: System) -> int:
    """How many viewers the web node counts."""
    import urllib.request

    with urllib.request.urlopen(system.base + "/metrics", timeout=60) as answer:
        rows = dict(line.split(" ") for line in answer.read().decode().splitlines() if line[0] != "#")
    return int(rows["mlob_viewers"])


def test_one_that_does_not_read_is_cut_off_and_ten_thousand_units_reach_the_others(tmp_path: Path) -> None:
    with System(tmp_path, PUSH) as system:
        assert system.post("/api/v1/ingest/gemeenten", units(0), KEY)[1]["accepted"] == UNITS
        wait_until(lambda: len(system.get("/api/v1/picture?kind=unit")["features"]) == UNITS + 25)
        viewer = silent_viewer(system.port)
        wait_until(lambda: viewers(system) == 1)

        async def look() -> None:
            async with connect(f"ws://127.0.0.1:{system.port}/ws", max_size=None) as other:
                assert len(json.loads(await other.recv())["features"]) == UNITS + 25
                await asyncio.to_thread(system.post, "/api/v1/ingest/gemeenten", units(1), KEY)
                moved: set[str] = set()
                async with asyncio.timeout(60):
                    while len(moved) < UNITS:
                        moved |= {item["id"] for item in json.loads(await other.recv()).get("put", ())}

        asyncio.run(look())
        wait_until(lambda: viewers(system) == 0)
        viewer.close()
