"""EDXL-DE 1.0: an envelope with a hospital in it."""

from __future__ import annotations

from datetime import datetime

from mlob.bench.samples import XML, Sample, at
from mlob.bench.samples.edxl_have import hospitals
from mlob.model import Discipline


def _envelopes(amount: int, start: datetime) -> list[bytes]:
    inside = hospitals(amount, start)
    return [_envelope(number, at(start, number), content) for number, content in enumerate(inside)]


def _envelope(number: int, sent: str, content: bytes) -> bytes:
    head = (
        '<EDXLDistribution xmlns="urn:oasis:names:tc:emergency:EDXL:DE:1.0">'
        f"<distributionID>d-{number}</distributionID><senderID>regio@voorbeeld.invalid</senderID>"
        f"<dateTimeSent>{sent}</dateTimeSent><distributionStatus>Actual</distributionStatus>"
        "<distributionType>Report</distributionType>"
        "<combinedConfidentiality>Departementaal Vertrouwelijk</combinedConfidentiality>"
        "<contentObject><xmlContent><embeddedXMLContent>"
    )
    tail = b"</embeddedXMLContent></xmlContent></contentObject></EDXLDistribution>"
    return head.encode() + content + tail


SAMPLE = Sample(
    format="edxl_de", title="edxl_de", disciplines=(Discipline.GHOR,), bare=XML, frames=_envelopes
)
