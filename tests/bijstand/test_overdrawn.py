"""Who promised more than he has: an open point, that holds up nothing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from mlob.bijstand import operations, overdrawn
from tests.bijstand.sourcing import NOW, asked, promised, told

USABLE = timedelta(hours=6)


def marked(*rows: Any, minutes: float = 10, **figure: Any) -> list[list[str]]:
    """The texts of the points that are added to each request, for a figure of VR05."""
    overdrawn.mark(rows, [told("VR05", "tankautospuiten", minutes=minutes, **figure)], NOW, usable=USABLE)
    points = [[point for point in view["open"] if point["code"] == overdrawn.CODE] for view, _ in rows]
    return [[point["text"] for point in mine] for mine in points]


def engines(name: str, supplier: str, quantity: float, **more: Any) -> Any:
    return asked(name, ("tankautospuiten", 9), **promised("k", supplier, quantity), **more)


def test_each_request_in_which_too_much_is_promised_says_by_whom_and_how_many() -> None:
    text = "Twente heeft meer tankautospuiten toegezegd of in gebruik dan kan: 2 te veel (er zijn er 5)."
    rows = engines("x", "Twente", 3), engines("y", "VR05", 4), engines("z", "VR06", 40), asked("w")
    assert marked(*rows, total=5) == [[text], [text], [], []]
    (found,) = marked(engines("x", "Twente", 3), total=10, in_use=2, minimum=7)
    assert found == [
        "Twente heeft meer tankautospuiten toegezegd of in gebruik dan kan: "
        "2 te veel (er zijn er 10, en er moeten er 7 blijven)."
    ]


def test_what_fits_what_is_old_and_what_is_over_says_nothing() -> None:
    assert marked(engines("x", "Twente", 3), total=3) == [[]]
    assert marked(engines("x", "Twente", 9), total=3, minutes=361) == [[]]
    assert marked(engines("x", "Twente", 9, state="ingetrokken"), total=3) == [[]]
    back = asked("x", ("tankautospuiten", 9), **promised("k", "Twente", 3, departed=3, released=3))
    assert marked(back, total=5, in_use=5, minimum=2) == [[]]


def test_an_exercise_takes_nothing_from_what_is_real() -> None:
    game = engines("y", "Twente", 4, exercise=True)
    real, played = marked(engines("x", "Twente", 3), game, total=5)
    assert (real, len(played)) == ([], 1)


def test_an_operation_is_complete_all_the_same() -> None:
    signed = {"signature.0.role": "voorzitter veiligheidsregio", "signature.0.name": "A"}
    row = engines("x", "Twente", 9, **signed)
    assert marked(row, total=5) != [[]]
    found = operations.operation("operation:x", [row[0]])
    assert found["complete"]
    assert overdrawn.CODE in [point["code"] for point in found["open"]]
