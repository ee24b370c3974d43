"""EDXL-DE: what is inside, and what is refused."""

from __future__ import annotations

import pytest

from mlob.errors import DecodeError
from mlob.formats.edxl_de import Content, decode
from tests.conformance.golden import reception

SENT = "2021-07-15T17:00:00Z"
HEAD = f"<distributionID>d</distributionID><senderID>s</senderID><dateTimeSent>{SENT}</dateTimeSent>"
STATUS = "<distributionStatus>Actual</distributionStatus>"
KIND = "<distributionType>Report</distributionType>"
OPEN = '<EDXLDistribution xmlns="urn:oasis:names:tc:emergency:EDXL:DE:1.0">'


def contents(*parts: str) -> list[Content]:
    frame = f"{OPEN}{''.join(parts)}</EDXLDistribution>"
    return list(decode(frame.encode(), reception("edxl_de")))


def inside(xml: str) -> str:
    content = f"<xmlContent><embeddedXMLContent>{xml}</embeddedXMLContent></xmlContent>"
    return f"<contentObject>{content}</contentObject>"


@pytest.mark.parametrize(
    ("parts", "reason"),
    [
        ((HEAD, KIND), "distributionStatus: ontbreekt"),
        ((HEAD, KIND, "<distributionStatus>Echt</distributionStatus>"), "distributionStatus: waarde 'Echt'"),
        ((HEAD, STATUS), "distributionType: ontbreekt"),
        ((STATUS, KIND), "dateTimeSent: ontbreekt"),
        (
            (HEAD.replace(SENT, "straks"), STATUS, KIND),
            "dateTimeSent: geen tijd",
        ),
        (
            (HEAD, STATUS, KIND, inside("<TrackEvent/>")),
            "contentObject: geen inhoud die te lezen is .TrackEvent",
        ),
        (
            (HEAD, STATUS, KIND, inside("<nvg/>"), inside("<alert/>")),
            "contentObject 2: alert: ",
        ),
    ],
)
def test_refused(parts: tuple[str, ...], reason: str) -> None:
    with pytest.raises(DecodeError, match=reason):
        contents(*parts)


@pytest.mark.parametrize("frame", ["<feed/>", "<Envelope/>", "<EDXLDistribution/>"])
def test_another_document(frame: str) -> None:
    with pytest.raises(DecodeError, match="geen EDXLDistribution"):
        list(decode(frame.encode(), reception("edxl_de")))


def test_an_envelope_without_content_says_nothing() -> None:
    assert contents(HEAD, STATUS, KIND) == []


def test_what_is_of_no_known_standard_is_named() -> None:
    (found,) = contents(HEAD, STATUS, KIND, inside('<nvg><point x="5" y="51"/></nvg>'), inside("<kml/>"))
    assert (found.form, found.distribution.unread) == ("nvg", ("kml",))
