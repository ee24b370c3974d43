"""What is understood of P2000 lines, against lines that were labelled by hand, beside a plain look-up."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from mlob import gazetteer, intake
from mlob.model import Discipline, Observation, Scalar, Source
from mlob.paths import DATA

__all__ = ["LINES", "Label", "labels", "measure", "wrong"]

LINES = DATA / "p2000_lines.psv"
HALVES = {"t": "tuning", "h": "held_out"}
PROPERTIES = (
    "street", "road", "hectometer", "postcode", "priority", "units", "talkgroup", "category", "test",
)  # fmt: skip
UNKNOWN = "?"
"""Before a place that the gazetteer does not hold: any place of the gazetteer is then wrong."""
HIDDEN = "hide"
"""A house number that may be nowhere in what is observed."""

_NOON = datetime(2026, 1, 5, 12, 0, tzinfo=UTC)
_SOURCE = Source(
    name="places",
    format="p2000",
    disciplines=(Discipline.BRANDWEER, Discipline.POLITIE, Discipline.GHOR, Discipline.OVERIG),
)


class Label(msgspec.Struct, frozen=True, kw_only=True):
    """One line and what it says; a property that is not named must not be found."""

    half: str
    capcodes: str
    body: str
    place: str
    region: str
    properties: dict[str, str]

    @property
    def names_a_place(self) -> bool:
        """Whether it names a place that the gazetteer holds."""
        return self.place != "-" and not self.place.startswith(UNKNOWN)

    @property
    def frame(self) -> bytes:
        """The line as multimon-ng prints it."""
        codes = " ".join(code.zfill(9) for code in self.capcodes.split())
        return f"FLEX|2026-01-05 12:00:00|1600/2/K/A|00.001|{codes}|ALN|{self.body}".encode()


def labels(path: Path = LINES) -> list[Label]:
    """The labelled lines of a file (half|capcodes|body|place|region|property=value;...)."""
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            half, capcodes, body, place, region, told = line.split("|")
            properties = dict(item.split("=", 1) for item in told.split(";") if item)
            found.append(
                Label(
                    half=half, capcodes=capcodes, body=body, place=place, region=region, properties=properties
                )
            )
    return found


def observed(label: Label) -> Observation | None:
    """What the system makes of a line: the first observation, as all say the same."""
    taken = intake.take(_SOURCE, [label.frame], _NOON).observations
    return taken[0] if taken else None


def wrong(label: Label) -> dict[str, tuple[Scalar, Scalar]]:
    """By property what was expected and what was found, where they differ; `place` with its region."""
    found = observed(label)
    said: dict[str, Scalar] = dict(found.properties) if found else {}
    differing: dict[str, tuple[Scalar, Scalar]] = {}
    if not _right_place(label, said, located=found is not None and found.geometry is not None):
        where = f"{said.get('place')} {said.get('veiligheidsregio')}"
        differing["place"] = (f"{label.place} {label.region}", where)
    for name in PROPERTIES:
        if label.properties.get(name, "") != _text(said.get(name)):
            differing[name] = (label.properties.get(name, ""), _text(said.get(name)))
    hidden = label.properties.get(HIDDEN)
    told = f"{found.title if found else ''} {_everything(said)}"
    if hidden and re.search(rf"(?<!\w){re.escape(hidden)}(?!\w)", told):
        differing[HIDDEN] = (hidden, _everything(said))
    return differing


def _right_place(label: Label, said: dict[str, Scalar], *, located: bool) -> bool:
    if not label.names_a_place:
        # Naming a place that is not in the gazetteer is right, a point for it is not.
        return not located
    return located and (said.get("place"), said.get("veiligheidsregio")) == (label.place, label.region)


def _text(value: Scalar) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else ""
    return ",".join(value) if isinstance(value, list) else str(value)


def _everything(said: dict[str, Scalar]) -> str:
    return " ".join(_text(value) for name, value in said.items() if name != "capcodes")


def _looked_up(label: Label) -> bool:
    """The floor: the last words of the text that are a name, wherever in the country."""
    words = label.body.split()
    for end in range(len(words), 0, -1):
        if found := gazetteer.last_place(words[:end]):
            return (found[0].name, found[0].veiligheidsregio) == (label.place, label.region)
    return not label.names_a_place


def measure(path: Path = LINES) -> dict[str, Any]:
    """Accuracy of each half: of places over the lines that name one we know, of the rest over all lines."""
    every = labels(path)
    halves = dict.fromkeys(label.half for label in every)
    scores = {
        HALVES.get(half, half): _score([item for item in every if item.half == half]) for half in halves
    }
    return {"bench": "places", **scores}


def _score(lines: Sequence[Label]) -> dict[str, Any]:
    missed = {label.body: wrong(label) for label in lines}
    placed = [label for label in lines if label.names_a_place]
    return {
        "lines": len(lines),
        "place": _share("place" not in missed[label.body] for label in placed),
        "place_floor": _share(_looked_up(label) for label in placed),
        "no_place": _share("place" not in missed[label.body] for label in lines if not label.names_a_place),
        **{name: _share(name not in differing for differing in missed.values()) for name in PROPERTIES},
        HIDDEN: _share(HIDDEN not in missed[label.body] for label in lines if HIDDEN in label.properties),
        "all_right": _share(not differing for differing in missed.values()),
    }


def _share(told: Iterable[bool]) -> float:
    counted = list(told)
    return round(sum(counted) / len(counted), 4) if counted else 1.0
