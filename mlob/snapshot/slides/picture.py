"""The map of the briefing as a PNG, by typst, without a browser or a display."""

from __future__ import annotations

import struct
from functools import cache
from typing import Any

import typst

from mlob.paths import ASSETS
from mlob.snapshot import drawing
from mlob.snapshot.material import Material

__all__ = ["picture_png", "size"]

_PPI = 160.0
_STYLE = (
    ".regio{fill:#f7f8f6;stroke:#a9b5bd;stroke-width:.8}.grip{fill:#f3c9c5;stroke:#b3261e;stroke-width:1.2}"
    ".niveau{font:700 13px Inter;fill:#b3261e;paint-order:stroke;stroke:#fff;stroke-width:3}"
    ".gebied{fill:#8a5a00;fill-opacity:.2;stroke:#8a5a00;stroke-width:1}"
    ".teken{fill:#2d3b47;stroke:#fff;stroke-width:.8}.teken.hoog{fill:#b3261e}"
    ".teken text{fill:#fff;stroke:none;font-family:Inter;font-weight:700}"
)
"""What the page of the HTML says in its own style sheet."""


def picture_png(material: Material) -> bytes:
    """The map of the picture, as drawn on every other page of the snapshot."""
    drawn = drawing.draw(material.picture["features"])
    svg = drawn.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    svg = svg.replace(">", f"><style>{_STYLE}</style>", 1)
    page = (
        "#set page(width: auto, height: auto, margin: 0pt)\n"
        '#image(bytes(sys.inputs.svg), format: "svg", width: 440pt)'
    )
    found = typst.compile(
        page.encode(),
        format="png",
        ppi=_PPI,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"svg": svg},
    )
    assert isinstance(found, bytes)  # one page
    return found


@cache
def _fonts() -> typst.Fonts:
    folder = ASSETS / "vendor" / "inter"
    paths: list[Any] = [str(folder)] if folder.is_dir() else []
    return typst.Fonts(include_system_fonts=False, font_paths=paths)


def size(png: bytes) -> tuple[int, int]:
    """Width and height in pixels (PNG, 11.2.2 IHDR)."""
    wide, high = struct.unpack(">II", png[16:24])
    return wide, high
