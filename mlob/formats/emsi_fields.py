"""Elements of EMSI out of XML or JSON alike: a node is a dict, a leaf a text or a number."""

from __future__ import annotations

from typing import Any

import msgspec
from lxml import etree

from mlob.errors import DecodeError
from mlob.formats.gml import Position as Point
from mlob.formats.gml import on_earth
from mlob.formats.json_tree import load
from mlob.formats.xml import local, parse
from mlob.formats.xml_fields import real

__all__ = ["Position", "choice", "nodes", "one", "position", "required", "text", "texts", "tree"]

WGS_84 = frozenset({"EPSG-4326", "EPSG:4326", "WGS84"})
NOTHING = frozenset({"", "None"})
"""What some senders write for a value that is not there."""

Node = dict[str, Any]


class Position(msgspec.Struct, frozen=True, kw_only=True):
    """A place: its points (lon, lat), what they form (TYPE), its name and address."""

    points: tuple[Point, ...]
    type: str | None = None
    name: str | None = None
    address: str | None = None


def tree(frame: bytes, limit: int) -> Node:
    """The emsi element or object of a document; raises DecodeError, in Dutch."""
    if frame.lstrip(b" \t\r\n\xef\xbb\xbf").startswith(b"<"):
        root = parse(frame, limit)
        if local(root).lower() != "emsi":
            raise DecodeError(f"{local(root)[:60]}: geen emsi")
        found = _of(root)
        return found if isinstance(found, dict) else {}
    document = load(frame, limit)
    inner = document.get("emsi", document)
    if not isinstance(inner, dict):
        raise DecodeError("emsi: geen object")
    if inner is document and "CONTEXT" not in document:
        raise DecodeError(f"{next(iter(document), 'emsi')[:60]}: geen emsi")
    return inner


def _of(element: etree._Element) -> Node | str:
    if not len(element):
        return (element.text or "").strip()
    found: Node = {}
    for child in element:
        found.setdefault(local(child), []).append(_of(child))
    return found


def nodes(node: Node, name: str) -> list[Node]:
    """The elements of that name; raises DecodeError when one is a text."""
    found = [{} if item in ("", None) else item for item in _many(node, name)]
    if not all(isinstance(item, dict) for item in found):
        raise DecodeError(f"{name}: geen element met inhoud")
    return found


def one(node: Node, name: str) -> Node | None:
    """The element of that name, which may stand there once."""
    found = nodes(node, name)
    if len(found) > 1:
        raise DecodeError(f"{name}: staat er meer dan een keer")
    return found[0] if found else None


def texts(node: Node, name: str) -> tuple[str, ...]:
    """The texts of that name that say anything; numbers are written out."""
    found = _many(node, name)
    if any(isinstance(item, dict | list | bool) for item in found):
        raise DecodeError(f"{name}: geen tekst")
    return tuple(said for item in found if item is not None and (said := str(item).strip()) not in NOTHING)


def text(node: Node, name: str) -> str | None:
    """The text of that name, which may stand there once."""
    found = texts(node, name)
    if len(found) > 1:
        raise DecodeError(f"{name}: staat er meer dan een keer")
    return found[0] if found else None


def required(node: Node, name: str) -> str:
    """The text of that name, which must stand there."""
    found = text(node, name)
    if found is None:
        raise DecodeError(f"{name}: ontbreekt of is leeg")
    return found


def choice(value: str, name: str, allowed: frozenset[str]) -> str:
    """One of the codes of the standard."""
    if value not in allowed:
        raise DecodeError(f"{name}: waarde {value[:40]!r} staat niet in de standaard")
    return value


def position(node: Node) -> Position:
    """A place; one that has only a name or an address has no points."""
    system = text(node, "COORDSYS")
    coords = nodes(node, "COORD")
    if coords and system is not None and system not in WGS_84:
        raise DecodeError(f"COORDSYS: onbekend stelsel ({system[:40]!r}), alleen EPSG-4326")
    return Position(
        points=tuple(_point(item) for item in coords),
        type=text(node, "TYPE"),
        name=text(node, "NAME"),
        address=", ".join(texts(node, "ADDRESS")) or None,
    )


def _point(node: Node) -> Point:
    lat, lon = real(required(node, "LAT"), "LAT"), real(required(node, "LONG"), "LONG")
    return on_earth(lon, lat, "COORD")


def _many(node: Node, name: str) -> list[Any]:
    value = node.get(name)
    if value is None:
        return []
    return value if isinstance(value, list) else [value]
