"""Observations as plain JSON mean what the GeoJSON feature means that says the same."""

from mlob.adapters.shared import Meaning
from mlob.adapters.shared.geojson import observe

__all__ = ["observe"]


MEANING = Meaning(format="observation", observe=observe)
