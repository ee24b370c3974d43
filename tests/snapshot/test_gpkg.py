"""The GeoPackage: the same features and shapes as the picture, read by SQLite, by GDAL and by ogrinfo."""

import hashlib
import json
import shutil
import sqlite3
import struct
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import msgspec
import pyogrio
import pytest
import shapely
from lxml import etree
from shapely.geometry import shape

from mlob.picture import collection
from mlob.snapshot.diff import Change
from mlob.snapshot.geopackage.fields import fields
from mlob.snapshot.geopackage.layers import layers
from mlob.snapshot.material import Material
from tests.snapshot import briefing, samples

ALWAYS = [
    *("incidenten", "gebieden", "eenheden", "voorzieningen", "verzoeken", "regios", "notities", "capaciteit"),
    *("tijdlijn", "bronnen", "beeld", "layer_styles"),
]
TOLD = (
    "OEFENING. Rubricering: Departementaal Vertrouwelijk. Stand van 14 jul 2021 16:30 CEST, zoals bekend op "
    "14 jul 2021 16:30 CEST. Plaats in het journaal: 1626273000000-7."
)


def material(*more: dict[str, Any]) -> Material:
    """The samples with the shapes of the regions, and more features."""
    said = samples.material()
    shaped = {item["id"]: item for item in collection({}, briefing.NOW).values()}
    features = [
        {**item, "geometry": shaped[item["id"]]["geometry"]} if item["id"] in shaped else item
        for item in said.picture["features"]
    ]
    return msgspec.structs.replace(said, picture={**said.picture, "features": [*features, *more]})


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("gpkg") / "beeld.gpkg"
    found.write_bytes(briefing.rendered("gpkg", material()))
    return found


@pytest.fixture
def database(path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(path)) as found:
        yield found


def geometry(blob: bytes) -> Any:
    """The shape in a binary of GeoPackage (1.3, 2.1.3)."""
    magic, version, flags, system = struct.unpack("<2sBBi", blob[:8])
    assert (magic, version, system) == (b"GP", 0, 4326)
    boxes = {0: 0, 1: 32}[flags >> 1 & 7]
    found = shapely.from_wkb(blob[8 + boxes :])
    if boxes:
        west, east, south, north = struct.unpack("<4d", blob[8:40])
        assert (west, south, east, north) == found.bounds
    return found


def read(content: bytes, table: str) -> list[dict[str, Any]]:
    with closing(sqlite3.connect(":memory:")) as database:
        database.deserialize(content)
        database.row_factory = sqlite3.Row
        return [dict(row) for row in database.execute(f'SELECT * FROM "{table}"')]


def test_is_a_geopackage(database: sqlite3.Connection) -> None:
    assert database.execute("PRAGMA application_id").fetchone() == (0x47504B47,)
    assert database.execute("PRAGMA user_version").fetchone() == (10300,)
    assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    tables = [row[0] for row in database.execute("SELECT table_name FROM gpkg_contents ORDER BY rowid")]
    assert tables == ALWAYS


def test_features_and_shapes_are_those_of_the_picture(database: sqlite3.Connection) -> None:
    expected = {item["id"]: item["geometry"] for item in material().picture["features"]}
    found = {}
    for table, form in database.execute("SELECT table_name, geometry_type_name FROM gpkg_geometry_columns"):
        for name, blob in database.execute(f"SELECT id, geom FROM {table}"):
            found[name] = None if blob is None else geometry(blob)
            assert blob is None or found[name].geom_type.upper() == form
    assert set(found) == set(expected)
    for name, place in expected.items():
        if place is None:
            assert found[name] is None
        else:
            assert found[name].equals(shape(place))
            assert shapely.get_num_coordinates(found[name]) == shapely.get_num_coordinates(shape(place))


