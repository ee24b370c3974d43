"""Brandweer: what messages mean for this discipline."""

from mlob.adapters import Adapter
from mlob.adapters.shared import meanings
from mlob.model import Discipline

ADAPTER = Adapter(discipline=Discipline.BRANDWEER, formats=meanings(Discipline.BRANDWEER))
