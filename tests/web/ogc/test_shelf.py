"""Rows follow the mirror; pages stay consistent while the picture changes; ten thousand units are quick."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import msgspec
from hypothesis import given
from hypothesis import strategies as st
from starlette.datastructures import QueryParams

from mlob.broadcast import Mirror
from mlob.model import Kind
from mlob.web.ogc import question
from mlob.web.ogc.collections import COLLECTIONS
from mlob.web.ogc.shelf import Row, Rows, Shelf
from tests.observations import NOON
from tests.test_broadcast import change, mirror, unit

FIRST = "unit:bron:1"


def row(**values: object) -> Row:
    return Row(raw=b"{}", around=None, observed=None, values=values, form=())


def rows(*names: str) -> Rows:
    found = Rows()
    for name in names:
        found.put(name, row())
    return found


def told(found: Mirror, *names: str) -> None:
    """What the mirror does after a change."""
    for follower in found.followers:
        follower.note(names)


def test_rows_follow_the_mirror_and_only_what_changed_is_read() -> None:
    here = mirror()
    change(here, "2-0", unit(1), unit(2))
    shelf = Shelf(here)

    async def go() -> None:
        assert here.followers == []
        assert await shelf.fresh()
        units = shelf.collections["unit"]
        assert units.ids == [FIRST, "unit:bron:2"]
        before = units.by_id["unit:bron:2"]
        change(here, "3-0", unit(1, title="nieuw"), unit(3))
        told(here, FIRST, "unit:bron:3")
        assert await shelf.fresh()
        assert msgspec.json.decode(units.by_id[FIRST].raw)["properties"]["title"] == "nieuw"
        assert units.by_id["unit:bron:2"] is before
        del here.features[FIRST]
        told(here, FIRST)
        assert await shelf.fresh()
        assert units.ids == ["unit:bron:2", "unit:bron:3"]
        here.followers[0].renew()
        assert await shelf.fresh()
        assert units.ids == ["unit:bron:2", "unit:bron:3"]
        assert len(shelf.collections["region"].ids) == 25

    asyncio.run(go())


def test_a_question_that_is_cut_off_leaves_nothing_unread() -> None:
    here = mirror()
    change(here, "2-0", *(unit(number) for number in range(2000)))
    shelf = Shelf(here)

    async def go() -> None:
        asking = asyncio.create_task(shelf.fresh())
        await asyncio.sleep(0)
        asking.cancel()
        await asyncio.gather(asking, return_exceptions=True)
        assert len(shelf.collections["unit"].ids) < 2000
        assert await shelf.fresh()
        assert len(shelf.collections["unit"].ids) == 2000

    asyncio.run(go())


def test_without_a_picture_it_says_so() -> None:
    here = mirror()
    here.cursor = None
    assert not asyncio.run(Shelf(here).fresh())


def test_an_audience_sees_only_its_own() -> None:
    here = mirror()
    change(here, "2-0", unit(1), unit(2))
    shelf = Shelf(here, lambda name, raw: raw if name.endswith("2") else None)
    assert asyncio.run(shelf.fresh())
    assert shelf.collections["unit"].ids == ["unit:bron:2"]


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 30)), max_size=60), st.integers(1, 7), st.booleans())
def test_a_page_neither_skips_nor_doubles_what_stays(
    acts: list[tuple[bool, int]], limit: int, filtered: bool
) -> None:
    """Between two pages others come and go; who is there all the time is seen once."""
    there = rows(*(f"unit:a:{number:02}" for number in range(0, 30, 3)))
    always = {name for name in there.ids if name not in {f"unit:a:{number:02}" for _, number in acts}}
    asked = question.Question(limit=limit, start=NOON if filtered else None)
    seen: list[str] = []

    async def go() -> None:
        pending = iter(acts)
        after = ""
        while True:
            page = await question.find(there, msgspec.structs.replace(asked, after=after))
            seen.extend(name for name, _ in page.rows)
            if not page.more:
                return
            after = page.rows[-1][0]
            for add, number in (act for _, act in zip(range(3), pending, strict=False)):
                name = f"unit:a:{number:02}"
                if add:
                    there.put(name, row())
                else:
                    there.drop(name)

    asyncio.run(go())
    assert len(seen) == len(set(seen))
    assert always <= set(seen)
    assert seen == sorted(seen)


def test_true_is_not_one_and_a_list_has_its_members() -> None:
    there = Rows()
    there.put("a", row(severity=1, exercise=True, disciplines=["politie", "ghor"]))

    def found(query: str) -> int:
        asked = question.read(QueryParams(query), COLLECTIONS[Kind.UNIT])
        return asyncio.run(question.find(there, asked)).matched

    assert (found("severity=1"), found("exercise=true"), found("disciplines=ghor")) == (1, 1, 1)
    assert (found("severity=0"), found("exercise=false"), found("disciplines=defensie")) == (0, 0, 0)


def test_names_and_types_of_properties_go_with_the_last_that_had_them() -> None:
    there = Rows()
    there.put("a", Row(raw=b"", around=None, observed=None, values={}, form=(("beds", "integer"),)))
    there.put("b", Row(raw=b"", around=None, observed=None, values={}, form=(("beds", "string"),)))
    assert there.properties == {"beds": {"integer", "string"}}
    there.drop("b")
    assert there.properties == {"beds": {"integer"}}
    there.put("a", row())
    assert there.properties == {}
    there.drop("never there")


def test_ten_thousand_units_are_one_page() -> None:
    here = mirror()
    change(here, "2-0", *(unit(number) for number in range(10_000)))
    shelf = Shelf(here)

    async def go() -> tuple[question.Page, question.Page]:
        assert await shelf.fresh()
        units = shelf.collections["unit"]
        whole = await question.find(units, question.Question(limit=10_000))
        never = question.Question(boxes=((0.0, 0.0, 1.0, 1.0),), start=NOON + timedelta(days=9000))
        return whole, await question.find(units, never)

    whole, never = asyncio.run(go())
    assert len({row.raw for _, row in whole.rows}) == 10_000
    assert (never.rows, never.matched) == ([], 0)
