"""Where bijstand comes from and goes to: a line for each supplier that promised something, for the map."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from mlob.bijstand import suppliers
from mlob.bijstand.demand import place
from mlob.bijstand.states import ENDED
from mlob.bijstand.suppliers import Point

__all__ = ["properties"]

View = Mapping[str, Any]


def properties(view: View) -> dict[str, Any]:
    """What the map shows of the journeys for a viewed request.

    `destination` is where it must go (a GeoJSON point; of a gemeente or region when nobody said more),
    `routes` a MultiLineString from each supplier whose place is known, None without one; `suppliers` are
    the names of those who promised something that counts, also where their place is not known.
    """
    there, _ = place(view)
    promised = [] if view["state"] in ENDED else [row for row in view["promises"] if _gives(row)]
    lines = [] if there is None else [[list(start), list(there)] for start in _starts(promised)]
    return {
        "destination": None if there is None else {"type": "Point", "coordinates": list(there)},
        "routes": {"type": "MultiLineString", "coordinates": lines} if lines else None,
        "suppliers": sorted({str(row["supplier"]) for row in promised if row["supplier"]}),
    }


def _gives(row: Mapping[str, Any]) -> bool:
    return bool(row["counted"]) and (row["quantity"] or 0) > (row["released"] or 0)


def _starts(promised: list[Mapping[str, Any]]) -> Iterator[Point]:
    """The places that suppliers leave from, each once; what stands in brackets is a part of a supplier."""
    seen: set[Point] = set()
    for row in promised:
        said = str(row["supplier"] or "")
        code = suppliers.find(said) or suppliers.find(said.partition(" (")[0])
        start = None if code is None else suppliers.base(code, str(row["resource"]))
        if start is not None and start not in seen:
            seen.add(start)
            yield start
