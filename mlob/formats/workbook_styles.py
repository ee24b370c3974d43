"""Cell styles of a workbook: which of them make a number a moment (ECMA-376 part 1, 18.8)."""

from __future__ import annotations

import re

import msgspec
from lxml import etree

from mlob.formats.xml import local

__all__ = ["Styles", "styles"]

_BUILT_IN = {
    **{str(number): "moment" for number in (*range(14, 23), *range(27, 37), 45, 47, *range(50, 59))},
    "46": "length",
}
"""Number formats that every workbook has (ECMA-376 part 1, 18.8.30)."""
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!(?:h+|m+|s+)\])[^\]]*\]', re.IGNORECASE)
_LASTING = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)


class Styles(msgspec.Struct, frozen=True):
    """The cell styles that make a number a moment, or a length of time."""

    moments: frozenset[int] = frozenset()
    lengths: frozenset[int] = frozenset()


def styles(root: etree._Element) -> Styles:
    """The styles in a style sheet, by their place in it."""
    codes: dict[str, str] = {}
    formats: list[str] = []
    for item in root.iter():
        parent = item.getparent()
        if local(item) == "numFmt":
            codes.setdefault(item.get("numFmtId", ""), item.get("formatCode", ""))
        elif local(item) == "xf" and parent is not None and local(parent) == "cellXfs":
            formats.append(item.get("numFmtId", "0"))
    kinds = [_kind(number, codes.get(number)) for number in formats]
    return Styles(
        frozenset(at for at, kind in enumerate(kinds) if kind == "moment"),
        frozenset(at for at, kind in enumerate(kinds) if kind == "length"),
    )


def _kind(number: str, code: str | None) -> str:
    """What a number format makes of a number: a moment, a length of time, or nothing special."""
    if code is None:
        return _BUILT_IN.get(number, "")
    shown = _LITERAL.sub("", code.partition(";")[0])
    if code.lower() in ("general", "standaard") or not re.search("[dmyhs]", shown, re.IGNORECASE):
        return ""
    return "length" if _LASTING.search(shown) else "moment"
