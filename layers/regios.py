"""Veiligheidsregio's: filled and labelled under GRIP, quiet otherwise."""

from __future__ import annotations

from layers import Column, Layer
from mlob.model import Kind

_HIGH = [">=", ["get", "grip"], 3]
_COLOUR = ["case", _HIGH, "@bad", "@warn"]
# Seen whole, a region is a signal; seen from inside it must not hide what lies in it.
_FADE = [
    "interpolate",
    ["linear"],
    ["zoom"],
    8,
    ["case", _HIGH, 0.38, 0.3],
    11,
    ["case", _HIGH, 0.14, 0.12],
]

LAYER = Layer(
    name="regios",
    title={"nl": "GRIP per regio", "en": "GRIP per region"},
    kind=Kind.REGION,
    order=10,
    where=[">=", ["get", "grip"], 1],
    style=(
        {
            "id": "regios-vlak",
            "type": "fill",
            "paint": {"fill-color": _COLOUR, "fill-opacity": _FADE},
        },
        {
            "id": "regios-rand",
            "type": "line",
            "layout": {"line-join": "round"},
            "paint": {
                "line-color": _COLOUR,
                "line-width": ["interpolate", ["linear"], ["zoom"], 6, 2, 11, 4],
            },
        },
    ),
    columns=(
        Column(name="title", title={"nl": "Regio", "en": "Region"}, width=190),
        Column(name="grip", title={"nl": "GRIP", "en": "GRIP"}, form="number", width=80),
        Column(name="phase", title={"nl": "Fase", "en": "Phase"}, form="word", width=110),
        Column(name="observed_at", title={"nl": "Sinds", "en": "Since"}, form="time", width=120),
    ),
)
