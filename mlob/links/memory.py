"""Who may belong together, and who does: profiles of the last day, found by number, street, road and place.

Two profiles whose score is high enough are joined when all that is joined to the two agrees on
average: one wrong link does not draw two crowds together. What is decided follows from the profiles alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

import msgspec

from mlob.links import rule
from mlob.links.compare import apart_minutes
from mlob.links.profile import Profile
from mlob.links.streets import Streets
from mlob.model import Observation
from mlob.verification import is_judgement

__all__ = ["Judgement", "Memory"]

CELL = (0.2, 0.14)
"""Degrees of longitude and latitude, some 14 by 16 km: whoever is one lies in the same or the next cell."""
FAR_MINUTES, NEAR_MINUTES = 360, 120
"""Minutes between reports within which a same number or street counts, and within which anything does."""

Cell = tuple[int, int]


class Judgement(msgspec.Struct, frozen=True):
    """What the rule says of two entities; `at` is the time (UTC) of the newest report of the two."""

    score: float
    reason: str
    automatic: bool
    at: datetime


class Memory:
    """The profiles, the ways to find them, and the pairs that may be one."""

    def __init__(self) -> None:
        self.profiles: dict[str, Profile] = {}
        self._by_number: dict[str, set[str]] = defaultdict(set)
        self._by_road: dict[str, set[str]] = defaultdict(set)
        self._streets: dict[Cell, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        self._streetless: dict[Cell, set[str]] = defaultdict(set)
        self._like = Streets()
        self._places: dict[str, set[str]] = defaultdict(set)
        self._kept: dict[str, list[set[str]]] = {}
        self._edges: dict[str, dict[str, float]] = defaultdict(dict)
        self._logits: dict[tuple[str, str], tuple[int, float]] = {}

    def add(self, said: Observation) -> bool:
        """Take one report of an incident; whether it was new. A person's judgement of one is none."""
        if any(map(is_judgement, said.properties)):
            return False
        profile = self.profiles.get(said.entity)
        if profile is None:
            profile = self.profiles[said.entity] = Profile(said.entity)
        if not profile.add(said):
            return False
        self._keep(profile)
        return True

    def forget(self, before: datetime) -> None:
        """Let go of profiles to which nothing came in since."""
        gone = [name for name, profile in self.profiles.items() if profile.seen_at < before]
        for name in gone:
            for shelf in self._kept.pop(name, []):
                shelf.discard(name)
            for other in self._edges.pop(name, {}):
                self._edges[other].pop(name, None)
            del self.profiles[name]
        if gone:
            self._logits = {
                pair: word
                for pair, word in self._logits.items()
                if pair[0] in self.profiles and pair[1] in self.profiles
            }
            self._clear_shelves()

    def _clear_shelves(self) -> None:
        """Let go of numbers, streets and places that nobody has any more."""
        for cell, streets in list(self._streets.items()):
            _without_empty(streets)
            if not streets:
                del self._streets[cell]
        for shelves in (self._by_number, self._by_road, self._places):
            _without_empty(shelves)
        _without_empty(self._streetless)
        used = {street for streets in self._streets.values() for street in streets}
        if len(self._like) > 2 * len(used):
            self._like = Streets(used)

    def judge(self, touched: Iterable[str]) -> Iterator[tuple[str, str, Judgement]]:
        """Each pair that may be one among those that the touched profiles bear upon: smallest id first.

        A pair that no longer may be one comes with a score below `rule.PROPOSED`.
        """
        affected: set[str] = set()
        for name in touched:
            before = set(self._edges[name])
            affected |= {name} | before
            self._weigh(name)
            for other in before - set(self._edges[name]):
                a, b = sorted((name, other))
                yield a, b, self._judgement(a, b, joined=False)
        while affected:
            crowd = self._crowd(affected.pop())
            affected -= crowd
            clusters = self._clusters(crowd)
            for a in sorted(crowd):
                for b in self._edges[a]:
                    if a < b:
                        yield a, b, self._judgement(a, b, joined=clusters[a] is clusters[b])

    def _judgement(self, a: str, b: str, *, joined: bool) -> Judgement:
        one, two = self.profiles[a], self.profiles[b]
        found = round(rule.score(self._logit(a, b)), 2)
        return Judgement(
            score=found,
            reason=rule.reason(one, two) if found >= rule.PROPOSED else "",
            automatic=joined and found >= rule.AUTOMATIC,
            at=max(one.newest, two.newest),
        )

    def _keep(self, profile: Profile) -> None:
        """Put a profile where others find it; what it said before stays true."""
        shelves = [self._by_number[number] for number in profile.numbers]
        shelves += [self._by_road[road] for road, _ in profile.roads]
        shelves += [self._places[place] for place in profile.places]
        for street in profile.streets:
            self._like.add(street)
        for cell in _cells(profile):
            if profile.streets:
                shelves += [self._streets[cell][street] for street in profile.streets]
            else:
                shelves.append(self._streetless[cell])
        for shelf in self._kept.get(profile.entity, ()):
            if all(shelf is not other for other in shelves):
                shelf.discard(profile.entity)
        for shelf in shelves:
            shelf.add(profile.entity)
        self._kept[profile.entity] = shelves

    def _candidates(self, profile: Profile) -> Iterator[str]:
        """Who may be one with a profile; some more than once."""
        for number in profile.numbers:
            yield from self._by_number[number]
        for road, _ in profile.roads:
            yield from self._by_road[road]
        for x, y in _cells(profile):
            for cell in ((x + dx, y + dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1)):
                if cell in self._streetless:
                    yield from self._streetless[cell]
                yield from self._along(self._streets.get(cell, {}), profile)
        if profile.spot is None:
            for place in profile.places:
                yield from self._places[place]

    def _along(self, streets: dict[str, set[str]], profile: Profile) -> Iterator[str]:
        """Who lies in a street that may be one of a profile; without a street of its own in any."""
        if not profile.streets:
            for names in streets.values():
                yield from names
        for own in profile.streets:
            for street in self._like.like(own):
                yield from streets.get(street, ())

    def comparable(self, name: str) -> list[str]:
        """The profiles about which the rule is asked for this one."""
        profile = self.profiles[name]
        near = set(self._candidates(profile)) - {name}
        return [other for other in near if _comparable(profile, self.profiles[other])]

    def _weigh(self, name: str) -> None:
        """Find anew which profiles may be one with this one."""
        found: dict[str, float] = {}
        for other in self.comparable(name):
            weight = self._logit(name, other)
            if rule.score(weight) >= rule.PROPOSED:
                found[other] = weight
        for other in set(self._edges[name]) - set(found):
            self._edges[other].pop(name, None)
        self._edges[name] = found
        for other, weight in found.items():
            self._edges[other][name] = weight

    def _logit(self, one: str, two: str) -> float:
        """What the rule says of two profiles as they are now."""
        pair = (one, two) if one < two else (two, one)
        a, b = self.profiles[pair[0]], self.profiles[pair[1]]
        known, version = self._logits.get(pair), len(a.reports) + len(b.reports)
        if known is not None and known[0] == version:
            return known[1]
        weight = rule.logit(a, b)
        self._logits[pair] = (version, weight)
        return weight

    def _crowd(self, name: str) -> set[str]:
        """Everyone who hangs together with a profile by pairs that may be one."""
        found, ahead = {name}, [name]
        while ahead:
            for other in self._edges[ahead.pop()]:
                if other not in found:
                    found.add(other)
                    ahead.append(other)
        return found

    def _clusters(self, crowd: set[str]) -> dict[str, set[str]]:
        """Who belongs together: best pairs first, as long as those already together agree on average."""
        of = {name: {name} for name in crowd}
        pairs = [(weight, a, b) for a in crowd for b, weight in self._edges[a].items() if a < b]
        for weight, a, b in sorted(pairs, key=lambda pair: (-pair[0], pair[1], pair[2])):
            if rule.score(weight) < rule.AUTOMATIC:
                break
            left, right = of[a], of[b]
            if left is right:
                continue
            said = [self._logit(one, two) for one in left for two in right]
            if sum(said) <= rule.AGREED * len(said) or min(said) < rule.OPPOSED:
                continue
            both = left | right
            for name in both:
                of[name] = both
        return of


def _without_empty(shelves: dict[Any, set[str]]) -> None:
    for key in [key for key, names in shelves.items() if not names]:
        del shelves[key]


def _cells(profile: Profile) -> list[Cell]:
    if profile.spot is None:
        return []
    _, lon, lat = profile.spot
    return [(int(lon // CELL[0]), int(lat // CELL[1]))]


def _comparable(a: Profile, b: Profile) -> bool:
    """Whether the rule may be asked: a test is one with nothing, an exercise with nothing that is real."""
    if a.test or b.test or a.exercise != b.exercise:
        return False
    minutes = apart_minutes(a, b)
    if minutes <= NEAR_MINUTES:
        return True
    same = not (a.numbers.isdisjoint(b.numbers) and a.streets.isdisjoint(b.streets))
    return minutes <= FAR_MINUTES and same
