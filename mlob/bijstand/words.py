"""How advice says times, ages and amounts, in Dutch."""

from __future__ import annotations

from datetime import datetime, timedelta

from mlob.moment import AMSTERDAM

__all__ = ["age", "amount", "clock", "listed", "percent", "span"]


def clock(at: datetime, now: datetime) -> str:
    """ "14:32", with the day when that is not today, in Amsterdam."""
    there, here = at.astimezone(AMSTERDAM), now.astimezone(AMSTERDAM)
    return there.strftime("%H:%M" if there.date() == here.date() else "%d-%m %H:%M")


def span(minutes: float) -> str:
    """ "45 min", "2 uur", "2 uur 5 min"."""
    hours, rest = divmod(round(minutes), 60)
    parts = [f"{hours} uur"] if hours else []
    return " ".join([*parts, f"{rest} min"] if rest or not hours else parts)


def age(length: timedelta) -> str:
    """How old something is: "0 min", "5 uur", "3 dagen"."""
    minutes = max(0.0, length.total_seconds() / 60)
    if minutes < 120:
        return f"{int(minutes)} min"
    return f"{int(minutes / 60)} uur" if minutes < 48 * 60 else f"{int(minutes / 1440)} dagen"


def amount(value: float) -> str:
    """A number as people write it, with a comma."""
    return f"{value:.10g}".replace(".", ",")


def percent(share: float) -> str:
    """A share of one."""
    return f"{round(share * 100)} %"


def listed(parts: list[str]) -> str:
    """ "a", "a en b", "a, b en c"."""
    return " en ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)