def test_columns_have_their_type(database: sqlite3.Connection) -> None:
    types = {row[1]: row[2] for row in database.execute("PRAGMA table_info(incidenten)")}
    assert types["fid"] == types["severity"] == "INTEGER"
    assert types["geom"] == "POINT"
    assert types["observed_at"] == "DATETIME"
    assert types["exercise"] == "BOOLEAN"
    row = database.execute(
        "SELECT title, severity, observed_at, sources, exercise, marking FROM incidenten WHERE id = ?",
        ("incident:p2000:1",),
    ).fetchone()
    assert row == ("Wateroverlast Valkenburg", 4, "2021-07-14T14:30:00.000Z", '["p2000"]', 0, None)
    grips = dict(database.execute("SELECT vr, grip FROM regios"))
    assert len(grips) == 25
    assert grips["VR24"] == 4
    assert grips["VR01"] is None


def test_marking_and_moment_are_in_the_file(database: sqlite3.Connection, path: Path) -> None:
    told = {row[0] for row in database.execute("SELECT description FROM gpkg_contents")}
    assert told == {TOLD}
    facts = dict(database.execute("SELECT naam, waarde FROM beeld"))
    assert facts["marking"] == "Departementaal Vertrouwelijk"
    assert facts["exercise"] == "true"
    assert facts["cursor"] == "1626273000000-7"
    assert facts["at"] == facts["known_at"] == samples.TIME
    info = pyogrio.read_info(path, layer="incidenten")
    assert info["dataset_metadata"] == facts
    assert info["layer_metadata"]["marking"] == "Departementaal Vertrouwelijk"
    assert info["crs"] == "EPSG:4326"


def test_tables_beside_the_layers(database: sqlite3.Connection) -> None:
    assert database.execute("SELECT entity, severity FROM tijdlijn").fetchall() == [("incident:p2000:1", 4)]
    assert database.execute("SELECT name, state FROM bronnen").fetchall() == [
        ("p2000", "actueel"),
        ("ghor", "stil"),
    ]
    styled = dict(database.execute("SELECT f_table_name, styleQML FROM layer_styles"))
    assert list(styled) == ALWAYS[:7]
    for qml in styled.values():
        assert qml.startswith("<qgis ")


def test_gdal_reads_every_layer(path: Path) -> None:
    assert [name for name, _ in pyogrio.list_layers(path)] == ALWAYS
    frame = pyogrio.read_dataframe(path, layer="incidenten")
    assert list(frame["id"]) == ["incident:p2000:1", "incident:p2000:2"]
    assert str(frame["observed_at"].dt.tz) == "UTC"
    assert frame.geometry.iloc[0].equals(shapely.Point(5.83, 50.86))


def test_changes_when_there_are(tmp_path: Path) -> None:
    change = Change(
        what="grip",
        discipline="gemeenten",
        region="VR24",
        region_name="Zuid-Limburg",
        severity=4,
        time=samples.TIME,
        text="GRIP 2 is GRIP 4",
        entity="region:VR24",
        exercise=True,
    )
    said = msgspec.structs.replace(material(), changes=[change])
    (row,) = read(briefing.rendered("gpkg", said), "veranderd")
    assert (row["text"], row["severity"], row["exercise"]) == ("GRIP 2 is GRIP 4", 4, 1)


def test_every_layer_has_its_spatial_index(database: sqlite3.Connection) -> None:
    drawn = [row[0] for row in database.execute("SELECT table_name FROM gpkg_geometry_columns ORDER BY 1")]
    rows = database.execute(
        "SELECT table_name, column_name, scope FROM gpkg_extensions"
        " WHERE extension_name = 'gpkg_rtree_index' ORDER BY table_name"
    ).fetchall()
    assert rows == [(table, "geom", "write-only") for table in drawn]
    for table in drawn:
        boxes = {row[0]: row[1:] for row in database.execute(f"SELECT * FROM rtree_{table}_geom")}
        there = database.execute(f"SELECT fid, geom FROM {table} WHERE geom NOT NULL").fetchall()
        assert set(boxes) == {fid for fid, _ in there}
        for fid, blob in there:
            west, south, east, north = geometry(blob).bounds
            minx, maxx, miny, maxy = boxes[fid]
            assert minx <= west <= east <= maxx
            assert miny <= south <= north <= maxy
            assert max(west - minx, maxx - east, south - miny, maxy - north) < 1e-5  # 32 bits, outward
        assert database.execute("SELECT rtreecheck(?)", (f"rtree_{table}_geom",)).fetchone() == ("ok",)


