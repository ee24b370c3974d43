"""Lines of the timeline: what changed for a person who reads it, in one sentence."""

from __future__ import annotations

from typing import Any

from mlob.bijstand import acts, plans
from mlob.fold import Entity, standing
from mlob.model import Kind, Observation, effective_at, iso
from mlob.placed import SEVERAL, regions_of

__all__ = ["UNTOLD", "Seen", "line", "look"]

Seen = dict[str, Any]
"""The values of an entity that the timeline watches."""

UNTOLD = frozenset({Kind.UNIT, Kind.CAPACITY, Kind.LINK})
"""Kinds whose changes are read on the map, in the tables and in the details, not in the timeline."""

_WATCHED = ("title", "status", "severity", "grip", "phase", "verification", "veiligheidsregio", SEVERAL)
_DRILL = "oefening"
"""Under which name stands what an exercise says beside what is real."""
_GRIP_ALARM = 3
_LONGEST = 240
"""Characters of a message about a request that the timeline shows; the whole stands in the request."""
_PHASES = {"preparatie": "preparatie", "respons": "respons", "nafase": "nafase"}


def look(entity: Entity) -> Seen:
    """What of an entity shows in the timeline, now."""
    real = standing(entity)
    seen = _seen(real)
    if real is not entity:
        drill = {name: report for name, report in entity.reports.items() if name not in real.reports}
        seen[_DRILL] = _seen(Entity(entity.id, entity.kind, reports=drill))
    return seen


def _seen(entity: Entity) -> Seen:
    values = entity.values
    return {name: values[name] for name in _WATCHED if name in values}


def line(cursor: str, before: Seen | None, after: Seen, observation: Observation) -> Seen | None:
    """The line that one observation adds (CONTRACT, `GET /timeline`), or None where nobody would miss it.

    `before` is None when the entity is new.
    """
    message = _message(observation)
    if observation.exercise and _DRILL in after:
        before, after = (before or {}).get(_DRILL), after[_DRILL]
    if observation.kind in UNTOLD or (after == before and not message):
        return None
    text, severity = _sentence(observation.kind, before or {}, after)
    if message:
        text = f"{after['title']}: {message}" if after.get("title") else message
    if not text:
        return None
    return {
        "cursor": cursor,
        "time": iso(effective_at(observation.observed_at, observation.received_at)),
        "known": iso(observation.received_at),
        "severity": severity,
        "discipline": observation.discipline,
        "region": after.get("veiligheidsregio") or _region_of(observation),
        **({"regions": several} if len(several := regions_of(after)) > 1 else {}),
        "text": text,
        "entity": observation.entity,
        "kind": observation.kind,
        "verification": after.get("verification"),
        "exercise": observation.exercise,
    }


def _message(observation: Observation) -> str:
    """What is told of a request besides its state: a step that was taken, or what somebody says of it.

    Of the plan of an operation: its new phase or outlook.
    """
    if observation.kind is Kind.NOTE:
        return plans.told(observation.entity, observation.properties)
    if observation.kind is not Kind.REQUEST:
        return ""
    lines = (line for name, line in observation.properties.items() if name.startswith("log."))
    told = next(lines, "")
    act = acts.read(told)
    if act is not None:
        text = acts.sentence(act) if act.version > 1 else ""
    else:
        text = "" if observation.title or observation.status else str(told).partition(" ")[2]
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _region_of(observation: Observation) -> str | None:
    return observation.entity.removeprefix("region:") if observation.kind is Kind.REGION else None


def _sentence(kind: Kind, before: Seen, after: Seen) -> tuple[str, int]:
    if kind is Kind.REGION:
        return _region(before, after)
    title = str(after.get("title") or "zonder titel")
    severity = int(after.get("severity") or 0)
    status = after.get("status")
    if after.get("verification") == "ingetrokken" != before.get("verification"):
        return f"Ingetrokken: {title}", severity
    if status and status != before.get("status") and (before or kind is not Kind.INCIDENT):
        return f"{title}: {status}", severity
    return title, severity


def _region(before: Seen, after: Seen) -> tuple[str, int]:
    old, new = before.get("grip"), after.get("grip")
    if isinstance(new, int) and new != old:
        text = f"GRIP {old} → {new}" if isinstance(old, int) else f"GRIP {new}"
        rising = not isinstance(old, int) or new > old
        if new == 0:
            return (text if old else ""), 1
        return text, (4 if new >= _GRIP_ALARM else 3) if rising else 1
    phase = after.get("phase")
    if phase != before.get("phase") and phase in _PHASES:
        return f"Fase: {_PHASES[str(phase)]}", 1
    return "", 0
