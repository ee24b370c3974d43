"""An operation: the requests of one incident together, and whether every signature is there.

For kinds that are `per_gemeente`, bijstand in two or more gemeenten means one signed request each
(LOCC, "Indienen van een bijstandsverzoek"). Exercises and real requests are never added together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from mlob.bijstand import kinds, plans
from mlob.bijstand.acts import exact
from mlob.bijstand.points import PAPER, is_signed_for
from mlob.bijstand.states import ENDED
from mlob.model import Phase

__all__ = ["operation", "operations"]

View = Mapping[str, Any]

OVER = frozenset({"afgewezen", "ingetrokken"})
"""States of requests that ask nothing of their operation any more."""
_SUMS = ("requested", "promised", "departed", "arrived")
_PREPARED = frozenset({"gealarmeerd", "onderweg", "ingezet", "afgeschaald"})


def operations(views: Iterable[View], planned: Iterable[View] = ()) -> list[dict[str, Any]]:
    """Every operation among the requests, the newest request first; then those that are only planned."""
    found: dict[str, list[View]] = {}
    for view in views:
        if view["operation"]:
            found.setdefault(str(view["operation"]), []).append(view)
    plans = {str(plan["operation"]): plan for plan in planned}
    rows = [operation(name, found.get(name, ()), plans.get(name)) for name in {**found, **plans}]
    return sorted(
        rows,
        key=lambda row: max((str(view["filed_at"]) for view in row["requests"]), default=""),
        reverse=True,
    )


def operation(name: str, views: Iterable[View], plan: View | None = None) -> dict[str, Any]:
    """One operation; its requests are real ones, or those of an exercise when there are no others.

    What its plan says of its title and phase goes before what its requests say.
    """
    found = sorted(views, key=lambda view: (str(view["filed_at"] or ""), str(view["id"])))
    said = plan or {}
    exercise = all(view["exercise"] for view in found) if found else bool(said.get("exercise"))
    found = [view for view in found if view["exercise"] is exercise]
    counted = [view for view in found if view["state"] not in OVER]
    points = [
        {"code": point["code"], "text": point["text"], "request": view["id"]}
        for view in counted
        for point in view["open"]
    ]
    gemeenten = list(_gemeenten(counted))
    phase = said.get("phase") or _phase(found)
    points += [
        {
            "code": "ondertekening_gemeente",
            "text": f"Gemeente {row['gemeente']} heeft nog geen eigen, ondertekend verzoek.",
            "request": row["request"],
        }
        for row in gemeenten
        if not row["signed"]
    ]
    return {
        "id": name,
        "title": said.get("title")
        or _said(found, "operation_title")
        or next((view["title"] for view in found), None),
        "phase": phase,
        "allowed_phases": plans.allowed_phases(phase),
        "exercise": exercise,
        "requests": found,
        "complete": bool(counted) and not any(point["code"] in PAPER for point in points),
        "open": points,
        "gemeenten": gemeenten,
        "items": _totals(counted),
        "plan": plan,
    }


def _said(views: Sequence[View], name: str) -> Any:
    """What the newest request says that says anything of it."""
    return next((view[name] for view in reversed(views) if view[name]), None)


def _phase(views: Sequence[View]) -> str:
    """Nafase once every request is over; what was said while nobody was alerted; else respons."""
    if not views:
        return Phase.PREPARATIE.value
    if all(view["state"] in ENDED for view in views):
        return Phase.NAFASE.value
    said = _said(views, "operation_phase")
    if said == Phase.PREPARATIE and not any(view["state"] in _PREPARED for view in views):
        return Phase.PREPARATIE.value
    return Phase.RESPONS.value


def _gemeenten(views: Sequence[View]) -> Iterator[dict[str, Any]]:
    """Each gemeente where the bijstand is used, when it is more than one, and its own request."""
    known = kinds.known()
    each = [view for view in views if view["kind"] in known and known[view["kind"]].per_gemeente]
    used = {str(view["gemeente"]) for view in each if view["gemeente"]}
    used |= {gemeente for view in each for gemeente in view["operation_gemeenten"]}
    if len(used) < 2:
        return
    for gemeente in sorted(used):
        own = [view for view in each if view["gemeente"] == gemeente]
        signed = next((view for view in own if is_signed_for(view, gemeente)), None)
        shown = signed or next(iter(own), None)
        yield {
            "gemeente": gemeente,
            "request": None if shown is None else shown["id"],
            "signed": signed is not None,
        }


def _totals(views: Iterable[View]) -> list[dict[str, Any]]:
    """What is asked, promised, departed, arrived and outstanding by resource and unit."""
    totals: dict[tuple[str, str], dict[str, float]] = {}
    for view in views:
        for item in view["items"]:
            key = (str(item["resource"]), str(item["unit"]))
            sums = totals.setdefault(key, dict.fromkeys((*_SUMS, "outstanding"), 0))
            for name in _SUMS:
                sums[name] = exact(sums[name] + item[name])
            left = 0 if view["state"] in ENDED else item["outstanding"]
            sums["outstanding"] = exact(sums["outstanding"] + left)
    return [{"resource": resource, "unit": unit, **sums} for (resource, unit), sums in sorted(totals.items())]
