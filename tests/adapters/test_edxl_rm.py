"""EDXL-RM -> requests, promises and notes: which entity, which values, and what is left to others."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from mlob.adapters.shared.edxl_rm import observe
from mlob.errors import DecodeError
from mlob.formats.edxl_rm import TYPES, Contact, Info, Message, Quantity, Resource, Schedule
from mlob.model import Discipline, Kind, Reception, Verification
from tests.adapters.resource_messages import (
    BOATS,
    NOON,
    REGION,
    about,
    asked,
    changed,
    message,
    recall,
    seen,
    source,
    view,
)

POINT = {"type": "Point", "coordinates": [5.8, 50.9]}


def test_only_the_first_discipline_takes_it() -> None:
    reception = Reception(source=source(disciplines=(Discipline.GHOR, Discipline.OVERIG)), received_at=NOON)
    assert len(list(observe(asked(), reception, discipline=Discipline.GHOR))) == 1
    assert not list(observe(asked(), reception, discipline=Discipline.OVERIG))


def test_a_request_is_as_one_that_is_filed() -> None:
    found = seen(
        changed(asked(), incidents=(("i-1", "Hoogwater"),), funding=("4410",)),
        defaults={"request_kind": "msob"},
    )
    assert (found.kind, found.entity, found.observed_at) == (Kind.REQUEST, "request:rm:r", NOON)
    assert (found.title, found.status, found.severity, found.ttl) == (
        "Reddingseenheden van de Nationale Reddingsvloot",
        "ontvangen",
        1,
        None,
    )
    values = found.properties
    assert values["request_kind"] == "msob"
    assert values["operation"] == "operation:rm:i-1"
    assert values["needed_by"] == "2026-11-23T16:00:00Z"
    assert values["requester.organisation"] == REGION
    assert (values["incident"], values["incident_description"]) == ("i-1", "Hoogwater")
    assert values["item_ids"] == ["1"]
    assert values["item.1.resource"] == "reddingseenheden"
    assert (values["item.1.requested"], values["item.1.promised"], values["item.1.unit"]) == (6, 0, "boten")


def keyword(*words: str, **more: Any) -> Resource:
    return Resource(keywords=tuple(("urn:x", word) for word in words), **more)


def test_kind_and_urgency_are_keywords() -> None:
    found = seen(asked(resource=keyword("WVR51", "Spoed", name="Boten")), defaults={"request_kind": "msob"})
    assert (found.properties["request_kind"], found.properties["urgent"], found.severity) == (
        "wvr51",
        True,
        2,
    )
    assert seen(asked()).properties["request_kind"] == "overig"
    with pytest.raises(DecodeError, match=r"defaults\.request_kind: geen soort bijstand"):
        seen(asked(), defaults={"request_kind": "wvr99"})


@pytest.mark.parametrize(
    ("resource", "code"),
    [
        (Resource(name="Tankautospuit"), "tankautospuiten"),
        (Resource(name="fire engine"), "tankautospuiten"),
        (Resource(name="TS Weert", types=("Tankautospuiten",)), "tankautospuiten"),
        (Resource(name="x", info=(("Kind", "Zandzak"),)), "zandzakken"),
        (Resource(name="x", keywords=(("urn:x", "drones_politie"),)), "drones_politie"),
        (Resource(name="Rupskraan", description="20 ton"), "Rupskraan"),
        (Resource(types=("NIMS",), info=(("Resource", "Track Dozer"),)), "Track Dozer"),
        (Resource(description="iets met rupsen"), "iets met rupsen"),
        (Resource(id="TD48"), "TD48"),
        (Resource(), "onbekend middel"),
    ],
)
def test_resources_are_of_the_catalogue_or_keep_their_name(resource: Resource, code: str) -> None:
    assert seen(asked(resource=resource)).properties["item.1.resource"] == code


def test_quantity_and_unit_that_are_not_said() -> None:
    unsaid = Info(id="1", resource=Resource(name="militair"), quantity=Quantity(text="een paar"))
    values = seen(message("RequestResource", "r", 0, unsaid)).properties
    assert (values["item.1.requested"], values["item.1.at_least"], values["item.1.unit"]) == (
        1,
        True,
        "personen",
    )
    assert values["item.1.quantity_text"] == "een paar"
    assert seen(asked(0)).properties["item.1.requested"] == 0


def test_where_it_is_needed() -> None:
    spot = Schedule(type="ReportTo", place="Haven", geometry=POINT)
    other = Schedule(
        type="RequestedArrival", place="Kade", geometry={"type": "Point", "coordinates": [5, 51]}
    )
    found = seen(message("RequestResource", "r", 0, Info(id="1", resource=BOATS, schedule=(other, spot))))
    assert found.geometry == POINT
    assert found.properties["field.opkomstlocatie"] == "Haven"


@pytest.mark.parametrize(
    ("contact", "organisation", "role"),
    [
        (Contact(role="Requester", organisation="VR", description="Burgemeester"), "VR", "burgemeester"),
        (Contact(role="Requester", organisation="VR", description="burgemeester Jansen"), "VR", None),
        (Contact(role="Sender", description="Brandweer Weert"), "Brandweer Weert", None),
        (Contact(role="Requester"), None, None),
    ],
)
def test_who_asks_is_an_organisation_and_a_function(
    contact: Contact, organisation: str | None, role: str | None
) -> None:
    values = seen(changed(asked(), contacts=(contact,))).properties
    assert (values.get("requester.organisation"), values.get("requester.role")) == (organisation, role)


@pytest.mark.parametrize("kind", TYPES)
def test_every_message_leaves_its_line(kind: str) -> None:
    said = message(kind, "m", 5, about(2, "Accept", resource=BOATS), by="VR Twente", preceding="r")
    found = seen(said)
    assert found.entity == "request:rm:r"
    line = str(found.properties["log.m"])
    assert line.startswith("2026-11-23T12:05:00Z ")
    assert "Reddingseenheden" in line


@pytest.mark.parametrize(
    ("said", "entity"),
    [
        (asked(), "request:rm:r"),
        (asked(name="r2", origin="r2", recall=recall("r", "Update")), "request:rm:r"),
        (asked(name="r2", recall=recall("r", "Update")), "request:rm:r"),
        (asked(origin="request:meldtafel:2026-1"), "request:meldtafel:2026-1"),
        (asked(origin="request:rm:r"), "request:rm:r"),
        (asked(origin="request:Rm:1"), "request:rm:request:Rm:1"),
        (message("CommitResource", "c", 1, origin="c", preceding="r"), "request:rm:r"),
        (message("RequisitionResource", "o", 1, about(1), origin="o"), "request:rm:o"),
    ],
)
def test_a_sequence_is_one_request(said: Message, entity: str) -> None:
    assert seen(said).entity == entity


def test_a_request_of_another_source_keeps_its_own_life_cycle() -> None:
    values = seen(asked(origin="request:meldtafel:2026-1")).properties
    assert {"state", "version", "operation", "request_kind", "urgent", "item.1.promised"}.isdisjoint(values)
    assert values["item.1.requested"] == 6
    named = changed(asked(origin="request:meldtafel:2026-1"), incidents=(("operation:meldtafel:7", None),))
    assert seen(named).properties["operation"] == "operation:meldtafel:7"


def test_ids_of_items_are_plain() -> None:
    values = seen(message("RequestResource", "r", 0, Info(id="Regel 1.a", resource=BOATS))).properties
    (name,) = values["item_ids"] if isinstance(values["item_ids"], list) else ()
    assert name.startswith("Regel-1-a-")
    assert len(name) <= 32
    answer = seen(message("CommitResource", "c", 1, about(1, "Accept", preceding="Regel 1.a"), by="VR"))
    assert name in answer.properties.values()


def test_an_order_within_a_sequence_changes_no_items() -> None:
    order = message("RequisitionResource", "o", 2, Info(id="q", resource=BOATS, quantity=Quantity(amount=2)))
    (found,) = view(asked(), order)["items"]
    assert (found["id"], found["requested"]) == ("1", 6)
    commit = message("CommitResource", "c", 3, about(answer="Accept", preceding="q"), by="A", preceding="o")
    assert view(asked(), order, commit)["items"][0]["promised"] == 2


def test_a_supplier_is_who_responds_owns_or_sends() -> None:
    owned = about(1, resource=Resource(id="B1", owner="Waterschap"), times={"ActualDeparture": NOON})

    def supplier(*contacts: Contact) -> Any:
        said = message("ReportResourceDeploymentStatus", "m", 1, owned, contacts=contacts)
        return view(asked(), said)["promises"][0]["supplier"]

    sender = Contact(role="Sender", organisation="Meldkamer")
    assert supplier(sender, Contact(role="RespondingOrg", organisation="VR")) == "VR"
    assert supplier(sender) == "Waterschap"
    plain = message("CommitResource", "m", 1, about(1, "Accept"), contacts=(sender,))
    assert view(asked(), plain)["promises"][0]["supplier"] == "Meldkamer"
    release = message("ReleaseResource", "m", 1, about(1), contacts=(sender,))
    assert view(asked(), release)["promises"][0]["supplier"] is None


def test_an_offer_that_nobody_asked_for_is_a_note() -> None:
    until = NOON + timedelta(hours=2)
    info = Info(
        id="1",
        resource=Resource(name="Zandzakken"),
        quantity=Quantity(amount=500),
        schedule=(
            Schedule(type="BeginAvailable", place="Depot", geometry=POINT),
            Schedule(type="EndAvailable", time=until),
        ),
    )
    offer = message("OfferUnsolicitedResource", "f", 0, info, by="Gemeente", origin="f")
    found = seen(offer)
    assert (found.kind, found.entity, found.status) == (Kind.NOTE, "note:rm:f", "aangeboden")
    assert (found.title, found.ttl, found.valid_to) == (
        "Aanbod van Gemeente: 500 Zandzakken",
        7200.0,
        until,
    )
    assert found.geometry == POINT
    assert found.properties["place"] == "Depot"
    gone = seen(changed(offer, id="g", recall=recall("f"), sent=NOON + timedelta(minutes=1)))
    assert (gone.entity, gone.verification, gone.status) == (
        "note:rm:f",
        Verification.INGETROKKEN,
        "ingetrokken",
    )
    known = seen(changed(offer, origin="r"))
    assert known.entity == "request:rm:r"
    assert [row["quantity"] for row in view(asked(), changed(offer, origin="r"))["offers"]] == [500]


def test_a_quote_is_an_offer_with_a_price() -> None:
    quote = message("ResponseToRequestQuote", "q", 1, about(2, "Accept", price="10 euro"), by="Bedrijf")
    (row,) = view(asked(), quote)["offers"]
    assert (row["price"], row["quantity"], row["item"]) == ("10 euro", 2, "1")
    refused = message("ResponseToRequestQuote", "q", 1, about(2, "Decline", reason="nee"), by="Bedrijf")
    assert view(asked(), refused)["offers"][0]["quantity"] == 0


def test_no_person_is_in_an_observation() -> None:
    contact = Contact(role="Requester", organisation="VR", description="dienstdoende")
    found = seen(changed(asked(), contacts=(contact,)))
    assert "dienstdoende" not in str(found)


def test_a_request_of_ours_that_comes_back_begins_no_life_cycle() -> None:
    """Also by a source of the same name: what was exported may be further by now."""
    name = "request:rm:2026-1"
    found = seen(asked(name=name, origin=name))
    assert found.entity == name
    assert not {"state", "version", "by_phone", "item.1.promised"} & set(found.properties)
    assert found.properties["item.1.requested"] == 6
