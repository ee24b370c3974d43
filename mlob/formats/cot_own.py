"""What a mlob adds to the CoT events that it sends: `<__mlob>`, and its name among the `_flow-tags_`."""

from __future__ import annotations

from typing import Any

import msgspec
from lxml import etree

from mlob.errors import DecodeError
from mlob.formats.json_tree import load
from mlob.formats.positions import geometry
from mlob.model import Geometry

__all__ = ["OWN_TAG", "Own", "own", "passed"]

OWN_TAG = "mlob-"
"""How the name of a system of ours begins among the flow tags; that of its journal follows."""
LIMIT = 1024 * 1024
_MOST = 32
"""Systems that an event may have passed; one that passed more goes round."""


class Own(msgspec.Struct, frozen=True, kw_only=True):
    """What CoT has no words for: properties as in GeoJSON, and a geometry that CoT cannot draw whole.

    `part`: it is only more of the drawing of another event, which says all by itself. `placed`: the event
    stands in the middle of its region because it has no place of its own.
    """

    properties: dict[str, Any]
    geometry: Geometry | None = None
    part: bool = False
    placed: bool = False


def own(element: etree._Element) -> Own:
    """What stands in `<__mlob>`; raises DecodeError."""
    try:
        found = load((element.text or "").encode(), LIMIT)
        properties = found.get("properties", {})
        if not isinstance(properties, dict):
            raise DecodeError("properties: geen object")
        shape = found.get("geometry")
        drawn = None if shape is None else geometry(shape)
    except DecodeError as error:
        raise DecodeError(f"__mlob: {error}") from error
    part, placed = bool(found.get("part")), bool(found.get("placed"))
    return Own(properties=properties, geometry=drawn, part=part, placed=placed)


def passed(element: etree._Element) -> tuple[str, ...]:
    """The systems of ours that an event passed, in the order of its flow tags."""
    names = (str(name) for name in element.attrib)
    return tuple(name.removeprefix(OWN_TAG) for name in names if name.startswith(OWN_TAG))[:_MOST]