def test_gdal_uses_the_index_and_keeps_it(path: Path, tmp_path: Path) -> None:
    """An index that is emptied finds nothing: that is how one sees that it was asked."""
    box = (5.8, 50.8, 5.9, 50.9)
    found = pyogrio.read_dataframe(path, layer="incidenten", bbox=box)
    whole = pyogrio.read_dataframe(path, layer="incidenten")
    expected = [
        name
        for name, place in zip(whole["id"], whole.geometry, strict=True)
        if place.within(shapely.box(*box))
    ]
    assert list(found["id"]) == expected
    assert expected
    assert len(pyogrio.read_dataframe(path, layer="regios", bbox=box)) < 25
    emptied = tmp_path / "leeg.gpkg"
    shutil.copy(path, emptied)
    with closing(sqlite3.connect(emptied)) as database, database:
        database.execute("DELETE FROM rtree_incidenten_geom")
    assert len(pyogrio.read_dataframe(emptied, layer="incidenten", bbox=box)) == 0
    edited = tmp_path / "meer.gpkg"
    shutil.copy(path, edited)
    pyogrio.write_dataframe(found.head(1), edited, layer="incidenten", append=True)
    assert len(pyogrio.read_dataframe(edited, layer="incidenten", bbox=box)) == len(expected) + 1


def test_styles_are_as_qgis_looks_for_them(database: sqlite3.Connection) -> None:
    """The columns that QGIS makes (QgsOgrProviderUtils), whose names it asks for when a layer opens."""
    named = [(row[1], row[2]) for row in database.execute("PRAGMA table_info(layer_styles)")]
    assert named == [
        ("id", "INTEGER"),
        *((name, "TEXT") for name in ("f_table_catalog", "f_table_schema", "f_table_name")),
        *((name, "TEXT") for name in ("f_geometry_column", "styleName", "styleQML", "styleSLD")),
        ("useAsDefault", "BOOLEAN"),
        *((name, "TEXT") for name in ("description", "owner", "ui")),
        ("update_time", "DATETIME"),
    ]
    numbers = {"POINT": "0", "MULTILINESTRING": "1", "MULTIPOLYGON": "2"}
    layers = database.execute("SELECT table_name, column_name, geometry_type_name FROM gpkg_geometry_columns")
    for table, column, form in layers.fetchall():
        ((qml, default),) = database.execute(
            "SELECT styleQML, useAsDefault FROM layer_styles WHERE f_table_schema = '' AND f_table_name = ?"
            " AND f_geometry_column = ? AND f_table_catalog = ''",
            (table, column),
        ).fetchall()
        assert default == 1
        root = etree.fromstring(qml)
        assert root.tag == "qgis"
        assert root.findtext("layerGeometryType") == numbers[form]
        renderer = root.find("renderer-v2")
        symbols = {symbol.get("name") for symbol in renderer.iterfind("symbols/symbol")}
        assert {one.get("symbol") for one in renderer.iter("category", "rule")} <= symbols
        columns = {row[1] for row in database.execute(f"PRAGMA table_info({table})")}
        assert renderer.get("attr", "id") in columns
    assert "grip" in {row[1] for row in database.execute("PRAGMA table_info(regios)")}


def test_same_picture_same_bytes(path: Path) -> None:
    assert path.read_bytes() == briefing.rendered("gpkg", material())
    assert hashlib.sha256(briefing.rendered("gpkg")).hexdigest() == briefing.elsewhere("gpkg")


