"""Messages that a polled page only points at: each is fetched once, a bounded number at a poll.

One that fails does not cost the others, and is tried again at the next poll, after those that are new.
Where a link may lead mlob.follow says; which addresses may be dialled, mlob.transports.reach.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections.abc import Callable, Sequence

from mlob import formats
from mlob.errors import SourceError
from mlob.follow import followed
from mlob.formats import Link
from mlob.transports import Inlet, page, unpack

__all__ = ["Links"]

log = logging.getLogger(__name__)

MOST = 200
"""Links that are followed at one poll."""
REMEMBERED = 2000
"""Links of one page that are looked at: the mark of the source holds what of them was followed."""
LIMIT = 4 * 1024 * 1024
"""Longest message in bytes, packed and unpacked."""
TIMEOUT = 10.0  # s for one message
TOGETHER = 60.0  # s for all of one poll: the page itself must not wait long
AT_ONCE = 8
_ACCEPT = {"Accept": "application/cap+xml, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.1"}


class Links:
    """What of a page's links was followed; `followed` is what the mark keeps of it."""

    def __init__(
        self, inlet: Inlet, find: Callable[[bytes], Sequence[Link]], known: Sequence[str] = ()
    ) -> None:
        self.inlet = inlet
        self.find = find
        self.followed = tuple(known)
        self.failed: set[str] = set()

    async def take(self, body: bytes) -> bool:
        """Fetch what a page points at and is not in yet; whether nothing is left for the next poll."""
        wanted = await asyncio.to_thread(self._wanted, body)
        done = {mark for mark in self.followed if mark in wanted}
        left = [mark for mark in wanted if mark not in done]
        failed: dict[str, str] = {}
        gate = asyncio.Semaphore(AT_ONCE)

        async def one(mark: str) -> None:
            async with gate:
                try:
                    await self._fetch(wanted[mark])
                except (OSError, SourceError) as error:
                    failed[mark] = str(error) or type(error).__name__
                else:
                    done.add(mark)

        try:
            async with asyncio.timeout(TOGETHER), asyncio.TaskGroup() as group:
                for mark in sorted(left, key=self.failed.__contains__)[:MOST]:
                    group.create_task(one(mark))
        except TimeoutError:
            log.info("source %s: not all links followed in %.0f s; going on later", self.inlet.name, TOGETHER)
        self._report(wanted, failed)
        self.followed = tuple(mark for mark in wanted if mark in done)
        return len(self.followed) == len(wanted)

    def _wanted(self, body: bytes) -> dict[str, str]:
        """The urls that a page points at and that may be followed, by what they are remembered by."""
        form = formats.known()[self.inlet.source.format]
        found: dict[str, str] = {}
        for frame in formats.split(form, body):
            for link in self.find(frame):
                url = followed(self.inlet.source, link.url)
                if url is not None and len(found) < REMEMBERED:
                    found[hashlib.sha256(f"{url} {link.version}".encode()).hexdigest()[:16]] = url
        return found

    async def _fetch(self, url: str) -> None:
        answer = await page.fetch(url, self.inlet.source, _ACCEPT, LIMIT, TIMEOUT)
        if answer.status != 200:
            raise SourceError(f"antwoord {answer.status}")
        body = await asyncio.to_thread(unpack.unpacked, answer.body, LIMIT)
        await self.inlet.open().whole([body])

    def _report(self, wanted: dict[str, str], failed: dict[str, str]) -> None:
        """Say the first failure of a link and that all is well again, not each repetition."""
        fresh = [mark for mark in failed if mark not in self.failed]
        if fresh:
            text = "source %s: %d links not followed, among them %s: %s; trying again"
            log.warning(text, self.inlet.name, len(fresh), wanted[fresh[0]], failed[fresh[0]])
        elif self.failed and not failed:
            log.info("source %s: all links followed again", self.inlet.name)
        self.failed = set(failed)
