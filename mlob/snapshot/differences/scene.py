"""Two pictures side by side: when they are of, what regions are called, and how a sentence is made."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec

from mlob.model import Discipline, Kind, Verification
from mlob.placed import region_words
from mlob.snapshot.differences.change import Change
from mlob.snapshot.differences.say import Noun, clock, instant, noun, plain

__all__ = ["Feature", "Item", "Scene", "item", "scene"]

Feature = Mapping[str, Any]
DRILL = "OEFENING: "
_DRILLED = re.compile(r"oefening: ", re.IGNORECASE)
"""What a sentence about an exercise begins with anyway."""


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """One thing as a picture shows it, or several features that the other picture shows as one.

    `properties` are those of the heaviest; `severity` is the greatest.
    """

    id: str
    kind: str
    properties: Mapping[str, Any]
    parts: Sequence[Feature]
    title: str
    severity: int
    verification: str
    status: str
    discipline: str
    exercise: bool

    @property
    def noun(self) -> Noun:
        """What it is called."""
        return noun(self.kind, self.properties, self.id)

    def get(self, name: str) -> Any:
        """A value of the heaviest."""
        return self.properties.get(name)

    def said(self, *names: str) -> Any:
        """When the newest of these values of the heaviest was said (ISO 8601, UTC).

        That may be long before the newest report, which need not speak of it (`said_at` of a feature).
        """
        newest, told = self.get("observed_at"), self.get("said_at")
        if not isinstance(told, Mapping):
            return newest
        moments = [(instant(time), time) for time in (told.get(name, newest) for name in names)]
        return max((pair for pair in moments if pair[0] is not None), default=(None, newest))[1]


class Scene(msgspec.Struct, frozen=True, kw_only=True):
    """Both moments (None when a picture does not say), the names of regions, whether all is exercise."""

    since: datetime | None
    at: datetime | None
    regions: Mapping[str, str]
    exercise: bool

    def clock(self, moment: object) -> str:
        """A moment (ISO 8601) as the clock said it; "" when it is none."""
        found = instant(moment)
        return "" if found is None else clock(found, self.at)

    def passed(self, moment: object) -> bool:
        """Whether a moment lies after the first picture and not after the second."""
        found = instant(moment)
        if found is None or self.since is None or self.at is None:
            return False
        return self.since < found <= self.at

    def over(self, moment: object) -> bool:
        """Whether a moment lies before the second picture."""
        found = instant(moment)
        return found is not None and self.at is not None and found <= self.at

    def was_over(self, moment: object) -> bool:
        """Whether a moment lay before the first picture."""
        found = instant(moment)
        return found is not None and self.since is not None and found <= self.since

    def change(
        self,
        what: str,
        of: Item,
        head: str,
        tail: str = "",
        *,
        severity: int,
        time: object = None,
        aside: str = "",
        title: str | None = None,
    ) -> Change:
        """The change of one thing: "<head> in <region>: <title>, <tail> (<time, aside>)"."""
        region, name = self.region(of)
        place = region_words(of.properties, self.regions) if of.kind == Kind.AREA else name
        body = (of.title if title is None else title) + (f", {tail}" if tail else "")
        said = time if isinstance(time, str) and instant(time) is not None else None
        remarks = ", ".join(part for part in (self.clock(said), aside) if part)
        where = f" in {plain(place)}" if place else ""
        text = f"{head}{where}: {body}" + (f" ({remarks})" if remarks else "")
        return Change(
            what=what,
            discipline="" if of.kind == Kind.REQUEST else of.discipline,
            region=region,
            region_name=plain(place) if place else None,
            severity=severity,
            time=said,
            text=(DRILL if self.drill(of) else "") + text,
            entity=of.id,
            exercise=self.drill(of),
        )

    def drill(self, of: Item) -> bool:
        """Whether a thing is part of an exercise."""
        return of.exercise or self.exercise

    def region(self, of: Item) -> tuple[str | None, str | None]:
        """The region of a thing, and its name."""
        code = of.get("place.region") if of.kind == Kind.REQUEST else None
        code = code or of.get("veiligheidsregio")
        if not isinstance(code, str):
            return None, None
        return plain(code), plain(self.regions.get(code) or of.get("veiligheidsregio_name") or code)


def scene(before: Mapping[str, Any], after: Mapping[str, Any]) -> Scene:
    """What two pictures say of themselves."""
    regions = {
        str(feature["properties"].get("veiligheidsregio")): str(feature["properties"].get("title"))
        for picture in (before, after)
        for feature in picture.get("features", ())
        if feature["properties"].get("kind") == Kind.REGION
    }
    return Scene(
        since=instant(before.get("at")),
        at=instant(after.get("at")),
        regions=regions,
        exercise=bool(after.get("exercise")),
    )


def item(parts: Sequence[Feature]) -> Item:
    """One thing of one or more features."""
    standing = [part for part in parts if _verified(part) != Verification.INGETROKKEN] or parts
    first = min(standing, key=lambda part: (-_severity(part), str(part["id"])))
    properties = first["properties"]
    discipline = str(properties.get("discipline"))
    kind = str(properties.get("kind"))
    title = _DRILLED.sub("", plain(properties.get("title") or "")) or "zonder titel"
    return Item(
        id=str(first["id"]),
        kind=kind,
        properties=properties,
        parts=parts,
        title=_short(title, noun(kind, properties, str(first["id"]))) if kind == Kind.AREA else title,
        severity=_severity(first),
        verification=_together(_verified(part) for part in standing),
        status=plain(properties.get("status") or ""),
        discipline=discipline if discipline in set(Discipline) else Discipline.OVERIG,
        exercise=any(
            part["properties"].get("exercise") or part["properties"].get("exercise_request") for part in parts
        ),
    )


def _short(title: str, called: Noun) -> str:
    """A title without what stands before it anyway: "NL-Alert: hoog water", "Ontruiming centrum"."""
    start, rest = title[: len(called.one)], title[len(called.one) :].lstrip(" :.,–-")
    return rest if start.casefold() == called.one.casefold() and len(rest) > 2 else title


def _severity(part: Feature) -> int:
    found = part["properties"].get("severity")
    return found if isinstance(found, int) and not isinstance(found, bool) and 0 <= found <= 4 else 0


def _verified(part: Feature) -> str:
    return str(part["properties"].get("verification") or Verification.ONBEVESTIGD)


def _together(said: Iterable[str]) -> str:
    """Of several what a group would show (mlob/grouping.py)."""
    words = set(said)
    for word in (Verification.TEGENGESPROKEN, Verification.BEVESTIGD):
        if word in words:
            return str(word)
    if words == {Verification.INGETROKKEN}:
        return str(Verification.INGETROKKEN)
    return str(Verification.ONBEVESTIGD)
