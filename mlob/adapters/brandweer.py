"""Brandweer: what messages mean for this discipline."""

from functools import partial

from mlob.adapters import Adapter
from mlob.adapters.shared import p2000
from mlob.model import Discipline

ADAPTER = Adapter(
    discipline=Discipline.BRANDWEER,
    formats={"p2000": partial(p2000.observe, discipline=Discipline.BRANDWEER)},
)
