"""Two push sources, and shelters as the gemeenten send them."""

from __future__ import annotations

import json
from typing import Any

from mlob.model import iso
from tests.observations import NOON
from tests.system import DIGEST

SOURCES = f"""
[[source]]
name = "gemeenten"
format = "geojson"
disciplines = ["gemeenten", "politie"]
url = "push:"
key_sha256 = ["{DIGEST}"]
[[source]]
name = "pager"
format = "p2000"
disciplines = ["brandweer", "politie", "ghor"]
url = "push:"
timezone = "UTC"
key_sha256 = ["{DIGEST}"]
"""


def shelter(number: int, **properties: Any) -> dict[str, Any]:
    return {
        "type": "Feature",
        "id": f"opvang-{number}",
        "geometry": {"type": "Point", "coordinates": [5.83, 50.865]},
        "properties": {
            "kind": "facility",
            "discipline": "gemeenten",
            "observed_at": iso(NOON),
            "title": f"Opvang {number}",
            "status": "open",
            "ttl": 10**8,
            **properties,
        },
    }


def collection(*features: dict[str, Any]) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()
