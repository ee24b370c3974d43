"""EDXL-HAVE: hospitals of 1.0 and 2.0, and what is refused."""

from __future__ import annotations

import pytest

from mlob import formats
from mlob.errors import DecodeError
from mlob.formats.edxl_have import FORMAT, Beds, Report, decode
from tests.conformance.golden import reception

NAMESPACES = 'xmlns="urn:oasis:names:tc:emergency:EDXL:HAVE:{0}" xmlns:n="urn:oasis:names:tc:ciq:xnl:3"'
NAME = "<Organization><OrganizationInformation>{0}</OrganizationInformation>{1}</Organization>"
NAMED = NAME.format("<n:OrganisationName>Ziekenhuis Venlo</n:OrganisationName>", "{0}")
TIME = "<LastUpdateTime>2021-07-15T16:30:00+02:00</LastUpdateTime>"
PLACE = "<OrganizationGeoLocation>{0}</OrganizationGeoLocation>"
FACILITY = (
    "<facilityInformation><facilityID>1</facilityID><facilityName>A</facilityName>{0}</facilityInformation>"
)


def one(*parts: str) -> Report:
    """A document of 1.0 with one hospital."""
    content = "".join(parts)
    frame = f"<HospitalStatus {NAMESPACES.format('1.0')}><Hospital>{content}</Hospital></HospitalStatus>"
    (found,) = decode(frame.encode(), reception("edxl_have"))
    return found


def two(content: str, around: str = "", root: str = "HAVE") -> Report:
    """A document of 2.0 with one facility."""
    frame = f"<{root} {NAMESPACES.format('2.0')}>{around}<facility>{content}</facility></{root}>"
    (found,) = decode(frame.encode(), reception("edxl_have"))
    return found


def place(inner: str) -> str:
    return NAMED.format(PLACE.format(inner)) + TIME


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (TIME, "OrganizationInformation: ontbreekt"),
        (NAME.format("", "") + TIME, "OrganisationName: ontbreekt"),
        (NAMED.format(""), "LastUpdateTime: ontbreekt"),
        (NAMED.format("") + "<LastUpdateTime>gisteren</LastUpdateTime>", "LastUpdateTime: geen tijd"),
        (
            NAMED.format("") + "<LastUpdateTime>2021-07-15T25:00:00</LastUpdateTime>",
            "LastUpdateTime: geen tijd",
        ),
        (place("<pos>51.1</pos>"), "pos: geen punt"),
        (place("<pos>noord oost</pos>"), "pos: geen getal"),
        (place("<pos>NaN 5</pos>"), "pos: geen getal"),
        (place("<pos>95 5</pos>"), "pos: punt ligt niet op aarde"),
        (place("<pos>5 51</pos>"), "pos: breedte en lengte zijn verwisseld"),
        (place('<pos srsName="EPSG:32631">51 5</pos>'), "srsName: onbekend stelsel"),
        (place('<pos srsName="EPSG:28992">51 5</pos>'), "pos: punt ligt buiten RD New"),
        (
            "<HospitalFacilityStatus><FacilityStatus>Open</FacilityStatus></HospitalFacilityStatus>"
            + NAMED.format("")
            + TIME,
            "FacilityStatus: waarde 'Open' staat niet",
        ),
        (
            NAMED.format("") + TIME + "<HospitalBedCapacityStatus><BedCapacity/></HospitalBedCapacityStatus>",
            "BedType: ontbreekt",
        ),
        (
            NAMED.format("")
            + TIME
            + "<HospitalBedCapacityStatus><BedCapacity><BedType>Burn</BedType><Capacity><BaselineCount>-1"
            + "</BaselineCount></Capacity></BedCapacity></HospitalBedCapacityStatus>",
            "BaselineCount: geen heel getal vanaf 0",
        ),
    ],
)
def test_refused_1(content: str, reason: str) -> None:
    with pytest.raises(DecodeError, match=reason):
        one(content)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", "facilityInformation: ontbreekt"),
        ("<facilityInformation/>", "facilityID: ontbreekt"),
        (FACILITY.format("<facilityKind>Kazerne</facilityKind>"), "facilityKind: waarde 'Kazerne'"),
        (
            FACILITY.format("")
            + "<serviceList><serviceListItem><serviceStatus><isAvailable>ja</isAvailable></serviceStatus>"
            + "</serviceListItem></serviceList>",
            "isAvailable: geen true of false",
        ),
        (
            FACILITY.format("")
            + "<serviceList><serviceListItem><serviceBedCapacity/></serviceListItem></serviceList>",
            "serviceName: ontbreekt",
        ),
    ],
)
def test_refused_2(content: str, reason: str) -> None:
    with pytest.raises(DecodeError, match=reason):
        two(content)


