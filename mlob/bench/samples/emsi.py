"""EMSI (ISO/TR 22351): an event of a control room with a unit that is on its way."""

from __future__ import annotations

from datetime import datetime

from mlob.bench.samples import XML, Sample, at
from mlob.model import Discipline


def _messages(amount: int, start: datetime) -> list[bytes]:
    return [_message(number, at(start, number)) for number in range(amount)]


def _message(number: int, moment: str) -> bytes:
    where = f"<COORD><LAT>{51 + number % 90 / 60:.4f}</LAT><LONG>{5 + number % 70 / 60:.4f}</LONG></COORD>"
    return (
        f'<emsi xmlns="urn:emergency:eda:1.9:emsi"><CONTEXT><ID>m-{number}</ID><MODE>ACTUAL</MODE>'
        f"<MSGTYPE>UPDATE</MSGTYPE><CREATION>{moment}</CREATION><ORIGIN><ORG_ID>nl.mk.voorbeeld</ORG_ID>"
        f"<NAME>Meldkamer Voorbeeld</NAME></ORIGIN></CONTEXT><EVENT><ID>INC-{number}</ID>"
        f"<NAME>Wateroverlast vak {number}</NAME><ETYPE><CATEGORY>FLD/FLS</CATEGORY><ACTOR>PPL</ACTOR>"
        f"<LOCTYPE>URB</LOCTYPE></ETYPE><SCALE>{1 + number % 5}</SCALE><CERTAINTY>90</CERTAINTY>"
        f"<OCC_DATIME>{moment}</OCC_DATIME><OBS_DATIME>{moment}</OBS_DATIME><STATUS>IPR</STATUS>"
        "<CASUALTIES><CONTEXT>FOUND</CONTEXT><TRIAGEYELLOW>2</TRIAGEYELLOW></CASUALTIES>"
        f"<EGEO><TYPE>GEN</TYPE><POSITION>{where}</POSITION></EGEO>"
        "<FREETEXT>Kelders lopen vol</FREETEXT></EVENT>"
        f"<RESOURCE><RTYPE><RCLASS>MAT/VEH</RCLASS></RTYPE><ID>voertuig-{number}</ID><NAME>Tankautospuit</NAME>"
        f"<STATUS>IN_USE/MOBILE</STATUS><RGEO><DATIME>{moment}</DATIME><TYPE>CUR</TYPE>"
        f"<POSITION>{where}</POSITION></RGEO></RESOURCE></emsi>"
    ).encode()


SAMPLE = Sample(format="emsi", title="emsi", disciplines=(Discipline.BRANDWEER,), bare=XML, frames=_messages)
