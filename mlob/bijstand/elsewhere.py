"""Open points of requests: a gemeente that asks or signs and lies in another region than the request names.

Nobody is refused for it: a calamity follows no border, and who types in a hurry is asked to look again.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mlob.bijstand import kinds

__all__ = ["CODE", "mark"]

CODE = "gemeente_elders"


def mark(
    view: dict[str, Any], lies_in: Mapping[str, str], regions: Mapping[str, str], gemeenten: Mapping[str, str]
) -> None:
    """Add to `open` of a request which gemeente lies elsewhere; it holds up nothing.

    `lies_in` is the region (VRnn) of each gemeente (GMxxxx), the others are their names.
    """
    region = view["region"]
    if region not in regions:
        return
    for code in _named(view):
        there = lies_in.get(code)
        if there is not None and there != region:
            where = f"ligt in {regions[there]}, niet in {regions[region]}"
            text = f"{gemeenten.get(code, code)} {where}. Klopt dat?"
            view["open"] = [*view["open"], {"code": CODE, "text": text}]


def _named(view: Mapping[str, Any]) -> dict[str, None]:
    """The gemeenten of a request: its own, and where each signs for itself those that signed."""
    kind = kinds.known().get(str(view["kind"]))
    signed = view["signatures"] if kind is not None and kind.per_gemeente else ()
    found = [view["gemeente"], *(one.get("gemeente") for one in signed)]
    return dict.fromkeys(code for code in found if code)
