"""From the material of a snapshot to what the briefing says (mlob/snapshot/content.py)."""

from __future__ import annotations

from mlob.snapshot.content import Content, Section, When
from mlob.snapshot.material import Material
from mlob.snapshot.words import clock

__all__ = ["compose"]


def compose(material: Material) -> Content:
    """The briefing of this material; the same material gives the same content."""
    picture, organisation = material.picture, material.organisation
    return Content(
        title=organisation.picture,
        organisation=organisation.name,
        marking=organisation.marking,
        exercise=material.exercise,
        stand=(
            f"Stand van {clock(picture['at'])}, zoals bekend op {clock(picture['known_at'])}. "
            f"Plaats in het journaal: {picture['cursor']}."
        ),
        at=When(picture["at"]),
        known_at=When(picture["known_at"]),
        cursor=str(picture["cursor"]),
        author=material.author,
        sections=_sections(material),
    )


def _sections(material: Material) -> tuple[Section, ...]:
    return (Section(name="kaart", title="Kaart", map=True),)
