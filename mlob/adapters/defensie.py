"""Defensie: what messages mean for this discipline."""

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
    discipline=Discipline.DEFENSIE,
    formats={
        "cap": partial(cap.observe, discipline=Discipline.DEFENSIE),
        "cot": partial(cot.observe, discipline=Discipline.DEFENSIE),
        "edxl_de": partial(edxl_de.observe, discipline=Discipline.DEFENSIE),
        "edxl_have": partial(edxl_have.observe, discipline=Discipline.DEFENSIE),
        "edxl_sitrep": partial(edxl_sitrep.observe, discipline=Discipline.DEFENSIE),
        "emsi": partial(emsi.observe, discipline=Discipline.DEFENSIE),
        "geojson": partial(geojson.observe, discipline=Discipline.DEFENSIE),
        "gpx": partial(gpx.observe, discipline=Discipline.DEFENSIE),
        "nvg": partial(nvg.observe, discipline=Discipline.DEFENSIE),
        "observation": partial(observation.observe, discipline=Discipline.DEFENSIE),
    },
)
