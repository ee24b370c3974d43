"""The briefing as a tagged PDF on A4: page 1 for who reads one page, then the map and the legal list."""

from __future__ import annotations

from typing import Any

from mlob.snapshot import drawing, paper
from mlob.snapshot.content import Content
from mlob.snapshot.forms import Form
from mlob.snapshot.material import Material

__all__ = ["FORM", "data"]

_HEIGHT = 226
"""Millimetres of a page that a map may take."""


def data(material: Material, content: Content) -> dict[str, Any]:
    """What the template shows, maps included."""
    return paper.sheet(content, _maps(material))


def _maps(material: Material) -> list[dict[str, Any]]:
    features = material.picture["features"]
    near = drawing.close_view(features, drawing.NATIONAL.width, drawing.NATIONAL.height)
    views = [("Kaart", drawing.NATIONAL), *([("Kaart van het getroffen gebied", near)] if near else [])]
    return [
        {
            "title": title,
            "svg": drawing.draw(features, view, exercise=material.exercise, titled=False),
            "alt": drawing.alternative(view),
            "height": _HEIGHT,
        }
        for title, view in views
    ]


def _render(material: Material, content: Content) -> dict[str, bytes]:
    try:
        return {"briefing.pdf": paper.tagged("briefing.typ", data(material, content), content.at.iso)}
    finally:
        paper.forget()


FORM = Form(name="pdf", title="PDF: afdrukken en rondsturen", render=_render)
