"""Overig (water, KNRM, Rode Kruis, infrastructure): what messages mean for these partners."""

from mlob.adapters import Adapter
from mlob.adapters.shared import meanings
from mlob.model import Discipline

ADAPTER = Adapter(discipline=Discipline.OVERIG, formats=meanings(Discipline.OVERIG))
