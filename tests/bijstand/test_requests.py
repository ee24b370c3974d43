import copy
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlob.bijstand import catalogue, requests

ASKED: dict[str, Any] = {
    "kind": "wvr51",
    "title": "Zandzakken vullen",
    "operation": None,
    "requester": {
        "organisation": "Veiligheidsregio Zuid-Limburg",
        "role": "Voorzitter Veiligheidsregio",
        "name": "A. Voorbeeld",
    },
    "region": "VR24",
    "gemeente": None,
    "geometry": None,
    "urgent": True,
    "by_phone": True,
    "needed_by": "2021-07-14T20:00",
    "exercise": False,
    "items": [
        {"id": "a", "resource": "militairen", "quantity": 68, "unit": "personen", "task": "zandzakken"}
    ],
    "fields": {"motivering": "Eigen mensen zijn allemaal ingezet."},
    "signatures": [],
}
SIGNATURE = {"gemeente": None, "role": "voorzitter", "name": "A. Voorbeeld", "at": "2021-07-14T16:00:00Z"}


def asked(path: str = "", value: Any = None) -> dict[str, Any]:
    body = copy.deepcopy(ASKED)
    if path:
        *way, last = path.split(".")
        place: Any = body
        for step in way:
            place = place[int(step) if step.isdigit() else step]
        place[last] = value
    return body


def test_valid() -> None:
    assert requests.validate(ASKED, regions={"VR24"}, gemeenten={"GM0994"}) == []


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("kind", "wvr99"),
        ("kind", "pw59"),
        ("kind", "msob_zh"),
        ("kind", 3),
        ("title", ""),
        ("title", "x" * 201),
        ("title", "a\u202eb"),
        ("requester", None),
        ("requester.role", "burgemeester van Valkenburg"),
        ("requester.role", ""),
        ("requester.organisation", None),
        ("items", []),
        ("items", None),
        ("items", ["militairen"]),
        ("items.0.quantity", 0),
        ("items.0.quantity", -1),
        ("items.0.quantity", math.nan),
        ("items.0.quantity", math.inf),
        ("items.0.quantity", "68"),
        ("items.0.quantity", True),
        ("items.0.resource", "draken"),
        ("items.0.id", "a.b"),
        ("fields.motivering", " "),
        ("fields.motivering", 5),
        ("region", "VR26"),
        ("region", "VR01"),
        ("gemeente", "GM9999"),
        ("geometry", {"type": "Point", "coordinates": [5.8, math.nan]}),
        ("geometry", {"type": "Point", "coordinates": [5.8, 91]}),
        ("needed_by", "morgen"),
        ("needed_by", "0001-01-01T00:00+14:00"),
        ("urgent", "ja"),
        ("signatures", [{"role": "voorzitter"}]),
    ],
)
def test_fault_names_its_field(path: str, value: Any) -> None:
    faults = requests.validate(asked(path, value), regions={"VR24"}, gemeenten={"GM0994"})
    assert len(faults) == 1
    assert faults[0].field.startswith(path)
    assert faults[0].text.endswith(".") or "Wel:" in faults[0].text


def test_same_item_twice() -> None:
    body = asked("items", [ASKED["items"][0], ASKED["items"][0]])
    assert [fault.field for fault in requests.validate(body)] == ["items.1.id"]


@pytest.mark.parametrize("body", [None, [], "x", {}, {"kind": "wvr51"}, {"items": {}, "fields": []}])
def test_any_body_is_answered(body: Any) -> None:
    assert requests.validate(body)


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(list(ASKED)), inner, max_size=6)
        ),
        max_leaves=12,
    )
)
def test_never_crashes(body: Any) -> None:
    requests.validate(body)


def test_state_and_open_points() -> None:
    assert requests.initial_state(ASKED) == "vooraankondiging"
    codes = [point["code"] for point in requests.open_points(ASKED)]
    assert codes == ["ondertekening", "formulier"]
    signed = asked("signatures", [SIGNATURE])
    assert requests.initial_state(signed) == "ontvangen"
    assert requests.open_points(signed) == []
    wrong = asked("signatures", [SIGNATURE | {"role": "stagiair"}])
    assert requests.initial_state(wrong) == "vooraankondiging"
    assert requests.open_points(wrong)[0]["code"] == "bevoegdheid"
    assert requests.initial_state(asked("by_phone", False)) == "ontvangen"


