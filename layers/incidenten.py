"""Incidents: on top of everything, the severe ones bigger and red."""

from __future__ import annotations

from layers import Column, Layer
from layers.marks import DISCIPLINE, GEMEENTE, REGION, SEEN, STATUS, TITLE, VERIFICATION, mark
from mlob.model import Kind

LAYER = Layer(
    name="incidenten",
    title={"nl": "Incidenten", "en": "Incidents"},
    kind=Kind.INCIDENT,
    order=70,
    style=(mark("incidenten", small=0.72, large=1.15),),
    columns=(
        TITLE,
        Column(name="severity", title={"nl": "Ernst", "en": "Severity"}, form="severity", width=100),
        STATUS,
        DISCIPLINE,
        GEMEENTE,
        REGION,
        VERIFICATION,
        SEEN,
    ),
)
