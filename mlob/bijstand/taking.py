"""Take a step: from a viewed request and what is said with the step to the values that it changes.

Pure: the caller journals the values as one observation, and only when nobody took another step on
the same version meanwhile. `step_version` and `step_state` are said by steps alone: a source that sends
its request once more begins `version` and `state` anew, and undoes no step by that.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from mlob.bijstand import acts, calls, filing, promises, quantities
from mlob.bijstand.allowing import refusal
from mlob.bijstand.calls import Call
from mlob.bijstand.parts import Fault, Faults
from mlob.bijstand.points import PAPER, is_signed, lacks_form, open_points
from mlob.bijstand.states import AGAIN, RUNNING
from mlob.bijstand.steps import TABLE
from mlob.errors import TransitionError
from mlob.model import Scalar, iso
from mlob.moment import moment

__all__ = ["take"]

Values = dict[str, Scalar]
View = Mapping[str, Any]

_WITHOUT_PROMISE = frozenset({"ingetrokken", "afgewezen"})


def take(view: View, step: Mapping[str, Any], actor: str, now: datetime) -> Values:
    """The values that the step changes, `version` and the line of the log among them.

    Raises TransitionError, with the reason in Dutch, when the step cannot be taken now, and Faults when
    what is said with it is not right.
    """
    name = step.get("step")
    if not isinstance(name, str) or name not in TABLE:
        raise Faults([Fault("step", f"Deze stap bestaat niet. Kies uit: {', '.join(TABLE)}.")])
    if why := refusal(view, name):
        raise TransitionError(why)
    call = calls.read(view, TABLE[name], step, now)
    version = int(view["version"]) + 1
    log = acts.key(version)
    values = _effects(view, call, log)
    to = _state(view, call)
    if to is not None:
        values["state"] = to
    values |= {"version": version, "step_version": version, "step_state": to or view["decided"]}
    return values | acts.write(_act(view, call, _shown(view, call, to), version, actor, now))


def _shown(view: View, call: Call, to: str | None) -> str | None:
    """The state that a viewer sees after the step, as promises speak too; None where it stays."""
    items = [_after(item, view, call) for item in view["items"]]
    if call.added:
        items.append({"outstanding": 1, "promised": 0, "departed": 0, "arrived": 0})
    own = to if to is not None else view["decided"]
    state = promises.state(own, items, [{"counted": item["promised"] > 0} for item in items])
    return None if state == view["state"] else state


def _after(item: Mapping[str, Any], view: View, call: Call) -> dict[str, Any]:
    """An item with what the step asks, promises or takes back in it."""
    quantity = dict(call.items).get(item["id"])
    found = dict(item)
    if call.step.name == "aanvullen" and quantity is not None:
        found["requested"] = quantity
    elif call.step.moves == "promised":
        found["promised"] += quantity or 0
    elif call.step.moves == "withdrawn":
        found["promised"] -= _taken_back(item, view, call) if quantity is None else quantity
    elif call.step.name == "heropenen" and view["state"] in _WITHOUT_PROMISE:
        found["promised"] = item["departed"]
    return found | {"outstanding": max(0, found["requested"] - found["promised"])}


def _taken_back(item: Mapping[str, Any], view: View, call: Call) -> float:
    """What is taken back of an item that the call does not name: all that has not left, or nothing."""
    return 0 if call.items else quantities.room(view, item["id"], call.supplier)


def _act(view: View, call: Call, to: str | None, version: int, actor: str, now: datetime) -> acts.Act:
    by_id = {item["id"]: item for item in view["items"]}
    items = tuple(
        acts.Moved(id=name, quantity=quantity, unit=by_id[name]["unit"], resource=by_id[name]["resource"])
        for name, quantity in call.items
    )
    signed = call.signature
    what = None if signed is None else f"{signed['name']}, {signed['role']}"
    if call.added:
        what = ", ".join(f"{acts.number(item['quantity'])} {item['resource']}" for item in call.added)
    if call.step.name == "sluiten" and lacks_form(view):
        what = "zonder ondertekend formulier"
    return acts.Act(
        step=call.step.name,
        at=iso(call.at),
        known=iso(now),
        actor=actor,
        role=call.role,
        way=call.way,
        version=version,
        source=view["state"],
        to=to,
        reason=call.reason,
        supplier=call.supplier,
        items=items,
        until=call.until,
        arrives_at=call.arrives_at,
        settlement=call.settlement,
        what=what,
    )


def _effects(view: View, call: Call, log: str) -> Values:
    """What the step changes besides the state."""
    name = call.step.name
    values: Values = {}
    if call.settlement:
        values["settlement"] = call.settlement
    if call.until and name not in ("toezeggen",):
        values["until"] = call.until
    if name == "ontvangen":
        values["form_received"] = True
    elif name == "ondertekenen":
        values |= filing.signature_values(len(view["signatures"]), call.signature or {})
    elif name == "aanvullen":
        values |= _completed(view, call)
    elif name == "toezeggen":
        values |= quantities.promised(view, call, log)
    elif name == "intrekken_toezegging":
        values |= quantities.withdrawn(view, call, log)
    elif call.step.moves:
        values |= quantities.moved(view, call, call.step.moves, log)
    elif name in ("afschalen", "beeindigen"):
        values |= quantities.released(view, call, log)
    elif name == "heropenen" and view["state"] in _WITHOUT_PROMISE:
        values |= quantities.lapsed(view, log)
    return values


def _completed(view: View, call: Call) -> Values:
    """What is added to the request: answers, places, times, quantities, lines."""
    said = call.said
    fields = said.get("fields") or {}
    values = filing.answers(fields, str(view["kind"]))
    values |= {f"field.{name}": None for name, value in fields.items() if value is None}
    if "needed_by" in said:
        values["needed_by"] = iso(moment(said["needed_by"]))
    if "urgent" in said:
        values["urgent"] = said["urgent"]
    for name, locality in (("region", "veiligheidsregio"), ("gemeente", "gemeente")):
        if name in said:
            values[f"place.{name}"] = said[name]
            if not view["geometry"]:
                values[locality] = said[name]
    for name, quantity in call.items:
        values |= {f"item.{name}.requested": quantity, f"item.{name}.at_least": None}
    if call.added:
        ids = [item["id"] for item in view["items"]]
        new = filing.item_ids(call.added, ids)
        values["item_ids"] = ids + new
        for name, item in zip(new, call.added, strict=True):
            values |= filing.item_values(name, item)
    return values


def _state(view: View, call: Call) -> str | None:
    """The state after the step; None where it stays."""
    state, name = view["state"], call.step.name
    if name == "instemmen" and state in RUNNING:
        return None  # the help went before: the decision is noted, and nothing goes back
    if name == "afwijzen" and state in AGAIN and any(item["promised"] for item in view["items"]):
        return _before_appeal(view)
    if call.step.to is not None:
        return call.step.to
    if name == "aanvullen":
        return _after_completion(state, gives=bool(call.said or call.items or call.added))
    if name == "ondertekenen":
        return _after_signature(view, call)
    if name == "alarmeren":
        return None if state in ("onderweg", "ingezet", "afgeschaald") else "gealarmeerd"
    if name == "vertrekken":
        return None if state in ("ingezet", "afgeschaald") else "onderweg"
    if name == "aankomen":
        return None if state == "afgeschaald" else "ingezet"
    if name == "heropenen":
        return _reopened(view)
    return None


def _after_completion(state: str, *, gives: bool) -> str | None:
    """Who gives nothing says what is missing; an incomplete request is complete again with either."""
    if state == "onvolledig":
        return "ontvangen"
    return "onvolledig" if not gives and state in ("ontvangen", "in_behandeling") else None


def _after_signature(view: View, call: Call) -> str | None:
    signed = {**view, "signatures": [*view["signatures"], call.signature]}
    if view["state"] == "vooraankondiging" and is_signed(signed):
        return "ontvangen"
    waits = any(point["code"] in PAPER for point in open_points(signed))
    return "ontvangen" if view["state"] == "onvolledig" and not waits else None


def _before_appeal(view: View) -> str:
    """Where a request stands again when the minister refuses the rest: what was promised stays promised.

    That it was promised in part follows from the promises (mlob/bijstand/promises.py).
    """
    submitted = [row["from"] for row in view["log"] if row.get("step") == "heroverwegen"]
    if submitted and submitted[-1] == "afgewezen":
        return "afgewezen"
    return "ingestemd" if submitted and submitted[-1] in RUNNING else "doorgestuurd"


def _reopened(view: View) -> str:
    if view["state"] == "gesloten":
        return "nafase"
    if view["state"] in ("beeindigd", "nafase"):
        return "afgeschaald"
    return filing.initial_state(view)
