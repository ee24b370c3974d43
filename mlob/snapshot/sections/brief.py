"""What the sections of a briefing read: the picture sorted out once, and rows that sections share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec

from mlob import totals
from mlob.bijstand.states import ENDED
from mlob.model import Kind, Verification
from mlob.moment import moment
from mlob.placed import SEVERAL, region_words
from mlob.snapshot import figures
from mlob.snapshot.content import Cell, Table, When
from mlob.snapshot.material import Material
from mlob.snapshot.words import DISCIPLINES, SEVERITIES, clean, level, number_of, place, when

__all__ = ["SEVERE", "Brief", "Row", "by_discipline", "disciplines_of", "grade", "more", "read", "said"]
__all__ += ["sheet", "table", "where", "worst_first"]

SEVERE = 3
"""From this severity on something stands out."""

_UNSAID = ("", clean(None), When(), None)

Row = dict[str, Any]
"""The properties of a feature, with its `id` and `shape` (the type of its geometry)."""


class Brief(msgspec.Struct, frozen=True, kw_only=True):
    """The material in parts: `rows` by kind without tests, worst first, and the `views` of requests.

    `counted` are the rows that add to totals, `gap` says who is missing from them, `sums` are the totals
    of mlob/totals.py, `drills` the number of features that are an exercise in a picture that is not.
    """

    material: Material
    now: datetime
    rows: dict[str, list[Row]]
    counted: dict[str, list[Row]]
    views: list[Row]
    gap: str
    sums: Mapping[str, Any]
    severe: Mapping[str, Any]
    drills: int

    def of(self, kind: Kind, *, counted: bool = False) -> list[Row]:
        """The rows of one kind, worst first."""
        return (self.counted if counted else self.rows).get(kind, [])

    @property
    def grip(self) -> list[tuple[str, int]]:
        """The regions under GRIP that count here, the highest level first."""
        return figures.grip_regions(self.material.picture["features"], exercise=self.material.exercise)

    @property
    def running(self) -> list[Row]:
        """The requests that are not over, and that count here."""
        return [view for view in self.views if self.counts(view) and view["state"] not in ENDED]

    def counts(self, row: Row) -> bool:
        """Whether this is real, or the whole picture is an exercise."""
        return self.material.exercise or not row.get("exercise")

    def region(self, entry: Mapping[str, Any]) -> str:
        """The region that a line of the timeline is about; all of them where it is a wide area."""
        return region_words({SEVERAL: entry.get("regions"), "veiligheidsregio": entry.get("region")})

    def drill(self, row: Row) -> bool:
        """Whether this must be named an exercise: it is one among what is real."""
        return not self.counts(row)


def read(material: Material) -> Brief:
    """The material, sorted out."""
    features = sorted(material.picture["features"], key=lambda item: str(item["id"]))
    rows: dict[str, list[Row]] = {}
    counted: dict[str, list[Row]] = {}
    for item in features:
        row = _row(item)
        if row.get("test"):
            continue
        rows.setdefault(row["kind"], []).append(row)
        if totals.counts(row, material.exercise):
            counted.setdefault(row["kind"], []).append(row)
    for found in (*rows.values(), *counted.values()):
        found.sort(key=worst_first)
    gap = figures.missing(material.disciplines)
    severe = [item for item in features if level(item["properties"], "severity") >= SEVERE]
    return Brief(
        material=material,
        now=moment(material.picture["at"]),
        rows=rows,
        counted=counted,
        views=figures.request_views(features),
        gap=gap,
        sums=totals.totals(features, material.proposed, exercise=material.exercise),
        severe=totals.totals(severe, material.proposed, exercise=material.exercise),
        drills=0 if material.exercise else sum(bool(item["properties"].get("exercise")) for item in features),
    )


def _row(item: Mapping[str, Any]) -> Row:
    geometry = item.get("geometry")
    return {**item["properties"], "id": str(item["id"]), "shape": geometry["type"] if geometry else None}


def worst_first(row: Row) -> tuple[Any, ...]:
    """The order of rows: real before exercise, standing before withdrawn, the severest, the newest."""
    return (
        bool(row.get("exercise")),
        row.get("verification") == Verification.INGETROKKEN,
        -level(row, "severity"),
        tuple(-ord(sign) for sign in str(row.get("observed_at") or "")),
        row["id"],
    )


def disciplines_of(row: Row) -> Sequence[str]:
    """Every discipline that speaks of something; its own comes first."""
    own = row.get("discipline")
    return list(dict.fromkeys([own, *(row.get("disciplines") or ())])) if own else list(row["disciplines"])


def grade(row: Row) -> str:
    """The severity in a word."""
    return SEVERITIES[min(max(level(row, "severity"), 0), len(SEVERITIES) - 1)]


def said(row: Row) -> tuple[Cell, ...]:
    """How we know it: when it was seen, when it came in, by whom, how sure it is."""
    return (
        when(row.get("observed_at")),
        when(row.get("received_at")),
        ", ".join(str(name) for name in row.get("sources") or ()) or None,
        _sure(row),
    )


def _sure(row: Row) -> str | None:
    """How sure it is; where numbers differ, that they do."""
    word = row.get("verification")
    return f"{word or ''}, cijfers verschillen".lstrip(", ") if row.get("ranges") else word


def where(row: Row) -> str:
    """Where it is, as a person says it; an area by the names that it was given with.

    The gemeente of an area is that of its middle, which of a large one says nothing.
    """
    named = row.get("areas") if row["kind"] == Kind.AREA else None
    if isinstance(named, list) and named:
        return clean(", ".join(map(str, named)))
    return place(row)


def table(
    brief: Brief,
    name: str,
    title: str,
    columns: Mapping[str, Any],
    rows: Iterable[Row],
    *,
    most: int = 200,
) -> Table:
    """A table of rows; `columns` are heads with what each shows of a row.

    Severe rows stand out and are always among those that a page shows.
    """
    found = list(rows)
    marked = frozenset(
        number
        for number, row in enumerate(found)
        if level(row, "severity") >= SEVERE
        and row.get("verification") != Verification.INGETROKKEN
        and not brief.drill(row)
    )
    return sheet(
        name=name,
        title=title,
        heads=tuple(columns),
        rows=tuple(tuple(_shown(part, row) for part in columns.values()) for row in found),
        most=max(most, len(marked)),
        marked=marked,
        exercise=frozenset(number for number, row in enumerate(found) if brief.drill(row)),
    )


def _shown(part: Any, row: Row) -> Cell:
    found: Cell = part(row) if callable(part) else row.get(part)
    if isinstance(found, bool):
        return "ja" if found else "nee"
    return found if isinstance(found, int | float | When | None) else clean(found)


def sheet(*, rows: Iterable[Sequence[Cell]], **parts: Any) -> Table:
    """A table in which what nobody said is None."""
    return Table(
        rows=tuple(tuple(None if cell in _UNSAID else cell for cell in row) for row in rows), **parts
    )


def by_discipline(rows: Iterable[Row]) -> Iterator[tuple[str, str, list[Row]]]:
    """Code, name and rows of each discipline that has any; each row once, under its own."""
    found = list(rows)
    for code, name in DISCIPLINES.items():
        mine = [row for row in found if (row.get("discipline") or "overig") == code]
        if mine:
            yield code, name, mine


def more(count: int, one: str, many: str) -> str:
    """ "En nog 12 andere meldingen"; empty for none."""
    return f"En nog {number_of(count, f'andere {one}', f'andere {many}')}." if count > 0 else ""
