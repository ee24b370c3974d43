"""CAP: what the digest of an alert means beside the alert itself, and the colours of MeteoAlarm."""

from __future__ import annotations

import msgspec
import pytest

from mlob import formats, intake
from mlob.fold import apply, begin
from mlob.formats.cap import FORMAT
from mlob.model import Discipline, Observation, Source
from tests.conformance.golden import RECEIVED

POLLED = Source(
    name="knmi", format="cap", disciplines=(Discipline.OVERIG,), url="https://voorbeeld.invalid/index.atom"
)
PUSHED = msgspec.structs.replace(POLLED, url="push:")
ALERT = """<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>NL.2</identifier>
  <sender>knmi@voorbeeld.invalid</sender><sent>2026-11-23T12:30:00+01:00</sent><status>Actual</status>
  <msgType>Alert</msgType><scope>Public</scope><info><language>nl-NL</language><category>Met</category>
  <event>Wind</event><urgency>Future</urgency><severity>Severe</severity><certainty>Likely</certainty>
  <headline>Code oranje voor wind</headline><area><areaDesc>Zeeland</areaDesc></area></info></alert>"""
DIGEST = """<feed xmlns="http://www.w3.org/2005/Atom" xmlns:cap="urn:oasis:names:tc:emergency:cap:1.2"><entry>
  <cap:identifier>NL.2</cap:identifier><cap:sent>2026-11-23T12:30:00+01:00</cap:sent>
  <cap:event>Orange wind warning</cap:event><cap:message_type>Alert</cap:message_type>
  <cap:areaDesc>Zeeland</cap:areaDesc><cap:urgency>Future</cap:urgency>
  <link type="application/cap+xml" href="/2.cap"/></entry></feed>"""


def said(text: str, source: Source) -> list[Observation]:
    taken = intake.take(source, formats.split(FORMAT, text.encode()), RECEIVED)
    assert not taken.rejects
    return taken.observations


@pytest.mark.parametrize("turned", [False, True])
def test_the_alert_itself_has_the_last_word_in_whatever_order_they_come(turned: bool) -> None:
    found = [*said(DIGEST, POLLED), *said(ALERT, POLLED)]
    assert {item.entity for item in found} == {"area:knmi:NL.2"}
    entity = begin(found[0])
    for item in reversed(found) if turned else found:
        apply(entity, item)
    assert (entity.values["title"], entity.values["severity"]) == ("Code oranje voor wind", 3)


def test_a_digest_alone_has_the_time_of_the_alert() -> None:
    (digest,), (alert,) = said(DIGEST, PUSHED), said(ALERT, PUSHED)
    assert digest.observed_at == alert.observed_at
    assert digest.title == "Orange wind warning"


@pytest.mark.parametrize(("source", "count"), [(POLLED, 0), (PUSHED, 1)])
def test_an_update_that_does_not_say_of_what_waits_for_the_alert_itself(source: Source, count: int) -> None:
    assert len(said(DIGEST.replace(">Alert<", ">Update<"), source)) == count


@pytest.mark.parametrize(
    ("severity", "level", "expected"),
    [
        ("", "4; red; Extreme", 4),
        ("", "2; yellow; Moderate", 2),
        ("Minor", "4; red; Extreme", 1),
        ("", "rood", 0),
        ("", "", 0),
    ],
)
def test_a_colour_is_the_severity_of_an_alert_without_one(severity: str, level: str, expected: int) -> None:
    parameter = f"<cap:valueName>awareness_level</cap:valueName><cap:value>{level}</cap:value>"
    more = f"<cap:severity>{severity}</cap:severity><cap:parameter>{parameter}</cap:parameter>"
    (found,) = said(DIGEST.replace("<cap:areaDesc>", f"{more}<cap:areaDesc>"), PUSHED)
    assert found.severity == expected
