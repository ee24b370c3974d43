"""Headline figures as honest totals: what is missing is said beside the number."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from mlob.bijstand import requests
from mlob.snapshot.words import DISCIPLINES, clock

__all__ = ["grip_regions", "missing", "request_views", "silent", "total"]

Features = Sequence[Mapping[str, Any]]


def silent(rows: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Sources or disciplines that do not say what they should, the longest silent first."""
    rank = {"nooit": 0, "stil": 1, "vertraagd": 2}
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
        since = f"ontbreekt sinds {clock(row['last'])}" if row.get("last") else "is nooit gezien"
        parts.append(f"{name} {since}")
    return "; ".join(parts)


def total(count: int, disciplines: Sequence[Mapping[str, Any]]) -> str:
    """A number, or "min. 12" when somebody who could add to it is silent."""
    return f"min. {count}" if missing(disciplines) else str(count)


def grip_regions(features: Features) -> list[tuple[str, int]]:
    """Regions under GRIP, the highest level first."""
    found = [
        (str(item["properties"]["title"]), int(item["properties"]["grip"]))
        for item in features
        if item["properties"]["kind"] == "region" and item["properties"].get("grip")
    ]
    return sorted(found, key=lambda row: (-row[1], row[0]))


def request_views(features: Features) -> list[dict[str, Any]]:
    """The bijstand requests of the picture, with their line items as objects."""
    views = []
    for item in features:
        properties = item["properties"]
        if properties["kind"] == "request":
            view = requests.view(str(item["id"]), properties)
            if not view["items"] or view["items"][0]["resource"] is None:
                view["items"] = [json.loads(line) for line in properties.get("items", [])]
            views.append(view)
    return sorted(views, key=lambda view: (view["needed_by"] or "9", view["id"]))
