"""What may be different about a thing that goes on: its weight, name, status, certainty, place, GRIP."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mlob.model import Kind, Verification
from mlob.snapshot.differences.change import SEVERE, Change, relief
from mlob.snapshot.differences.say import SEVERITIES, plain, same_words
from mlob.snapshot.differences.scene import Item, Scene
from mlob.snapshot.differences.shapes import moved

__all__ = ["grip", "has_grip", "measures", "place", "status", "tells", "verification", "wording"]

_NO_NEWS = frozenset(("", "actueel", "bijgewerkt", "meet"))
"""Statuses that only say that there is a message, or that it is the next one."""
_CLOSED = frozenset(
    (
        *("gesloten", "dicht", "buiten gebruik", "buiten dienst", "ambulancestop", "vol"),
        *("wordt ontruimd", "ontruimd", "storing"),
    )
)
_GRIP = re.compile(r"GRIP [0-5]")
"""How a page (P2000) says to which level an incident was scaled up; what a region says is a number."""


def measures(item: Item) -> bool:
    """Whether it is a place that measures: its numbers tell, not its coming and going."""
    return bool(item.get("facility_type") == "meetpunt")


def tells(item: Item) -> bool:
    """Whether the status tells something; of a place that measures it is a number."""
    return item.status.casefold() not in _NO_NEWS and not measures(item)


def wording(scene: Scene, before: Item, after: Item) -> Iterator[Change]:
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
            time=after.said("severity"),
            aside=was if renamed else "",
        )
    elif renamed:
        yield scene.change(
            "title",
            after,
            f"{after.noun.head} gewijzigd",
            severity=relief(after.severity),
            time=after.said("title"),
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
            time=after.said("category"),
        )


def status(scene: Scene, before: Item, after: Item) -> Iterator[Change]:
    old, new = before.status, after.status
    if not tells(after) or same_words(old, new) or after.kind in (Kind.CAPACITY, Kind.REQUEST):
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
        time=after.said("status"),
    )


def _joined_news(before: Item, after: Item) -> bool:
    """Whether the status of a group is new: none of those that make it said it before."""
    said = {str(part["properties"].get("status") or "").casefold() for part in before.parts}
    return after.status.casefold() not in said and after.status.casefold() != "gemeld"


def verification(scene: Scene, before: Item, after: Item) -> Iterator[Change]:
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
        time=after.said("verification"),
    )


def place(scene: Scene, before: Item, after: Item) -> Iterator[Change]:
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
        time=after.said("geometry"),
    )


def has_grip(item: Item) -> bool:
    """Whether a report of an incident speaks of GRIP: a lead, before the region says it."""
    found = item.get("grip")
    return item.kind == Kind.INCIDENT and isinstance(found, str) and bool(_GRIP.fullmatch(found))


def grip(scene: Scene, before: Item, after: Item) -> Iterator[Change]:
    """Another GRIP level in the reports of an incident."""
    old, new = before.get("grip"), after.get("grip")
    if has_grip(after) and old != new:
        yield scene.change(
            "grip",
            after,
            after.noun.head,
            f"{new} gemeld" + (f", was {old}" if has_grip(before) else ""),
            severity=max(after.severity, SEVERE),
            time=after.said("grip"),
        )
