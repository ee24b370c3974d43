"""Golden frames, a folder each format: frames in, observations out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from mlob import fold, formats
from mlob.adapters import known as adapters
from mlob.errors import DecodeError
from mlob.model import Discipline, Observation, Reception, Source

FOLDER = Path(__file__).parent.parent / "golden"
RECEIVED = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)


def reception(form: str) -> Reception:
    """A source that every discipline shares; gemeenten come first."""
    disciplines = (Discipline.GEMEENTEN, *(item for item in Discipline if item != Discipline.GEMEENTEN))
    source = Source(name="golden", format=form, disciplines=disciplines)
    return Reception(source=source, received_at=RECEIVED)


def payload(form: str) -> bytes:
    """All golden frames of one format, as they would come over a stream."""
    found = [path for path in sorted((FOLDER / form).glob("frames.*")) if path.is_file()]
    assert found, f"no golden frames for {form}: write tests/golden/{form}/frames.*"
    return b"".join(path.read_bytes() for path in found)


def observe(form: str, frame: bytes) -> Iterator[Observation]:
    """What one frame says to all disciplines."""
    where = reception(form)
    for message in formats.known()[form].decode(frame, where):
        for discipline in Discipline:
            adapter = adapters().get(discipline)
            if adapter is not None and form in adapter.formats:
                yield from adapter.formats[form](message, where)


def pictured(form: str, frames: Iterable[bytes]) -> dict[str, Any]:
    """What the frames that can be read say in the end, by entity: newest report and shown values."""
    found: dict[str, fold.Entity] = {}
    for frame in frames:
        try:
            said = list(observe(form, frame))
        except DecodeError:
            continue
        for item in said:
            fold.apply(found.setdefault(item.entity, fold.begin(item)), item)
    return {name: (entity.head, entity.values) for name, entity in found.items()}


def outcome(form: str, frame: bytes) -> Any:
    """Observations or the reason for none, as plain JSON values."""
    try:
        found = list(observe(form, frame))
    except DecodeError as error:
        return {"reason": str(error)}
    return msgspec.json.decode(msgspec.json.encode(found))
