"""What several layers share: the discipline mark and the columns that every table has."""

from __future__ import annotations

from typing import Any

from layers import Column

__all__ = ["DISCIPLINE", "GEMEENTE", "REGION", "SEEN", "STATUS", "TITLE", "VERIFICATION", "mark"]

TITLE = Column(name="title", title={"nl": "Omschrijving", "en": "Description"}, width=190)
STATUS = Column(name="status", title={"nl": "Status", "en": "Status"}, width=130)
DISCIPLINE = Column(
    name="discipline", title={"nl": "Discipline", "en": "Discipline"}, form="discipline", width=120
)
REGION = Column(name="veiligheidsregio_name", title={"nl": "Regio", "en": "Region"}, width=150)
GEMEENTE = Column(name="gemeente_name", title={"nl": "Gemeente", "en": "Municipality"}, width=140)
VERIFICATION = Column(
    name="verification", title={"nl": "Verificatie", "en": "Verification"}, form="word", width=120
)
SEEN = Column(name="observed_at", title={"nl": "Waargenomen", "en": "Observed"}, form="time", width=120)

_STALE = ["==", ["get", "stale"], 1]
FADED = 0.75
"""Opacity of what is older than expected: seen, but plainly not fresh."""


def mark(name: str, *, small: float = 0.62, large: float = 1.0) -> dict[str, Any]:
    """A symbol layer with the discipline's mark: `small` at national zoom, `large` in a street.

    What is severe (3 and up) is drawn bigger and above the rest.
    """
    size = [
        "interpolate",
        ["linear"],
        ["zoom"],
        7,
        ["case", [">=", ["get", "severity"], 3], small * 1.7, small],
        13,
        ["case", [">=", ["get", "severity"], 3], large * 1.6, large],
    ]
    return {
        "id": name,
        "type": "symbol",
        "filter": ["==", ["geometry-type"], "Point"],
        "layout": {
            "icon-image": ["get", "icon"],
            "icon-size": size,
            "icon-allow-overlap": True,
            "icon-ignore-placement": True,
            "symbol-sort-key": ["get", "severity"],
        },
        "paint": {"icon-opacity": ["case", _STALE, FADED, 1]},
    }
