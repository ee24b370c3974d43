"""DATEX II 2.0: a publication with one accident a message."""

from __future__ import annotations

from datetime import datetime

from mlob.bench.samples import XML, Sample, at
from mlob.model import Discipline


def _publications(amount: int, start: datetime) -> list[bytes]:
    return [_publication(number, at(start, number)) for number in range(amount)]


def _publication(number: int, moment: str) -> bytes:
    lat, lon = 51 + number % 90 / 60, 5 + number % 70 / 60
    where = f"<latitude>{lat:.4f}</latitude><longitude>{lon:.4f}</longitude>"
    return (
        '<d2LogicalModel xmlns="http://datex2.eu/schema/2/2_0" modelBaseVersion="2"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><exchange><supplierIdentification>'
        "<country>nl</country><nationalIdentifier>VOORBEELD</nationalIdentifier></supplierIdentification>"
        '</exchange><payloadPublication xsi:type="SituationPublication" lang="nl">'
        f"<publicationTime>{moment}</publicationTime><publicationCreator><country>nl</country>"
        "<nationalIdentifier>VOORBEELD</nationalIdentifier></publicationCreator>"
        f'<situation id="S{number}" version="1"><headerInformation><confidentiality>noRestriction'
        "</confidentiality><informationStatus>real</informationStatus></headerInformation>"
        f'<situationRecord xsi:type="Accident" id="S{number}_1" version="1">'
        f"<situationRecordCreationTime>{moment}</situationRecordCreationTime>"
        f"<situationRecordVersionTime>{moment}</situationRecordVersionTime>"
        "<probabilityOfOccurrence>certain</probabilityOfOccurrence><validity><validityStatus>active"
        f"</validityStatus><validityTimeSpecification><overallStartTime>{moment}</overallStartTime>"
        "</validityTimeSpecification></validity>"
        f'<groupOfLocations xsi:type="Point"><pointByCoordinates><pointCoordinates>{where}'
        "</pointCoordinates></pointByCoordinates></groupOfLocations>"
        "<accidentType>accident</accidentType></situationRecord></situation></payloadPublication>"
        "</d2LogicalModel>"
    ).encode()


SAMPLE = Sample(
    format="datex2", title="datex2", disciplines=(Discipline.OVERIG,), bare=XML, frames=_publications
)
