"""The plan of an operation: its phase, an outlook for 12, 24 and 48 h, planned line items, the nafase.

A plan is an entity of kind note, `note:operatie:<operation>`, that only people speak of. Its values are
flat and absolute: `outlook.12.need`, `plan.3.quantity`; a list that is said anew replaces the whole one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from mlob.bijstand import catalogue
from mlob.bijstand.demand import Demand, Item, resource_code, same_unit
from mlob.bijstand.plan_checks import HORIZONS, SPOT, validate
from mlob.bijstand.words import listed
from mlob.errors import TransitionError
from mlob.model import Phase, Scalar, iso
from mlob.moment import moment

__all__ = ["PREFIX", "allowed_phases", "change", "entity_id", "told", "validate", "view", "with_planned"]

PREFIX = "note:operatie:"
"""How the entity of a plan begins; the id of the operation follows."""

_TOLD = "told"
"""The value with what the timeline tells of the newest change of phase or outlook."""
_ORDER = tuple(Phase)
_LINE = ("resource", "quantity", "unit", "from", "until", "note")
_POINT = ("text", "done", "actor", "at")
_LISTS = {"plan": _LINE, "settlement": _POINT, "evaluation": _POINT}

Values = dict[str, Scalar]
View = dict[str, Any]


def entity_id(operation: str) -> str:
    """The entity that the plan of an operation is."""
    return PREFIX + operation


def told(entity: str, values: Mapping[str, Any]) -> str:
    """What the timeline tells of one observation, when it is about a plan and changed phase or outlook."""
    return str(values.get(_TOLD) or "") if entity.startswith(PREFIX) else ""


def view(operation: str, values: Mapping[str, Any], *, exercise: bool) -> View:
    """The plan as the API shows it; of an operation without one all is empty and the version 0."""
    version = values.get("version")
    return {
        "operation": operation,
        "version": version if isinstance(version, int) else 0,
        "title": values.get("title"),
        "exercise": exercise,
        "phase": values.get("phase") if values.get("phase") in _ORDER else None,
        "phase_at": values.get("phase_at"),
        "phase_by": values.get("phase_by"),
        "phase_reason": values.get("phase_reason"),
        "outlook": {hours: _outlook(values, hours) for hours in HORIZONS},
        **{name: list(_rows(values, name)) for name in _LISTS},
    }


def _outlook(values: Mapping[str, Any], hours: str) -> View:
    """One outlook; it holds until so many hours after it was made."""
    said = {name: values.get(f"outlook.{hours}.{name}") for name in ("need", "notes", "at", "by")}
    spots = values.get(f"outlook.{hours}.unknown")
    made = said["at"]
    until = iso(moment(made) + timedelta(hours=int(hours))) if isinstance(made, str) else None
    rows = [_spot(text) for text in spots] if isinstance(spots, list) else []
    return {**said, "until": until, "unknown": rows}


def _spot(text: str) -> dict[str, str | None]:
    parts = [part.strip() or None for part in text.split("|")]
    return dict(zip(SPOT, [*parts, None, None], strict=False))


def _rows(values: Mapping[str, Any], name: str) -> Iterator[View]:
    count = values.get(f"{name}.count")
    for number in range(1, count + 1 if isinstance(count, int) else 1):
        row = {part: values.get(f"{name}.{number}.{part}") for part in _LISTS[name]}
        known = catalogue.known().get(str(row.get("resource")))
        yield {**row, "name": known.name if known else row["resource"]} if name == "plan" else row


def with_planned(asked: Demand, planned: Iterable[View], *, exercise: bool) -> Demand:
    """What is asked, with what plans need beyond it: of what is real, or of exercises; not in the nafase.

    What the open requests of an operation ask already is taken off its plan, line after line.
    """
    items = list(asked.items)
    for plan in planned:
        if plan["exercise"] is exercise and plan["phase"] != Phase.NAFASE:
            items += _needed(plan, [item for item in asked.items if item.operation == plan["operation"]])
    return Demand(tuple(items), asked.promises)


def _needed(plan: View, asked: Sequence[Item]) -> Iterator[Item]:
    left = [item.requested for item in asked]
    for number, row in enumerate(plan["plan"], 1):
        need = row["quantity"]
        for index, item in enumerate(asked):
            if item.resource == row["resource"] and same_unit(item.unit, row["unit"]):
                taken = min(need, left[index])
                need, left[index] = need - taken, left[index] - taken
        if need > 0:
            yield Item(
                request="",
                version=0,
                operation=str(plan["operation"]),
                title=str(plan["title"] or ""),
                id=str(number),
                resource=row["resource"],
                unit=row["unit"],
                requested=need,
                outstanding=need,
                needed_by=moment(row["from"]) if row["from"] else None,
                until=moment(row["until"]) if row["until"] else None,
                exercise=plan["exercise"],
                planned=True,
            )


def allowed_phases(current: str) -> list[str]:
    """Where an operation may go: one phase on, or back (with a reason) to any before it."""
    place = _ORDER.index(Phase(current))
    return [phase.value for phase in _ORDER[: place + 2] if phase != current]


def change(found: View, current: str, body: Mapping[str, Any], actor: str, now: datetime) -> Values:
    """The values that a valid body changes; `current` is the phase that the operation is in.

    Raises TransitionError, in Dutch, for a phase that cannot follow and for what belongs to another phase.
    """
    at = iso(now)
    values: Values = {"version": found["version"] + 1, "operation": found["operation"]}
    phase = body.get("phase", current)
    lines = []
    if "phase" in body and phase != found["phase"]:
        _step(current, phase, body.get("reason"))
        values |= {"phase": phase, "phase_at": at, "phase_by": actor, "phase_reason": body.get("reason")}
        lines.append(f"fase {phase}")
    if phase != Phase.NAFASE and (body.get("settlement") or body.get("evaluation")):
        raise TransitionError("Afwikkeling en evaluatie horen bij de nafase: zet de operatie eerst daarin.")
    outlooks = {hours: said for hours in HORIZONS if (said := body.get("outlook", {}).get(hours)) is not None}
    for hours, said in outlooks.items():
        values |= _foreseen(hours, said) | {f"outlook.{hours}.at": at, f"outlook.{hours}.by": actor}
    if outlooks:
        lines.append(f"vooruitblik {listed(list(outlooks))} uur")
    if "plan" in body:
        values |= _list("plan", [_line(row) for row in body["plan"]], found["plan"])
    for name in ("settlement", "evaluation"):
        if name in body:
            values |= _list(name, list(_points(body[name], found[name], actor, at)), found[name])
    if not lines and not found["version"]:
        lines.append("plan gemaakt")
    return values | ({_TOLD: "; ".join(lines)} if lines else {})


def _step(current: str, phase: str, reason: Any) -> None:
    """Whether the phase may change so."""
    if phase != current and phase not in allowed_phases(current):
        raise TransitionError(f"Na de {current} komt niet de {phase}: eerst de respons.")
    if _ORDER.index(Phase(phase)) < _ORDER.index(Phase(current)) and not str(reason or "").strip():
        raise TransitionError(f"Terug van {current} naar {phase} kan alleen met een reden (reason).")


def _foreseen(hours: str, said: Mapping[str, Any]) -> Values:
    """What an outlook says; what it does not name stays as it was."""
    found: Values = {}
    for name in ("need", "notes"):
        if name in said:
            found[f"outlook.{hours}.{name}"] = (said[name] or "").strip() or None
    if "unknown" in said:
        found[f"outlook.{hours}.unknown"] = [_written(row) for row in said["unknown"] or []]
    return found


def _written(row: Any) -> str:
    parts = row.split("|") if isinstance(row, str) else [row.get(name) or "" for name in SPOT]
    return " | ".join(part.strip() for part in [*parts, "", ""][: len(SPOT)])


def _line(row: Mapping[str, Any]) -> Values:
    code = resource_code(row["resource"])
    return {
        "resource": code,
        "quantity": row["quantity"],
        "unit": row.get("unit") or catalogue.known()[code].unit,
        "from": iso(moment(row["from"])) if row.get("from") else None,
        "until": iso(moment(row["until"])) if row.get("until") else None,
        "note": row.get("note"),
    }


def _points(given: Sequence[Any], before: Sequence[View], actor: str, at: str) -> Iterator[Values]:
    """Points with who said them and when; one that stays as it was keeps both."""
    known = {(row["text"], row["done"]): row for row in before}
    for row in given:
        text, done = (row, False) if isinstance(row, str) else (row["text"], row.get("done", False))
        old = known.get((text.strip(), done))
        yield {
            "text": text.strip(),
            "done": done,
            "actor": old["actor"] if old else actor,
            "at": old["at"] if old else at,
        }


def _list(name: str, rows: Sequence[Values], before: Sequence[View]) -> Values:
    """A whole list as flat values; what is left of a longer one is emptied."""
    found: Values = {f"{name}.count": len(rows)}
    for number, row in enumerate(rows, 1):
        found |= {f"{name}.{number}.{part}": value for part, value in row.items()}
    for number in range(len(rows) + 1, len(before) + 1):
        found |= {f"{name}.{number}.{part}": None for part in _LISTS[name]}
    return found
