"""What the worker of the briefings does with one order, with the schedule and with what is old."""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable
from datetime import datetime, timedelta

import msgspec
import redis

from mlob import keys, snapshot_settings
from mlob.config import Settings, duration
from mlob.errors import MlobError
from mlob.model import iso
from mlob.moment import moment
from mlob.snapshot import audit, earlier, forms, orders, preview, produce, schedule, shelf
from mlob.snapshot.earlier import Earlier
from mlob.snapshot.orders import Order
from mlob.snapshot.package import SnapshotRefused

__all__ = ["SCHEDULED", "Desk"]

SCHEDULED = "rooster"
"""The author of a briefing that was made because it was time."""

_ATTEMPTS = 2
_PREVIEW_KEPT = timedelta(minutes=15)
_AT_ONCE = timedelta(minutes=1)
"""A scheduled briefing that is made within this is of now; a later one is of the time it was due."""
_FAULT = "Er ging iets onverwachts mis{part}; het staat in het log van de server."

log = logging.getLogger(__name__)

Check = Callable[[], None]
"""Called between the parts of an order; raises when this worker may not go on."""


class Desk:
    """One worker's desk; for whoever holds the lease."""

    def __init__(
        self, client: redis.Redis, settings: Settings, clock: Callable[[], datetime], check: Check
    ) -> None:
        self.client = client
        self.settings = settings
        self.clock = clock
        self.check = check
        self.busy: Order | None = None

    def adopt(self) -> None:
        """Begin anew what a worker before left half-way, and know again what is on disk."""
        for order in orders.all_of(self.client):
            if order.state != orders.BUSY:
                continue
            shelf.forget_drafts(self.settings.packages, order)
            if order.attempts >= _ATTEMPTS:
                self._fail(order, orders.halfway(order))
            else:
                log.warning("snapshot %s: the worker before ended half-way; making it again", order.id)
                orders.again(self.client, msgspec.structs.replace(order, state=orders.WAITS))
        for order in shelf.kept(self.settings.packages):
            self.client.hsetnx(keys.SNAPSHOTS, order.id, msgspec.json.encode(order))

    def make(self, order: Order) -> None:
        """Make one package, or say in its record why not. Raises RedisError."""
        now = self.clock()
        stale = orders.shown(order, now)
        if stale.state == orders.FAILED:
            self._fail(order, stale.fault)
            return
        self.busy = order = orders.began(order, now)
        if not orders.put(self.client, order):
            return
        try:
            order = self._made(order, now)
        except OSError as error:
            self._fail(order, shelf.fault_of(error))
        except MlobError as error:
            self._fail(order, str(error))
        except (redis.RedisError, orders.Lost):
            raise
        except Exception:  # the top of a task: one order that cannot be made must not stop the next
            log.exception("snapshot %s failed", order.id)
            part = self.busy.part
            self._fail(order, _FAULT.format(part=f" (bij {part})" if part else ""))
        finally:
            self.busy = None

    def _made(self, order: Order, now: datetime) -> Order:
        packages = self.settings.packages
        shelf.refuse_full(packages)
        question = produce.Question(
            at=moment(order.at) if order.at else None,
            known_at=moment(order.known_at) if order.known_at else None,
            since=self._earlier(order),
            author=order.author,
            role=SCHEDULED if order.scheduled else produce.ALONE,
        )
        folder = shelf.folder_of(packages, order)
        progress = functools.partial(self._progress, order)
        if order.preview:
            progress(0, 1, produce.PICTURE)
            found = produce.material(self.client, self.settings, now, question)
            order = msgspec.structs.replace(order, files=preview.write(found, folder))
        else:
            path = produce.produce(self.client, self.settings, now, question, order.formats, folder, progress)
            order = shelf.filled(order, path)
        order = msgspec.structs.replace(
            order, state=orders.DONE, made_at=iso(self.clock()), done=order.total, part=""
        )
        if not order.preview:
            shelf.record(packages, order)
        self.check()
        if orders.put(self.client, order) and not order.preview:
            audit.note(self.client, str(order.made_at), order.author, audit.MADE, order.id)
            self.client.hincrby(keys.SNAPSHOTS_COUNTS, "made", 1)
        return order

    def _progress(self, order: Order, done: int, total: int, part: str) -> None:
        self.check()
        self.busy = msgspec.structs.replace(order, done=done, total=total, part=part)
        orders.put(self.client, self.busy)

    def _fail(self, order: Order, fault: str) -> None:
        log.warning("snapshot %s failed: %s", order.id, fault)
        shelf.forget(self.settings.packages, order)
        failed = msgspec.structs.replace(order, state=orders.FAILED, fault=fault, part="")
        if orders.put(self.client, failed):
            self.client.hincrby(keys.SNAPSHOTS_COUNTS, "failed", 1)

    def give_up(self, fault: str) -> None:
        """Fail what this worker is busy with: it takes too long."""
        if self.busy is not None:
            self._fail(self.busy, fault)

    def _earlier(self, order: Order) -> Earlier | None:
        if order.since is None:
            return None
        other = orders.get(self.client, order.since)
        if other is None or other.state != orders.DONE or other.preview:
            raise SnapshotRefused(f"De briefing {order.since} om mee te vergelijken is er niet meer.")
        return earlier.of_order(self.settings.packages, other)

    def keep_to_schedule(self) -> None:
        """Order the briefing that is due; say which were missed and are no longer made."""
        times = snapshot_settings.times(self.settings.snapshots)
        if not times:
            return
        now, raw = self.clock(), self.client.get(keys.SNAPSHOTS_SCHEDULE)
        if not isinstance(raw, bytes):
            self.client.set(keys.SNAPSHOTS_SCHEDULE, iso(now))
            return
        found = schedule.due(times, moment(raw.decode()), now, duration(self.settings.snapshots.late))
        if found.make is not None and not orders.place(self.client, self._scheduled(found.make, now)):
            return  # too many wait: at the next look there may be room
        if found.skipped:
            self._skip(found.skipped, now)
        handled = [*found.skipped, *([found.make] if found.make else [])]
        if handled:
            self.client.set(keys.SNAPSHOTS_SCHEDULE, iso(max(handled)))

    def _scheduled(self, due: datetime, now: datetime) -> Order:
        """The order of one moment; its name follows from that, so that it is placed once."""
        at = None if now - due < _AT_ONCE else iso(due)
        last = orders.last_before(orders.all_of(self.client), at or iso(now), at or iso(now))
        return Order(
            id=f"{due:%Y%m%dT%H%M%SZ}-00000000",
            ordered_at=iso(now),
            formats=sorted(self.settings.snapshots.formats or forms.names()),
            at=at,
            known_at=at,
            since=last.id if last else None,
            author=SCHEDULED,
            scheduled=True,
        )

    def _skip(self, skipped: tuple[datetime, ...], now: datetime) -> None:
        count = f"{len(skipped)} briefings" if len(skipped) > 1 else "De briefing"
        fault = f"{count} van het rooster niet gemaakt: op die tijd werkte het systeem niet."
        log.warning("schedule: %d missed, the last of %s", len(skipped), iso(skipped[-1]))
        order = Order(
            id=f"{skipped[-1]:%Y%m%dT%H%M%SZ}-00000001",
            ordered_at=iso(now),
            at=iso(skipped[-1]),
            known_at=iso(skipped[-1]),
            author=SCHEDULED,
            state=orders.SKIPPED,
            fault=fault,
        )
        self.client.hsetnx(keys.SNAPSHOTS, order.id, msgspec.json.encode(order))

    def tidy(self) -> None:
        """Delete what is older than it is kept, or more than is kept, the oldest first."""
        now, kept = self.clock(), 0
        for order in orders.all_of(self.client):
            if order.state in (orders.WAITS, orders.BUSY):
                continue
            age = now - moment(order.ordered_at)
            if order.preview:
                old = age > _PREVIEW_KEPT
            else:
                kept += 1
                old = age > duration(self.settings.snapshots.keep) or kept > self.settings.snapshots.most
            if old:
                self._delete(order)

    def _delete(self, order: Order) -> None:
        shelf.forget(self.settings.packages, order)
        self.client.hdel(keys.SNAPSHOTS, order.id)
        if order.state == orders.DONE and not order.preview:
            log.info("snapshot %s deleted: it is older than packages are kept", order.id)
            self.client.hincrby(keys.SNAPSHOTS_COUNTS, "deleted", 1)
