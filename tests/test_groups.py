"""Groups that are kept up to date are those that all links make at once."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mlob import fold, grouping
from mlob.grouping import APART, TOGETHER
from mlob.groups import Groups
from mlob.links import RULE, link_id
from mlob.model import Discipline, Kind
from tests.observations import said

_NAMES = st.sampled_from([f"incident:x:{letter}" for letter in "abcdefg"])
_CHANGES = st.one_of(
    st.tuples(
        st.just("link"),
        _NAMES,
        _NAMES,
        st.sampled_from([None, TOGETHER, APART]),
        st.floats(0.5, 1.0),
        st.booleans(),
    ),
    st.tuples(st.just("unlink"), _NAMES, _NAMES),
    st.tuples(st.just("come or go"), _NAMES),
)


def link(a: str, b: str, verdict: str | None, score: float, automatic: bool) -> fold.Entity:
    """What is told of a link."""
    values = {"a": min(a, b), "b": max(a, b), "rule": RULE, "score": score, "automatic": automatic}
    observation = said(
        discipline=Discipline.OVERIG,
        kind=Kind.LINK,
        entity=link_id(a, b),
        properties=values | ({"verdict": verdict} if verdict else {}),
    )
    entity = fold.begin(observation)
    fold.apply(entity, observation)
    return entity


@given(st.lists(st.lists(_CHANGES, max_size=4), max_size=12))
def test_they_are_the_same_as_all_at_once(turns: list[list[tuple]]) -> None:  # type: ignore[type-arg]
    kept, present, links = Groups(), set[str](), dict[str, fold.Entity]()
    for changes in turns:
        before = dict(kept.of)
        for what, *ends in changes:
            if what == "come or go":
                present ^= {ends[0]}
                kept.touch(ends[0])
            elif ends[0] != ends[1]:
                name = link_id(ends[0], ends[1])
                if what == "link":
                    links[name] = link(*ends)
                else:
                    links.pop(name, None)
                kept.tell(name, links.get(name))
        moved = kept.settle(present)
        assert kept.of == grouping.groups(grouping.links_of(links.values()), present)
        assert set(kept.links) == set(links)
        assert {name for name in before | kept.of if before.get(name) != kept.of.get(name)} <= moved


def test_where_nothing_changed_nothing_moves() -> None:
    kept = Groups()
    one = link("incident:x:a", "incident:x:b", None, 0.9, True)
    kept.tell(one.id, one)
    assert kept.settle({"incident:x:a", "incident:x:b"}) == {"incident:x:a", "incident:x:b"}
    assert kept.settle({"incident:x:a", "incident:x:b"}) == set()
    kept.tell(one.id, None)
    assert kept.settle({"incident:x:a", "incident:x:b"}) == {"incident:x:a", "incident:x:b"}
    assert kept.of == {}
