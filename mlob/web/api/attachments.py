"""`/requests/{id}/attachments`: scans and other files of a request, taken in and given out as they are."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from fastapi import APIRouter, Request
from starlette.responses import Response

from mlob import attachments, fold
from mlob.bijstand.requests import ATTACHMENT
from mlob.errors import DecodeError, StoreError
from mlob.model import Discipline, Kind, Observation, Reception, iso, observation
from mlob.web import acknowledged
from mlob.web.body import read
from mlob.web.journalling import journalled
from mlob.web.node import Node, actor, answer, node
from mlob.web.problems import Problem

router = APIRouter()

MOST = 100
"""Attachments of one request."""
_LABEL = 120  # characters
_AT_ONCE = 8
_busy = asyncio.Semaphore(_AT_ONCE)
"""Attachments on their way in at once: each is held in memory until it is on disk."""
_SEALED = {
    "content-security-policy": "sandbox; default-src 'none'",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}


@router.post("/requests/{name:path}/attachments")
async def post_attachment(request: Request, name: str) -> Response:
    """Take in the raw body: a PDF, JPEG or PNG of at most 10 MiB; 201 with the request as it is then."""
    here = node(request)
    await acknowledged.caught_up(here)  # an attachment makes no version that could be waited for
    entity = await acknowledged.entity(here, name)
    declared = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if declared not in attachments.TYPES:
        raise Problem(415, f"Een bijlage is een van: {', '.join(attachments.TYPES)} (Content-Type).")
    view = acknowledged.shown(entity)
    if len(view["attachments"]) >= MOST:
        raise Problem(422, f"Een verzoek heeft hoogstens {MOST} bijlagen.", errors={"attachment": "te veel"})
    if _busy.locked():
        raise Problem(429, "Er worden te veel bijlagen tegelijk aangeboden. Wacht even.")
    async with _busy:
        content = await read(request, attachments.LIMIT)
        sort = _checked(content, declared)
        try:
            sha = await asyncio.to_thread(attachments.keep, _folder(here), content)
        except StoreError as error:
            raise Problem(503, f"{str(error).capitalize()}.") from None
    label = _label(request.headers.get("x-filename", ""), sha, sort)
    facts = [label, sort, str(len(content)), actor(request)]
    said = _attached(here, view, sha, facts, datetime.now(UTC))
    await journalled(here, said)
    fold.apply(entity, said)
    return answer({"sha": sha} | await acknowledged.told(here, entity), 201)


def _folder(here: Node) -> Path:
    return here.settings.data_dir / "attachments"


def _checked(content: bytes, declared: str) -> str:
    """The type of the content; a Problem when it is not what its sender says."""
    try:
        sort = attachments.sort_of(content)
    except DecodeError as error:
        raise Problem(415, f"{error}.") from None
    if sort != declared:
        raise Problem(415, f"De inhoud is {sort}, niet {declared}.")
    return sort


def _label(given: str, sha: str, sort: str) -> str:
    """What the file was called, only to be read: no path, nothing that is not printed."""
    name = unquote(given).replace("\\", "/").rpartition("/")[2]
    printable = "".join(character for character in name if character.isprintable()).strip()
    return printable[:_LABEL] or f"bijlage-{sha[:8]}.{attachments.TYPES[sort]}"


def _attached(here: Node, view: dict[str, Any], sha: str, facts: list[str], now: datetime) -> Observation:
    label, sort, size, who = facts
    kilobytes = max(1, round(int(size) / 1000))
    line = f"{iso(now)} Bijlage: {label} ({attachments.TYPES[sort].upper()}, {kilobytes} kB, {who})"
    # The same file may come again: each time is a line of its own.
    name = f"log.bijlage-{sha[:16]}-{now:%Y%m%dT%H%M%S%f}"
    return observation(
        Reception(source=here.person, received_at=now),
        discipline=Discipline.OVERIG,
        kind=Kind.REQUEST,
        entity=view["id"],
        observed_at=now,
        exercise=view["exercise"],
        properties={f"{ATTACHMENT}{sha}": [*facts, iso(now)], name: line},
    )


@router.get("/requests/{name:path}/attachments/{sha}")
async def get_attachment(request: Request, name: str, sha: str) -> Response:
    """The bytes of an attachment, to be saved: never shown inside a page of ours."""
    here = node(request)
    await acknowledged.caught_up(here)
    view = acknowledged.shown(await acknowledged.entity(here, name))
    found = next((row for row in view["attachments"] if row["sha"] == sha), None)
    if found is None or not attachments.SHA.fullmatch(sha) or found["type"] not in attachments.TYPES:
        raise Problem(404, "Deze bijlage hoort niet bij dit verzoek.")
    try:
        content = await asyncio.to_thread(attachments.load, _folder(here), sha)
    except StoreError as error:
        raise Problem(503, f"{str(error).capitalize()}.") from None
    name = f"bijlage-{sha[:8]}.{attachments.TYPES[found['type']]}"
    headers = _SEALED | {"content-disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=found["type"], headers=headers)
