"""Why: the sentences of advice, in Dutch."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from mlob.bijstand import catalogue, substitutes
from mlob.bijstand.confidence import Limits
from mlob.bijstand.demand import Item
from mlob.bijstand.division import Aim
from mlob.bijstand.lanes import Blocked, Reason, Way
from mlob.bijstand.words import age, amount, clock, listed, percent, span
from mlob.model import Verification

if TYPE_CHECKING:
    from mlob.bijstand.proposal import Proposal

__all__ = ["blocked", "choice", "proposal", "shortfall", "unused", "whole"]

_ONLY_ADVICE = (
    "Dit is advies: er is niets toegewezen. Een mens kiest, en legt dat vast met de stap toezeggen."
)
_AIMS = {
    Aim.FASTEST: "De laatste is er zo vroeg als kan",
    Aim.EVEN: "Niemand geeft een groter deel van wat hij heeft dan nodig is",
    Aim.FEWEST: "Zo min mogelijk leveranciers per middel",
}
_SHORT = {
    Reason.OWN: ("vraagt zelf om deze bijstand", "vragen zelf om deze bijstand"),
    Reason.ASKS: ("vraagt dit middel zelf", "vragen dit middel zelf"),
    Reason.NO_FIGURE: ("gaf geen opgave", "gaven geen opgave"),
    Reason.OLD: ("gaf een opgave die te oud is", "gaven een opgave die te oud is"),
    Reason.UNIT: ("telt in een andere eenheid", "tellen in een andere eenheid"),
    Reason.NOTHING_FREE: ("heeft niets vrij", "hebben niets vrij"),
    Reason.MINIMUM: ("zou onder zijn minimum komen", "zouden onder hun minimum komen"),
    Reason.TOO_FAR: ("komt te laat", "komen te laat"),
}
"""Of one supplier, and of several."""


def whole(count: int, others: Iterable[str], *, exercise: bool) -> str:
    """What the answer as a whole is; `others` are resources that other operations ask too."""
    found = [_ONLY_ADVICE if count else "Er staat niets open waarvoor advies nodig is."]
    if also := sorted({name(resource) for resource in others}):
        found.append(
            f"Let op: ook andere operaties vragen om {listed(also)}; daar rekent dit advies niet mee."
        )
    return " ".join(["OEFENING.", *found] if exercise else found)


def proposal(aim: Aim, given: Proposal, level: str, why: str) -> str:
    """A proposal in a few sentences."""
    parts = [f"{_AIMS[aim]}: {_given(given)}."]
    if (last := given.last()) is not None:
        parts.append(f"De laatste is er om {clock(last, given.now)}.")
    late = sum(units * way.each for way, units in given.chosen if way.late)
    if late:
        parts.append(f"Volgens de norm komen er {late} later dan gevraagd.")
    lacking = [
        f"{amount(missing)} {name(item.resource)}"
        for item, missing in zip(given.items, given.lacking, strict=True)
        if missing
    ]
    if lacking:
        parts.append(f"Te kort: {listed(lacking)}.")
    parts.append(f"Betrouwbaarheid {level}: {why}.")
    return " ".join([*parts, _ONLY_ADVICE])


def _given(given: Proposal) -> str:
    if not given.chosen:
        return "niemand kan nu iets leveren"
    codes = {way.key[0] for way, _ in given.chosen}
    lines = len({way.item for way, _ in given.chosen})
    suppliers = "1 leverancier" if len(codes) == 1 else f"{len(codes)} leveranciers"
    return f"{suppliers} voor {lines} van de {len(given.items)} regels"


def choice(aim: Aim, given: Proposal, way: Way, units: int) -> str:
    """Why this supplier gives this."""
    left = way.stock.cover - given.taken[way.key]
    share = percent(given.taken[way.key] / way.stock.cover)
    keeps = f"houdt er {amount(left)} van {amount(way.stock.cover)}"
    if aim is Aim.EVEN:
        first = f"geeft {share} van wat er staat, {keeps}"
    elif aim is Aim.FEWEST:
        first = f"levert in een keer {units}, {keeps}"
    else:
        first = f"{_place(given, way)} ter plaatse, {keeps}"
    parts = [first, _coming(given, way)]
    minimum = way.stock.figure.minimum
    parts.append("minimum niet opgegeven" if minimum is None else f"minimum {amount(minimum)}")
    item = given.items[way.item]
    if way.stock.figure.resource != item.resource:
        parts.append(_stands_in(way.stock.figure.resource, item))
    if way.stock.figure.verification == Verification.TEGENGESPROKEN:
        parts.append("de opgave wordt tegengesproken")
    if item.needed_by is not None and given.arrival(way) > item.needed_by:
        sooner = ", tenzij de eenheid eerder vertrekt dan de norm" if way.late else ""
        parts.append(f"later dan gevraagd ({clock(item.needed_by, given.now)}){sooner}")
    return _sentence("; ".join(parts))


def _place(given: Proposal, way: Way) -> str:
    before = sum(other.minutes < way.minutes for other, _ in given.chosen if other.item == way.item)
    return "als eerste" if before == 0 else f"als nummer {before + 1}"


def _coming(given: Proposal, way: Way) -> str:
    ready = "opkomsttijd niet bekend" if way.ready is None else f"{span(way.ready)} opkomst"
    if way.journey is None:
        return f"aankomst niet te zeggen: de plaats is niet bekend ({ready})"
    road = "volgens de routeplanner" if way.journey.routed else f"over {amount(way.journey.km)} km"
    return f"om {clock(given.arrival(way), given.now)} ({ready}, {span(way.journey.minutes)} {road})"


def _stands_in(resource: str, item: Item) -> str:
    found = next(other for other in substitutes.serving(item.resource) if other.resource == resource)
    return f"in plaats van {name(item.resource)}: 1 telt als {found.each} ({found.note})"


def blocked(row: Blocked, item: Item, now: datetime, limits: Limits) -> str:
    """Why somebody cannot serve a line."""
    figure = row.stock.figure if row.stock else None
    cover = amount(row.stock.cover) if row.stock else "0"
    if row.reason is Reason.TOO_FAR and row.at is not None and item.needed_by is not None:
        return f"Te ver: er om {clock(row.at, now)}, nodig om {clock(item.needed_by, now)}."
    if row.reason is Reason.OLD and figure is not None:
        return f"De opgave is {age(now - figure.observed_at)} oud; na {age(limits.oldest)} telt zij niet mee."
    if row.reason is Reason.UNIT and figure is not None:
        return f"Geeft op in {figure.unit}, gevraagd is in {item.unit}."
    if row.reason is Reason.MINIMUM and figure is not None:
        return f"Heeft er nog {cover} en moet er {amount(figure.minimum or 0)} houden."
    return {
        Reason.OWN: "Vraagt zelf om deze bijstand.",
        Reason.ASKS: f"Vraagt zelf om {name(item.resource)}.",
        Reason.NO_FIGURE: "Heeft geen opgave gedaan.",
    }.get(row.reason, "Alles is in gebruik of toegezegd.")


def unused(way: Way, reason: Reason, at: datetime, now: datetime) -> str:
    """Why somebody who could serve a line does not, in this proposal."""
    if reason is Reason.ELSEWHERE:
        return "Alles wat vrij is gaat in dit voorstel naar een andere regel."
    there = "" if way.journey is None else f", er om {clock(at, now)}"
    return f"Niet nodig in dit voorstel (heeft er {way.stock.free} vrij{there})."


def shortfall(mine: Sequence[Blocked], soonest: datetime | None, now: datetime, *, any_free: bool) -> str:
    """Why something lacks; `any_free` is whether there was anything to divide."""
    counts = Counter(row.reason for row in mine)
    parts = [
        f"{counts[reason]} {one if counts[reason] == 1 else several}"
        for reason, (one, several) in _SHORT.items()
        if counts[reason]
    ]
    found = "Alles wat vrij is, is ingedeeld" if any_free else "Niemand kan dit nu leveren"
    if parts:
        found += f"; {listed(parts)}"
    if soonest is not None:
        found += f". De eerste die te laat komt is er om {clock(soonest, now)}"
    return found + "."


def name(resource: str) -> str:
    """A resource in words, in the middle of a sentence."""
    known = catalogue.known().get(resource)
    if known is None:
        return resource
    short = known.name.partition(" (")[0]
    return short if short[:2].isupper() else short[0].lower() + short[1:]


def _sentence(text: str) -> str:
    return text[0].upper() + text[1:] + "."
