"""`mlob snapshot` and `mlob verify`: a signed package of the picture, and proof that it is whole."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
import redis

from mlob.commands.options import load, store_options, the_store
from mlob.config import Settings
from mlob.errors import MlobError
from mlob.model import FUTURE_LIMIT, iso
from mlob.moment import moment
from mlob.snapshot import keys as signing
from mlob.snapshot import make, memory, orders, package
from mlob.snapshot.earlier import Earlier, of_order, of_package
from mlob.snapshot.make import Progress
from mlob.snapshot.produce import Question, produce


def _moment(context: Any, parameter: Any, value: str | None) -> datetime | None:
    try:
        found = None if value is None else moment(value)
    except (ValueError, OverflowError):
        raise click.BadParameter("geen tijd (ISO 8601)") from None
    if found is not None and found - datetime.now(UTC) > FUTURE_LIMIT:
        raise click.BadParameter("deze tijd is nog niet geweest")
    return found


def _forms(context: Any, parameter: Any, value: str) -> list[str]:
    forms = [part for part in value.split(",") if part]
    wrong = [part for part in forms if part not in make.FORMATS]
    if wrong or not forms:
        raise click.BadParameter(f"kies uit {', '.join(make.FORMATS)}")
    return forms


@click.command()
@click.option("--at", callback=_moment, help="Het beeld zoals het toen was.")
@click.option("--known-at", callback=_moment, help="Het beeld zoals wij het toen kenden.")
@click.option(
    "--since",
    help="Vergelijk met deze briefing: een nummer uit de lijst, `last` voor de laatste, of een pakket (zip).",
)
@click.option("--format", "forms", callback=_forms, default="geojson,html", show_default=True)
@click.option("--author", default="", help="Wie de briefing maakt; staat erop.")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="Map voor het pakket.")
@click.option(
    "--public-key", is_flag=True, help="Geef alleen de openbare sleutel (PEM), voor wie controleert."
)
@store_options
def snapshot(
    at: datetime | None,
    known_at: datetime | None,
    since: str | None,
    forms: list[str],
    author: str,
    out: Path | None,
    public_key: bool,
    path: Path | None,
    data_dir: Path | None,
    redis_url: str | None,
) -> None:
    """Maak een ondertekend pakket van het beeld."""
    if out is None and not public_key:
        raise click.UsageError("Geef een map voor het pakket: --out.")
    memory.frugal()
    settings = load(path, data_dir, redis_url)
    if out is None or public_key:
        click.echo(signing.export(signing.load_or_make(settings.data_dir).public_key()), nl=False)
        return
    with the_store(settings) as url, redis.Redis.from_url(url) as client, _shown() as progress:
        now = datetime.now(UTC)
        last = at or known_at or now, known_at or now
        earlier = _earlier(client, settings, since, *last)
        if earlier is not None and moment(earlier.since.at) > last[0]:
            raise package.SnapshotRefused(f"{since}: is van een later moment. Vergelijk met een eerdere.")
        asked = Question(at=at, known_at=known_at, since=earlier, author=author)
        made = produce(client, settings, now, asked, forms, out, progress)
    click.echo(made)


def _earlier(
    client: redis.Redis, settings: Settings, name: str | None, at: datetime, known_at: datetime
) -> Earlier | None:
    """The briefing to compare with: a file goes before a number of the list."""
    if name is None:
        return None
    if Path(name).is_file():
        return of_package(Path(name))
    found = orders.all_of(client)
    if name == "last":
        order = orders.last_before(found, iso(at), iso(known_at))
        if order is None:
            raise package.SnapshotRefused("Er is nog geen briefing om mee te vergelijken.")
    else:
        order = next((one for one in found if one.id == name), None)
    if order is None or order.state != orders.DONE or order.preview:
        raise package.SnapshotRefused(f"{name}: geen bestand, en geen briefing in de lijst.")
    return of_order(settings.packages, order)


def _quiet(done: int, total: int, name: str) -> None:
    """Nobody watches."""


@contextmanager
def _shown() -> Iterator[Progress]:
    """A line on a terminal that says which part is being made; nothing where there is no terminal."""
    if not sys.stderr.isatty():
        yield _quiet
        return

    def progress(done: int, total: int, name: str) -> None:
        filled = round(20 * done / total) if total else 0
        click.echo(f"\r\x1b[K[{'#' * filled}{'.' * (20 - filled)}] {done}/{total} {name}", err=True, nl=False)

    try:
        yield progress
    finally:
        click.echo("\r\x1b[K", err=True, nl=False)


@click.command()
@click.option("--key", type=click.Path(path_type=Path), help="Eis dat deze publieke sleutel ondertekende.")
@click.argument("file", metavar="PACKAGE", type=click.Path(path_type=Path))
def verify(key: Path | None, file: Path) -> None:
    """Controleer of een pakket heel en ondertekend is, zonder netwerk."""
    try:
        found = package.verify(file, signing.load_public(key) if key else None)
    except (MlobError, OSError) as error:
        click.echo(str(error), err=True)
        sys.exit(1)
    manifest = found.manifest
    click.echo(
        f"{file.name}: heel en ondertekend door {found.fingerprint}; beeld van {manifest.at}, "
        f"zoals bekend om {manifest.known_at}, {manifest.marking}"
    )
