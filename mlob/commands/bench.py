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
@click.option("--days", default=10, show_default=True, type=click.IntRange(1, 1000), help="Hoeveel dagen.")
@click.option("--first", default=1001, show_default=True, help="Het zaad van de eerste dag.")
@click.option("--reports", default=2000, show_default=True, type=click.IntRange(100, 100_000))
@click.option("--fit", is_flag=True, help="Maak eerst de gewichten opnieuw, uit andere dagen.")
def links(days: int, first: int, reports: int, fit: bool) -> None:
    """Hoe goed meldingen tot incidenten worden gekoppeld."""
    from mlob.bench import links as it

    if fit:
        it.learn(reports)
    click.echo(msgspec.json.encode(it.measure(range(first, first + days), reports)))
