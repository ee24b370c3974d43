"""One section of the briefing as a report of EDXL-SitRep 1.0 (OASIS, CS02, 6 October 2016).

It is a FieldObservation: the one form of the standard that holds free text. The others (casualties and
illness, totals of resources, situation, management summary) are left out on purpose: they want one number
where this picture has a range or says who is silent, a number that nobody gave would be read as none, and
no schema is at hand to hold them to. What is asked and promised goes out as EDXL-RM.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from lxml import etree

from mlob.snapshot.content import Content, Section
from mlob.snapshot.material import Material
from mlob.snapshot.report.sentences import sentences
from mlob.snapshot.xml_out import Space, clean, mark, moment, sender

__all__ = ["reports"]

_SITREP = "urn:oasis:names:tc:emergency:EDXL:SitRep:1.0"
_COMMON = "urn:oasis:names:tc:emergency:edxl:ct:1.0"
_NAMES = "urn:oasis:names:tc:emergency:edxl:ciq:1.0:xnl"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_PREFIXES: dict[str | None, str] = {"sitrep": _SITREP, "ct": _COMMON, "xnl": _NAMES, "xsi": _XSI}
_sitrep = Space(_SITREP, _PREFIXES)
_common = Space(_COMMON, _PREFIXES)
_names = Space(_NAMES, _PREFIXES)

_FORM = "sitrep:FieldObservationType"
_SEVERITY = ("Unknown", "Minor", "Moderate", "Severe", "Extreme")
_SEVERE = 3
_MOST_INCIDENTS = 20
_LONGEST = 1023
"""Characters of an EDXLStringType."""
_UNKNOWN = "Unknown"
"""What the standard allows where there is no incident with a number."""


def reports(material: Material, content: Content) -> Iterator[tuple[str, etree._Element]]:
    """The title and the report of every section that says anything."""
    number = 0
    for section in content.sections:
        said = list(sentences(section, drill=content.exercise))
        if said:
            number += 1
            yield clean(section.title), _report(section, said, number, material, content)


def _report(
    section: Section, said: Sequence[str], number: int, material: Material, content: Content
) -> etree._Element:
    features = _counted(material, content)
    name = mark(content.cursor, content.at.iso, content.known_at.iso, section.name)
    since = material.since
    found = _sitrep(
        "sitRep",
        _sitrep("messageID", f"{sender(content.organisation)}/{name}"),
        _who("preparedBy", content),
        _who("authorizedBy", content),
        _sitrep("reportPurpose", _short(section.title)),
        _sitrep("reportNumber", str(number)),
        _sitrep("reportVersion", "Initial" if since is None else "Update"),
        _sitrep(
            "forTimePeriod",
            _common("fromDateTime", _moment(since.at if since else content.at.iso)),
            _common("toDateTime", _moment(content.at.iso)),
        ),
        _sitrep("reportTitle", _short(f"{content.title}: {section.title}")),
        *(_sitrep("incidentID", _short(one)) for one in _incidents(features)),
        _sitrep("reportConfidence", _confidence(material)),
        _sitrep("severity", _SEVERITY[_worst(features)]),
    )
    body = _sitrep("report", _place(), _sitrep("observationText", "\n".join(f"- {line}" for line in said)))
    body.set(f"{{{_XSI}}}type", _FORM)
    found.append(body)
    return found


def _counted(material: Material, content: Content) -> list[Mapping[str, Any]]:
    """What counts: all of an exercise, or what is real of a picture that is."""
    return [
        item
        for item in material.picture["features"]
        if item["properties"]["kind"] in ("incident", "area")
        and (content.exercise or not item["properties"].get("exercise"))
    ]


def _incidents(features: Sequence[Mapping[str, Any]]) -> list[str]:
    """The severe incidents, the worst first."""
    found = [
        (-int(item["properties"].get("severity") or 0), str(item["id"]))
        for item in features
        if item["properties"]["kind"] == "incident"
        and int(item["properties"].get("severity") or 0) >= _SEVERE
    ]
    return [name for _, name in sorted(found)[:_MOST_INCIDENTS]] or [_UNKNOWN]


def _worst(features: Sequence[Mapping[str, Any]]) -> int:
    return min(max((int(item["properties"].get("severity") or 0) for item in features), default=0), 4)


def _confidence(material: Material) -> str:
    """Less sure while a discipline says nothing."""
    silent = any(row["state"] in ("stil", "nooit", "onbekend") for row in material.disciplines)
    return "Unsure" if silent else "SomewhatConfident"


def _who(name: str, content: Content) -> etree._Element:
    """The organisation that speaks, never the name of a person."""
    called = _names("personName", _names("nameElement", clean(content.organisation) or "LOCC"))
    return _sitrep(
        name, _common("personDetails", called), _common("timeValue", _moment(content.known_at.iso))
    )


def _place() -> etree._Element:
    """The country: the schema wants a place, and the picture is that of all of it."""
    code = _common("geoCode", _common("valueListURI", "urn:iso:std:iso:3166:-1"), _common("value", "NL"))
    return _sitrep("observationLocation", _common("EDXLGeoPoliticalLocation", code))


def _moment(iso: str) -> str:
    """As EDXLDateTimeType: with an offset, without Z, in whole seconds."""
    return moment(iso, zero="+00:00")


def _short(said: object) -> str:
    text = clean(said)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
