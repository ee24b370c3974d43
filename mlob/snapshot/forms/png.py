"""The map as pictures: A4 at 200 dpi to print, and 1920 x 1080 for a wall; marking and moment inside."""

from __future__ import annotations

from typing import Any

import msgspec

from mlob.snapshot import drawing, paper
from mlob.snapshot.content import Content
from mlob.snapshot.drawing import NATIONAL, View
from mlob.snapshot.figures import missing
from mlob.snapshot.forms import Form
from mlob.snapshot.material import Material
from mlob.snapshot.words import clock

__all__ = ["FORM"]

PRINT_DPI = 200
WALL_DPI = 72
"""A point is a pixel."""
_PRINT = msgspec.structs.replace(NATIONAL, width=700, height=915)
_WALL_WIDTH, _WALL_HEIGHT, _GAP = 1480, 1006, 10
_FIGURES = 8
"""Headline figures that the wall has room for."""


def _render(material: Material, content: Content) -> dict[str, bytes]:
    try:
        return {
            "kaart-print.png": _picture("kaart.typ", material, content, [_PRINT], PRINT_DPI),
            "kaart-wand.png": _picture("wand.typ", material, content, _wall(material), WALL_DPI),
        }
    finally:
        paper.forget()


def _wall(material: Material) -> list[View]:
    """The country, and beside it what is struck when that is a part of it."""
    half = (_WALL_WIDTH - _GAP) // 2
    near = drawing.close_view(material.picture["features"], half, _WALL_HEIGHT)
    if near is None:
        return [_sized(NATIONAL, _WALL_WIDTH)]
    return [_sized(NATIONAL, half), msgspec.structs.replace(near, size=1.25)]


def _sized(view: View, width: int) -> View:
    return msgspec.structs.replace(view, width=width, height=_WALL_HEIGHT, size=1.2)


def _picture(template: str, material: Material, content: Content, views: list[View], dpi: int) -> bytes:
    features = material.picture["features"]
    maps: list[dict[str, Any]] = [
        {
            "svg": drawing.draw(features, view, exercise=material.exercise, titled=False),
            "alt": drawing.alternative(view),
            "width": view.width,
        }
        for view in views
    ]
    page = msgspec.structs.replace(content, sections=())
    headline = next((part for part in content.sections if part.figures), None)
    gap = missing(material.disciplines)
    data = paper.sheet(page, maps) | {
        "figures": [paper.figure(one) for one in headline.figures[:_FIGURES]] if headline else [],
        "missing": f"Niet volledig: {gap}." if gap else "",
        "known": f"Zoals bekend op {clock(content.known_at.iso)}",
    }
    found: bytes = paper.compiled(template, data, content.at.iso, format="png", ppi=dpi)
    return found


FORM = Form(name="png", title="PNG: de kaart om af te drukken en voor een scherm", render=_render)
