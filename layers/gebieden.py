"""Areas: warnings, effects and closures. Colour only from moderate severity on."""

from __future__ import annotations

from layers import Column, Layer
from layers.marks import DISCIPLINE, REGION, STATUS, TITLE, VERIFICATION, mark
from mlob.model import Kind

_SEVERITY = ["get", "severity"]
_COLOUR = ["step", _SEVERITY, "@soft", 2, "@warn", 3, "@bad"]
_FADE = ["case", ["==", ["get", "stale"], 1], 0.5, 1]

LAYER = Layer(
    name="gebieden",
    title={"nl": "Gebieden en afsluitingen", "en": "Areas and closures"},
    kind=Kind.AREA,
    order=20,
    style=(
        {
            "id": "gebieden-vlak",
            "type": "fill",
            "filter": ["==", ["geometry-type"], "Polygon"],
            "paint": {"fill-color": _COLOUR, "fill-opacity": ["step", _SEVERITY, 0.02, 2, 0.05, 3, 0.08]},
        },
        {
            "id": "gebieden-rand",
            "type": "line",
            "filter": ["in", ["geometry-type"], ["literal", ["Polygon", "LineString"]]],
            "layout": {"line-cap": "butt", "line-join": "round"},
            "paint": {
                "line-color": _COLOUR,
                "line-opacity": _FADE,
                "line-width": ["case", ["==", ["geometry-type"], "LineString"], 4, 1.4],
                "line-dasharray": [2, 1.4],
            },
        },
        mark("gebieden"),
    ),
    columns=(
        TITLE,
        STATUS,
        Column(name="severity", title={"nl": "Ernst", "en": "Severity"}, form="severity", width=100),
        DISCIPLINE,
        REGION,
        VERIFICATION,
        Column(name="valid_to", title={"nl": "Geldig tot", "en": "Valid until"}, form="time", width=120),
        Column(name="observed_at", title={"nl": "Gemeld", "en": "Reported"}, form="time", width=120),
    ),
)
