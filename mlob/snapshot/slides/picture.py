"""The map of the briefing as pictures (PNG), by typst, without a browser or a display."""

from __future__ import annotations

import struct
from collections import Counter
from functools import cache, partial
from typing import Any

import msgspec
import typst

from mlob.paths import ASSETS
from mlob.snapshot import drawing
from mlob.snapshot.atlas.legend import legend
from mlob.snapshot.cells import plain
from mlob.snapshot.material import Material
from mlob.snapshot.words import KINDS

__all__ = ["Picture", "picture_png", "pictures"]

_PPI = 160.0
_COUNTRY, _NEAR = (460, 560), (560, 560)
"""Units of the two maps, which stand beside each other."""


class Picture(msgspec.Struct, frozen=True):
    """A PNG, and what it shows in words."""

    png: bytes
    told: str

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels (PNG, 11.2.2 IHDR)."""
        wide, high = struct.unpack(">II", self.png[16:24])
        return wide, high


def pictures(material: Material) -> list[Picture]:
    """The country, what is struck from near when that is a part of it, and what the signs mean."""
    features = material.picture["features"]
    near = drawing.close_view(features, *_NEAR)
    wide, high = _COUNTRY
    country = msgspec.structs.replace(drawing.NATIONAL, width=wide, height=high, size=1.2)
    views = [(country, told(material)), *([(near, drawing.alternative(near))] if near else [])]
    draw = partial(drawing.draw, features, exercise=material.exercise, explained=False, titled=False)
    maps = [Picture(picture_png(draw(view)), words) for view, words in views]
    return [*maps, Picture(picture_png(_legend()), "Wat de tekens op de kaart betekenen")]


def _legend() -> str:
    """The signs with their words, as high as the maps."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 270 {_COUNTRY[1]}" width="270" '
        f'height="{_COUNTRY[1]}" font-family="Inter, sans-serif">{legend(4, 4, 1.0)}</svg>'
    )


def picture_png(drawn: str) -> bytes:
    """An SVG element as a PNG."""
    page = (
        "#set page(width: auto, height: auto, margin: 0pt)\n"
        '#image(bytes(sys.inputs.svg), format: "svg", height: 440pt)'
    )
    found = typst.compile(
        page.encode(),
        format="png",
        ppi=_PPI,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"svg": drawn},
    )
    assert isinstance(found, bytes)  # one page
    return found


def told(material: Material) -> str:
    """What the map shows, for who does not see it."""
    features = [item["properties"] for item in material.picture["features"]]
    counts = Counter(str(known["kind"]) for known in features if known["kind"] != "region")
    named = [f"{count} x {KINDS.get(kind, kind)}" for kind, count in sorted(counts.items())]
    grip = sorted(
        f"{known['title']} (GRIP {known['grip']})"
        for known in features
        if known["kind"] == "region" and known.get("grip")
    )
    scaled = f"Regio's met GRIP: {', '.join(grip)}." if grip else "Geen regio heeft GRIP."
    return plain(f"Kaart van Nederland met {', '.join(named) or 'geen meldingen'}. {scaled}")


@cache
def _fonts() -> typst.Fonts:
    folder = ASSETS / "vendor" / "inter"
    paths: list[Any] = [str(folder)] if folder.is_dir() else []
    return typst.Fonts(include_system_fonts=False, font_paths=paths)
