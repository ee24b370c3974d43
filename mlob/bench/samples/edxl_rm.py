"""EDXL-RM 1.0: a request for two resources."""

from __future__ import annotations

from datetime import datetime

from mlob.bench.samples import XML, Sample, at
from mlob.model import Discipline


def _requests(amount: int, start: datetime) -> list[bytes]:
    return [_request(number, at(start, number)) for number in range(amount)]


def _request(number: int, sent: str) -> bytes:
    items = "".join(
        f"<m:ResourceInformation><m:ResourceInfoElementID>{item}</m:ResourceInfoElementID><m:Resource>"
        f"<m:Name>{name}</m:Name></m:Resource><m:AssignmentInformation><m:Quantity><MeasuredQuantity>"
        f"<Amount>{quantity}</Amount></MeasuredQuantity></m:Quantity>"
        f"<m:AnticipatedFunction>{task}</m:AnticipatedFunction></m:AssignmentInformation>"
        "<m:ScheduleInformation><m:ScheduleType>RequestedArrival</m:ScheduleType>"
        f"<m:DateTime>{sent}</m:DateTime></m:ScheduleInformation></m:ResourceInformation>"
        for item, (name, quantity, task) in enumerate(
            (("Noodpomp", 2 + number % 5, "kelders leegpompen"), ("Boot", 1 + number % 3, "evacueren")), 1
        )
    )
    return (
        '<m:RequestResource xmlns:m="urn:oasis:names:tc:emergency:EDXL:RM:1.0:msg"'
        ' xmlns="urn:oasis:names:tc:emergency:EDXL:RM:1.0" xmlns:p="urn:oasis:names:tc:ciq:xpil:3"'
        f' xmlns:n="urn:oasis:names:tc:ciq:xnl:3"><m:MessageID>rr-{number}</m:MessageID>'
        f"<m:SentDateTime>{sent}</m:SentDateTime><m:MessageContentType>RequestResource</m:MessageContentType>"
        f"<m:MessageDescription>Pompen en boten voor vak {number}</m:MessageDescription>"
        f"<m:OriginatingMessageID>rr-{number}</m:OriginatingMessageID>"
        "<m:ContactInformation><ContactDescription>voorzitter veiligheidsregio</ContactDescription>"
        "<ContactRole>Requester</ContactRole><AdditionalContactInformation><p:PartyName><n:OrganisationName>"
        "<n:NameElement>Veiligheidsregio Voorbeeld</n:NameElement></n:OrganisationName></p:PartyName>"
        f"</AdditionalContactInformation></m:ContactInformation>{items}</m:RequestResource>"
    ).encode()


SAMPLE = Sample(
    format="edxl_rm", title="edxl_rm", disciplines=(Discipline.BRANDWEER,), bare=XML, frames=_requests
)
