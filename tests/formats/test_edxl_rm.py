"""EDXL-RM: what stands in a message, however it is written, and what is refused."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from mlob import formats
from mlob.errors import DecodeError
from mlob.formats.edxl_rm import ANSWERS, TYPES, Contact, Info, Message, Quantity, Recall, decode
from tests.conformance import golden

MSG = "urn:oasis:names:tc:emergency:EDXL:RM:1.0:msg"
ONE = "<ResourceInformation><ResourceInfoElementID>1</ResourceInfoElementID>{}</ResourceInformation>"
YES = (
    "<ResponseInformation><PrecedingResourceInfoElementID>1</PrecedingResourceInfoElementID>"
    "<ResponseType>Accept</ResponseType></ResponseInformation>"
)


def document(
    content: str = "",
    *,
    kind: str = "RequestResource",
    name: str = "m-1",
    sent: str = "2026-11-23T13:00:00+01:00",
    origin: str | None = "m-1",
    space: str = MSG,
    stated: str | None = None,
) -> bytes:
    begun = "" if origin is None else f"<OriginatingMessageID>{origin}</OriginatingMessageID>"
    head = f"<MessageID>{name}</MessageID><SentDateTime>{sent}</SentDateTime>"
    head += f"<MessageContentType>{kind if stated is None else stated}</MessageContentType>{begun}"
    xmlns = f' xmlns="{space}"' if space else ""
    return f"<{kind}{xmlns}>{head}{content}</{kind}>".encode()


def read(frame: bytes) -> Message:
    (found,) = decode(frame, golden.reception("edxl_rm"))
    return found


def resource(content: str) -> Info:
    return read(document(ONE.format(content))).resources[0]


def quantity(content: str) -> Quantity | None:
    xml = f"<AssignmentInformation><Quantity>{content}</Quantity></AssignmentInformation>"
    return resource(xml).quantity


def contact(content: str) -> Contact:
    xml = f"<ContactInformation>{content}</ContactInformation>"
    return read(document(xml + ONE.format(""))).contacts[0]


def test_every_type_is_read() -> None:
    frames = formats.split(formats.known()["edxl_rm"], golden.payload("edxl_rm"))
    seen = set()
    for frame in frames:
        try:
            seen.add(read(frame).type)
        except DecodeError:
            continue
    assert seen == set(TYPES)
    assert len(TYPES) == 16


@pytest.mark.parametrize("kind", TYPES)
def test_every_type_in_every_namespace(kind: str) -> None:
    content = ONE.format(YES if kind in ANSWERS else "")
    for space in (MSG, f"urn:oasis:names:tc:emergency:EDXL:RM:1.0:{kind}", MSG.lower(), ""):
        found = read(document(content, kind=kind, origin="m-0", space=space))
        assert (found.type, found.id, found.origin) == (kind, "m-1", "m-0")
        assert found.sent == datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def test_prefixes_and_white_space() -> None:
    frame = f"""<?xml version="1.0"?>
    <q:RequestInformation xmlns:q="{MSG}" xmlns:z="urn:oasis:names:tc:emergency:EDXL:RM:1.0">
      <q:MessageID>
         m  1
      </q:MessageID><q:SentDateTime> 2026-11-23T13:00:00.1234567-00:00 </q:SentDateTime>
      <q:MessageContentType> RequestInformation </q:MessageContentType>
      <!-- question -->
      <q:MessageDescription>Hoe laat?</q:MessageDescription>
      <q:OriginatingMessageID>m 0</q:OriginatingMessageID>
      <q:IncidentInformation><z:IncidentDescription>Brand</z:IncidentDescription></q:IncidentInformation>
    </q:RequestInformation>"""
    found = read(frame.encode())
    assert (found.id, found.origin, found.description) == ("m 1", "m 0", "Hoe laat?")
    assert found.incidents == ((None, "Brand"),)
    assert found.sent == datetime(2026, 11, 23, 13, 0, 0, 123456, tzinfo=UTC)


@pytest.mark.parametrize(
    ("frame", "reason"),
    [
        (b"<feed/>", "feed: geen bericht"),
        (document(space="urn:other"), "RequestResource: geen bericht"),
        (document(stated="CommitResource"), "MessageContentType: waarde 'CommitResource'"),
        (document(stated=""), "MessageContentType: ontbreekt"),
        (document(name=""), "MessageID: ontbreekt"),
        (document(name="x" * 201), "MessageID: langer dan 200"),
        (document(sent=""), "SentDateTime: ontbreekt"),
        (document(sent="gisteren"), "SentDateTime: geen tijd"),
        (document(), "ResourceInformation: ontbreekt"),
        (document("<ResourceInformation/>"), "ResourceInfoElementID: ontbreekt"),
        (document(ONE.format("") * 2), "ResourceInfoElementID: '1' komt meer dan een keer"),
        (document(ONE.format("") * 501), "ResourceInformation: meer dan 500"),
        (document("<ContactInformation/>" * 101 + ONE.format("")), "ContactInformation: meer dan 100"),
        (document(ONE.format(""), kind="CommitResource", origin="m-0"), "ResponseInformation: ontbreekt"),
        (document(ONE.format(YES), kind="CommitResource", origin=None), "OriginatingMessageID: ontbreekt"),
        (document("<MessageRecall/>"), "RecallType: ontbreekt"),
        (
            document("<MessageRecall><RecallType>Wissen</RecallType></MessageRecall>"),
            "RecallType: waarde 'Wissen'",
        ),
        (document(ONE.format(YES.replace("Accept", "Ja"))), "ResponseType: waarde 'Ja'"),
        (
            document(
                ONE.format("<ScheduleInformation><ScheduleType>Ooit</ScheduleType></ScheduleInformation>")
            ),
            "ScheduleType: waarde 'Ooit'",
        ),
    ],
)
def test_refused(frame: bytes, reason: str) -> None:
    with pytest.raises(DecodeError, match=reason):
        read(frame)


def test_the_first_message_may_leave_out_that_it_is() -> None:
    assert read(document(ONE.format(""), origin=None)).origin == "m-1"
    with pytest.raises(DecodeError, match="OriginatingMessageID: ontbreekt"):
        read(document("<PrecedingMessageID>m-0</PrecedingMessageID>" + ONE.format(""), origin=None))


def test_a_recall_may_do_without_resources() -> None:
    xml = (
        "<MessageRecall><RecallMessageID>m-0</RecallMessageID><RecallType>Cancel</RecallType></MessageRecall>"
    )
    found = read(document(xml, kind="CommitResource", origin="m-0"))
    assert (found.recall, found.resources) == (Recall(id="m-0", type="Cancel"), ())


@pytest.mark.parametrize(
    ("text", "amount", "unit"),
    [
        ("4", 4, None),
        (" 4  voertuigen ", 4, "voertuigen"),
        ("2,5 m3", None, None),
        ("2,5 ton", 2.5, "ton"),
        ("1.500", 1500, None),
        ("12.000.000 liter", 12_000_000, "liter"),
        ("0.75", 0.75, None),
        ("3x", 3, "x"),
        ("4-6", None, None),
        ("een paar", None, None),
    ],
)
def test_quantities_in_words(text: str, amount: float | None, unit: str | None) -> None:
    found = quantity(f"<QuantityText>{text}</QuantityText>")
    assert found is not None
    assert (found.amount, found.unit) == (amount, unit)
    assert found.text == " ".join(text.split())


def test_quantities_that_are_measured() -> None:
    unit = "<UnitOfMeasure><ValueListURN>urn:x</ValueListURN><Value>personen</Value></UnitOfMeasure>"
    xml = "<MeasuredQuantity><Amount>{}</Amount>" + unit + "</MeasuredQuantity>"
    assert quantity(xml.format("68.0")) == Quantity(amount=68, unit="personen")
    assert isinstance((quantity(xml.format("68.0")) or Quantity()).amount, int)
    assert quantity("12") == Quantity(amount=12, text="12")
    assert quantity("") == Quantity()
    for wrong in ("-1", "INF", "NaN", "1e999", "veel", "1e13"):
        with pytest.raises(DecodeError, match="Amount: geen"):
            quantity(xml.format(wrong))
    with pytest.raises(DecodeError, match="QuantityText: groter dan"):
        quantity("<QuantityText>99999999999999</QuantityText>")


PERSON = (
    "<AdditionalContactInformation><PartyName><PersonName><NameElement>Anna</NameElement>"
    "<NameElement>van Voorbeeld</NameElement></PersonName>{}</PartyName><ContactNumbers><ContactNumber>"
    "<ContactNumberElement>0600000000</ContactNumberElement></ContactNumber></ContactNumbers>"
    "<Addresses><Address>Dorpsstraat 1</Address></Addresses></AdditionalContactInformation>"
)
COMPANY = (
    "<OrganisationName><NameElement>VR</NameElement><NameElement>Twente</NameElement></OrganisationName>"
)


def test_persons_are_left_out() -> None:
    place = "<ContactLocation><LocationDescription>Thuis</LocationDescription></ContactLocation>"
    said = (
        f"<ContactDescription>officier van dienst</ContactDescription><ContactRole>Owner</ContactRole>{place}"
    )
    assert contact(said + PERSON.format(COMPANY)) == Contact(
        role="Owner", organisation="VR Twente", description="officier van dienst"
    )


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("Brandweer Enschede", "Brandweer Enschede"),
        ("Mevrouw Voorbeeld", None),
        ("anna", None),
        ("Meldkamer van Twente", "Meldkamer van Twente"),
        ("meldkamer@vr.invalid", None),
        ("Piket (06) 12 34 56 78", None),
        ("Post 112", "Post 112"),
    ],
)
def test_a_description_that_leads_to_a_person_is_left_out(said: str, kept: str | None) -> None:
    assert contact(f"<ContactDescription>{said}</ContactDescription>" + PERSON.format("")).description == kept


def test_what_is_said_of_a_resource() -> None:
    listed = "<{0}><ValueListURN>urn:x</ValueListURN><Value>{1}</Value></{0}>"
    xml = (
        "<Resource><ResourceID>TS-1</ResourceID><Name>Spuit</Name>"
        + listed.format("TypeStructure", "tankautospuiten")
        + "<TypeInfo><Resource>Engine</Resource><Kind>Team</Kind></TypeInfo>"
        + listed.format("Keyword", "spoed")
        + "<Credentials>C</Credentials><OwnershipInformation><Owner>06 12345678</Owner>"
        "<OwningJurisdiction>VR24</OwningJurisdiction></OwnershipInformation><ResourceStatus>"
        + listed.format("DeploymentStatus", "onderweg")
        + "<Availability>nee</Availability></ResourceStatus></Resource>"
        "<AssignmentInformation><PriceQuote><QuantityText>100 euro</QuantityText></PriceQuote>"
        "<OrderID>7</OrderID></AssignmentInformation>"
        "<ScheduleInformation><ScheduleType>ReportTo</ScheduleType><Location><Address><FreeTextAddress>"
        "<AddressLine>Kade 1</AddressLine><AddressLine>Roermond</AddressLine></FreeTextAddress></Address>"
        "</Location></ScheduleInformation>"
    )
    found = resource(xml)
    assert found.resource is not None
    assert found.resource.info == (("Resource", "Engine"), ("Kind", "Team"))
    assert found.resource.keywords == (("urn:x", "spoed"),)
    assert (found.resource.owner, found.resource.status, found.resource.demands) == (
        "VR24",
        "onderweg",
        ("C",),
    )
    assert (found.price, found.order) == ("100 euro", "7")
    assert found.schedule[0].place == "Kade 1, Roermond"


def test_reasons() -> None:
    reason = (
        "<ReasonCode><ValueListURN>urn:x</ValueListURN><Value>E1</Value></ReasonCode>"
        "<ResponseReason>zelf nodig</ResponseReason></ResponseInformation>"
    )
    found = resource(YES.replace("</ResponseInformation>", reason))
    assert (found.response, found.reason, found.preceding) == ("Accept", "E1: zelf nodig", "1")
