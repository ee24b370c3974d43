"""A whole exchange of resource messages, folded as the projector does: in order, in disorder, recalled."""

from __future__ import annotations

import itertools
from datetime import timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from mlob import formats, intake, picture
from mlob.bijstand import requests
from mlob.formats.edxl_rm import Message, Quantity, Resource
from mlob.model import Kind
from tests.adapters.resource_messages import (
    BOATS,
    NOON,
    about,
    asked,
    changed,
    folded,
    message,
    recall,
    source,
    view,
)
from tests.conformance import golden

LATER = NOON + timedelta(hours=1)
TWENTE = message("CommitResource", "c1", 10, about(3, "Accept"), by="Twente", preceding="r")
DRENTHE = message("CommitResource", "c2", 12, about(2, "Accept"), by="Drenthe", preceding="r")
UTRECHT = message(
    "CommitResource", "c3", 14, about(2, "Decline", reason="zelf nodig"), by="Utrecht", preceding="r"
)
LEFT = message(
    "ReportResourceDeploymentStatus", "s1", 60, about(3, times={"ActualDeparture": LATER}), by="Twente"
)
THERE = message(
    "ReportResourceDeploymentStatus", "s2", 90, about(2, times={"ActualArrival": LATER}), by="Twente"
)
BACK = message("ReleaseResource", "l1", 300, about(2), by="Twente")
EXCHANGE = (asked(), TWENTE, DRENTHE, UTRECHT, LEFT, THERE, BACK)


def numbers(seen: dict[str, Any]) -> tuple[Any, ...]:
    (item,) = seen["items"]
    return tuple(item[name] for name in ("requested", "promised", "departed", "arrived", "outstanding"))


def test_step_by_step() -> None:
    steps = [
        (("ontvangen"), (6, 0, 0, 0, 6)),
        (("deels_toegezegd"), (6, 3, 0, 0, 3)),
        (("deels_toegezegd"), (6, 5, 0, 0, 1)),
        (("deels_toegezegd"), (6, 5, 0, 0, 1)),
        (("onderweg"), (6, 5, 3, 0, 1)),
        (("ingezet"), (6, 5, 3, 2, 1)),
        (("ingezet"), (6, 5, 3, 2, 1)),
    ]
    for count, (state, expected) in enumerate(steps, 1):
        seen = view(*EXCHANGE[:count])
        assert (seen["state"], numbers(seen)) == (state, expected), count


def test_the_whole_exchange() -> None:
    seen = view(*EXCHANGE)
    rows = {row["supplier"]: row for row in seen["promises"]}
    assert (rows["Twente"]["quantity"], rows["Twente"]["released"], rows["Drenthe"]["quantity"]) == (3, 2, 2)
    assert (rows["Utrecht"]["quantity"], rows["Utrecht"]["reason"]) == (0, "zelf nodig")
    assert [row["message"] for row in seen["log"]] == ["r", "c1", "c2", "c3", "s1", "s2", "l1"]
    assert requests.outstanding([seen]) == [{"resource": "reddingseenheden", "unit": "boten", "quantity": 1}]


def test_the_feature_has_items_and_no_flat_names() -> None:
    (entity,) = folded(EXCHANGE).values()
    feature = picture.present(entity)
    properties = feature["properties"]
    assert not [
        name for name in properties if name.startswith(("promise.", "log.", "item.", "offer.", "order."))
    ]
    assert (properties["state"], properties["status"], properties["organisation"]) == (
        "ingezet",
        "ingezet",
        "Veiligheidsregio Zuid-Limburg",
    )
    assert '"promised":5' in properties["items"][0]
    again = requests.view(str(feature["id"]), properties)
    assert again["state"] == "ingezet"


def test_a_later_message_of_a_supplier_replaces_his_promise() -> None:
    more = message("CommitResource", "c4", 20, about(5, "Accept"), by="twente")
    assert numbers(view(*EXCHANGE[:2], more))[1] == 5
    none = message("CommitResource", "c4", 20, about(None, "Decline", reason="defect"), by="Twente")
    assert numbers(view(*EXCHANGE[:2], none))[1] == 0


