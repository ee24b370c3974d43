"""What somebody says with a step (`POST /requests/{id}/steps`), checked against the request."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import msgspec

from mlob.bijstand import acts, kinds
from mlob.bijstand.allowing import needs
from mlob.bijstand.checks import LONGEST_AGO, checked_fields, checked_item
from mlob.bijstand.functies import is_one_of
from mlob.bijstand.parts import (
    GEMEENTE,
    MAX_TITLE,
    REGION,
    Fault,
    Faults,
    checked_code,
    checked_moment,
    checked_past,
    checked_quantity,
    checked_signature,
    checked_text,
)
from mlob.bijstand.roles import MINISTER
from mlob.bijstand.steps import Step
from mlob.model import iso
from mlob.moment import moment

__all__ = ["Call", "read"]

MAX_REASON = 1000
_NEED_REASON = "Geef een reden."
_NO_FORM = (
    "Het ondertekende formulier is nooit gekomen. Sluiten kan dan alleen met een reden; "
    "het punt blijft open staan."
)
_SAID = ("fields", "needed_by", "region", "gemeente", "urgent")
"""What `aanvullen` may add besides items."""


class Call(msgspec.Struct, frozen=True, kw_only=True):
    """A valid call: `items` are (id, quantity), `added` whole new lines of the request."""

    step: Step
    at: datetime
    role: str
    way: str
    reason: str | None = None
    supplier: str | None = None
    items: tuple[tuple[str, float], ...] = ()
    added: tuple[dict[str, Any], ...] = ()
    until: str | None = None
    arrives_at: str | None = None
    settlement: str | None = None
    signature: dict[str, Any] | None = None
    said: dict[str, Any] = {}


def read(view: Mapping[str, Any], step: Step, body: Mapping[str, Any], now: datetime) -> Call:
    """The call; raises Faults with every field that fails."""
    kind = kinds.known()[str(view["kind"])]
    faults: list[Fault] = []
    at = _at(view, body, now, faults)
    supplier = _text(body, "supplier", faults) or (kind.supplier if "supplier" in step.needs else "")
    if "supplier" in step.needs and not supplier:
        faults.append(Fault("supplier", "Vul in wie dit levert."))
    reason = _text(body, "reason", faults, MAX_REASON)
    if "reason" in needs(view, step.name) and not reason:
        faults.append(Fault("reason", _NO_FORM if step.name == "sluiten" else _NEED_REASON))
    until, arrives_at = (_later(body, name, at, faults) for name in ("until", "arrives_at"))
    if "until" in step.needs and body.get("until") is None:
        faults.append(Fault("until", "Vul in tot wanneer."))
    items, added = _items(view, step, body, faults)
    said = _said(view, body, kind, faults) if step.name == "aanvullen" else {}
    if step.name == "aanvullen" and not (said or items or added or reason):
        faults.append(Fault("reason", "Geef aan wat er ontbreekt, of vul een veld aan."))
    signature = _signature(view, kind, body, (at, now), faults) if "signature" in step.needs else None
    role, way = _role(view, kind, step, body, faults), _way(body, faults)
    settlement = _text(body, "settlement", faults, MAX_REASON)
    if faults:
        raise Faults(faults)
    return Call(
        step=step,
        at=at,
        reason=reason or None,
        supplier=supplier or None,
        items=items,
        added=added,
        until=until,
        arrives_at=arrives_at,
        signature=signature,
        said=said,
        role=role,
        way=way,
        settlement=settlement or None,
    )


def _text(body: Mapping[str, Any], name: str, faults: list[Fault], limit: int = MAX_TITLE) -> str:
    wrong = checked_text(body, name, name, required=False, limit=limit)
    faults += wrong
    return "" if wrong else str(body.get(name) or "").strip()


def _at(view: Mapping[str, Any], body: Mapping[str, Any], now: datetime, faults: list[Fault]) -> datetime:
    """When it happened; now when nobody says.

    A step may come before its request, which is often entered when help is already on its way, but not
    by more than LONGEST_AGO.
    """
    wrong = checked_past(body, "at", "at", now)
    faults += wrong
    if wrong or body.get("at") is None:
        return now
    at, filed = moment(body["at"]), view.get("filed_at")
    if filed is None or checked_moment(view, "filed_at", ""):
        return at
    if at < moment(filed) - LONGEST_AGO:
        days = f"meer dan {LONGEST_AGO.days} dagen"
        faults.append(Fault("at", f"Dit is {days} voor het verzoek zelf: dat is van {acts.clock(filed)}."))
    return at


def _later(body: Mapping[str, Any], name: str, at: datetime, faults: list[Fault]) -> str | None:
    wrong = checked_moment(body, name, name)
    faults += wrong
    if wrong or body.get(name) is None:
        return None
    time = moment(body[name])
    if time <= at or time > at + timedelta(days=3660):
        faults.append(Fault(name, "Dit tijdstip moet later zijn dan de stap, binnen tien jaar."))
    return iso(time)


def _role(
    view: Mapping[str, Any], kind: kinds.RequestKind, step: Step, body: Mapping[str, Any], faults: list[Fault]
) -> str:
    """In whose role the step is taken: what is said, what the route of the kind says, the usual one."""
    role = body.get("role")
    if role is None and view["state"] == "heroverweging" and MINISTER in step.by:
        return MINISTER  # Politiewet 2012, article 56 (4)
    if role is None:
        route = (act.actor for act in kind.route if act.step == step.name and act.actor in step.by)
        return next(route, step.by[0])
    if role not in step.by:
        faults.append(Fault("role", f"Deze rol mag dit niet. Wel: {', '.join(step.by)}."))
    return str(role)


def _way(body: Mapping[str, Any], faults: list[Fault]) -> str:
    way = body.get("way")
    if way is None:
        return acts.WAYS[0]
    if way not in acts.WAYS:
        faults.append(Fault("way", f"Kies uit: {', '.join(acts.WAYS)}."))
    return str(way)


def _items(
    view: Mapping[str, Any], step: Step, body: Mapping[str, Any], faults: list[Fault]
) -> tuple[tuple[tuple[str, float], ...], tuple[dict[str, Any], ...]]:
    """The lines that a step is about, and (`aanvullen`) new lines."""
    said = body.get("items")
    if said is None or said == []:
        if "items" in step.needs:
            faults.append(Fault("items", "Vul in hoeveel, en van welke regel."))
        return (), ()
    if not isinstance(said, list) or len(said) > 100:
        faults.append(Fault("items", "Dit moet een lijst van regels zijn, hoogstens 100."))
        return (), ()
    known = {item["id"] for item in view["items"]}
    items: list[tuple[str, float]] = []
    added: list[dict[str, Any]] = []
    seen: set[str] = set()
    for number, item in enumerate(said):
        place = f"items.{number}"
        if step.name == "aanvullen" and isinstance(item, dict) and str(item.get("id")) not in known:
            wrong = checked_item(item, place, seen)
            added += [] if wrong else [item]
        else:
            wrong = _item(item, place, known, seen)
            items += [] if wrong else [(item["id"], item["quantity"])]
        faults += wrong
    if added and len(known) + len(added) > 100:
        faults.append(Fault("items", "Hoogstens 100 regels in een verzoek."))
    return tuple(items), tuple(added)


def _item(item: Any, place: str, known: set[str], seen: set[str]) -> list[Fault]:
    if not isinstance(item, dict):
        return [Fault(place, "Dit is geen regel van het verzoek.")]
    name = item.get("id")
    if not isinstance(name, str) or name not in known:
        return [Fault(f"{place}.id", "Deze regel staat niet in het verzoek.")]
    if name in seen:
        return [Fault(f"{place}.id", "Deze regel komt twee keer voor.")]
    seen.add(name)
    return checked_quantity(item.get("quantity"), f"{place}.quantity")


def _said(
    view: Mapping[str, Any], body: Mapping[str, Any], kind: kinds.RequestKind, faults: list[Fault]
) -> dict[str, Any]:
    """What is added; an answer that is empty takes back the one that was there, and else says nothing."""
    wrong = checked_fields(body.get("fields"), kind, whole=False)
    wrong += checked_moment(body, "needed_by", "needed_by")
    wrong += checked_code(body.get("region"), "region", REGION, None)
    wrong += checked_code(body.get("gemeente"), "gemeente", GEMEENTE, None)
    if not isinstance(body.get("urgent"), bool | None):
        wrong.append(Fault("urgent", "Kies ja of nee."))
    faults += wrong
    said = {name: body[name] for name in _SAID if body.get(name) not in (None, {}, "")}
    if isinstance(said.get("fields"), dict):
        whole = {name: None if _empty(value) else value for name, value in said["fields"].items()}
        said["fields"] = {
            name: value for name, value in whole.items() if value is not None or name in view["fields"]
        }
    return {name: value for name, value in said.items() if value != {}}


def _empty(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _signature(
    view: Mapping[str, Any],
    kind: kinds.RequestKind,
    body: Mapping[str, Any],
    moments: tuple[datetime, datetime],
    faults: list[Fault],
) -> dict[str, Any] | None:
    """Who signs: what is said, else the requester as the request names him; `moments` are step and now."""
    at, now = moments
    said = body.get("signature")
    if said is None and isinstance(body.get("signatures"), list) and len(body["signatures"]) == 1:
        said = body["signatures"][0]
    if said is None:
        said = {name: view["requester"].get(name) for name in ("name", "role")}
        said["name"] = said["name"] or view["requester"].get("organisation")
    wrong = checked_signature(said, "signature", None, now)
    if not wrong and kind.signature.by and not is_one_of(said["role"], kind.signature.by):
        allowed = ", ".join(kind.signature.by)
        wrong = [Fault("signature.role", f"Deze functie mag dit niet ondertekenen. Wel: {allowed}.")]
    faults += wrong
    if wrong:
        return None
    own = view["gemeente"] if kind.per_gemeente else None
    return {
        "name": said["name"].strip(),
        "role": said["role"].strip(),
        "gemeente": said.get("gemeente") or own,
        "at": iso(moment(said["at"])) if said.get("at") else iso(at),
    }
