"""NL-Alert as JSON: pages, what is wrong with an alert, and what a page costs."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from mlob import formats
from mlob.errors import DecodeError
from mlob.formats.nl_alert import FORMAT, NlAlert, decode
from tests.conformance.golden import reception

RING = "51.0,5.0 51.1,5.0 51.1,5.1 51.0,5.0"


def alert(**members: Any) -> NlAlert:
    (found,) = decode(json.dumps({"id": "1", "message": "Brand.", **members}).encode(), reception("nl_alert"))
    return found


def test_one_alert_whole() -> None:
    found = alert(
        message="Brand in Weert. Blijf binnen. *** Fire in Weert.",
        start_at="2026-11-23T14:00:00",
        stop_at="2026-11-23T15:00:00.5Z",
        area=[RING, "51.0,5.0 51.1,5.0 51.1,5.1"],
    )
    assert (found.dutch, found.english) == ("Brand in Weert. Blijf binnen.", "Fire in Weert.")
    assert found.start == datetime(2026, 11, 23, 13, 0, tzinfo=UTC)
    assert found.stop == datetime(2026, 11, 23, 15, 0, 0, 500_000, tzinfo=UTC)
    assert found.areas[0] == ((5.0, 51.0), (5.0, 51.1), (5.1, 51.1), (5.0, 51.0))
    assert found.areas[1] == found.areas[0]


@pytest.mark.parametrize(
    "page", ['{"data":[%s,%s]}', "[%s,%s]", "%s\n%s", '{"meta":{"data":1},"data": [ %s , %s ]}']
)
def test_each_alert_of_a_page_is_a_frame(page: str) -> None:
    one, two = '{"id":1,"message":"a"}', '{"id":2,"message":"{[]}"}'
    assert formats.split(FORMAT, (page % (one, two)).encode()) == [one.encode(), two.encode()]


@pytest.mark.parametrize("page", ['{"data":[]}', '{"data": [], "next": null}'])
def test_a_page_without_alerts_is_a_frame_that_says_nothing(page: str) -> None:
    (frame,) = formats.split(FORMAT, page.encode())
    assert list(decode(frame, reception("nl_alert"))) == []


def test_one_alert_in_a_page_of_its_own() -> None:
    (found,) = decode(b'{"data":{"id":"x","message":"***Fire."}}', reception("nl_alert"))
    assert (found.id, found.dutch, found.english) == ("x", "Fire.", "Fire.")


@pytest.mark.parametrize(
    ("members", "reason"),
    [
        ({"id": None}, "id: ontbreekt"),
        ({"id": ""}, "id: ontbreekt"),
        ({"id": True}, "id: geen tekst"),
        ({"message": " "}, "message: ontbreekt"),
        ({"message": ["a"]}, "message: geen tekst"),
        ({"start_at": "gisteren"}, "start_at: geen tijd"),
        ({"stop_at": 5}, "stop_at: geen tijd"),
        ({"area": 5}, "area: geen lijst"),
        ({"area": [[1, 2]]}, "area: geen lijst van teksten"),
        ({"area": ["51,5 51,6 51,5"]}, "area: minder dan drie punten"),
        ({"area": ["51;5 51;6 52;5"]}, "area: geen punt"),
        ({"area": ["51,5,0 51,6,0 52,5,0"]}, "area: geen punt"),
        ({"area": ["51,5 51,x 52,5"]}, "area: geen getal"),
        ({"area": ["51,5 51,nan 52,5"]}, "area: geen getal"),
        ({"area": ["151,5 51,6 52,5"]}, "area: punt ligt niet op aarde"),
        ({"area": ["5,51 6,51 5,52"]}, "area: breedte en lengte zijn verwisseld"),
        ({"area": ["51,5 " * 200_001]}, "area: meer dan"),
    ],
)
def test_refused(members: dict[str, Any], reason: str) -> None:
    with pytest.raises(DecodeError, match=reason):
        alert(**members)


@pytest.mark.parametrize(
    ("frame", "reason"),
    [("5", "JSON: geen object"), ('{"data":5}', "data: geen lijst"), ("{}", "message: ontbreekt")],
)
def test_what_is_no_alert(frame: str, reason: str) -> None:
    with pytest.raises(DecodeError, match=reason):
        list(decode(frame.encode(), reception("nl_alert")))
