"""`mlob diff`: what changed between two snapshots, two pictures or two moments."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from typing import Any

import click
import msgspec
import redis

from mlob.commands.options import load, store_options, the_store
from mlob.errors import MlobError
from mlob.model import FUTURE_LIMIT
from mlob.moment import moment
from mlob.snapshot import keys as signing
from mlob.snapshot import reading
from mlob.snapshot.collect import collect
from mlob.snapshot.diff import Change, changes, summary
from mlob.snapshot.earlier import of_moment
from mlob.snapshot.words import DISCIPLINES, clock

_NOW = ("nu", "now")
_NAMED_AS_FILE = re.compile(r".*(?:[/\\]|\.(?:zip|geojson|json)$)", re.IGNORECASE)
_OF_ALL = "Opschaling, bijstand en bronnen"
_SMALL = "Alle disciplines samen"
"""Above lines of a summary that stand for changes of several disciplines."""

Picture = Mapping[str, Any]
Side = Path | datetime | None
"""A file, a moment, or now."""


def _side(context: Any, parameter: Any, value: str) -> Side:
    """What an argument names: a file goes before a moment."""
    path = Path(value)
    if path.is_file():
        return path
    if value.lower() in _NOW:
        return None
    try:
        found = moment(value)
    except (ValueError, OverflowError):
        if path.exists() or _NAMED_AS_FILE.match(value):
            return path
        raise click.BadParameter(f"{value!r} is geen bestand en geen tijd (ISO 8601, of nu)") from None
    if found - datetime.now(UTC) > FUTURE_LIMIT:
        raise click.BadParameter(f"{value}: deze tijd is nog niet geweest")
    return found


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Als JSON, voor een ander programma.")
@click.option(
    "--most", type=click.IntRange(1), help="Hoogstens zoveel regels; wat ernstig is staat er altijd."
)
@click.option("--key", type=click.Path(path_type=Path), help="Eis dat deze publieke sleutel ondertekende.")
@click.argument("before", metavar="A", callback=_side)
@click.argument("after", metavar="B", callback=_side)
@store_options
def diff(
    before: Side,
    after: Side,
    as_json: bool,
    most: int | None,
    key: Path | None,
    path: Path | None,
    data_dir: Path | None,
    redis_url: str | None,
) -> None:
    """Wat er anders is in B dan in A: pakketten (zip), beelden (.geojson), tijden (ISO 8601), of nu."""
    try:
        one, other = _pictures((before, after), key, path, data_dir, redis_url)
    except (MlobError, OSError, redis.RedisError) as error:
        click.echo(str(error), err=True)
        sys.exit(1)
    found = changes(one, other)
    told = found if most is None else summary(found, most)
    if as_json:
        sides = {
            name: {"at": side.get("at"), "known_at": side.get("known_at")}
            for name, side in (("before", one), ("after", other))
        }
        click.echo(msgspec.json.encode({**sides, "changes": told}).decode())
        return
    click.echo("\n".join(_lines(told, one, other)) if told else "Geen wijzigingen.")


def _pictures(
    sides: Sequence[Side],
    key: Path | None,
    path: Path | None,
    data_dir: Path | None,
    redis_url: str | None,
) -> list[Picture]:
    """Both pictures; files first, so that a wrong one is told before a store is opened."""
    public = signing.load_public(key) if key else None
    found: dict[int, Picture] = {
        place: reading.from_file(side, public) for place, side in enumerate(sides) if isinstance(side, Path)
    }
    if len(found) < len(sides):
        settings, now = load(path, data_dir, redis_url), datetime.now(UTC).replace(microsecond=0)
        with the_store(settings) as url, redis.Redis.from_url(url) as client:
            for place, side in enumerate(sides):
                if not isinstance(side, Path):
                    found[place] = _at(client, settings, now, side)
    return [found[place] for place in range(len(sides))]


def _at(client: redis.Redis, settings: Any, now: datetime, at: datetime | None) -> Picture:
    """The picture at a moment as it was known then, or of now."""
    if at is not None:
        return of_moment(client, settings, at, at)
    live = collect(client, settings, now, None, None)
    return {**live.picture, "disciplines": live.disciplines}


def _lines(told: Sequence[Change], one: Picture, other: Picture) -> Iterator[str]:
    """The sentences by discipline and region, what is worst on top, under the marking."""
    marks = ["OEFENING" if other.get("exercise") else "", str(other.get("marking") or "")]
    yield " - ".join(mark for mark in marks if mark) or "Zonder rubricering"
    yield f"Wijzigingen van {clock(one.get('at'))} tot {clock(other.get('at'))}"
    for discipline, rows in _by(told, _heading):
        yield ""
        yield discipline
        for region, lines in _by(rows, lambda change: change.region_name or ""):
            yield f"  {region or ('Zonder regio' if rows[0].discipline else 'Landelijk')}"
            yield from (f"    - {change.text}" for change in lines)


def _heading(change: Change) -> str:
    if change.discipline:
        return DISCIPLINES.get(change.discipline, change.discipline)
    return _SMALL if change.what == "rest" or change.entity.endswith(":") else _OF_ALL


def _by(rows: Sequence[Change], name: Any) -> Iterator[tuple[str, list[Change]]]:
    """The rows under each name, the name with the worst row first; rows come worst first."""
    order = {found: place for place, found in reversed(list(enumerate(map(name, rows))))}
    for found, group in groupby(sorted(rows, key=lambda row: order[name(row)]), key=name):
        yield found, list(group)
