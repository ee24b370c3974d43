"""Which steps a request may take now and what must be said with them, and why not (in Dutch)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from mlob.bijstand import kinds
from mlob.bijstand.acts import exact
from mlob.bijstand.points import lacks_form, needs_paper
from mlob.bijstand.roles import MINISTER
from mlob.bijstand.states import AGAIN, RUNNING, STATE_WORDS
from mlob.bijstand.steps import TABLE, Step

__all__ = ["allowed", "needs", "refusal", "withdrawable"]

View = Mapping[str, Any]

_MOST_TOLD = 5
"""States that a refusal names; a step that may be taken from more of them is only impossible after the end,
or before anything was asked."""


def allowed(view: View) -> list[str]:
    """The steps that a viewed request may take, in the order in which it usually meets them."""
    return [name for name in TABLE if refusal(view, name) is None]


def needs(view: View, name: str) -> tuple[str, ...]:
    """The parts of the call that must be given with a step now: who closes without the form says why."""
    said = TABLE[name].needs
    return (*said, "reason") if name == "sluiten" and lacks_form(view) else said


def refusal(view: View, name: str) -> str | None:
    """Why a step cannot be taken now; None when it can, with the right call."""
    step = TABLE[name]
    kind = kinds.known().get(str(view["kind"]))
    if kind is None:
        return "De soort van dit verzoek is nog niet bekend: er zijn alleen berichten over."
    if name not in kind.steps:
        return f"De stap {step.title.lower()!r} hoort niet bij de soort {kind.title!r}."
    state = view["state"]
    if not (
        state in step.sources or (view["urgent"] and state in step.urgent) or _decides(kind, name, state)
    ):
        return _out_of_place(step, state)
    if why := _decided_already(view, name):
        return why
    if step.paper and needs_paper(view):
        return (
            "Het verzoek is nog niet ondertekend door het bevoegd gezag. "
            "Alleen bij spoed mag deze stap vooruitlopen op het formulier."
        )
    return _nothing_left(view, step)


def _decides(kind: kinds.RequestKind, name: str, state: Any) -> bool:
    """Whether this is the decision of a law by which somebody decides before anybody promises."""
    return name == "instemmen" and state is not None and state == kinds.decided_in(kind)


def _decided_already(view: View, name: str) -> str | None:
    """Why there is nothing left to decide; only with spoed the decision may come after the help left."""
    rows = view["log"]
    if name == "instemmen" and view["state"] in RUNNING and _since_opened(rows, "instemmen"):
        return "Er is al ingestemd."
    if name != "heroverwegen":
        return None
    if any(_by_the_minister(row) for row in _since_opened(rows, "instemmen", "afwijzen")):
        again = view["state"] in TABLE["heropenen"].sources
        return "De minister heeft al beslist." + (
            " Met nieuwe feiten kan het verzoek heropend worden." if again else ""
        )
    if view["state"] in RUNNING and not any(item["outstanding"] for item in view["items"]):
        return "Alles wat gevraagd is, is toegezegd: er is niets om aan de minister voor te leggen."
    return None


def _by_the_minister(row: Mapping[str, Any]) -> bool:
    """Whether a decision was the minister's: in his name, or on what was submitted to him."""
    return row["role"] == MINISTER or row["from"] in AGAIN


def _since_opened(rows: Sequence[Mapping[str, Any]], *names: str) -> list[Mapping[str, Any]]:
    """The times that one of these steps was taken, after the request was last reopened."""
    found: list[Mapping[str, Any]] = []
    for row in rows:
        if row.get("step") == "heropenen":
            found.clear()
        elif row.get("step") in names:
            found.append(row)
    return found


def _out_of_place(step: Step, state: Any) -> str:
    now = STATE_WORDS.get(state, str(state))
    if state in step.urgent:
        return f"Dit kan nog niet: het verzoek is {now}. Alleen bij spoed mag deze stap nu al."
    if len(step.sources) > _MOST_TOLD:
        return f"Dit kan niet meer: het verzoek is {now}."
    wanted = ", ".join(sorted(STATE_WORDS[source] for source in step.sources))
    return f"Dit kan niet: het verzoek is {now}. Deze stap kan als het verzoek {wanted} is."


def _nothing_left(view: View, step: Step) -> str | None:
    """Why a step that moves quantities has nothing to move."""
    items = view["items"]
    if step.moves == "departed" and not any(item["promised"] > item["departed"] for item in items):
        return "Er is niets toegezegd dat nog niet vertrokken is."
    if step.moves == "arrived" and not any(item["promised"] > item["arrived"] for item in items):
        return "Er is niets toegezegd dat nog niet aangekomen is."
    if step.moves == "withdrawn" and not any(withdrawable(row) > 0 for row in view["promises"]):
        return "Er is geen toezegging die nog in te trekken is: wat vertrokken is, blijft."
    return None


def withdrawable(row: Mapping[str, Any]) -> float:
    """How much of a promise can still be taken back: what has not left."""
    if not row["counted"]:
        return 0
    left = exact(row["quantity"] - max(row["departed"] or 0, row["arrived"] or 0))
    return max(0, left)
