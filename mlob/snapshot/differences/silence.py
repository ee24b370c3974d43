"""Who fell silent and who speaks again: disciplines, and the sources that do not explain one of those."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from mlob.model import Discipline
from mlob.snapshot.differences.change import SEVERE, Change
from mlob.snapshot.differences.say import plain
from mlob.snapshot.differences.scene import DRILL, Feature, Scene
from mlob.snapshot.words import DISCIPLINES

__all__ = ["OWN_NOTES", "silence"]

OWN_NOTES = "note:mlob:"
"""How the notes begin in which this system tells of silence (mlob/silence.py)."""
_QUIET = frozenset(("stil", "nooit"))

Row = Mapping[str, Any]
Picture = Mapping[str, Any]
Turn = tuple[Row, bool]
"""A row as it is now, and whether it is silent now."""


def silence(scene: Scene, before: Picture, after: Picture, notes: Iterable[Feature]) -> Iterator[Change]:
    """Every discipline and source that turned silent or came back.

    `notes` are the new ones of the system itself: they tell it where pictures hold no states of then.
    """
    turned = _turned(before.get("disciplines"), after.get("disciplines"))
    sources = _turned(before.get("sources"), after.get("sources"))
    for name, (row, quiet) in turned.items():
        causes = [source for source, turn in sources.items() if turn[1] == quiet and name in _of(turn[0])]
        yield _discipline(scene, name, row, quiet, causes)
    for name, (row, quiet) in sources.items():
        mine = _of(row)
        if not any(one in turned and turned[one][1] == quiet for one in mine):
            yield _source(scene, name, row, quiet, mine)
    yield from _removed(scene, before, after)
    yield from _noted(scene, notes, turned)


def _rows(rows: object) -> dict[str, Row]:
    if not isinstance(rows, list | tuple):
        return {}
    return {str(row["name"]): row for row in rows if isinstance(row, Mapping) and row.get("name")}


def _of(row: Row) -> list[str]:
    found = row.get("disciplines")
    return [str(name) for name in found] if isinstance(found, list | tuple) else []


def _quiet(row: Row) -> bool:
    return str(row.get("state")) in _QUIET


def _unsure(row: Row) -> bool:
    """Whether a picture of the past cannot tell if somebody was silent (mlob/heard.py)."""
    return str(row.get("state")) == "onbekend"


def _turned(before: object, after: object) -> dict[str, Turn]:
    old, new = _rows(before), _rows(after)
    return {
        name: (row, _quiet(row))
        for name, row in sorted(new.items())
        if name in old and not (_unsure(row) or _unsure(old[name])) and _quiet(row) != _quiet(old[name])
    }


def _discipline(scene: Scene, name: str, row: Row, quiet: bool, causes: list[str]) -> Change:
    word = "bron" if len(causes) == 1 else "bronnen"
    of = f" ({word} {', '.join(plain(cause, 60) for cause in causes)})" if causes else ""
    called = plain(DISCIPLINES.get(name, name))
    verb = "zijn" if name in (Discipline.GEMEENTEN, Discipline.OVERIG) else "is"
    state = f"stil{_since(scene, row)}" if quiet else "weer te horen"
    known = name if name in set(Discipline) else ""
    text = f"{called} {verb} {state}{of}"
    return _change(scene, text, known, row, quiet, SEVERE if quiet else 1)


def _source(scene: Scene, name: str, row: Row, quiet: bool, mine: list[str]) -> Change:
    text = f"Bron {plain(name, 60)} is " + (f"stil{_since(scene, row)}" if quiet else "weer te horen")
    discipline = mine[0] if len(mine) == 1 and mine[0] in set(Discipline) else ""
    return _change(scene, text, discipline, row, quiet, 2 if quiet else 1)


def _since(scene: Scene, row: Row) -> str:
    last = scene.clock(row.get("last"))
    return f" sinds {last}" if last else ""


def _removed(scene: Scene, before: Picture, after: Picture) -> Iterator[Change]:
    """Sources that spoke and that nobody lists any more: what they told grows old without a word."""
    old, new = _rows(before.get("sources")), _rows(after.get("sources"))
    if not new:
        return
    for name, row in sorted(old.items()):
        if name not in new and not (_quiet(row) or _unsure(row)):
            yield _change(scene, f"Bron {plain(name, 60)} is geen bron meer", "", {}, True, 2)


def _noted(scene: Scene, notes: Iterable[Feature], turned: Mapping[str, Turn]) -> Iterator[Change]:
    latest: dict[str, Feature] = {}
    for note in sorted(notes, key=lambda note: (str(note["properties"].get("observed_at")), str(note["id"]))):
        latest[str(note["properties"].get("discipline"))] = note
    for name, note in sorted(latest.items()):
        if name in turned:
            continue
        properties = note["properties"]
        quiet = "-stil-" in str(note["id"])
        clock = scene.clock(properties.get("observed_at"))
        text = plain(properties.get("title") or "") + (f" ({clock})" if clock else "")
        row = {"last": properties.get("observed_at")}
        known = name if name in set(Discipline) else ""
        yield _change(scene, text, known, row, quiet, SEVERE if quiet else 1)


def _change(scene: Scene, text: str, discipline: str, row: Row, quiet: bool, severity: int) -> Change:
    last = row.get("last")
    return Change(
        what="silent" if quiet else "speaks",
        discipline=discipline,
        region=None,
        region_name=None,
        severity=severity,
        time=last if isinstance(last, str) and scene.clock(last) else None,
        text=(DRILL if scene.exercise else "") + text,
        entity="",
        exercise=scene.exercise,
    )
