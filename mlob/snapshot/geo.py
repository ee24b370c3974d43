"""The picture as one GeoJSON file (RFC 7946), with the marking and the moment inside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from mlob.config import Organisation

__all__ = ["render"]


def render(
    picture: Mapping[str, Any],
    disciplines: Sequence[Mapping[str, Any]],
    organisation: Organisation,
    *,
    exercise: bool,
) -> bytes:
    """The answer of `GET /picture` as a FeatureCollection that stands on its own.

    Foreign members (RFC 7946, 6.1) say marking, exercise, cursor, both times and the state of sources
    and disciplines. Features are sorted by id: the same picture is the same bytes.
    """
    document = {
        "type": "FeatureCollection",
        "name": organisation.picture,
        "organisation": organisation.name,
        "marking": organisation.marking,
        "exercise": exercise,
        "cursor": picture["cursor"],
        "at": picture["at"],
        "known_at": picture["known_at"],
        "sources": list(picture["sources"]),
        "disciplines": list(disciplines),
        "features": sorted(picture["features"], key=lambda feature: str(feature["id"])),
    }
    return msgspec.json.encode(document, order="sorted")
