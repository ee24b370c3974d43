"""GeoJSON features: whose they are, what they are called, which values are refused."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from mlob.adapters import known
from mlob.errors import DecodeError
from mlob.formats.geojson import Feature
from mlob.model import Discipline, Kind, Observation, Reception, Source

NOW = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)


def observe(properties: dict[str, Any], *, name: str | None = "a", **source: Any) -> list[Observation]:
    source = {"disciplines": (Discipline.GEMEENTEN, Discipline.POLITIE), **source}
    reception = Reception(source=Source(name="zaal", format="geojson", **source), received_at=NOW)
    message = Feature(id=name, geometry=None, properties=properties)
    readers = [known()[Discipline(item)].formats["geojson"] for item in source["disciplines"]]
    return [found for read in readers for found in read(message, reception)]


@pytest.mark.parametrize(
    ("properties", "reason"),
    [
        ({}, "kind: ontbreekt"),
        ({"kind": "ufo"}, "kind: onbekend"),
        ({"kind": []}, "kind: onbekend"),
        ({"kind": "request"}, "kind: een bijstandsaanvraag"),
        ({"kind": "unit", "discipline": "ghor"}, "bron zaal mag niet schrijven voor ghor"),
        ({"kind": "unit", "discipline": "leger"}, "discipline: onbekend"),
        ({"kind": "region"}, "vr: ontbreekt"),
        ({"kind": "region", "vr": "VR26"}, "vr: geen veiligheidsregio"),
        ({"kind": "region", "vr": "VR24", "grip": 6}, "grip: geen heel getal"),
        ({"kind": "region", "vr": "VR24", "grip": 1.5}, "grip: geen heel getal"),
        ({"kind": "region", "vr": "VR24", "grip": "4"}, "grip: geen heel getal"),
        ({"kind": "region", "vr": "VR24", "phase": "vrede"}, "phase: onbekend"),
        ({"kind": "capacity", "vr": "VR24"}, "resource: ontbreekt"),
        ({"kind": "capacity", "resource": "agenten"}, "vr: ontbreekt"),
        ({"kind": "capacity", "resource": "agenten", "vr": "VR26"}, "vr: geen veiligheidsregio"),
        ({"kind": "capacity", "resource": "agenten", "supplier": "MARS"}, "andere leverancier"),
        ({"kind": "unit", "observed_at": "straks"}, "observed_at: geen tijd"),
        ({"kind": "unit", "observed_at": 5}, "observed_at: geen tijd"),
        ({"kind": "unit", "severity": 5}, "severity: geen heel getal"),
        ({"kind": "unit", "ttl": -1}, "ttl: geen getal"),
        ({"kind": "unit", "title": {"a": 1}}, "title: geen tekst"),
        ({"kind": "unit", "exercise": "ja"}, "exercise: geen true of false"),
    ],
)
def test_refused(properties: dict[str, Any], reason: str) -> None:
    with pytest.raises(DecodeError, match=reason):
        observe(properties)


@pytest.mark.parametrize(
    ("properties", "entity"),
    [
        ({"vr": "VR24"}, "capacity:VR24:boten"),
        ({"supplier": "DEF"}, "capacity:DEF:boten"),
        ({"supplier": "Nationale Reddingsvloot"}, "capacity:NRV:boten"),
        ({"supplier": "PE05", "vr": "VR13"}, "capacity:PE05:boten"),
        ({"vr": "DEF"}, "capacity:DEF:boten"),
    ],
)
def test_whose_capacity_it_is(properties: dict[str, Any], entity: str) -> None:
    (found,) = observe({"kind": "capacity", "resource": "boten", "total": 3, **properties})
    assert found.entity == entity
    assert found.properties["total"] == 3


def test_without_an_id() -> None:
    with pytest.raises(DecodeError, match="id: ontbreekt"):
        observe({"kind": "unit"}, name=None)


def test_defaults_fill_what_is_missing() -> None:
    (found,) = observe({"title": "x"}, defaults={"kind": "facility", "discipline": "politie", "title": "y"})
    assert (found.kind, found.discipline, found.title) == (Kind.FACILITY, Discipline.POLITIE, "x")


def test_what_the_model_can_not_keep_is_named() -> None:
    (found,) = observe({"kind": "note", "a": [1, "b", None], "c": {"d": 1}, "e": [[1]], "f": 1.5})
    assert found.properties == {"a": ["1", "b"], "f": 1.5, "dropped": ["c", "e"]}


def test_grip_that_is_not_known_is_said_so() -> None:
    (found,) = observe({"kind": "region", "vr": "VR24", "grip": None}, name=None)
    assert (found.entity, found.properties["grip"]) == ("region:VR24", None)
    assert "phase" not in found.properties


def test_an_area_goes_when_its_time_is_over() -> None:
    times = {"observed_at": "2026-11-23T15:00", "valid_to": "2026-11-23T16:00", "title": ""}
    (found,) = observe({"kind": "area", **times})
    assert (found.ttl, found.title) == (3600.0, None)


def test_a_date_of_arcgis_is_in_milliseconds() -> None:
    (found,) = observe({"kind": "unit", "observed_at": 1795600000500})
    assert found.observed_at == datetime(2026, 11, 25, 9, 46, 40, 500_000, tzinfo=UTC)
