"""A day of a whole country: pages of brandweer and politie, units that move, warnings, hospitals.

The lines of a day are sent within minutes. Their own times lie in the three hours before, as an
incident counts for four: so none has left the picture when it is checked, and all of them are in it
at once. Rides of ambulances, which count for two hours, are left out for that reason.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random

from mlob.bench.reports_world import block, group, towns
from mlob.bench.samples.cap import alert
from mlob.bench.samples.edxl_have import hospital
from mlob.gazetteer import Place
from mlob.model import iso

__all__ = ["HOSPITALS", "SPREAD", "hospital_reports", "pages", "warnings"]

SPREAD = timedelta(hours=3)
"""How far back the times of the pages go."""
HOSPITALS = 120
_SECOND_PAGE = 10
"""Of so many lines one is a page to the police about what the brandweer was just paged for."""

_BEGIN = """
Acacia Akker Anjer Appel Berk Beuk Bloem Boek Boom Bos Brem Brug Bunder Burcht Dahlia Dal Den Dijk Distel
Dommel Dorp Dras Duif Eik Eiland Eker Elf Els Erica Es Fazant Flora Fluit Gaarde Ganzen Geer Gerst Goud
Graan Graven Haag Haak Haas Hamer Haver Hazelaar Heer Hei Hert Heuvel Hoef Hooi Hop Hulst Iep IJs Jager
Jasmijn Kamp Kapel Kastanje Kers Kerk Klaver Klip Klok Koren Kraan Krekel Kroon Kruis Kuip Laar Landgoed
Lariks Leem Lelie Lijster Linde Lis Loof Lupine Maan Mei Merel Mees Meidoorn Molen Mos Mulder Narcis Nacht
Noord Oever Olm Oogst Oost Orchidee Otter Ouder Paarden Palm Papaver Pastorie Patrijs Peer Peppel Pioen
Plataan Polder Populier Prins Pruim Raad Reiger Riet Ring Rogge Roos Rozen Ruiter Schans Schapen School
Sering Slot Snoek Spar Specht Spoor Ster Steen Stads Tarwe Tijm Toren Tuin Tulp Turf Uil Valk Varen Veen
Veer Veld Vink Vlas Vlier Vlinder Voor Vos Waal Waard Wal Water Weide Wever Wilg Wind Winter Woud Zand
Zeis Zilver Zomer Zon Zuid Zwaan Zwaluw
"""
_END = """
straat weg laan plein hof kade pad dreef singel steeg dijk gracht plantsoen park ring baan wal markt kamp
akker veld erf haven brug sluis poort werf polder hoek zoom bos tuin dam vaart beek hoeve weide heide
brink heuvel
"""
_FIRST, _LAST = tuple(_BEGIN.split()), tuple(_END.split())
"""Together the names of some 6,700 streets."""
_FIRE = (
    ("BR woning", "Ass. Brandweer"),
    ("BR container", "Vernieling"),
    ("Stormschade", "Verkeersstremming"),
    ("Wateroverlast", "Verkeersstremming"),
    ("Gaslucht", "Ass. Brandweer"),
    ("Liftopsluiting", "Ass. Brandweer"),
    ("Ongeval wegvervoer letsel", "Ongeval letsel"),
    ("Persoon te water", "Ass. Brandweer"),
)
"""What the brandweer is paged for, and the politie then."""


def pages(amount: int, until: datetime, seed: int = 1) -> Iterator[bytes]:
    """So many FLEX lines, evenly over the hours before `until`."""
    rng = Random(seed)
    places, sums = towns()
    spot: tuple[Place, str, tuple[str, str]] | None = None
    for number in range(amount):
        moment = until - SPREAD * (1 - number / amount)
        if spot is not None and number % _SECOND_PAGE == 0:
            yield _page(rng, moment, *spot, police=True)
            continue
        (place,) = rng.choices(places, cum_weights=sums)
        spot = place, rng.choice(_FIRST) + rng.choice(_LAST), rng.choice(_FIRE)
        yield _page(rng, moment, *spot, police=False)


def _page(
    rng: Random, moment: datetime, place: Place, street: str, words: tuple[str, str], *, police: bool
) -> bytes:
    region = place.veiligheidsregio
    capcode = f"00{block(region)}{3 if police else 0}{rng.randrange(10_000):04d}"
    where = f"{words[police]} {street} {place.name}"
    if police:
        body = f"P {rng.randint(1, 2)} {where}"
    else:
        talkgroup = f"{group(region)}-{rng.randint(1, 12):02d}"
        body = f"P {rng.randint(1, 2)} {talkgroup} {where} {region[2:]}{rng.randint(1031, 6999)}"
    cycle = f"{moment.minute % 15:02d}.{rng.randrange(128):03d}"
    return f"FLEX|{moment:%Y-%m-%d %H:%M:%S}|1600/2/K/A|{cycle}|{capcode}|ALN|{body}\n".encode()


def warnings(amount: int, start: datetime, lasts: timedelta) -> Iterator[tuple[timedelta, bytes]]:
    """So many CAP alerts, evenly over a time: how long after its start, and the alert."""
    for number in range(amount):
        after = lasts * (number / amount)
        yield after, alert(number, start + after)


def hospital_reports(amount: int, start: datetime, lasts: timedelta) -> Iterator[tuple[timedelta, bytes]]:
    """So many EDXL-HAVE messages, evenly over a time, of one hospital after the other."""
    for number in range(amount):
        turn, which = divmod(number, HOSPITALS)
        after = lasts * (number / amount)
        yield after, hospital(which, turn, iso(start + after))
