"""What stands on a slide: blocks with their place, in points from the top."""

from __future__ import annotations

import msgspec

from mlob.snapshot.content import Figure

__all__ = ["Block", "Cards", "Grid", "Line", "Map", "Page", "Words"]


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """A sentence or more in one look; `mark` stands before it."""

    text: str
    size: float
    colour: str
    bold: bool = False
    mark: str = ""


class Words(msgspec.Struct, frozen=True, kw_only=True):
    """Sentences below each other; those of a person (`remark`) have a bar beside them."""

    top: float
    height: float
    lines: tuple[Line, ...]
    remark: bool = False


class Cards(msgspec.Struct, frozen=True, kw_only=True):
    """Headline figures beside each other, so many in a row."""

    top: float
    height: float
    figures: tuple[Figure, ...]
    across: int


class Grid(msgspec.Struct, frozen=True, kw_only=True):
    """A part of a table; `columns`, `heights` and `size` (of the letters) in points.

    `heights` has that of the head first. `right` are numbers of columns that end at the right, `marked`
    of rows that stand out. `whole` has, by number of the row, the cells that were cut.
    """

    top: float
    title: str
    size: float
    columns: tuple[float, ...]
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    heights: tuple[float, ...]
    right: frozenset[int]
    marked: frozenset[int]
    whole: dict[int, tuple[str, ...]] = {}


class Map(msgspec.Struct, frozen=True, kw_only=True):
    """The map, with sentences beside it."""

    lines: tuple[Line, ...]


Block = Words | Cards | Grid | Map


class Page(msgspec.Struct, kw_only=True):
    """One slide; `whole` are the texts that did not fit on it, for the notes."""

    title: str
    blocks: list[Block] = []
    whole: list[str] = []
    opening: bool = False
