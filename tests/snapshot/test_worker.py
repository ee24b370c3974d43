"""The worker as a whole: it takes orders while it has the lease, and ends what hangs."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import redis

from mlob import keys
from mlob.config import Organisation, Settings
from mlob.lease import Lease
from mlob.model import iso
from mlob.redis_server import EmbeddedRedis
from mlob.snapshot import forms, orders, shelf, worker
from mlob.snapshot.desk import Desk
from mlob.snapshot.forms import Form
from mlob.snapshot.orders import Order


def _order(store: redis.Redis) -> Order:
    now = datetime.now(UTC)
    order = Order(id=orders.new_id(now), ordered_at=iso(now), formats=["geojson"])
    assert orders.place(store, order)
    return order


def test_it_makes_what_is_ordered_until_another_has_the_lease(
    store: redis.Redis, server: EmbeddedRedis, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(organisation=Organisation(marking="Test"), data_dir=tmp_path)
    monkeypatch.setattr(worker, "_BEAT", 0.05)
    monkeypatch.setattr(worker, "MEMORY", 2**62)  # it would start the tests again in its place
    ended: list[BaseException] = []

    def serve() -> None:
        with redis.Redis.from_url(server.url) as client:
            try:
                worker._serve(client, settings, lambda: datetime.now(UTC))
            except orders.Lost as error:
                ended.append(error)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    order = _order(store)
    deadline = time.monotonic() + 90
    found: Order | None = None
    while time.monotonic() < deadline and (found is None or found.state != orders.DONE):
        time.sleep(0.05)
        found = orders.get(store, order.id)
    assert found is not None
    assert found.state == orders.DONE
    assert shelf.verified(settings.packages, found)["ok"]
    store.set(keys.SNAPSHOTS_LEASE, "een ander")
    thread.join(90)
    assert not thread.is_alive()
    assert ended


def test_an_order_that_hangs_is_failed_by_name_and_the_process_begins_anew(
    store: redis.Redis, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hung, again = threading.Event(), threading.Event()

    def hang(*_: Any) -> Any:
        hung.wait(90)
        raise ValueError("te laat")

    known = {"geojson": Form(name="geojson", title="", render=hang)}
    monkeypatch.setattr(forms, "known", lambda: known)
    monkeypatch.setattr(worker, "_BEAT", 0.05)
    monkeypatch.setattr(worker, "LONGEST", 0.2)
    monkeypatch.setattr(worker, "start_again", again.set)
    settings = Settings(organisation=Organisation(marking="Test"), data_dir=tmp_path)
    lease = Lease(store, keys.SNAPSHOTS_LEASE, 5000)
    lease.wait()
    watch = worker._Watch(lease)
    desk = watch.desk = Desk(store, settings, lambda: datetime.now(UTC), watch.check)
    order = _order(store)
    watch.began = time.monotonic()
    watch.start()
    making = threading.Thread(target=desk.make, args=[order], daemon=True)
    making.start()
    assert again.wait(90)
    watch.over.set()
    found = orders.get(store, order.id)
    assert found is not None
    assert (found.state, "bij geojson" in found.fault) == (orders.FAILED, True)
    hung.set()
    making.join(90)
    assert orders.get(store, order.id) == found  # what comes too late changes nothing
