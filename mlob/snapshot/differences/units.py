"""Units: never one by one, only how many of a discipline are in a region."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from mlob.model import Discipline, Verification
from mlob.snapshot.differences.change import Change
from mlob.snapshot.differences.say import number, plain
from mlob.snapshot.differences.scene import DRILL, Feature, Scene
from mlob.snapshot.words import DISCIPLINES

__all__ = ["units"]

_LEAST = 5
_SHARE = 0.2
"""By how many, and by which share of the larger number, units must differ before that is told."""

Key = tuple[str, str, bool]
"""Discipline, region ("" where there is none), whether it is an exercise."""


def units(scene: Scene, before: Iterable[Feature], after: Iterable[Feature]) -> Iterator[Change]:
    """Where clearly more or fewer units are, real and exercise apart."""
    old, new = _counted(scene, before), _counted(scene, after)
    for key in sorted(old.keys() | new.keys()):
        if abs(new[key] - old[key]) < max(_LEAST, _SHARE * max(old[key], new[key])):
            continue
        discipline, region, exercise = key
        name = scene.regions.get(region) or region
        where = f" in {plain(name)}" if region else " zonder bekende regio"
        text = f"Eenheden {_called(discipline)}{where}: {number(old[key])} → {number(new[key])}"
        yield Change(
            what="units",
            discipline=discipline,
            region=region or None,
            region_name=plain(name) if region else None,
            severity=1,
            time=None,
            text=(DRILL if exercise else "") + text,
            entity="",
            exercise=exercise,
        )


def _called(discipline: str) -> str:
    return "GHOR" if discipline == Discipline.GHOR else DISCIPLINES[discipline].lower()


def _counted(scene: Scene, features: Iterable[Feature]) -> Counter[Key]:
    known = frozenset(Discipline)
    found: Counter[Key] = Counter()
    for feature in features:
        properties = feature["properties"]
        if properties.get("verification") == Verification.INGETROKKEN:
            continue
        discipline, region = str(properties.get("discipline")), properties.get("veiligheidsregio")
        key = (
            discipline if discipline in known else str(Discipline.OVERIG),
            region if isinstance(region, str) else "",
            bool(properties.get("exercise")) or scene.exercise,
        )
        found[key] += 1
    return found
