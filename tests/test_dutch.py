"""What msgspec finds, as people here read it; the messages are those of msgspec itself."""

from __future__ import annotations

from typing import Any, Literal

import msgspec
import pytest

from mlob.dutch import dutch


class Row(msgspec.Struct, forbid_unknown_fields=True):
    """A bit of everything."""

    count: int
    names: list[str] = []
    speeds: dict[str, float] = {}
    on: bool = True
    way: Literal["loket"] = "loket"
    most: int | None = None


def wrong(raw: bytes, kind: Any = Row, of: Any = msgspec.json) -> str:
    with pytest.raises(msgspec.DecodeError) as error:
        of.decode(raw, type=kind)
    return dutch(error.value)


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b"[]", "verwacht is een object, gekregen is een lijst"),
        (b'{"count": "x"}', "count: verwacht is een geheel getal, gekregen is tekst"),
        (b'{"count": 1, "names": [1]}', "names[0]: verwacht is tekst, gekregen is een geheel getal"),
        (
            b'{"count": 1, "speeds": {"x": null}}',
            "speeds[...]: verwacht is een getal, gekregen is niets (null)",
        ),
        (
            b'{"count": 1, "on": "ja"}',
            "on: verwacht is ja of nee (true of false), gekregen is tekst",
        ),
        (
            b'{"count": 1, "most": {}}',
            "most: verwacht is een geheel getal of niets (null), gekregen is een object",
        ),
        (b'{"count": 1, "way": "x"}', "way: 'x' is geen van de keuzes"),
        (b'{"names": []}', "count ontbreekt"),
        (b'{"count": 1, "z": 2}', "z bestaat hier niet"),
        (b'{"count" 1}', "de JSON klopt niet bij byte 9"),
        (b'{"count": 1', "de JSON houdt te vroeg op"),
    ],
)
def test_what_is_wrong_is_said_in_dutch(raw: bytes, text: str) -> None:
    assert wrong(raw) == text


def test_what_we_do_not_know_is_said_as_it_came() -> None:
    assert wrong(b"count = ooit", of=msgspec.toml) == "Invalid value (at line 1, column 9)"
    assert wrong(b"count = 2013-01-01", of=msgspec.toml) == (
        "count: verwacht is een geheel getal, gekregen is een datum"
    )
    assert dutch(OSError("weg")) == "weg"
