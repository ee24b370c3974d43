"""What stands on the form of a request: the fields of an aanvraag in their order, as texts.

The order is that of the domain study (1.2), which follows the forms of the LOCC. A question that a
kind asks and nobody answered stays on the form, open.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from mlob.bijstand import paper_words as words
from mlob.bijstand.kinds import RequestKind
from mlob.bijstand.standing import View, said_at, standing, step
from mlob.model import iso

__all__ = ["breakable", "content"]

Rows = list[tuple[str, Any]]

QUESTIONS: dict[str, tuple[str, ...]] = {
    "Kenmerk en ontvangst": ("begonnen", "ercc"),
    "Rechtsgrond": ("crisisplan",),
    "Aanvrager": ("ingelicht", "zienswijze", "land"),
    "Contact voor de uitvoering": ("contact", "contact_ter_plaatse", "gespreksgroep", "taal"),
    "Aanleiding": ("aanleiding",),
    "Gevraagde capaciteit": ("effect", "aantal_opvang", "ambulances"),
    "Waarom niet zelf": ("motivering", "buurregio", "markt", "verklaring"),
    "Tijd": ("einde",),
    "Plaats": ("opkomstlocatie", "inzetgebied", "grens"),
    "Gezag en leiding": ("leiding", "bevoegdheden"),
    "Logistiek": ("logistiek",),
    "Veiligheid": ("veiligheid",),
    "Kosten": ("kostenplaats", "verrekening"),
    "Communicatie en rubricering": ("pers",),
}
"""The sections of the form, and which questions of a kind belong in each; the signature comes after."""
OTHERS = "Overige vragen"
_ENDLESS = re.compile(r"\S{28,}")
"""Longer than any word that fits a column."""
_PIECE = re.compile(r".{1,12}")
_BREAK = "\u200b"  # zero width space
_DECISIONS = ("instemmen", "afwijzen", "doorsturen", "uitzetten")


def content(
    view: View, kind: RequestKind, *, organisation: str, marking: str, at: datetime
) -> dict[str, Any]:
    """All that the template shows."""
    return {
        "title": words.clean(kind.title),
        "subject": words.clean(view.get("title") or "Zonder titel"),
        "organisation": words.clean(organisation),
        "marking": words.clean(marking),
        "exercise": bool(view.get("exercise")),
        "urgent": bool(view.get("urgent")),
        "reference": words.reference(view["id"]),
        "state": words.state(view.get("state")),
        "changed": words.day(iso(at)),
        "day": [at.year, at.month, at.day],
        "open": [words.clean(point["text"]) for point in view.get("open") or ()],
        "sections": _sections(view, kind, marking),
        "items": [_item(item) for item in view["items"]],
        "signatures": [_signature(signature) for signature in view.get("signatures") or ()],
        "suppliers": _suppliers(view, organisation),
        "decisions": _texts(_decisions(view, kind)),
        "log": [
            [words.clock(said_at(line)), words.clean(line.get("text") or "")]
            for line in view.get("log") or ()
        ],
    }


def breakable(shown: Any) -> Any:
    """The same with places where a word without an end may break, so that it stays on the page."""
    if isinstance(shown, str):
        return _ENDLESS.sub(lambda word: _BREAK.join(_PIECE.findall(word[0])), shown)
    if isinstance(shown, list):
        return [breakable(part) for part in shown]
    return {name: breakable(part) for name, part in shown.items()} if isinstance(shown, dict) else shown


def _sections(view: View, kind: RequestKind, marking: str) -> list[dict[str, Any]]:
    """Each section with what is known, and then the questions of the kind that belong in it."""
    answers = view.get("fields") or {}
    asked = {field.name: (field.label, _answer(field, answers.get(field.name))) for field in kind.fields}
    asked |= {name: (name.replace("_", " "), text) for name, text in answers.items() if name not in asked}
    known = _known(view, kind, marking)
    found = [
        {
            "title": title,
            "rows": _texts([*known.get(title, ()), *(asked[name] for name in asked if name in names)]),
        }
        for title, names in QUESTIONS.items()
    ]
    placed = {name for names in QUESTIONS.values() for name in names}
    rest = [row for name, row in asked.items() if name not in placed]
    return found + ([{"title": OTHERS, "rows": _texts(rest)}] if rest else [])


def _answer(field: Any, text: Any) -> Any:
    """An answer as it is read; a moment in words."""
    return words.day(text) if getattr(field, "type", "text") == "moment" else text


def _known(view: View, kind: RequestKind, marking: str) -> dict[str, Rows]:
    """What a request says besides the questions of its kind, by section."""
    asks = view.get("requester") or {}
    return {
        "Kenmerk en ontvangst": _received(view),
        "Rechtsgrond": [
            ("Wettelijke grond", kind.legal_basis),
            ("Gericht aan", kind.addressed_to),
            ("Beslist", kind.decides),
            ("Route", "\n".join(f"{at}. {act}" for at, act in enumerate(words.route(kind), 1))),
            ("Wordt ingelicht", ", ".join(kind.informs) or "niemand"),
        ],
        "Aanvrager": [
            ("Organisatie", asks.get("organisation")),
            ("Bevoegd gezag (functie)", asks.get("role")),
            ("Naam", asks.get("name")),
            ("Voor", words.place(view)),
        ],
        "Aanleiding": [("Onderwerp", view.get("title"))],
        "Tijd": [
            ("Uiterlijk aanwezig", words.day(view.get("needed_by"))),
            *([("Verlengd tot", words.day(view["until"]))] if view.get("until") else []),
        ],
        "Plaats": [("Plaats op de kaart", _point(view.get("geometry")))],
        "Communicatie en rubricering": [("Rubricering", marking)],
    }


def _received(view: View) -> Rows:
    by_phone = "ja" if view.get("by_phone") else "nee"
    filed = view.get("filed_at") or said_at(next(iter(view.get("log") or ()), None))
    return [
        ("Kenmerk LOCC", words.reference(view["id"])),
        ("Operatie", view.get("operation_title") or words.reference(view.get("operation") or "")),
        ("Gemeld per telefoon", by_phone),
        ("Ontvangen", words.day(filed)),
        ("Spoed", "ja" if view.get("urgent") else "nee"),
        ("Stand", words.state(view.get("state"))),
    ]


def _point(geometry: Mapping[str, Any] | None) -> str | None:
    """Where on the map: a point with its coordinates, of a line or an area that it is drawn."""
    if geometry is None:
        return None
    if geometry["type"] != "Point":
        return "getekend op de kaart van het beeld"
    lon, lat = geometry["coordinates"][:2]
    return (
        f"{words.number(round(lat, 5))} noorderbreedte, {words.number(round(lon, 5))} oosterlengte (WGS 84)"
    )


def _item(item: Mapping[str, Any]) -> dict[str, str]:
    least = "minstens " if item.get("at_least") else ""
    return {
        "resource": words.resource(item.get("resource")),
        "unit": words.clean(item.get("unit") or ""),
        "task": words.clean(item.get("task") or ""),
        "requested": least + words.number(item["requested"]),
        "promised": words.number(item["promised"]),
        "outstanding": words.number(item["outstanding"]),
    }


def _signature(signature: Mapping[str, Any]) -> list[str | None]:
    at = words.clock(signature.get("at"))
    who = [signature.get("role"), signature.get("name"), words.gemeente_name(signature.get("gemeente"))]
    return [*(words.clean(text) if text else None for text in who), at]


def _suppliers(view: View, organisation: str) -> list[list[str | None]]:
    """Each promise: who, what, how many, when it comes, how many left and arrived."""
    asked = {item["id"]: item for item in view["items"]}
    rows = []
    for row in standing(view, f"via {organisation}"):
        if row["counted"] and row["quantity"]:
            what = row["resource"] or asked.get(row["item"], {}).get("resource")
            unit = row["unit"] or asked.get(row["item"], {}).get("unit")
            moved = [words.number(row[name] or 0) for name in ("departed", "arrived")]
            rows.append(
                [
                    words.supplier(row["supplier"]),
                    words.resource(what),
                    words.amount(row["quantity"], unit),
                    words.clock(row["arrives_at"]),
                    *moved,
                ]
            )
    return rows


def _decisions(view: View, kind: RequestKind) -> Rows:
    """What was decided and when, with the reason; who decides is said by the kind."""
    found: Rows = [("Beslist", kind.decides), ("Stand", words.state(view.get("state")))]
    for name in _DECISIONS:
        line = step(view, name)
        if line is not None:
            who = line.get("supplier")
            said = [words.day(said_at(line)), words.supplier(who) if who else None, line.get("reason")]
            label = words.STEPS.get(name, name)
            found.append((label, ", ".join(str(part) for part in said if part) or "ja"))
    return found


def _texts(rows: Rows) -> list[list[str | None]]:
    return [
        [words.clean(label), words.clean(text) if text not in (None, "") else None] for label, text in rows
    ]
