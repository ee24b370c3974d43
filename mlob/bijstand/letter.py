"""The answer of the LOCC to a request, as the text of a letter or an e-mail in plain Dutch.

What it says follows from the state: agreed to, partly promised, refused with the reason, forwarded, or
only received. Names of persons stand in the address alone.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from mlob.bijstand import paper_words as words
from mlob.bijstand.kinds import RequestKind
from mlob.bijstand.standing import View, covered, promised, refusal, said_at, step
from mlob.model import iso

__all__ = ["text"]

Contact = tuple[str, str]
"""Whom to call, and the number."""

WIDTH = 76
"""Characters of a line: what every program for e-mail shows without breaking it again."""
AGREED = frozenset({"ingestemd", "gealarmeerd", "onderweg", "ingezet", "afgeschaald"})
ENDED = frozenset({"beeindigd", "nafase", "gesloten"})
NOTHING_COMES = frozenset({"afgewezen", "ingetrokken"})
NO_REASON = "De reden is nog niet vastgelegd. U krijgt die van ons."


def text(
    view: View,
    kind: RequestKind,
    *,
    organisation: str,
    marking: str,
    at: datetime,
    contacts: Sequence[Contact] = (),
) -> str:
    """The letter about a viewed request as it stands at `at`; raises ValueError without a marking."""
    if not marking.strip():
        raise ValueError("a letter without a marking")
    subject, decision = _decision(view, kind)
    ours = f"via {organisation}"
    blocks: list[Iterable[str]] = [
        _exercise(view),
        _head(view, kind, organisation, marking, at, subject),
        ["Geachte heer of mevrouw,"],
        _paragraph(_asked_for(view)),
        *(_paragraph(line) for line in decision),
        _list("Wat u vroeg", (_asked(item) for item in view["items"])),
        _list("Wat is toegezegd", (_promise(view, row) for row in promised(view, ours))),
        _list("Wat nog open staat", _outstanding(view)),
        _list("Wat wij nog van u nodig hebben", _open(view)),
        _contacts(contacts),
        ["Met vriendelijke groet,", "", words.clean(organisation)],
        _exercise(view),
    ]
    return "\n\n".join("\n".join(lines) for block in blocks if (lines := list(block))) + "\n"


def _exercise(view: View) -> list[str]:
    return ["*** OEFENING: dit is geen echt bericht. ***"] if view.get("exercise") else []


def _head(
    view: View, kind: RequestKind, organisation: str, marking: str, at: datetime, subject: str
) -> Iterator[str]:
    """Address, copies, date, number and subject, a line each."""
    asks = view.get("requester") or {}
    whom = [asks.get(name) for name in ("name", "role", "organisation")]
    title = words.clean(view.get("title") or "uw verzoek om bijstand")
    operation = view.get("operation_title")
    rows = [
        ("Rubricering", marking),
        ("Van", organisation),
        ("Aan", ", ".join(str(part) for part in whom if part) or "aanvrager"),
        ("Kopie aan", ", ".join(kind.informs)),
        ("Datum", words.day(iso(at))),
        ("Kenmerk LOCC", words.reference(view["id"])),
        ("Operatie", operation or ""),
        ("Soort", f"{kind.title} ({kind.legal_basis})"),
        ("Onderwerp", f"{subject}: {title}"),
    ]
    for name, said in rows:
        if said:
            yield from _wrapped(words.clean(said), f"{name + ':':<15}", " " * 15)


def _asked_for(view: View) -> str:
    filed = view.get("filed_at") or said_at(next(iter(view.get("log") or ()), None))
    when = f" op {words.day(filed)}" if filed else ""
    how = " per telefoon" if view.get("by_phone") else ""
    urgent = " Het verzoek heeft spoed." if view.get("urgent") else ""
    needed = words.day(view.get("needed_by"))
    by = f" U hebt de bijstand uiterlijk nodig op {needed}." if needed else ""
    return f"U vroeg{when}{how} om bijstand.{urgent}{by}"


def _decision(view: View, kind: RequestKind) -> tuple[str, list[str]]:
    """The subject, and what was decided in a few sentences."""
    state, whole = view["state"], covered(view)
    some = any(item["promised"] for item in view["items"])
    if state == "afgewezen":
        return "Uw verzoek is afgewezen", _refused(view, kind)
    if state == "ingetrokken":
        return "Uw verzoek is ingetrokken", ["Uw verzoek is ingetrokken. Wij doen er niets meer mee."]
    if state in ENDED:
        return "De bijstand is beëindigd", ["De bijstand is beëindigd."]
    if state in AGREED:
        rest = "" if whole else _rest(view)
        return "Er is ingestemd met uw verzoek", [
            f"Er is ingestemd met uw verzoek. {_decides(kind)}{rest}",
            *_condition(view),
            *_appeal(view),
        ]
    if some:
        subject = "Uw verzoek is toegezegd" if whole else "Uw verzoek is deels toegezegd"
        more = "Er is nog geen besluit." if whole else "Er is nog geen besluit. Wij zoeken verder."
        return subject, [f"{subject}. {more} {_decides(kind)}"]
    if state == "doorgestuurd":
        return "Uw verzoek is doorgestuurd", _forwarded(view, kind)
    now = "" if state == "ontvangen" else f" De stand is nu: {words.state(state)}."
    return "Wij hebben uw verzoek ontvangen", [f"Wij hebben uw verzoek ontvangen.{now} {_decides(kind)}"]


def _rest(view: View) -> str:
    """What becomes of the part that nobody promised."""
    last = step(view, "afwijzen", "instemmen", "heropenen")
    if last is None or last["step"] != "afwijzen":
        return " Nog niet alles is toegezegd: wij zoeken verder."
    return f" De rest is afgewezen. De reden is: {refusal(view)}"


def _decides(kind: RequestKind) -> str:
    return f"Over dit soort verzoeken beslist: {kind.decides}."


def _condition(view: View) -> list[str]:
    """What the decision said besides yes."""
    line = step(view, "instemmen")
    return [f"Daarbij geldt: {line['reason']}"] if line is not None and line.get("reason") else []


def _refused(view: View, kind: RequestKind) -> list[str]:
    found = [f"Uw verzoek is afgewezen. {_decides(kind)}"]
    reason = refusal(view)
    found.append(f"De reden is: {reason}" if reason else NO_REASON)
    return [*found, *_appeal(view)]


def _appeal(view: View) -> list[str]:
    """That the requester may turn to the minister, where the law has that."""
    if "heroverwegen" not in (view.get("allowed_steps") or ()):
        return []
    return ["Bent u het er niet mee eens? Dan kunt u vragen om een heroverweging door de minister."]


def _forwarded(view: View, kind: RequestKind) -> list[str]:
    line = step(view, "doorsturen")
    to = None if line is None else line.get("supplier")
    when = words.day(said_at(line))
    whom = f" aan {words.supplier(to)}" if to else ""
    return [
        f"Wij hebben uw verzoek{f' op {when}' if when else ''} doorgestuurd{whom}. {_decides(kind)} "
        "Het antwoord krijgt u van ons."
    ]


def _asked(item: dict[str, Any]) -> str:
    least = " (aantal nog niet bekend, minstens dit)" if item.get("at_least") else ""
    task = f", voor: {words.clean(item['task'])}" if item.get("task") else ""
    return words.portion(item.get("resource"), item["requested"], item.get("unit")) + least + task


def _promise(view: View, row: dict[str, Any]) -> str:
    asked: Any = next((item for item in view["items"] if item["id"] == row["item"]), {})
    what = row["resource"] or asked.get("resource")
    said = words.portion(what, row["quantity"], row["unit"] or asked.get("unit"))
    by = words.supplier(row["supplier"])
    said += f", {by}" if by.startswith("via ") else f", door {by}"
    until = words.day(row["until"])
    return f"{said}; {_whereabouts(row)}" + (f", tot {until}" if until else "")


def _whereabouts(row: dict[str, Any]) -> str:
    """How far a promise has come: there, on its way, or when it is expected."""
    arrived, departed = row["arrived"] or 0, row["departed"] or 0
    if arrived:
        return "aangekomen" if arrived >= row["quantity"] else f"{words.number(arrived)} aangekomen"
    arrives = words.day(row["arrives_at"])
    expected = f"aankomst {arrives}" if arrives else "aankomst nog niet bekend"
    return f"vertrokken, {expected}" if departed >= row["quantity"] else expected


def _open(view: View) -> Iterator[str]:
    if view["state"] not in NOTHING_COMES:
        yield from (str(point["text"]) for point in view.get("open") or ())


def _outstanding(view: View) -> Iterator[str]:
    if view["state"] not in ENDED | NOTHING_COMES:
        for item in view["items"]:
            if item["outstanding"]:
                yield words.portion(item.get("resource"), item["outstanding"], item.get("unit"))


def _contacts(contacts: Sequence[Contact]) -> Iterator[str]:
    if contacts:
        yield "Vragen? Bel ons, dag en nacht:"
        for name, phone in contacts:
            yield from _wrapped(f"{words.clean(name)}: {words.clean(phone)}", "- ", "  ")


def _list(title: str, lines: Iterable[str]) -> Iterator[str]:
    """A title with a line for each; nothing when there are none."""
    for number, line in enumerate(lines):
        if not number:
            yield f"{title}:"
        yield from _wrapped(words.clean(line), "- ", "  ")


def _paragraph(said: str) -> Iterator[str]:
    yield from _wrapped(words.clean(said), "", "")


def _wrapped(said: str, first: str, rest: str) -> list[str]:
    return textwrap.wrap(
        " ".join(said.split()),
        WIDTH,
        initial_indent=first,
        subsequent_indent=rest,
        break_long_words=False,
        break_on_hyphens=False,
    )
