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
    "regions_of_capcodes",
    "regions_of_talkgroup",
    "regions_of_unit",
]

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
