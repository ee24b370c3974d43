from typing import Any

import pytest

from mlob.bijstand import kinds
from mlob.bijstand import paper_words as words


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (68, "68"),
        (100_000, "100.000"),
        (2.5, "2,5"),
        (1234.5, "1.234,5"),
        (5.0, "5"),
        (10**9, "1.000.000.000"),
    ],
)
def test_numbers(value: Any, text: str) -> None:
    assert words.number(value) == text


def test_moments() -> None:
    assert words.day("2021-01-01T23:30:00Z") == "zaterdag 2 januari 2021 om 00:30 uur"
    assert words.clock("2021-07-14T18:00:00Z") == "14-07-2021 20:00"
    assert words.day(None) is words.clock("") is None
    assert (words.day("tot het zakt"), words.clock("later")) == ("tot het zakt", "later")


def test_texts_are_clean() -> None:
    assert words.clean("a\x00b\u202ec\r\nd\te ") == "abc\nd e"
    assert words.clean("12\u00a0km\u202f\u200b") == "12 km"


def test_names() -> None:
    assert words.resource("zandzakken") == "Zandzakken"
    assert words.resource("Rupskraan") == "Rupskraan"
    assert words.portion("militairen", 68, "personen") == "Militairen: 68 personen"
    assert words.amount(3, None) == "3"
    assert words.state("deels_toegezegd") == "deels toegezegd"
    assert words.state("beeindigd") == "beëindigd"
    assert words.state(None) == "onbekend"
    assert words.reference("request:bediening:2026-1") == "2026-1"
    assert words.reference("hoogwater") == "hoogwater"


def test_who_delivers_is_said_by_name() -> None:
    assert words.supplier("VR20") == "Veiligheidsregio Midden- en West-Brabant"
    assert words.supplier("DEF") == "Defensie"
    assert words.supplier("13 Ltbrig\u202e") == "13 Ltbrig"
    assert words.supplier(None) == "onbekend"


def test_places() -> None:
    assert words.place({"region": "VR24"}) == "Veiligheidsregio Zuid-Limburg (VR24)"
    assert words.place({"region": "VR99", "gemeente": "GM0994"}) == (
        "VR99, gemeente Valkenburg aan de Geul (GM0994)"
    )
    assert words.place({}) is None
    assert words.gemeente_name("GM9999") == "GM9999"


def test_routes() -> None:
    route = words.route(kinds.known()["wvr51"])
    assert len(route) > 2
    assert "LOCC" in route[1]
