"""HTTP poll (`http://`, `https://`): ask every so often, take what changed (RFC 9110, 13)."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable
from urllib.parse import urlsplit

import msgspec

from mlob import formats
from mlob.config import duration
from mlob.errors import SourceError
from mlob.transports import Inlet, Transport, exchange, page, pages, persist, unpack
from mlob.transports.links import Links

LIMIT = 32 * 1024 * 1024
"""Longest page in bytes, as it comes and as what is taken whole."""
UNPACKS = 16
"""How many times that a packed page may unpack to: what is longer than LIMIT is taken a piece at a time."""
TIMEOUT = 30.0  # s for one page, redirects included: a server that drips is left
_LONGEST_VALIDATOR = 512  # characters of an ETag
_LONGEST_WAIT = 3600  # s that a Retry-After may ask


class Seen(msgspec.Struct, frozen=True, omit_defaults=True):
    """The version of a page that was taken last; `page` tells whether it is still the same url.

    `links` are those on it that were followed (mlob.transports.links).
    """

    page: str
    etag: str = ""
    modified: str = ""
    links: tuple[str, ...] = ()

    def conditions(self) -> dict[str, str]:
        """Headers that ask only for a newer version (RFC 9110, 13.1)."""
        headers = {"If-None-Match": self.etag, "If-Modified-Since": self.modified}
        return {name: value for name, value in headers.items() if value}


def _seen(url: str, mark: str) -> Seen:
    page = hashlib.sha256(url.encode()).hexdigest()[:16]
    try:
        found = msgspec.json.decode(mark, type=Seen)
    except msgspec.DecodeError:
        return Seen(page)
    return found if found.page == page else Seen(page)


def _validator(answer: exchange.Answer, name: str) -> str:
    """What tells this version of the page from others; nothing when we could not send it back."""
    value = answer.headers.get(name, "")
    return value if value.isascii() and value.isprintable() and len(value) <= _LONGEST_VALIDATOR else ""


def _size(body: bytes) -> int:
    """Bytes that a page unpacks to; raises SourceError when it is broken or too much."""
    return sum(map(len, unpack.pieces(body, LIMIT * UNPACKS)))


class Poll:
    """One page that is asked again and again."""

    def __init__(self, url: str, inlet: Inlet) -> None:
        self.url = url
        self.inlet = inlet
        self.every = duration(inlet.source.every).total_seconds()
        self.rhythm = duration(inlet.source.rhythm).total_seconds()
        self.seen = _seen(url, inlet.mark)
        found = formats.known()[inlet.source.format].links
        self.links = None if found is None else Links(inlet, found, self.seen.links)
        self.wait = 0.0

    async def once(self, up: Callable[[], None]) -> None:
        """Ask until it fails."""
        clock = asyncio.get_running_loop().time
        await asyncio.sleep(self.wait)
        taken = clock()
        while True:
            began, self.wait = clock(), 0.0
            # Once a rhythm the whole page, changed or not: "nothing new" carries no frame, and a source
            # without frames would be shown as silent while it answers.
            conditions = {} if began - taken >= self.rhythm else self.seen.conditions()
            answer = await page.fetch(
                self.url, self.inlet.source, conditions, LIMIT, TIMEOUT, self.inlet.source.ask.encode()
            )
            if await self._take(answer):
                taken = began
            up()
            await asyncio.sleep(max(0.0, began + self.every - clock()))

    async def _take(self, answer: exchange.Answer) -> bool:
        """Whether there was a page to take; raises SourceError when the answer is a failure."""
        if answer.status == 304:
            return False
        if answer.status != 200:
            asked = answer.headers.get("retry-after", "")
            self.wait = float(min(int(asked), _LONGEST_WAIT)) if asked.isdecimal() else 0.0
            raise SourceError(f"antwoord {answer.status}")
        # Once through for its size: one that is broken, or unpacks to too much, is not taken at all.
        size = await asyncio.to_thread(_size, answer.body)
        lane, whole = self.inlet.open(), True
        if size <= LIMIT:
            body = await asyncio.to_thread(unpack.unpacked, answer.body, LIMIT)
            await lane.whole([body])
            whole = self.links is None or await self.links.take(body)
            self.wait = self.every  # a set that cannot be taken whole is not asked again at once
            more = await pages.follow(self.inlet.source.format, self.url, body, self._page, lane)
            self.wait = 0.0
            # What tells that the first page is the same says nothing of the others: those are asked whole.
            whole = whole and not more
        else:
            for piece in unpack.pieces(answer.body):
                await lane.feed(piece)
            await lane.close()
        # Without a validator the page is asked whole again: what it links to is not all in.
        etag, modified = (_validator(answer, name) if whole else "" for name in ("etag", "last-modified"))
        seen = Seen(self.seen.page, etag, modified, self.links.followed if self.links else ())
        # The mark goes after the page: a crash in between asks for the page again.
        await lane.whole([], msgspec.json.encode(seen).decode())
        self.seen = seen
        return True

    async def _page(self, url: str) -> bytes:
        """A page that follows another."""
        answer = await page.fetch(url, self.inlet.source, {}, LIMIT, TIMEOUT)
        if answer.status != 200:
            raise SourceError(f"antwoord {answer.status} op een volgende pagina")
        return await asyncio.to_thread(unpack.unpacked, answer.body, LIMIT)


async def _run(url: str, inlet: Inlet) -> None:
    await persist(inlet.name, Poll(url, inlet).once)


def _fault(url: str) -> str:
    try:
        parts = urlsplit(url)
        sound = bool(parts.hostname) and parts.port != 0 and url.isascii() and url.isprintable()
    except ValueError as error:
        return str(error)
    if parts.username is not None or parts.password is not None:
        return "een naam of wachtwoord hoort niet in de url"
    return "" if sound and " " not in url else f"geen url van een pagina: {url!r}"


TRANSPORT = Transport(schemes=("http", "https"), run=_run, fault=_fault, patient=True)
