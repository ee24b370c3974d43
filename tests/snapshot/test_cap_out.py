"""CAP out: our own reader finds the same areas, the schemas of OASIS and Atom accept it."""

import os
from pathlib import Path
from typing import Any

import msgspec
import pytest
from lxml import etree

from mlob.adapters.shared.cap import observe
from mlob.formats import cap
from mlob.model import Discipline, Observation, Reception, Source
from mlob.snapshot.material import Material
from tests.snapshot import briefing, samples

SCHEMAS = (
    Path(os.environ.get("MLOB_CORPUS") or Path(__file__).parents[3] / "shared" / "data" / "samples")
    / "cap"
    / "schema"
)
RECEPTION = Reception(
    source=Source(name="beeld", format="cap", disciplines=(Discipline.OVERIG,)), received_at=briefing.NOW
)
RING = [[5.7, 50.8], [5.9, 50.8], [5.9, 50.95], [5.7, 50.8]]
HOLE = [[5.8, 50.85], [5.85, 50.85], [5.85, 50.87], [5.8, 50.85]]


def area(name: str, geometry: Any, **more: Any) -> dict[str, Any]:
    return samples.feature(name, geometry, **{"kind": "area", "discipline": "overig", **more})


def material(*areas: dict[str, Any], **changes: Any) -> Material:
    said = samples.material()
    picture = {
        **said.picture,
        "features": [*areas, samples.feature("incident:p2000:1", samples.point(5, 52))],
    }
    return msgspec.structs.replace(said, picture=picture, **changes)


def out(*areas: dict[str, Any], exercise: bool = False) -> bytes:
    return briefing.rendered("cap", material(*areas, exercise=exercise), exercise=exercise)


def back(frame: bytes) -> list[Observation]:
    """What our own reader makes of it."""
    alerts = list(cap.decode(frame, RECEPTION))
    return [found for alert in alerts for found in observe(alert, RECEPTION, discipline=Discipline.OVERIG)]


WARNING = area(
    "area:knmi:7",
    {"type": "MultiPolygon", "coordinates": [[RING], [[[4, 52], [4.1, 52], [4.1, 52.1], [4, 52]]]]},
    title="Code rood: regen <150 mm> & wind",
    severity=4,
    verification="bevestigd",
    category=["Met"],
    event="Zware regen",
    response_type=["Shelter", "Onzin"],
    urgency="Immediate",
    certainty="Likely",
    description="Blijf binnen.\nVermijd de beken.",
    instruction="Bel 112 alleen bij nood.",
    areas=["Zuid-Limburg"],
    valid_from="2021-07-14T12:00:00Z",
    valid_to="2021-07-15T04:00:00.500Z",
    identifier="NL-1",
    sender="knmi@knmi.invalid",
    msg_type="Alert",
    marking="TLP:GREEN",
)


def test_read_back_it_is_the_same_warning() -> None:
    (found,) = back(out(WARNING))
    known = WARNING["properties"]
    assert found.geometry == WARNING["geometry"]
    assert (found.title, found.severity) == (known["title"], 4)
    assert found.valid_from is not None
    assert found.valid_to is not None
    assert found.valid_from.isoformat() == "2021-07-14T12:00:00+00:00"
    assert found.valid_to.isoformat() == "2021-07-15T04:00:00+00:00"
    assert not found.exercise
    for name in ("category", "event", "urgency", "certainty", "description", "instruction", "areas"):
        assert found.properties[name] == (
            known[name] if isinstance(known[name], list) else known[name].replace("\n", "\n")
        )
    assert found.properties["response_type"] == ["Shelter"]
    assert found.properties["scope"] == "Restricted"
    assert found.properties["geocodes"] == ["veiligheidsregio=VR24"]


def test_who_sends_and_how_it_is_marked() -> None:
    root = etree.fromstring(out(WARNING))
    (alert,) = root.iter("{*}alert")
    assert alert.findtext("{*}sender") == "mlob@locc.invalid"
    assert alert.findtext("{*}restriction") == "Departementaal Vertrouwelijk; TLP:GREEN"
    assert alert.findtext("{*}msgType") == "Alert"
    assert alert.findtext("{*}references") is None
    assert root.findtext("{*}rights") == "Rubricering: Departementaal Vertrouwelijk"
    said = {item.findtext("{*}valueName"): item.findtext("{*}value") for item in alert.iter("{*}parameter")}
    assert said["mlob:id"] == "area:knmi:7"
    assert said["mlob:original"] == "knmi@knmi.invalid NL-1"


