"""`mlob quarantine list|show`: frames that could not be read."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

import click
import msgspec
import redis.asyncio

from mlob import quarantine as ring
from mlob.commands.options import load, store_options, the_store

T = TypeVar("T")


def _ask(
    path: Path | None,
    data_dir: Path | None,
    redis_url: str | None,
    question: Callable[[redis.asyncio.Redis], Awaitable[T]],
) -> T:
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
