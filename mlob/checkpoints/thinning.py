"""Keeps the checkpoints within bounds on disk: the further back, the further apart."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path

from mlob.checkpoints import cold, segments, states
from mlob.checkpoints.box import PART, Box, Unusable
from mlob.checkpoints.shelf import Shelf, View
from mlob.checkpoints.states import State
from mlob.journal import order

__all__ = ["LIMIT", "sweep", "thin"]

log = logging.getLogger(__name__)

LIMIT = 2 * 2**30
"""Bytes that all of it may take; what was laid aside counts, and stays."""
_LEFT = 8
"""Checkpoints that stay in any case."""


def sweep(folder: Path, view: View) -> None:
    """Take away what no checkpoint needs: halves, strangers, and what another took the place of."""
    cursors = {says.cursor for _, says in view.states}
    wanted = {where.path.name for where, _ in view.states}
    wanted |= {name for _, says in view.states for name in says.cold}
    for where, says in (pair for pairs in view.starting.values() for pair in pairs):
        if says.part and {says.after, says.cursor} <= cursors:
            wanted.add(where.path.name)
    for place in view.ending:
        pair = view.back(place)
        if pair is not None and pair[1].cursor in cursors:
            wanted.add(pair[0].path.name)
    kinds = (states.SUFFIX, segments.SUFFIX, cold.SUFFIX, PART)
    for path in list(folder.iterdir()):
        if path.name not in wanted and path.name.endswith(kinds):
            path.unlink(missing_ok=True)


def thin(folder: Path, journal: str, shelf: Shelf) -> None:
    """Take out checkpoints until the rest fits; the segments on both sides of one become one.

    Raises OSError.
    """
    view = shelf.look(journal)
    while len(view.states) > _LEFT and _bytes(folder, view) > LIMIT:
        number = _least_missed([says for _, says in view.states])
        if number is None:
            return
        where, says = view.states[number]
        left, right = view.back(order(says.cursor)), view.onward(order(says.cursor), order(view.last))
        if left is not None and right is not None and not right[1].part:
            try:
                segments.merge(folder, journal, left, right)
            except Unusable as error:
                log.warning("checkpoint segment passed over: %s", error)
        where.path.unlink(missing_ok=True)
        view = shelf.look(journal)
        sweep(folder, view)
        view = shelf.look(journal)


def _least_missed(rows: Sequence[State]) -> int | None:
    """The one whose absence leaves the smallest gap for its age, in entries.

    Never the newest, nor one on which others lie.
    """
    counts = [0, *(row.folded for row in rows)]
    last, needed = counts[-1], {row.on for row in rows}
    return min(
        (number for number in range(len(rows) - 1) if rows[number].cursor not in needed),
        key=lambda number: (counts[number + 2] - counts[number]) / (last - counts[number + 1]),
        default=None,
    )


def _bytes(folder: Path, view: View) -> int:
    boxes: list[Box] = [where for where, _ in view.states]
    boxes += [where for pairs in view.starting.values() for where, _ in pairs]
    aside = sum(path.stat().st_size for path in folder.glob(f"*{cold.SUFFIX}"))
    return aside + sum(where.start + sum(block.packed for block in where.blocks) for where in boxes)
