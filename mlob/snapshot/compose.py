"""From the material of a snapshot to what the briefing says (mlob/snapshot/content.py)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from mlob.snapshot.content import Content, Section, When
from mlob.snapshot.material import Material, Remark
from mlob.snapshot.sections import aid, course, headline, organisation, outlook, people, situation
from mlob.snapshot.sections.brief import read
from mlob.snapshot.words import clean, clock

__all__ = ["SECTIONS", "compose"]

_PARTS = (
    headline.headline,
    headline.missing,
    headline.changed,
    lambda brief: Section(name="kaart", title="Kaart", map=True),
    # a: the incident
    situation.incidents,
    situation.risks,
    # b: the relief
    situation.closures,
    # c: what is expected, and the people
    outlook.outlook,
    people.casualties,
    people.population,
    people.care,
    people.threats,
    # d: what is done
    organisation.per_region,
    aid.bijstand,
    organisation.units,
    course.timeline,
    course.sources,
)
"""The sections in their order: page 1, the map, and then the legal list (DOMAIN 4.1, Besluit 2.4.1)."""
SECTIONS = (
    *("kerncijfers", "ontbreekt", "veranderd", "kaart", "incidenten", "risicos", "bereikbaarheid"),
    *("vooruitblik", "slachtoffers", "bevolking", "voorzieningen", "overig", "regios", "bijstand", "inzet"),
    *("tijdlijn", "bronnen"),
)
"""Their names, under which a person may write something (`Remark.section`)."""
_OTHER = "opmerkingen"


def compose(material: Material) -> Content:
    """The briefing of this material; the same material gives the same content."""
    picture, organisation = material.picture, material.organisation
    brief = read(material)
    return Content(
        title=clean(organisation.picture),
        organisation=clean(organisation.name),
        marking=organisation.marking,
        exercise=material.exercise,
        stand=(
            f"Stand van {clock(picture['at'])}, zoals bekend op {clock(picture['known_at'])}. "
            f"Plaats in het journaal: {picture['cursor']}."
        ),
        at=When(picture["at"]),
        known_at=When(picture["known_at"]),
        cursor=str(picture["cursor"]),
        author=clean(material.author) if material.author else "",
        sections=tuple(_remarked([part(brief) for part in _PARTS], material.remarks)),
    )


def _remarked(sections: list[Section], remarks: Iterable[Remark]) -> Iterator[Section]:
    """The sections with what persons wrote; what is for no section in one of its own, at the end."""
    written: dict[str, list[Remark]] = {}
    for remark in remarks:
        name = remark.section if remark.section in SECTIONS else _OTHER
        written.setdefault(name, []).append(remark)
    if _OTHER in written:
        sections = [*sections, Section(name=_OTHER, title="Opmerkingen")]
    for section in sections:
        mine = sorted(written.get(section.name, ()), key=lambda remark: remark.at)
        yield msgspec.structs.replace(section, **_written(mine)) if mine else section


def _written(mine: list[Remark]) -> dict[str, str]:
    """The text of one person under his name; of several, each text with who wrote it when."""
    by = [f"{clean(remark.author)}, {clock(remark.at)}" for remark in mine]
    if len(mine) == 1:
        return {"remark": clean(mine[0].text), "remark_by": by[0]}
    texts = [f"{clean(remark.text)}\n({who})" for remark, who in zip(mine, by, strict=True)]
    return {"remark": "\n\n".join(texts), "remark_by": f"{len(mine)} schrijvers"}
