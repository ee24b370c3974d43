"""Brandweer: what messages mean for this discipline."""

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
    discipline=Discipline.BRANDWEER,
    formats={
        "cap": partial(cap.observe, discipline=Discipline.BRANDWEER),
        "cot": partial(cot.observe, discipline=Discipline.BRANDWEER),
        "edxl_de": partial(edxl_de.observe, discipline=Discipline.BRANDWEER),
        "edxl_have": partial(edxl_have.observe, discipline=Discipline.BRANDWEER),
        "edxl_sitrep": partial(edxl_sitrep.observe, discipline=Discipline.BRANDWEER),
        "emsi": partial(emsi.observe, discipline=Discipline.BRANDWEER),
        "geojson": partial(geojson.observe, discipline=Discipline.BRANDWEER),
        "gpx": partial(gpx.observe, discipline=Discipline.BRANDWEER),
        "nvg": partial(nvg.observe, discipline=Discipline.BRANDWEER),
        "observation": partial(observation.observe, discipline=Discipline.BRANDWEER),
        "p2000": partial(p2000.observe, discipline=Discipline.BRANDWEER),
    },
)
