"""Sizes and colours of the slides. Lengths are in points (1/72 inch), on a slide of 16:9."""

from __future__ import annotations

__all__ = [
    "BAD",
    "BAND",
    "BESIDE",
    "BODY",
    "CARD",
    "CARD_HEIGHT",
    "FONT",
    "FOOT",
    "HEAD",
    "HEIGHT",
    "INFO",
    "INK",
    "LAND",
    "LEFT",
    "LINE",
    "MARK",
    "PAPER",
    "RED",
    "SMALL",
    "SOFT",
    "TABLE",
    "TITLE",
    "TOP",
    "WARN",
    "WARN_BOX",
    "WIDE",
    "WIDTH",
    "emu",
]

WIDTH, HEIGHT = 960, 540
BAND = 24
"""Height of the band with the marking, at the top of each slide."""
LEFT = 40
WIDE = WIDTH - 2 * LEFT
TITLE = (34, 44)
"""Top and height of the title of a slide."""
TOP, FOOT = 92, 508
"""Between these is the content; below is the line with marking, moment and number."""

CARD_HEIGHT = 78.0
"""Of a headline figure with its name."""
BESIDE = 300.0
"""Width of the sentences beside a map."""

FONT = "Arial"
"""On every machine; its replacements (Liberation Sans, DejaVu Sans) are what the estimates reckon with."""
BODY, SMALL, HEAD, CARD = 16.0, 12.0, 11.0, 26.0
TABLE = (14.0, 12.0)
"""Sizes of text: sentences, small print, heads of columns, headline figures; cells, where they fit."""

# The light tokens of the screens (assets/css/tokens.css), which a file that travels cannot refer to.
INK, SOFT, PAPER, LINE, LAND = "17212B", "55656F", "FFFFFF", "D4DBE1", "F1F4F6"
MARK, BAD, WARN, INFO = "2D3B47", "B3261E", "8A5A00", "0B5CAD"
WARN_BOX = "F2B441"
RED = "FBECEA"
"""Ground of a row that stands out; it also is in bold, for who sees no red."""


def emu(points: float) -> int:
    """Points as the file counts lengths (914,400 an inch)."""
    return round(points * 12700)
