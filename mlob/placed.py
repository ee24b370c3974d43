"""Which veiligheidsregio's a feature lies in: the one of its place, or all that its area covers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mlob.regions import names

__all__ = ["SEVERAL", "region_words", "regions_of"]

SEVERAL = "veiligheidsregios"
"""The property of an area that covers more than one: their codes (VRnn)."""
_NAMED = 3
"""More regions than this are counted."""


def regions_of(properties: Mapping[str, Any]) -> list[str]:
    """The codes of the regions, [] when it lies in none."""
    several = properties.get(SEVERAL)
    if isinstance(several, list) and (known := [code for code in names() if code in several]):
        return known
    one = properties.get("veiligheidsregio")
    return [str(one)] if one else []


def region_words(properties: Mapping[str, Any], known: Mapping[str, str] | None = None) -> str:
    """The regions as a sentence names them; `known` has names (VRnn -> name) that come before ours."""
    codes = regions_of(properties)
    if len(codes) > _NAMED:
        return f"{len(codes)} veiligheidsregio's"
    said = {**names(), **(known or {})}
    if len(codes) == 1:
        return str(said.get(codes[0]) or properties.get("veiligheidsregio_name") or codes[0])
    found = [str(said.get(code, code)) for code in codes]
    return f"{', '.join(found[:-1])} en {found[-1]}" if found else ""
