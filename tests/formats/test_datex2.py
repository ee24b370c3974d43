"""DATEX II: how publications are cut, both versions, places, and what is wrong with what is refused."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from mlob import formats
from mlob.errors import DecodeError
from mlob.formats.datex2 import FORMAT, Record, Situation, decode
from mlob.formats.framing_datex2 import DEPTH, ROOM, SHARE, Datex2Splitter
from tests.conformance.golden import reception

XSI = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
V2 = (
    f'<d2LogicalModel xmlns="http://datex2.eu/schema/2/2_0" {XSI}>'
    '<payloadPublication xsi:type="SituationPublication">'
)
END2 = "</payloadPublication></d2LogicalModel>"
NAMES = " ".join(
    f'xmlns:{name}="http://datex2.eu/schema/3/{space}"'
    for name, space in [
        ("a", "situation"),
        ("b", "common"),
        ("c", "locationReferencing"),
        ("d", "messageContainer"),
    ]
)
V3 = f'<d:messageContainer {NAMES} {XSI}><d:payload xsi:type="a:SituationPublication">'
END3 = "</d:payload><d:exchangeInformation><d:x>1</d:x></d:exchangeInformation></d:messageContainer>"


def one(inner: str, kind: str = "Accident") -> str:
    return (
        f'<situation id="S1"><situationRecord xsi:type="{kind}" id="R1">{inner}</situationRecord></situation>'
    )


def cut(text: str) -> list[bytes]:
    return formats.split(FORMAT, text.encode())


def read(text: str) -> list[Situation]:
    return [found for frame in cut(text) for found in decode(frame, reception("datex2"))]


def record(inner: str, kind: str = "Accident") -> Record:
    ((found,),) = (item.records for item in read(V2 + one(inner, kind) + END2))
    return found


def place(inner: str) -> str:
    return f"<groupOfLocations>{inner}</groupOfLocations>"


def test_a_record_of_version_2_whole() -> None:
    found = record(
        "<situationRecordCreationTime>2026-11-23T12:00:00Z</situationRecordCreationTime>"
        "<situationRecordVersionTime>2026-11-23T14:00:00.123456789+01:00</situationRecordVersionTime>"
        "<probabilityOfOccurrence>riskOf</probabilityOfOccurrence><severity>low</severity>"
        "<validity><validityStatus>active</validityStatus><validityTimeSpecification>"
        "<overallStartTime>2026-11-23T12:00:00Z</overallStartTime><overallEndTime/></validityTimeSpecification>"
        '</validity><generalPublicComment><comment><values><value lang="en">One</value>'
        '<value lang="nl">Een</value></values></comment></generalPublicComment>'
        "<generalPublicComment><comment><values><value>Twee</value>"
        "</values></comment>"
        "</generalPublicComment><management><lifeCycleManagement><end>true</end></lifeCycleManagement></management>"
        "<accidentType>accident</accidentType><accidentType>headOnCollision</accidentType>"
    )
    assert (found.type, found.probability, found.severity, found.validity) == (
        "Accident",
        "riskOf",
        "low",
        "active",
    )
    assert found.versioned == datetime(2026, 11, 23, 13, 0, 0, 123456, tzinfo=UTC)
    assert (found.overall.start, found.overall.end) == (datetime(2026, 11, 23, 12, tzinfo=UTC), None)
    assert found.comments == ("Een", "Twee")
    assert found.kinds == (("accidentType", "accident"), ("accidentType", "headOnCollision"))
    assert (found.ended, found.cancelled) == (True, False)


def test_version_3_in_other_prefixes() -> None:
    (found,) = read(
        V3
        + '<b:publicationTime>2026-11-23T13:00:00Z</b:publicationTime><a:situation id="S"><a:overallSeverity>'
        "low</a:overallSeverity><a:headerInformation><b:informationStatus>test</b:informationStatus>"
        '</a:headerInformation><a:situationRecord xsi:type="a:Accident" id="R"><a:validity>'
        "<b:validityTimeSpecification><b:validPeriod><b:startOfPeriod>2026-11-23T12:00:00Z</b:startOfPeriod>"
        "</b:validPeriod></b:validityTimeSpecification></a:validity><a:locationReference><c:roadName><b:values><b:value>Molenweg</b:value></b:values></c:roadName>"
        "</a:locationReference></a:situationRecord></a:situation>" + END3
    )
    assert (found.version, found.severity, found.information) == ("3", "low", "test")
    assert found.published == datetime(2026, 11, 23, 13, tzinfo=UTC)
    assert found.records[0].periods[0].start == datetime(2026, 11, 23, 12, tzinfo=UTC)
    assert found.records[0].place.road == "Molenweg"


POINT = "<pointCoordinates><latitude>{}</latitude><longitude>{}</longitude></pointCoordinates>"
SHORT = ((5.0, 51.0), (5.1, 51.1))
LIST = "<gmlLineString><posList>{}</posList></gmlLineString>"


def test_points() -> None:
    display = "<locationForDisplay><latitude>51</latitude><longitude>5</longitude></locationForDisplay>"
    point = f"<pointByCoordinates>{POINT.format(51.1, 5.1)}</pointByCoordinates>"
    assert record(place(display)).place.points == ((5.0, 51.0),)
    assert record(place(display + point)).place.points == ((5.1, 51.1),)
    assert (
        record(place(f"<pointByCoordinates>{POINT.format('', '')}</pointByCoordinates>")).place.points == ()
    )
    assert record("").place.points == ()


@pytest.mark.parametrize(
    ("inner", "lines"),
    [
        (LIST.format("51 5 51.1 5.1"), (SHORT,)),
        (LIST.format("51 5 0 51.1 5.1 0").replace("<posList", '<posList srsDimension="3"'), (SHORT,)),
        ('<x srsName="urn:ogc:def:crs:OGC:1.3:CRS84"><posList>5 51 5.1 51.1</posList></x>', (SHORT,)),
        (
            f"<linearByCoordinates><linearCoordinatesStartPoint>{POINT.format(51, 5)}"
            f"</linearCoordinatesStartPoint><linearCoordinatesEndPoint>{POINT.format(51.1, 5.1)}"
            "</linearCoordinatesEndPoint></linearByCoordinates>",
            (SHORT,),
        ),
        (
            f"<linearByCoordinatesExtension><linearCoordinatesEndPoint>{POINT.format(51.1, 5.1)}"
            f"</linearCoordinatesEndPoint><linearCoordinatesStartPoint>{POINT.format(51, 5)}"
            "</linearCoordinatesStartPoint></linearByCoordinatesExtension>",
            (SHORT,),
        ),
        (
            f'<linearByCoordinates><intermediate index="10">{POINT.format(51.1, 5.1)}</intermediate>'
            f'<intermediate index="9">{POINT.format(51, 5)}</intermediate></linearByCoordinates>',
            (SHORT,),
        ),
        (
            f"<tpegLinearLocation><to>{POINT.format(51.1, 5.1)}</to><from>{POINT.format(51, 5)}</from>"
            "</tpegLinearLocation>",
            (SHORT,),
        ),
        (f"<alternativeRoute>{LIST.format('51 5 51.1 5.1')}</alternativeRoute>", ()),
        (LIST.format(""), ()),
    ],
)
def test_lines(inner: str, lines: object) -> None:
    assert record(place(inner)).place.lines == lines


def test_rd_new_is_converted() -> None:
    (line,) = record(
        place('<x srsName="EPSG:28992"><posList>155000 463000 156000 463000</posList></x>')
    ).place.lines
    assert line[0] == pytest.approx((5.38721, 52.15517), abs=2e-5)


def test_areas_without_their_holes() -> None:
    ring = "<gmlPolygon><exterior><gmlLinearRing><posList>51 5 51 6 52 6</posList></gmlLinearRing></exterior>"
    hole = "<interior><gmlLinearRing><posList>51.1 5.1 51.1 5.2 51.2 5.2</posList></gmlLinearRing></interior>"
    found = record(place(f"<gmlMultiPolygon>{ring}{hole}</gmlPolygon></gmlMultiPolygon>")).place
    assert (found.lines, found.rings) == ((), (((5.0, 51.0), (6.0, 51.0), (6.0, 52.0), (5.0, 51.0)),))


@pytest.mark.parametrize(
    ("inner", "reason"),
    [
        (one(place(LIST.format("51 5 51"))), "posList: geen reeks van punten"),
        (one(place(LIST.format("51 5 51 x"))), "posList: geen getal"),
        (one(place(LIST.format("5 51 5 52"))), "posList: breedte en lengte zijn verwisseld"),
        (one(place(LIST.format("95 5 95 6"))), "posList: punt ligt niet op aarde"),
        (one(place('<x srsName="EPSG:3857"><posList>1 2 3 4</posList></x>')), "srsName: onbekend"),
        (
            one(place('<x srsName="EPSG:28992"><posList>1 2 3 4</posList></x>')),
            "posList: punt ligt buiten RD",
        ),
        (one(place("<gmlLinearRing><posList>51 5 51 6</posList></gmlLinearRing>")), "posList: een vlak"),
        (one(place(f"<pointByCoordinates>{POINT.format(95, 5)}</pointByCoordinates>")), "latitude: punt"),
        (one("<queueLength>lang</queueLength>"), "queueLength: geen getal"),
        (one("<situationRecordCreationTime>x</situationRecordCreationTime>"), "situationRecordCreationTime:"),
        (one("", ""), "situationRecord: xsi:type ontbreekt"),
        (one("").replace(' id="R1"', ""), "situationRecord: id ontbreekt"),
        (one("").replace(' id="S1"', ""), "situation: id ontbreekt"),
        ('<situation id="S"/>', "situationRecord: ontbreekt"),
        ("<situation id='S'><oeps></situation>", "XML: niet goed gevormd"),
    ],
)
def test_refused(inner: str, reason: str) -> None:
    with pytest.raises(DecodeError, match=reason):
        read(V2 + inner + END2)


OLD = V2.replace("schema/2/2_0", "schema/1_0/1_0")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (OLD + one("") + END2, "situation: geen DATEX II van versie 2 of 3"),
        (OLD + END2, "d2LogicalModel: geen DATEX II van versie 2 of 3"),
        ('<situation id="S1"/>', r"situation: geen DATEX II van versie 2 of 3 \(geen namespace\)"),
        (
            V2.replace("Situation", "MeasuredData") + END2,
            "payloadPublication: dit is MeasuredDataPublication",
        ),
        ("<rss></rss>", "rss: geen DATEX II"),
        ("<!DOCTYPE d2LogicalModel>" + V2 + END2, "DOCTYPE: niet toegestaan"),
        ("<!DOCTYPE d2LogicalModel>" + V2 + one("") + END2, "DOCTYPE: niet toegestaan"),
    ],
)
def test_what_is_no_publication_of_situations(text: str, reason: str) -> None:
    with pytest.raises(DecodeError, match=reason):
        read(text)


def test_each_situation_is_a_frame_with_what_is_around_it_and_a_bad_one_costs_only_itself() -> None:
    good = [one("").replace("S1", f"S{number}") for number in range(3)]
    frames = cut(V2 + good[0] + "\n<situation id='X'><oeps>" + good[1] + "<!-- <a> -->" + good[2] + END2)
    assert len(frames) == 4
    said = []
    for frame in frames:
        try:
            said += [item.id for item in decode(frame, reception("datex2"))]
        except DecodeError:
            said.append("")
    assert said == ["S0", "", "S1", "S2"]


def test_publications_one_after_another() -> None:
    text = (
        V2 + one("") + END2 + V3 + "<a:situation/>" + END3 + V2 + END2 + "rommel" + V2 + one("") + END2 + V2
    )
    frames = [frame.decode() for frame in cut(text)]
    assert frames == [
        V2 + one("") + END2,
        V3 + "<a:situation/></d:payload></d:messageContainer>",
        V2 + END2,
        "rommel",
        V2 + one("") + END2,
        V2,
    ]
    assert [frame.decode() for frame in cut("<?xml version='1.0'?>" + V2 + "<?xml version='1.0'?>" + V2)] == [
        "<?xml version='1.0'?>" + V2
    ] * 2


def test_a_publication_without_situations_says_nothing() -> None:
    assert read(V2 + END2) == read(V3 + END3) == []


def test_what_is_added_around_situations_is_bounded() -> None:
    head = f'<a x="{"y" * 1000}">'.encode()
    splitter = Datex2Splitter()
    data = head + b"<situation/>" * 20_000
    frames = splitter.feed(data) + splitter.close()
    assert len(frames) == 20_000
    assert sum(map(len, frames)) <= ROOM + (1 + SHARE) * len(data)


def test_elements_that_never_close_are_not_kept() -> None:
    splitter = Datex2Splitter()
    splitter.feed(V2.encode() + one("").encode())
    splitter.feed(b"<x>" * (DEPTH + 1) + one("").encode())
    assert len(splitter._open) == 0


def test_many_documents_and_much_text_take_a_time_that_grows_with_their_number() -> None:
    frames = cut("<a></a>\n" * 100_000 + "x" + "<b/>" * 100_000)
    assert len(frames) == 200_001
