"""The life cycle of a request as a table: each step, from which states, to which, by whom, with what.

States and steps are those of CONTRACT ("Requests"), the flow is that of the domain study (1.3). A step
is taken by mlob/bijstand/taking.py.
"""

from __future__ import annotations

from typing import Any

import msgspec

from mlob.bijstand.roles import AANVRAGER, DOC, KORPSCHEF, LEVERANCIER, LOCC, MINISTER, NCC
from mlob.bijstand.states import (
    AFTERMATH,
    AGAIN,
    ASKED,
    ASSESSED,
    BEFORE_PROMISE,
    EARLY,
    ENDED,
    ON_THE_WAY,
    OPEN,
    PROMISED,
    RUNNING,
    THERE,
    UNDECIDED,
)

__all__ = ["TABLE", "Step", "public"]


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """One step: from which states, and from which more when the request is `urgent` (spoed).

    `to` is the state after it; None where the state stays, or follows from a rule in taking.py.
    `by` are the roles that may take it, the usual one first. `needs` are the parts of the call that
    must be given, `paper` that the request must be signed unless it is urgent, `moves` which quantity
    it raises or lowers. `done` ends the sentence "<title>: ..." in log and timeline.
    """

    name: str
    title: str
    title_en: str
    done: str
    sources: frozenset[str]
    urgent: frozenset[str] = frozenset()
    to: str | None = None
    by: tuple[str, ...] = (LOCC,)
    needs: tuple[str, ...] = ()
    paper: bool = False
    moves: str = ""


