"""`mlob decode`: frames through format and adapter, with neither store nor url."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import click
import msgspec

from mlob import config, formats, intake
from mlob.commands.options import settings_options
from mlob.errors import ConfigError, SourceError
from mlob.model import Discipline, Source
from mlob.moment import moment
from mlob.quarantine import printable
from mlob.transports import CHUNK
from mlob.transports.unpack import Unpacker


def _received(context: Any, parameter: Any, value: str | None) -> datetime:
    try:
        return datetime.now(UTC) if value is None else moment(value)
    except ValueError:
        raise click.BadParameter("geen tijd (ISO 8601)") from None


def _disciplines(context: Any, parameter: Any, values: tuple[str, ...]) -> tuple[Discipline, ...]:
    try:
        return tuple(Discipline(part) for value in values for part in value.split(",") if part)
    except ValueError:
        raise click.BadParameter(f"kies uit {', '.join(Discipline)}") from None


def _timezone(context: Any, parameter: Any, value: str | None) -> str | None:
    try:
        return None if value is None else ZoneInfo(value).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise click.BadParameter("onbekende tijdzone") from None


def _source(
    path: Path | None,
    name: str | None,
    form: str | None,
    disciplines: tuple[Discipline, ...],
    timezone: str | None,
) -> Source:
    if name is not None:
        try:
            found = config.load(path).source(name)
        except ConfigError as error:
            raise click.UsageError(str(error)) from None
        if found is None:
            raise click.BadParameter(f"geen bron {name!r} in de instellingen", param_hint="--source")
    elif form is None or not disciplines:
        raise click.UsageError("geef --source NAAM, of --format F met --discipline D")
    else:
        found = Source(
            name=form,
            format=form,
            disciplines=disciplines,
            timezone=timezone or "Europe/Amsterdam",
            url="push:",
        )
    if found.format not in formats.known():
        raise click.BadParameter(f"onbekend formaat {found.format!r}", param_hint="--format")
    if faults := list(formats.known()[found.format].faults(found)):
        raise click.UsageError("\n".join(f"bron {found.name!r}: {fault}" for fault in faults))
    return found


@click.command()
@settings_options
@click.option("--source", "name", help="Een bron uit de instellingen.")
@click.option("--format", "form", help="Een formaat, zonder bron.")
@click.option(
    "--discipline", "disciplines", multiple=True, callback=_disciplines, help="Een of meer, met komma's."
)
@click.option("--timezone", callback=_timezone, help="Tijdzone van tijden zonder offset.")
@click.option("--received-at", callback=_received, help="Moment van ontvangst; standaard nu.")
@click.argument("file", type=click.File("rb"), default="-")
def decode(
    path: Path | None,
    name: str | None,
    form: str | None,
    disciplines: tuple[Discipline, ...],
    timezone: str | None,
    received_at: datetime,
    file: BinaryIO,
) -> None:
    """Lees berichten uit FILE (ook gzip) of van standaardinvoer; een waarneming per regel naar buiten."""
    source = _source(path, name, form, disciplines, timezone)
    splitter = formats.splitter(source)
    index = 0
    fault = None
    try:
        for piece in _pieces(file):
            index = _print(source, splitter.feed(piece), received_at, index)
    except SourceError as error:  # what was read until then still counts
        fault = f"bestand: {error}"
    index = _print(source, splitter.close(), received_at, index)
    if fault:
        _refuse(index, fault, b"")


def _pieces(file: BinaryIO) -> Iterator[bytes]:
    """The file a piece at a time, unpacked when it is gzip; raises SourceError."""
    unpacker = Unpacker()
    while data := file.read(CHUNK):
        yield from unpacker.feed(data)
    yield unpacker.close()


def _print(source: Source, frames: list[bytes], received_at: datetime, start: int) -> int:
    taken = intake.take(source, frames, received_at)
    for observation in taken.observations:
        sys.stdout.buffer.write(msgspec.json.encode(observation) + b"\n")
    sys.stdout.buffer.flush()
    for reject in taken.rejects:
        _refuse(start + reject.index, reject.reason, reject.frame)
    return start + len(frames)


def _refuse(index: int, reason: str, frame: bytes) -> None:
    row = {"index": index, "reason": reason, **printable(frame)}
    sys.stderr.buffer.write(msgspec.json.encode(row) + b"\n")
    sys.stderr.buffer.flush()
