"""All that is in the picture, a row a feature."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from mlob.placed import region_words, regions_of
from mlob.snapshot.content import Cell, When
from mlob.snapshot.words import KINDS

__all__ = ["HEADS", "middle", "rows"]

HEADS = (
    "Id", "Soort", "Discipline", "Titel", "Status", "Ernst", "Gemeente", "Veiligheidsregio", "Lengte (lon)",
    "Breedte (lat)", "Vorm", "Waargenomen", "Ontvangen", "Geldig tot", "Bronnen", "Verificatie", "Oefening",
    "Rubricering",
)  # fmt: skip


def rows(features: Sequence[Mapping[str, Any]]) -> Iterator[tuple[Cell, ...]]:
    """The rows, by kind and id."""
    ordered = sorted(features, key=lambda item: (str(item["properties"]["kind"]), str(item["id"])))
    for item in ordered:
        yield _row(item)


def _row(item: Mapping[str, Any]) -> tuple[Cell, ...]:
    known = item["properties"]
    geometry = item.get("geometry")
    place = middle(geometry)
    several = len(regions_of(known)) > 1
    return (
        str(item["id"]),
        KINDS.get(known["kind"], str(known["kind"])),
        _said(known.get("discipline")),
        _said(known.get("title")),
        _said(known.get("status")),
        known.get("severity"),
        _said(known.get("gemeente_name") or known.get("gemeente")) if not several else None,
        region_words(known) or None,
        place[0] if place else None,
        place[1] if place else None,
        str(geometry["type"]) if geometry else None,
        When(known.get("observed_at") or ""),
        When(known.get("received_at") or ""),
        When(known.get("valid_to") or known.get("expires_at") or ""),
        ", ".join(map(str, known.get("sources") or ())),
        _said(known.get("verification")),
        "OEFENING" if known.get("exercise") else None,
        _said(known.get("marking")),
    )


def _said(value: object) -> str | None:
    return None if value is None else str(value)


def middle(geometry: Mapping[str, Any] | None) -> tuple[float, float] | None:
    """Longitude and latitude of a point, or of the middle of the box around another shape."""
    points = list(_positions((geometry or {}).get("coordinates") or ()))
    if not points:
        return None
    lons, lats = [point[0] for point in points], [point[1] for point in points]
    return round((min(lons) + max(lons)) / 2, 7), round((min(lats) + max(lats)) / 2, 7)


def _positions(part: Any) -> Iterator[Sequence[float]]:
    if part and isinstance(part[0], int | float):
        yield part
        return
    for inner in part:
        yield from _positions(inner)
