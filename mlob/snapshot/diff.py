"""What changed between two pictures, worst first, in sentences that a person would say.

Nothing is told of what does not matter: other times, another source that says the same, the order of
lists, blanks and capitals, a place within its accuracy, a shape written another way, units that drive.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from mlob.model import Kind
from mlob.snapshot.differences.asked import request, request_gone, request_new
from mlob.snapshot.differences.change import Change, worst_first
from mlob.snapshot.differences.grouped import summary
from mlob.snapshot.differences.items import appeared, compared, vanished
from mlob.snapshot.differences.pairs import pairs
from mlob.snapshot.differences.scale import region, unsaid
from mlob.snapshot.differences.scene import Feature, Item, Scene, item, scene
from mlob.snapshot.differences.silence import OWN_NOTES, silence
from mlob.snapshot.differences.units import units
from mlob.snapshot.notes import BRIEFING

__all__ = ["Change", "changes", "summary"]

Picture = Mapping[str, Any]


def changes(before: Picture, after: Picture) -> list[Change]:
    """What is different between two answers of `GET /picture`, worst first.

    Both are a FeatureCollection with `features`, `at`, `sources` and maybe `disciplines`, as the
    GeoJSON of a snapshot has them too. The same pictures give the same list; equal ones an empty one.
    """
    about = scene(before, after)
    old, new = _sorted_out(before), _sorted_out(after)
    notes = [note for name, note in new[2].items() if name not in old[2]]
    found = [
        *_things(about, old[0], new[0]),
        *units(about, old[1], new[1]),
        *silence(about, before, after, notes),
    ]
    return sorted(found, key=worst_first)


def _sorted_out(picture: Picture) -> tuple[dict[str, Feature], list[Feature], dict[str, Feature]]:
    """Things by id, units, and the system's own notes of silence by id.

    Tests are none of these, nor is what was written for the briefing itself.
    """
    things: dict[str, Feature] = {}
    moving: list[Feature] = []
    own: dict[str, Feature] = {}
    for feature in picture.get("features", ()):
        properties, name = feature["properties"], str(feature["id"])
        if properties.get("test") or name.startswith(BRIEFING):
            continue
        if properties.get("kind") == Kind.UNIT:
            moving.append(feature)
        elif name.startswith(OWN_NOTES):
            own[name] = feature
        else:
            things[name] = feature
    return things, moving, own


def _things(about: Scene, before: Mapping[str, Feature], after: Mapping[str, Feature]) -> Iterator[Change]:
    for one, other in pairs(before, after):
        if not one:
            yield from _new(about, item(other))
        elif not other:
            yield from _gone(about, item(one))
        else:
            yield from _both(about, item(one), item(other))


def _new(about: Scene, now: Item) -> Iterator[Change]:
    if now.kind == Kind.REQUEST:
        yield from request_new(about, now)
    elif now.kind == Kind.REGION:
        yield from region(about, unsaid(now), now)
    else:
        yield from appeared(about, now)


def _gone(about: Scene, was: Item) -> Iterator[Change]:
    if was.kind == Kind.REQUEST:
        yield from request_gone(about, was)
    elif was.kind == Kind.REGION:
        yield from region(about, was, unsaid(was))
    else:
        yield from vanished(about, was)


def _both(about: Scene, was: Item, now: Item) -> Iterator[Change]:
    if now.kind == Kind.REGION:
        yield from region(about, was, now)
    elif now.kind == Kind.REQUEST:
        yield from request(about, was, now)
    else:
        yield from compared(about, was, now)
