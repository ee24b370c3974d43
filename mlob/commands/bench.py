"""`mlob bench NAME`: figures as JSON."""

from __future__ import annotations

import click
import msgspec


@click.group()
def bench() -> None:
    """Metingen, elk met zijn vloer of vergelijking in dezelfde run."""


@bench.command()
@click.option("--frames", default=100_000, show_default=True, type=click.IntRange(1000, 5_000_000))
def ingest(frames: int) -> None:
    """Van bytes op een socket tot vastgelegde stand."""
    from mlob.bench import ingest as it

    click.echo(msgspec.json.encode(it.measure(frames)))


@bench.command()
@click.option("--entries", default=200_000, show_default=True, type=click.IntRange(1000, 10_000_000))
def archive(entries: int) -> None:
    """Een uur posities van de opslag naar het archief en terug."""
    from mlob.bench import archive as it

    click.echo(msgspec.json.encode(it.measure(entries)))
