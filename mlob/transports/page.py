"""One page over HTTP, after redirects within its host (RFC 9110, 15.4)."""

from __future__ import annotations

import asyncio
from urllib.parse import urljoin, urlsplit

from mlob.errors import SourceError
from mlob.model import Source
from mlob.transports import certificates, exchange
from mlob.transports.headers import secret

__all__ = ["fetch", "redirected"]

_REDIRECTS = (301, 302, 303, 307, 308)
_KEEPING = (307, 308)
_MOST_REDIRECTS = 3


def redirected(url: str, location: str) -> str:
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


async def fetch(
    url: str, source: Source, headers: dict[str, str], limit: int, seconds: float, question: bytes = b""
) -> exchange.Answer:
    """One page, after redirects within its host; raises SourceError and OSError.

    A `question` goes along to where a redirect keeps the method (307 and 308), else it is refused.
    """
    try:
        async with asyncio.timeout(seconds):
            for _ in range(_MOST_REDIRECTS + 1):
                context = certificates.client(source) if url.startswith("https:") else None
                sent = headers | await asyncio.to_thread(secret, source, url)
                answer = await exchange.get(url, sent, source.allow, limit, context, question)
                if answer.status not in _REDIRECTS:
                    return answer
                if question and answer.status not in _KEEPING:
                    raise SourceError(f"antwoord {answer.status} op een vraag")
                url = redirected(url, answer.headers.get("location", ""))
    except TimeoutError:
        raise SourceError(f"niet klaar binnen {seconds:.0f} s") from None
    except ValueError as error:
        raise SourceError(f"onleesbare url: {error}") from error
    raise SourceError("te vaak doorverwezen")
