"""CAP: what is wrong with an alert that is refused, and what else comes along with alerts."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from mlob import formats
from mlob.errors import DecodeError
from mlob.formats.cap import FORMAT, Alert, decode
from tests.conformance.golden import payload, reception

FULL = formats.split(FORMAT, payload("cap"))[0].decode()


def alert(text: str) -> Alert:
    (found,) = decode(text.encode(), reception("cap"))
    return found


def test_one_alert_whole() -> None:
    found = alert(FULL)
    assert (found.version, found.identifier, found.status) == ("1.2", "NL-2021-0715-01", "Actual")
    assert found.sent == datetime(2021, 7, 15, 12, 2, tzinfo=UTC)
    assert found.infos[1].areas[0].circles == ((6.05, 51.25, 1.5),)
    assert found.infos[1].areas[0].geocodes == (("CBS", "GM0957"),)


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("<scope>Public</scope>", "", "scope: ontbreekt"),
        ("<scope>Public</scope>", "<scope/>", "scope: is leeg"),
        ("<scope>Public</scope>", "<scope>Public</scope><scope>Public</scope>", "scope: staat er meer"),
        ("<status>Actual</status>", "<status>Echt</status>", "status: waarde 'Echt'"),
        ("2021-07-15T14:02:00+02:00", "gisteren", "sent: geen tijd"),
        ("2021-07-15T14:02:00+02:00", "2021-07-15 14:02:00+02:00", "sent: geen tijd"),
        ("2021-07-15T15:00:00+02:00", "2021-13-15T15:00:00+02:00", "onset: geen tijd"),
        ("<category>Met</category>", "", "category: ontbreekt"),
        ("<responseType>Evacuate</responseType>", "<responseType>Ren</responseType>", "responseType: waarde"),
        ("<areaDesc>Roermond</areaDesc>", "", "areaDesc: ontbreekt"),
        ("51.19,5.97 51.21,5.97 51.21,6.01", "51.19,5.97", "polygon: minder dan vier"),
        (" 51.19,5.97</polygon>", " 51.20,5.97</polygon>", "polygon: niet gesloten"),
        ("51.21,6.01", "91.21,6.01", "polygon: punt ligt niet op aarde"),
        ("51.21,6.01", "6.01,51.21", "polygon: breedte en lengte zijn verwisseld"),
        ("51.21,6.01", "51.21", "polygon: geen punt"),
        ("51.21,6.01", "51.21,oost", "polygon: geen getal"),
        ("51.21,6.01", "51.21,inf", "polygon: geen getal"),
        ("51.25,6.05 1.5", "51.25,6.05", "circle: geen punt met straal"),
        ("51.25,6.05 1.5", "51.25,6.05 -1", "circle: straal bestaat niet"),
        ("cap:1.2", "cap:9", "alert: geen alert van CAP"),
        ("<alert", "<!DOCTYPE alert><alert", "DOCTYPE: niet toegestaan"),
    ],
)
def test_refused(old: str, new: str, reason: str) -> None:
    assert old in FULL
    with pytest.raises(DecodeError, match=reason.replace("(", r"\(")):
        alert(FULL.replace(old, new))


def test_an_older_version_may_leave_out_the_scope_and_the_category() -> None:
    old = FULL.replace("urn:oasis:names:tc:emergency:cap:1.2", "http://www.incident.com/cap/1.0")
    old = old.replace("<scope>Public</scope>", "<references>NL/1/x@voorbeeld.invalid</references>")
    old = old.replace("<category>Met</category>", "").replace("<certainty>Observed", "<certainty>Very Likely")
    found = alert(old)
    assert (found.version, found.scope, found.references) == ("1.0", None, ("NL/1",))
    assert {info.certainty for info in found.infos} == {"Likely"}


def test_a_reference_that_is_an_identifier_alone() -> None:
    text = FULL.replace("</scope>", "</scope><references>NL-1 a,NL-2,2021-07-15T14:02:00+02:00</references>")
    assert alert(text).references == ("NL-1", "NL-2")


def test_the_first_reference_is_to_the_alert_that_was_sent_first() -> None:
    said = (
        "a,NL-3,2021-07-15T14:02:00+02:00\na,NL-1,2021-07-14T23:02:00-00:00 a,NL-2,2021-07-15T01:30:00+02:00"
    )
    text = FULL.replace("</scope>", f"</scope><references>{said}</references>")
    assert alert(text).references == ("NL-1", "NL-2", "NL-3")
    assert alert(text.replace("2021-07-14T23", "2021-07-54T23")).references == ("NL-3", "NL-1", "NL-2")


def test_names_of_incidents_may_hold_white_space() -> None:
    text = FULL.replace("</scope>", '</scope><incidents>VR24-1 "Hoogwater  Maas"</incidents>')
    assert alert(text).incidents == ("VR24-1", "Hoogwater  Maas")


def test_another_encoding() -> None:
    text = FULL.replace("UTF-8", "ISO-8859-1").replace("Roermond", "Curaçao")
    (found,) = decode(text.encode("latin-1"), reception("cap"))
    assert found.infos[1].areas[0].desc == "Curaçao"


def test_nesting() -> None:
    deep = FULL.replace("<scope>", "<a>" * 70 + "</a>" * 70 + "<scope>")
    with pytest.raises(DecodeError, match="lagen diep"):
        alert(deep)
