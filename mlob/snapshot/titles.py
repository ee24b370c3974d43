"""Which sections a briefing has, as it is composed: what may be written under, in the order of the page."""

from __future__ import annotations

from functools import cache

from mlob import picture
from mlob.config import Organisation
from mlob.model import iso
from mlob.moment import moment
from mlob.snapshot.compose import compose
from mlob.snapshot.material import Material, Since

__all__ = ["known"]

_THEN = moment("2000-01-01T00:00Z")


@cache
def known() -> dict[str, str]:
    """The title of each section by name: those of a briefing in which nothing happens."""
    at = iso(_THEN)
    found = {
        "features": list(picture.collection({}, _THEN, shapes=False).values()),
        "cursor": "0-0",
        "at": at,
        "known_at": at,
        "sources": [],
    }
    nothing = Material(
        picture=found,
        disciplines=(),
        timeline=(),
        organisation=Organisation(),
        exercise=False,
        changes=(),
        since=Since(name="", cursor="0-0", at=at, known_at=at),
    )
    return {section.name: section.title for section in compose(nothing).sections}
