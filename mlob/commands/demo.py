"""`mlob demo`: `mlob run` with a scenario sent through the real sockets, always as an exercise."""

from __future__ import annotations

import asyncio
import json
import os
import secrets
import shutil
from pathlib import Path
from typing import Any

import click
import msgspec

from mlob import config, redis_server, scenario
from mlob.commands.house import live
from mlob.commands.options import store_options
from mlob.errors import ConfigError
from mlob.house import House, begin_work
from mlob.paths import DATA
from mlob.ports import free_ports
from mlob.scenario import Endpoints, Scenario

_ORGANISATION = {"name": "LOCC", "marking": "Ongerubriceerd", "exercise": True}


def _names() -> list[str]:
    return sorted(path.parent.name for path in (DATA / "scenarios").glob("*/scenario.toml"))


def _endpoints(script: Scenario, port: int) -> Endpoints:
    push = [way.name for way in script.sources if way.way == "push"]
    rest = [way.name for way in script.sources if way.way != "push"]
    return Endpoints(
        web=f"http://127.0.0.1:{port}",
        ports=dict(zip(rest, free_ports(len(rest)), strict=True)),
        keys={name: secrets.token_urlsafe(32) for name in push},
    )


def _toml(value: Any) -> str:
    """A value as TOML: what JSON writes of texts, numbers and lists is TOML too."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{name} = {_toml(item)}" for name, item in value.items()) + " }"
    return json.dumps(value, ensure_ascii=False)


def _write(folder: Path, script: Scenario, endpoints: Endpoints) -> Path:
    """The settings of the demo, in its own data dir; readable by its owner only."""
    rows = ["[organisation]", *(f"{name} = {_toml(value)}" for name, value in _ORGANISATION.items())]
    for table in scenario.settings_for(script, endpoints):
        rows += ["", "[[source]]", *(f"{name} = {_toml(value)}" for name, value in table.items())]
    path = folder / "mlob.toml"
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    with os.fdopen(os.open(_ways(folder), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(msgspec.json.encode(endpoints))
    return path


def _ways(folder: Path) -> Path:
    return folder / "endpoints.json"


@click.command()
@click.option("--scenario", "name", type=click.Choice(_names()), default="limburg", show_default=True)
@click.option("--speed", type=click.FloatRange(0.1, 1000), default=1.0, show_default=True)
@click.option("--port", type=click.IntRange(1, 65535), default=8050, show_default=True)
@click.option("--data-dir", type=click.Path(path_type=Path), default=Path("var"), show_default=True)
def demo(name: str, speed: float, port: int, data_dir: Path) -> None:
    """Alles op deze machine, met een oefening die nu gebeurt."""
    folder = data_dir / "demo"
    if redis_server.running(folder):
        raise ConfigError(f"{folder}: hier draait al een demo")
    for old in ("redis", "archive"):  # yesterday's exercise is not today's
        shutil.rmtree(folder / old, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    script = scenario.load(name)
    path = _write(folder, script, _endpoints(script, port))
    settings = config.load(path, port=port, data_dir=folder)
    click.echo(f"Oefening: {script.title}", err=True)

    def furnish(house: House, url: str) -> None:
        house.worker("play", url, ["--scenario", name, "--speed", str(speed)])

    live(settings, furnish)


@click.command(hidden=True)
@store_options
@click.option("--scenario", "name", required=True)
@click.option("--speed", type=float, default=1.0)
def play(path: Path | None, data_dir: Path, redis_url: str | None, name: str, speed: float) -> None:
    """Speel een scenario af; een onderdeel van `mlob demo`."""
    begin_work()
    endpoints = msgspec.json.decode(_ways(data_dir).read_bytes(), type=Endpoints)
    asyncio.run(scenario.play(scenario.load(name), endpoints, speed=speed))
