"""Text of others as it may be shown: nothing in it that is not seen, or that turns it around."""

from __future__ import annotations

__all__ = ["visible"]


def visible(text: str, keep: str = "\n") -> str:
    """The text without control characters and marks of direction; another kind of space is a space.

    Signs in `keep` stay as they are.
    """
    if text.isprintable():
        return text
    return "".join(
        sign if sign.isprintable() or sign in keep else " " if sign.isspace() else "" for sign in text
    )
