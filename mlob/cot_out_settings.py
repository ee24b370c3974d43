"""`[cot_out]`: where TAK clients get the picture as CoT."""

from __future__ import annotations

from urllib.parse import urlsplit

import msgspec

__all__ = ["CotOut", "address"]


class CotOut(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`listen` is `tcp://host:port`, or empty: nothing goes out.

    `without` names sources: what only they said is not sent, because it would go back to where it came from.
    """

    listen: str = ""
    without: tuple[str, ...] = ()


def address(listen: str) -> tuple[str, int]:
    """Host and port of `tcp://host:port`; raises ValueError, in Dutch."""
    parts = urlsplit(listen)
    rest = (parts.path, parts.query, parts.fragment, parts.username, parts.password)
    if parts.scheme != "tcp" or not parts.hostname or not parts.port or any(rest):
        raise ValueError(f"geen adres: {listen!r} (voorbeeld: tcp://127.0.0.1:8087)")
    return parts.hostname, parts.port
