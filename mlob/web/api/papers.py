"""What leaves a request on paper or as a message: EDXL-RM, the form as PDF, the answer as text."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import partial
from typing import Any

import redis.asyncio
from fastapi import APIRouter, Request
from starlette.responses import Response

from mlob import fold, keys
from mlob.bijstand import edxl_out, form, kinds, letter
from mlob.errors import TransitionError
from mlob.web import acknowledged
from mlob.web.node import Node, node
from mlob.web.problems import Problem

__all__ = ["router", "sender"]

router = APIRouter()

_SECONDS = 20.0
_printers = ThreadPoolExecutor(max_workers=2, thread_name_prefix="form")
"""Threads that make forms: one that hangs must not take the others' with it."""


async def sender(client: redis.asyncio.Redis) -> str:
    """The name of this system in messages: that of its journal, in the form that EDXL-DE asks (3.2.1)."""
    name: Any = await client.get(keys.JOURNAL)
    return f"mlob@{name.decode() if name else 'journaal'}.mlob.invalid"


@router.get("/requests/{name:path}/edxl-rm")
async def get_messages(request: Request, name: str) -> Response:
    """A request and how its promises stand, as EDXL-RM in an envelope of EDXL-DE."""
    here = node(request)
    return await _messages(here, [await acknowledged.entity(here, name)], name)


@router.get("/operations/{name:path}/edxl-rm")
async def get_operation_messages(request: Request, name: str) -> Response:
    """The same of all requests of an operation."""
    here = node(request)
    entities, _ = await acknowledged.every(here)
    found = [item for item in entities if item.values.get("operation") == name]
    if not found:
        raise Problem(404, f"Er is geen operatie {name!r} met verzoeken.")
    return await _messages(here, sorted(found, key=lambda item: item.id), name)


@router.get("/requests/{name:path}/form.pdf")
async def get_form(request: Request, name: str) -> Response:
    """The form of a request, filled in with what is known."""
    here = node(request)
    make = partial(form.pdf, **await _paper(here, name))
    try:
        async with asyncio.timeout(_SECONDS):
            content = await asyncio.get_running_loop().run_in_executor(_printers, make)
    except TimeoutError:
        raise Problem(503, "Het formulier maken duurt te lang. Probeer het later opnieuw.") from None
    return _file(content, "application/pdf", f"aanvraag-{_slug(name)}.pdf")


@router.get("/requests/{name:path}/letter.txt")
async def get_letter(request: Request, name: str) -> Response:
    """The answer to the requester, as the text of a letter or an e-mail."""
    here = node(request)
    content = letter.text(**await _paper(here, name), contacts=_contacts(here.settings))
    return _file(content.encode(), "text/plain; charset=utf-8", f"antwoord-{_slug(name)}.txt")


async def _messages(here: Node, entities: list[fold.Entity], name: str) -> Response:
    organisation = here.settings.organisation
    try:
        content = edxl_out.envelope(
            [_view(entity) for entity in entities],
            sender=await sender(here.client),
            organisation=organisation.name,
            at=_changed(entities),
            marking=_marking(here),
        )
    except TransitionError as error:
        raise Problem(409, str(error)) from None
    return _file(content, "application/xml", f"edxl-rm-{_slug(name)}.xml")


async def _paper(here: Node, name: str) -> dict[str, Any]:
    """What the makers of papers need; a Problem when a paper may not be made."""
    entity = await acknowledged.entity(here, name)
    view, marking = _view(entity), _marking(here)
    kind = kinds.known().get(str(view["kind"]))
    if kind is None:
        raise Problem(409, "De soort bijstand van dit verzoek is nog niet bekend.")
    name = here.settings.organisation.name
    return {
        "view": view,
        "kind": kind,
        "organisation": name,
        "marking": marking,
        "at": _changed([entity]),
    }


def _view(entity: fold.Entity) -> dict[str, Any]:
    """The request as it was when it last changed: what is late since does not change its papers."""
    return acknowledged.shown(entity, _changed([entity]))


def _changed(entities: Iterable[fold.Entity]) -> datetime:
    """When the last was said of requests; papers of the same view are the same bytes."""
    return max(report.at for entity in entities for report in entity.reports.values()).astimezone(UTC)


def _marking(here: Node) -> str:
    """The rubricering; nothing leaves without one (TRUST, exports)."""
    found = here.settings.organisation.marking.strip()
    if not found:
        raise Problem(409, "Er is geen rubricering ingesteld: zet `marking` in mlob.toml.")
    return found


def _contacts(settings: Any) -> list[tuple[str, str]]:
    """Whom to call, from `[bijstand] contacts`."""
    told = getattr(getattr(settings, "bijstand", None), "contacts", ())
    return [(contact.name, contact.phone) for contact in told]


def _slug(name: str) -> str:
    """A part of a file name that we make, whatever the id holds."""
    return re.sub("[^A-Za-z0-9]+", "-", name.split(":", 2)[-1])[:60].strip("-") or "verzoek"


def _file(content: bytes, media_type: str, name: str) -> Response:
    headers = {"cache-control": "no-store", "content-disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=media_type, headers=headers)
