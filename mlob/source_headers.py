"""Secrets that a source wants in a header: their names stand in the settings, their values in files only."""

from __future__ import annotations

import ipaddress
import re
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import urlsplit

from mlob.model import Source

__all__ = ["faults", "may_carry", "warnings"]

_SCHEMES = ("http", "https", "ws", "wss")
_PLAIN = ("http", "ws")
_TOKEN = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}")  # RFC 9110, 5.6.2
_TAKEN = re.compile(
    r"host|connection|content-.*|transfer-encoding|upgrade|te|trailer|expect|keep-alive|accept-encoding"
    r"|if-.*|proxy-.*|sec-.*",
    re.IGNORECASE,
)
"""Headers that the connection itself sets, or that say what of a page is asked."""


def may_carry(url: str, allow: Sequence[str]) -> bool:
    """Whether a secret may go to a url: over TLS, or to this machine, or to an address listed in `allow`.

    A name over plain HTTP may not: who answers to it is not sure. Raises ValueError for no url.
    """
    parts = urlsplit(url)
    if parts.scheme not in _PLAIN or parts.hostname == "localhost":
        return True
    try:
        address = ipaddress.ip_address(parts.hostname or "")
    except ValueError:
        return False
    networks = (ipaddress.ip_network(entry, strict=False) for entry in allow)
    return address.is_loopback or any(address in network for network in networks)


def faults(source: Source) -> Iterator[str]:
    """What in `header_files` cannot work, or would give a secret away."""
    if not source.header_files:
        return
    scheme = source.url.partition(":")[0]
    if scheme not in _SCHEMES:
        yield f"header_files: alleen met {', '.join(_SCHEMES)}; over {scheme}: gaat geen header"
    elif not _carries(source):
        yield "header_files: een sleutel gaat niet onversleuteld; neem https of wss, of een adres uit allow"
    for name, file in source.header_files.items():
        if not _TOKEN.fullmatch(name) or _TAKEN.fullmatch(name):
            yield f"header_files: {name!r} is geen header die hier gezet kan worden"
        if not Path(file).is_file():
            yield f"header_files: {name}: {file!r} is er niet"
    if len({name.lower() for name in source.header_files}) < len(source.header_files):
        yield "header_files: dezelfde header staat er twee keer"


def warnings(source: Source) -> Iterator[str]:
    """Files with a secret that everybody on this machine can read."""
    for name, file in source.header_files.items():
        try:
            mode = Path(file).stat().st_mode
        except OSError:
            continue
        if mode & stat.S_IROTH:
            yield f"header_files: {name}: iedereen op deze machine kan {file!r} lezen (chmod o-r)"


def _carries(source: Source) -> bool:
    try:
        return may_carry(source.url, source.allow)
    except ValueError:  # no url, or no network in allow: told by who checks those
        return True
