"""Which links of a page a source may follow: to its own host, and to those that it lists in `follow`."""

from __future__ import annotations

from urllib.parse import SplitResult, urljoin, urlsplit, urlunsplit

from mlob.model import Source

__all__ = ["followed", "polls"]

_PORTS = {"http": 80, "https": 443}


def polls(source: Source) -> bool:
    """Whether a source asks for a page, so that its links can be followed."""
    return source.url.partition(":")[0] in _PORTS


def followed(source: Source, link: str) -> str | None:
    """The whole url of a link on the page of a source, when it may be followed; else None."""
    try:
        page, target = urlsplit(source.url), urlsplit(urljoin(source.url, link.strip()))
        allowed = polls(source) and _sound(target) and _allowed(source, page, target)
    except ValueError:
        return None
    return urlunsplit(target._replace(fragment="")) if allowed else None


def _sound(target: SplitResult) -> bool:
    url = target.geturl()
    plain = url.isascii() and url.isprintable() and " " not in url and target.port != 0
    return plain and target.scheme in _PORTS and bool(target.hostname) and target.username is None


def _allowed(source: Source, page: SplitResult, target: SplitResult) -> bool:
    """Never from https back to http: what is said there could be anybody's."""
    if (page.scheme, target.scheme) == ("https", "http"):
        return False
    if str(target.hostname) in {host.lower() for host in source.follow}:
        return True
    ports = [parts.port or _PORTS[parts.scheme] for parts in (page, target)]
    return target.hostname == page.hostname and (ports[0] == ports[1] or ports == [80, 443])