def test_resources_with_an_identifier_are_counted_one_by_one() -> None:
    def boat(name: str, minute: int) -> Message:
        info = about(answer="Accept", resource=Resource(id=name, name=f"Boot {name}"))
        return message("CommitResource", f"c-{name}", minute, info, by="Twente")

    assert numbers(view(asked(), boat("B1", 1), boat("B2", 2), boat("B1", 3)))[1] == 2


def test_parts_in_one_message_are_added() -> None:
    parts = (
        about(2, "Accept", id="a"),
        about(1, "Accept", id="b"),
        about(4, "Decline", id="c", reason="vol"),
    )
    seen = view(asked(), message("CommitResource", "c", 1, *parts, by="Twente"))
    assert numbers(seen)[1] == 3
    assert seen["promises"][0]["reason"] == "vol"


def test_provisional_is_not_promised() -> None:
    said = message(
        "ResponseToRequestResource", "a", 1, about(4, "Provisional", reason="na 18:00"), by="Twente"
    )
    seen = view(asked(), said)
    row = seen["promises"][0]
    assert (numbers(seen)[1], row["provisional"], row["reason"]) == (0, 4, "na 18:00")


def test_a_yes_without_a_number_is_all_that_was_asked() -> None:
    yes = message("ResponseToRequestResource", "a", 1, about(answer="Accept"), by="Twente", preceding="r")
    assert view(asked(), yes)["state"] == "toegezegd"
    some = changed(yes, resources=(about(answer="Accept"),))
    vague = changed(some, resources=(changed_quantity("een paar"),))
    seen = view(asked(), vague)
    assert (numbers(seen)[1], seen["promises"][0]["quantity_text"]) == (0, "een paar")


def changed_quantity(text: str) -> Any:
    info = about(1, "Accept")
    return type(info)(id=info.id, preceding="1", response="Accept", quantity=Quantity(text=text))


def test_an_answer_is_outdone_by_the_commitment_after_it() -> None:
    yes = message("ResponseToRequestResource", "a", 1, about(4, "Accept"), by="Twente")
    named = about(answer="Accept", resource=Resource(id="B1"))
    assert numbers(view(asked(), yes, message("CommitResource", "c", 2, named, by="Twente")))[1] == 1


def test_extension_and_return() -> None:
    until = {"EndAvailable": NOON + timedelta(hours=9)}
    longer = message(
        "ResponseToRequestExtendedDeploymentDuration",
        "x",
        20,
        about(None, "Accept", times=until),
        by="Twente",
    )
    back = message("RequestReturn", "t", 30, about(1, times={"RequestedReturnDeparture": LATER}), by="Twente")
    answer = message("ResponseToRequestReturn", "u", 31, about(None, "Decline", reason="nodig"), by="Twente")
    (row,) = view(asked(), TWENTE, longer, back, answer)["promises"]
    assert (row["until"], row["return_asked"], row["return_by"]) == (
        "2026-11-23T21:00:00Z",
        True,
        "2026-11-23T13:00:00Z",
    )
    assert row["return_answer"] == "geweigerd: nodig"
    refused = changed(longer, resources=(about(None, "Decline", times=until),))
    assert view(asked(), TWENTE, refused)["promises"][0]["until"] is None
    undone = message("RequestReturn", "v", 40, by="Twente", recall=recall("t"))
    assert view(asked(), TWENTE, back, undone)["promises"][0]["return_asked"] is None


def test_recall_of_a_promise() -> None:
    gone = message("CommitResource", "c9", 20, by="Twente", recall=recall("c1"))
    seen = view(*EXCHANGE[:3], gone)
    assert numbers(seen)[1] == 2
    assert [row["recalled"] for row in seen["log"]] == [False, True, False, False]
    other = message(
        "CommitResource", "c9", 20, about(1, "Accept"), by="Twente", recall=recall("c1", "Update")
    )
    assert numbers(view(*EXCHANGE[:3], other))[1] == 3


