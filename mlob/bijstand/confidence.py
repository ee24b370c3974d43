"""How far advice can be trusted: by the age of the figures that it rests on.

- `hoog`: the oldest figure that is used is fresh (`[bijstand] fresh`);
- `middel`: it is usable (`usable`), or fresh while a supplier did not say what he must keep or uses, or
  nobody knows how long somebody takes until he leaves, or something is only in time if it leaves sooner
  than its norm, or something lacks while suppliers gave no figure, or time ran out before the best was
  proven;
- `laag`: it is older, or a figure that is used is contradicted, or it is not known when somebody arrives,
  or nothing could be proposed while suppliers gave no figure.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import IntEnum

import msgspec

from mlob.bijstand.capacity import Figure
from mlob.bijstand.lanes import Way
from mlob.bijstand.words import age
from mlob.model import Verification

__all__ = ["Confidence", "Limits", "judge"]


class Confidence(IntEnum):
    """Lower is less."""

    LAAG = 0
    MIDDEL = 1
    HOOG = 2

    @property
    def word(self) -> str:
        """As it is shown."""
        return self.name.lower()


class Limits(msgspec.Struct, frozen=True):
    """Until what age a figure is fresh, usable, and used at all."""

    fresh: timedelta = timedelta(hours=1)
    usable: timedelta = timedelta(hours=6)
    oldest: timedelta = timedelta(hours=24)


def judge(
    used: Sequence[Way],
    refused: Sequence[Figure],
    now: datetime,
    limits: Limits,
    *,
    lacking: bool,
    unknown: int,
    proven: bool,
) -> tuple[Confidence, str]:
    """How far it can be trusted, and why.

    `refused` are the figures of those who cannot give what lacks: that nobody can give anything rests on
    those. `lacking` is whether something could not be covered, `unknown` how many suppliers gave no
    figure (or one too old to use) for it, `proven` whether the division is the best there is.
    """
    found: list[tuple[Confidence, str]] = []
    figures = [way.stock.figure for way in used] or list(refused)
    if figures:
        oldest = max(now - figure.observed_at for figure in figures)
        level = Confidence.HOOG if oldest <= limits.fresh else Confidence.MIDDEL
        level = level if oldest <= limits.usable else Confidence.LAAG
        found.append((level, f"de oudste opgave is {age(oldest)} oud"))
        found += _doubts(figures)
    if any(way.journey is None for way in used):
        found.append((Confidence.LAAG, "van wie komt of waarheen is de plaats niet bekend"))
    if any(way.ready is None for way in used):
        found.append((Confidence.MIDDEL, "niet van iedereen is de opkomsttijd bekend"))
    if any(way.late for way in used):
        found.append((Confidence.MIDDEL, "niet alles is volgens zijn norm op tijd"))
    if lacking and unknown:
        level = Confidence.MIDDEL if used else Confidence.LAAG
        found.append((level, f"{unknown} leveranciers gaven geen bruikbare opgave"))
    if not proven:
        found.append((Confidence.MIDDEL, "niet bewezen dat het niet beter kan: de rekentijd was om"))
    if not found:
        return Confidence.LAAG, "er is geen enkele opgave"
    lowest = min(level for level, _ in found)
    return lowest, "; ".join(text for level, text in found if level == lowest)


def _doubts(figures: Sequence[Figure]) -> list[tuple[Confidence, str]]:
    found = []
    if any(figure.verification == Verification.TEGENGESPROKEN for figure in figures):
        found.append((Confidence.LAAG, "een opgave wordt tegengesproken"))
    if any(figure.minimum is None for figure in figures):
        found.append((Confidence.MIDDEL, "niet iedereen zei wat hij zelf moet houden"))
    if not all(figure.knows_use for figure in figures):
        found.append((Confidence.MIDDEL, "niet iedereen zei wat hij in gebruik heeft"))
    return found
