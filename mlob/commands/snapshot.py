"""`mlob snapshot` and `mlob verify`: a signed package of the picture, and proof that it is whole."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import click
import redis

from mlob.commands.options import load, store_options, the_store
from mlob.errors import MlobError
from mlob.moment import moment
from mlob.snapshot import keys as signing
from mlob.snapshot import make, package
from mlob.snapshot.collect import collect


def _moment(context: Any, parameter: Any, value: str | None) -> datetime | None:
    try:
        return None if value is None else moment(value)
    except ValueError:
        raise click.BadParameter("geen tijd (ISO 8601)") from None


def _forms(context: Any, parameter: Any, value: str) -> list[str]:
    forms = [part for part in value.split(",") if part]
    wrong = [part for part in forms if part not in make.FORMATS]
    if wrong or not forms:
        raise click.BadParameter(f"kies uit {', '.join(make.FORMATS)}")
    return forms


@click.command()
@click.option("--at", callback=_moment, help="Het beeld zoals het toen was.")
@click.option("--known-at", callback=_moment, help="Het beeld zoals wij het toen kenden.")
@click.option("--format", "forms", callback=_forms, default="geojson,html", show_default=True)
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), required=True, help="Map voor het pakket."
)
@store_options
def snapshot(
    at: datetime | None,
    known_at: datetime | None,
    forms: list[str],
    out: Path,
    path: Path | None,
    data_dir: Path | None,
    redis_url: str | None,
) -> None:
    """Maak een ondertekend pakket van het beeld."""
    settings = load(path, data_dir, redis_url)
    with the_store(settings) as url, redis.Redis.from_url(url) as client:
        found = collect(client, settings, datetime.now(UTC).replace(microsecond=0), at, known_at)
    click.echo(
        make.make(found, forms, out, signing.load_or_make(settings.data_dir), {"mlob": version("mlob")})
    )


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
