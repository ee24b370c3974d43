"""Things that came, went, became worse or surer: incidents, areas, facilities, notes, figures of capacity."""

from __future__ import annotations

from collections.abc import Iterator

from mlob.model import Kind, Verification
from mlob.snapshot.differences.areas import area
from mlob.snapshot.differences.aspects import (
    grip,
    has_grip,
    measures,
    place,
    status,
    tells,
    verification,
    wording,
)
from mlob.snapshot.differences.change import SEVERE, Change, relief
from mlob.snapshot.differences.figures import figures, told
from mlob.snapshot.differences.plans import is_plan, plan
from mlob.snapshot.differences.say import SEVERITIES, instant
from mlob.snapshot.differences.scene import Item, Scene

__all__ = ["appeared", "compared", "vanished"]

_OVER = frozenset(
    ("beëindigd", "beeindigd", "afgerond", "gestopt", "voorbij", "opgeheven", "afgelast", "afgebroken")
)
"""Statuses with which a source says that it is over (DATEX II, EMSI, NL-Alert, and what people type)."""
_ENDING = frozenset((Kind.INCIDENT, Kind.AREA, Kind.NOTE))
"""Kinds that end; a facility closes, and stays."""


def _stands(item: Item) -> str:
    """ "" while it goes on, else with which word it is over."""
    if item.kind in _ENDING and item.status.casefold() in _OVER:
        return "beëindigd"
    withdrawn = item.verification == Verification.INGETROKKEN or item.status.casefold() == "ingetrokken"
    return "ingetrokken" if withdrawn else ""


def appeared(scene: Scene, item: Item) -> Iterator[Change]:
    """What is there now and was not."""
    if is_plan(item):
        yield from plan(scene, None, item)
        return
    over = _stands(item)
    severity = item.severity
    if item.kind == Kind.CAPACITY or measures(item):
        severity = 0
    if over:
        severity = min(severity, 1)
    announced = item.kind == Kind.AREA and _coming(scene, item)
    tail = [SEVERITIES[item.severity]] if item.severity >= SEVERE and item.kind != Kind.NOTE else []
    tail += [item.status] if tells(item) and item.kind == Kind.FACILITY else []
    tail += [f"{item.get('grip')} gemeld"] if has_grip(item) else []
    tail += told(item)
    aside = [f"alweer {over}"] if over else []
    aside += [f"gaat in {scene.clock(item.get('valid_from'))}"] if announced else []
    yield scene.change(
        "new",
        item,
        f"Aangekondigd: {item.noun.one}" if announced else item.noun.new,
        ", ".join(tail),
        severity=severity,
        time=item.get("observed_at"),
        aside=", ".join(aside),
    )


def vanished(scene: Scene, item: Item) -> Iterator[Change]:
    """What was there and is not now; what was over already goes without a word."""
    if _stands(item) or item.kind == Kind.NOTE or scene.was_over(item.get("valid_to")):
        return
    severity = 0 if measures(item) or item.kind == Kind.CAPACITY else relief(item.severity)
    if item.kind == Kind.AREA and scene.over(item.get("valid_to")):
        yield _ended(scene, item, severity)
    elif scene.over(item.get("expires_at")):
        last = scene.clock(item.get("observed_at"))
        yield scene.change(
            "gone",
            item,
            f"{item.noun.head} uit beeld",
            severity=severity,
            aside=f"laatste bericht {last}" if last else "",
        )
    else:
        yield scene.change("gone", item, f"{item.noun.head} niet meer in het beeld", severity=severity)


def compared(scene: Scene, before: Item, after: Item) -> Iterator[Change]:
    """What is there in both."""
    if is_plan(after):
        yield from plan(scene, before, after)
        return
    was, over = _stands(before), _stands(after)
    if before.exercise != after.exercise:
        yield _exercise(scene, after)
    if over:
        if not was:
            yield _over(scene, after, over, relief(max(before.severity, after.severity)))
        return
    if was:
        yield scene.change(
            "status",
            after,
            f"{after.noun.head} toch niet {was}",
            severity=after.severity,
            time=after.said("status", "verification"),
        )
        return
    if after.kind == Kind.AREA and scene.passed(after.get("valid_to")):
        yield _ended(scene, after, relief(after.severity))
        return
    yield from wording(scene, before, after)
    yield from grip(scene, before, after)
    yield from status(scene, before, after)
    yield from verification(scene, before, after)
    yield from place(scene, before, after)
    if after.kind == Kind.AREA:
        yield from area(scene, before, after)
    yield from figures(scene, before, after)


def _over(scene: Scene, item: Item, word: str, severity: int) -> Change:
    what = "verification" if word == "ingetrokken" else "status"
    return scene.change(what, item, f"{item.noun.head} {word}", severity=severity, time=item.said(what))


def _ended(scene: Scene, item: Item, severity: int) -> Change:
    until = item.get("valid_to")
    return scene.change("gone", item, f"{item.noun.head} afgelopen", severity=severity, time=until)


def _exercise(scene: Scene, after: Item) -> Change:
    """A real thing that is part of an exercise, or the other way round: nobody may miss that."""
    head = f"{after.noun.head} is {'een oefening' if after.exercise else 'GEEN oefening'}"
    severity = max(after.severity, SEVERE)
    return scene.change("exercise", after, head, severity=severity, time=after.get("observed_at"))


def _coming(scene: Scene, item: Item) -> bool:
    begins = instant(item.get("valid_from"))
    return begins is not None and scene.at is not None and begins > scene.at
