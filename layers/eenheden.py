"""Units: mark by discipline, a tick along the course, faded once stale."""

from __future__ import annotations

from layers import Column, Layer
from layers.marks import DISCIPLINE, GEMEENTE, REGION, SEEN, STATUS, TITLE, mark
from mlob.model import Kind

_ALONG_COURSE = {
    "id": "eenheden-koers",
    "type": "symbol",
    "minzoom": 8,
    "filter": ["all", ["has", "course"], [">", ["get", "speed"], 0.5]],
    "layout": {
        "icon-image": "koers",
        "icon-size": ["interpolate", ["linear"], ["zoom"], 7, 0.55, 13, 1.0],
        "icon-rotate": ["get", "course"],
        "icon-rotation-alignment": "map",
        "icon-allow-overlap": True,
        "icon-ignore-placement": True,
    },
    "paint": {"icon-opacity": ["case", ["==", ["get", "stale"], 1], 0.45, 1]},
}

LAYER = Layer(
    name="eenheden",
    title={"nl": "Eenheden", "en": "Units"},
    kind=Kind.UNIT,
    order=50,
    style=(_ALONG_COURSE, mark("eenheden", small=0.55, large=1.0)),
    columns=(
        TITLE,
        STATUS,
        DISCIPLINE,
        GEMEENTE,
        REGION,
        Column(name="speed", title={"nl": "Snelheid", "en": "Speed"}, form="speed", width=100),
        Column(name="course", title={"nl": "Koers", "en": "Course"}, form="course", width=80),
        SEEN,
    ),
)
