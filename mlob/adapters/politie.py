"""Politie: what messages mean for this discipline."""

from mlob.adapters import Adapter
from mlob.adapters.shared import meanings
from mlob.model import Discipline

ADAPTER = Adapter(discipline=Discipline.POLITIE, formats=meanings(Discipline.POLITIE))
