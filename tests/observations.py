"""Observations made up for tests."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from mlob.model import Discipline, Kind, Observation, Reception, Source, Verification, observation

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def source(name: str = "bron", *disciplines: Discipline, **settings: Any) -> Source:
    """A source; of the brandweer when nothing else is said."""
    return Source(
        name=name,
        format=settings.pop("format", "p2000"),
        disciplines=disciplines or (Discipline.BRANDWEER,),
        **settings,
    )


def said(
    *,
    by: str = "bron",
    discipline: Discipline = Discipline.BRANDWEER,
    kind: Kind = Kind.INCIDENT,
    native_id: str = "1",
    seconds: float = 0.0,
    late: float = 1.0,
    **values: Any,
) -> Observation:
    """What `by` said about something, true `seconds` after noon and received `late` s after that."""
    observed_at = NOON + timedelta(seconds=seconds)
    reception = Reception(source=source(by, discipline), received_at=observed_at + timedelta(seconds=late))
    entity = values.pop("entity", None)
    return observation(
        reception,
        discipline=discipline,
        kind=kind,
        native_id=native_id,
        entity=entity,
        observed_at=observed_at,
        **values,
    )


_points = st.tuples(st.floats(3.5, 7.0), st.floats(51.0, 53.5)).map(
    lambda pair: {"type": "Point", "coordinates": list(pair)}
)
_optional = {
    "title": st.sampled_from(["brand", "ongeval", "wateroverlast"]),
    "status": st.sampled_from(["gemeld", "ter plaatse", "afgerond"]),
    "severity": st.integers(0, 4),
    "course": st.floats(0, 359),
    "geometry": _points,
    "ttl": st.sampled_from([60.0, 3600.0]),
    "verification": st.sampled_from(list(Verification)),
    "properties": st.dictionaries(
        st.sampled_from(["grip", "priority", "units"]),
        st.one_of(st.integers(0, 5), st.text(max_size=3), st.lists(st.text(max_size=2), max_size=2)),
        max_size=3,
    ),
}


@st.composite
def observations(draw: st.DrawFn, entities: int = 1) -> Observation:
    """Anything one of three sources may say, with equal times, contradictions and future dates."""
    values = draw(st.fixed_dictionaries({}, optional=_optional))
    return said(
        by=draw(st.sampled_from(["a", "b", "c"])),
        discipline=draw(st.sampled_from([Discipline.BRANDWEER, Discipline.GHOR])),
        native_id="x",
        entity=f"incident:x:{draw(st.integers(1, entities))}",
        seconds=draw(st.integers(0, 5)),
        late=draw(st.sampled_from([-86_400.0, -3600.0, -121.0, -60.0, 0.0, 1.0, 3600.0])),
        **values,
    )
