"""Who was heard at a moment of the past, as far as the journal can tell; what it cannot tell is `onbekend`.

Only what is new is in the journal. A source that was heard and said the same again left nothing there, so
that an old last entry is no silence yet. Who was silent the system said itself (mlob/silence.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from mlob.fold import Entity
from mlob.model import Source, iso
from mlob.silence import Told, told
from mlob.sources import AMSTERDAM, SourceState, State, state_of

__all__ = ["heard"]


def heard(
    sources: Iterable[Source],
    entities: Mapping[str, Entity],
    contacts: Mapping[str, datetime],
    moment: datetime,
) -> list[SourceState]:
    """The states of sources at a moment, from when something new of each was journalled as known then.

    `entities` hold what the system said of silence. A source that nobody called silent, and of which it
    is longer ago than its rhythm allows, may have been heard or not.
    """
    said = told(entities, moment)
    return [_row(source, said, contacts.get(source.name), moment) for source in sources]


def _row(source: Source, said: Mapping[str, Told], last: datetime | None, moment: datetime) -> SourceState:
    state = state_of(last, source.rhythm, moment)
    if last is not None and (state is not State.ACTUEEL or last > moment):
        since = _silent_since(source, said, last, moment)
        if since is not None:
            state, last = State.STIL, since
        elif state is not State.ACTUEEL:
            state = State.ONBEKEND
    return SourceState(
        name=source.name,
        state=state.name.lower(),
        last=None if last is None else iso(last),
        rhythm=source.rhythm,
        accepted=None,
        rejected=None,
        delay_s=None,
        clock_skew_s=None,
        lost=None,
        text=_text(source, state, last),
        disciplines=source.disciplines,
        format=source.format,
    )


def _silent_since(
    source: Source, said: Mapping[str, Told], last: datetime, moment: datetime
) -> datetime | None:
    """Since when a source was silent by what the system said; None when it did not, or not any more.

    A `last` after the moment, as is known now, says nothing of how it was then.
    """
    found = [
        row.since
        for discipline in source.disciplines
        if (row := said.get(discipline)) is not None
        and row.silent
        and row.source == source.name
        and (last <= row.time or last > moment)
    ]
    return max(found) if found else None


def _text(source: Source, state: State, last: datetime | None) -> str:
    if last is None:
        return "toen nog nooit gezien"
    when = f"{last.astimezone(AMSTERDAM):%d-%m %H:%M}"
    if state is State.STIL:
        return f"stil, laatste bericht {when}, verwacht elke {source.rhythm}"
    start = "onbekend of de bron toen stil was" if state is State.ONBEKEND else state.name.lower()
    return f"{start}, laatste nieuwe bericht {when}, verwacht elke {source.rhythm}"
