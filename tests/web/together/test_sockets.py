"""The sockets of viewers and of sources that push, on the whole system as real processes (CONTRACT)."""

from __future__ import annotations

import asyncio
import json

import pytest
import websockets
from websockets.asyncio.client import connect

from tests.system import KEY, System, wait_until
from tests.web.shelters import collection, shelter


def live(system: System) -> str:
    return f"ws://127.0.0.1:{system.port}/ws"


def test_the_socket_gives_a_picture_then_what_changes(system: System) -> None:
    # The first change of an empty store comes as a new picture; here it is about what follows.
    system.post("/api/v1/ingest/gemeenten", collection(shelter(39)), KEY)
    wait_until(lambda: system.feature("facility:gemeenten:opvang-39"))

    async def go() -> None:
        async with connect(live(system), max_size=None) as viewer:
            picture = json.loads(await viewer.recv())
            assert picture["type"] == "picture"
            assert len([item for item in picture["features"] if item["id"].startswith("region:")]) == 25
            assert len(picture["disciplines"]) == 5
            await asyncio.to_thread(system.post, "/api/v1/ingest/gemeenten", collection(shelter(40)), KEY)
            kinds = set()
            async with asyncio.timeout(90):
                while True:
                    message = json.loads(await viewer.recv())
                    kinds.add(message["type"])
                    names = [item["id"] for item in message.get("put", ())]
                    if "facility:gemeenten:opvang-40" in names:
                        assert "Opvang 40" in message["timeline"][0]["text"]
                        cursor = message["cursor"]
                        break
                while "tick" not in kinds:
                    message = json.loads(await viewer.recv())
                    kinds.add(message["type"])
            assert {"cursor", "time", "version"} <= set(message)
        async with connect(f"{live(system)}?cursor={cursor}", max_size=None) as again:
            assert json.loads(await again.recv())["type"] in {"delta", "tick"}
        async with connect(f"{live(system)}?cursor=1-1", max_size=None) as stranger:
            assert json.loads(await stranger.recv())["type"] == "picture"

    asyncio.run(go())


def test_a_foreign_site_gets_no_socket(system: System) -> None:
    async def go() -> None:
        with pytest.raises(websockets.InvalidStatus):
            await connect(live(system), origin=websockets.Origin("http://example.org"))

    asyncio.run(go())


def test_a_push_socket_answers_each_frame(system: System) -> None:
    async def go() -> None:
        url = f"ws://127.0.0.1:{system.port}/api/v1/ingest/gemeenten/ws"
        async with connect(url, additional_headers={"Authorization": f"Bearer {KEY}"}) as source:
            for number in (50, 51):
                await source.send(collection(shelter(number)))
                assert json.loads(await source.recv())["accepted"] == 1
            await source.send("rubbish")
            assert len(json.loads(await source.recv())["rejected"]) == 1
        with pytest.raises((websockets.InvalidStatus, websockets.ConnectionClosed)):
            async with connect(url) as stranger:
                await stranger.recv()

    asyncio.run(go())
