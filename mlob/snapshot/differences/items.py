"""Things that came, went, became worse or surer: incidents, areas, facilities, notes, figures of capacity."""

from __future__ import annotations

from collections.abc import Iterator

from mlob.model import Kind, Verification
from mlob.snapshot.differences.areas import area
from mlob.snapshot.differences.change import SEVERE, Change, relief
from mlob.snapshot.differences.figures import figures, told
from mlob.snapshot.differences.say import SEVERITIES, instant, plain, same_words
from mlob.snapshot.differences.scene import Item, Scene
from mlob.snapshot.differences.shapes import moved

__all__ = ["appeared", "compared", "vanished"]

_OVER = frozenset(
    ("beëindigd", "beeindigd", "afgerond", "gestopt", "voorbij", "opgeheven", "afgelast", "afgebroken")
)
"""Statuses with which a source says that it is over (DATEX II, EMSI, NL-Alert, and what people type)."""
_ENDING = frozenset((Kind.INCIDENT, Kind.AREA, Kind.NOTE))
"""Kinds that end; a facility closes, and stays."""
_NO_NEWS = frozenset(("", "actueel", "bijgewerkt", "meet"))
"""Statuses that only say that there is a message, or that it is the next one."""
_CLOSED = frozenset(
    (
        *("gesloten", "dicht", "buiten gebruik", "buiten dienst", "ambulancestop", "vol"),
        *("wordt ontruimd", "ontruimd", "storing"),
    )
)
_PLANNED = frozenset(("gepland", "in voorbereiding"))


def _stands(item: Item) -> str:
    """ "" while it goes on, else with which word it is over."""
    if item.kind in _ENDING and item.status.casefold() in _OVER:
        return "beëindigd"
    withdrawn = item.verification == Verification.INGETROKKEN or item.status.casefold() == "ingetrokken"
    return "ingetrokken" if withdrawn else ""


def appeared(scene: Scene, item: Item) -> Iterator[Change]:
    """What is there now and was not."""
    over = _stands(item)
    severity = item.severity
    if item.kind == Kind.CAPACITY or _measures(item):
        severity = 0
    if over:
        severity = min(severity, 1)
    announced = item.kind == Kind.AREA and _coming(scene, item)
    tail = [SEVERITIES[item.severity]] if item.severity >= SEVERE else []
    tail += [item.status] if _said(item) and item.kind == Kind.FACILITY else []
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
    severity = 0 if _measures(item) or item.kind == Kind.CAPACITY else relief(item.severity)
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
            time=after.get("observed_at"),
        )
        return
    if after.kind == Kind.AREA and scene.passed(after.get("valid_to")):
        yield _ended(scene, after, relief(after.severity))
        return
    yield from _wording(scene, before, after)
    yield from _status(scene, before, after)
    yield from _verification(scene, before, after)
    yield from _place(scene, before, after)
    if after.kind == Kind.AREA:
        yield from area(scene, before, after)
    yield from figures(scene, before, after)


def _over(scene: Scene, item: Item, word: str, severity: int) -> Change:
    what = "verification" if word == "ingetrokken" else "status"
    return scene.change(
        what, item, f"{item.noun.head} {word}", severity=severity, time=item.get("observed_at")
    )


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


def _measures(item: Item) -> bool:
    return bool(item.get("facility_type") == "meetpunt")


def _said(item: Item) -> bool:
    """Whether the status tells something; of a place that measures it is a number."""
    return item.status.casefold() not in _NO_NEWS and not _measures(item)


def _wording(scene: Scene, before: Item, after: Item) -> Iterator[Change]:
    """How bad it is and what it is called, in one sentence when both changed."""
    renamed = (
        len(before.parts) == len(after.parts) == 1
        and not same_words(before.title, after.title)
        and before.get("members") == after.get("members")
    )
    was = f"was: {before.title}"
    if before.severity != after.severity:
        worse = after.severity > before.severity
        yield scene.change(
            "severity",
            after,
            f"{after.noun.head} {'ernstiger' if worse else 'minder ernstig'}",
            f"{SEVERITIES[before.severity]} → {SEVERITIES[after.severity]}",
            severity=after.severity if worse else relief(before.severity),
            time=after.get("observed_at"),
            aside=was if renamed else "",
        )
    elif renamed:
        yield scene.change(
            "title",
            after,
            f"{after.noun.head} gewijzigd",
            severity=relief(after.severity),
            time=after.get("observed_at"),
            aside=was,
        )
    elif after.kind == Kind.INCIDENT and len(before.parts) == len(after.parts) == 1:
        yield from _category(scene, before, after)


def _category(scene: Scene, before: Item, after: Item) -> Iterator[Change]:
    old, new = before.get("category"), after.get("category")
    told = isinstance(old, str) and isinstance(new, str)
    if told and not same_words(old, new) and before.get("members") == after.get("members"):
        yield scene.change(
            "title",
            after,
            f"{after.noun.head} gewijzigd",
            f"soort {plain(old)} → {plain(new)}",
            severity=relief(after.severity),
            time=after.get("observed_at"),
        )


def _status(scene: Scene, before: Item, after: Item) -> Iterator[Change]:
    old, new = before.status, after.status
    if not _said(after) or same_words(old, new) or after.kind in (Kind.CAPACITY, Kind.REQUEST):
        return
    if before.get("members") != after.get("members") and not _joined_news(before, after):
        return
    shut, was_shut = new.casefold() in _CLOSED, old.casefold() in _CLOSED
    severity = relief(after.severity)
    if after.kind == Kind.FACILITY:
        severity = max(severity, 2 if shut or was_shut else 1)
        if shut and after.get("facility_type") == "ziekenhuis":
            severity = max(severity, SEVERE)
    grew = new.casefold().startswith(old.casefold())
    yield scene.change(
        "status",
        after,
        after.noun.head,
        new if grew else f"{old} → {new}",
        severity=severity,
        time=after.get("observed_at"),
    )


def _joined_news(before: Item, after: Item) -> bool:
    """Whether the status of a group is new: none of those that make it said it before."""
    said = {str(part["properties"].get("status") or "").casefold() for part in before.parts}
    return after.status.casefold() not in said and after.status.casefold() != "gemeld"


def _verification(scene: Scene, before: Item, after: Item) -> Iterator[Change]:
    old, new = before.verification, after.verification
    if old == new or after.kind in (Kind.CAPACITY, Kind.REQUEST):
        return
    severity, word = relief(after.severity), new
    if new == Verification.TEGENGESPROKEN:
        severity = max(severity, 2)
    elif new == Verification.ONBEVESTIGD:
        word = f"niet langer {old}"
    yield scene.change(
        "verification",
        after,
        f"{after.noun.head} {word}",
        severity=severity,
        time=after.get("observed_at"),
    )


def _place(scene: Scene, before: Item, after: Item) -> Iterator[Change]:
    if after.kind not in (Kind.INCIDENT, Kind.FACILITY) or len(before.parts) + len(after.parts) > 2:
        return
    metres = moved(before, after)
    if metres is None:
        return
    where = after.get("gemeente_name")
    here = f", nu in {plain(where)}" if where and where != before.get("gemeente_name") else ""
    length = f"{metres / 1000:.0f} km" if metres >= 1500 else f"{metres:.0f} m"
    yield scene.change(
        "moved",
        after,
        f"{after.noun.head} verplaatst",
        f"{length} verder{here}",
        severity=min(after.severity, 2),
        time=after.get("observed_at"),
    )
