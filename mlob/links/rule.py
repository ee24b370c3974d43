"""The rule: what each aspect of two profiles weighs, and what that says in words.

A score is the chance that two profiles are one incident, by logistic regression. The weights stand
in data/koppelregel.json and are made by `mlob bench links --fit` from invented days of which the
truth is known; they are measured on days that were not used for that.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from math import exp

import msgspec

from mlob.links.compare import compare, told_apart
from mlob.links.profile import Profile
from mlob.paths import DATA

__all__ = [
    "AGREED",
    "AUTOMATIC",
    "CROSSED",
    "OPPOSED",
    "PROPOSED",
    "RULE",
    "aspects",
    "logit",
    "reason",
    "score",
]

RULE = "1"
"""Version of the rule; links of another version do not count. Change it with the weights."""
AUTOMATIC = 0.75
"""Score from which two profiles are shown as one without asking, when what else is joined to them agrees.

By `mlob bench links`: where the precision stays well over 0.98 and the recall over 0.85, by report.
"""
AGREED = 0.7
"""Mean log-odds over all pairs of two crowds from which they are joined."""
OPPOSED = -4.0
"""Log-odds of one pair below which the two crowds are not joined, whatever the others say."""
PROPOSED = 0.5
"""Score from which a person is asked: more likely one than two."""

WEIGHTS = DATA / "koppelregel.json"
_MOST = 6.0  # no pair weighs more than odds of 400 to 1 in a decision over several

FIXED = {"kenmerk=uniek": 7.0}
"""What invented days do not teach: a long reference that two parties name is no coincidence."""
_ASKED = 0.5
"""Most log-odds of two that share no number and are about something else, or that one source tells apart by
ids of its own: a person is asked, at most."""
CROSSED = (
    ("straat", "plaats"),
    ("straat", "afstand"),
    ("straat", "tijd"),
    ("straat", "aard"),
    ("straat", "ambulance"),
    ("afstand", "tijd"),
    ("plaats", "afstand"),
    ("plaats", "tijd"),
    ("weg", "tijd"),
    ("weg", "plaats"),
)
"""Aspects that say more together than each by itself."""

_WORDS: dict[str, dict[str, str]] = {
    "kenmerk": {
        "uniek": "zelfde kenmerk",
        "gelijk": "zelfde kenmerk",
        "staart": "kenmerk eindigt gelijk",
        "anders": "ander kenmerk",
    },
    "straat": {"gelijk": "zelfde straat", "lijkt": "straat lijkt hetzelfde", "anders": "andere straat"},
    "plaats": {"gelijk": "zelfde plaats", "gemeente": "zelfde gemeente", "anders": "andere plaats"},
    "weg": {
        "0,5 km": "zelfde weg, hooguit 0,5 km uiteen",
        "1 km": "zelfde weg, hooguit 1 km uiteen",
        "2,5 km": "zelfde weg, hooguit 2,5 km uiteen",
        "verder": "zelfde weg, ver uiteen",
        "gelijk": "zelfde weg",
        "anders": "andere weg",
    },
    "afstand": {
        **{limit: f"hooguit {limit} uiteen" for limit in ("150 m", "400 m", "800 m", "1500 m", "3000 m")},
        "grof binnen": "plaatsen passen bij elkaar",
        "ver": "ver uiteen",
    },
    "postcode": {"gelijk": "zelfde postcode", "wijk": "zelfde wijk", "anders": "andere postcode"},
    "aard": {"gelijk": "zelfde aard", "verwant": "verwante aard", "anders": "andere aard"},
    "gespreksgroep": {"gelijk": "zelfde gespreksgroep", "anders": "andere gespreksgroep"},
    "nummering": {"twee": "een meldkamer gaf twee nummers", "ritten": "twee ritten"},
    "tijd": {
        **{limit: f"binnen {limit} minuten" for limit in ("3", "8", "15", "30", "60", "120")},
        "later": "meer dan twee uur uiteen",
    },
}
"""What each word of an aspect says to a person; in the order in which a reason is told."""


class Weights(msgspec.Struct, frozen=True):
    """What each aspect adds to the log-odds, and where those begin."""

    intercept: float
    weights: dict[str, float]


@cache
def _weights() -> Weights:
    return msgspec.json.decode(WEIGHTS.read_bytes(), type=Weights)


def aspects(found: Mapping[str, str]) -> list[str]:
    """The names under which a comparison has weights: each aspect, and those that go together."""
    single = [f"{name}={word}" for name, word in found.items()]
    crossed = [f"{one}*{two}={found.get(one, '')}|{found.get(two, '')}" for one, two in CROSSED]
    return single + crossed


def logit(a: Profile, b: Profile) -> float:
    """The log-odds that two profiles are one incident, within what one pair may weigh."""
    table = _weights()
    found = compare(a, b)
    names = aspects(found)
    total = table.intercept + sum(FIXED.get(name, table.weights.get(name, 0.0)) for name in names)
    doubtful = found.get("aard") == "anders" or told_apart(a, b)
    if doubtful and found.get("kenmerk") not in ("uniek", "gelijk"):
        total = min(total, _ASKED)
    return max(-_MOST, min(_MOST, total))


def score(logit: float) -> float:
    """The chance that belongs to log-odds."""
    return 1.0 / (1.0 + exp(-logit))


def reason(a: Profile, b: Profile) -> str:
    """Why two profiles may be one, as a person says it."""
    found = compare(a, b)
    if found.get("plaats") == "gelijk" and found.get("afstand") == "grof binnen":
        del found["afstand"]  # two points of one name are no second reason
    told = [words[found[name]] for name, words in _WORDS.items() if found.get(name, "") in words]
    return ", ".join(told) or "tijd en plaats passen"
