"""What the worker does with orders, on a real store, with a clock that stands still."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
import redis

from mlob import journal, keys
from mlob.config import Organisation, Settings
from mlob.model import iso
from mlob.moment import moment
from mlob.projector import Projector
from mlob.snapshot import desk as desks
from mlob.snapshot import forms, orders, package, shelf
from mlob.snapshot.desk import Desk
from mlob.snapshot.forms import Form
from mlob.snapshot.orders import Order
from mlob.snapshot_settings import Snapshots
from tests.observations import NOON, said

MARKED = Organisation(marking="Test")
LIGHT = ["geojson", "html"]


class Clock:
    """Shows what it was set to."""

    def __init__(self) -> None:
        self.now = datetime.now(UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def desk(store: redis.Redis, tmp_path: Path, clock: Clock) -> Desk:
    settings = Settings(organisation=MARKED, data_dir=tmp_path)
    return Desk(store, settings, clock, lambda: None)


def ordered(desk: Desk, **more: Any) -> Order:
    order = Order(id=orders.new_id(desk.clock()), ordered_at=iso(desk.clock()), **{"formats": LIGHT, **more})
    assert orders.place(desk.client, order)
    return order


def made(desk: Desk, **more: Any) -> Order:
    """Order a package and have it made; its record."""
    order = ordered(desk, **more)
    found = orders.waiting(desk.client)
    assert found is not None
    desk.make(found)
    return known(desk, order)


def known(desk: Desk, order: Order) -> Order:
    found = orders.get(desk.client, order.id)
    assert found is not None
    return found


def path_of(desk: Desk, order: Order) -> Path:
    return desk.settings.packages / order.id / order.files[0].name


def tell(store: redis.Redis, title: str, name: str = "1") -> None:
    point = {"type": "Point", "coordinates": [5.7, 50.85]}
    observation = said(title=title, geometry=point, entity=f"incident:bron:{name}")
    journal.append(store, [observation], journal.Tally(source="bron", received_at=NOON))
    projector = Projector(store)
    while projector.step():
        pass


def test_an_earlier_package_that_was_damaged_holds_up_no_later_briefing(
    desk: Desk, store: redis.Redis
) -> None:
    tell(store, "dijk")
    before = made(desk)
    path = path_of(desk, before)
    whole = bytearray(path.read_bytes())
    whole[whole.index(b"FeatureCollection")] ^= 1
    path.write_bytes(whole)
    order = made(desk, since=before.id)
    assert (order.state, order.fault, order.since) == ("klaar", "", before.id)


def test_an_order_becomes_a_package_that_verifies(desk: Desk, store: redis.Redis) -> None:
    tell(store, "dijk")
    order = made(desk, author="Anna", title="Eerste")
    assert (order.state, order.fault, order.done, order.marking) == ("klaar", "", 2, "Test")
    manifest = package.verify(path_of(desk, order)).manifest
    assert (manifest.cursor, manifest.at) == (order.cursor, order.at)
    assert manifest.author_role == "beheerder"  # without sign-in everybody has every role
    assert order.files[0].name.endswith(".zip")
    assert {file.name for file in order.files[1:]} == {*manifest.files, "manifest.json", "manifest.sig"}
    for file in order.files:
        assert len(shelf.content(desk.settings.packages, order, file)) == file.size
    assert orders.waiting(store) is None
    assert store.xlen(keys.AUDIT) == 1


def test_the_same_moment_and_forms_are_the_same_bytes(desk: Desk, store: redis.Redis, clock: Clock) -> None:
    tell(store, "dijk")
    then = iso(clock.now)
    clock.now += timedelta(minutes=5)
    one = made(desk, at=then, known_at=then)
    clock.now += timedelta(hours=3)
    tell(store, "iets later")
    two = made(desk, at=then, known_at=then)
    assert path_of(desk, one).read_bytes() == path_of(desk, two).read_bytes()


def test_changes_since_an_earlier_package_with_and_without_its_file(
    desk: Desk, store: redis.Redis, clock: Clock
) -> None:
    tell(store, "dijk")
    first = made(desk)
    tell(store, "brug", "2")
    clock.now += timedelta(minutes=1)
    second = made(desk, since=first.id)
    manifest = package.verify(path_of(desk, second)).manifest
    assert manifest.since is not None
    assert manifest.since["name"] == path_of(desk, first).stem
    assert "brug" in package.content(path_of(desk, second), "beeld.html").decode()
    path_of(desk, first).unlink()
    third = made(desk, since=first.id)
    assert third.state == "klaar"
    shutil.rmtree(desk.settings.packages / first.id)
    store.hdel(keys.SNAPSHOTS, first.id)
    assert "is er niet meer" in made(desk, since=first.id).fault


def test_without_a_marking_nothing_is_made(desk: Desk) -> None:
    desk.settings = msgspec.structs.replace(desk.settings, organisation=Organisation())
    order = made(desk)
    assert (order.state, "rubricering" in order.fault) == ("mislukt", True)
    assert not (desk.settings.packages / order.id).exists()


def failing(monkeypatch: pytest.MonkeyPatch, what: Callable[..., Any]) -> None:
    known = {**forms.known(), "html": Form(name="html", title="", render=what)}
    monkeypatch.setattr(forms, "known", lambda: known)


def test_a_form_that_fails_names_itself_and_leaves_no_half_package(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(material: Any, content: Any) -> Any:
        raise ValueError("kapot")

    failing(monkeypatch, broken)
    order = made(desk)
    assert (order.state, order.fault) == ("mislukt", "De vorm html kon niet worden gemaakt (kapot).")
    assert not (desk.settings.packages / order.id).exists()
    assert desk.client.hget(keys.SNAPSHOTS_COUNTS, "failed") == b"1"


@pytest.mark.parametrize(
    ("number", "words"), [(errno.ENOSPC, "schijf is vol"), (errno.EIO, "niet te bewaren")]
)
def test_a_full_disk_is_told(desk: Desk, monkeypatch: pytest.MonkeyPatch, number: int, words: str) -> None:
    def full(*_: object, **__: object) -> Path:
        raise OSError(number, "x")

    monkeypatch.setattr("mlob.snapshot.make.write", full)
    assert words in made(desk).fault


def test_a_disk_that_is_almost_full_is_left_alone(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage(desk.settings.data_dir)._replace(free=1000)
    monkeypatch.setattr("shutil.disk_usage", lambda path: usage)
    assert "bijna vol" in made(desk).fault


def test_what_a_dead_worker_left_is_made_again_and_the_second_time_it_fails(desk: Desk) -> None:
    order = ordered(desk)
    orders.put(desk.client, msgspec.structs.replace(orders.began(order, desk.clock()), part="pdf"))
    assert orders.waiting(desk.client) is None
    desk.adopt()
    found = orders.waiting(desk.client)
    assert found is not None
    assert found.id == order.id
    assert found.attempts == 1
    orders.put(desk.client, msgspec.structs.replace(orders.began(found, desk.clock()), part="pdf"))
    desk.adopt()
    assert orders.waiting(desk.client) is None
    failed = known(desk, order)
    assert (failed.state, "bij pdf" in failed.fault) == ("mislukt", True)


def test_a_worker_that_was_thought_dead_undoes_nothing(desk: Desk) -> None:
    order = ordered(desk)
    old = orders.began(order, desk.clock())
    orders.put(desk.client, old)
    desk.adopt()
    found = orders.waiting(desk.client)
    assert found is not None
    desk.make(found)
    assert known(desk, order).state == "klaar"
    assert not orders.put(desk.client, msgspec.structs.replace(old, done=1))
    assert known(desk, order).state == "klaar"


def test_an_order_that_nobody_takes_or_finishes_has_failed(desk: Desk, clock: Clock) -> None:
    order = ordered(desk)
    later = clock.now + timedelta(minutes=16)
    assert "mlob brief" in orders.shown(order, later).fault
    busy = orders.began(order, clock.now)
    assert orders.shown(busy, later).state == "mislukt"
    clock.now = later
    found = orders.waiting(desk.client)
    assert found is not None
    desk.make(found)
    assert known(desk, order).state == "mislukt"


def test_only_so_many_wait_and_a_preview_goes_first(desk: Desk) -> None:
    for _ in range(orders.MOST_WAITING - 1):
        ordered(desk)
    first = ordered(desk, preview=True)
    assert not orders.place(desk.client, Order(id=orders.new_id(desk.clock()), ordered_at=iso(desk.clock())))
    found = orders.waiting(desk.client)
    assert found is not None
    assert found.id == first.id


def test_old_packages_go_and_are_counted(desk: Desk, clock: Clock) -> None:
    snapshots = Snapshots(keep="2h", most=2)
    desk.settings = msgspec.structs.replace(desk.settings, snapshots=snapshots)
    rows = []
    for _ in range(3):
        rows.append(made(desk))
        clock.now += timedelta(minutes=10)
    desk.tidy()
    assert [order.id for order in orders.all_of(desk.client)] == [rows[2].id, rows[1].id]
    assert not (desk.settings.packages / rows[0].id).exists()
    clock.now += timedelta(hours=2)
    desk.tidy()
    assert orders.all_of(desk.client) == []
    assert desk.client.hget(keys.SNAPSHOTS_COUNTS, "deleted") == b"3"


def test_a_list_that_was_lost_is_made_anew_from_the_folder(desk: Desk) -> None:
    order = made(desk)
    desk.client.flushall()
    (desk.settings.packages / "vreemd").mkdir()
    (desk.settings.packages / "vreemd" / "order.json").write_text("{}")
    desk.adopt()
    assert orders.all_of(desk.client) == [order]


def test_a_preview_is_no_package(desk: Desk, store: redis.Redis, clock: Clock) -> None:
    tell(store, "dijk")
    order = made(desk, preview=True, formats=[])
    assert (order.state, [file.name for file in order.files]) == ("klaar", ["inhoud.json", "voorbeeld.html"])
    content = msgspec.json.decode((desk.settings.packages / order.id / "inhoud.json").read_bytes())
    assert content["changes"] is None
    assert content["sections"][0]["figures"][0] == {"name": "Incidenten", "text": "min. 1", "alarm": False}
    page = (desk.settings.packages / order.id / "voorbeeld.html").read_text(encoding="utf-8")
    assert "dijk" in page
    assert store.xlen(keys.AUDIT) == 0
    clock.now += timedelta(hours=1)
    desk.tidy()
    assert not (desk.settings.packages / order.id).exists()


def test_the_schedule_makes_each_briefing_once_and_says_what_it_skipped(desk: Desk, clock: Clock) -> None:
    snapshots = Snapshots(at=("08:00", "20:00"), formats=("geojson",), late="2h")
    desk.settings = msgspec.structs.replace(desk.settings, snapshots=snapshots)
    clock.now = moment("2026-11-24T07:00")
    desk.keep_to_schedule()
    clock.now = moment("2026-11-24T08:00:01")
    for _ in range(3):
        desk.keep_to_schedule()
    (order,) = orders.all_of(desk.client)
    assert (order.author, order.at, order.formats) == (desks.SCHEDULED, None, ["geojson"])
    desk.make(order)
    done = orders.get(desk.client, order.id)
    assert done is not None
    assert package.verify(path_of(desk, done)).manifest.author_role == "rooster"
    clock.now = moment("2026-11-25T09:00")
    desk.keep_to_schedule()
    late, skipped, first = orders.all_of(desk.client)
    if late.state == orders.SKIPPED:
        late, skipped = skipped, late
    assert (late.at, late.since) == (iso(moment("2026-11-25T08:00")), first.id)
    assert (skipped.state, skipped.at) == (orders.SKIPPED, iso(moment("2026-11-24T20:00")))
    assert "niet gemaakt" in skipped.fault


def test_two_workers_order_one_briefing(desk: Desk, clock: Clock) -> None:
    snapshots = Snapshots(at=("08:00",))
    desk.settings = msgspec.structs.replace(desk.settings, snapshots=snapshots)
    clock.now = moment("2026-11-24T07:00")
    desk.keep_to_schedule()
    before = desk.client.get(keys.SNAPSHOTS_SCHEDULE)
    clock.now = moment("2026-11-24T08:00:01")
    desk.keep_to_schedule()
    desk.client.set(keys.SNAPSHOTS_SCHEDULE, before or b"")  # as one that ended before it wrote this down
    desk.keep_to_schedule()
    assert len(orders.all_of(desk.client)) == 1
