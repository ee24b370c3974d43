"""Headers with a secret, read when a connection is made: for the host of the source and no other."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from mlob.errors import SourceError
from mlob.model import Source
from mlob.source_headers import may_carry

__all__ = ["secret"]

_LONGEST = 8192  # bytes of a value
_DEFAULT = {"http": 80, "https": 443, "ws": 80, "wss": 443}
_BOM = b"\xef\xbb\xbf"


def secret(source: Source, url: str) -> dict[str, str]:
    """The headers to send to `url`, none when that is not the source's own host.

    Read anew each time, so that another key needs no restart. Raises SourceError, whose text names the
    file and never what is in it, and ValueError for no url.
    """
    if not source.header_files or not _own(urlsplit(source.url), urlsplit(url)):
        return {}
    if not may_carry(url, source.allow):
        raise SourceError("header_files: een sleutel gaat niet onversleuteld")
    return {name: _value(name, file) for name, file in source.header_files.items()}


def _own(home: SplitResult, here: SplitResult) -> bool:
    """Whether it is the same server: its scheme, host and port, or the same host with TLS after all."""
    ports = (home.port or _DEFAULT.get(home.scheme), here.port or _DEFAULT.get(here.scheme))
    same = home.scheme == here.scheme and ports[0] == ports[1]
    safer = (home.scheme, here.scheme) == ("http", "https") and ports == (80, 443)
    return home.hostname == here.hostname and (same or safer)


def _value(name: str, file: str) -> str:
    try:
        with Path(file).open("rb") as opened:
            raw = opened.read(_LONGEST + 1)
    except OSError as error:
        raise SourceError(
            f"header_files: {name}: {file!r} kan niet worden gelezen ({error.strerror})"
        ) from None
    value = raw.removeprefix(_BOM).strip()
    if not value or len(raw) > _LONGEST or not all(32 <= byte < 127 for byte in value):
        raise SourceError(f"header_files: {name}: {file!r} hoort een regel leesbare tekst te zijn")
    return value.decode("ascii")
