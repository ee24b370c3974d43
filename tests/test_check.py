"""What `mlob check` warns of: what works, and yet wants attention."""

from __future__ import annotations

import pytest

from mlob import check
from mlob.config import Settings, Web
from mlob.cot_out_settings import CotOut
from tests.observations import source


def told(url: str, host: str = "127.0.0.1", listen: str = "tcp://127.0.0.1:8087") -> list[str]:
    settings = Settings(
        web=Web(host=host, port=8050),
        cot_out=CotOut(listen=listen),
        sources=(source(name="echo", url=url),),
    )
    return check.warnings(settings)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:8050/ogc/collections/incident/items",
        "http://localhost:8050/api/v1/picture",
        "https://[::1]:8050/ogc",
        "ws://127.0.0.1:8050/ws",
    ],
)
@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost"])
def test_a_source_that_asks_this_system_itself(url: str, host: str) -> None:
    (warning,) = told(url, host)
    assert "[[source]] 'echo': url: " in warning
    assert "is dit systeem zelf ([web]): alles komt dan dubbel in het beeld" in warning


def test_a_source_that_takes_our_own_cot() -> None:
    (warning,) = told("tcp://localhost:8087")
    assert "([cot_out] listen)" in warning


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:8051/ogc",
        "http://127.0.0.1/ogc",
        "http://10.0.0.1:8050/ogc",
        "https://api.voorbeeld.nl:8050/ogc",
        "tcp-listen://127.0.0.1:8050",
        "tcp://127.0.0.1:8088",
        "http://127.0.0.1:poort/ogc",
        "push:",
        "dir:/data/opvang",
    ],
)
def test_others_are_no_echo(url: str) -> None:
    assert told(url) == []


def test_what_is_a_fault_is_no_warning_too() -> None:
    assert told("tcp://localhost:8087", listen="udp://nergens") == []


@pytest.mark.parametrize(
    ("url", "listen", "told"),
    [
        (
            "tcp-listen://127.0.0.1:8050",
            "",
            "[[source]] 'echo' url: op 127.0.0.1:8050 luistert [web] port al",
        ),
        ("push:", "tcp://localhost:8050", "[cot_out] listen: op localhost:8050 luistert [web] port al"),
        ("tls-listen://0.0.0.0:8087", "tcp://127.0.0.1:8087", "luistert [cot_out] listen al"),
        ("tcp-listen://127.0.0.1:8051", "tcp://127.0.0.1:8087", ""),
        ("tcp://127.0.0.1:8050", "", ""),
        ("tcp-listen://127.0.0.1:hier", "", ""),
    ],
)
def test_two_that_listen_at_one_door(url: str, listen: str, told: str) -> None:
    settings = Settings(
        web=Web(port=8050), cot_out=CotOut(listen=listen), sources=(source(name="echo", url=url),)
    )
    found = check.doors(settings)
    assert bool(found) is bool(told)
    assert told in "".join(found)
