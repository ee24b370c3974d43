"""CSV: rows out of whatever Excel and others write by that name, and what is refused."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from mlob import formats
from mlob.errors import DecodeError
from mlob.formats import framing_csv, grid, table
from mlob.formats.csv import FORMAT
from mlob.formats.geojson import Feature
from mlob.model import Discipline, Options, Reception, Source

COLUMNS = {"id": "Nummer", "title": "Naam"}
FACILITY = {"kind": "facility"}


def source(**settings: Any) -> Source:
    settings = {"columns": COLUMNS, "defaults": FACILITY, "disciplines": (Discipline.GEMEENTEN,), **settings}
    return Source(name="tabel", format=settings.pop("format", "csv"), **settings)


def outcomes(data: bytes | str, **settings: Any) -> list[Feature | str]:
    """What each frame says, or why it says nothing."""
    where = Reception(source=source(**settings), received_at=datetime(2026, 11, 25, tzinfo=UTC))
    found: list[Feature | str] = []
    payload = data if isinstance(data, bytes) else data.encode()
    for frame in formats.split(FORMAT, payload, where.source):
        try:
            found += [message.feature for message in FORMAT.decode(frame, where)]
        except DecodeError as error:
            found.append(str(error))
    return found


def titles(data: bytes | str, **settings: Any) -> list[Any]:
    return [
        item if isinstance(item, str) else item.properties.get("title") for item in outcomes(data, **settings)
    ]


@pytest.mark.parametrize("mark", ";,\t|")
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_delimiters_and_line_ends(mark: str, end: str) -> None:
    lines = ["Nummer;Naam", '1;"a ; b"', "2;c"]
    between = " " if mark == "\t" else f" {mark} "
    assert titles(end.join(lines).replace(";", mark)) == [f"a{between}b", "c"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_encodings_are_found_out(encoding: str) -> None:
    assert titles("Nummer;Naam\n1;Café Súd €\n".encode(encoding)) == ["Café Súd €"]


@pytest.mark.parametrize("encoding", ["cp850", "utf-16-le", "iso8859-15", "utf-8-sig"])
def test_or_said_by_the_source(encoding: str) -> None:
    options = Options(encoding=encoding)
    assert titles("Nummer;Naam\n1;Café Súd\n".encode(encoding), options=options) == ["Café Súd"]


def test_text_that_fits_no_encoding_costs_its_row_only() -> None:
    assert titles(b"Nummer;Naam\n1;\x81\n2;b\n") == ["rij 2: onleesbaar, niet in cellen te verdelen", "b"]
    assert titles(b"\xef\xbb\xbfNummer;Naam\n1;caf\xe9\n")[0].startswith("rij 2: onleesbaar")


def test_headings_may_differ_in_capitals_and_blanks_and_come_after_a_title() -> None:
    data = "Opvang van vandaag;;\n\n  NUMMER ;naam\u00a0;Extra\n1;a;x\n"
    (found,) = outcomes(data)
    assert isinstance(found, Feature)
    assert (found.id, found.properties) == ("1", {"title": "a", "extra": "x"})


def test_a_title_with_more_commas_than_the_headings_have_semicolons() -> None:
    assert titles("Opvang, zorg, en meer, van vandaag\nNummer;Naam, voluit;Naam\n1;x;a\n") == ["a"]


def test_the_source_may_say_where_the_headings_are_and_what_parts_the_cells() -> None:
    data = "Nummer#Naam\nNummer#Naam\n1#a;b\n"
    assert titles(data, options=Options(header=2, delimiter="#")) == ["a;b"]
    assert titles("sep=#\n" + data.partition("\n")[2]) == ["a;b"]
    (refused,) = titles(data, options=Options(header=3, delimiter="#"))
    assert refused == "rij 3: koppen: Nummer, Naam ontbreekt; er is 1, a;b"


def test_missing_headings_are_said_once_with_those_that_are_there() -> None:
    data = "Nr;Naam;Plaats\n" + "1;a;b\n" * 50
    assert titles(data) == ["rij 1: koppen: Nummer ontbreekt; er is Nr, Naam, Plaats"]
    assert titles(data[:20]) == ["rij 1: koppen: Nummer ontbreekt; er is Nr, Naam, Plaats"]
    assert titles("\n\n") == []


def test_without_columns_a_table_is_read_by_its_own_headings() -> None:
    data = "ID;Titel;Latitude;Longitude;Bijgewerkt;Soort vloer\n1;a;51,2;5,9;25-11-2026 14:30;hout\n"
    (found,) = outcomes(data, columns={})
    assert isinstance(found, Feature)
    assert found.geometry == {"type": "Point", "coordinates": [5.9, 51.2]}
    assert found.properties == {
        "title": "a",
        "observed_at": "2026-11-25T13:30:00+00:00",
        "soort_vloer": "hout",
    }


def test_quotes_and_line_ends_in_cells() -> None:
    data = 'Nummer;Naam\n1;"zegt ""ja""; en\r\nnee"\n2;5" pijp\n3; "met blank"\n4;""\n'
    assert titles(data) == ['zegt "ja"; en nee', '5" pijp', "met blank", None]


def test_a_quote_that_is_never_closed_costs_its_row_only() -> None:
    bad = "rij 3: een aanhalingsteken wordt niet gesloten"
    assert titles('Nummer;Naam\n1;a\n2;"b\n3;c\n') == ["a", bad, "c"]
    assert titles('Nummer;Naam\n1;a\n2;"b') == ["a", bad]


def test_but_not_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each line opens a quote that the next one does not close: reading on would take for ever."""
    found = titles("Nummer;Naam\n" + 'a";"\n' * 200_000)
    assert len(found) == framing_csv.STRIKES + 2
    assert "te veel aanhalingstekens" in found[-1]


