"""What the type of a CoT event says: kind, side and symbol (CoTtypes.xml, MIL-STD-2525B)."""

from __future__ import annotations

from functools import lru_cache

from mlob.model import Kind, Scalar

__all__ = ["kind_of", "symbol"]

AFFILIATION = {
    "f": "eigen",
    "a": "vermoedelijk eigen",
    "n": "neutraal",
    "u": "onbekend",
    "p": "in afwachting",
    "s": "verdacht",
    "h": "vijandig",
    "j": "oefenvijand",
    "k": "oefenvijand",
}
"""Second word of an atom; j and k (joker, faker) are own units that play the enemy."""

DIMENSION = {
    "P": "ruimte",
    "A": "lucht",
    "G": "grond",
    "S": "water",
    "U": "onder water",
    "F": "speciale eenheid",
}
"""Third word of an atom: the battle dimension of MIL-STD-2525B."""

KINDS = (
    ("a-", Kind.UNIT),
    ("b-a-", Kind.INCIDENT),
    ("b-m-r", Kind.AREA),
    ("u-d-", Kind.AREA),
    ("u-r", Kind.AREA),
)
"""Kinds by the first words: atoms, alarms, routes, drawings, range rings; all else is a note."""


@lru_cache(maxsize=512)
def kind_of(cot_type: str) -> Kind:
    """The kind of entity that an event of this type is about."""
    return next((kind for start, kind in KINDS if cot_type.startswith(start)), Kind.NOTE)


@lru_cache(maxsize=512)
def symbol(cot_type: str) -> dict[str, Scalar]:
    """`cot_type`, and for atoms `affiliation`, `dimension` and `sidc` (15 letters, MIL-STD-2525B)."""
    found: dict[str, Scalar] = {"cot_type": cot_type}
    words = cot_type.split("-")
    if words[0] != "a" or len(words) < 2 or words[1] not in AFFILIATION:
        return found
    found["affiliation"] = AFFILIATION[words[1]]
    if len(words) > 2 and words[2] in DIMENSION:
        found["dimension"] = DIMENSION[words[2]]
        found["sidc"] = _sidc(words)
    return found


def _sidc(words: list[str]) -> str:
    """Scheme, affiliation, dimension, status present, six letters of function, five of modifiers."""
    function = ""
    for word in words[3:9]:
        # Words in lower case are additions of CoT that the standard's symbols do not know.
        if len(word) != 1 or not (word.isupper() or word.isdigit()):
            break
        function += word
    return f"S{words[1].upper()}{words[2]}P{function:-<6}{'-' * 5}"
