"""CAP 1.2: warnings for an area, in Dutch and English."""

from __future__ import annotations

from datetime import datetime, timedelta

from mlob.bench.samples import XML, Sample
from mlob.model import Discipline

__all__ = ["alert", "alerts"]

_LASTS = timedelta(hours=12)
_ACROSS = 30
"""Areas beside each other; the next lie a row to the north."""
_SIDE = 0.05  # degrees


def alerts(amount: int, start: datetime) -> list[bytes]:
    """Warnings, one a second, each for a square of its own as long as there are any."""
    return [alert(number, start + timedelta(seconds=number)) for number in range(amount)]


def alert(number: int, sent: datetime) -> bytes:
    """The warning with this number."""
    lat, lon = 50.8 + number // _ACROSS % 40 * 0.06, 4.0 + number % _ACROSS * 0.09
    north, east = lat + _SIDE, lon + _SIDE
    ring = " ".join(
        f"{y:.3f},{x:.3f}" for y, x in ((lat, lon), (north, lon), (north, east), (lat, east), (lat, lon))
    )
    texts = (
        ("nl-NL", f"Rook in vak {number}", "Er komt rook vrij. Sluit ramen en deuren.", "Blijf binnen."),
        (
            "en-GB",
            f"Smoke in sector {number}",
            "Smoke is spreading. Close windows and doors.",
            "Stay inside.",
        ),
    )
    infos = "".join(_info(*text, sent, ring, number) for text in texts)
    return (
        '<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">'
        f"<identifier>NL-VAK-{number}</identifier><sender>meldkamer@voorbeeld.invalid</sender>"
        f"<sent>{_moment(sent)}</sent><status>Actual</status><msgType>Alert</msgType><scope>Public</scope>"
        f"{infos}</alert>"
    ).encode()


def _info(
    language: str, headline: str, text: str, advice: str, sent: datetime, ring: str, number: int
) -> str:
    return (
        f"<info><language>{language}</language><category>Safety</category><event>Rook</event>"
        "<responseType>Shelter</responseType><urgency>Immediate</urgency><severity>Severe</severity>"
        f"<certainty>Observed</certainty><onset>{_moment(sent)}</onset>"
        f"<expires>{_moment(sent + _LASTS)}</expires>"
        f"<headline>{headline}</headline><description>{text}</description><instruction>{advice}</instruction>"
        f"<area><areaDesc>Vak {number}</areaDesc><polygon>{ring}</polygon>"
        f"<geocode><valueName>VAK</valueName><value>{number}</value></geocode></area></info>"
    )


def _moment(when: datetime) -> str:
    """CAP 1.2, 3.3.2: an offset, never Z."""
    return when.isoformat(timespec="seconds").replace("Z", "+00:00")


SAMPLE = Sample(format="cap", title="cap", disciplines=(Discipline.OVERIG,), bare=XML, frames=alerts)
