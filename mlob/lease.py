"""A lease in the store: one of several workers works, the others stand by."""

from __future__ import annotations

import secrets
import time

import redis

__all__ = ["Lease"]


class Lease:
    """One worker holds the lease `key`; another gets it when the first has been silent for `held_ms`.

    Only politeness: what keeps two workers apart is what their scripts compare. A worker that is the
    only one of its kind in a place may give a `token` of that place, and has its lease back at once
    when it is started again.
    """

    def __init__(self, client: redis.Redis, key: str, held_ms: int = 2500, token: str = "") -> None:
        self.client = client
        self.key = key
        self.held_ms = held_ms
        self.token = (token or secrets.token_hex(8)).encode()

    def hold(self) -> bool:
        """Take or renew the lease; False when another has it."""
        if self.client.set(self.key, self.token, nx=True, px=self.held_ms):
            return True
        if self.client.get(self.key) != self.token:
            return False
        self.client.pexpire(self.key, self.held_ms)
        return True

    def wait(self) -> None:
        """Stand by until the lease is ours."""
        while not self.hold():
            time.sleep(0.25)
