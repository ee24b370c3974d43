"""The signs of the map, as in assets/js/marks.js: shape and letter say the discipline, colour the state."""

from __future__ import annotations

from mlob.snapshot.words import LETTERS, safe

__all__ = ["BAD", "INK", "MARK", "RADIUS", "WARN", "crowd", "pill", "sign", "wide"]

INK, MARK, BAD, WARN, PANEL = "#17212b", "#2d3b47", "#b3261e", "#8a5a00", "#ffffff"
"""Tokens of the light theme (assets/css/tokens.css)."""
RADIUS = 10.0
"""Units from the middle of a mark of size 1 to its edge."""
_SHAPES = {
    "brandweer": '<path d="M0-9.5L10 8H-10Z"/>',
    "politie": '<rect x="-8" y="-8" width="16" height="16"/>',
    "ghor": '<circle r="9.3"/>',
    "defensie": '<path d="M0-10.5L10.5 0L0 10.5L-10.5 0Z"/>',
    "gemeenten": '<path d="M-5-9H5L10 0L5 9H-5L-10 0Z"/>',
    "overig": '<path d="M0-10L9.5-3L6 8.5H-6L-9.5-3Z"/>',
}
_DROP = {"brandweer": 2.6, "overig": 0.6}


def sign(
    discipline: str,
    at: tuple[float, float],
    size: float,
    *,
    severe: bool = False,
    hollow: bool = False,
    drill: bool = False,
    letter: bool = True,
    count: int = 1,
    title: str = "",
) -> str:
    """One mark; of more than one thing with how many. Hollow is a facility, dashed an exercise."""
    code = discipline if discipline in _SHAPES else "overig"
    tone = BAD if severe else MARK
    empty = hollow or drill
    fill, ink = (PANEL, tone) if empty else (tone, PANEL)
    edge = f'stroke="{tone}" stroke-width="2"' if empty else f'stroke="{PANEL}" stroke-width="1.6"'
    if drill:
        edge += ' stroke-dasharray="2.6 2"'
    name = (
        f'<text y="{4 + _DROP.get(code, 0):g}" text-anchor="middle" font-size="11.5" font-weight="700" '
        f'fill="{ink}" stroke="none">{LETTERS[code]}</text>'
        if letter
        else ""
    )
    said = f"<title>{safe(title)}</title>" if title else ""
    halo = f'<circle r="13.5" fill="{PANEL}" stroke="{BAD}" stroke-width="2"/>' if severe and letter else ""
    return (
        f'<g class="teken{" hoog" if severe else ""}" transform="translate({at[0]:.1f} {at[1]:.1f}) '
        f'scale({size:g})">{said}{halo}<g fill="{fill}" {edge} stroke-linejoin="round">'
        f"{_SHAPES[code]}</g>{name}{_badge(count, size)}</g>"
    )


def _badge(count: int, size: float) -> str:
    """How many a mark stands for, in a small tag at its upper right."""
    if count < 2:
        return ""
    text = str(count) if count < 1000 else f"{count // 1000}k+"
    grow = max(1.0, 0.85 / size)
    across = 6.2 * len(text) + 5
    return (
        f'<g transform="translate(6 -9) scale({grow:.2f})">'
        f'<rect x="-2" y="-6.5" width="{across:g}" height="12" rx="5" fill="{PANEL}" stroke="{INK}" '
        f'stroke-width=".9"/><text x="{across / 2 - 2:g}" y="3" text-anchor="middle" font-size="9.5" '
        f'font-weight="600" fill="{INK}">{text}</text></g>'
    )


def crowd(at: tuple[float, float], size: float, count: int, title: str = "") -> str:
    """A circle with a number: so many things of several disciplines."""
    text = str(count) if count < 1000 else f"{count / 1000:.1f}k".replace(".", ",")
    grow = 13.5 if len(text) < 3 else 16.5
    said = f"<title>{safe(title)}</title>" if title else ""
    return (
        f'<g class="teken" transform="translate({at[0]:.1f} {at[1]:.1f}) scale({size:g})">{said}'
        f'<circle r="{grow}" fill="{PANEL}" stroke="{MARK}" stroke-width="2.4"/>'
        f'<text y="4.2" text-anchor="middle" font-size="12" font-weight="700" fill="{MARK}">{text}</text></g>'
    )


def wide(text: str, size: float) -> float:
    """How wide a label is."""
    return (7.1 * len(text) + 12) * size


def pill(text: str, at: tuple[float, float], size: float, colour: str, anchor: str = "middle") -> str:
    """A label in a frame."""
    across, high = wide(text, size), 19 * size
    left = at[0] - {"start": 0.0, "middle": across / 2, "end": across}[anchor]
    return (
        f'<rect x="{left:.1f}" y="{at[1] - high / 2:.1f}" width="{across:.1f}" height="{high:.1f}" '
        f'rx="{4 * size:g}" fill="{PANEL}" stroke="{colour}" stroke-width="{1.5 * size:g}"/>'
        f'<text x="{left + across / 2:.1f}" y="{at[1] + 4.2 * size:.1f}" text-anchor="middle" '
        f'font-size="{12 * size:g}" font-weight="700" fill="{colour}">{safe(text)}</text>'
    )
