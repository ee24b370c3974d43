"""Who sees what, in one place: every channel that hands features to others passes them through here.

There are no roles yet (sign-in is not in this version), so there is one audience, which sees all. A role
becomes one more `Audience`: it gets the id and the encoded feature and gives back what may be seen of it.
"""

from __future__ import annotations

from collections.abc import Callable

import msgspec

__all__ = ["EVERYONE", "Audience", "without"]

Audience = Callable[[str, bytes], bytes | None]
"""From the id and the JSON of a feature to the JSON that this audience may have; None: nothing of it."""


def EVERYONE(name: str, feature: bytes) -> bytes | None:
    """All of it."""
    return feature


class _Said(msgspec.Struct):
    sources: list[str] = []


class _Feature(msgspec.Struct):
    properties: _Said


_decode = msgspec.json.Decoder(_Feature).decode


def without(sources: frozenset[str], audience: Audience = EVERYONE) -> Audience:
    """The audience, less what only these sources said: it comes from where it would go back to."""

    def seen(name: str, feature: bytes) -> bytes | None:
        said = set(_decode(feature).properties.sources)
        return None if said and said <= sources else audience(name, feature)

    return seen if sources else audience
