"""The map of the briefing as pictures (PNG), by typst, without a browser or a display."""

from __future__ import annotations

import struct
from collections import Counter
from functools import cache
from typing import Any

import msgspec
import typst

from mlob.paths import ASSETS
from mlob.snapshot import drawing
from mlob.snapshot.cells import plain
from mlob.snapshot.material import Material
from mlob.snapshot.words import KINDS

__all__ = ["Picture", "picture_png", "pictures"]

_PPI = 160.0


class Picture(msgspec.Struct, frozen=True):
    """A PNG, and what it shows in words."""

    png: bytes
    told: str

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels (PNG, 11.2.2 IHDR)."""
        wide, high = struct.unpack(">II", self.png[16:24])
        return wide, high


_STYLE = (
    ".regio{fill:#f7f8f6;stroke:#a9b5bd;stroke-width:.8}.grip{fill:#f3c9c5;stroke:#b3261e;stroke-width:1.2}"
    ".niveau{font:700 13px Inter;fill:#b3261e;paint-order:stroke;stroke:#fff;stroke-width:3}"
    ".gebied{fill:#8a5a00;fill-opacity:.2;stroke:#8a5a00;stroke-width:1}"
    ".teken{fill:#2d3b47;stroke:#fff;stroke-width:.8}.teken.hoog{fill:#b3261e}"
    ".teken text{fill:#fff;stroke:none;font-family:Inter;font-weight:700}"
)
"""What the page of the HTML says in its own style sheet."""


def pictures(material: Material) -> list[Picture]:
    """The maps beside each other, with what they show in words."""
    return [Picture(picture_png(drawing.draw(material.picture["features"])), told(material))]


def picture_png(drawn: str) -> bytes:
    """An SVG element as a PNG."""
    svg = drawn if "xmlns=" in drawn else _styled(drawn)
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
        sys_inputs={"svg": svg},
    )
    assert isinstance(found, bytes)  # one page
    return found


def _styled(drawn: str) -> str:
    """A drawing that stood in a page, on its own."""
    alone = drawn.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    return alone.replace(">", f'><style>{_STYLE}</style><rect width="100%" height="100%" fill="#dde6ea"/>', 1)


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
