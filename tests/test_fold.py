"""The fold does not depend on order or repetition of arrival (invariants I2, I3, I4)."""

from __future__ import annotations

from datetime import timedelta
from itertools import permutations

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from mlob import fold
from mlob.feature import detail, feature
from mlob.model import Discipline, Kind, Observation, effective_at
from tests.observations import NOON, observations, said


def folded(items: list[Observation]) -> fold.Entity:
    entity = fold.begin(items[0])
    for item in items:
        fold.apply(entity, item)
    return entity


def unique(items: list[Observation]) -> list[Observation]:
    """The journal drops a second observation with the same id, whenever it was received."""
    return list({item.id: item for item in items}.values())


@given(st.lists(observations(), min_size=1, max_size=12), st.randoms())
def test_any_order_gives_the_same_picture(items: list[Observation], random: st.DataObject) -> None:
    items = unique(items)
    shuffled = [*items]
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    one, other = folded(items), folded(shuffled)
    assert one == other
    assert feature(one) == feature(other)
    assert detail(one) == detail(other)


@given(st.lists(observations(), min_size=1, max_size=10))
def test_repetition_changes_nothing(items: list[Observation]) -> None:
    items = unique(items)
    entity = folded(items)
    before = msgspec.json.encode(entity)
    assert not any(fold.apply(entity, item) for item in items)
    assert msgspec.json.encode(entity) == before


@given(st.lists(observations(), min_size=1, max_size=10))
def test_the_latest_word_wins_per_value(items: list[Observation]) -> None:
    items = unique(items)
    entity = folded(items)
    assert set(entity.values) == {name for item in items for name in fold.said(item)}
    for name in entity.values:
        words = [item for item in items if name in fold.said(item)]
        best = max(words, key=lambda o: (effective_at(o.observed_at, o.received_at), o.source, o.id))
        assert fold.shown(entity, name) == (best.id, fold.said(best)[name])
        assert entity.values[name] == fold.said(best)[name]


@given(st.lists(observations(), min_size=1, max_size=10))
def test_a_record_survives_the_store(items: list[Observation]) -> None:
    entity = folded(unique(items))
    stored = msgspec.json.decode(msgspec.json.encode(entity), type=fold.Entity)
    assert feature(stored) == feature(entity)
    assert detail(stored) == detail(entity)


def test_a_late_value_fills_a_gap() -> None:
    """With one time an entity instead of one a value, the late course 20 would be lost."""
    course = [said(seconds=1, course=10.0), said(seconds=3, title="rijdt"), said(seconds=2, course=20.0)]
    word = fold.shown(folded(course), "course")
    assert word is not None
    assert word[1] == 20.0


def test_a_future_date_counts_two_minutes_ahead() -> None:
    """A clock that is a day ahead must not hide what others say for a day."""
    wrong = said(by="a", seconds=86_400, late=-86_400, title="uit de toekomst")
    right = said(by="b", seconds=180, late=1, title="echt")
    found = feature(folded([wrong, right]))
    assert found["properties"]["title"] == "echt"
    assert feature(folded([wrong]))["properties"]["future"] is True


def test_contradictions_stay_side_by_side() -> None:
    entity = folded(
        [said(by="a", seconds=1, title="3 gewonden"), said(by="b", seconds=2, title="5 gewonden")]
    )
    row = next(row for row in detail(entity) if row["name"] == "title")
    assert row["value"] == "5 gewonden"
    assert row["reason"] == "laatst waargenomen"
    assert [word["value"] for word in row["said"]] == ["5 gewonden", "3 gewonden"]
    assert all(word["observed_at"] and word["received_at"] for word in row["said"])


def test_one_page_for_two_disciplines_keeps_both() -> None:
    pages = [said(discipline=item, title="reanimatie") for item in (Discipline.BRANDWEER, Discipline.GHOR)]
    found = feature(folded(pages))
    assert found["properties"]["disciplines"] == ["brandweer", "ghor"]


def test_time_to_live_follows_the_newest_report() -> None:
    entity = folded([said(seconds=0, ttl=60.0, title="a"), said(seconds=100, ttl=60.0, title="a")])
    assert fold.expires_at(entity) == NOON + timedelta(seconds=160)
    assert fold.expires_at(folded([said(title="a", kind=Kind.NOTE)])) is None


def test_only_reports_that_are_somebodys_last_word_are_kept() -> None:
    entity = folded([said(seconds=number, title=f"stand {number}", course=1.0) for number in range(50)])
    assert len(entity.reports) == 1


def test_each_value_is_kept_once_a_letterbox() -> None:
    """What a record costs does not grow with the reports: a value is only in the newest that says it."""
    entity = folded([said(seconds=1, course=1.0, speed=2.0), said(seconds=2, course=3.0)])
    kept = [report.values for report in entity.reports.values()]
    assert kept == [{"speed": 2.0}, {"course": 3.0}]


def test_a_term_of_validity_is_shown_and_makes_stale() -> None:
    entity = folded([said(title="stremming", valid_from=NOON, valid_to=NOON + timedelta(hours=2))])
    assert entity.values["valid_from"] == "2026-11-23T12:00:00Z"
    assert feature(entity)["properties"]["stale_at"] == "2026-11-23T14:00:00Z"


def test_of_an_entity_of_which_nothing_is_known_nothing_is_shown() -> None:
    entity = fold.begin(said(title="a"))
    assert fold.shown(entity, "title") is None
    assert entity.values == {}


def test_a_word_after_those_that_it_replaces() -> None:
    entity = fold.begin(said())
    for item in (said(seconds=5, title="a"), said(seconds=9, status="b"), said(by="x", seconds=7, title="c")):
        fold.apply(entity, item)
    early = NOON - timedelta(hours=1)
    assert fold.after(entity, ["title"], early) == NOON + timedelta(seconds=7, milliseconds=1)
    assert fold.after(entity, ["status", "title"], early) == NOON + timedelta(seconds=9, milliseconds=1)
    assert fold.after(entity, ["severity"], early) == early
    assert fold.after(entity, ["title"], NOON + timedelta(hours=1)) == NOON + timedelta(hours=1)


def test_an_exercise_never_takes_the_place_of_what_is_real_of_a_region() -> None:
    def grip(level: int, seconds: float, *, exercise: bool) -> Observation:
        return said(kind=Kind.REGION, entity="region:VR24", seconds=seconds, properties={"grip": level},
                    exercise=exercise)  # fmt: skip

    items = [grip(2, 0, exercise=False), grip(5, 1, exercise=True), grip(4, 2, exercise=True)]
    for order in permutations(items):
        entity = folded(list(order))
        shown = feature(entity)["properties"]
        assert (shown["grip"], shown["exercise"]) == (2, False)
        (row,) = [row for row in detail(entity) if row["name"] == "grip"]
        assert {(word["value"], word["exercise"]) for word in row["said"]} == {(4, True), (2, False)}
        assert row["value"] == 2
    alone = feature(folded(items[1:]))["properties"]
    assert (alone["grip"], alone["exercise"]) == (4, True)
