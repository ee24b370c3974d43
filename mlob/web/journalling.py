"""What a person says, into the journal: admitted, placed, and acknowledged once it is on disk."""

from __future__ import annotations

from typing import Any

from mlob import admission, intake, journal
from mlob.errors import DecodeError
from mlob.formats import positions
from mlob.model import Geometry, Observation
from mlob.web.node import Node
from mlob.web.problems import Problem

__all__ = ["checked_place", "journalled"]


async def journalled(here: Node, said: Observation, guard: journal.Guard | None = None) -> str:
    """Place and journal one observation of a person; the cursor at which it stands.

    Raises TransitionError when the guard does not hold.
    """
    try:
        said = admission.fits(said)
    except DecodeError as error:
        field, _, wrong = str(error).partition(": ")
        raise Problem(422, str(error), errors={field: wrong}) from None
    tally = journal.Tally(source=said.source, received_at=said.received_at, accepted=1)
    return (await journal.append_async(here.client, intake.place([said]), tally, guard)).cursor


def checked_place(value: Any) -> Geometry | None:
    """A place on the map that a person gave; a Problem when it is none."""
    try:
        return None if value is None else positions.geometry(value)
    except DecodeError as error:
        raise Problem(422, str(error), errors={"geometry": str(error)}) from None
