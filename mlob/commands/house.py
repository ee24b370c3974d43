"""`mlob run`, and one worker each: ingest, project, correlate, archive, brief, web, cot."""

from __future__ import annotations

import socket
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

import click

from mlob import check, config
from mlob.commands.options import load, store_options
from mlob.config import Settings
from mlob.cot_out_settings import address
from mlob.errors import ConfigError
from mlob.house import House, begin_work
from mlob.redis_server import checked

_PATIENCE = 60.0


@click.command()
@store_options
@click.option("--host", help="Standaard 127.0.0.1.")
@click.option("--port", type=click.IntRange(1, 65535), help="Standaard 8050.")
def run(
    path: Path | None, data_dir: Path | None, redis_url: str | None, host: str | None, port: int | None
) -> None:
    """Alles op deze machine: opslag, ontvangst, beeld en pagina's."""
    settings = config.load(path, host=host, port=port, data_dir=data_dir, redis_url=redis_url)
    refuse_faults(settings)
    live(settings)


def live(settings: Settings, furnish_more: Callable[[House, str], None] = lambda house, url: None) -> None:
    """Run the house until it is asked to end."""
    refuse_taken(settings.web.host, settings.web.port, "--port")
    if settings.cot_out.listen:
        refuse_taken(*address(settings.cot_out.listen), "[cot_out] listen")
    house = House(settings)
    url = house.open()
    furnish(house, url)
    furnish_more(house, url)
    house.live(lambda: announce(settings))


def refuse_taken(host: str, port: int, setting: str) -> None:
    """Say so when something else already serves at our address."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise ConfigError(f"{host}:{port} is niet vrij ({error.strerror}); kies {setting}") from None


def refuse_faults(settings: Settings, *, sources: bool = True) -> None:
    """Do not start with a setting that cannot work.

    Checking the sources loads every format and transport (17 MB); `mlob run` and `ingest` always do.
    """
    faults = (check.sources(settings) if sources else []) + check.snapshots(settings) + check.doors(settings)
    if faults:
        raise ConfigError("\n".join(faults))


def furnish(house: House, url: str) -> None:
    """The workers."""
    for name in ("ingest", "project", "correlate", "archive", "brief"):
        house.worker(name, url)
    web = house.settings.web
    house.worker("web", url, ["--host", web.host, "--port", str(web.port)])
    if house.settings.cot_out.listen:
        house.worker("cot", url)


def announce(settings: Settings) -> None:
    """Say where the picture is once it is there."""
    address = f"http://{settings.web.host}:{settings.web.port}"

    def look() -> None:
        deadline = time.monotonic() + _PATIENCE
        while time.monotonic() < deadline:
            try:
                with urllib.request.urlopen(f"{address}/readyz", timeout=2):
                    click.echo(f"Het beeld staat op {address}  (Ctrl-C stopt)", err=True)
                    return
            except (urllib.error.URLError, OSError):
                time.sleep(0.3)
        click.echo(f"Het beeld op {address} is na {_PATIENCE:.0f} s nog niet klaar; zie de regels hierboven.")

    threading.Thread(target=look, daemon=True).start()


def _worker(settings: Settings, *, sources: bool = True) -> str:
    begin_work()
    if not settings.store.url:
        raise ConfigError("een losse werker heeft een opslag nodig: --redis URL of [store] url")
    refuse_faults(settings, sources=sources)
    return checked(settings.store.url)


@click.command()
@store_options
def ingest(path: Path | None, data_dir: Path | None, redis_url: str | None) -> None:
    """Alleen de ontvangst."""
    from mlob import ingest as worker

    settings = load(path, data_dir, redis_url)
    worker.run(settings, _worker(settings))


@click.command()
@store_options
def project(path: Path | None, data_dir: Path | None, redis_url: str | None) -> None:
    """Alleen de projector, die het beeld bijhoudt."""
    from mlob import projector as worker

    settings = load(path, data_dir, redis_url)
    worker.run(settings, _worker(settings))


@click.command()
@store_options
def correlate(path: Path | None, data_dir: Path | None, redis_url: str | None) -> None:
    """Alleen de koppelregel, die meldingen van een incident bijeenbrengt."""
    from mlob import correlator as worker

    settings = load(path, data_dir, redis_url)
    worker.run(settings, _worker(settings))


@click.command()
@store_options
def archive(path: Path | None, data_dir: Path | None, redis_url: str | None) -> None:
    """Alleen het archief: uren die voorbij zijn van de opslag naar Parquet."""
    from mlob import archive as worker

    settings = load(path, data_dir, redis_url)
    worker.run(settings, _worker(settings))


@click.command()
@store_options
def brief(path: Path | None, data_dir: Path | None, redis_url: str | None) -> None:
    """Alleen de werker die briefings maakt, op bestelling en volgens het rooster."""
    from mlob.snapshot import worker

    settings = load(path, data_dir, redis_url)
    worker.run(settings, _worker(settings, sources=False))


@click.command()
@store_options
def cot(path: Path | None, data_dir: Path | None, redis_url: str | None) -> None:
    """Alleen het beeld als CoT, voor TAK-clients ([cot_out] in de instellingen)."""
    from mlob.outward import cot_server as worker

    settings = load(path, data_dir, redis_url)
    if not settings.cot_out.listen:
        raise ConfigError("[cot_out] listen: niet ingesteld, er is niets om naar te sturen")
    worker.run(settings, _worker(settings))


@click.command()
@store_options
@click.option("--host")
@click.option("--port", type=click.IntRange(1, 65535))
def web(
    path: Path | None, data_dir: Path | None, redis_url: str | None, host: str | None, port: int | None
) -> None:
    """Alleen de pagina's."""
    from mlob.web import server

    settings = config.load(path, host=host, port=port, data_dir=data_dir, redis_url=redis_url)
    server.run(settings, _worker(settings))
