"""`POST /requests/import`: messages of EDXL-RM, bare or in EDXL-DE, that a person brings in."""

from __future__ import annotations

import asyncio
import re
from datetime import UTC, datetime
from typing import Any

import msgspec
from fastapi import APIRouter, Request
from starlette.responses import Response

from mlob import formats, intake, journal
from mlob.bijstand import edxl_out
from mlob.errors import DecodeError
from mlob.model import Discipline, Kind, Observation, Reception, Source
from mlob.web import acknowledged
from mlob.web.api.papers import sender
from mlob.web.body import read
from mlob.web.node import Node, actor, answer, node
from mlob.web.problems import Problem

router = APIRouter()

LIMIT = 2 * 1024 * 1024
"""Bytes: what our decoders take whole."""
MOST_FRAMES = 1000
_ENVELOPE = re.compile(rb"<(?:[\w.-]+:)?EDXLDistribution[\s>]")
_MESSAGE = "log."
"""How the name begins of the value that a message leaves with its request; its id follows."""


@router.post("/requests/import")
async def post_import(request: Request) -> Response:
    """Read, journal, and say which requests the messages are about; what is refused, with the reason."""
    here, body = node(request), await read(request, LIMIT)
    now = datetime.now(UTC)
    form = "edxl_de" if _ENVELOPE.search(body) else "edxl_rm"
    source = _letterbox(here, form)
    frames = formats.split(formats.known()[form], body)
    if not frames or len(frames) > MOST_FRAMES:
        raise Problem(422, f"Stuur 1 tot {MOST_FRAMES} berichten van EDXL-RM, los of in EDXL-DE.")
    taken, rejected = await asyncio.to_thread(_taken, source, frames, now)
    if not taken:
        reasons = "; ".join(reject["reason"] for reject in rejected[:3])
        raise Problem(422, f"Hier is niets van te lezen: {reasons}.", rejected=rejected)
    fresh = await _fresh(here, taken)
    cursor = here.mirror.cursor
    if fresh:
        who = actor(request)
        said = [msgspec.structs.replace(item, properties=item.properties | {"actor": who}) for item in fresh]
        tally = journal.Tally(source=source.name, received_at=now, accepted=len(said), rejected=len(rejected))
        cursor = (await journal.append_async(here.client, said, tally)).cursor
    found = {
        "requests": _names(taken, Kind.REQUEST),
        "offers": _names(taken, Kind.NOTE),
        "known": len(taken) - len(fresh),
        "rejected": rejected,
        "cursor": cursor,
    }
    return answer(found, 201 if fresh else 200)


def _letterbox(here: Node, form: str) -> Source:
    """The person who brings the messages in, as a source: requests belong to the partners together."""
    person = here.person
    return msgspec.structs.replace(person, format=form, disciplines=(Discipline.OVERIG,))


def _taken(
    source: Source, frames: list[bytes], now: datetime
) -> tuple[list[Observation], list[dict[str, Any]]]:
    """What the frames say of requests and offers, and each frame that is refused with its reason."""
    said: list[Observation] = []
    rejected: list[dict[str, Any]] = []
    for index, frame in enumerate(frames):
        try:
            _only_resources(source, frame, now)
        except DecodeError as error:
            rejected.append({"index": index, "reason": str(error)})
            continue
        taken = intake.take(source, [frame], now, index)
        rejected += [{"index": reject.index, "reason": reject.reason} for reject in taken.rejects]
        if taken.ignored:
            rejected.append({"index": index, "reason": "een bericht van System, Ack of Error zegt niets"})
        said += taken.observations
    return said, rejected


def _only_resources(source: Source, frame: bytes, now: datetime) -> None:
    """Raise DecodeError for what cannot be read, and for an envelope with messages of other standards."""
    messages = formats.known()[source.format].decode(frame, Reception(source=source, received_at=now))
    others = {message.form for message in messages if getattr(message, "form", "edxl_rm") != "edxl_rm"}
    if others:
        raise DecodeError(f"contentObject: hier horen alleen berichten van EDXL-RM, niet {sorted(others)}")


async def _fresh(here: Node, taken: list[Observation]) -> list[Observation]:
    """What this system did not write itself: its own promises would else count twice.

    The first message of a sequence has the id of its request; one that was filed here says nothing new.
    """
    own = await sender(here.client)
    found = {name: await acknowledged.latest(here, name) for name in {said.entity for said in taken}}
    filed = {name for name, entity in found.items() if entity and "message" not in entity.values}
    return [
        said
        for said in taken
        if not any(
            (edxl_out.is_own(name, own) and found[said.entity]) or (name == said.entity and name in filed)
            for name in _messages(said)
        )
    ]


def _messages(said: Observation) -> list[str]:
    """The ids of the messages that an observation is of."""
    return [name.removeprefix(_MESSAGE) for name in said.properties if name.startswith(_MESSAGE)]


def _names(said: list[Observation], kind: Kind) -> list[str]:
    return sorted({item.entity for item in said if item.kind is kind})
