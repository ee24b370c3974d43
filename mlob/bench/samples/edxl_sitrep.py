"""EDXL-SitRep 1.0: a report of what is seen in the field."""

from __future__ import annotations

from datetime import datetime

from mlob.bench.samples import XML, Sample, at
from mlob.model import Discipline


def _reports(amount: int, start: datetime) -> list[bytes]:
    return [_report(number, at(start, number)) for number in range(amount)]


def _report(number: int, moment: str) -> bytes:
    lat, lon = 51 + number % 90 / 60, 5 + number % 70 / 60
    return (
        '<sitRep xmlns="urn:oasis:names:tc:emergency:EDXL:SitRep:1.0"'
        ' xmlns:ct="urn:oasis:names:tc:emergency:edxl:ct:1.0" xmlns:gml="http://www.opengis.net/gml/3.2"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<messageID>sitrep-{number}</messageID><preparedBy><ct:timeValue>{moment}</ct:timeValue></preparedBy>"
        f"<authorizedBy><ct:timeValue>{moment}</ct:timeValue></authorizedBy>"
        f"<reportPurpose>Stand van vak {number}</reportPurpose><reportNumber>{number + 1}</reportNumber>"
        f"<reportVersion>Update</reportVersion><incidentID>INC-{number % 50}</incidentID>"
        "<urgency>Immediate</urgency><reportConfidence>SomewhatConfident</reportConfidence>"
        '<severity>Severe</severity><report xsi:type="FieldObservationType"><observationLocation>'
        f"<ct:EDXLGeoLocation><gml:point><gml:pos>{lat:.4f} {lon:.4f}</gml:pos></gml:point>"
        "</ct:EDXLGeoLocation></observationLocation><immediateNeeds>Zandzakken</immediateNeeds>"
        "<observationText>Het water staat tot de stoeprand</observationText></report></sitRep>"
    ).encode()


SAMPLE = Sample(
    format="edxl_sitrep", title="edxl_sitrep", disciplines=(Discipline.OVERIG,), bare=XML, frames=_reports
)
