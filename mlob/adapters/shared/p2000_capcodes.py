"""P2000 addresses: which region a capcode, talkgroup or call sign belongs to, and which discipline.

Counted on a public capcode list of 11,284 rows (DOMAIN 5.1); blocks and prefixes also stand in the
list of veiligheidsregio's. The talkgroup prefix of Zeeland and Midden- en West-Brabant (BZB) was
seen on air.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from mlob.model import Discipline

__all__ = [
    "GRIP_CAPCODES",
    "TEST_CAPCODES",
    "addressees",
    "control_rooms",
    "discipline_of",
    "likely_regions",
    "regions_of_capcodes",
    "regions_of_talkgroup",
    "regions_of_unit",
]

_NONE: frozenset[str] = frozenset()

GROUP_ADDRESSES = 2_000_000
"""Capcodes above this are group and monitor addresses: they say nothing about who is meant."""

BLOCKS: dict[str, frozenset[str]] = {
    "01": frozenset({"VR11", "VR12", "VR13"}),
    "02": frozenset({"VR10"}),
    "03": frozenset({"VR02"}),
    "04": frozenset({"VR01"}),
    "05": frozenset({"VR03"}),
    "06": frozenset({"VR04", "VR05"}),
    "07": frozenset({"VR09", "VR14", "VR25"}),
    "08": frozenset({"VR06"}),
    "09": frozenset({"VR07", "VR08"}),
    "10": frozenset({"VR23", "VR24"}),
    "11": frozenset({"VR21", "VR22"}),
    "12": frozenset({"VR20"}),
    "13": frozenset({"VR19"}),
    "14": frozenset({"VR17", "VR18"}),
    "15": frozenset({"VR15", "VR16"}),
}
"""First two digits of a capcode."""

PARTS: dict[str, frozenset[str]] = {
    start: frozenset(regions.split())
    for regions, starts in {
        "VR13": "0100 0101 0102 0120",
        "VR11": "0103 0104 0123",
        "VR12": "0106 0107 0108 0126 0127 0128",
        "VR05": "0603 0604 0605 0623",
        "VR04": "0610 0611 0612",
        "VR25": "0700 0701 0720",
        "VR14": "0703 0704",
        "VR14 VR25": "0723",
        "VR09": "0706 0707 0708 0709 0726",
        "VR07": "0900 0901 0902 0920",
        "VR08": "0903 0904 0923",
        "VR23": "1001 1002 1020",
        "VR24": "1003 1004 1005 1023",
        "VR21": "1100 1101 1120 1121 1160 1170 1171 1172 1180 1181",
        "VR22": "1103 1104 1105 1106 1107 1108 1123 1124",
        "VR17": "1400 1420",
        "VR18": "1403 1404 1405 1423",
        "VR15": "1500 1520",
        "VR16": "1503 1504 1523",
    }.items()
    for start in starts.split()
}
"""First four digits of the capcodes of brandweer and ambulances, where regions share a block.

Of the rows of the public list over 94 % of each are of the one region (of 1002 and 0723 it has few: those
were seen on air). Officers of the region beside are paged too, so this is a hint.
"""

CONTROL_ROOMS: dict[str, frozenset[str]] = {
    "NN": frozenset({"VR01", "VR02", "VR03"}),
    "ON": frozenset({"VR04", "VR05", "VR06", "VR07", "VR08"}),
    "MD": frozenset({"VR09", "VR14", "VR25"}),
    "NH": frozenset({"VR10", "VR11", "VR12"}),
    "AD": frozenset({"VR13"}),
    "DH": frozenset({"VR15", "VR16"}),
    "RT": frozenset({"VR17", "VR18"}),
    "ZB": frozenset({"VR19", "VR20"}),
    "OB": frozenset({"VR21", "VR22"}),
    "LB": frozenset({"VR23", "VR24"}),
}
"""Letters of the control room in a talkgroup ("BNN-05"), and the regions it works for."""

DISCIPLINES = {
    "0": Discipline.BRANDWEER,
    "1": Discipline.BRANDWEER,
    "2": Discipline.GHOR,
    "3": Discipline.POLITIE,
    "6": Discipline.BRANDWEER,
    "7": Discipline.BRANDWEER,
    "8": Discipline.BRANDWEER,
}
"""Third digit of a capcode."""

SEA_RESCUE_BLOCK = "17"
"""KNRM and Kustwacht, nationwide (1735xxx)."""

GRIP_CAPCODES = {
    "0127810": "GRIP 1",
    "0127820": "GRIP 2",
    "0127830": "GRIP 3",
    "0127840": "GRIP 4",
}
"""Addresses of Kennemerland that are paged at one GRIP level only."""

TEST_CAPCODES = frozenset({"1180000"})
"""Addresses that get nothing but the test call of a control room's transmitter."""


@lru_cache(maxsize=4096)
def addressees(capcodes: tuple[str, ...]) -> tuple[str, ...]:
    """The capcodes without group and monitor addresses, in their order."""
    return tuple(code for code in capcodes if int(code) <= GROUP_ADDRESSES)


def regions_of_capcodes(capcodes: Iterable[str]) -> frozenset[str]:
    """The regions (VRnn) of the blocks that `capcodes` lie in."""
    return frozenset().union(*(BLOCKS.get(code[:2], frozenset()) for code in capcodes))


@lru_cache(maxsize=4096)
def likely_regions(capcodes: tuple[str, ...]) -> frozenset[str]:
    """The regions whose part of a block `capcodes` lie in; none when that is not known of one of them."""
    parts = [PARTS.get(code[:4], _NONE) for code in capcodes]
    return _NONE.union(*parts) if all(parts) else _NONE


def regions_of_talkgroup(talkgroup: str) -> frozenset[str]:
    """The regions of the control room that a talkgroup ("BLB-02") names."""
    return CONTROL_ROOMS.get(talkgroup[1:3], frozenset())


def regions_of_unit(unit: str) -> frozenset[str]:
    """The home region of a call sign: its first two digits are the number of the region."""
    return frozenset({f"VR{unit[:2]}"}) if "01" <= unit[:2] <= "25" else frozenset()


@lru_cache(maxsize=1024)
def control_rooms(regions: frozenset[str]) -> str:
    """The control rooms that work for `regions`, as one text: they number their references."""
    return "+".join(letters for letters, area in CONTROL_ROOMS.items() if area & regions)


def discipline_of(capcode: str) -> Discipline | None:
    """The discipline that a capcode pages; None where its digits say nothing."""
    if capcode[:2] == SEA_RESCUE_BLOCK:
        return Discipline.OVERIG
    return DISCIPLINES.get(capcode[2]) if capcode[:2] in BLOCKS else None
