"""The pages of a set that follow the first: on the host of the source, each taken as it comes, bounded."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Awaitable, Callable
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

from mlob import formats
from mlob.errors import SourceError
from mlob.transports import Lane

__all__ = ["BYTES", "PAGES", "SECONDS", "follow", "within"]

PAGES = 1000
BYTES = 256 * 1024 * 1024
SECONDS = 600.0
"""Most pages, bytes and time of one set; the time is that of asking, not of journalling."""
_LONGEST = 8192  # characters of a url
_SAFE = "/:?#[]@!$&'()*+,;=%-._~"  # RFC 3986, 2.2 and 2.3

Fetch = Callable[[str], Awaitable[bytes]]
"""The body of one page; raises SourceError and OSError."""


async def follow(form: str, url: str, body: bytes, fetch: Fetch, lane: Lane) -> bool:
    """Take what follows the page at `url`; whether anything did. Raises SourceError and OSError.

    A page that has been there, by its url or by what it holds, ends the set.
    """
    next_page = formats.known()[form].next_page
    if next_page is None:
        return False
    clock = asyncio.get_running_loop().time
    asked, seen = {url}, {_digest(body)}
    size, seconds = len(body), 0.0
    while target := await asyncio.to_thread(next_page, url, body):
        url = within(url, target)
        if url in asked:
            break
        asked.add(url)
        if len(asked) > PAGES:
            raise SourceError(f"meer dan {PAGES} pagina's")
        began = clock()
        body = await fetch(url)
        seconds, size = seconds + clock() - began, size + len(body)
        if size > BYTES or seconds > SECONDS:
            raise SourceError(f"meer dan {BYTES >> 20} MiB of {SECONDS:.0f} s aan pagina's")
        if _digest(body) in seen:
            break
        seen.add(_digest(body))
        await lane.whole([body])
    return len(asked) > 1


def within(url: str, target: str) -> str:
    """Where the next page is; raises SourceError when that is another host.

    Services behind a proxy tell the scheme and port that they have inside: those of the page that was
    asked count, unless it becomes https.
    """
    try:
        before, after = urlsplit(url), urlsplit(urljoin(url, target.strip()))
        inside = (before.port, after.port)
    except ValueError as error:
        raise SourceError(f"onleesbare url van de volgende pagina: {error}") from error
    if (
        after.scheme not in ("http", "https")
        or after.hostname != before.hostname
        or after.username is not None
    ):
        raise SourceError(f"de volgende pagina is bij {after.scheme}://{after.hostname}: dat mag niet")
    safer = (before.scheme, after.scheme) == ("http", "https") and inside == (None, None)
    place = after if safer else before
    parts = after._replace(scheme=place.scheme, netloc=place.netloc, fragment="")
    found = quote(urlunsplit(parts), safe=_SAFE)
    if len(found) > _LONGEST:
        raise SourceError(f"de url van de volgende pagina is langer dan {_LONGEST} tekens")
    return found


def _digest(body: bytes) -> bytes:
    return hashlib.blake2b(body, digest_size=16).digest()
