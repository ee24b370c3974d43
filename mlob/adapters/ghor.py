"""GHOR: what messages mean for this discipline."""

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
    discipline=Discipline.GHOR,
    formats={
        "cap": partial(cap.observe, discipline=Discipline.GHOR),
        "cot": partial(cot.observe, discipline=Discipline.GHOR),
        "edxl_de": partial(edxl_de.observe, discipline=Discipline.GHOR),
        "edxl_have": partial(edxl_have.observe, discipline=Discipline.GHOR),
        "edxl_sitrep": partial(edxl_sitrep.observe, discipline=Discipline.GHOR),
        "emsi": partial(emsi.observe, discipline=Discipline.GHOR),
        "geojson": partial(geojson.observe, discipline=Discipline.GHOR),
        "gpx": partial(gpx.observe, discipline=Discipline.GHOR),
        "nvg": partial(nvg.observe, discipline=Discipline.GHOR),
        "observation": partial(observation.observe, discipline=Discipline.GHOR),
        "p2000": partial(p2000.observe, discipline=Discipline.GHOR),
    },
)
