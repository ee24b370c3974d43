"""`mlob key add|list|revoke SOURCE`: keys of push sources, also beside a running system."""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click
import redis

from mlob import config, source_keys
from mlob.commands.options import load, store_options, the_store
from mlob.errors import ConfigError


def _known(path: Path | None, data_dir: Path | None, redis_url: str | None, name: str) -> config.Settings:
    settings = load(path, data_dir, redis_url)
    if settings.source(name) is None:
        raise ConfigError(f"{settings.path}: er is geen bron {name!r}")
    return settings


@click.group()
def key() -> None:
    """Sleutels van bronnen die zelf sturen."""


@key.command()
@click.argument("source")
@click.option("--valid", help="Geldig voor zo lang, bijvoorbeeld 90d.")
@store_options
def add(
    source: str, valid: str | None, path: Path | None, data_dir: Path | None, redis_url: str | None
) -> None:
    """Maak een sleutel; alleen nu te zien."""
    settings = _known(path, data_dir, redis_url, source)
    now = datetime.now(UTC)
    until: datetime | None = None
    if valid:
        try:
            length: timedelta = config.duration(valid)
        except ValueError as error:
            raise click.BadParameter(str(error), param_hint="--valid") from None
        until = now + length
    with the_store(settings, existing=False) as url, redis.Redis.from_url(url) as client:
        click.echo(source_keys.add(client, source, now, until))


@key.command("list")
@click.argument("source")
@store_options
def listing(source: str, path: Path | None, data_dir: Path | None, redis_url: str | None) -> None:
    """Toon de sleutels van een bron: begin van de SHA-256, gemaakt, geldig tot."""
    settings = _known(path, data_dir, redis_url, source)
    with the_store(settings) as url, redis.Redis.from_url(url) as client:
        for found in source_keys.listed(client, source):
            click.echo(f"{found.sha256[:12]}  {found.made_at}  {found.until or 'tot ingetrokken'}")


@key.command()
@click.argument("source")
@click.argument("start", required=False, default="")
@store_options
def revoke(source: str, start: str, path: Path | None, data_dir: Path | None, redis_url: str | None) -> None:
    """Trek sleutels in: die waarvan de SHA-256 met START begint, of alle."""
    settings = _known(path, data_dir, redis_url, source)
    with the_store(settings) as url, redis.Redis.from_url(url) as client:
        count = source_keys.revoke(client, source, start)
    click.echo(f"{count} ingetrokken")
    sys.exit(0 if count else 1)
