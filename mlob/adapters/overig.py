"""Overig (water, KNRM, Rode Kruis, infrastructure): what messages mean for these partners."""

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
    discipline=Discipline.OVERIG,
    formats={
        "cap": partial(cap.observe, discipline=Discipline.OVERIG),
        "cot": partial(cot.observe, discipline=Discipline.OVERIG),
        "edxl_de": partial(edxl_de.observe, discipline=Discipline.OVERIG),
        "edxl_have": partial(edxl_have.observe, discipline=Discipline.OVERIG),
        "edxl_sitrep": partial(edxl_sitrep.observe, discipline=Discipline.OVERIG),
        "emsi": partial(emsi.observe, discipline=Discipline.OVERIG),
        "geojson": partial(geojson.observe, discipline=Discipline.OVERIG),
        "gpx": partial(gpx.observe, discipline=Discipline.OVERIG),
        "nvg": partial(nvg.observe, discipline=Discipline.OVERIG),
        "observation": partial(observation.observe, discipline=Discipline.OVERIG),
        "p2000": partial(p2000.observe, discipline=Discipline.OVERIG),
    },
)
