"""EDXL-SitRep: fields, places, and what is refused."""

from __future__ import annotations

import pytest

from mlob.errors import DecodeError
from mlob.formats.edxl_sitrep import SitRep, decode
from tests.conformance.golden import reception

HEAD = "<messageID>1</messageID><reportPurpose>Beeld</reportPurpose>"


def sitrep(content: str, root: str = "sitRep") -> SitRep:
    frame = f'<{root} xmlns="urn:oasis:names:tc:emergency:EDXL:SitRep:1.0">{content}</{root}>'
    (found,) = decode(frame.encode(), reception("edxl_sitrep"))
    return found


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", "messageID: ontbreekt"),
        ("<messageID>1</messageID>", "reportPurpose: ontbreekt"),
        (HEAD + "<severity>Erg</severity>", "severity: waarde 'Erg'"),
        (HEAD + "<forTimePeriod><toDateTime>nu</toDateTime></forTimePeriod>", "toDateTime: geen tijd"),
        (HEAD + "<reportingLocation><pos>1</pos></reportingLocation>", "pos: geen punt"),
    ],
)
def test_refused(content: str, reason: str) -> None:
    with pytest.raises(DecodeError, match=reason):
        sitrep(content)


def test_another_document() -> None:
    with pytest.raises(DecodeError, match="sitRep: geen sitRep"):
        list(decode(b"<sitRep/>", reception("edxl_sitrep")))
    with pytest.raises(DecodeError, match="feed: geen sitRep"):
        sitrep(HEAD, "feed")


def test_without_a_report_there_are_no_lines() -> None:
    found = sitrep(HEAD + "<reportingLocation/>", "SitRep")
    assert (found.lines, found.form, found.position, found.made) == ((), None, None, None)


def test_persons_are_left_out() -> None:
    person = "<contactInformation><name>Jansen</name></contactInformation>"
    found = sitrep(HEAD + f"<report>{person}<a><b>water</b><c/></a></report>")
    assert found.lines == ("b: water",)
