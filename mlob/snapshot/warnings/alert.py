"""One area of the picture as an alert of CAP 1.2 (OASIS, 1 July 2010)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from lxml import etree

from mlob.formats import cap_alert as cap
from mlob.placed import region_words, regions_of
from mlob.snapshot.content import Content
from mlob.snapshot.warnings.places import circles, has_holes, polygons
from mlob.snapshot.xml_out import Space, clean, mark, moment, sender

__all__ = ["CAP", "alert", "identifier"]

CAP = "urn:oasis:names:tc:emergency:cap:1.2"
_cap = Space(CAP, {"cap": CAP})
_SEVERITY = ("Unknown", "Minor", "Moderate", "Severe", "Extreme")
_CERTAINTY = {"bevestigd": "Observed"}
_LONGEST = 160
"""Characters of a headline (CAP 1.2, 3.2.2: some displays are small)."""
_FORBIDDEN = frozenset(" ,<&\n\t")
"""What an identifier may not hold (CAP 1.2, 3.2.1)."""


def identifier(item: Mapping[str, Any], content: Content) -> str:
    """The identifier of the alert: another one for each briefing, the same for the same briefing."""
    return f"mlob.{mark(content.cursor, content.at.iso, content.known_at.iso, item['id'])}"


def alert(item: Mapping[str, Any], content: Content) -> etree._Element | None:
    """The alert about a feature; None when it was withdrawn and there is no alert to take back."""
    known = item["properties"]
    withdrawn = known.get("verification") == "ingetrokken"
    reference = _reference(known)
    if withdrawn and reference is None:
        return None
    marking = clean(content.marking)
    own = clean(known.get("marking") or "")
    return _cap(
        "alert",
        _cap("identifier", identifier(item, content)),
        _cap("sender", sender(content.organisation)),
        _cap("sent", moment(content.known_at.iso)),
        _cap("status", _status(known, content)),
        _cap("msgType", "Cancel" if withdrawn else "Alert"),
        _cap("source", f"{clean(content.title)}, {', '.join(map(clean, known.get('sources') or ()))}"),
        _cap("scope", "Restricted"),
        _cap("restriction", marking if own in ("", marking) else f"{marking}; {own}"),
        _cap("note", clean(content.stand)),
        _cap("references", reference) if withdrawn else None,
        _info(item, content),
    )


def _status(known: Mapping[str, Any], content: Content) -> str:
    if content.exercise or known.get("exercise"):
        return "Exercise"
    return "Test" if known.get("test") else "Actual"


def _reference(known: Mapping[str, Any]) -> str | None:
    """ "sender,identifier,sent" of the alert that the area comes from, when it does and these are valid."""
    said = (known.get("references") or [None])[0] or known.get("identifier")
    by, at = known.get("sender"), known.get("observed_at")
    if not said or not by or not at or "msg_type" not in known:
        return None
    if _FORBIDDEN & set(str(said)) or _FORBIDDEN & set(str(by)):
        return None
    # What an index said of the alert counts a moment before it (mlob/adapters/shared/cap.py, BEFORE).
    return f"{by},{said},{moment(str(at), nearest=True)}"


def _info(item: Mapping[str, Any], content: Content) -> etree._Element:
    known = item["properties"]
    title = clean(known.get("title") or item["id"])
    severity = known.get("severity") or 0
    sure = _CERTAINTY.get(str(known.get("verification")), "Unknown")
    return _cap(
        "info",
        _cap("language", "nl-NL"),
        *(_cap("category", name) for name in _among(known.get("category"), cap.CATEGORY) or ("Other",)),
        _cap("event", clean(known.get("event") or title)),
        *(_cap("responseType", name) for name in _among(known.get("response_type"), cap.RESPONSE)),
        _cap("urgency", _chosen(known.get("urgency"), cap.URGENCY, "Unknown")),
        _cap("severity", _SEVERITY[min(max(int(severity), 0), 4)]),
        _cap("certainty", _chosen(known.get("certainty"), cap.CERTAINTY - {cap.VERY_LIKELY}, sure)),
        _time("effective", known.get("observed_at")),
        _time("onset", known.get("valid_from")),
        _time("expires", known.get("valid_to")),
        _cap("senderName", clean(content.organisation) or "LOCC"),
        _cap("headline", title if len(title) <= _LONGEST else title[: _LONGEST - 1] + "…"),
        _text("description", known.get("description")),
        _text("instruction", known.get("instruction")),
        *(_pair("parameter", name, said) for name, said in _parameters(item)),
        _area(item),
    )


def _among(said: Any, allowed: frozenset[str]) -> list[str]:
    listed = said if isinstance(said, list) else [said]
    return [name for name in listed if name in allowed]


def _chosen(said: Any, allowed: frozenset[str], otherwise: str) -> str:
    return said if isinstance(said, str) and said in allowed else otherwise


def _time(name: str, iso: Any) -> etree._Element | None:
    try:
        return _cap(name, moment(iso)) if iso else None
    except (ValueError, TypeError, OverflowError):
        return None


def _text(name: str, said: Any) -> etree._Element | None:
    shown = clean(said) if said else ""
    return _cap(name, shown) if shown else None


def _pair(name: str, key: str, said: str) -> etree._Element:
    return _cap(name, _cap("valueName", key), _cap("value", said))


def _parameters(item: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What CAP has no element for: what it is in the picture, how sure, and which alert it comes from."""
    known = item["properties"]
    yield "mlob:id", clean(item["id"])
    for name in ("status", "verification", "discipline"):
        if known.get(name):
            yield f"mlob:{name}", clean(known[name])
    if known.get("identifier") and known.get("sender"):
        yield "mlob:original", f"{clean(known['sender'])} {clean(known['identifier'])}"


def _area(item: Mapping[str, Any]) -> etree._Element:
    known, geometry = item["properties"], item.get("geometry")
    several = regions_of(known)[1:]
    names = known.get("areas") or [(not several and known.get("gemeente_name")) or region_words(known)]
    said = ", ".join(clean(name) for name in names if name) or clean(known.get("title") or item["id"])
    if has_holes(geometry):
        said += " (openingen in het gebied zijn niet getekend)"
    codes = [("CBS-gemeente", None if several else known.get("gemeente"))]
    codes += [("veiligheidsregio", code) for code in regions_of(known)]
    return _cap(
        "area",
        _cap("areaDesc", said),
        *(_cap("polygon", ring) for ring in polygons(geometry)),
        *(_cap("circle", circle) for circle in circles(geometry)),
        *(_pair("geocode", name, clean(code)) for name, code in codes if code),
    )