@pytest.mark.parametrize(
    ("frame", "reason"),
    [
        (b"<HospitalStatus/>", "HospitalStatus: geen HospitalStatus"),
        (f"<HospitalStatus {NAMESPACES.format('1.0')}/>".encode(), "Hospital: ontbreekt"),
        (f"<HAVE {NAMESPACES.format('2.0')}/>".encode(), "facility: ontbreekt"),
        (b'<EDXLDistribution xmlns="urn:oasis:names:tc:emergency:EDXL:DE:1.0"/>', "EDXLDistribution: geen"),
    ],
)
def test_refused_documents(frame: bytes, reason: str) -> None:
    with pytest.raises(DecodeError, match=reason):
        list(decode(frame, reception("edxl_have")))


def test_positions_in_other_systems() -> None:
    places = {
        '<Point srsName="urn:ogc:def:crs:OGC:1.3:CRS84"><pos>5.983 51.187</pos></Point>': (5.983, 51.187),
        '<pos srsName="urn:ogc:def:crs:EPSG::4326">51.187 5.983 21</pos>': (5.983, 51.187),
        "<pos/>": None,
    }
    for inner, position in places.items():
        assert one(place(inner)).hospitals[0].position == position


def test_a_hospital_is_known_by_its_number_else_by_its_name() -> None:
    assert one(place("")).hospitals[0].id == "Ziekenhuis Venlo"
    for inner in (
        '<n:OrganisationName n:OrganisationID="7">A</n:OrganisationName>',
        "<n:OrganisationName n:x='y'>A</n:OrganisationName><Identifier>7</Identifier>",
    ):
        assert one(NAME.format(inner, ""), TIME).hospitals[0].id == "7"


def test_beds_without_a_capacity_and_of_a_sub_type() -> None:
    beds = "<BedCapacity><SubCategoryBedType>Ebola</SubCategoryBedType></BedCapacity>"
    found = one(place(""), f"<HospitalBedCapacityStatus>{beds}</HospitalBedCapacityStatus>")
    assert found.hospitals[0].beds == (Beds(type="Ebola"),)


def test_a_time_of_the_facility_comes_before_that_of_the_report() -> None:
    around = "<reportingPeriod><fromDateTime>2021-07-15T10:00:00Z</fromDateTime></reportingPeriod>"
    own = "<reportingPeriod><toDateTime>2021-07-15T12:00:00Z</toDateTime></reportingPeriod>"
    hours = [
        found.hospitals[0].updated
        for found in (two(FACILITY.format("") + own, around), two(FACILITY.format(""), around))
    ]
    assert [hour and hour.hour for hour in hours] == [12, 10]
    assert two(FACILITY.format(""), root="haveReport").hospitals[0].updated is None


def test_services_of_2_that_say_nothing_of_themselves() -> None:
    items = "<serviceListItem><serviceName>Dialyse</serviceName></serviceListItem>"
    dots = "<facilityColourStatus><colourDescription>...</colourDescription></facilityColourStatus>"
    (found,) = two(FACILITY.format("") + f"<serviceList>{items}</serviceList>{dots}").hospitals
    assert (found.services, found.services_closed, found.comment) == ((), (), None)


def test_a_distribution_stays_one_frame() -> None:
    inner = f"<HospitalStatus {NAMESPACES.format('1.0')}></HospitalStatus>"
    whole = f"<EDXLDistribution>{inner}</EDXLDistribution>".encode()
    assert formats.split(FORMAT, whole + inner.encode()) == [whole, inner.encode()]
