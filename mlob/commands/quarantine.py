"""`mlob quarantine list|show|retry|discard`: frames that could not be read."""

from __future__ import annotations

import asyncio
import getpass
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

import click
import msgspec
import redis.asyncio

from mlob import quarantine as ring
from mlob import retry as acts
from mlob.commands.options import load, store_options, the_store
from mlob.config import Settings
from mlob.errors import TransitionError

T = TypeVar("T")


def _ask(
    path: Path | None,
    data_dir: Path | None,
    redis_url: str | None,
    question: Callable[[redis.asyncio.Redis], Awaitable[T]],
) -> T:
    """Ask the store; the error of somebody who is wrong about it is one line."""

    async def go(url: str) -> T:
        client = redis.asyncio.Redis.from_url(url)
        try:
            return await question(client)
        finally:
            await client.aclose()

    with the_store(load(path, data_dir, redis_url)) as url:
        return asyncio.run(go(url))


@click.group()
def quarantine() -> None:
    """Berichten die niet te lezen waren."""


@quarantine.command("list")
@store_options
def listing(path: Path | None, data_dir: Path | None, redis_url: str | None) -> None:
    """De nieuwste geweigerde berichten, een per regel (JSON)."""
    for row in _ask(path, data_dir, redis_url, ring.listed):
        click.echo(msgspec.json.encode(row))


@quarantine.command()
@click.argument("name")
@store_options
def show(name: str, path: Path | None, data_dir: Path | None, redis_url: str | None) -> None:
    """Een geweigerd bericht met zijn inhoud (JSON)."""
    found = _ask(path, data_dir, redis_url, lambda client: ring.show(client, name))
    if found is None:
        click.echo(f"{name}: staat niet (meer) in quarantaine", err=True)
        sys.exit(1)
    click.echo(msgspec.json.encode(found))


@quarantine.command()
@click.argument("names", nargs=-1)
@click.option("--source", help="Alle berichten van deze bron.")
@click.option("--all", "everything", is_flag=True, help="Alle berichten.")
@store_options
def retry(
    names: tuple[str, ...],
    source: str | None,
    everything: bool,
    path: Path | None,
    data_dir: Path | None,
    redis_url: str | None,
) -> None:
    """Geweigerde berichten opnieuw lezen; per bericht een regel (JSON), exit 1 als er een niet lukt."""
    settings = load(path, data_dir, redis_url)

    async def again(client: redis.asyncio.Redis) -> int:
        chosen = list(names)
        if source or everything:
            rows = await ring.listed(client, count=None)
            chosen += [row["id"] for row in reversed(rows) if everything or row["source"] == source]
        failed = 0
        for name in chosen:
            outcome = await _again(client, settings, name)
            failed += not outcome.accepted
            click.echo(msgspec.json.encode(outcome))
        return failed

    if not (names or source or everything):
        raise click.UsageError("geef een nummer, --source of --all")
    if _ask(path, data_dir, redis_url, again):
        sys.exit(1)


async def _again(client: redis.asyncio.Redis, settings: Settings, name: str) -> acts.Outcome:
    try:
        return await acts.retry(client, settings, name, _actor())
    except LookupError:
        return acts.Outcome(name, False, "staat niet (meer) in quarantaine")
    except TransitionError as error:
        return acts.Outcome(name, False, str(error))


def _actor() -> str:
    """Who sits at this machine's command line."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "opdrachtregel"


@quarantine.command()
@click.argument("name")
@click.option("--reason", required=True, help="Waarom het weg mag; dat blijft bewaard.")
@store_options
def discard(name: str, reason: str, path: Path | None, data_dir: Path | None, redis_url: str | None) -> None:
    """Een geweigerd bericht weggooien, met een reden."""
    try:
        _ask(path, data_dir, redis_url, lambda client: acts.discard(client, name, reason, _actor()))
    except LookupError:
        click.echo(f"{name}: staat niet (meer) in quarantaine", err=True)
        sys.exit(1)
