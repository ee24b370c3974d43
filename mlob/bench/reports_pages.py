"""P2000 pages of invented incidents, each control room with its own habits (DOMAIN 5.1), as FLEX lines."""

from __future__ import annotations

import string
import zlib
from datetime import datetime
from random import Random

import msgspec

from mlob.bench import reports_rates as rates
from mlob.bench.reports_words import STREETS
from mlob.bench.reports_world import Incident, Spot, block, group, neighbours

__all__ = [
    "Record", "ambulance", "capcodes", "fire", "flex", "flex_next", "garbled", "knrm", "misspelled", "police",
    "record", "record_of",
]  # fmt: skip


_OBJECTS = (
    "Zorgcentrum De Linde",
    "Hotel Zeezicht",
    "Flat Oosterzicht",
    "Camping De Berk",
    "Sporthal De Meent",
)
_ENDINGS = {
    "dam": "DM", "meer": "MR", "land": "LD", "gom": "GM", "berg": "BG", "wijk": "WK", "veen": "VN",
    "burg": "BG", "hoven": "HV", "dorp": "DP", "kerk": "KK", "hout": "HT", "gauw": "GW", "hage": "H",
    "deel": "D", "zande": "Z", "moer": "M", "drecht": "DT", "waard": "WD", "hoek": "HK",
}  # fmt: skip
"""How the pagers of The Hague and Rotterdam shorten the end of a name."""
_STREETLESS = frozenset(
    {"VR01", *(f"VR{number:02d}" for number in (3, 4, 5, 6, 7, 8, 9, 14, 19, 20, 21, 22, 25))}
)
"""Regions whose ambulance pages name the town only."""
_SHORT = frozenset({"VR15", "VR16"})


class Record(msgspec.Struct, frozen=True):
    """What the control room wrote down of the place, right or wrong: the same on page after page."""

    object: str
    street: str
    town: str
    short: str
    postcode: str = ""

    def where(self, *, short: bool = False) -> str:
        """Object, street and town, as most pages say them."""
        return f"{self.object} {self.street} {self.short if short else self.town}"


def record(rng: Random, where: Spot) -> Record:
    """What a call about a spot leads to, with the errors of calls."""
    others = neighbours(where.place)
    wrong = rates.SECOND_TOWN if where.road else rates.WRONG_PLACE
    town = others[0].name if others and rng.random() < wrong else where.place.name
    named = rng.choice(_OBJECTS) if rng.random() < rates.OBJECT else ""
    if where.road:
        doubled = f"- {where.road} " if rng.random() < 0.2 else ""
        km = f"{where.km + rng.choice(rates.KM_OFF):.1f}".replace(".", ",")
        return Record("", f"{where.road} {where.side} {doubled}{km}", town, short_of(town))
    street = rng.choice(STREETS) if rng.random() < rates.OTHER_STREET else where.street or ""
    chance = rng.random()
    if chance < rates.MISSING_STREET:
        street = ""
    elif chance < rates.MISSING_STREET + rates.MISSING_PLACE:
        return Record(named, street, "", "", where.postcode)
    return Record(named, street, town, short_of(town), where.postcode)


def record_of(rng: Random, incident: Incident, discipline: str) -> Record:
    """The record of an incident that a discipline works from: most have one together."""
    own = Random(f"{incident.id} {discipline}")
    name = incident.id if own.random() < rates.SAME_RECORD else f"{incident.id} {discipline} own"
    return record(rng if rng.random() < rates.CORRECTED else Random(name), incident.spot)


def fire(rng: Random, incident: Incident, *, stage: int = 0, withdrawn: bool = False) -> str:
    """A page to a fire station; from stage 1 on the same incident again, to more and heavier units."""
    region = incident.spot.place.veiligheidsregio
    first = Random(f"{incident.id} words")
    words = (
        rng.choice(incident.sort.fire) if rng.random() < rates.CORRECTED else first.choice(incident.sort.fire)
    )
    scale = ("", "", "(Middel BR) ", "(Grote BR) ", "(Zeer grote BR) ")[min(stage, 4)]
    if not words.startswith("BR"):
        scale = scale.replace(" BR", " HV")
    if withdrawn:
        scale = f"(Intrekken Alarm Brw) {scale}"
    grip = f"(GRIP: {stage - 2}) " if stage > 2 and rng.random() < 0.6 else ""
    level = 1 if first.random() < 0.6 else 2
    talkgroup = f"{group(region)}-{incident.talkgroup:02d} "
    units = " ".join(_engine(rng, region) for _ in range(rng.randint(1, 2 + min(stage, 3))))
    where = record_of(rng, incident, "brw").where(short=region in _SHORT and first.random() < 0.5)
    return _tidy(f"P {level} {talkgroup}{scale}{grip}{words} {where} {units}")


def ambulance(rng: Random, known: Record, region: str, code: str, number: int) -> str:
    """A page to an ambulance, `number` the ride's; what is wrong it never says."""
    unit = f"{region[2:]}{rng.randint(101, 199)}"
    direct, street, town = rng.random() < rates.DIRECT, f"{known.object} {known.street}", known.town
    if region == "VR13":
        body = f"{code} {unit} {street} {known.postcode[:4]} {town} {number}"
    elif region in ("VR17", "VR18"):
        dia = "(DIA: ja) " if direct else ""
        body = f"{code} {dia}AMBU {unit} {street} {known.postcode} {town} {known.short} bon {number}"
    elif region in ("VR10", "VR11", "VR12"):
        body = f"{code} {'(dia: ja) ' if direct else ''}{unit} Rit {number} {street} {town}"
    elif region in _SHORT:
        body = f"{code} {street} {known.short} {'Directe inzet' if direct else ':'} {unit}"
    elif group(region) == "BON":
        body = f"{code} Ambu {unit} {'DIA' if direct else '-'} {town} Rit {number}"
    elif region in ("VR19", "VR20"):
        body = f"{code} {town} rit: {number}{' (Directe inzet: ja)' if direct else ''}"
    elif region in ("VR21", "VR22"):
        body = f"{code} {town} Rit: {number}"
    else:
        body = f"{code} {town if region in _STREETLESS else f'{street} {town}'} {number}"
    return _tidy(body)


