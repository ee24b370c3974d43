"""A real MQTT broker for one test: mosquitto on a free port of this machine, in a folder of its own."""

from __future__ import annotations

import getpass
import os
import shutil
import socket
import subprocess
import time
from pathlib import Path

import aiomqtt
import pytest

from tests.inlets import Sink
from tests.system import free_port

__all__ = ["Broker", "found", "subscribed"]


def found() -> str:
    """The program; the test is skipped where there is none."""
    program = shutil.which("mosquitto", path=os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin"]))
    if program is None:
        pytest.skip("no mosquitto on PATH or in /usr/sbin: install it (apt-get install mosquitto)")
    return program


def subscribed(sink: Sink) -> bool:
    """Whether the broker has granted what we asked: then the mark is set."""
    return sink.mark.startswith("topic:")


class Broker:
    """One broker; `settings` are lines of mosquitto.conf beside those that every test wants."""

    def __init__(self, folder: Path, *settings: str, login: tuple[str, str] | None = None) -> None:
        self.program = found()
        self.folder = folder
        self.port = free_port()
        self.login = login
        lines = [
            f"listener {self.port} 127.0.0.1",
            f"user {getpass.getuser()}",
            "persistence true",
            f"persistence_location {folder}/",
            "autosave_interval 1",
            "autosave_on_changes true",
            f"allow_anonymous {'false' if login else 'true'}",
            *settings,
        ]
        if login:
            self.set_password(login[1])
            lines.append(f"password_file {folder}/passwords")
        self.config = folder / "mosquitto.conf"
        self.config.write_text("\n".join(lines) + "\n", encoding="utf-8")
        self.process: subprocess.Popen[bytes] | None = None

    def url(self, topic: str, scheme: str = "mqtt") -> str:
        """Of a source that reads a topic here."""
        return f"{scheme}://127.0.0.1:{self.port}/{topic}"

    def set_password(self, password: str) -> None:
        """Write the only login that counts from the next start."""
        assert self.login is not None
        path = self.folder / "passwords"
        path.unlink(missing_ok=True)
        maker = shutil.which("mosquitto_passwd")
        if maker is None:
            pytest.skip("no mosquitto_passwd beside mosquitto")
        command = [maker, "-b", "-c", str(path), self.login[0], password]
        subprocess.run(command, check=True, capture_output=True, timeout=60)
        self.login = (self.login[0], password)

    def __enter__(self) -> Broker:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        """Start, and wait until it answers."""
        with (self.folder / "mosquitto.log").open("ab") as log:
            self.process = subprocess.Popen([self.program, "-c", str(self.config)], stdout=log, stderr=log)
        for _ in range(400):
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except OSError:
                assert self.process.poll() is None, (self.folder / "mosquitto.log").read_text()
                time.sleep(0.02)
        raise AssertionError("mosquitto does not answer")

    def stop(self, kill: bool = False) -> None:
        """End it: in order, so that it keeps its sessions, or by force."""
        if self.process is None:
            return
        if kill:
            self.process.kill()
        else:
            self.process.terminate()
        self.process.wait(timeout=60)
        self.process = None

    async def publish(self, topic: str, *payloads: bytes, qos: int = 1, retain: bool = False) -> None:
        """Publish and wait until the broker has all of it."""
        name, password = self.login or (None, None)
        async with aiomqtt.Client("127.0.0.1", self.port, username=name, password=password) as client:
            for payload in payloads:
                await client.publish(topic, payload, qos=qos, retain=retain)