def test_shifted_cells_are_refused_and_blank_ones_are_not() -> None:
    assert titles("Nummer;Naam\n1;a;b\n2;c;;\n3\n") == [
        "rij 2: meer cellen dan koppen (1 te veel)",
        "c",
        None,
    ]


def test_headings_that_come_twice_or_are_empty_lose_nothing() -> None:
    (found,) = outcomes("Nummer;Naam;Naam;;Naam!\n1;a;b;c;d\n")
    assert isinstance(found, Feature)
    assert found.properties == {"title": "a", "naam_2": "b", "kolom_4": "c", "naam": "d"}
    (found,) = outcomes("Nummer;Naam;Naam;;Naam!\n1;a;b;c;d\n", options=Options(only=True))
    assert isinstance(found, Feature)
    assert found.properties == {"title": "a"}


def test_a_column_that_nobody_appointed_does_not_speak_for_the_model() -> None:
    (found,) = outcomes("Nummer;Naam;Status;Kind;TTL;Gemeente;Received at\n1;a;open;ufo;5;Nergens;x\n")
    assert isinstance(found, Feature)
    assert found.properties == {
        "title": "a",
        **{"source_status": "open", "source_kind": "ufo", "source_ttl": 5, "source_gemeente": "Nergens"},
        "received_at": "x",  # admission gives it another name, as for every format
    }


def test_rows_and_cells_that_are_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    long = "x" * (grid.CELL + 1)
    assert titles(f"Nummer;Naam\n1;{long}\n2;b\n") == ["rij 2: een cel is langer dan 32767 tekens", "b"]
    monkeypatch.setattr(framing_csv, "LIMIT", 100)
    assert titles(f"Nummer;Naam\n1;{long}\n2;b\n") == ["rij 2: langer dan 0 KiB", "b"]
    assert titles(f"{long}\nNummer;Naam\n2;b\n") == ["b"]
    assert titles(f"{long}\n") == ["rij 1: koppen: langer dan 0 KiB"]


