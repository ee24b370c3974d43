"""The whole journal: what left the store comes from the archive, the rest from the store, without a seam."""

from __future__ import annotations

import heapq
import secrets
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import redis

from mlob import hours, journal, keys
from mlob.errors import ArchiveError
from mlob.journal import START, order
from mlob.lua import JOIN

__all__ = ["MOST", "archived", "behind", "join", "name_of", "read_all", "read_raw", "until_place", "whole"]

_PAGE = 5000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MOST = 2**64 - 1
"""The greatest sequence that a journal id may have in its millisecond."""
Place = tuple[int, int]


def join(client: redis.Redis, folder: Path | None) -> str:
    """The name of the journal; a new store gets that of the archive in `folder`, and goes on from it.

    That a store is new shows from its state: it never had one. Raises ArchiveError.
    """
    if name := _name(client.get(keys.JOURNAL)):
        return name
    values: list[Any] = [secrets.token_hex(8)]
    found = {stream: hours.newest(folder, stream) for stream in hours.STREAMS} if folder else {}
    kept = {stream: manifest for stream, manifest in found.items() if manifest is not None}
    if kept:
        last = max((manifest.last for manifest in kept.values()), key=order)
        values += [next(iter(kept.values())).journal, last]
        for stream, manifest in kept.items():
            values += [stream, manifest.last]
    names = [keys.JOURNAL, keys.CURSOR, keys.ARCHIVED, keys.LAST]
    return str(journal.run(client, JOIN, names, values).decode())


def name_of(client: redis.Redis) -> str:
    """The name of the journal; empty while nobody has joined it."""
    return _name(client.get(keys.JOURNAL))


def archived(client: redis.Redis, stream: str) -> str:
    """Up to where a stream is in the archive, and from where on it is in the store."""
    found: Any = client.hget(keys.ARCHIVED, stream)
    return found.decode() if found else START


def behind(client: redis.Redis, cursor: str) -> bool:
    """Whether some of what follows a cursor has left the store."""
    return any(order(archived(client, stream)) > order(cursor) for stream in hours.STREAMS)


def whole(client: redis.Redis, folder: Path | None) -> None:
    """Raise ArchiveError unless all that left the store has its file here; what is in them is not read."""
    name = _name(client.get(keys.JOURNAL))
    for stream in hours.STREAMS:
        last = archived(client, stream)
        if last != START:
            for path, manifest in hours.follow(folder, stream, name, START, last):
                if not path.is_file() or path.stat().st_size != manifest.size:
                    raise ArchiveError(f"{hours.named(path)}: ontbreekt of is beschadigd")


def read_all(
    client: redis.Redis, folder: Path | None, after: str = START, until: datetime | None = None
) -> Iterator[journal.Entry]:
    """Every entry past a cursor that was journalled up to `until`, of both streams, in journal order.

    It ends at what was the newest entry when it began. Of an hour it holds one group of rows of each
    stream; it may go on while hours move to the archive. Raises ArchiveError at a file that is
    damaged or missing, after all that comes before it.
    """
    for place, raw in read_raw(client, folder, order(after), None if until is None else until_place(until)):
        yield (name := _id(place)), journal.decode(name, raw)


def until_place(moment: datetime) -> Place:
    """The last place in the journal that an entry may have which was journalled up to a moment."""
    return (moment - _EPOCH) // timedelta(milliseconds=1), MOST


def read_raw(
    client: redis.Redis, folder: Path | None, after: Place, last: Place | None = None
) -> Iterator[tuple[Place, bytes]]:
    """The same from a place to a place, as it was journalled."""
    newest = order(journal.newest(client))
    last = newest if last is None else min(last, newest)
    return heapq.merge(*(_lane(client, folder, stream, after, last) for stream in hours.STREAMS))


def _lane(
    client: redis.Redis, folder: Path | None, stream: str, position: Place, last: Place
) -> Iterator[tuple[Place, bytes]]:
    """One stream: where the store no longer has what follows, the archive does."""
    while position < last:
        name, gone, rows = _page(client, stream, position, last)
        if order(gone) > position:
            yield from _files(folder, stream, name, position, min(order(gone), last))
            position = order(gone)
        elif rows:
            yield from rows
            position = rows[-1][0]
        else:
            return


def _page(
    client: redis.Redis, stream: str, position: Place, last: Place
) -> tuple[str, str, list[tuple[Place, bytes]]]:
    """The journal's name, up to where the stream is archived, and the next entries: all of one moment."""
    with client.pipeline(transaction=True) as pipe:
        pipe.get(keys.JOURNAL)
        pipe.hget(keys.ARCHIVED, stream)
        pipe.xrange(hours.STREAMS[stream], min=f"({_id(position)}", max=_id(last), count=_PAGE)
        name, gone, rows = pipe.execute()
    found = [(order(row.decode()), fields[b"o"]) for row, fields in rows]
    return _name(name), gone.decode() if gone else START, found


def _files(
    folder: Path | None, stream: str, name: str, position: Place, last: Place
) -> Iterator[tuple[Place, bytes]]:
    from mlob import parquet  # 45 MB that a process has no use for until it reads the archive

    for path, manifest in hours.follow(folder, stream, name, _id(position), _id(last)):
        yield from parquet.read(path, manifest, position, last)


def _id(place: Place) -> str:
    return f"{place[0]}-{place[1]}"


def _name(raw: Any) -> str:
    return raw.decode() if raw else ""
