"""Politie: what messages mean for this discipline."""

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
    p2000,
)
from mlob.model import Discipline

ADAPTER = Adapter(
    discipline=Discipline.POLITIE,
    formats={
        "cap": partial(cap.observe, discipline=Discipline.POLITIE),
        "cot": partial(cot.observe, discipline=Discipline.POLITIE),
        "edxl_de": partial(edxl_de.observe, discipline=Discipline.POLITIE),
        "edxl_have": partial(edxl_have.observe, discipline=Discipline.POLITIE),
        "edxl_sitrep": partial(edxl_sitrep.observe, discipline=Discipline.POLITIE),
        "emsi": partial(emsi.observe, discipline=Discipline.POLITIE),
        "geojson": partial(geojson.observe, discipline=Discipline.POLITIE),
        "gpx": partial(gpx.observe, discipline=Discipline.POLITIE),
        "nvg": partial(nvg.observe, discipline=Discipline.POLITIE),
        "observation": partial(observation.observe, discipline=Discipline.POLITIE),
        "p2000": partial(p2000.observe, discipline=Discipline.POLITIE),
    },
)
