"""`mlob run` in a folder of its own, as a bench starts it: real processes, found again under /proc."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from mlob import redis_server
from mlob.bench import processes
from mlob.bench.outside import await_ready
from mlob.ports import free_ports

__all__ = ["Running"]

_PATIENCE = 60.0


class Running:
    """The system with these settings; used as a context, and ready within it."""

    def __init__(self, folder: Path, settings: str) -> None:
        self.port = free_ports(1)[0]
        self.data = folder / "var"
        self.path = folder / "mlob.toml"
        self.path.write_text(settings, encoding="utf-8")
        self._log = folder / "mlob.log"
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Running:
        options = ("--config", str(self.path), "--data-dir", str(self.data), "--port", str(self.port))
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "mlob", "run", *options],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                preexec_fn=redis_server.die_with_parent,  # noqa: PLW1509 - before the bench has threads
            )
        try:
            await_ready(self.port)
        except TimeoutError as error:
            self.__exit__()
            raise TimeoutError(f"{error}\n{self.log()}") from error
        return self

    def __exit__(self, *_: object) -> None:
        if self._process is not None:
            self._process.terminate()
            try:
                self._process.wait(timeout=30)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()

    def log(self, lines: int = 20) -> str:
        """The end of what it said."""
        return "\n".join(self._log.read_text(encoding="utf-8", errors="replace").splitlines()[-lines:])

    def warnings(self) -> list[str]:
        """What it said that is no mere information."""
        said = self._log.read_text(encoding="utf-8", errors="replace").splitlines()
        return [line for line in said if " INFO " not in line and "Het beeld staat op" not in line]

    def url(self) -> str:
        """Of its store. Raises TimeoutError."""
        deadline = time.monotonic() + _PATIENCE
        while time.monotonic() < deadline:
            if found := redis_server.running(self.data):
                return found
            time.sleep(0.1)
        raise TimeoutError("de opslag antwoordt niet")

    def parts(self, wanted: Sequence[str]) -> dict[str, int]:
        """The pid of each part, the wanted ones among them. Raises TimeoutError."""
        assert self._process is not None
        deadline = time.monotonic() + _PATIENCE
        while time.monotonic() < deadline:
            found = processes.below(self._process.pid)
            if found.keys() >= set(wanted):
                return found
            time.sleep(0.1)
        raise TimeoutError(f"niet alles draait: {', '.join(set(wanted) - found.keys())}")

    def disk_mb(self) -> float:
        """What its store takes on disk."""
        files = (path for path in self.data.rglob("*") if path.is_file())
        return round(sum(path.stat().st_size for path in files) / 1e6, 1)
