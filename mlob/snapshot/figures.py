"""Honest figures: what is missing is said beside the number, and ranges where reports differ."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from mlob.bijstand import requests
from mlob.snapshot.words import DISCIPLINES, clean, clock, figure, level

__all__ = ["bounds", "grip_regions", "honest", "missing", "request_views", "silent", "total"]

Features = Sequence[Mapping[str, Any]]


def silent(rows: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Sources or disciplines that do not say what they should, the longest silent first."""
    rank = {"nooit": 0, "stil": 1, "onbekend": 2, "vertraagd": 3}
    return sorted(
        (row for row in rows if row["state"] in rank),
        key=lambda row: (rank[row["state"]], row.get("last") or "", row["name"]),
    )


def missing(disciplines: Sequence[Mapping[str, Any]]) -> str:
    """Which disciplines are missing from a total and since when; empty when none is."""
    parts = []
    for row in silent(disciplines):
        if row["state"] == "vertraagd":
            continue
        name = DISCIPLINES.get(row["name"], row["name"])
        if row["state"] == "onbekend":
            parts.append(f"{name}: laatste nieuws {clock(row['last'])}, daarna onbekend")
            continue
        since = f"ontbreekt sinds {clock(row['last'])}" if row.get("last") else "is nooit gezien"
        parts.append(f"{name} {since}")
    return "; ".join(parts)


def total(count: int, disciplines: Sequence[Mapping[str, Any]]) -> str:
    """A number, or "min. 12" when somebody who could add to it is silent."""
    return honest(count, count, missing(disciplines))


def honest(least: float, most: float, gap: str) -> str:
    """ "12", "8–10", and "min. 12" when somebody who could add to it is silent."""
    numbers = figure(least) if least == most else f"{figure(least)}–{figure(most)}"
    return f"min. {numbers}" if gap else numbers


def bounds(row: Mapping[str, Any], name: str) -> tuple[float, float] | None:
    """The least and the most that is said of a number of one feature; None where nobody says it."""
    value = row.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    ranges = row.get("ranges")
    low, high = ranges.get(name, (value, value)) if isinstance(ranges, Mapping) else (value, value)
    return low, high


def grip_regions(features: Features, *, exercise: bool) -> list[tuple[str, int]]:
    """Regions under GRIP, the highest level first; those of an exercise only when all of it is one."""
    found = [
        (clean(row["title"]), level(row, "grip"))
        for row in (item["properties"] for item in features)
        if row["kind"] == "region" and level(row, "grip") > 0 and (exercise or not row.get("exercise"))
    ]
    return sorted(found, key=lambda row: (-row[1], row[0]))


def request_views(features: Features) -> list[dict[str, Any]]:
    """The bijstand requests of the picture, with their line items as objects.

    What suppliers promised in messages of their own stands in the items and the state of a feature,
    no longer in its flat values: those are taken as the picture has them.
    """
    views = []
    for item in features:
        properties = item["properties"]
        if properties["kind"] == "request":
            view = requests.view(str(item["id"]), {"geometry": item.get("geometry"), **properties})
            if not view["items"] or view["items"][0]["resource"] is None:
                view["items"] = [json.loads(line) for line in properties.get("items", [])]
            view["state"] = properties.get("state") or view["state"]
            view["vr"] = view["region"] or properties.get("veiligheidsregio")
            view["suppliers"] = list(properties.get("suppliers") or ())
            views.append(view)
    return sorted(views, key=lambda view: (view["needed_by"] or "9", view["id"]))
