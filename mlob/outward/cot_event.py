"""A feature of the picture as CoT events (event 2.0, XML): one, and one for each further part of a drawing.

Beside what TAK clients show, `<__mlob>` holds as a GeoJSON feature what CoT has no words for (kind, status,
severity, ...), so that another mlob reads the same thing back. `_flow-tags_` names the systems that an event
passed (MITRE's way), so that none takes in what it sent itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from html import escape
from typing import Any

import msgspec

from mlob import regions
from mlob.formats.cot_own import OWN_TAG
from mlob.model import Kind, iso
from mlob.outward import cot_words as words
from mlob.outward.cot_shapes import Drawing, drawings, is_whole

__all__ = ["PART", "Around", "Event", "deletion", "events", "pong"]

PART = "#deel"
"""Between the id of a feature and the number of a further part of its drawing."""
_SENT = frozenset(Kind) - {Kind.CAPACITY, Kind.LINK}
_KEPT = (
    *("discipline", "status", "severity", "verification", "marking", "category", "cot_type"),
    *("valid_from", "valid_to", "vr", "phase", "grip", "how", "remarks"),
)
"""Properties that stand in `<__mlob>`."""
_FOR_GOOD = timedelta(days=3650)
"""After which what stays until it is told otherwise goes stale: a CoT event must say when."""
_BRIEF = timedelta(seconds=20)
_UNKNOWN = "9999999.0"
_NOWHERE = '<point lat="0.0" lon="0.0" hae="0.0" ce="9999999.0" le="9999999.0"/>'
# Not in XML 1.0 (2.2, Char), whatever is done to them.
_NO_CHARACTER = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_encode = msgspec.json.Encoder().encode


class Around(msgspec.Struct, frozen=True, kw_only=True):
    """What is the same for all events: the name of this system, the marking, whether all is an exercise."""

    system: str
    marking: str = ""
    exercise: bool = False


class Event(msgspec.Struct, frozen=True):
    """One event, as bytes, whose it is, and whether it is of an exercise."""

    uid: str
    raw: bytes
    exercise: bool


def events(feature: Mapping[str, Any], around: Around) -> Iterator[Event]:
    """The events of a feature; none of what has no place, and of a region before anybody said its GRIP."""
    name, properties = feature["id"], feature["properties"]
    kind = Kind(properties["kind"])
    if kind not in _SENT or properties.get("observed_at") is None:
        return
    if kind is Kind.REGION and properties.get("grip") is None:
        return
    geometry = feature["geometry"]
    own = geometry is not None and kind is not Kind.REGION
    parts = drawings(geometry) if own else _of_region(kind, properties)
    if not parts:
        return
    main = parts[0]
    if kind is not Kind.AREA and main.corners:  # its symbol, and what is drawn of it beside that
        parts = [Drawing(main.at), *parts]
    whole = own and is_whole(geometry, parts)
    ours = _ours(kind, properties, None if whole or not own else geometry)
    if not own:
        ours["placed"] = True
    exercise = around.exercise or bool(properties.get("exercise"))
    yield Event(name, _event(name, kind, properties, parts[0], ours, around), exercise)
    for number, part in enumerate(parts[1:], 1):
        uid = f"{name}{PART}{number}"
        yield Event(uid, _event(uid, kind, properties, part, {"part": name}, around), exercise)


def _of_region(kind: Kind, properties: Mapping[str, Any]) -> list[Drawing]:
    """Where a region is; a request without a place of its own is there too."""
    code = properties.get("vr") or properties.get("veiligheidsregio") or properties.get("place.region")
    if kind not in (Kind.REGION, Kind.REQUEST) or code not in regions.names():
        return []
    return [Drawing(max(drawings(regions.region_geometry(code)), key=lambda part: part.size).at)]


def _ours(kind: Kind, properties: Mapping[str, Any], geometry: Any) -> dict[str, Any]:
    """What another mlob reads; a request is a note to it, as a request comes in by its own ways only."""
    said = {name: properties[name] for name in _KEPT if properties.get(name) is not None}
    said["kind"] = Kind.NOTE if kind is Kind.REQUEST else kind
    said["title"] = properties.get("title") or ""
    if (leaves := properties.get("expires_at")) is not None:
        lasts = datetime.fromisoformat(leaves) - datetime.fromisoformat(properties["observed_at"])
        said["ttl"] = max(0.0, lasts.total_seconds())
    found: dict[str, Any] = {"properties": said}
    return found if geometry is None else found | {"geometry": geometry}


def _event(
    uid: str,
    kind: Kind,
    properties: Mapping[str, Any],
    drawing: Drawing,
    ours: Mapping[str, Any],
    around: Around,
) -> bytes:
    exercise = around.exercise or bool(properties.get("exercise"))
    marking = properties.get("marking") or around.marking
    time = properties["observed_at"]
    start = properties.get("valid_from") or time
    stale = properties.get("stale_at") or properties.get("expires_at")
    kind_of = words.FREE_FORM if drawing.corners else words.type_of(kind, properties)
    attributes = {
        "uid": uid,
        "type": kind_of,
        "time": time,
        "start": start,
        "stale": stale or iso(datetime.fromisoformat(time) + _FOR_GOOD),
        "how": words.how(properties),
        **({"access": marking} if marking else {}),
        **({"opex": "e"} if exercise else {}),
    }
    detail = [
        f"<contact{_attributes({'callsign': words.callsign(kind, uid, properties)})}/>",
        *_looks(kind, kind_of, properties, drawing),
        f"<remarks>{_text(words.remarks(properties, marking, exercise))}</remarks>",
        _marks(around, time, properties.get("via"), ours),
    ]
    head = f'<event version="2.0"{_attributes(attributes)}>'
    return f"{head}{_point(drawing, properties)}<detail>{''.join(detail)}</detail></event>\n".encode()


def _point(drawing: Drawing, properties: Mapping[str, Any]) -> str:
    accuracy, height = properties.get("accuracy_m"), properties.get("height_m")
    numbers = {
        "lat": repr(drawing.at[1]),
        "lon": repr(drawing.at[0]),
        "hae": repr(float(height)) if isinstance(height, int | float) else _UNKNOWN,
        "ce": repr(float(accuracy)) if accuracy is not None and not drawing.corners else _UNKNOWN,
        "le": _UNKNOWN,
    }
    return f"<point{_attributes(numbers)}/>"


def _looks(kind: Kind, kind_of: str, properties: Mapping[str, Any], drawing: Drawing) -> Iterator[str]:
    """Course and speed, team, colour, corners."""
    if drawing.corners:
        colour = words.colour(kind, properties)
        yield from (f'<link point="{lat!r},{lon!r}"/>' for lon, lat in drawing.corners)
        yield f'<strokeColor value="{colour}"/><strokeWeight value="3.0"/>'
        yield f'<fillColor value="{colour & 0x33FFFFFF}"/><labels_on value="true"/>'
    elif kind_of == words.SPOT:
        colour = words.colour(kind, properties)
        yield f'<color argb="{colour}"/>'
        yield f'<usericon iconsetpath="COT_MAPPING_SPOTMAP/{words.SPOT}/{colour}"/>'
    course, speed = properties.get("course"), properties.get("speed")
    if kind is Kind.UNIT and (course is not None or speed is not None):
        known = {"course": course, "speed": speed}
        yield f"<track{_attributes({name: repr(float(v)) for name, v in known.items() if v is not None})}/>"
    if kind is Kind.UNIT and properties.get("team"):
        named = {"name": str(properties["team"]), "role": str(properties.get("role") or "")}
        yield f"<__group{_attributes(named)}/>"


def _marks(around: Around, time: str, via: Any, ours: Mapping[str, Any]) -> str:
    """Which systems it passed, and what only another mlob reads."""
    systems = dict.fromkeys([*(via if isinstance(via, list) else ()), around.system])
    tags = "".join(f' {OWN_TAG}{name}="{time}"' for name in systems if re.fullmatch("[0-9a-f]{1,64}", name))
    return f"<_flow-tags_{tags}/><__mlob>{_text(_encode(ours).decode())}</__mlob>"


def deletion(uid: str, around: Around, now: datetime, exercise: bool = False) -> bytes:
    """What takes an object away (t-x-d-d); `exercise`: it was of one."""
    kind = Kind(uid.partition(":")[0])
    part = {"part": uid} if PART in uid else {"properties": {"kind": kind}}
    attributes = {
        "uid": f"weg:{uid}",
        "type": "t-x-d-d",
        "time": iso(now),
        "start": iso(now),
        "stale": iso(now + _BRIEF),
        "how": "m-g",
        **({"opex": "e"} if exercise or around.exercise else {}),
    }
    link = {"uid": uid, "type": "none", "relation": "none"}
    detail = f"<link{_attributes(link)}/><__forcedelete/>{_marks(around, iso(now), None, part)}"
    head = f'<event version="2.0"{_attributes(attributes)}>'
    return f"{head}{_NOWHERE}<detail>{detail}</detail></event>\n".encode()


def pong(now: datetime) -> bytes:
    """The answer to a client that asks whether we are there (t-x-c-t)."""
    attributes = {
        "uid": "takPong",
        "type": "t-x-c-t-r",
        "time": iso(now),
        "start": iso(now),
        "stale": iso(now + _BRIEF),
        "how": "h-g-i-g-o",
    }
    return f'<event version="2.0"{_attributes(attributes)}>{_NOWHERE}</event>\n'.encode()


def _text(value: str) -> str:
    return escape(_NO_CHARACTER.sub("", value), quote=False)


def _attributes(values: Mapping[str, str]) -> str:
    return "".join(
        f' {name}="{escape(_NO_CHARACTER.sub("", value)).replace(chr(10), " ")}"'
        for name, value in values.items()
    )
