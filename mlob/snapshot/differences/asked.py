"""Requests for bijstand: new ones, their state, what is promised of each line item, what is late."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

import msgspec

from mlob.bijstand import catalogue, requests
from mlob.bijstand.states import ENDED, STATE_WORDS
from mlob.bijstand.words import listed
from mlob.errors import ConfigError
from mlob.snapshot.differences.change import SEVERE, Change
from mlob.snapshot.differences.say import instant, number, plain, same_words
from mlob.snapshot.differences.scene import Item, Scene

__all__ = ["request", "request_gone", "request_new"]

Row = Mapping[str, Any]

_BAD = {"afgewezen": 3, "ingetrokken": 2, "onvolledig": 2, "heroverweging": 2}
"""How much a state weighs that is no progress."""
_SAID_BY = {
    "deels_toegezegd": ("promised",),
    "toegezegd": ("promised",),
    "onderweg": ("departed", "arrived"),
    "ingezet": ("arrived",),
}
"""States that say no more than the quantities of which a sentence tells."""
_VALUES = {"asked": "requested"}
"""Which quantity of an item a change is of, where that is called otherwise."""


def request_new(scene: Scene, item: Item) -> Iterator[Change]:
    """A request that was not there."""
    state, rows = _state(item), _rows(item)
    asked = [f"{number(_amount(row, 'requested'))} {_named(row)}" for row in rows]
    tail = [f"gevraagd {listed(asked)}"] if asked else []
    promised = [row for row in rows if _amount(row, "promised")]
    tail += [f"toegezegd {listed([_of(row, 'promised') for row in promised])}"] if promised else []
    tail += [f"nodig {needed}"] if (needed := scene.clock(item.get("needed_by"))) else []
    tail += [_word(state)] if state in ENDED else []
    severity = 1 if state in ENDED else SEVERE if item.get("urgent") else 2
    yield scene.change(
        "new",
        item,
        "Nieuw bijstandsverzoek" + (" met spoed" if item.get("urgent") else ""),
        ", ".join(tail),
        severity=severity,
        time=item.get("filed_at") or item.get("observed_at"),
    )
    if _late(item, rows, scene.at):
        yield _overdue(scene, item, rows)


def request_gone(scene: Scene, item: Item) -> Iterator[Change]:
    """A request that is not in the picture any more; what was over goes without a word."""
    if _state(item) not in ENDED:
        yield scene.change("gone", item, "Bijstandsverzoek niet meer in het beeld", severity=2)


def request(scene: Scene, before: Item, after: Item) -> Iterator[Change]:
    """What is different about one request."""
    rows = _rows(after)
    if before.properties != after.properties:
        old, new = _state(before), _state(after)
        lines = [] if new in ENDED else list(_items(scene, after, _rows(before), rows))
        said = {line.what for line in lines}
        if old != new and new and said.isdisjoint(_SAID_BY.get(new, ())):
            yield _stepped(scene, after, old, new)
        yield from _terms(scene, before, after)
        yield from lines
    if _late(after, rows, scene.at) and not _late(before, _rows(before), scene.since or scene.at):
        yield _overdue(scene, after, rows)


def _state(item: Item) -> str:
    return str(item.get("state") or item.status or "")


def _word(state: str) -> str:
    return STATE_WORDS.get(state) or plain(state).replace("_", " ")


def _rows(item: Item) -> list[Row]:
    """The line items: JSON texts of the feature, or the flat values of one that was not viewed yet."""
    found = item.get("items")
    if not isinstance(found, list):
        view: list[Row] = requests.view(item.id, dict(item.properties))["items"]
        return view
    rows = []
    for text in found:
        try:
            row = msgspec.json.decode(text) if isinstance(text, str | bytes) else text
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            continue
        if isinstance(row, Mapping):
            rows.append(row)
    return rows


def _amount(row: Row, name: str) -> float:
    found = row.get(name)
    return float(found) if isinstance(found, int | float) and not isinstance(found, bool) else 0.0


def _named(row: Row) -> str:
    """What is asked for, as it is called in the catalogue."""
    code = str(row.get("resource") or "middel")
    try:
        known = catalogue.known().get(code)
    except ConfigError:
        known = None
    text = known.name if known else code.replace("_", " ")
    text = plain(text, 80)
    return text if text[:2].isupper() else text[:1].lower() + text[1:]


def _of(row: Row, name: str) -> str:
    """ "10 van 16 boten"."""
    return f"{number(_amount(row, name))} van {number(_amount(row, 'requested'))} {_named(row)}"


def _stepped(scene: Scene, after: Item, old: str, new: str) -> Change:
    severity = _BAD.get(new, 2 if after.get("urgent") and new not in ENDED else 1)
    words = f"{_word(old)} → {_word(new)}" if old else _word(new)
    return scene.change(
        "request", after, "Bijstandsverzoek", words, severity=severity, time=after.said("state")
    )


def _terms(scene: Scene, before: Item, after: Item) -> Iterator[Change]:
    """When it is needed, whether it is urgent, what it is called."""
    if after.get("urgent") and not before.get("urgent"):
        time = after.said("urgent")
        yield scene.change("urgent", after, "Bijstandsverzoek nu met spoed", severity=SEVERE, time=time)
    old, new = instant(before.get("needed_by")), instant(after.get("needed_by"))
    if old != new and new is not None:
        was = f", was {scene.clock(before.get('needed_by'))}" if old else ""
        yield scene.change(
            "needed_by",
            after,
            "Bijstandsverzoek",
            f"nodig {scene.clock(after.get('needed_by'))}{was}",
            severity=2 if old is None or new < old else 1,
            time=after.said("needed_by"),
        )
    if not same_words(before.title, after.title):
        yield scene.change(
            "title",
            after,
            "Bijstandsverzoek gewijzigd",
            severity=1,
            time=after.said("title"),
            aside=f"was: {before.title}",
        )


def _items(scene: Scene, after: Item, old: list[Row], new: list[Row]) -> Iterator[Change]:
    """What is different per line item: asked, promised, departed, arrived."""
    was = {str(row.get("id")): row for row in old}
    for row in new:
        before = was.pop(str(row.get("id")), None)
        if before is None:
            yield _line(scene, after, row, "asked", f"{number(_amount(row, 'requested'))} extra gevraagd", 2)
            continue
        yield from _amounts(scene, after, before, row)
    for row in was.values():
        yield _line(scene, after, row, "asked", "niet meer gevraagd", 1)


def _amounts(scene: Scene, after: Item, old: Row, new: Row) -> Iterator[Change]:
    def moved(name: str) -> tuple[float, float] | None:
        pair = _amount(old, name), _amount(new, name)
        return None if pair[0] == pair[1] else pair

    asked = number(_amount(new, "requested"))
    if change := moved("requested"):
        text = f"{number(change[1])} gevraagd, was {number(change[0])}"
        yield _line(scene, after, new, "asked", text, 2 if change[1] > change[0] else 1)
    if change := moved("promised"):
        text = f"{number(change[1])} van {asked} toegezegd, was {number(change[0])}"
        yield _line(scene, after, new, "promised", text, 2 if change[1] > change[0] else SEVERE)
    arrived = moved("arrived")
    if arrived:
        text = f"{number(arrived[1])} van {asked} aangekomen, was {number(arrived[0])}"
        yield _line(scene, after, new, "arrived", text, 1)
    departed = moved("departed")
    if departed and not (arrived and departed[1] <= arrived[1]):
        text = f"{number(departed[1])} van {asked} vertrokken, was {number(departed[0])}"
        yield _line(scene, after, new, "departed", text, 1)


def _line(scene: Scene, item: Item, row: Row, what: str, text: str, severity: int) -> Change:
    """ "Boten in Zuid-Limburg: 10 van 16 toegezegd, was 0 (13:21, verzoek: Boten voor de Geul)"."""
    name = _named(row)
    return scene.change(
        what,
        item,
        name[:1].upper() + name[1:],
        severity=severity,
        time=item.said(f"item.{row.get('id')}.{_VALUES.get(what, what)}"),
        aside=f"verzoek: {item.title}",
        title=text,
    )


def _late(item: Item, rows: list[Row], now: datetime | None) -> bool:
    """Whether it should have been there and is not."""
    needed = instant(item.get("needed_by"))
    if needed is None or now is None or needed >= now or _state(item) in ENDED:
        return False
    return any(_amount(row, "arrived") < _amount(row, "requested") for row in rows)


def _overdue(scene: Scene, item: Item, rows: list[Row]) -> Change:
    missing = [_of(row, "arrived") for row in rows if _amount(row, "arrived") < _amount(row, "requested")]
    return scene.change(
        "overdue",
        item,
        "Bijstand te laat",
        f"nodig {scene.clock(item.get('needed_by'))}, aangekomen {listed(missing)}",
        severity=4 if item.get("urgent") else SEVERE,
        time=None,
    )
