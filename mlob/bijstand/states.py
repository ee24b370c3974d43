"""The states of a request (CONTRACT, "Requests"), and the groups of them that rules speak of."""

from __future__ import annotations

__all__ = ["AFTERMATH", "AGAIN", "ASKED", "ASSESSED", "BEFORE_PROMISE", "EARLY", "ENDED", "ON_THE_WAY"]
__all__ += ["OPEN", "PROMISED", "RUNNING", "STATES", "STATE_WORDS", "THERE", "UNDECIDED"]

EARLY = frozenset({"vooraankondiging", "ontvangen", "onvolledig"})
"""Not yet looked at by the LOCC."""
ASSESSED = frozenset({"in_behandeling"})
ASKED = frozenset({"doorgestuurd", "uitgezet"})
PROMISED = frozenset({"deels_toegezegd", "toegezegd"})
RUNNING = frozenset({"ingestemd", "gealarmeerd", "onderweg", "ingezet", "afgeschaald"})
"""Agreed to, and not over."""
AGAIN = frozenset({"heroverweging"})
OPEN = EARLY | ASSESSED | ASKED | PROMISED | RUNNING | AGAIN
"""States in which something may still be asked or given."""
ENDED = frozenset({"beeindigd", "nafase", "gesloten", "afgewezen", "ingetrokken"})
"""States in which nothing is outstanding any more."""
STATES = OPEN | ENDED

AFTERMATH = frozenset({"beeindigd", "nafase"})
BEFORE_PROMISE = EARLY | ASSESSED | ASKED
UNDECIDED = ASSESSED | ASKED | PROMISED
THERE = frozenset({"ingezet", "afgeschaald"})
ON_THE_WAY = frozenset({"onderweg"}) | THERE

STATE_WORDS = {state: state.replace("_", " ") for state in STATES} | {
    "beeindigd": "beëindigd",
    "vooraankondiging": "vooraangekondigd",
    "heroverweging": "in heroverweging",
    "nafase": "in de nafase",
}
"""How a sentence says a state."""
