"""How much room a text takes, estimated on the wide side: the program that shows it breaks the lines."""

from __future__ import annotations

import math
import string
from functools import lru_cache

__all__ = ["LINE_HEIGHT", "cut", "lines", "width"]

LINE_HEIGHT = 1.2
"""Distance of lines, in sizes of the letters."""

# Widths in sizes of the letters, of DejaVu Sans: the widest font that is put in the place of Arial.
_DEFAULT = 0.65
_OTHERS = 1.0  # signs of scripts that are as wide as they are high
_WIDTHS = {
    **dict.fromkeys(string.ascii_lowercase, 0.63),
    **dict.fromkeys(string.ascii_uppercase, 0.72),
    **dict.fromkeys(string.digits, 0.64),
    **dict.fromkeys("ijl.,:;'| \u00a0", 0.34),
    **dict.fromkeys("frt()[]-!I/\\", 0.42),
    **dict.fromkeys("mwMW@%", 1.0),
}
_BOLD = 1.1
_MORE = "…"


@lru_cache(4096)
def _word(word: str) -> float:
    known = _WIDTHS
    return sum(known.get(sign, _DEFAULT if sign < "\u2000" else _OTHERS) for sign in word)


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Points that the longest line of a text takes when it is not broken."""
    longest = max(sum(map(_word, line.split(" "))) + 0.34 * line.count(" ") for line in text.split("\n"))
    return longest * size * (_BOLD if bold else 1)


def lines(text: str, size: float, room: float, *, bold: bool = False) -> int:
    """On how many lines a text goes in a width of `room` points; words that are too long are broken."""
    room = max(room / size / (_BOLD if bold else 1), 1.0)
    count = 0
    for line in text.split("\n"):
        count, used = count + 1, 0.0
        for word in line.split(" "):
            wide = _word(word)
            if used and used + 0.34 + wide <= room:
                used += 0.34 + wide
            elif not used and wide <= room:
                used = wide
            else:
                more = math.ceil(wide / room)
                count, used = count + more - (0 if used else 1), wide - (more - 1) * room
    return count


def cut(text: str, size: float, room: float, most: int, *, bold: bool = False) -> str:
    """The text when it goes on `most` lines, else as much of its beginning as does, with an ellipsis."""
    if lines(text, size, room, bold=bold) <= most:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if lines(text[:middle].rstrip() + _MORE, size, room, bold=bold) <= most:
            low = middle
        else:
            high = middle - 1
    return text[:low].rstrip() + _MORE
