"""Secrets in headers: what the settings may say, and what is warned of."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from mlob import check, config, source_headers
from tests.observations import source
from tests.test_commands import mlob


@pytest.fixture
def key(tmp_path: Path) -> Path:
    """A file with a secret that only its owner can read."""
    path = tmp_path / "knmi.key"
    path.write_text("geheim\n")
    path.chmod(0o600)
    return path


def faults(**settings: Any) -> list[str]:
    return list(source_headers.faults(source(**settings)))


@pytest.mark.parametrize(
    ("url", "allow"),
    [
        ("https://api.voorbeeld.nl/a", ()),
        ("wss://api.voorbeeld.nl/a", ()),
        ("http://127.0.0.1:8000/a", ()),
        ("http://localhost/a", ()),
        ("ws://[::1]:8000/a", ()),
        ("http://10.1.2.3/a", ("10.1.0.0/16",)),
    ],
)
def test_where_a_secret_may_go(key: Path, url: str, allow: tuple[str, ...]) -> None:
    assert faults(url=url, allow=allow, header_files={"Authorization": str(key)}) == []


@pytest.mark.parametrize(
    ("url", "allow"),
    [
        ("http://api.voorbeeld.nl/a", ()),
        ("ws://api.voorbeeld.nl/a", ()),
        ("http://145.0.0.1/a", ()),
        ("http://10.1.2.3/a", ("10.2.0.0/16",)),
        ("http://intranet/a", ("10.0.0.0/8",)),
        ("http://127.0.0.1.voorbeeld.nl/a", ()),
    ],
)
def test_where_it_may_not(key: Path, url: str, allow: tuple[str, ...]) -> None:
    (fault,) = faults(url=url, allow=allow, header_files={"Authorization": str(key)})
    assert "gaat niet onversleuteld" in fault


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("Host", "geen header"),
        ("content-length", "geen header"),
        ("Sec-WebSocket-Key", "geen header"),
        ("If-None-Match", "geen header"),
        ("X Y", "geen header"),
        ("X:\r\nY", "geen header"),
        ("", "geen header"),
    ],
)
def test_headers_that_are_not_for_a_source_to_set(key: Path, name: str, fault: str) -> None:
    (found,) = faults(url="https://h/", header_files={name: str(key)})
    assert fault in found


def test_other_faults(key: Path) -> None:
    assert "alleen met http" in faults(url="tcp://h:1", header_files={"X-Key": str(key)})[0]
    assert "is er niet" in faults(url="https://h/", header_files={"X-Key": f"{key}.weg"})[0]
    twice = {"X-Key": str(key), "x-key": str(key)}
    assert "twee keer" in faults(url="https://h/", header_files=twice)[0]
    assert faults(url="http://[", header_files={"X-Key": str(key)}) == []  # the transport says what is wrong
    assert faults(url="tcp://h:1") == []


TOML = """
[[source]]
name = "knmi"
format = "cap"
disciplines = ["overig"]
url = "{url}"
header_files = {{ Authorization = "{file}" }}
"""


def test_what_everybody_can_read_is_warned_of_and_no_more(key: Path, tmp_path: Path) -> None:
    path = tmp_path / "mlob.toml"
    path.write_text(TOML.format(url="https://api.voorbeeld.nl/", file=key))
    settings, found = config.read(path)
    assert (found, check.sources(settings), check.warnings(settings)) == ([], [], [])
    key.chmod(0o644)
    (warning,) = check.warnings(settings)
    assert "knmi" in warning
    assert "chmod o-r" in warning
    key.unlink()
    assert check.warnings(settings) == []


def test_the_command_says_so(key: Path, tmp_path: Path) -> None:
    key.chmod(0o644)
    (tmp_path / "mlob.toml").write_text(TOML.format(url="https://api.voorbeeld.nl/", file=key))
    done = mlob("check", folder=tmp_path)
    assert (done.returncode, "let op: " in done.stdout.decode()) == (0, True)
    assert "geheim" not in done.stdout.decode()
    (tmp_path / "mlob.toml").write_text(TOML.format(url="http://api.voorbeeld.nl/", file=key))
    done = mlob("check", folder=tmp_path)
    assert (done.returncode, "gaat niet onversleuteld" in done.stdout.decode()) == (1, True)
