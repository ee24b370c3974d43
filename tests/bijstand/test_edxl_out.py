"""What we write of a request says the same once our own decoders have read it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from mlob.bijstand import catalogue, edxl_out, kinds, requests
from mlob.bijstand.standing import standing
from mlob.errors import TransitionError
from mlob.moment import moment
from tests.bijstand.reading import SENDER, read, written
from tests.bijstand.test_requests import asked

ENTITY = "request:bediening:2026-0a1b2c3d"
OPERATION = "operation:bediening:hoogwater"
STEPS = ("vooraankondiging", "in_behandeling", "ingestemd", "gealarmeerd", "onderweg", "ingezet")


def view(body: dict[str, Any] | None = None, **values: Any) -> dict[str, Any]:
    """A filed request with more values, as the API would show it."""
    said = body or asked()
    own = {"title": said["title"], "geometry": said.get("geometry"), "exercise": said.get("exercise", False)}
    return requests.view(ENTITY, requests.flatten(said, OPERATION) | own | values)


def promise(key: str, **fields: Any) -> dict[str, Any]:
    given = {"item": "a", "supplier": "Defensie", "basis": "toezegging", "unit": "personen"} | fields
    return {f"promise.{key}.{name}": value for name, value in given.items()}


def tree(seen: dict[str, Any], **more: Any) -> etree._Element:
    return etree.fromstring(written(seen, **more))


def messages(seen: dict[str, Any]) -> list[etree._Element]:
    return [item[0] for item in tree(seen).iter("{*}embeddedXMLContent")]


def kinds_of(seen: dict[str, Any]) -> list[str]:
    return [etree.QName(item).localname for item in messages(seen)]


def test_a_request_and_its_promises_are_a_message_each() -> None:
    seen = view(
        **promise("k", quantity=40, departed=20, arrived=10, released=5, status="onderweg"),
        **{"item.a.promised": 10, "state": "ingezet"},
    )
    assert kinds_of(seen) == [
        "RequestResource",
        "CommitResource",
        "RequisitionResource",
        "ReportResourceDeploymentStatus",
        "ReleaseResource",
        "CommitResource",
        "RequisitionResource",
    ]
    names = [item.findtext("{*}MessageID") for item in messages(seen)]
    assert names[0] == ENTITY
    assert len(set(names)) == len(names)
    assert {item.findtext("{*}OriginatingMessageID") for item in messages(seen)} == {ENTITY}
    assert [edxl_out.is_own(str(name), SENDER) for name in names] == [False] + [True] * 6


def test_the_request_is_read_back() -> None:
    body = asked()
    body["geometry"] = {"type": "Point", "coordinates": [5.8321, 50.8652]}
    body["fields"] |= {"opkomstlocatie": "Sporthal Valkenburg", "einde": "2021-07-15T20:00"}
    seen = view(body)
    found = read(written(seen))[ENTITY]
    same = ("id", "operation", "kind", "title", "geometry", "urgent", "needed_by", "exercise", "items")
    assert {name: found[name] for name in same} == {name: seen[name] for name in same}
    assert found["requester"] == {
        "organisation": "Veiligheidsregio Zuid-Limburg",
        "role": "voorzitter veiligheidsregio",
        "name": None,
    }
    assert found["fields"] == {"opkomstlocatie": "Sporthal Valkenburg"}


def test_no_person_is_named() -> None:
    signed = {"role": "voorzitter", "name": "B. Tekenaar", "at": "2021-07-14T16:00:00Z"}
    body = asked() | {"signatures": [signed]}
    body["fields"] |= {"contact": "C. Bereikbaar, 06 12345678"}
    said = written(view(body)).decode()
    assert all(word not in said for word in ("A. Voorbeeld", "Tekenaar", "Bereikbaar", "12345678"))


def test_an_exercise_is_marked_and_never_goes_with_what_is_real() -> None:
    drill, real = view(asked("exercise", True)), view()
    assert tree(drill).findtext("{*}distributionStatus") == "Exercise"
    assert tree(real).findtext("{*}distributionStatus") == "Actual"
    assert read(written(drill))[ENTITY]["exercise"] is True
    with pytest.raises(TransitionError, match="oefening"):
        written(drill, real)


def test_marking_and_times() -> None:
    document = tree(view())
    assert document.findtext("{*}combinedConfidentiality") == "Departementaal Vertrouwelijk"
    assert tree(view(), marking="").findtext("{*}combinedConfidentiality") == "Unclassified"
    times = [item.text or "" for item in document.iter("{*}SentDateTime", "{*}DateTime", "{*}dateTimeSent")]
    assert len(times) == 3
    assert all(time.endswith("+00:00") for time in times)


def test_the_same_view_gives_the_same_bytes() -> None:
    seen = view(**promise("k", quantity=40))
    assert written(seen) == written(seen)


def test_other_words_are_another_message() -> None:
    ids = []
    for quantity in (40, 41):
        seen = view(**promise("k", quantity=quantity))
        ids.append([item.findtext("{*}MessageID") for item in messages(seen)])
    assert ids[0][0] == ids[1][0]
    assert ids[0][1] != ids[1][1]


def test_a_withdrawn_request_is_recalled() -> None:
    seen = view(state="ingetrokken")
    recall = messages(seen)[1]
    assert recall.findtext("{*}MessageRecall/{*}RecallMessageID") == ENTITY
    assert recall.findtext("{*}MessageRecall/{*}RecallType") == "Cancel"
    assert read(written(seen))[ENTITY]["state"] == "ingetrokken"


def test_a_refusal_says_why() -> None:
    seen = view(state="afgewezen")
    seen["log"] = [{"step": "afwijzen", "reason": "Geen capaciteit vrij", "time": "2021-07-14T18:00:00Z"}]
    answer = messages(seen)[1]
    assert etree.QName(answer).localname == "ResponseToRequestResource"
    assert answer.findtext(".//{*}ResponseReason") == "Geen capaciteit vrij"
    (row,) = read(written(seen))[ENTITY]["promises"]
    assert (row["supplier"], row["quantity"], row["reason"]) == ("LOCC", 0, "Geen capaciteit vrij")


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"type": "MultiPoint", "coordinates": [[5.8, 50.8]]}, {"type": "Point", "coordinates": [5.8, 50.8]}),
        (
            {"type": "MultiPoint", "coordinates": [[5.8, 50.8], [5.9, 50.9]]},
            {
                "type": "Polygon",
                "coordinates": [[[5.8, 50.8], [5.9, 50.8], [5.9, 50.9], [5.8, 50.9], [5.8, 50.8]]],
            },
        ),
        (
            {"type": "MultiPoint", "coordinates": [[5.8, 50.8], [5.9, 50.8]]},
            {"type": "Point", "coordinates": [5.8, 50.8]},
        ),
        ({"type": "LineString", "coordinates": [[5.8, 50.8], [5.9, 50.8]]}, None),
        (
            {
                "type": "Polygon",
                "coordinates": [
                    [[5.0, 51.0], [6.0, 51.0], [6.0, 52.0], [5.0, 51.0]],
                    [[5.5, 51.2], [5.8, 51.2], [5.8, 51.4], [5.5, 51.2]],
                ],
            },
            None,
        ),
    ],
)
def test_shapes(given: dict[str, Any], expected: dict[str, Any] | None) -> None:
    body = asked() | {"geometry": given}
    body["items"].append({"id": "b", "resource": "pompen", "quantity": 1})
    assert read(written(view(body)))[ENTITY]["geometry"] == (expected or given)


def test_an_operation_holds_all_its_requests() -> None:
    other = requests.view("request:bediening:2026-2", requests.flatten(asked(), OPERATION))
    found = read(written(view(), other))
    assert {item["operation"] for item in found.values()} == {OPERATION}
    assert set(found) == {ENTITY, "request:bediening:2026-2"}


def test_nothing_to_say() -> None:
    with pytest.raises(TransitionError):
        written(requests.view(ENTITY, {"request_kind": "wvr51"}))
    with pytest.raises(TransitionError):
        written()


def test_a_promise_for_a_request_that_never_came() -> None:
    seen = requests.view(ENTITY, {"request_kind": "wvr51", **promise("k", quantity=4)})
    assert kinds_of(seen) == ["CommitResource"]


def test_a_long_name_and_words_that_xml_does_not_know() -> None:
    seen = view(asked("title", "Hulp\x00 bij \ufffe<brand> & \u2028rook"))
    seen["id"] = "request:rm:" + "x" * 300
    (found,) = read(written(seen)).values()
    assert found["title"] == "Hulp bij <brand> & rook"
    assert len(found["id"]) <= 200


def test_the_words_of_a_message_are_no_resource() -> None:
    """Keywords stand beside the name of a resource: none may be taken for one."""
    assert [word for word in (*kinds.known(), "spoed") if catalogue.find(word)] == []


WRITTEN = st.characters(exclude_categories=("Cc", "Cf", "Cs", "Cn"))
NUMBERS = st.one_of(st.none(), st.integers(1, 60))
MOMENTS = st.one_of(st.none(), st.just("2021-07-14T18:00:00Z"))
WORDS = st.one_of(
    st.none(), st.sampled_from(["Sporthal", "a < b & c", "onderweg", "Ter plaatse", "in reserve"])
)
UNITS = st.sampled_from([None, "personen", "pelotons"])


@st.composite
def rows(draw: st.DrawFn) -> dict[str, Any]:
    """Promises as suppliers and persons make them; each of a supplier, a thing and an item of its own."""
    found: dict[str, Any] = {}
    names = st.tuples(
        st.sampled_from(["Defensie", "VR Twente", "locc", None]), st.sampled_from([None, "HELI-1"]),
        st.sampled_from(["a", "b", "weg"]),
    )  # fmt: skip
    for number, (supplier, thing, item) in enumerate(draw(st.lists(names, max_size=5, unique=True))):
        quantity = draw(st.integers(0, 60))
        fields = {
            "item": item,
            "supplier": supplier,
            "resource_id": thing,
            "basis": draw(st.sampled_from(["toezegging", "antwoord"])),
            "unit": draw(UNITS),
            "quantity": quantity,
            "provisional": draw(NUMBERS) if quantity == 0 else None,
            "departed": draw(NUMBERS) if quantity else None,
            "arrived": draw(NUMBERS) if quantity else None,
            "released": draw(NUMBERS),
            "arrives_at": draw(MOMENTS),
            "until": draw(MOMENTS),
            "reason": draw(WORDS),
            "status": draw(WORDS),
            "place": draw(WORDS),
            "price": draw(st.sampled_from([None, "100 euro"])),
        }
        found |= {f"promise.{number}.{name}": value for name, value in fields.items() if value is not None}
    return found


@st.composite
def bodies(draw: st.DrawFn) -> dict[str, Any]:
    codes = sorted(catalogue.known())
    items = [
        {
            "id": name,
            "resource": draw(st.sampled_from(codes)),
            "quantity": draw(st.one_of(st.integers(1, 10**9), st.floats(0.01, 1e9))),
            "unit": draw(st.sampled_from(["personen", "boten"])),
            "task": draw(st.one_of(st.none(), st.text(WRITTEN, max_size=30))),
        }
        for name in ("a", "b")
    ]
    return asked("urgent", draw(st.booleans())) | {
        "items": items,
        "kind": draw(st.sampled_from(["wvr51", "msob"])),
    }


KEPT = ("id", "resource", "unit", "requested", "promised", "departed", "arrived", "outstanding")
TOLD = ("item", "supplier", "resource_id", "quantity", "provisional", "departed", "arrived", "released",
        "arrives_at", "until", "price", "counted")  # fmt: skip


def told(seen: dict[str, Any]) -> list[tuple[Any, ...]]:
    """The rows of a view, without the letters in which a supplier is named."""
    found = [
        tuple(str(row[name]).casefold() if name == "supplier" else row[name] for name in TOLD)
        for row in standing(seen, "LOCC")
    ]
    return sorted(found, key=str)


@given(bodies(), rows(), st.sampled_from(STEPS), st.integers(0, 30), st.integers(0, 30))
def test_items_and_promises_are_read_back(
    body: dict[str, Any], given: dict[str, Any], state: str, promised: int, departed: int
) -> None:
    own = {"state": state, "item.a.promised": promised, "item.a.departed": min(promised, departed)}
    seen = view(body, **given, **own)
    found = read(written(seen))[ENTITY]
    assert [{name: item[name] for name in KEPT} for item in found["items"]] == [
        {name: item[name] for name in KEPT} for item in seen["items"]
    ]
    tasks = [" ".join((item["task"] or "").split()) or None for item in seen["items"]]
    assert [item["task"] for item in found["items"]] == [plain(task) for task in tasks]
    assert told(found) == told(seen)
    assert found["needed_by"] == seen["needed_by"]
    assert moment(found["needed_by"])


def plain(task: str | None) -> str | None:
    from mlob.bijstand import edxl_xml

    return " ".join(edxl_xml.plain(task or "").split()) or None
