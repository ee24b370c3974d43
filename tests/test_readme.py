"""The README holds: its commands run, and every command, setting, format and layer is in it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

import layers
from mlob import bijstand_settings, config, cot_out_settings, formats, snapshot_settings, transports
from mlob.__main__ import cli
from mlob.model import Source

ROOT = Path(__file__).resolve().parents[1]
TEXT = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```sh\n(.*?)```", TEXT, re.DOTALL)


def table(title: str) -> str:
    """The text of one section."""
    return TEXT.split(f"\n## {title}")[1].split("\n## ")[0]


def commands() -> list[str]:
    import click

    return cli.list_commands(click.Context(cli))


@pytest.mark.parametrize("name", commands())
def test_every_command_is_in_it_and_explains_itself(name: str) -> None:
    assert f"`mlob {name}`" in table("Commands")
    done = subprocess.run(
        [sys.executable, "-m", "mlob", name, "--help"], capture_output=True, text=True, check=True
    )
    assert name in done.stdout


def test_it_names_no_command_that_is_not_there() -> None:
    assert set(re.findall(r"`mlob ([a-z]+)", TEXT)) <= set(commands())


def settings() -> list[tuple[str, str]]:
    sections = {
        "[organisation]": config.Organisation,
        "[store]": config.Store,
        "[web]": config.Web,
        "[bijstand]": bijstand_settings.Bijstand,
        "[snapshots]": snapshot_settings.Snapshots,
        "[cot_out]": cot_out_settings.CotOut,
        "[[source]]": Source,
    }
    return [
        (section, field.name) for section, kind in sections.items() for field in msgspec.structs.fields(kind)
    ]


@pytest.mark.parametrize(("section", "name"), settings())
def test_every_setting_is_in_it(section: str, name: str) -> None:
    rows = [line for line in table("Settings").splitlines() if f"`{section}`" in line]
    assert any(f"`{name}`" in row for row in rows)


@pytest.mark.parametrize("name", sorted(formats.known()))
def test_every_format_is_in_it(name: str) -> None:
    assert f"| `{name}` |" in table("Formats")


@pytest.mark.parametrize("name", [layer.name for layer in layers.known()])
def test_every_layer_is_in_it(name: str) -> None:
    assert f"| `{name}` |" in table("Layers")


@pytest.mark.parametrize("scheme", sorted(transports.known()))
def test_every_transport_is_in_it(scheme: str) -> None:
    assert f"`{scheme}:" in table("Settings")


@pytest.mark.parametrize(
    "path", sorted(set(re.findall(r"`((?:mlob|layers|data|assets|tests)/[\w./-]*)`", TEXT)))
)
def test_every_file_it_names_is_there(path: str) -> None:
    assert (ROOT / path).exists()


@pytest.mark.parametrize("path", re.findall(r"!\[[^]]*\]\(([^)]*)\)", TEXT))
def test_every_picture_is_there(path: str) -> None:
    assert (ROOT / path).read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"


def test_its_make_commands_are_in_the_makefile() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    named = set(re.findall(r"make ([a-z]+)", TEXT))
    assert {"demo", "test", "check", "deep"} <= named
    for target in named:
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


@pytest.mark.parametrize("block", [block for block in BLOCKS if "mlob " in block])
def test_its_commands_run(block: str) -> None:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["sh", "-ec", block],
        cwd=ROOT,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        check=True,
    )
    found = json.loads(done.stdout.splitlines()[0])
    assert found["properties"]["place"] == "Weert"
