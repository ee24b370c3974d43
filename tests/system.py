"""The whole system on this machine, as real processes, for tests from outside."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import redis

from mlob import redis_server
from mlob.ports import free_ports

__all__ = ["KEY", "System", "free_port", "wait_until"]

KEY = "sleutel-van-de-test"
DIGEST = hashlib.sha256(KEY.encode()).hexdigest()


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    return free_ports(1)[0]


def wait_until(what: Any, seconds: float = 90.0, pause: float = 0.05) -> Any:
    """Call `what` until it gives something true; that answer. Fails after `seconds`."""
    deadline = time.monotonic() + seconds
    while True:
        found = what()
        if found:
            return found
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {seconds} s: {getattr(what, '__doc__', None) or what}")
        time.sleep(pause)


class System:
    """`mlob run` in a folder of its own; `sources` and `organisation` are TOML for mlob.toml."""

    def __init__(self, folder: Path, sources: str, organisation: str = "", *, marking: str = "Test") -> None:
        self.folder = folder
        self.port = free_port()
        self.base = f"http://127.0.0.1:{self.port}"
        self.data = folder / "var"
        self.config = folder / "mlob.toml"
        self.config.write_text(
            f'[organisation]\nmarking = "{marking}"\n{organisation}\n{sources}', encoding="utf-8"
        )
        self.log = folder / "mlob.log"
        self.process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> System:
        try:
            self.start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self, ready: bool = True) -> None:
        """Start, and wait until everything works."""
        arguments = [
            "run",
            "--config",
            str(self.config),
            "--data-dir",
            str(self.data),
            "--port",
            str(self.port),
        ]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "mlob", *arguments], stdout=log, stderr=log
            )
        if ready:
            wait_until(lambda: self.ready() or self.process is None or self.process.poll() is not None)
            assert self.process.poll() is None, self.log.read_text()

    def ready(self) -> bool:
        """Whether /readyz says so."""
        try:
            return bool(self.get("/readyz")["ready"])
        except (OSError, ValueError):
            return False

    def stop(self) -> None:
        """End in order; by force when it takes too long."""
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(timeout=60)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process = None

    def children(self) -> dict[str, int]:
        """Pid of each part: redis, ingest, project, correlate, archive, web."""
        assert self.process is not None
        pid = self.process.pid
        found = {}
        for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
            try:
                line = Path(f"/proc/{child}/cmdline").read_bytes().split(b"\0")
            except OSError:
                continue
            if b"redis-server" in line[0] or b"redis-server" in Path(os.fsdecode(line[0])).name.encode():
                found["redis"] = int(child)
            elif b"mlob" in line:
                found[line[line.index(b"mlob") + 1].decode()] = int(child)
        return found

    def kill(self, part: str) -> None:
        """kill -9 one part."""
        os.kill(wait_until(lambda: self.children().get(part)), signal.SIGKILL)

    def get(self, path: str) -> Any:
        """A JSON answer."""
        with urllib.request.urlopen(self.base + path, timeout=60) as answer:
            return json.loads(answer.read())

    def post(self, path: str, body: bytes | dict[str, Any], key: str = "") -> tuple[int, Any]:
        """Status and JSON of a POST; raises OSError when nobody answers."""
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        request = urllib.request.Request(self.base + path, data=data, method="POST")
        if key:
            request.add_header("Authorization", f"Bearer {key}")
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return answer.status, json.loads(answer.read())
        except urllib.error.HTTPError as error:
            return error.code, json.loads(error.read())

    def feature(self, name: str) -> Any:
        """The feature with this id, or None."""
        found = self.get("/api/v1/picture")["features"]
        return next((item for item in found if item["id"] == name), None)

    def store(self) -> redis.Redis:
        """The store itself."""
        url = wait_until(lambda: redis_server.running(self.data))
        return redis.Redis.from_url(url)