_STEPS = (
    Step(
        name="melden",
        title="Bericht van de aanvrager vastleggen",
        title_en="Record word from the requester",
        done="bericht van de aanvrager",
        sources=OPEN,
        by=(AANVRAGER, LOCC),
        needs=("reason",),
    ),
    Step(
        name="ontvangen",
        title="Formulier ontvangen",
        title_en="Form received",
        done="formulier ontvangen",
        sources=frozenset({"vooraankondiging", "onvolledig"}),
        to="ontvangen",
        by=(LOCC, AANVRAGER),
    ),
    Step(
        name="aanvullen",
        title="Aanvullen",
        title_en="Complete",
        done="aangevuld",
        sources=OPEN | AFTERMATH,
        by=(AANVRAGER, LOCC),
    ),
    Step(
        name="ondertekenen",
        title="Ondertekenen",
        title_en="Sign",
        done="ondertekend",
        sources=OPEN | AFTERMATH,
        by=(AANVRAGER, LOCC),
        needs=("signature",),
    ),
    Step(
        name="in_behandeling_nemen",
        title="In behandeling nemen",
        title_en="Start assessment",
        done="in behandeling genomen",
        sources=frozenset({"ontvangen"}),
        urgent=EARLY,
        to="in_behandeling",
    ),
    Step(
        name="afstemmen_ncc",
        title="Afstemmen met het NCC",
        title_en="Consult the NCC",
        done="afgestemd met het NCC",
        sources=OPEN,
        by=(LOCC, NCC),
    ),
    Step(
        name="doorsturen",
        title="Doorsturen",
        title_en="Forward",
        done="doorgestuurd",
        sources=UNDECIDED - {"toegezegd"},
        urgent=EARLY,
        to="doorgestuurd",
    ),
    Step(
        name="uitzetten",
        title="Uitzetten bij leveranciers",
        title_en="Put out to suppliers",
        done="uitgezet",
        sources=UNDECIDED - {"toegezegd"},
        urgent=EARLY,
        to="uitgezet",
    ),
    Step(
        name="toezeggen",
        title="Toezeggen",
        title_en="Promise",
        done="toegezegd",
        sources=ASKED | PROMISED | RUNNING,
        urgent=EARLY | ASSESSED,
        by=(LEVERANCIER, LOCC, DOC, NCC, KORPSCHEF, MINISTER),
        needs=("supplier", "items"),
        moves="promised",
    ),
    Step(
        name="intrekken_toezegging",
        title="Toezegging intrekken",
        title_en="Withdraw a promise",
        done="toezegging ingetrokken",
        sources=OPEN,
        by=(LEVERANCIER, LOCC, DOC, NCC, KORPSCHEF, MINISTER),
        needs=("reason",),
        moves="withdrawn",
    ),
    Step(
        name="instemmen",
        title="Instemmen",
        title_en="Agree",
        done="ingestemd",
        sources=PROMISED | AGAIN,
        urgent=BEFORE_PROMISE | RUNNING - {"ingestemd"},
        to="ingestemd",
        by=(LOCC, MINISTER, KORPSCHEF, DOC, LEVERANCIER),
        paper=True,
    ),
    Step(
        name="alarmeren",
        title="Alarmeren",
        title_en="Alert",
        done="gealarmeerd",
        sources=RUNNING,
        urgent=BEFORE_PROMISE | PROMISED,
        by=(LOCC, LEVERANCIER, DOC),
        paper=True,
    ),
    Step(
        name="vertrekken",
        title="Vertrekken",
        title_en="Depart",
        done="vertrokken",
        sources=RUNNING - {"ingestemd"},
        urgent=PROMISED | {"ingestemd"},
        by=(LEVERANCIER, LOCC, DOC),
        paper=True,
        moves="departed",
    ),
    Step(
        name="aankomen",
        title="Aankomen",
        title_en="Arrive",
        done="aangekomen",
        sources=ON_THE_WAY,
        urgent=PROMISED | {"ingestemd", "gealarmeerd"},
        by=(LEVERANCIER, AANVRAGER, LOCC, DOC),
        paper=True,
        moves="arrived",
    ),
    Step(
        name="aflossen",
        title="Aflossen",
        title_en="Relieve",
        done="afgelost",
        sources=THERE,
        by=(LEVERANCIER, LOCC, DOC),
    ),
    Step(
        name="verlengen",
        title="Verlengen",
        title_en="Extend",
        done="verlengd",
        sources=ON_THE_WAY,
        by=(LOCC, LEVERANCIER, DOC, MINISTER),
        needs=("until",),
    ),
    Step(
        name="afschalen",
        title="Afschalen",
        title_en="Scale down",
        done="afgeschaald",
        sources=THERE,
        to="afgeschaald",
        by=(AANVRAGER, LOCC, LEVERANCIER, DOC),
    ),
    Step(
        name="beeindigen",
        title="Beëindigen",
        title_en="End",
        done="beëindigd",
        sources=ON_THE_WAY,
        to="beeindigd",
        by=(AANVRAGER, LOCC, LEVERANCIER, DOC, MINISTER),
    ),
    Step(
        name="nafase",
        title="Nafase beginnen",
        title_en="Begin the aftermath",
        done="nafase begonnen",
        sources=frozenset({"beeindigd"}),
        to="nafase",
    ),
    Step(
        name="sluiten",
        title="Sluiten",
        title_en="Close",
        done="gesloten",
        sources=frozenset({"nafase"}),
        to="gesloten",
    ),
    Step(
        name="afwijzen",
        title="Afwijzen",
        title_en="Refuse",
        done="afgewezen",
        sources=UNDECIDED | AGAIN,
        urgent=EARLY,
        to="afgewezen",
        by=(MINISTER, LOCC, KORPSCHEF, DOC, LEVERANCIER),
        needs=("reason",),
    ),
    Step(
        name="heroverwegen",
        title="Aan de minister voorleggen",
        title_en="Submit to the minister",
        done="voorgelegd aan de minister",
        sources=frozenset({"afgewezen", "deels_toegezegd", "ingestemd"}),
        to="heroverweging",
        by=(AANVRAGER, LOCC),
    ),
    Step(
        name="intrekken",
        title="Verzoek intrekken",
        title_en="Withdraw the request",
        done="ingetrokken",
        sources=OPEN - THERE,
        to="ingetrokken",
        by=(AANVRAGER, LOCC),
        needs=("reason",),
    ),
    Step(
        name="heropenen",
        title="Heropenen",
        title_en="Reopen",
        done="heropend",
        sources=ENDED,
        by=(LOCC, AANVRAGER),
        needs=("reason",),
    ),
)

TABLE = {step.name: step for step in _STEPS}
"""The steps by name, in the order in which a request usually meets them."""


def public(step: Step) -> dict[str, Any]:
    """What `GET /kinds` tells about a step: its names, who may take it and what must be said with it."""
    shown = ("name", "title", "title_en", "done", "by", "needs")
    return {name: getattr(step, name) for name in shown}
