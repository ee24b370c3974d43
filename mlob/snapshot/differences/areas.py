"""Areas: warnings, closures and alerts that begin, take longer or shorter, grow or shrink."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from mlob.snapshot.differences.change import Change, relief
from mlob.snapshot.differences.say import instant, plain, same_words
from mlob.snapshot.differences.scene import Item, Scene
from mlob.snapshot.differences.shapes import extent

__all__ = ["area"]

_LEAST = timedelta(minutes=15)
"""By how much an end must move before anybody is told."""


def area(scene: Scene, before: Item, after: Item) -> Iterator[Change]:
    """What is different about when and where an area counts."""
    same_start = before.get("valid_from") == after.get("valid_from")
    planned = before.status.casefold() == "gepland" and after.status.casefold() == "actueel"
    if planned or (same_start and scene.passed(after.get("valid_from"))):
        yield scene.change(
            "new",
            after,
            f"{after.noun.head} ingegaan",
            severity=after.severity,
            time=after.get("valid_from"),
        )
    yield from _until(scene, before, after)
    yield from _where(scene, before, after)
    yield from _advice(scene, before, after)


def _until(scene: Scene, before: Item, after: Item) -> Iterator[Change]:
    if after.get("cot_type"):
        return  # a drawing is sent again and again, each time a while longer
    old, new = instant(before.get("valid_to")), instant(after.get("valid_to"))
    if old == new or (old and new and abs(new - old) < _LEAST):
        return
    if new is None:
        head, tail = "verlengd", "tot nader order"
    elif old is None:
        head, tail = "krijgt een einde", f"tot {scene.clock(after.get('valid_to'))}"
    else:
        head = "verlengd" if new > old else "ingekort"
        tail = f"tot {scene.clock(after.get('valid_to'))}, was {scene.clock(before.get('valid_to'))}"
    yield scene.change(
        "extended",
        after,
        f"{after.noun.head} {head}",
        tail,
        severity=relief(after.severity),
        time=after.said("valid_to"),
    )


def _where(scene: Scene, before: Item, after: Item) -> Iterator[Change]:
    named = _named(before, after)
    tail = named or extent(before.parts[0].get("geometry"), after.parts[0].get("geometry"))
    if tail:
        yield scene.change(
            "area",
            after,
            f"{after.noun.head} gewijzigd",
            tail if " " in tail else f"gebied {tail}",
            severity=relief(after.severity),
            time=after.said("areas" if named else "geometry"),
        )


def _advice(scene: Scene, before: Item, after: Item) -> Iterator[Change]:
    """Another advice to the public (CAP `instruction`, `responseType`): stay inside, or leave."""
    names = ("instruction", "response_type")
    if all(same_words(before.get(name), after.get(name)) for name in names):
        return
    said = after.get("instruction")
    yield scene.change(
        "advice",
        after,
        f"{after.noun.head} met ander advies",
        plain(said, 120).rstrip(".") if said else "",
        severity=relief(after.severity),
        time=after.said(*names),
    )


def _named(before: Item, after: Item) -> str:
    """Which names came to the area and which went."""
    old, new = _names(before), _names(after)
    if not old or not new:
        return ""
    more = [new[key] for key in new if key not in old]
    less = [old[key] for key in old if key not in new]
    parts = [f"nu ook {', '.join(more)}"] if more else []
    return ", ".join([*parts, f"niet meer {', '.join(less)}"] if less else parts)


def _names(item: Item) -> dict[str, str]:
    found = item.get("areas")
    if not isinstance(found, list):
        return {}
    return {" ".join(str(name).casefold().split()): plain(name, 60) for name in found}
