"""By when something must happen in a request: target times of its kind, needed by, promises with a time.

Only what has not happened yet is due. `late` is None when nobody says what time it is now.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from mlob.bijstand import kinds
from mlob.bijstand.states import EARLY, ENDED
from mlob.model import iso
from mlob.moment import moment

__all__ = ["due"]

_UNASSESSED = EARLY | {"in_behandeling"}
_UNPROMISED = _UNASSESSED | {"doorgestuurd", "uitgezet", "deels_toegezegd"}


def due(content: Mapping[str, Any], now: datetime | None = None) -> list[dict[str, Any]]:
    """What is due in a viewed request: `{code, text, at, late}`, what comes first on top."""
    if content["state"] in ENDED:
        return []
    found = [(at, code, text) for code, text, at in (*_targets(content), *_times(content)) if at is not None]
    return [
        {"code": code, "text": text, "at": iso(at), "late": None if now is None else at < now}
        for at, code, text in sorted(found)
    ]


def _moment(text: object) -> datetime | None:
    try:
        return moment(str(text)) if text else None
    except (ValueError, OverflowError):
        return None


def _targets(content: Mapping[str, Any]) -> Iterator[tuple[str, str, datetime | None]]:
    kind = kinds.known().get(str(content.get("kind")))
    filed = _moment(content.get("filed_at"))
    if kind is None or filed is None:
        return
    state = content["state"]
    waiting = {
        "first_reaction": ("eerste_reactie", "Eerste reactie aan de aanvrager", _unanswered(content)),
        "assessment": ("beoordeling", "Beoordeling door het LOCC", state in _UNASSESSED),
        "promise_urgent": (
            "toezegging",
            "Toezegging bij spoed",
            bool(content["urgent"]) and state in _UNPROMISED,
        ),
    }
    for name, (code, text, open_) in waiting.items():
        length = kinds.target(kind, name)
        if open_ and length is not None:
            yield code, text, filed + length


def _unanswered(content: Mapping[str, Any]) -> bool:
    """Whether nobody at the LOCC did anything yet since the request was filed."""
    return content["state"] in EARLY and not any(row.get("version", 0) > 1 for row in content["log"])


def _times(content: Mapping[str, Any]) -> Iterator[tuple[str, str, datetime | None]]:
    items = content["items"]
    if any(item["arrived"] < item["requested"] for item in items):
        yield "opkomst", "De bijstand moet er zijn", _moment(content.get("needed_by"))
    for row in content["promises"]:
        quantity, arrived = row["quantity"], row["arrived"] or 0
        if row["counted"] and quantity is not None and arrived < quantity:
            who = row["supplier"] or "de leverancier"
            yield "aankomst", f"Aankomst van {who}", _moment(row["arrives_at"])
    if content["state"] in ("onderweg", "ingezet", "afgeschaald"):
        yield "einde", "Einde van de inzet, of verlengen", _moment(content.get("until"))