def test_each_gemeente_signs() -> None:
    body = asked("kind", "bevolkingszorg") | {
        "gemeente": "GM0994",
        "signatures": [{"gemeente": "GM0935", "role": "burgemeester", "name": "B. Voorbeeld", "at": None}],
    }
    assert "ondertekening_gemeente" in [point["code"] for point in requests.open_points(body)]
    body["signatures"][0]["gemeente"] = "GM0994"
    assert requests.open_points(body) == []


def test_market_comes_first() -> None:
    body = asked("kind", "msob") | {"signatures": [SIGNATURE | {"role": "burgemeester"}]}
    body["requester"]["role"] = "burgemeester"
    assert [point["code"] for point in requests.open_points(body)] == ["markt"]
    body["requester"]["role"] = "minister van Infrastructuur en Waterstaat"
    assert requests.validate(body) == []
    assert requests.open_points(body) == []


def viewed(body: dict[str, Any], **changes: Any) -> dict[str, Any]:
    values = requests.flatten(body, "operatie-1") | {"title": body["title"]} | changes
    for value in values.values():
        assert isinstance(value, str | int | float | bool | list)
    return requests.view("request:locc:1", values)


def test_view_gives_back_what_was_posted() -> None:
    found = viewed(asked("signatures", [SIGNATURE]))
    for name in ("kind", "title", "requester", "region", "gemeente", "urgent", "by_phone", "fields"):
        assert found[name] == ASKED[name]
    assert found["needed_by"] == "2021-07-14T18:00:00Z"
    assert found["signatures"] == [SIGNATURE]
    assert found["state"] == "ontvangen"
    assert found["version"] == 1
    assert "in_behandeling_nemen" in found["allowed_steps"]
    assert "aankomen" not in found["allowed_steps"]
    assert found["items"] == [
        {
            "id": "a",
            "resource": "militairen",
            "unit": "personen",
            "task": "zandzakken",
            "quantity": 68,
            "requested": 68,
            "promised": 0,
            "departed": 0,
            "arrived": 0,
            "outstanding": 68,
        }
    ]


def test_items_get_a_name_and_a_unit() -> None:
    body = asked(
        "items",
        [
            {"resource": "zandzakken", "quantity": 5},
            {"id": "a", "resource": "militairen", "quantity": 1},
            {"resource": "zandzakken", "quantity": 6},
        ],
    )
    assert [(item["id"], item["unit"]) for item in viewed(body)["items"]] == [
        ("b", "stuks"),
        ("a", "personen"),
        ("c", "stuks"),
    ]


def test_promises_may_exceed_what_was_asked() -> None:
    assert viewed(ASKED, **{"item.a.promised": 70})["items"][0]["outstanding"] == 0


def test_outstanding_adds_up_and_keeps_exercises_apart() -> None:
    real = viewed(ASKED, **{"item.a.promised": 8})
    other = viewed(asked("items.0.quantity", 10))
    exercise = viewed(asked("exercise", True))
    ended = viewed(ASKED, state="ingetrokken")
    everything = [real, other, exercise, ended]
    assert requests.outstanding(everything) == [
        {"resource": "militairen", "unit": "personen", "quantity": 70}
    ]
    assert requests.outstanding(everything, exercise=True) == [
        {"resource": "militairen", "unit": "personen", "quantity": 68}
    ]


def test_feature_properties() -> None:
    shown = requests.feature_properties(viewed(ASKED))
    assert shown["state"] == "vooraankondiging"
    assert isinstance(shown["items"], list)
    assert '"outstanding":68' in shown["items"][0]


@given(
    st.lists(
        st.fixed_dictionaries(
            {
                "resource": st.sampled_from(sorted(catalogue.known())),
                "quantity": st.integers(1, 10**6) | st.floats(0.1, 1e6),
            }
        ),
        min_size=1,
        max_size=40,
    )
)
def test_quantities_balance(items: list[dict[str, Any]]) -> None:
    found = viewed(asked("items", items))
    assert len({item["id"] for item in found["items"]}) == len(items)
    total = sum(entry["quantity"] for entry in requests.outstanding([found]))
    assert total == pytest.approx(sum(item["quantity"] for item in items))


