"""What each sign of the map means, in a corner where there is sea."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from mlob.snapshot.atlas import signs
from mlob.snapshot.words import DISCIPLINES, safe

__all__ = ["entries", "legend"]

_ROW = 21.0


@lru_cache(maxsize=1)
def entries() -> tuple[tuple[str, str], ...]:
    """Each sign, drawn around the middle of a box of 26, and its words."""
    return tuple(_entries())


def _entries() -> Iterator[tuple[str, str]]:
    for code, name in DISCIPLINES.items():
        yield signs.sign(code, (0, 0), 0.85), name
    yield signs.sign("brandweer", (0, 0), 0.72, severe=True), "ernstig of extreem"
    yield signs.sign("ghor", (0, 0), 0.75, hollow=True), "voorziening (open teken)"
    yield signs.sign("politie", (0, 0), 0.5, letter=False), "eenheid (klein, zonder letter)"
    yield signs.sign("politie", (-2, 2), 0.75, count=12), "zo veel van een discipline bij elkaar"
    yield signs.crowd((0, 0), 0.68, 34), "zo veel van verschillende disciplines"
    yield signs.sign("brandweer", (0, 0), 0.75, drill=True), "oefening (streepjes)"
    yield (
        f'<rect x="-9" y="-6" width="18" height="12" fill="{signs.BAD}" fill-opacity=".3" '
        f'stroke="{signs.BAD}" stroke-width="1.5"/>',
        "regio met GRIP 3 of hoger",
    )
    yield (
        f'<rect x="-9" y="-6" width="18" height="12" fill="{signs.WARN}" fill-opacity=".22" '
        f'stroke="{signs.WARN}" stroke-width="1.5"/>',
        "regio met GRIP 1 of 2",
    )
    yield (
        f'<rect x="-9" y="-6" width="18" height="12" fill="{signs.BAD}" fill-opacity=".08" '
        f'stroke="{signs.BAD}" stroke-width="1.5" stroke-dasharray="5 3"/>',
        "gebied: waarschuwing of effect",
    )
    yield (
        f'<path d="M-10 0H10" stroke="{signs.WARN}" stroke-width="3.4" stroke-dasharray="5 3"/>',
        "afsluiting",
    )
    yield (
        f'<path d="M-10 0H10" stroke="{signs.MARK}" stroke-width="1.9"/>'
        f'<path d="M7 0L-2 4V-4Z" fill="{signs.MARK}"/>',
        "bijstand onderweg; streepjes: toegezegd",
    )


@lru_cache(maxsize=4)
def legend(left: float, top: float, size: float) -> str:
    """All of it in a frame; `left`, `top` in units of the map."""
    rows = []
    for number, (drawn, words) in enumerate(entries()):
        y = 18 + _ROW * number
        rows.append(
            f'<g transform="translate(20 {y})">{drawn}</g>'
            f'<text x="40" y="{y + 4}" font-size="10.5" fill="{signs.INK}">{safe(words)}</text>'
        )
    high = _ROW * len(rows) + 14
    return (
        f'<g transform="translate({left:g} {top:g}) scale({size:g})"><rect width="258" height="{high:g}" '
        f'rx="4" fill="#ffffff" fill-opacity=".9" stroke="#c4ccd2"/>{"".join(rows)}</g>'
    )
