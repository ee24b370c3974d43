"""Which entities are one thing: the links between them, and the groups that those make.

A link says of two entities that they are the same. Our rule says so with a score and a reason; a person
says so, or the opposite, and always outweighs the rule. Groups follow from the links alone, whatever
came in first: links are followed in a fixed order.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec

from mlob import fold, links, verification
from mlob.fold import Entity
from mlob.model import Kind, Verification

__all__ = [
    "APART",
    "TOGETHER",
    "Link",
    "expires_at",
    "groups",
    "link_of",
    "links_of",
    "merged",
    "proposals",
]

TOGETHER, APART = "samen", "los"
"""What a person may say of two entities."""
_PLACE = (
    *("geometry", "accuracy_m", "gemeente", "gemeente_name", "veiligheidsregio", "veiligheidsregio_name"),
    *("nearest", "veiligheidsregios", "place", "street", "road", "carriageway", "hectometer", "postcode"),
)
"""Values that describe one place and so come from one member."""
_SUBJECT = ("title", "status", "severity", "category")
"""Values that say what it is; they come from the member with the heaviest report."""
_NOWHERE = 1e9  # m, for what has no place


class Link(msgspec.Struct, frozen=True, kw_only=True):
    """What is said of two entities, `a` before `b`: `score` 0 to 1 and `reason` are our rule's.

    `automatic`: the rule holds them for one. `verdict`: what a person (`actor`) said, `samen` or `los`,
    and `why`.
    """

    id: str
    a: str
    b: str
    score: float = 0.0
    reason: str = ""
    automatic: bool = False
    verdict: str | None = None
    why: str | None = None
    actor: str | None = None

    @property
    def joined(self) -> bool:
        """Whether the two are shown as one."""
        return self.verdict == TOGETHER or (self.verdict is None and self.automatic)

    @property
    def proposed(self) -> bool:
        """Whether a person is asked."""
        return self.verdict is None and not self.automatic and self.score > 0


def link_of(entity: Entity) -> Link | None:
    """The link that an entity of kind `link` holds; None when it names no two entities."""
    values = entity.values
    a, b = values.get("a"), values.get("b")
    if not isinstance(a, str) or not isinstance(b, str):
        return None
    current = values.get("rule") == links.RULE
    score = float(values.get("score", 0)) if current else 0.0
    return Link(
        id=entity.id,
        a=a,
        b=b,
        score=score,
        reason=str(values.get("reason", "")),
        automatic=current and bool(values.get("automatic")),
        verdict=values.get("verdict"),
        why=values.get("why"),
        actor=values.get("actor"),
    )


def links_of(entities: Iterable[Entity]) -> list[Link]:
    """All links among these entities."""
    found = (link_of(entity) for entity in entities if entity.kind is Kind.LINK)
    return [link for link in found if link is not None]


def groups(said: Iterable[Link], present: Collection[str]) -> dict[str, tuple[str, ...]]:
    """Of each entity that is shown with others: all of them, smallest id first.

    What a person keeps apart never meets in one group, also not by way of a third.
    """
    sound = [link for link in said if link.a in present and link.b in present]
    apart: dict[str, set[str]] = {}
    for link in sound:
        if link.verdict == APART:
            apart.setdefault(link.a, set()).add(link.b)
            apart.setdefault(link.b, set()).add(link.a)
    found: dict[str, set[str]] = {}
    joined = [link for link in sound if link.joined]
    for link in sorted(joined, key=lambda link: (link.verdict is None, -link.score, link.a, link.b)):
        left, right = found.get(link.a, {link.a}), found.get(link.b, {link.b})
        if left is right or any(not apart[name].isdisjoint(right) for name in left if name in apart):
            continue
        both = left | right
        for name in both:
            found[name] = both
    return {name: tuple(sorted(members)) for name, members in found.items()}


def proposals(
    said: Iterable[Link], of: Mapping[str, tuple[str, ...]], present: Collection[str]
) -> list[Link]:
    """Links that a person is asked about: both are in the picture and not one already, best first."""
    asked = [
        link
        for link in said
        if link.proposed and link.a in present and link.b in present and link.b not in of.get(link.a, ())
    ]
    return sorted(asked, key=lambda link: (-link.score, link.a, link.b))


def merged(members: Sequence[Entity]) -> tuple[Entity, dict[str, Any]]:
    """One entity with the reports of all members, and the values in which it is not just the latest word.

    Place comes whole from the member that knows it best, what it is from the one with the heaviest
    report that was not withdrawn, severity is the greatest, and withdrawn is what all withdrew.
    """
    together = Entity(id=min(member.id for member in members), kind=members[0].kind)
    for member in members:
        together.reports |= member.reports
    together.head = max(together.reports, key=lambda name: fold.rank(together, name))
    said = [(member, member.values) for member in members]
    standing = [pair for pair in said if verification.of_entity(pair[1]) != Verification.INGETROKKEN] or said
    placed = min(standing, key=lambda pair: (_accuracy(pair[1]), pair[0].id))[1]
    subject = max(standing, key=lambda pair: (pair[1].get("severity") or 0, _newest(pair[0]), pair[0].id))[1]
    chosen: dict[str, Any] = {name: placed.get(name) for name in _PLACE}
    chosen |= {name: subject.get(name) for name in _SUBJECT}
    chosen["severity"] = max((values.get("severity") or 0 for _, values in standing), default=0)
    chosen["verification"] = _verified([verification.of_entity(values) for _, values in standing])
    return together, {name: value for name, value in chosen.items() if value is not None}


def _accuracy(values: Mapping[str, Any]) -> float:
    """Metres by which a place may be off; a place without a word on that is trusted to 100 m."""
    if values.get("geometry") is None:
        return _NOWHERE
    accuracy = values.get("accuracy_m")
    return 100.0 if accuracy is None else float(accuracy)


def _newest(entity: Entity) -> Any:
    return entity.reports[entity.head].at


def _verified(words: Sequence[Any]) -> str:
    """Of several: contradicted when one is, else confirmed when one is."""
    for word in (Verification.TEGENGESPROKEN, Verification.BEVESTIGD, Verification.INGETROKKEN):
        if word in words and (word is not Verification.INGETROKKEN or set(words) == {word}):
            return str(word)
    return str(Verification.ONBEVESTIGD)


def expires_at(members: Iterable[Entity]) -> datetime | None:
    """When the group leaves the live picture: with its last member; None when one stays."""
    moments = [fold.expires_at(member) for member in members]
    return None if None in moments else max(moment for moment in moments if moment is not None)
