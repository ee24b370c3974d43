"""What is due in a request, and what is late."""

from __future__ import annotations

from datetime import timedelta

from mlob.bijstand.due import due
from tests.bijstand.walks import NOW, Walk, promised


def codes(walk: Walk, minutes: float = 0) -> list[tuple[str, bool]]:
    rows = due(walk.view, NOW + timedelta(minutes=minutes))
    return [(row["code"], row["late"]) for row in rows]


def test_targets_of_the_kind() -> None:
    walk = Walk(urgent=True)
    assert codes(walk) == [
        *(("eerste_reactie", False), ("beoordeling", False), ("toezegging", False), ("opkomst", False)),
    ]
    assert codes(walk, 61)[:3] == [("eerste_reactie", True), ("beoordeling", True), ("toezegging", False)]
    assert [row["at"] for row in walk.view["due"]][:2] == ["2026-07-14T14:15:00Z", "2026-07-14T15:00:00Z"]
    walk.take("in_behandeling_nemen")
    assert [code for code, _ in codes(walk)] == ["beoordeling", "toezegging", "opkomst"]
    walk.take("uitzetten")
    assert [code for code, _ in codes(walk)] == ["toezegging", "opkomst"]


def test_what_was_reported_by_telephone_is_due_from_then() -> None:
    walk = Walk(urgent=True, at="2026-07-14T15:10+02:00")
    assert walk.view["filed_at"] == "2026-07-14T13:10:00Z"
    assert [row["at"] for row in walk.view["due"]][:2] == ["2026-07-14T13:25:00Z", "2026-07-14T14:10:00Z"]
    assert codes(walk)[:2] == [("eerste_reactie", True), ("beoordeling", False)]
    (row,) = walk.view["log"]
    assert (row["time"], row["known"]) == ("2026-07-14T13:10:00Z", "2026-07-14T14:00:00Z")


def test_promises_with_a_time() -> None:
    walk = Walk(urgent=True)
    walk.take(
        "toezeggen",
        supplier="Defensie",
        items=[{"id": "a", "quantity": 68}],
        arrives_at="2026-07-14T17:00Z",
    )
    (row,) = [row for row in walk.view["due"] if row["code"] == "aankomst"]
    assert (row["text"], row["at"]) == ("Aankomst van Defensie", "2026-07-14T17:00:00Z")
    walk.through("alarmeren", "vertrekken", "aankomen")
    assert walk.view["due"] == []


def test_nothing_is_due_when_it_is_over_or_nobody_knows_since_when() -> None:
    walk = promised()
    walk.take("intrekken", reason="x")
    assert walk.view["due"] == []
    early = Walk().view | {"filed_at": None, "needed_by": None}
    assert due(early, NOW) == []
    assert due(Walk().view, None)[0]["late"] is None
    assert due(early | {"needed_by": "morgen"}, NOW) == []
