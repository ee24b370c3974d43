"""How changes say things: clean text, local times, numbers, and what something is called."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from mlob.model import Kind
from mlob.moment import AMSTERDAM
from mlob.snapshot.words import MONTHS, figure

__all__ = ["INCIDENT", "SEVERITIES", "Noun", "clock", "instant", "noun", "number", "plain", "same_words"]

SEVERITIES = ("info", "gering", "matig", "ernstig", "extreem")
_LONGEST = 160
"""Characters of a title that a sentence shows."""
_WORD = re.compile(r"\w+")


class Noun(msgspec.Struct, frozen=True):
    """What something is called, alone and in numbers; `het` decides how an adjective ends."""

    one: str
    many: str
    het: bool = False

    @property
    def new(self) -> str:
        """ "Nieuw incident", "Nieuwe afsluiting"."""
        return f"{'Nieuw' if self.het else 'Nieuwe'} {self.one}"

    @property
    def head(self) -> str:
        """The noun at the beginning of a sentence."""
        return self.one[:1].upper() + self.one[1:]


INCIDENT = Noun("incident", "incidenten", True)
_KINDS = {
    Kind.INCIDENT: INCIDENT,
    Kind.UNIT: Noun("eenheid", "eenheden"),
    Kind.FACILITY: Noun("voorziening", "voorzieningen"),
    Kind.AREA: Noun("gebied", "gebieden", True),
    Kind.CAPACITY: Noun("capaciteitscijfer", "capaciteitscijfers", True),
    Kind.REQUEST: Noun("bijstandsverzoek", "bijstandsverzoeken", True),
    Kind.REGION: Noun("veiligheidsregio", "veiligheidsregio's"),
    Kind.NOTE: Noun("notitie", "notities"),
}
_FACILITIES = {
    "ziekenhuis": Noun("ziekenhuis", "ziekenhuizen", True),
    "zorginstelling": Noun("zorginstelling", "zorginstellingen"),
    "opvang": Noun("opvanglocatie", "opvanglocaties"),
    "opvanglocatie": Noun("opvanglocatie", "opvanglocaties"),
    "meetpunt": Noun("meetpunt", "meetpunten", True),
}
_ALERT = Noun("NL-Alert", "NL-Alerts")
_CLOSURE = Noun("afsluiting", "afsluitingen")
_AREAS = {
    "file": Noun("file", "files"),
    "werkzaamheden": Noun("wegwerkzaamheden", "wegwerkzaamheden"),
    "maatregel": Noun("verkeersmaatregel", "verkeersmaatregelen"),
    "evenement": Noun("evenement", "evenementen", True),
}
_WARNING = Noun("waarschuwing", "waarschuwingen")
_EVACUATION = Noun("ontruiming", "ontruimingen")


def noun(kind: str, properties: Mapping[str, Any] | None = None, name: str = "") -> Noun:
    """What a thing of a kind is called; its properties and its id (`name`) tell more."""
    said: Mapping[str, Any] = properties or {}
    if kind == Kind.FACILITY:
        return _FACILITIES.get(str(said.get("facility_type") or said.get("category")), _KINDS[Kind.FACILITY])
    if kind == Kind.AREA:
        return _area(said, name)
    try:
        return _KINDS[Kind(kind)]
    except (KeyError, ValueError):
        return Noun("gegeven", "gegevens", True)


def _area(said: Mapping[str, Any], name: str) -> Noun:
    title = str(said.get("title") or "").casefold()
    if title.startswith("nl-alert") or "nl-alert" in name or said.get("category") == "nl-alert":
        return _ALERT
    if said.get("closure"):
        return _CLOSURE
    if "ontruim" in title or "evacu" in title:
        return _EVACUATION
    if said.get("cap_status") or title.startswith("code "):
        return _WARNING
    category = said.get("category")
    return _AREAS.get(category if isinstance(category, str) else "", _KINDS[Kind.AREA])


def plain(value: object, longest: int = _LONGEST) -> str:
    """Text on one line: control characters and marks that turn text around go out, what is long is cut."""
    text = " ".join(str(value).split())
    if not text.isprintable():
        text = "".join(sign for sign in text if sign.isprintable())
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def same_words(one: object, other: object) -> bool:
    """Whether two texts say the same but for capitals, accents, blanks, punctuation and order."""
    return one == other or _words(one) == _words(other)


def _words(text: object) -> list[str]:
    bare = unicodedata.normalize("NFKD", str(text or "").casefold())
    return sorted(_WORD.findall("".join(sign for sign in bare if not unicodedata.combining(sign))))


def instant(text: object) -> datetime | None:
    """A moment of a picture (ISO 8601, UTC when it does not say); None when it is none."""
    if not isinstance(text, str):
        return None
    try:
        found = datetime.fromisoformat(text)
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def clock(moment: datetime, today: datetime | None) -> str:
    """ "13:21", or "14 jul 13:21" on another day than `today`, with the zone in the doubled hour."""
    local = moment.astimezone(AMSTERDAM)
    text = f"{local:%H:%M}"
    if local.utcoffset() != local.replace(fold=1 - local.fold).utcoffset():
        text += f" {local.tzname()}"
    here = None if today is None else today.astimezone(AMSTERDAM)
    if here is not None and here.date() == local.date():
        return text
    year = "" if here is not None and abs(here - local) < timedelta(days=180) else f" {local.year}"
    return f"{local.day} {MONTHS[local.month - 1]}{year} {text}"


def number(value: float) -> str:
    """A number as the Dutch write it."""
    return figure(value)
