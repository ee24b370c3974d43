"""Bijstand on its way: a line from each supplier to where it is needed, dashed until something has left."""

from __future__ import annotations

from typing import Any

from layers import Column, Layer
from layers.marks import REGION
from mlob.model import Kind

_MOVING = ["==", ["get", "moving"], 1]


def _line(name: str, wanted: list[Any], **paint: Any) -> dict[str, Any]:
    return {
        "id": name,
        "type": "line",
        "filter": wanted,
        "layout": {"line-cap": "round"},
        "paint": {
            "line-color": "@mark",
            "line-width": ["interpolate", ["linear"], ["zoom"], 6, 1.6, 11, 3],
            "line-opacity": 0.8,
            **paint,
        },
    }


LAYER = Layer(
    name="bijstandslijnen",
    title={"nl": "Bijstandslijnen", "en": "Assistance under way"},
    kind=Kind.REQUEST,
    order=55,
    geometry="routes",
    style=(
        _line("bijstandslijnen-toegezegd", ["!", _MOVING], **{"line-dasharray": [2, 2]}),
        _line("bijstandslijnen-onderweg", _MOVING),
        {
            "id": "bijstandslijnen-richting",
            "type": "symbol",
            "layout": {
                "symbol-placement": "line",
                "symbol-spacing": 110,
                "text-field": "›",
                "text-font": ["Inter Variable Bold", "sans-serif"],
                "text-size": 20,
                "text-keep-upright": False,
                "text-allow-overlap": True,
                "text-ignore-placement": True,
            },
            "paint": {"text-color": "@mark", "text-halo-color": "@mark-edge", "text-halo-width": 1},
        },
    ),
    columns=(
        Column(name="title", title={"nl": "Verzoek", "en": "Request"}, width=220),
        Column(name="suppliers", title={"nl": "Leveranciers", "en": "Suppliers"}, width=240),
        Column(name="state", title={"nl": "Stand", "en": "State"}, form="word", width=140),
        REGION,
    ),
)
