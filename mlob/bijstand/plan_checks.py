"""What may be said of the plan of an operation, checked before anything is kept; faults in Dutch."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from mlob.bijstand import catalogue
from mlob.bijstand.demand import resource_code
from mlob.bijstand.parts import MAX_TITLE, Fault, checked_moment, checked_quantity, checked_text
from mlob.model import Phase
from mlob.moment import moment

__all__ = ["HORIZONS", "SPOT", "validate"]

HORIZONS = ("12", "24", "48")
"""Hours that an outlook looks ahead (LOCC, "vooruitblik 12/24/48 h")."""
SPOT = ("what", "asked", "at")
"""Parts of a white spot: what we do not know, who was asked, when."""

_LONG = 2000  # characters: a plan stands in the picture of every viewer
_SHORT = 200
_MOST = 50
"""Rows of one list of a plan."""
_FIELDS = {"phase", "reason", "title", "exercise", "outlook", "plan", "settlement", "evaluation", "version"}
_OUTLOOK = {"need", "notes", "unknown"}
_LINE = {"resource", "quantity", "unit", "from", "until", "note"}
_POINT = {"text", "done"}
_GIVEN_BACK = {"name", "actor", "at", "by"}
"""What an answer adds to rows: a client may send rows back as it got them."""


def validate(body: Mapping[str, Any]) -> list[Fault]:
    """Every fault of a (partial) plan."""
    faults = [Fault(name, "Dit veld bestaat niet.") for name in body if name not in _FIELDS]
    faults += checked_text(body, "title", "title", required="title" in body, limit=MAX_TITLE)
    faults += checked_text(body, "reason", "reason", required=False, limit=_LONG)
    if "phase" in body and body["phase"] not in list(Phase):
        faults.append(Fault("phase", f"Kies uit: {', '.join(Phase)}."))
    if "exercise" in body and not isinstance(body["exercise"], bool):
        faults.append(Fault("exercise", "Dit is waar of onwaar (true of false)."))
    version = body.get("version")
    if version is not None and type(version) is not int:
        faults.append(Fault("version", "Dit is geen versie van een plan."))
    faults += _outlook(body["outlook"]) if "outlook" in body else []
    for name, check in (("plan", _line), ("settlement", _point), ("evaluation", _point)):
        faults += _rows(body[name], name, check) if name in body else []
    return faults


def _outlook(given: Any) -> Iterator[Fault]:
    if not isinstance(given, dict):
        yield Fault("outlook", "Geef per termijn (12, 24 of 48 uur) een vooruitblik.")
        return
    for hours, said in given.items():
        field = f"outlook.{hours[:_SHORT]}"
        if hours not in HORIZONS:
            yield Fault(field, f"Kies uit: {', '.join(HORIZONS)} uur.")
        elif not isinstance(said, dict):
            yield Fault(field, "Geef need, notes of unknown.")
        else:
            yield from _strange(said, field, _OUTLOOK | {"at", "by", "until"})
            for name in ("need", "notes"):
                yield from checked_text(said, name, f"{field}.{name}", required=False, limit=_LONG)
            if said.get("unknown") is not None:
                yield from _rows(said["unknown"], f"{field}.unknown", _spot)


def _rows(given: Any, field: str, check: Callable[[Any, str], Iterator[Fault]]) -> Iterator[Fault]:
    if not isinstance(given, list) or len(given) > _MOST:
        yield Fault(field, f"Dit moet een lijst zijn van hoogstens {_MOST} regels.")
        return
    for number, row in enumerate(given):
        yield from check(row, f"{field}.{number}")


def _spot(row: Any, field: str) -> Iterator[Fault]:
    """A white spot: its parts, or a text with them between strokes."""
    if isinstance(row, str):
        parts = [part.strip() for part in row.split("|")]
        if len(parts) > len(SPOT):
            yield Fault(field, "Schrijf: wat we niet weten | aan wie gevraagd | wanneer.")
            return
        row = dict(zip(SPOT, parts, strict=False))
    if not isinstance(row, dict):
        yield Fault(field, "Schrijf: wat we niet weten | aan wie gevraagd | wanneer.")
        return
    yield from _strange(row, field, set(SPOT))
    for name in SPOT:
        yield from checked_text(row, name, f"{field}.{name}", required=name == "what", limit=_SHORT)
        if "|" in str(row.get(name) or ""):
            yield Fault(f"{field}.{name}", "Hier mag geen | in staan.")


def _line(row: Any, field: str) -> Iterator[Fault]:
    """A line item of a planned event."""
    if not isinstance(row, dict):
        yield Fault(field, "Dit is geen regel van een plan.")
        return
    yield from _strange(row, field, _LINE | _GIVEN_BACK)
    yield from checked_text(row, "resource", f"{field}.resource", required=True, limit=_SHORT)
    if isinstance(row.get("resource"), str) and resource_code(row["resource"]) not in catalogue.known():
        yield Fault(f"{field}.resource", "Dit middel staat niet in de catalogus.")
    yield from checked_quantity(row.get("quantity"), f"{field}.quantity")
    yield from checked_text(row, "unit", f"{field}.unit", required=False, limit=_SHORT)
    yield from checked_text(row, "note", f"{field}.note", required=False, limit=_LONG)
    wrong = [fault for name in ("from", "until") for fault in checked_moment(row, name, f"{field}.{name}")]
    yield from wrong
    if not wrong and row.get("from") and row.get("until") and moment(row["from"]) >= moment(row["until"]):
        yield Fault(f"{field}.until", "Het einde ligt niet na het begin.")


def _point(row: Any, field: str) -> Iterator[Fault]:
    """A point of settlement or evaluation: a text, or a text and whether it is done."""
    if isinstance(row, str):
        row = {"text": row}
    if not isinstance(row, dict):
        yield Fault(field, "Dit is geen punt: geef een tekst.")
        return
    yield from _strange(row, field, _POINT | _GIVEN_BACK)
    yield from checked_text(row, "text", f"{field}.text", required=True, limit=_LONG)
    if not isinstance(row.get("done", False), bool):
        yield Fault(f"{field}.done", "Dit is waar of onwaar (true of false).")


def _strange(row: Mapping[str, Any], field: str, known: set[str]) -> Iterator[Fault]:
    for name in row:
        if name not in known:
            yield Fault(f"{field}.{name[:_SHORT]}", "Dit veld bestaat niet.")
