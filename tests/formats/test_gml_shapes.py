"""Shapes of GML: each that geo-oasis allows, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest
from lxml import etree

from mlob.errors import DecodeError
from mlob.formats.gml_shapes import shape

RING = "<posList>52 5 52 6 53 6 52 5</posList>"


def found(xml: str) -> Any:
    return shape(etree.fromstring(f"<TargetArea xmlns='http://www.opengis.net/gml'>{xml}</TargetArea>"))


@pytest.mark.parametrize(
    ("xml", "kind", "coordinates"),
    [
        ("<Point><pos>52.1 5.2</pos></Point>", "Point", [5.2, 52.1]),
        ("<Point><pos>52.1 5.2 11</pos></Point>", "Point", [5.2, 52.1]),
        ("<Point><pos>52.1, 5.2</pos></Point>", "Point", [5.2, 52.1]),
        ('<Point srsName="urn:ogc:def:crs:OGC:1.3:CRS84"><pos>5.2 52.1</pos></Point>', "Point", [5.2, 52.1]),
        ("<Point><coordinates>52.1,5.2</coordinates></Point>", "Point", [5.2, 52.1]),
        ("<point> 52.1 5.2 </point>", "Point", [5.2, 52.1]),
        (
            "<CircleByCenterPoint><pos>52 5</pos><radius uom='m'>10</radius></CircleByCenterPoint>",
            "Point",
            [5.0, 52.0],
        ),
        ("<LineString><pos>52 5</pos><pos>53 6</pos></LineString>", "LineString", [[5.0, 52.0], [6.0, 53.0]]),
        (
            "<LineString><posList srsDimension='3'>52 5 1 53 6 2</posList></LineString>",
            "LineString",
            [[5.0, 52.0], [6.0, 53.0]],
        ),
        (
            f"<Polygon><exterior><LinearRing>{RING}</LinearRing></exterior></Polygon>",
            "Polygon",
            [[[5.0, 52.0], [6.0, 52.0], [6.0, 53.0], [5.0, 52.0]]],
        ),
        (
            "<Polygon><outerBoundaryIs><LinearRing><coordinates>52,5 52,6 53,6</coordinates></LinearRing>"
            "</outerBoundaryIs></Polygon>",
            "Polygon",
            [[[5.0, 52.0], [6.0, 52.0], [6.0, 53.0], [5.0, 52.0]]],
        ),
        (
            "<Envelope><lowerCorner>52 5</lowerCorner><upperCorner>53 6</upperCorner></Envelope>",
            "Polygon",
            [[[5.0, 52.0], [6.0, 52.0], [6.0, 53.0], [5.0, 53.0], [5.0, 52.0]]],
        ),
    ],
)
def test_shapes(xml: str, kind: str, coordinates: Any) -> None:
    assert found(xml) == {"type": kind, "coordinates": coordinates}


def test_holes_and_rd_new() -> None:
    hole = f"<interior><LinearRing>{RING}</LinearRing></interior>"
    shape = found(f"<Polygon><exterior><LinearRing>{RING}</LinearRing></exterior>{hole}</Polygon>")
    assert len(shape["coordinates"]) == 2
    lon, lat = found('<Point srsName="EPSG:28992"><pos>155000 463000</pos></Point>')["coordinates"]
    assert (round(lon, 3), round(lat, 3)) == (5.387, 52.155)


@pytest.mark.parametrize(
    ("xml", "reason"),
    [
        ("<Point/>", "pos: ontbreekt"),
        ("<Point><pos>52</pos></Point>", "pos: geen punten"),
        ("<Point><pos>a b</pos></Point>", "pos: geen getal"),
        ("<Point><pos>520 5</pos></Point>", "pos: punt ligt niet op aarde"),
        ("<Point><pos>NaN 5</pos></Point>", "pos: geen getal"),
        ('<Point srsName="EPSG:31370"><pos>1 2</pos></Point>', "srsName: onbekend stelsel"),
        ("<LineString><pos>52 5</pos></LineString>", "LineString: een lijn"),
        ("<Polygon/>", "Polygon: exterior ontbreekt"),
        (
            "<Polygon><exterior><LinearRing><posList>52 5 53 6</posList></LinearRing></exterior></Polygon>",
            "Polygon: een ring heeft minstens vier punten",
        ),
        ("<Envelope><lowerCorner>52 5</lowerCorner></Envelope>", "Envelope: verwacht"),
        (
            "<Envelope><lowerCorner>53 6</lowerCorner><upperCorner>52 5</upperCorner></Envelope>",
            "Envelope: lowerCorner ligt niet",
        ),
        (f"<LineString><posList>{'52 5 ' * 20_001}</posList></LineString>", "posList: meer dan 20000 punten"),
    ],
)
def test_refused(xml: str, reason: str) -> None:
    with pytest.raises(DecodeError, match=reason):
        found(xml)


def test_no_shape() -> None:
    assert found("<point/>") is None
    assert found("") is None
