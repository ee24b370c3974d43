"""Requests for bijstand where they have a place: how much is still outstanding there."""

from __future__ import annotations

from layers import Column, Layer
from layers.marks import REGION
from mlob.model import Kind

LAYER = Layer(
    name="bijstand",
    title={"nl": "Bijstandsverzoeken", "en": "Requests for assistance"},
    kind=Kind.REQUEST,
    order=60,
    style=(
        {
            "id": "bijstand",
            "type": "symbol",
            "filter": ["==", ["geometry-type"], "Point"],
            "layout": {
                "icon-image": "bijstand",
                "icon-text-fit": "both",
                "icon-text-fit-padding": [3, 6, 3, 6],
                "icon-allow-overlap": True,
                "icon-ignore-placement": True,
                "text-field": ["get", "label"],
                "text-font": ["Inter Variable Bold", "sans-serif"],
                "text-size": 12,
                "text-offset": [0, -1.7],
                "text-allow-overlap": True,
                "text-ignore-placement": True,
            },
            "paint": {"text-color": "@ink"},
        },
    ),
    columns=(
        Column(name="title", title={"nl": "Verzoek", "en": "Request"}, width=220),
        Column(name="state", title={"nl": "Stand", "en": "State"}, form="word", width=140),
        Column(name="outstanding", title={"nl": "Nog nodig", "en": "Outstanding"}, width=200),
        Column(name="needed_by", title={"nl": "Nodig om", "en": "Needed by"}, form="time", width=120),
        REGION,
        Column(name="received_at", title={"nl": "Ontvangen", "en": "Received"}, form="time", width=120),
    ),
)
