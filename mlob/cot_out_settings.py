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
    try:
        parts = urlsplit(listen)
        host, port = parts.hostname, parts.port
    except ValueError:
        host = port = None
    if not host or not port or listen != f"tcp://{parts.netloc}" or "@" in parts.netloc:
        raise ValueError(f"geen adres: {listen!r} (voorbeeld: tcp://127.0.0.1:8087)")
    return host, port
