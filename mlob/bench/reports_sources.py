"""Who invented reports come from: two pager receivers, control rooms, gemeenten and partners."""

from __future__ import annotations

from datetime import datetime
from functools import cache

import msgspec

from mlob.bench.reports_world import group
from mlob.model import Discipline, Source

__all__ = ["Generated", "source"]

_PAGERS = (Discipline.BRANDWEER, Discipline.POLITIE, Discipline.GHOR, Discipline.OVERIG)
_ANY = (Discipline.GEMEENTEN, Discipline.POLITIE, Discipline.BRANDWEER, Discipline.GHOR)
_SHORT = {Discipline.BRANDWEER: "brw", Discipline.POLITIE: "pol", Discipline.GHOR: "ghor"}


class Generated(msgspec.Struct, frozen=True, kw_only=True):
    """One report as it comes in; `truth` is the id of what it is about, None when it is about nothing."""

    source: Source
    frame: bytes
    received_at: datetime
    truth: str | None
    discipline: Discipline


@cache
def source(channel: str, region: str, speaker: Discipline) -> Source:
    """The source that a channel's reports on a region come from."""
    if channel == "pages":
        return Source(name="p2000", format="p2000", disciplines=_PAGERS)
    if channel == "pages_next":
        return Source(name="p2000-b", format="p2000", disciplines=_PAGERS)
    if channel.startswith("emsi"):
        room = group(region).lower()
        return Source(name=f"mk-{room}-{_SHORT[speaker]}", format="emsi", disciplines=(speaker,))
    if channel == "gem":
        return Source(name=f"bz-{region.lower()}", format="geojson", disciplines=(speaker,))
    if channel == "phone":
        return Source(name="telefoon", format="geojson", disciplines=_ANY)
    if channel == "cot":
        return Source(name="def-tak", format="cot", disciplines=(speaker,))
    if channel == "defensie":
        return Source(name="def-steun", format="geojson", disciplines=(speaker,))
    return Source(name=f"partner-{region.lower()}", format="geojson", disciplines=(speaker,))
