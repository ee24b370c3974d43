"""What others than pagers say of invented incidents: control rooms in EMSI, the rest in GeoJSON and CoT."""

from __future__ import annotations

import zlib
from datetime import datetime, timedelta
from random import Random
from typing import Any
from xml.sax.saxutils import escape

import msgspec

from mlob.bench import reports_rates as rates
from mlob.bench.reports_pages import misspelled
from mlob.bench.reports_world import Incident, Spot, moved, neighbours
from mlob.model import Discipline, iso

__all__ = ["cot", "council", "emsi", "phone", "support", "water"]


_PREPOSITIONS = ("aan de", "in de", "op de", "bij de", "nabij", "hoek")


def emsi(incident: Incident, moment: datetime, *, sender: str, update: int) -> bytes:
    """A control room's account of an event; later ones know more."""
    # Every message repeats the whole account: where and what were written down once.
    first = Random(f"{incident.id} {sender}")
    lon, lat = moved(first, incident.spot.lon, incident.spot.lat, first.uniform(*rates.EMSI_OFF_M))
    street, town = _told(first, incident.spot, misspell=0.0)
    title = first.choice(incident.sort.event)
    document = {
        "CONTEXT": {
            "ID": f"{incident.reference}-{moment:%H%M%S}",
            "MODE": "ACTUAL",
            "MSGTYPE": "UPDATE" if update else "ALERT",
            "CREATION": iso(moment),
            "ORIGIN": {"ORG_ID": sender, "NAME": sender},
        },
        "EVENT": {
            "ID": str(incident.reference),
            "NAME": " ".join(part for part in (title, street, town) if part),
            "ETYPE": {"CATEGORY": incident.sort.codes, "ACTOR": "PPL", "LOCTYPE": "URB"},
            "SCALE": str(min(5, 1 + update)),
            "STATUS": "IPR",
            "OCC_DATIME": iso(incident.start),
            "EGEO": {
                "TYPE": "GEN",
                "POSITION": {
                    "NAME": town or street or title,
                    "TYPE": "POINT",
                    "COORDSYS": "EPSG-4326",
                    "COORD": {"LAT": f"{lat:.6f}", "LONG": f"{lon:.6f}"},
                },
            },
        },
    }
    if zlib.crc32(sender.encode()) % 100 < rates.JSON * 100:
        return msgspec.json.encode({"emsi": document})
    return f'<emsi xmlns="urn:emergency:eda:1.9:emsi">{_xml(document)}</emsi>'.encode()


def council(rng: Random, incident: Incident, moment: datetime, number: int) -> bytes:
    """What a gemeente reports: the incident in its own words, or the shelter that it opened for it."""
    spot, street, town = incident.spot, *_told(rng, incident.spot, misspell=rates.MISSPELLED)
    what = rng.choice(incident.sort.council or incident.sort.event)
    where = _words(rng, street, town)
    shelter = rng.random() < rates.SHELTER
    lon, lat = (
        (spot.place.lon, spot.place.lat)
        if rng.random() < rates.HALL
        else moved(rng, spot.lon, spot.lat, 120.0)
    )
    found: dict[str, Any] = {
        "kind": "facility" if shelter else "incident",
        "title": f"Opvang geopend in verband met {what.lower()} {where}" if shelter else f"{what} {where}",
        "observed_at": iso(moment),
        "place": town,
    }
    if rng.random() < rates.REFERENCE:
        found["reference"] = str(incident.reference)
    return _feature(f"bz-{number}", None if rng.random() < rates.NO_POINT else (lon, lat), found)


def phone(rng: Random, incident: Incident, moment: datetime, number: int, speaker: Discipline) -> bytes:
    """What a liaison wrote down from the telephone."""
    street, town = _told(rng, incident.spot, misspell=rates.MISSPELLED * 2)
    title = f"{rng.choice(incident.sort.people or incident.sort.event)} {_words(rng, street, town)}"
    point = moved(rng, incident.spot.lon, incident.spot.lat, rng.uniform(*rates.PHONE_OFF_M))
    found = {"kind": "incident", "title": title, "observed_at": iso(moment), "discipline": speaker}
    return _feature(f"tel-{number}", None if rng.random() < rates.NO_POINT else point, found)


