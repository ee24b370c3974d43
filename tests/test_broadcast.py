"""The mirror and its viewers: newest values only, expiry by the clock, nothing between picture and delta."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import redis.asyncio

from mlob import fold, state
from mlob.broadcast import Batch, Mirror, Viewer
from mlob.config import Settings
from mlob.model import Kind, Observation
from tests.observations import said


def mirror() -> Mirror:
    found = Mirror(Settings(), redis.asyncio.Redis(), "v1")
    found._absorb(state.Change(cursor="1-0", entities={}, lines=[], whole=True))
    return found


def entity(*items: Observation) -> fold.Entity:
    found = fold.begin(items[0])
    for item in items:
        fold.apply(found, item)
    return found


def unit(number: int, title: str = "x", ttl: float | None = 600.0) -> fold.Entity:
    observation = said(kind=Kind.UNIT, native_id=str(number), title=title, ttl=ttl)
    now = datetime.now(UTC)
    return entity(msgspec.structs.replace(observation, observed_at=now, received_at=now))


def change(found: Mirror, cursor: str, *entities: fold.Entity) -> Batch:
    before = found.cursor or "0-0"
    names = found._absorb(
        state.Change(cursor=cursor, entities={item.id: item for item in entities}, lines=[])
    )
    batch = Batch(names, [], False)
    found._recent.append((before, batch))
    for viewer in found.viewers:
        viewer.note(batch)
    return batch


def read(viewer: Viewer) -> dict[str, Any] | None:
    raw = viewer.message()
    return None if raw is None else json.loads(raw)


def test_a_viewer_gets_the_picture_first_and_then_what_changes() -> None:
    here = mirror()
    viewer = Viewer(here)
    here.viewers.add(viewer)
    change(here, "2-0", unit(1))
    first = read(viewer)
    assert first is not None
    assert (first["type"], first["cursor"], len(first["features"])) == ("picture", "2-0", 26)
    assert read(viewer) is None
    change(here, "3-0", unit(2))
    delta = read(viewer)
    assert delta is not None
    assert (delta["type"], delta["cursor"]) == ("delta", "3-0")
    assert [item["id"] for item in delta["put"]] == ["unit:bron:2"]


def test_a_slow_viewer_gets_the_newest_value_of_each_once() -> None:
    here = mirror()
    viewer = Viewer(here)
    here.viewers.add(viewer)
    read(viewer)
    for number in range(5):
        change(here, f"{number + 2}-0", unit(1, title=f"stand {number}"), unit(number + 10))
    delta = read(viewer)
    assert delta is not None
    titles = {item["id"]: item["properties"]["title"] for item in delta["put"]}
    assert len(delta["put"]) == 6
    assert titles["unit:bron:1"] == "stand 4"


def test_viewers_that_keep_up_share_the_same_bytes() -> None:
    here = mirror()
    viewers = [Viewer(here) for _ in range(3)]
    here.viewers.update(viewers)
    for viewer in viewers:
        viewer.message()
    change(here, "2-0", unit(1))
    messages = [viewer.message() for viewer in viewers]
    assert messages[0] is not None
    assert all(message is messages[0] for message in messages)


def test_a_viewer_that_comes_back_gets_only_what_it_missed() -> None:
    here = mirror()
    for number in range(2, 6):
        change(here, f"{number}-0", unit(number))
    again = read(Viewer(here, "3-0"))
    assert again is not None
    assert again["type"] == "delta"
    assert {item["id"] for item in again["put"]} == {"unit:bron:4", "unit:bron:5"}
    stranger = read(Viewer(here, "3-5"))
    assert stranger is not None
    assert stranger["type"] == "picture"


def test_what_expires_is_dropped_even_though_the_cursor_stands() -> None:
    here = mirror()
    change(here, "2-0", unit(1, ttl=60.0), unit(2, ttl=None))
    gone = here._expire(datetime.now(UTC) + timedelta(seconds=61))
    assert gone == {"unit:bron:1"}
    batch = Batch(gone, [], False)
    here._recent.append(("2-0", batch))
    back = read(Viewer(here, "2-0"))
    assert back is not None
    assert back["drop"] == ["unit:bron:1"]


def test_a_unit_that_moves_stays_and_takes_one_place_in_the_queue() -> None:
    here = mirror()
    for number in range(1000):
        change(here, f"{number + 2}-0", unit(1, title=str(number), ttl=60.0))
    assert len(here._leaving) == 1
    assert here._expire(datetime.now(UTC) + timedelta(seconds=59)) == set()
    assert here._expire(datetime.now(UTC) + timedelta(seconds=61)) == {"unit:bron:1"}


def test_what_had_expired_before_it_came_is_never_shown() -> None:
    here = mirror()
    change(here, "2-0", entity(said(kind=Kind.UNIT, seconds=-10_000_000, ttl=1.0, title="oud")))
    assert "unit:bron:1" not in here.features


def test_a_tick_says_that_the_connection_lives() -> None:
    here = mirror()
    viewer = Viewer(here)
    here.viewers.add(viewer)
    read(viewer)
    here._tick()
    tick = read(viewer)
    assert tick is not None
    assert (tick["type"], tick["version"], tick["cursor"]) == ("tick", "v1", "1-0")


def test_one_far_behind_gets_a_fresh_picture() -> None:
    here = mirror()
    viewer = Viewer(here)
    here.viewers.add(viewer)
    read(viewer)
    viewer.note(Batch({f"unit:x:{number}" for number in range(30_000)}, [], False))
    again = read(viewer)
    assert again is not None
    assert again["type"] == "picture"


def test_what_is_told_to_leave_earlier_leaves_earlier() -> None:
    here = mirror()
    change(here, "2-0", unit(1, ttl=600.0))
    change(here, "3-0", unit(1, title="korter", ttl=60.0))
    now = datetime.now(UTC)
    assert here._expire(now + timedelta(seconds=61)) == {"unit:bron:1"}
    assert here._expire(now + timedelta(seconds=601)) == set()


def test_a_region_of_which_the_word_expired_stays() -> None:
    here = mirror()
    before = here.features["region:VR24"]
    word = said(kind=Kind.REGION, entity="region:VR24", ttl=60.0, properties={"grip": 3})
    now = datetime.now(UTC)
    change(here, "2-0", entity(msgspec.structs.replace(word, observed_at=now, received_at=now)))
    assert json.loads(here.features["region:VR24"])["properties"]["grip"] == 3
    assert here._expire(now + timedelta(seconds=61)) == {"region:VR24"}
    assert here.features["region:VR24"] == before
    here._absorb(state.Change(cursor="3-0", entities={"region:VR24": None}, lines=[]))
    assert here.features["region:VR24"] == before


def test_nobody_resumes_at_the_cursor_with_which_a_node_started() -> None:
    here = mirror()
    assert here.since("1-0") is None
    change(here, "2-0", unit(1))
    assert here.since("1-0") is None
    assert here.since("2-0") is not None


def test_nobody_resumes_where_the_memory_ends() -> None:
    here = mirror()
    change(here, "2-0", unit(1))
    assert here.since("2-0") is not None
    for _ in range(300):
        here._recent.append(("2-0", Batch(set(), [], True)))
    assert here.since("2-0") is None


def test_one_that_comes_back_from_another_node_hears_what_expired_here_already() -> None:
    here = mirror()
    change(here, "2-0", unit(1, ttl=60.0))
    here._expire(datetime.now(UTC) + timedelta(seconds=61))
    change(here, "3-0", unit(2))
    back = read(Viewer(here, "3-0"))
    assert back is not None
    assert back["drop"] == ["unit:bron:1"]


class Wire:
    """A connection that takes bytes, or not."""

    def __init__(self) -> None:
        self.open = True
        self.written: list[bytes] = []

    def write(self, message: bytes) -> bool:
        if self.open:
            self.written.append(message)
        return self.open

    def names(self) -> list[str]:
        """The ids in what was written, in order; `tick` for a tick."""
        found = [json.loads(message) for message in self.written]
        return [name for item in found for name in [part["id"] for part in item.get("put", ())] or ["tick"]]


def connected(here: Mirror) -> tuple[Viewer, Wire]:
    """A viewer that has its picture."""
    wire = Wire()
    viewer = Viewer(here, None, wire.write)
    here.viewers.add(viewer)
    read(viewer)
    viewer.delivered()
    return viewer, wire


def test_to_one_that_keeps_up_is_written_at_once() -> None:
    here = mirror()
    viewer, wire = connected(here)
    _, other = connected(here)
    change(here, "2-0", unit(1))
    here._tick()
    assert wire.names() == ["unit:bron:1", "tick"]
    assert not viewer.wake.is_set()
    assert viewer.message() is None
    assert all(one is two for one, two in zip(wire.written, other.written, strict=True))


def test_nothing_overtakes_what_is_on_its_way() -> None:
    here = mirror()
    wire = Wire()
    viewer = Viewer(here, None, wire.write)
    here.viewers.add(viewer)
    change(here, "2-0", unit(1))
    picture = read(viewer)
    assert picture is not None
    change(here, "3-0", unit(2))
    here._tick()
    viewer.delivered()
    change(here, "4-0", unit(3))
    assert wire.written == []
    delta = read(viewer)
    assert delta is not None
    assert {item["id"] for item in delta["put"]} == {"unit:bron:2", "unit:bron:3"}
    viewer.delivered()
    change(here, "5-0", unit(4))
    assert wire.names() == ["unit:bron:4"]


def test_what_a_full_connection_does_not_take_is_kept_and_sent_once() -> None:
    here = mirror()
    viewer, wire = connected(here)
    wire.open = False
    change(here, "2-0", unit(1))
    change(here, "3-0", unit(2))
    assert viewer.wake.is_set()
    wire.open = True
    change(here, "4-0", unit(2, title="nieuwer"))
    assert wire.written == []
    delta = read(viewer)
    assert delta is not None
    assert {item["id"]: item["properties"]["title"] for item in delta["put"]} == {
        "unit:bron:1": "x",
        "unit:bron:2": "nieuwer",
    }
    viewer.delivered()
    assert viewer.message() is None
