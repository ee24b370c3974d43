"""NL-Alert: how severe, until when, and what it is called."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from mlob.adapters.shared.nl_alert import ACTIVE, WITHDRAWN, observe
from mlob.formats.nl_alert import NlAlert
from mlob.model import Discipline, Observation, Reception, Verification
from tests.observations import source

START = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
STOP = START + timedelta(hours=2)


def said(text: str = "Brand in Weert.", *, at: datetime = START, **values: object) -> Observation:
    where = Reception(source=source("alerts", Discipline.OVERIG, format="nl_alert"), received_at=at)
    alert = NlAlert(id="1", dutch=text, **{"start": START, **values})
    (found,) = observe(alert, where, discipline=Discipline.OVERIG)
    return found


def test_another_discipline_says_nothing() -> None:
    where = Reception(source=source("alerts", Discipline.OVERIG, Discipline.POLITIE), received_at=START)
    assert list(observe(NlAlert(id="1", dutch="x"), where, discipline=Discipline.POLITIE)) == []


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        ("Grote brand in Weert. Sluit ramen en deuren.", 3),
        ("Levensgevaar! Ga niet naar buiten.", 4),
        ("Dijkdoorbraak. De wijk wordt geëvacueerd.", 4),
        ("Dijkdoorbraak. Evacueer direct.", 4),
        ("Het gevaar is geweken. U kunt weer naar buiten.", 1),
        ("Einde NL-Alert brand Weert", 1),
        ("Dit is een NL-Alert controlebericht.", 0),
        ("NL-Alert TEST", 0),
    ],
)
def test_severity(text: str, severity: int) -> None:
    found = said(text)
    assert found.severity == severity
    assert bool(found.properties.get("test")) == (severity == 0)


def test_an_exercise() -> None:
    assert said("OEFENING: brand in Weert.").exercise
    assert not said().exercise


def test_active_until_somebody_says_that_it_stopped() -> None:
    active = said(at=STOP)
    assert (active.status, active.observed_at, active.valid_from) == ("actueel", START, START)
    assert (active.ttl, active.valid_to, active.verification) == (ACTIVE, None, None)
    planned = said(stop=STOP, at=STOP - timedelta(seconds=1))
    assert (planned.status, planned.observed_at, planned.ttl) == ("actueel", START, 7200.0)
    stopped = said(stop=STOP, at=STOP)
    assert (stopped.status, stopped.verification) == ("beëindigd", Verification.INGETROKKEN)
    assert (stopped.observed_at, stopped.valid_to, stopped.ttl) == (STOP, STOP, WITHDRAWN)


def test_the_same_page_again_is_nothing_new() -> None:
    assert said(stop=STOP, at=STOP).id == said(stop=STOP, at=STOP + timedelta(days=900)).id
    assert said(at=START).id == said(at=STOP).id


def test_without_a_time_of_its_own_it_gets_none() -> None:
    assert said(start=None).once


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("NL-Alert 23-11-2026 14:02. Grote brand in Weert. Blijf binnen.", "Grote brand in Weert."),
        (
            "NL-Alert. Wateroverlast op de A2 bij 's-Hertogenbosch! Rij om.",
            "Wateroverlast op de A2 bij 's-Hertogenbosch!",
        ),
        ("NL-Alert 23/11/2026, om 14.02 uur: gaslek  in Venlo\nBlijf binnen", "Gaslek in Venlo"),
        ("brand in pand 1.5 km buiten Weert", "Brand in pand 1.5 km buiten Weert"),
        ("NL-Alert", "NL-Alert"),
        ("NL-Alert!", "NL-Alert!"),
    ],
)
def test_the_title_is_the_first_sentence_that_says_something(text: str, title: str) -> None:
    assert said(text).title == title
