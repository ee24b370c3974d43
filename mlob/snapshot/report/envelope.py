"""The envelope around the reports: EDXL-DE 1.0 (OASIS, 1 May 2006), with the marking and OEFENING."""

from __future__ import annotations

from lxml import etree

from mlob.snapshot.content import Content
from mlob.snapshot.material import Material
from mlob.snapshot.report.sitrep import reports
from mlob.snapshot.xml_out import Space, clean, document, mark, moment, sender

__all__ = ["envelope"]

_DE = "urn:oasis:names:tc:emergency:EDXL:DE:1.0"
_de = Space(_DE, {"de": _DE})


def envelope(material: Material, content: Content) -> bytes:
    """The document (UTF-8) with a report for each section of the briefing."""
    name = mark(content.cursor, content.at.iso, content.known_at.iso, content.organisation)
    by, marking = sender(content.organisation), clean(content.marking)
    head = {
        "distributionID": f"{by}/{name}",
        "senderID": by,
        "dateTimeSent": moment(content.known_at.iso, zero="+00:00"),
        "distributionStatus": "Exercise" if content.exercise else "Actual",
        "distributionType": "Report",
        "combinedConfidentiality": marking,
        "language": "nl",
    }
    root = _de(
        "EDXLDistribution",
        *(_de(tag, said) for tag, said in head.items()),
        *(_content(title, report, marking) for title, report in reports(material, content)),
    )
    return document(root)


def _content(title: str, report: etree._Element, marking: str) -> etree._Element:
    return _de(
        "contentObject",
        _de("contentDescription", title),
        _de("confidentiality", marking),
        _de("xmlContent", _de("embeddedXMLContent", report)),
    )
