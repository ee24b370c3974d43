"""`/links`: which entities are shown as one and why, what a person is asked, and what he says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Protocol

from fastapi import APIRouter, Request
from starlette.responses import Response

from mlob import grouping, intake, journal, links
from mlob.fold import Entity
from mlob.model import Discipline, Kind, Observation, Reception, observation
from mlob.web.body import json_object
from mlob.web.node import Node, actor, answer, node
from mlob.web.problems import Problem

router = APIRouter()

_JOINABLE = frozenset({Kind.INCIDENT, Kind.FACILITY, Kind.AREA, Kind.UNIT})
_WHY_LIMIT = 500
_MOST = 100  # entities in one verdict


class Shown(Protocol):
    """What is shown, now (the mirror) or at a moment of the past."""

    @property
    def entities(self) -> Mapping[str, Entity]:
        """By id."""

    @property
    def links(self) -> Mapping[str, grouping.Link]:
        """By id."""

    @property
    def groups(self) -> Mapping[str, tuple[str, ...]]:
        """Of each entity that is shown with others all of them."""


def about(mirror: Shown, members: Sequence[str]) -> list[dict[str, Any]]:
    """The links that bear on some entities, those that ask something first."""
    mine = set(members)
    found = [link for link in mirror.links.values() if {link.a, link.b} & mine]
    return [_row(mirror, link) for link in sorted(found, key=_urgency) if link.score or link.verdict]


def _urgency(link: grouping.Link) -> tuple[bool, float, str]:
    return (not link.proposed, -link.score, link.id)


def _row(mirror: Shown, link: grouping.Link) -> dict[str, Any]:
    state = link.verdict or ("automatisch" if link.automatic else "voorgesteld")
    together = link.b in mirror.groups.get(link.a, ())
    return {
        "id": link.id,
        "a": link.a,
        "b": link.b,
        "titles": [_title(mirror, link.a), _title(mirror, link.b)],
        "score": link.score,
        "reason": link.reason,
        "state": state,
        "together": together,
        "why": link.why,
        "actor": link.actor,
    }


def _title(mirror: Shown, name: str) -> str | None:
    entity = mirror.entities.get(name)
    found = None if entity is None else entity.values.get("title")
    return None if found is None else str(found)


@router.get("/links")
async def get_links(request: Request) -> Response:
    """What a person is asked (`proposed`), and what is shown as one (`joined`), best first."""
    mirror = node(request).mirror
    proposed = grouping.proposals(mirror.links.values(), mirror.groups, mirror.entities)
    joined = sorted((link for link in mirror.links.values() if link.joined), key=_urgency)
    here = [link for link in joined if link.a in mirror.entities and link.b in mirror.entities]
    return answer(
        {
            "proposed": [_row(mirror, link) for link in proposed],
            "joined": [_row(mirror, link) for link in here],
            "rule": {"version": links.RULE, "automatic": links.AUTOMATIC, "proposed": links.PROPOSED},
        }
    )


@router.post("/links")
async def post_link(request: Request) -> Response:
    """A person's verdict on `a` and `b` (one or several): `samen` or `los`, with a `reason`."""
    here, body = node(request), await json_object(request)
    a, others, verdict, why = _asked(here, body)
    now = datetime.now(UTC)
    said = [_verdict(here, a, other, verdict, why, actor(request), now) for other in others]
    tally = journal.Tally(source=here.person.name, received_at=now, accepted=len(said))
    appended = await journal.append_async(here.client, intake.place(said), tally)
    return answer({"links": [item.entity for item in said], "cursor": appended.cursor}, 201)


def _asked(here: Node, body: dict[str, Any]) -> tuple[str, list[str], str, str]:
    """What the body says; a Problem with every field that fails."""
    faults: dict[str, str] = {}
    a, b, verdict = body.get("a"), body.get("b"), body.get("verdict")
    others = b if isinstance(b, list) else [b]
    if verdict not in (grouping.TOGETHER, grouping.APART):
        faults["verdict"] = f"kies uit: {grouping.TOGETHER}, {grouping.APART}"
    why = body.get("reason") or ""
    if not isinstance(why, str) or len(why) > _WHY_LIMIT:
        faults["reason"] = "een korte tekst"
    elif verdict == grouping.APART and not why.strip():
        faults["reason"] = "verplicht: waarom dit niet hetzelfde is"
    entities = here.mirror.entities
    first = entities.get(a) if isinstance(a, str) else None
    if first is None or first.kind not in _JOINABLE:
        faults["a"] = "staat niet in het beeld, of kan nergens mee een zijn"
    if not others or len(others) > _MOST or len(set(map(str, others))) < len(others):
        faults["b"] = f"een tot {_MOST} verschillende nummers"
    for other in others:
        second = entities.get(other) if isinstance(other, str) else None
        if second is None or other == a or (first is not None and second.kind is not first.kind):
            faults["b"] = f"{other!r} staat niet in het beeld, of is van een andere soort"
    if faults:
        raise Problem(422, "; ".join(f"{field}: {text}" for field, text in faults.items()), errors=faults)
    return str(a), [str(other) for other in others], str(verdict), str(why).strip()


def _verdict(here: Node, one: str, two: str, verdict: str, why: str, who: str, now: datetime) -> Observation:
    a, b = sorted((one, two))
    return observation(
        Reception(source=here.person, received_at=now),
        discipline=Discipline.OVERIG,
        kind=Kind.LINK,
        entity=links.link_id(a, b),
        observed_at=now,
        properties={"a": a, "b": b, "verdict": verdict, "why": why, "actor": who},
    )