def test_other_shapes_get_a_layer_beside() -> None:
    line = {"type": "LineString", "coordinates": [[5, 52], [5.1, 52.1, 7]]}
    both = {"type": "GeometryCollection", "geometries": [line, samples.point(5, 52)]}
    places = [
        line,
        both,
        samples.point(
            5,
            52,
        ),
        {"type": "Polygon", "coordinates": []},
        {"type": "Rond"},
        7,
    ]
    more = [samples.feature(f"area:x:{n}", place, kind="area") for n, place in enumerate(places)]
    found = list(layers(more))
    assert {layer.name: (layer.form, len(layer.features)) for layer in found if layer.features} == {
        "gebieden": ("MultiPolygon", 3),  # two of them without a shape
        "gebieden_lijnen": ("MultiLineString", 1),
        "gebieden_punten": ("Point", 1),
        "gebieden_samengesteld": ("GeometryCollection", 1),
    }
    (row,) = read(briefing.rendered("gpkg", material(*more)), "gebieden_lijnen")
    assert geometry(row["geom"]).equals(shapely.MultiLineString([[(5, 52), (5.1, 52.1)]]))


def test_hostile_properties_stay_data() -> None:
    odd = {
        'x"; DROP TABLE bronnen;--': "a",
        "FID": 1,
        "Title": "andere kolom",
        "geom": "x",
        "": "leeg",
        "nul\x00": "a\x00b\ud800\u202e",
        "mixed": [1, {"a": None}],
        "groot": 2**70,
        "waar": True,
    }
    content = briefing.rendered("gpkg", material(samples.feature("incident:x:1", None, **odd)))
    row = next(row for row in read(content, "incidenten") if row["id"] == "incident:x:1")
    assert row['x"; DROP TABLE bronnen;--'] == "a"
    assert row["FID_2"] == 1
    assert row["Title_2"] == "andere kolom"
    assert row["geom_2"] == "x"
    assert row["x"] == "leeg"
    assert row["nul"] == "ab"
    assert json.loads(row["mixed"]) == [1, {"a": None}]
    assert json.loads(row["groot"]) == 2**70
    assert row["waar"] == 1
    assert read(content, "bronnen")


def test_types_hold_all_values_of_a_column() -> None:
    def sql(*values: Any) -> tuple[str, list[Any]]:
        found = fields([samples.feature(str(n), None, v=value) for n, value in enumerate(values)])
        (field,) = [field for field in found if field.name == "v"]
        return field.sql, field.values

    assert sql(1, None, 2) == ("INTEGER", [1, None, 2])
    assert sql(1, 2.5) == ("REAL", [1.0, 2.5])
    assert sql(True, False) == ("BOOLEAN", [1, 0])
    assert sql(True, 2) == ("TEXT", ["true", "2"])
    assert sql("2021-07-14T14:30:00Z") == ("DATETIME", ["2021-07-14T14:30:00.000Z"])
    assert sql("2021-07-14T14:30:00Z", "morgen") == ("TEXT", ["2021-07-14T14:30:00Z", "morgen"])
    assert sql("9999-99-99T99:99:99Z")[1] == [None]
    many = samples.feature("a", None, **{f"p{number:04}": number for number in range(400)})
    found = {field.name: field.values[0] for field in fields([many])}
    assert found["p0149"] == 149
    assert json.loads(found["other"])["p0399"] == 399


@pytest.mark.skipif(shutil.which("ogrinfo") is None, reason="no ogrinfo: gdal-bin is not installed")
def test_ogrinfo_reads_it(path: Path) -> None:
    run = subprocess.run(
        ["ogrinfo", "-al", str(path)], capture_output=True, text=True, timeout=60, check=True
    )
    assert run.stderr == ""
    for name in ALWAYS:
        assert f"Layer name: {name}\n" in run.stdout
    assert "POINT (5.83 50.86)" in run.stdout
    assert f"DESCRIPTION={TOLD}" in run.stdout
    assert "marking=Departementaal Vertrouwelijk" in run.stdout