def test_an_exercise_says_so() -> None:
    (found,) = back(out(WARNING, exercise=True))
    assert found.exercise
    (one,) = back(out(area("area:x:1", None, exercise=True)))
    assert one.exercise
    assert b"OEFENING - " in out(WARNING, exercise=True)


def test_only_areas_the_worst_first_each_with_its_own_identifier() -> None:
    some = [
        area(f"area:x:{number}", {"type": "Polygon", "coordinates": [RING]}, severity=number)
        for number in range(4)
    ]
    found = back(out(*some))
    assert [item.title for item in found] == ["area:x:3", "area:x:2", "area:x:1", "area:x:0"]
    assert len({item.entity for item in found}) == 4


def test_identifier_changes_with_the_moment() -> None:
    def names(**changes: Any) -> set[Any]:
        frame = briefing.rendered("cap", material(WARNING), **changes)
        return {alert.identifier for alert in cap.decode(frame, RECEPTION)}

    assert names() == names()
    assert names().isdisjoint(names(cursor="1626273000001-0"))


def test_withdrawn_warnings_take_back_the_alert_that_they_were() -> None:
    withdrawn = {**WARNING, "properties": {**WARNING["properties"], "verification": "ingetrokken"}}
    (alert,) = cap.decode(out(withdrawn), RECEPTION)
    assert (alert.msg_type, alert.references) == ("Cancel", ("NL-1",))
    assert b"<cap:references>knmi@knmi.invalid,NL-1,2021-07-14T14:30:00-00:00</cap:references>" in out(
        withdrawn
    )
    (found,) = back(out(withdrawn))
    assert found.verification == "ingetrokken"
    # Without a valid reference there is nothing to take back, and nothing is made up.
    for more in ({"identifier": None}, {"identifier": "met spatie"}, {"sender": "a,b"}):
        odd = {**withdrawn, "properties": {**withdrawn["properties"], **more}}
        assert back(out(odd)) == []


@pytest.mark.parametrize(
    ("geometry", "expected"),
    [
        (samples.point(5.5, 51.5), samples.point(5.5, 51.5)),
        ({"type": "LineString", "coordinates": [[5, 52], [5.1, 52.1]]}, samples.point(5, 52)),
        (None, None),
        ({"type": "Polygon", "coordinates": [RING, HOLE]}, {"type": "Polygon", "coordinates": [RING]}),
    ],
)
def test_shapes_that_cap_has_not(geometry: Any, expected: Any) -> None:
    frame = out(area("area:x:1", geometry))
    (found,) = back(frame)
    assert found.geometry == expected
    assert (b"openingen in het gebied zijn niet getekend" in frame) is bool(
        geometry and geometry["type"] == "Polygon"
    )


def test_hostile_text_is_text() -> None:
    (found,) = back(
        out(area("area:x:1", None, title=samples.HOSTILE + "\ud800", event="", urgency="Snel", severity=9))
    )
    assert found.title == '<script>alert("x")</script>&'
    assert found.severity == 4


def test_a_picture_without_areas_is_a_feed_without_entries() -> None:
    frame = out()
    assert list(cap.decode(frame, RECEPTION)) == []
    assert b"<feed" in frame


@pytest.mark.skipif(not SCHEMAS.is_dir(), reason="no schemas: set MLOB_CORPUS")
def test_schemas_accept_it() -> None:
    withdrawn = {**WARNING, "id": "area:x:9"}
    withdrawn["properties"] = {**WARNING["properties"], "verification": "ingetrokken"}
    holed = area("area:x:3", {"type": "Polygon", "coordinates": [RING, HOLE]}, exercise=True)
    root = etree.fromstring(
        out(WARNING, withdrawn, holed, area("area:x:2", samples.point(5, 52), title=samples.HOSTILE))
    )
    schema = etree.XMLSchema(etree.parse(SCHEMAS / "cap12.xsd"))
    alerts = list(root.iter("{*}alert"))
    assert len(alerts) == 4
    for alert in alerts:
        named = alert.findtext(".//{*}areaDesc") or ""
        assert named.endswith("(openingen in het gebied zijn niet getekend)") is (
            alert.findtext("{*}status") == "Exercise"
        )
        schema.assertValid(etree.fromstring(etree.tostring(alert)))
    for part in (root, *root.iter("{*}entry")):  # what RFC 4287 (4.1) asks of a feed and of an entry
        assert all(
            part.findtext("{http://www.w3.org/2005/Atom}" + name) for name in ("id", "title", "updated")
        )
