"""When a web node asked the store what changed: by MONITOR, so that nothing in the node is touched."""

from __future__ import annotations

import secrets
import threading
from typing import Any

import redis

from mlob.lua import COMMIT, PULL

__all__ = ["Looks"]


class Looks(threading.Thread):
    """Follows the store; `commits` and `looks` give for a cursor when it was committed and first read.

    Both in s since 1970 by the clock of the store, which is that of this machine.
    """

    def __init__(self, url: str) -> None:
        super().__init__(daemon=True)
        self.commits: dict[str, float] = {}
        self.looks: dict[str, float] = {}
        self._client = redis.Redis.from_url(url)
        self._last = secrets.token_hex(8)
        self._following = threading.Event()

    def follow(self) -> None:
        """Start; returns once nothing that follows is missed."""
        self.start()
        self._following.wait()

    def stop(self) -> None:
        """Take what has come in until now, and end."""
        self._client.echo(self._last)
        self.join()
        self._client.close()

    def run(self) -> None:
        """Read until the last word."""
        newest = ""
        with self._client.monitor() as monitor:  # type: ignore[no-untyped-call]
            self._following.set()
            for said in monitor.listen():
                words: list[str] = said["command"].split(" ", 5)
                if words[-1] == self._last:
                    return
                found = _script(words)
                if found == COMMIT.sha:
                    newest = _committed(said)
                    self.commits[newest] = said["time"]
                elif found == PULL.sha and newest:
                    self.looks.setdefault(newest, said["time"])


def _script(words: list[str]) -> str:
    return words[1] if len(words) > 2 and words[0].upper() == "EVALSHA" else ""


def _committed(said: dict[str, Any]) -> str:
    """The new cursor: behind the script, the number of keys, five keys and the old cursor."""
    return str(said["command"].split(" ", 10)[9])