def test_recall_of_a_request() -> None:
    more = asked(8, 30, name="r2", recall=recall("r", "Update"))
    seen = view(*EXCHANGE, more)
    assert (numbers(seen)[0], seen["state"]) == (8, "ingezet")
    gone = asked(None, 40, name="r3", recall=recall("r"))
    (entity,) = folded([*EXCHANGE, gone]).values()
    assert picture.present(entity)["properties"]["verification"] == "ingetrokken"
    assert view(*EXCHANGE, gone)["state"] == "ingetrokken"
    assert requests.outstanding([view(*EXCHANGE, gone)]) == []


def test_an_update_takes_back_what_it_does_not_say() -> None:
    bare = message(
        "RequestResource",
        "r2",
        30,
        about(2, id="1", preceding=None, resource=BOATS),
        recall=recall("r", "Update"),
    )
    seen = view(asked(), bare)
    assert (seen["needed_by"], seen["requester"]["organisation"], numbers(seen)[0]) == (None, None, 2)


def test_every_order_of_arrival_gives_the_same_request() -> None:
    expected = view(*EXCHANGE)
    for order in itertools.permutations(EXCHANGE[1:4]):
        assert view(*reversed(EXCHANGE[4:]), *order, EXCHANGE[0]) == expected


_answers = st.sampled_from(["Accept", "Decline", "Provisional"])
_kinds = st.sampled_from(
    ["CommitResource", "ResponseToRequestResource", "ReportResourceDeploymentStatus", "ReleaseResource"]
)
_times = st.dictionaries(st.sampled_from(["ActualDeparture", "ActualArrival"]), st.just(LATER), max_size=2)


@st.composite
def _messages(draw: st.DrawFn) -> list[Message]:
    """A request, perhaps changed or withdrawn, and what three suppliers say of it at equal times too."""
    found = [asked(draw(st.integers(1, 9)))]
    for number in range(draw(st.integers(0, 7))):
        resource = draw(st.sampled_from([None, BOATS, Resource(id="B1"), Resource(name="Kraan")]))
        amount = draw(st.none() | st.integers(0, 9))
        info = about(amount, draw(_answers), resource=resource, times=draw(_times))
        taken = draw(st.none() | st.builds(recall, st.sampled_from(["m0", "m1"])))
        by = draw(st.sampled_from(["Twente", "Drenthe", None]))
        kind, minute = draw(_kinds), draw(st.integers(1, 4))
        found.append(message(kind, f"m{number}", minute, info, by=by, preceding="r", recall=taken))
    if draw(st.booleans()):
        found.append(asked(draw(st.integers(1, 9)), 3, name="r2", recall=recall("r", "Update")))
    return found


@given(_messages(), st.randoms(use_true_random=False))
def test_order_never_changes_the_view_and_quantities_balance(messages: list[Message], chance: Any) -> None:
    expected = view(*messages)
    shuffled = [*messages, *messages[:2]]
    chance.shuffle(shuffled)
    assert view(*shuffled) == expected
    (item,) = expected["items"]
    mine = [row for row in expected["promises"] if row["counted"]]
    assert item["promised"] == sum(row["quantity"] for row in mine)
    assert item["outstanding"] == max(0, item["requested"] - item["promised"])
    assert 0 <= item["arrived"] <= item["departed"] <= item["promised"]
    assert len(expected["log"]) == len(messages)


def test_the_golden_exchange() -> None:
    frames = formats.split(formats.known()["edxl_rm"], golden.payload("edxl_rm"))
    taken = intake.take(source(), frames, golden.RECEIVED)
    assert (len(taken.observations), len(taken.rejects)) == (26, 2)
    kinds = {item.kind for item in taken.observations}
    assert kinds == {Kind.REQUEST, Kind.NOTE}
    assert {"GM0994"} == {item.properties["gemeente"] for item in taken.observations[:1]}
    assert "Voorbeeld, " not in str(taken)
    for word in ("Anna", "Bert", "dienstdoende", "00000000"):
        assert word not in str(taken.observations)
