"""A small picture with everything that a snapshot shows, in the shapes of the API."""

from typing import Any

from mlob import regions
from mlob.bijstand import requests
from mlob.config import Organisation
from mlob.feature import region_feature
from mlob.snapshot import make
from mlob.snapshot.material import Material

ORGANISATION = Organisation(marking="Departementaal Vertrouwelijk", exercise=True)
TIME = "2021-07-14T14:30:00Z"
HOSTILE = '<script>alert("x")</script>&\u202e\x00'


def feature(name: str, geometry: Any = None, **properties: Any) -> dict[str, Any]:
    """A feature as `GET /picture` gives it."""
    known = {
        "kind": "incident",
        "discipline": "brandweer",
        "title": name,
        "status": None,
        "severity": 0,
        "observed_at": TIME,
        "received_at": TIME,
        "gemeente_name": "Meerssen",
        "veiligheidsregio": "VR24",
        "veiligheidsregio_name": "Zuid-Limburg",
        "verification": "onbevestigd",
        "sources": ["p2000"],
        "exercise": False,
        **properties,
    }
    known["disciplines"] = [known["discipline"]]
    return {"type": "Feature", "id": name, "geometry": geometry, "properties": known}


def point(lon: float, lat: float) -> dict[str, Any]:
    return {"type": "Point", "coordinates": [lon, lat]}


REQUEST = {
    "kind": "wvr51",
    "title": "Militairen voor zandzakken",
    "requester": {"organisation": "Veiligheidsregio Zuid-Limburg", "role": "voorzitter"},
    "region": "VR24",
    "urgent": True,
    "by_phone": True,
    "needed_by": "2021-07-14T20:00:00Z",
    "items": [{"id": "a", "resource": "militairen", "quantity": 68}],
    "fields": {"motivering": "Eigen mensen zijn op."},
}


def picture() -> dict[str, Any]:
    """The answer of `GET /picture`."""
    found = [region_feature(code, name, None) for code, name in regions.names().items()]
    for region in found:
        if region["id"] == "region:VR24":
            region["properties"] |= {"grip": 4, "phase": "respons", "sources": ["gemeenten"]}
    area = [[[5.7, 50.8], [5.9, 50.8], [5.9, 50.95], [5.7, 50.8]]]
    return {
        "type": "FeatureCollection",
        "features": [
            *found,
            feature("incident:p2000:1", point(5.83, 50.86), title="Wateroverlast Valkenburg", severity=4),
            feature("incident:p2000:2", point(4.9, 52.37), title=HOSTILE, discipline="politie"),
            feature("unit:cot:1", point(5.5, 51.4), kind="unit", discipline="defensie", title="13 Ltbrig 1"),
            feature("facility:g:1", point(5.86, 50.99), kind="facility", discipline="gemeenten"),
            feature("facility:g:2", point(6.1, 51.9), kind="facility", discipline="ghor"),
            feature("area:cap:1", {"type": "Polygon", "coordinates": area}, kind="area", discipline="overig"),
            feature("note:x:1", None, kind="note", exercise=True),
            feature(
                "request:locc:1",
                None,
                **{**requests.flatten(REQUEST, "o1"), "kind": "request", "title": REQUEST["title"]},
            ),
        ],
        "cursor": "1626273000000-7",
        "at": TIME,
        "known_at": TIME,
        "sources": [
            {"name": "p2000", "state": "actueel", "last": TIME, "rhythm": "5m"},
            {"name": "ghor", "state": "stil", "last": "2021-07-14T11:40:00Z", "rhythm": "15m"},
        ],
    }


DISCIPLINES = [
    {"name": "brandweer", "state": "actueel", "last": TIME, "text": "Brandweer: actueel"},
    {"name": "ghor", "state": "stil", "last": "2021-07-14T11:40:00Z", "text": "GHOR: stil"},
]
TIMELINE = [
    {
        "cursor": "1626273000000-7",
        "time": TIME,
        "known": TIME,
        "severity": 4,
        "discipline": "brandweer",
        "region": "VR24",
        "text": HOSTILE,
        "entity": "incident:p2000:1",
    }
]


def material(organisation: Organisation = ORGANISATION, **more: Any) -> Material:
    """All of it together."""
    found = picture()
    return Material(
        picture=found,
        disciplines=DISCIPLINES,
        timeline=TIMELINE,
        organisation=organisation,
        exercise=make.is_exercise(found, organisation),
        **more,
    )