def test_too_many_rows_columns_and_too_much_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grid, "ROWS", 2)
    said = "rij 4: meer dan 2 rijen, vanaf hier is niets gelezen"
    assert titles("Nummer;Naam\n1;a\n2;b\n3;c\n4;d\n") == ["a", "b", said]
    monkeypatch.setattr(grid, "TOTAL", 60)
    assert titles("Nummer;Naam\n1;a\n2;b\n3;c\n4;d\n")[1].endswith("vanaf hier is niets gelezen")
    assert titles("Nummer;Naam" + ";x" * 500 + "\n") == ["rij 1: koppen: meer dan 500 kolommen"]


def test_one_splitter_takes_one_table_after_another() -> None:
    splitter = formats.splitter(source())
    assert splitter.feed(b"Nummer;Naam\n1;a") == []
    assert len(splitter.close()) == 1
    assert len(splitter.feed(b"Naam,Nummer\nb,2\n") + splitter.close()) == 1


def test_an_id_of_several_cells() -> None:
    columns = {"id": ("Gemeente", "Nr")}
    data = "Gemeente;Nr\nWeert;1\nWe/ert;1\nWeert;\n;\n"
    found = outcomes(data, columns=columns)
    assert [item.id for item in found[:3] if isinstance(item, Feature)] == ["Weert/1", "We~1ert/1", "Weert/"]
    assert titles("Gemeente;Nr;Naam\n;;a\n", columns=columns) == [
        "rij 2: Gemeente + Nr: leeg, zonder id is de rij niet te volgen"
    ]


@pytest.mark.parametrize(
    ("settings", "fault"),
    [
        ({"columns": {"title": "Naam"}}, "columns.id: ontbreekt"),
        ({"columns": {"title": "Naam", "kind": "Soort"}, "defaults": {}}, "columns.id: ontbreekt"),
        ({"defaults": {}}, "defaults.kind: ontbreekt"),
        ({"defaults": {"kind": "ufo"}}, "defaults.kind: onbekend"),
        ({"defaults": {"kind": "request"}}, "defaults.kind: onbekend"),
        ({"defaults": {"kind": "region"}}, "columns.vr: ontbreekt"),
        ({"defaults": {"kind": "capacity", "vr": "VR24"}}, "columns.resource: ontbreekt"),
        ({"columns": {**COLUMNS, "lat": "Breedte"}}, "columns.lat: zonder lon"),
        ({"columns": {**COLUMNS, "y": "Y"}}, "columns.y: zonder x"),
        (
            {"columns": {**COLUMNS, "received_at": "Ontvangen"}},
            "columns.received_at: dat bepaalt het systeem",
        ),
        ({"url": "file:/data/groeit.csv"}, "url: een tabel komt in haar geheel"),
    ],
)
def test_settings_that_cannot_work(settings: dict[str, Any], fault: str) -> None:
    (found,) = table.faults(source(**settings))
    assert found.startswith(fault)


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"columns": {}, "defaults": {}},
        {"columns": {"vr": "Regio", "grip": "GRIP"}, "defaults": {"kind": "region"}},
        {"columns": {"resource": "Middel"}, "defaults": {"kind": "capacity", "vr": "VR24"}},
        {"columns": {**COLUMNS, "kind": "Soort"}, "defaults": {}},
    ],
)
def test_settings_that_can(settings: dict[str, Any]) -> None:
    assert list(table.faults(source(**settings))) == []


@pytest.mark.parametrize(
    "frame", [b"", b"Nummer;Naam", b"[]", b'{"row":1,"x":2}', b'{"row":1,"decimal":"x"}', b"\xff"]
)
def test_what_no_splitter_made_is_no_row(frame: bytes) -> None:
    where = Reception(source=source(), received_at=datetime(2026, 11, 25, tzinfo=UTC))
    with pytest.raises(DecodeError, match="rij: onleesbaar"):
        list(FORMAT.decode(frame, where))