def test_what_is_unknown_is_open() -> None:
    body = asked("signatures", [SIGNATURE]) | {"region": None, "needed_by": None}
    assert [point["code"] for point in requests.open_points(body)] == ["gebied", "opkomsttijd"]


def test_many_items_get_names() -> None:
    items = [{"resource": "zandzakken", "quantity": 1}] * 30
    names = [item["id"] for item in viewed(asked("items", items))["items"]]
    assert names[25:28] == ["z", "r27", "r28"]


@pytest.mark.parametrize(
    "body",
    [
        asked("items", [ASKED["items"][0]] * 101),
        asked("signatures", "x"),
        asked("signatures", ["x"]),
        asked("fields", {**ASKED["fields"], "a.b": "x"}),
        asked("title", 5),
    ],
)
def test_shapes_that_are_refused(body: dict[str, Any]) -> None:
    assert requests.validate(body)


def test_a_place_with_geometry_leaves_the_locality_to_the_point() -> None:
    body = asked("geometry", {"type": "Point", "coordinates": [5.8, 50.9]})
    values = requests.flatten(body, "o1")
    assert "veiligheidsregio" not in values
    assert values["place.region"] == "VR24"
    assert requests.flatten(ASKED, "o1")["veiligheidsregio"] == "VR24"


@pytest.mark.parametrize(
    ("kind", "fields", "faults", "kept"),
    [
        ("msob", {"motivering": "x", "verrekening": "Ja"}, [], {"verrekening": "ja"}),
        ("msob", {"motivering": "x", "verrekening": False}, [], {"verrekening": "nee"}),
        ("msob", {"motivering": "x", "verrekening": "misschien"}, ["fields.verrekening"], {}),
        ("msob", {"motivering": "x", "einde": "2026-07-16T10:00"}, [], {"einde": "2026-07-16T10:00"}),
        ("msob", {"motivering": "x", "einde": "morgen"}, ["fields.einde"], {}),
        ("bevolkingszorg", {"aantal_opvang": "120"}, [], {"aantal_opvang": "120"}),
        ("bevolkingszorg", {"aantal_opvang": 120.5}, [], {"aantal_opvang": "120.5"}),
        ("bevolkingszorg", {"aantal_opvang": "veel"}, ["fields.aantal_opvang"], {}),
        ("pw56_oo", {"zienswijze": "ontvangen"}, [], {"zienswijze": "ontvangen"}),
        ("pw56_oo", {"zienswijze": "ja hoor"}, ["fields.zienswijze"], {}),
        ("pw56_oo", {"eigen_veld": "mag"}, [], {"eigen_veld": "mag"}),
        ("pw56_oo", {"eigen_veld": 5}, ["fields.eigen_veld"], {}),
    ],
)
def test_answers_are_of_their_type(
    kind: str, fields: dict[str, Any], faults: list[str], kept: dict[str, Any]
) -> None:
    body = asked("kind", kind) | {"fields": fields}
    body["requester"] = {"organisation": "Gemeente", "role": "burgemeester", "name": "B"}
    assert [fault.field for fault in requests.validate(body)] == faults
    if not faults:
        assert kept.items() <= viewed(body)["fields"].items()


@pytest.mark.parametrize(
    ("name", "value", "field"),
    [
        ("operation_gemeenten", "GM0994", "operation_gemeenten"),
        ("operation_gemeenten", ["GM0994", None], "operation_gemeenten.1"),
        ("operation_gemeenten", ["GM1"], "operation_gemeenten.0"),
        ("phase", "warm", "phase"),
        ("operation_title", 5, "operation_title"),
    ],
)
def test_what_is_said_of_the_operation(name: str, value: Any, field: str) -> None:
    assert [fault.field for fault in requests.validate(asked(name, value))] == [field]


def test_a_referral_says_where_to_go() -> None:
    for kind in ("pw59", "pw60", "pw63"):
        (fault,) = [fault for fault in requests.validate(asked("kind", kind)) if fault.field == "kind"]
        assert fault.text.startswith("Dit verzoek loopt niet via het LOCC.")