def police(rng: Random, incident: Incident) -> str:
    """A page to the police, in the words and order of its control room."""
    region = incident.spot.place.veiligheidsregio
    known, words = record_of(rng, incident, "pol"), rng.choice(incident.sort.police)
    level, where = rng.choice((1, 1, 1, 2, 2, 3)), known.where()
    if region in ("VR01", "VR02", "VR03"):
        cross = rng.choice(STREETS) if rng.random() < 0.2 else ""
        body = f"{incident.sort.lmc} prio {level} {known.town} {known.street} {cross}"
    elif region in _SHORT:
        body = f"Prio {level} {known.where(short=True)} {words}"
    elif region in ("VR17", "VR18"):
        body = f"{level} {words} {where} ICnum {incident.reference}"
    elif region in ("VR19", "VR20"):
        body = f"P {level} {incident.reference} {words} {where}"
    elif group(region) == "BON":
        body = f"{words} {where} {incident.reference % 10_000}"
    elif group(region) == "BMD":
        body = f"{words} {where}"
    else:
        body = f"P {level} {words} {where}"
    return _tidy(body)


def knrm(rng: Random, incident: Incident) -> str:
    """A page to the lifeboats of the KNRM."""
    return _tidy(f"P 1 KNRM {rng.choice(incident.sort.fire)} {record_of(rng, incident, 'knrm').where()}")


def capcodes(rng: Random, region: str, digit: str, town: str, *, national: bool = False) -> list[str]:
    """A group address now and then, and the station's own: `digit` 0 brandweer, 2 ambulance, 3 politie."""
    head = "17350" if national else f"{block(region)}{digit}"
    station = zlib.crc32(f"{head}{town}".encode())
    own = [
        f"{head}{(station + index) % 10 ** (7 - len(head)):0{7 - len(head)}d}"
        for index in range(rng.randint(1, 3))
    ]
    return [f"{2_029_568 + rng.randrange(16):07d}", *own] if rng.random() < 0.75 else own


def flex(rng: Random, moment: datetime, codes: list[str], body: str) -> bytes:
    """One line as multimon-ng prints it; `moment` in UTC."""
    cycle = f"{moment.minute % 15:02d}.{rng.randrange(128):03d}"
    listed = " ".join(f"{code:0>9}" for code in codes)
    return f"FLEX|{moment:%Y-%m-%d %H:%M:%S}|1600/2/K/A|{cycle}|{listed}|ALN|{body}".encode()


def flex_next(rng: Random, moment: datetime, codes: list[str], body: str) -> bytes:
    """The same page as a newer receiver prints it: without a time."""
    first, *others = (f"{code:0>10}" for code in codes)
    kind = "SG" if others else "SS"
    head = f"FLEX_NEXT|1600/2|{moment.minute % 15:02d}.{rng.randrange(128):03d}.A|{first}|{kind}|5|ALN|3.0.K|"
    return (head + "".join(f"{code}|" for code in others) + body).encode()


def garbled(rng: Random, body: str) -> str:
    """The text as it was received: now and then with bit errors or without its head."""
    chance = rng.random()
    if chance < rates.CUT_HEAD:
        return body[rng.randint(3, 12) :]
    if chance < rates.CUT_HEAD + rates.BIT_ERROR:
        letters = list(body)
        for _ in range(rng.randint(1, 3)):
            letters[rng.randrange(len(letters))] = rng.choice(string.ascii_letters + string.digits + "@!*%&#")
        return "".join(letters)
    return body


def short_of(town: str) -> str:
    """The up to six letters that stand for a town: its first, and those that its end is known by."""
    letters = "".join(letter for letter in town.lower() if letter.isalpha() and letter.isascii())
    if len(letters) <= 6:
        return letters.upper()
    for ending, code in _ENDINGS.items():
        if letters.endswith(ending) and len(letters) - len(ending) >= 6 - len(code):
            return (letters[: 6 - len(code)] + code).upper()
    return letters[:6].upper()


def misspelled(rng: Random, name: str) -> str:
    """A name as somebody writes it who only heard it: a letter doubled, dropped, turned or another."""
    at = rng.randrange(1, max(2, len(name) - 1))
    kind = rng.randrange(4)
    if kind == 0:
        return name[:at] + name[at - 1 : at] + name[at:]
    if kind == 1:
        return name[:at] + name[at + 1 :]
    if kind == 2:
        return name[:at] + name[at : at + 2][::-1] + name[at + 2 :]
    return (
        name.replace("ij", "ei").replace("ei", "ij")
        if "ij" in name or "ei" in name
        else name.replace("e", "ee", 1)
    )


def _engine(rng: Random, region: str) -> str:
    return f"{region[2:]}{rng.randint(10, 69)}{rng.choice(('30', '31', '31', '31', '51', '61', '71', '91'))}"


def _tidy(body: str) -> str:
    return " ".join(body.split())
