"""The features of the mirror by collection, with what a query asks of them read once.

It follows the mirror: only what changed since the last question is read again. Rows stand in the order
of their ids, so that a page begins after the last id of the page before it, whatever changed meanwhile.
"""

from __future__ import annotations

import asyncio
from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec

from mlob import regions
from mlob.audience import EVERYONE, Audience
from mlob.broadcast import Mirror
from mlob.changes import Changes
from mlob.model import Kind
from mlob.placed import regions_of
from mlob.web.ogc.collections import COLLECTIONS
from mlob.web.ogc.places import Box, bounds, sorts

__all__ = ["Row", "Rows", "Shelf"]

_AT_ONCE = 500
"""Features read between two looks at the event loop: some 10 ms."""
_NETHERLANDS: Box = (3.2, 50.7, 7.3, 53.7)
_TYPES = {bool: "boolean", int: "integer", float: "number", list: "array", dict: "object", str: "string"}

Form = tuple[tuple[str, str], ...]
"""Names and JSON types of the properties of a feature; many features share one."""

_OF_KIND = {
    kind.value: [found for found in COLLECTIONS.values() if found.kind is kind]
    for kind in dict.fromkeys(found.kind for found in COLLECTIONS.values())
}
"""The collections of each kind, the whole one first."""

_decode = msgspec.json.decode
_encode = msgspec.json.Encoder().encode


class Row(msgspec.Struct, frozen=True, gc=False):
    """A feature as it is sent, and what queries ask of it; None: it has no place, or no time."""

    raw: bytes
    around: Box | None
    observed: datetime | None
    values: dict[str, Any]
    form: Form

    def geometry(self) -> Any:
        """The geometry, read from the bytes."""
        return _decode(self.raw)["geometry"]


class Rows:
    """One collection: rows by id, and the ids in order."""

    def __init__(self) -> None:
        self.by_id: dict[str, Row] = {}
        self.ids: list[str] = []
        self.forms: Counter[Form] = Counter()

    def put(self, name: str, row: Row) -> None:
        """Add a row, or replace it."""
        before = self.by_id.get(name)
        if before is None:
            insort(self.ids, name)
        else:
            self.forms[before.form] -= 1
        self.by_id[name] = row
        self.forms[row.form] += 1

    def drop(self, name: str) -> None:
        """Take a row out, if it is there."""
        row = self.by_id.pop(name, None)
        if row is not None:
            self.forms[row.form] -= 1
            del self.ids[bisect_left(self.ids, name)]

    @property
    def extent(self) -> Box:
        """The box around all that has a place; the Netherlands when nothing has."""
        found = [row.around for row in self.by_id.values() if row.around is not None]
        if not found:
            return _NETHERLANDS
        west, south, east, north = zip(*found, strict=True)
        return min(west), min(south), max(east), max(north)

    @property
    def period(self) -> tuple[datetime, datetime] | None:
        """The first and the last time at which something was observed; None when nothing has a time."""
        found = [row.observed for row in self.by_id.values() if row.observed is not None]
        return (min(found), max(found)) if found else None

    @property
    def properties(self) -> dict[str, set[str]]:
        """The names of all properties there are, each with its types."""
        found: dict[str, set[str]] = {}
        for form, count in self.forms.items():
            if count > 0:
                for name, kind in form:
                    found.setdefault(name, set()).add(kind)
        return found


def _values(kind: str, properties: dict[str, Any]) -> dict[str, Any]:
    """What a query may ask for by name; of an area all regions that it covers."""
    found = {key: properties[key] for key in COLLECTIONS[kind].filters if key in properties}
    return {**found, "veiligheidsregio": several} if len(several := regions_of(properties)) > 1 else found


class Shelf:
    """What one audience may see of a mirror, by collection."""

    def __init__(self, mirror: Mirror, audience: Audience = EVERYONE) -> None:
        self.mirror = mirror
        self.audience = audience
        self.collections = {name: Rows() for name in COLLECTIONS}
        self._changes: Changes | None = None
        self._forms: dict[Form, Form] = {}
        self._reading = asyncio.Lock()

    async def fresh(self) -> bool:
        """Read what changed since the last question; False while the mirror has no picture yet."""
        if self.mirror.cursor is None:
            return False
        async with self._reading:
            if self._changes is None:  # who is never asked costs nothing
                self._changes = Changes()
                self.mirror.followers.append(self._changes)
            try:
                for count, name in enumerate(self._changed(self._changes.take()), 1):
                    self._read(name)
                    if count % _AT_ONCE == 0:
                        await asyncio.sleep(0)
            except BaseException:  # cut off half-way, by who hung up too: read all of it next time
                self._changes.renew()
                raise
        return True

    def _changed(self, names: set[str] | None) -> Sequence[str]:
        """The ids to read; all there are and were when anything may have changed.

        In order: a row after the last costs nothing to put in its place, one in between moves all after it.
        """
        if names is None:
            held = (name for rows in self.collections.values() for name in rows.by_id)
            names = {*held, *self.mirror.features}
            self._forms.clear()
        return sorted(names)

    def _read(self, name: str) -> None:
        """Take one feature as the mirror has it now."""
        kind = name.partition(":")[0]
        raw = self.mirror.features.get(name) if kind in COLLECTIONS else None
        seen = None if raw is None else self.audience(name, raw)
        found = {} if seen is None else self._found(kind, seen)
        for collection in _OF_KIND.get(kind, ()):
            rows = self.collections[collection.id]
            if (row := found.get(collection.shape)) is None:
                rows.drop(name)
            else:
                rows.put(name, row)

    def _found(self, kind: str, raw: bytes) -> dict[str, Row]:
        """The row of a feature (""), and of each sort of shape in it the row with that."""
        feature = _decode(raw)
        if kind == Kind.REGION and feature["properties"].get("vr") in regions.names():
            feature["geometry"] = regions.region_geometry(feature["properties"]["vr"])
            raw = _encode(feature)
        whole = self._row(kind, feature, raw)
        found = {"": whole}
        for shape, part in sorts(feature["geometry"]).items() if len(_OF_KIND[kind]) > 1 else ():
            alone = {**feature, "geometry": part}
            whole_is_it = part is feature["geometry"]
            found[shape] = whole if whole_is_it else self._row(kind, alone, _encode(alone))
        return found

    def _row(self, kind: str, feature: dict[str, Any], raw: bytes) -> Row:
        properties = feature["properties"]
        form = tuple((key, _TYPES[type(value)]) for key, value in properties.items() if value is not None)
        observed = properties.get("observed_at")
        return Row(
            raw=raw,
            around=bounds(feature["geometry"]),
            observed=None if observed is None else datetime.fromisoformat(observed),
            values=_values(kind, properties),
            form=self._forms.setdefault(form, form),
        )
