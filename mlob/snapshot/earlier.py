"""The briefing with which a new one is compared: its picture, and what is different since."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec
import redis

from mlob.config import Settings
from mlob.moment import moment
from mlob.snapshot import package, reading, shelf
from mlob.snapshot.collect import collect
from mlob.snapshot.diff import changes
from mlob.snapshot.material import Material, Since
from mlob.snapshot.orders import Order

__all__ = ["Earlier", "compared", "of_moment", "of_order", "of_package"]

Picture = Mapping[str, Any]
log = logging.getLogger(__name__)


class Earlier(msgspec.Struct, frozen=True, kw_only=True):
    """An earlier briefing by its name and moment; `path` is its package, where there still is one."""

    since: Since
    path: Path | None = None


def of_package(path: Path) -> Earlier:
    """The briefing in a package file, once that is verified; raises PackageError."""
    manifest = package.verify(path).manifest
    since = Since(name=path.stem, cursor=manifest.cursor, at=manifest.at, known_at=manifest.known_at)
    return Earlier(since=since, path=path)


def of_order(packages: Path, order: Order) -> Earlier:
    """A package that was made here; its name is that of its file, wherever that goes."""
    path = shelf.folder_of(packages, order) / order.files[0].name
    since = Since(name=path.stem, cursor=str(order.cursor), at=str(order.at), known_at=str(order.known_at))
    return Earlier(since=since, path=path)


def of_moment(client: redis.Redis, settings: Settings, at: datetime, known_at: datetime) -> Picture:
    """The picture of a moment, without the states of its sources. Raises ArchiveError.

    Of what only repeats itself the journal keeps nothing, so that a source may seem silent then; who was
    shows from the notes that this system made at the time (mlob/silence.py).
    """
    found = collect(client, settings, known_at, at, known_at).picture
    return {name: value for name, value in found.items() if name != "sources"}


def compared(client: redis.Redis, settings: Settings, material: Material, earlier: Earlier) -> Material:
    """The material with what is different since an earlier briefing. Raises ArchiveError."""
    before = _picture(client, settings, earlier)
    found = changes(before, {**material.picture, "disciplines": material.disciplines})
    return msgspec.structs.replace(material, changes=found, since=earlier.since)


def _picture(client: redis.Redis, settings: Settings, earlier: Earlier) -> Picture:
    """The picture of a briefing: as its package has it, else as the journal tells of its moment.

    A package that was damaged on the shelf holds up no later briefing, least of all one of the schedule.
    """
    if earlier.path is not None and earlier.path.is_file():
        try:
            if reading.PICTURE in package.verify(earlier.path).manifest.files:
                return reading.from_file(earlier.path)
        except package.PackageError as error:
            log.warning("snapshot: compared with %s as the journal has it: %s", earlier.since.name, error)
    return of_moment(client, settings, moment(earlier.since.at), moment(earlier.since.known_at))