def water(rng: Random, incident: Incident, moment: datetime, number: int) -> bytes:
    """What a waterschap or another partner reports: a matter of its own with the water or the net there."""
    point = moved(rng, incident.spot.lon, incident.spot.lat, rng.uniform(*rates.PARTNER_OFF_M))
    street, town = _told(rng, incident.spot, misspell=0.0)
    title = f"{rng.choice(incident.sort.event)}, {street or town}"
    found = {"kind": "incident", "title": title, "observed_at": iso(moment), "place": town, "street": street}
    return _feature(f"w{number}", point, {key: value for key, value in found.items() if value})


def support(rng: Random, incident: Incident, moment: datetime, number: int) -> bytes:
    """What defensie reports as GeoJSON: its support on the spot, in its own words."""
    point = moved(rng, incident.spot.lon, incident.spot.lat, rng.uniform(*rates.PARTNER_OFF_M))
    street, town = _told(rng, incident.spot, misspell=0.0)
    support = rng.choice(("Steunverlening", "EOD ter plaatse", "Bijstand defensie"))
    title = f"{support}: {rng.choice(incident.sort.event).lower()}, {street or ''} {town or ''}".strip()
    found: dict[str, Any] = {"kind": "incident", "title": title, "observed_at": iso(moment)}
    if rng.random() < rates.REFERENCE:
        found["reference"] = str(incident.reference)
    return _feature(f"def-{number}", point, found)


def cot(rng: Random, incident: Incident, moment: datetime, number: int) -> bytes:
    """An alarm (b-a-o-tbl) that a unit of defensie raises at the spot."""
    lon, lat = moved(rng, incident.spot.lon, incident.spot.lat, rng.uniform(5.0, 80.0))
    remarks = escape(f"{rng.choice(incident.sort.event)} {incident.spot.street or incident.spot.road or ''}")
    return (
        f'<event version="2.0" uid="nl-def-{number}" type="b-a-o-tbl" how="m-g" time="{iso(moment)}" '
        f'start="{iso(moment)}" stale="{iso(moment + timedelta(hours=2))}">'
        f'<point lat="{lat:.6f}" lon="{lon:.6f}" hae="9999999.0" ce="15.0" le="9999999.0"/>'
        f'<detail><contact callsign="ALFA {number % 90 + 10}"/><remarks>{remarks}</remarks></detail></event>'
    ).encode()


def _feature(identity: str, point: tuple[float, float] | None, properties: dict[str, Any]) -> bytes:
    """One GeoJSON feature."""
    shape = None if point is None else {"type": "Point", "coordinates": [round(part, 6) for part in point]}
    document = {"type": "Feature", "id": identity, "geometry": shape, "properties": properties}
    return msgspec.json.encode(document)


def _told(rng: Random, spot: Spot, *, misspell: float) -> tuple[str | None, str | None]:
    """Street and town as they are told: wrong, misspelled or left out at the rates of their kind."""
    town, street = spot.place.name, spot.street
    if spot.road:
        street = f"{spot.road} hm {spot.km:.1f}".replace(".", ",")
    elif street and rng.random() < misspell:
        street = misspelled(rng, street)
    if misspell:
        others = neighbours(spot.place)
        if others and rng.random() < rates.WRONG_TOWN:
            town = rng.choice(others[:2]).name
        if rng.random() < rates.NO_STREET:
            return None, town
    return street, town


def _words(rng: Random, street: str | None, town: str | None) -> str:
    if street is None:
        return f"in {town}"
    return f"{rng.choice(_PREPOSITIONS)} {street} in {town}" if rng.random() < 0.7 else f"{street} {town}"


def _xml(node: dict[str, Any]) -> str:
    return "".join(
        f"<{name}>{_xml(value) if isinstance(value, dict) else escape(value)}</{name}>"
        for name, value in node.items()
    )
