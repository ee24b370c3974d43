"""`mlob bench NAME`: figures as JSON."""

from __future__ import annotations

from pathlib import Path

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
@click.option("--format", "names", multiple=True, help="Alleen dit formaat; mag vaker. Anders alle.")
@click.option("--frames", default=20_000, show_default=True, type=click.IntRange(10, 5_000_000))
def decode(names: tuple[str, ...], frames: int) -> None:
    """Hoe snel elk formaat op een kern wordt gelezen."""
    from mlob import formats
    from mlob.bench import decode as it

    for name in names:
        if name not in formats.known():
            raise click.BadParameter(
                f"onbekend: {name}; kies uit {', '.join(formats.known())}", param_hint="--format"
            )
    click.echo(msgspec.json.encode(it.measure(names, frames)))


@bench.command()
@click.option("--viewers", default=1000, show_default=True, type=click.IntRange(1, 10_000))
@click.option("--seconds", default=20.0, show_default=True, type=click.FloatRange(1, 600))
def fanout(viewers: int, seconds: float) -> None:
    """Wat een bezorging aan een kijker kost, en hoe snel die er is."""
    from mlob.bench import fanout as it

    click.echo(msgspec.json.encode(it.measure(viewers, seconds)))


@bench.command()
@click.option(
    "--scale", default=1.0, show_default=True, type=click.FloatRange(0.001, 1.0), help="Deel ervan."
)
def day(scale: float) -> None:
    """Een dag van heel het land door alles heen; 12 minuten, of met --scale een deel daarvan."""
    from mlob.bench import day as it

    click.echo(msgspec.json.encode(it.measure(scale)))


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


@bench.command()
@click.argument("lines", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--wrong", is_flag=True, help="Ook elke regel van de helft voor het afstellen die niet klopt.")
def places(lines: Path | None, wrong: bool) -> None:
    """Wat van P2000-regels begrepen wordt, tegen regels die met de hand zijn gelabeld."""
    from mlob.bench import places as it

    path = lines or it.LINES
    click.echo(msgspec.json.encode(it.measure(path)))
    if wrong:
        for label in it.labels(path):
            if label.half != "h" and (differing := it.wrong(label)):
                click.echo(msgspec.json.encode({"body": label.body, "wrong": differing}))


@bench.command()
@click.option("--entries", default=200_000, show_default=True, type=click.IntRange(1000, 10_000_000))
def archive(entries: int) -> None:
    """Een uur posities van de opslag naar het archief en terug."""
    from mlob.bench import archive as it

    click.echo(msgspec.json.encode(it.measure(entries)))


@bench.command()
@click.option("--observations", default=1_000_000, show_default=True, type=click.IntRange(1000, 10_000_000))
def past(observations: int) -> None:
    """Hoe snel elk moment van het verleden er is, en hoe snel het systeem start."""
    from mlob.bench import past as it

    click.echo(msgspec.json.encode(it.measure(observations)))


@bench.command()
@click.option("--runs", default=10, show_default=True, type=click.IntRange(1, 1000), help="Hoeveel landen.")
@click.option(
    "--items", default=30, show_default=True, type=click.IntRange(1, 300), help="Regels die open staan."
)
@click.option(
    "--resources", default=40, show_default=True, type=click.IntRange(1, 60), help="Soorten middelen."
)
def advice(runs: int, items: int, resources: int) -> None:
    """Advies voor het hele land in een keer, naast een verdeling met de hand."""
    from mlob.bench import advice as it

    click.echo(msgspec.json.encode(it.measure_country(runs, items, resources)))


@bench.command()
@click.option("--runs", default=5, show_default=True, type=click.IntRange(1, 100), help="Hoeveel pakketten.")
def snapshot(runs: int) -> None:
    """Een heel pakket van het beeld in een warme werker, naast een bladzijde door matplotlib."""
    from mlob.bench import snapshot as it

    click.echo(msgspec.json.encode(it.measure(runs)))
