"""Facilities: hospitals, shelters, staging areas, with what they can still take."""

from __future__ import annotations

from layers import Column, Layer
from layers.marks import DISCIPLINE, GEMEENTE, REGION, SEEN, STATUS, TITLE, mark
from mlob.model import Kind

LAYER = Layer(
    name="voorzieningen",
    title={"nl": "Ziekenhuizen en opvang", "en": "Hospitals and shelters"},
    kind=Kind.FACILITY,
    order=40,
    style=(mark("voorzieningen", small=0.66, large=1.1),),
    columns=(
        TITLE,
        STATUS,
        Column(name="capacity", title={"nl": "Plaats", "en": "Capacity"}, form="number", width=90),
        Column(name="occupancy", title={"nl": "Bezet", "en": "Occupied"}, form="number", width=90),
        DISCIPLINE,
        GEMEENTE,
        REGION,
        SEEN,
    ),
)
