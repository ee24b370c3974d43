"""HTTP poll (`http://`, `https://`): ask every so often, take what changed (RFC 9110, 13)."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable
from urllib.parse import urljoin, urlsplit

import msgspec

from mlob.config import duration
from mlob.errors import SourceError
from mlob.transports import Inlet, Transport, certificates, exchange, headers, pages, persist

LIMIT = 32 * 1024 * 1024
"""Longest page in bytes, packed and unpacked."""
TIMEOUT = 30.0  # s for one page, redirects included: a server that drips is left
_REDIRECTS = (301, 302, 303, 307, 308)
_MOST_REDIRECTS = 3
_LONGEST_VALIDATOR = 512  # characters of an ETag
_LONGEST_WAIT = 3600  # s that a Retry-After may ask


class Seen(msgspec.Struct, frozen=True, omit_defaults=True):
    """The version of a page that was taken last; `page` tells whether it is still the same url."""

    page: str
    etag: str = ""
    modified: str = ""

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


def _next(url: str, location: str) -> str:
    """Where a redirect leads; raises SourceError when that is another host, or from https to http."""
    target = urljoin(url, location)
    before, after = urlsplit(url), urlsplit(target)
    same = (after.scheme, after.hostname, after.port) == (before.scheme, before.hostname, before.port)
    safer = (
        (before.scheme, after.scheme) == ("http", "https")
        and before.hostname == after.hostname
        and before.port in (None, 80)
        and after.port in (None, 443)
    )
    if not (same or safer) or after.username is not None:
        raise SourceError(f"doorverwezen naar {after.scheme}://{after.hostname}: dat mag niet")
    return target


async def _fetch(url: str, inlet: Inlet, conditions: dict[str, str]) -> exchange.Answer:
    """One page, after redirects within its host; raises SourceError and OSError."""
    try:
        async with asyncio.timeout(TIMEOUT):
            for _ in range(_MOST_REDIRECTS + 1):
                context = certificates.client(inlet.source) if url.startswith("https:") else None
                sent = conditions | await asyncio.to_thread(headers.secret, inlet.source, url)
                answer = await exchange.get(url, sent, inlet.source.allow, LIMIT, context)
                if answer.status not in _REDIRECTS:
                    return answer
                url = _next(url, answer.headers.get("location", ""))
    except TimeoutError:
        raise SourceError(f"niet klaar binnen {TIMEOUT:.0f} s") from None
    except ValueError as error:
        raise SourceError(f"onleesbare url: {error}") from error
    raise SourceError("te vaak doorverwezen")


class Poll:
    """One page that is asked again and again."""

    def __init__(self, url: str, inlet: Inlet) -> None:
        self.url = url
        self.inlet = inlet
        self.every = duration(inlet.source.every).total_seconds()
        self.rhythm = duration(inlet.source.rhythm).total_seconds()
        self.seen = _seen(url, inlet.mark)
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
            if await self._take(await _fetch(self.url, self.inlet, conditions)):
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
        body = await asyncio.to_thread(exchange.unpacked, answer.body, LIMIT)
        lane = self.inlet.open()
        await lane.whole([body])
        self.wait = self.every  # a set that cannot be taken whole is not asked again at once
        more = await pages.follow(self.inlet.source.format, self.url, body, self._page, lane)
        self.wait = 0.0
        # What tells that the first page is the same says nothing of the others: those are asked whole.
        etag, modified = ("" if more else _validator(answer, name) for name in ("etag", "last-modified"))
        seen = Seen(self.seen.page, etag, modified)
        # The mark goes after the pages: a crash in between asks for them again.
        await lane.whole([], msgspec.json.encode(seen).decode())
        self.seen = seen
        return True

    async def _page(self, url: str) -> bytes:
        """A page that follows another."""
        answer = await _fetch(url, self.inlet, {})
        if answer.status != 200:
            raise SourceError(f"antwoord {answer.status} op een volgende pagina")
        return await asyncio.to_thread(exchange.unpacked, answer.body, LIMIT)


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


TRANSPORT = Transport(schemes=("http", "https"), run=_run, fault=_fault)
