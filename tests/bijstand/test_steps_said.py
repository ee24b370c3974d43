"""What is said with a step: when it was, and what of the form it completes."""

from __future__ import annotations

from typing import Any

import pytest

from mlob.bijstand import kinds
from mlob.bijstand.parts import Faults
from tests.bijstand.walks import BODY, Walk


@pytest.mark.parametrize("at", ["1900-01-01T00:00Z", "2026-06-14T13:59:59Z"])
def test_no_step_comes_long_before_its_request(at: str) -> None:
    with pytest.raises(Faults) as error:
        Walk().take("in_behandeling_nemen", at=at)
    (fault,) = error.value.faults
    assert (fault.field, fault.text) == (
        "at",
        "Dit is meer dan 30 dagen voor het verzoek zelf: dat is van 14-07 16:00.",
    )
    view = Walk().take("in_behandeling_nemen", at="2026-07-14T15:40")  # entered once help was on its way
    assert view["state"] == "in_behandeling"


@pytest.mark.parametrize(
    ("filed", "at"),
    [
        ("2026-07-14T13:50:40Z", "2026-07-14T13:50Z"),  # people say a minute
        ("2026-07-14T15:50:00Z", "2026-07-14T14:01Z"),  # from a clock that runs ahead of ours
        ("gisteren", "2026-07-13T14:00Z"),
        (None, "2026-07-13T14:00Z"),
    ],
)
def test_a_step_beside_an_odd_time_of_filing(filed: str | None, at: str) -> None:
    walk = Walk()
    walk.view = walk.view | {"filed_at": filed}
    assert walk.take("in_behandeling_nemen", at=at)["state"] == "in_behandeling"


@pytest.mark.parametrize("nothing", ["", "  ", None])
def test_an_answer_that_is_required_stays_answered(nothing: Any) -> None:
    walk = Walk()
    with pytest.raises(Faults) as error:
        walk.take("aanvullen", fields={"motivering": nothing, "opkomstlocatie": "Sittard"})
    assert [(fault.field, fault.text) for fault in error.value.faults] == [
        ("fields.motivering", "Vul dit veld in.")
    ]
    with pytest.raises(Faults, match="of vul een veld aan"):  # nothing is said, so nothing changes
        walk.take("aanvullen", fields={"opkomstlocatie": nothing})
    walk.take("aanvullen", fields={"opkomstlocatie": "Sittard"})
    assert "opkomstlocatie" not in walk.take("aanvullen", fields={"opkomstlocatie": nothing})["fields"]
    assert walk.view["fields"] == BODY["fields"]


def test_what_an_incomplete_request_lacks_is_named() -> None:
    walk = Walk()
    walk.message(**{"field.motivering": None, "state": "onvolledig"})
    points = {point["code"]: point["text"] for point in walk.view["open"]}
    label = next(field.label for field in kinds.known()["wvr51"].fields if field.name == "motivering")
    assert points == {"veld": f"Nog niet ingevuld: {label}"}
