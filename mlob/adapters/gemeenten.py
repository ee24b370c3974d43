"""Gemeenten and their bevolkingszorg: what messages mean for this discipline."""

from functools import partial

from mlob.adapters import Adapter
from mlob.adapters.shared import (
    cap,
    cot,
    edxl_de,
    edxl_have,
    edxl_sitrep,
    emsi,
    geojson,
    gpx,
    nvg,
    observation,
)
from mlob.model import Discipline

ADAPTER = Adapter(
    discipline=Discipline.GEMEENTEN,
    formats={
        "cap": partial(cap.observe, discipline=Discipline.GEMEENTEN),
        "cot": partial(cot.observe, discipline=Discipline.GEMEENTEN),
        "edxl_de": partial(edxl_de.observe, discipline=Discipline.GEMEENTEN),
        "edxl_have": partial(edxl_have.observe, discipline=Discipline.GEMEENTEN),
        "edxl_sitrep": partial(edxl_sitrep.observe, discipline=Discipline.GEMEENTEN),
        "emsi": partial(emsi.observe, discipline=Discipline.GEMEENTEN),
        "geojson": partial(geojson.observe, discipline=Discipline.GEMEENTEN),
        "gpx": partial(gpx.observe, discipline=Discipline.GEMEENTEN),
        "nvg": partial(nvg.observe, discipline=Discipline.GEMEENTEN),
        "observation": partial(observation.observe, discipline=Discipline.GEMEENTEN),
    },
)
