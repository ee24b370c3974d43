"""`POST /entities/{id}/verification`: a person says how sure something is, of one value or of all."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from mlob import fold, intake, journal, verification
from mlob.model import Observation, Reception, Verification, observation
from mlob.web.body import json_object
from mlob.web.node import Node, actor, answer, node
from mlob.web.problems import Problem

router = APIRouter()

_WHY_LIMIT = 500


@router.post("/entities/{name:path}/verification")
async def post_verification(request: Request, name: str) -> Response:
    """`verification` (and a `reason`) of the value `value`, or of all when that is not given."""
    here, body = node(request), await json_object(request)
    parts = here.mirror.parts(name)
    if not parts:
        raise Problem(404, f"Er is niets met het nummer {name!r} in het beeld.")
    word, value, why = _asked(body, parts)
    now = datetime.now(UTC)
    judged = parts if value is None else [next(part for part in parts if value in part.values)]
    key = verification.ALL if value is None else verification.VERIFIED + value
    said = [
        _judged(here, part, {key: word, "judged_why": why, "actor": actor(request)}, now) for part in judged
    ]
    tally = journal.Tally(source=here.person.name, received_at=now, accepted=len(said))
    appended = await journal.append_async(here.client, intake.place(said), tally)
    return answer({"entities": [item.entity for item in said], "cursor": appended.cursor}, 201)


def _asked(body: dict[str, Any], parts: list[fold.Entity]) -> tuple[str, str | None, str]:
    """What the body says; a Problem with every field that fails."""
    faults: dict[str, str] = {}
    word, value, why = body.get("verification"), body.get("value"), body.get("reason") or ""
    if word not in list(Verification):
        faults["verification"] = "kies uit: " + ", ".join(Verification)
    if value is not None and not any(value in part.values for part in parts):
        faults["value"] = "die waarde heeft niemand gemeld"
    if not isinstance(why, str) or len(why) > _WHY_LIMIT:
        faults["reason"] = "een korte tekst"
    if faults:
        raise Problem(422, "; ".join(f"{field}: {text}" for field, text in faults.items()), errors=faults)
    return str(word), value, str(why).strip()


def _judged(here: Node, part: fold.Entity, values: dict[str, Any], now: datetime) -> Observation:
    """What is judged lives on for as long again as its newest report."""
    head = part.reports[part.head]
    return observation(
        Reception(source=here.person, received_at=now),
        discipline=head.discipline,
        kind=part.kind,
        entity=part.id,
        observed_at=now,
        ttl=head.ttl,
        exercise=head.exercise,
        properties=values,
    )
