"""Rows of CSV mean what rows of any table mean."""

from mlob.adapters.shared import Meaning
from mlob.adapters.shared.table import observe

__all__ = ["observe"]


MEANING = Meaning(format="csv", observe=observe)
