"""EDXL-DE -> what is inside, with what the envelope adds."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest

from mlob.adapters.shared import edxl_have
from mlob.adapters.shared.edxl_de import observe
from mlob.formats.edxl_de import Content, Distribution
from mlob.formats.edxl_have import Hospital, Report
from mlob.formats.edxl_rm import Info, Message, Quantity, Recall
from mlob.model import Discipline, Observation, Verification
from tests.conformance.golden import reception

SENT = datetime(2021, 7, 15, tzinfo=UTC)
REPORT = Report(
    version="1.0", hospitals=(Hospital(id="1", name="A", updated=SENT, facility_status="Normal"),)
)
PLAIN = Distribution(version="1.0", id="d", sender="s", sent=SENT, status="Actual", type="Report")


def seen(**values: Any) -> list[Observation]:
    content = Content(distribution=msgspec.structs.replace(PLAIN, **values), form="edxl_have", message=REPORT)
    return list(observe(content, reception("edxl_de"), discipline=Discipline.GEMEENTEN))


def test_actual_is_what_is_inside() -> None:
    (found,) = seen()
    (inner,) = edxl_have.observe(REPORT, reception("edxl_de"), discipline=Discipline.GEMEENTEN)
    assert (found.entity, found.status, found.exercise) == (inner.entity, inner.status, False)
    assert found.properties == {**inner.properties, "distribution": "d", "distribution_sender": "s"}


@pytest.mark.parametrize("values", [{"status": "System"}, {"type": "Ack"}, {"type": "Error"}])
def test_receipts_say_nothing(values: dict[str, str]) -> None:
    assert not seen(**values)


def test_exercise_test_and_cancel() -> None:
    assert seen(status="Exercise")[0].exercise
    assert seen(status="Test")[0].properties["test"] is True
    (gone,) = seen(type="Cancel")
    assert (gone.verification, gone.status) == (Verification.INGETROKKEN, "ingetrokken")


def test_a_withdrawal_is_newer_than_what_it_repeats_and_a_test_is_of_no_severity() -> None:
    sent = SENT + timedelta(hours=1)
    (gone,) = seen(type="Cancel", sent=sent)
    assert (gone.observed_at, gone.ttl) == (sent, 3600.0)
    closed = Report(version="1.0", hospitals=(Hospital(id="1", name="A", facility_status="Closed"),))
    test = msgspec.structs.replace(PLAIN, status="Test")
    content = Content(distribution=test, form="edxl_have", message=closed)
    (found,) = observe(content, reception("edxl_de"), discipline=Discipline.GEMEENTEN)
    assert found.severity == 0


def test_an_exercise_is_another_observation() -> None:
    assert seen(status="Exercise")[0].id != seen()[0].id == seen()[0].id


@pytest.mark.parametrize(
    ("said", "marking"),
    [
        (None, None),
        ("UNCLASSIFIED", None),
        ("Unclassified and not sensitive", None),
        ("Vertrouwelijk", "Vertrouwelijk"),
    ],
)
def test_marking(said: str | None, marking: str | None) -> None:
    assert seen(confidentiality=said)[0].marking == marking


def test_unread_contents_are_named() -> None:
    assert seen(unread=("kml",))[0].properties["distribution_unread"] == ["kml"]


def commit(**values: Any) -> Message:
    answer = Info(id="x", preceding="1", response="Accept", quantity=Quantity(amount=2))
    fixed = {"type": "CommitResource", "id": "c", "origin": "r", "sent": SENT, "resources": (answer,)}
    return Message(**(fixed | values))


def resources(message: Message, **values: Any) -> Observation:
    content = Content(distribution=msgspec.structs.replace(PLAIN, **values), form="edxl_rm", message=message)
    (found,) = observe(content, reception("edxl_de"), discipline=Discipline.GEMEENTEN)
    return found


def test_a_resource_message_in_an_envelope() -> None:
    found = resources(commit(), status="Exercise")
    assert (found.entity, found.exercise, found.verification) == ("request:golden:r", True, None)
    assert found.properties["distribution"] == "d"


def test_a_cancelled_envelope_withdraws_its_message_and_not_the_request() -> None:
    found = resources(commit(), type="Cancel")
    assert (found.entity, found.verification, found.status) == ("request:golden:r", None, None)
    assert found.properties["recall.c"] == "Cancel"
    assert not [name for name in found.properties if name.startswith("promise.")]
    asked = resources(commit(type="RequestResource", id="r"), type="Cancel")
    assert (asked.entity, asked.status, asked.properties["state"]) == (
        "request:golden:r",
        "ingetrokken",
        "ingetrokken",
    )


def test_a_message_that_recalls_another_keeps_its_word_in_a_cancelled_envelope() -> None:
    found = resources(commit(id="c2", recall=Recall(id="c", type="Cancel")), type="Cancel")
    assert found.properties["recall.c"] == "Cancel"
    assert "recall.c2" not in found.properties
