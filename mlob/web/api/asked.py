"""What an order for a briefing asks, checked field by field; every fault is told at once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from mlob.model import iso
from mlob.moment import moment
from mlob.snapshot import forms, orders
from mlob.snapshot.orders import ID
from mlob.web.node import Node
from mlob.web.problems import Problem

__all__ = ["LAST", "formats", "refuse", "since", "times", "title", "wait"]

LAST = "last"
"""Compare with the newest package that knew no more than this one."""
_AHEAD = timedelta(minutes=2)
_TITLE = 200  # characters

Body = Mapping[str, Any]
Faults = dict[str, str]


Times = tuple[str | None, str | None]


def times(body: Body, now: datetime) -> tuple[Times, Faults]:
    """Both times, and what is wrong with them. Without `known_at`: as known now; without `at`: of then."""
    faults: Faults = {}
    at, known_at = (_time(body, name, now, faults) for name in ("at", "known_at"))
    if at is None and known_at is None:
        return (None, None), faults
    return (iso(at or known_at or now), iso(known_at or now)), faults


def _time(body: Body, name: str, now: datetime, faults: Faults) -> datetime | None:
    given = body.get(name)
    if given is None:
        return None
    try:
        found = moment(given)
    except (TypeError, ValueError, OverflowError):
        faults[name] = "Geen tijd (ISO 8601)."
        return None
    if found - now > _AHEAD:
        faults[name] = "Deze tijd is nog niet geweest."
    return found


def formats(body: Body, faults: Faults) -> list[str]:
    """The forms that are wanted, each once."""
    given, known = body.get("formats"), forms.names()
    if not isinstance(given, list) or not given:
        faults["formats"] = f"Kies minstens een vorm: {', '.join(known)}."
        return []
    unknown = [str(name)[:40] for name in given if not isinstance(name, str) or name not in known]
    if unknown:
        faults["formats"] = f"Onbekende vorm: {', '.join(unknown[:5])}. Kies uit: {', '.join(known)}."
        return []
    return sorted(set(given))


def title(body: Body, faults: Faults) -> str:
    """What the package is called in the list."""
    given = body.get("title")
    if given is None:
        return ""
    if not isinstance(given, str) or len(given) > _TITLE or not given.isprintable():
        faults["title"] = f"Een regel tekst van hoogstens {_TITLE} tekens."
        return ""
    return given.strip()


def wait(body: Body, faults: Faults) -> bool:
    """Whether the answer waits for the package."""
    given = body.get("wait", True)
    if not isinstance(given, bool):
        faults["wait"] = "Geef true of false."
    return given is not False


async def since(here: Node, body: Body, asked: Times, now: datetime, faults: Faults) -> str | None:
    """The id of the package to compare with; None for none, or when there is no last one."""
    given = body.get("since")
    if given is None:
        return None
    if given == LAST:
        at, known_at = (time or iso(now) for time in asked)
        last = orders.last_before(await orders.all_of_async(here.client), at, known_at)
        return last.id if last else None
    order = (
        await orders.get_async(here.client, given) if isinstance(given, str) and ID.fullmatch(given) else None
    )
    if order is None or order.state != orders.DONE or order.preview:
        faults["since"] = 'Deze briefing is er niet (meer). Geef het nummer van een briefing, of "last".'
        return None
    if asked[0] is not None and moment(str(order.at)) > moment(asked[0]):
        faults["since"] = "Deze briefing is van een later moment. Vergelijk met een eerdere."
        return None
    return order.id


def refuse(faults: Faults) -> None:
    """A Problem with every field that fails, when any does."""
    if faults:
        text = " ".join(f"{name}: {wrong}" for name, wrong in faults.items())
        raise Problem(422, text, errors=faults)
