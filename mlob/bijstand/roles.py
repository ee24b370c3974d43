"""Who takes part in a request for bijstand: the roles that a route and a step speak of."""

from __future__ import annotations

__all__ = ["AANVRAGER", "DOC", "KNOWN", "KORPSCHEF", "LEVERANCIER", "LOCC", "MINISTER", "NCC"]
__all__ += ["COLLEGE_PG", "REGIOBURGEMEESTER"]

AANVRAGER = "aanvrager"
LOCC = "LOCC"
LEVERANCIER = "leverancier"
DOC = "DOC"
"""Defensie Operatie Centrum: answers for the minister of Defensie."""
NCC = "NCC"
MINISTER = "minister"
KORPSCHEF = "korpschef"
REGIOBURGEMEESTER = "regioburgemeester"
COLLEGE_PG = "College van procureurs-generaal"

KNOWN = frozenset(
    {AANVRAGER, LOCC, LEVERANCIER, DOC, NCC, MINISTER, KORPSCHEF, REGIOBURGEMEESTER, COLLEGE_PG}
)
