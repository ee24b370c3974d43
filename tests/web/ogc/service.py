"""A system with something of every kind in it, and its `/ogc` as a client asks it."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from email.message import Message
from typing import Any

from mlob.model import iso
from tests.observations import NOON
from tests.system import DIGEST, KEY, System, wait_until

__all__ = [
    "AREA",
    "COLLECTIONS",
    "DOCUMENTS",
    "FEATURES",
    "KINDS",
    "SOURCES",
    "Answer",
    "ask",
    "fill",
    "thing",
]

SOURCES = f"""
[[source]]
name = "gms"
format = "geojson"
disciplines = ["brandweer", "politie", "gemeenten"]
url = "push:"
key_sha256 = ["{DIGEST}"]
"""
KINDS = ["incident", "unit", "facility", "area", "capacity", "request", "region", "note"]
MIXED = ("incident", "facility", "area", "note")
COLLECTIONS = [
    f"{kind}{shape}"
    for kind in KINDS
    for shape in ("", *(("-point", "-line", "-polygon") if kind in MIXED else ()))
]
DOCUMENTS = ["", "/", "/api", "/conformance", "/collections", "/collections/unit", "/collections/unit/schema"]
FEATURES = ["/collections/unit/items", "/collections/unit/items/unit%3Agms%3Au01"]
AREA = {
    "type": "Polygon",
    "coordinates": [[[5.0, 51.0], [6.0, 51.0], [5.0, 52.0], [5.0, 51.0]]],
}
"""A triangle: the north-eastern half of the box around it is not in it."""
LINE = {"type": "LineString", "coordinates": [[6.5, 53.2], [6.6, 53.21]]}
_SQUARE = [[[6.7, 53.1], [6.8, 53.1], [6.8, 53.2], [6.7, 53.1]]]
MANY = {
    "type": "GeometryCollection",
    "geometries": [LINE, {"type": "Polygon", "coordinates": _SQUARE},
                   {"type": "Point", "coordinates": [6.9, 53.0]}],
}  # fmt: skip
"""A drawing of all sorts of shapes at once."""


class Answer:
    """Status, headers and body."""

    def __init__(self, status: int, headers: Message, body: bytes) -> None:
        self.status = status
        self.kind = headers.get("content-type", "")
        self.headers = headers
        self.body = body

    @property
    def json(self) -> Any:
        return json.loads(self.body)


def ask(system: System, path: str, accept: str = "", method: str = "GET") -> Answer:
    """An answer, whatever its status; `path` may be a whole address."""
    url = path if path.startswith("http") else f"{system.base}/ogc{path}"
    request = urllib.request.Request(url, method=method)
    if accept:
        request.add_header("Accept", accept)
    try:
        with urllib.request.urlopen(request, timeout=60) as found:
            return Answer(found.status, found.headers, found.read())
    except urllib.error.HTTPError as error:
        return Answer(error.code, error.headers, error.read())


def thing(kind: str, name: str, geometry: Any = None, **properties: Any) -> dict[str, Any]:
    """A feature as a source sends it."""
    return {
        "type": "Feature",
        "id": name,
        "geometry": geometry,
        "properties": {
            "kind": kind,
            "discipline": "brandweer",
            "title": f"{kind} {name}",
            "observed_at": iso(NOON),
            "ttl": 10**8,
            **properties,
        },
    }


def point(lon: float, lat: float) -> dict[str, Any]:
    return {"type": "Point", "coordinates": [lon, lat]}


def post(system: System, *features: dict[str, Any]) -> None:
    body = json.dumps({"type": "FeatureCollection", "features": features}).encode()
    status, answer = system.post("/api/v1/ingest/gms", body, KEY)
    assert (status, answer["rejected"]) == (202, [])


def fill(system: System) -> None:
    """Something of every kind, and 23 units."""
    post(
        system,
        *(
            thing(
                "unit", f"u{number:02}", point(5 + number / 10, 52), status="vrij" if number % 2 else "bezet"
            )
            for number in range(23)
        ),
        thing("incident", "brand <b>&", point(5.7, 50.85), severity=3, category="brand"),
        thing("incident", "a/b c#d?e", point(5.8, 50.95), discipline="politie", severity=1),
        thing("incident", "nergens", severity=2),
        thing("facility", "opvang", point(5.83, 50.865), discipline="gemeenten", beds=12),
        thing("area", "rook", AREA, severity=2),
        thing("area", "dijk", LINE),
        thing("area", "gemengd", MANY),
        thing("note", "regel", point(5.2, 52.1), observed_at="2026-11-20T08:00:00Z"),
        thing("capacity", "", vr="VR24", resource="militairen", available=3),
        thing("region", "", vr="VR24", grip=2, phase="respons"),
    )
    request = {
        "kind": "wvr51",
        "title": "Boten",
        "requester": {"organisation": "VRZL", "role": "voorzitter veiligheidsregio", "name": "X"},
        "region": "VR24",
        "by_phone": True,
        "items": [{"id": "a", "resource": "militairen", "quantity": 8, "unit": "personen", "task": "x"}],
        "fields": {"motivering": "Eigen eenheden zijn uitgeput."},
    }
    assert system.post("/api/v1/requests", request)[0] == 201
    wait_until(lambda: ask(system, "/collections/request/items").json["numberMatched"] == 1)
    wait_until(lambda: ask(system, "/collections/unit/items").json["numberMatched"] == 23)
