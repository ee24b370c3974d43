"""Features of an OGC API mean what GeoJSON features mean."""

from mlob.adapters.shared import Meaning
from mlob.adapters.shared.geojson import observe

__all__ = ["observe"]


MEANING = Meaning(format="ogc", observe=observe)
