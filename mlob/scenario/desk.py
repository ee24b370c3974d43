"""What persons do in a scenario: they report, file requests for bijstand and take steps, over the API."""

from __future__ import annotations

import contextlib
from typing import Any
from urllib.parse import quote

import msgspec

from mlob.scenario.script import Act
from mlob.scenario.ways import call

__all__ = ["Desk"]

_HEADERS = {"Content-Type": "application/json", "X-Mlob-Actor": "oefenleiding"}


class Desk:
    """The desk at `web`; it knows which request of the system is which of the scenario."""

    def __init__(self, web: str) -> None:
        self._api = f"{web}/api/v1"
        self._there: dict[str, dict[str, Any]] = {}
        self._named: dict[str, str] = {}
        self._taken: dict[str, int] = {}

    async def open(self) -> None:
        """Learn what the system already has: a second run on the same data adds nothing to it."""
        with contextlib.suppress(KeyError, TypeError):
            self._there = {item["title"]: item for item in (await self._get("requests"))["requests"]}

    async def past(self, act: Act, body: dict[str, Any]) -> None:
        """An act of before now, unless an earlier run did it."""
        if act.path == "steps" and self._taken.get(act.of, 0) > 0:
            self._taken[act.of] -= 1
        elif (known := self._there.get(body.get("title", ""))) is not None:
            self._named[act.name] = known["id"]
            # Each step made one version more of a request, and filing it the first.
            self._taken[act.name] = known.get("version", 1) - 1
        else:
            await self.take(act, body)

    async def take(self, act: Act, body: dict[str, Any]) -> None:
        """Do what a person does, with the version of the request that he sees."""
        if act.path != "steps":
            answer = await self._post(act.path, body)
            if act.name and "id" in answer:
                self._named[act.name] = answer["id"]
            return
        if (name := self._named.get(act.of)) is not None:
            path = f"requests/{quote(name, safe=':')}"
            version = (await self._get(path)).get("version")
            await self._post(f"{path}/steps", body | {"version": version})

    async def _get(self, path: str) -> dict[str, Any]:
        return _object(await call(f"{self._api}/{path}"))

    async def _post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        return _object(await call(f"{self._api}/{path}", msgspec.json.encode(body), _HEADERS))


def _object(answer: bytes) -> dict[str, Any]:
    """An answer; an empty one where the system refused, which stands in the log."""
    with contextlib.suppress(msgspec.DecodeError):
        return msgspec.json.decode(answer, type=dict[str, Any])
    return {}
