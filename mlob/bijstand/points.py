"""What is still open in a request: a signature, the form, where and when; codes with Dutch text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from mlob.bijstand import kinds
from mlob.bijstand.functies import is_one_of

__all__ = ["PAPER", "is_signed", "is_signed_for", "lacks_form", "needs_paper", "open_points"]

PAPER = frozenset({"ondertekening", "bevoegdheid", "formulier", "ondertekening_gemeente", "aanvraag"})
"""Open points without which an operation is not complete: each is about the signed request itself."""


def _signers(content: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The signatures of a function that the kind accepts."""
    kind = kinds.known().get(str(content.get("kind")))
    allowed = kind.signature.by if kind else ()
    return [
        signature
        for signature in content.get("signatures") or []
        if not allowed or is_one_of(str(signature["role"]), allowed)
    ]


def is_signed(content: Mapping[str, Any]) -> bool:
    """Whether somebody of a function that the kind accepts has signed."""
    return bool(_signers(content))


def is_signed_for(content: Mapping[str, Any], gemeente: str) -> bool:
    """Whether it is signed for this gemeente: by its own signature, or one that names no gemeente."""
    return any(signature.get("gemeente") in (None, gemeente) for signature in _signers(content))


def needs_paper(content: Mapping[str, Any]) -> bool:
    """Whether steps that follow on a decision must wait for a signature."""
    kind = kinds.known().get(str(content.get("kind")))
    return not (kind is None or kind.signature.anyone or content.get("urgent") or is_signed(content))


def lacks_form(content: Mapping[str, Any]) -> bool:
    """Whether the signed form that was promised has not come: what went before it stays unsigned."""
    kind = kinds.known().get(str(content.get("kind")))
    if kind is not None and kind.signature.anyone:
        return any(code == "formulier" for code, _ in _open_points(content))
    return kind is not None and not is_signed(content)


def open_points(content: Mapping[str, Any]) -> list[dict[str, str]]:
    """What still has to be supplied for a request (as posted or as viewed): codes with Dutch text."""
    return [{"code": code, "text": text} for code, text in _open_points(content)]


def _open_points(content: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    kind = kinds.known().get(str(content.get("kind")))
    signed = is_signed(content)
    if not signed and content.get("signatures"):
        yield "bevoegdheid", "De handtekening is niet van een functie die dit mag aanvragen."
    elif not signed:
        yield "ondertekening", "Het verzoek is nog niet ondertekend door het bevoegd gezag."
    if content.get("by_phone") and not signed and not content.get("form_received"):
        yield "formulier", "Het verzoek is per telefoon gedaan: het formulier moet nog komen (nakomen)."
    gemeente = content.get("gemeente")
    if kind and kind.per_gemeente and gemeente and content.get("signatures"):
        signers = [signature.get("gemeente") for signature in content["signatures"]]
        if signed and not {None, gemeente} & set(signers):
            yield "ondertekening_gemeente", f"De handtekening van gemeente {gemeente} ontbreekt."
    if not (content.get("region") or gemeente or content.get("geometry")):
        yield "gebied", "Het is nog niet bekend waar de bijstand nodig is."
    if not content.get("needed_by"):
        yield "opkomsttijd", "Het is nog niet bekend wanneer de bijstand er moet zijn."
    items = content.get("items")
    if items == []:
        yield "aanvraag", "Het verzoek zelf is nog niet ontvangen, alleen berichten erover."
    elif any(item.get("at_least") for item in items or ()):
        yield "aantal", "Het aantal staat niet in het verzoek: er is met minstens 1 gerekend."
    yield from _unasked_market(kind, content)
    if content.get("state") == "onvolledig":
        yield from _missing(kind, content)
    if content.get("state") == "nafase" and not content.get("settlement"):
        yield "verrekening", "De verrekening is nog niet afgerond."


def _missing(kind: kinds.RequestKind | None, content: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What an incomplete request lacks: what was said when it was sent back, and what must be answered."""
    said = [row for row in content.get("log") or () if row.get("to") == "onvolledig" and row.get("reason")]
    if said:
        yield "onvolledig", f"Het verzoek is onvolledig: {said[-1]['reason']}"
    answered = content.get("fields") or {}
    for field in kind.fields if kind else ():
        if field.required and not answered.get(field.name):
            yield "veld", f"Nog niet ingevuld: {field.label}"


def _unasked_market(kind: kinds.RequestKind | None, content: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Regeling MSOB, article 3: the market comes first, except when a minister asks."""
    if kind is None or not any(field.name == "markt" for field in kind.fields):
        return
    role = str((content.get("requester") or {}).get("role", ""))
    fields = content.get("fields") or {}
    if not is_one_of(role, ["minister"]) and not fields.get("markt") and fields.get("verklaring") != "ja":
        yield "markt", "De motivering waarom geen marktpartij het kan doen ontbreekt."
