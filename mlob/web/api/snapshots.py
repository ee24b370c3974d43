"""`/snapshots`: order a signed package, see how far it is, fetch it. The worker `mlob brief` makes them."""

from __future__ import annotations

import asyncio
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
from fastapi import APIRouter, Request
from starlette.responses import Response

from mlob import keys
from mlob.errors import StoreError
from mlob.model import iso
from mlob.snapshot import audit, orders, shelf
from mlob.snapshot.orders import ID, Order
from mlob.web.api import asked
from mlob.web.body import json_object
from mlob.web.node import Node, actor, answer, node
from mlob.web.problems import Problem

router = APIRouter()

_PATIENCE = 30.0
_PAUSES = (0.05, 0.1, 0.2)
"""s that an answer waits for the package, and between looks, the last again and again."""
_AT_ONCE = 4
_busy = asyncio.Semaphore(_AT_ONCE)
"""Packages on their way out at once: each is held in memory."""
_RESPOND_ASYNC = re.compile(r"(^|[,;\s])respond-async($|[,;\s])", re.IGNORECASE)  # RFC 7240, 4.1
_TYPES = {
    "zip": "application/zip",
    "json": "application/json",
    "sig": "application/octet-stream",
    "geojson": "application/geo+json",
    "html": "text/html; charset=utf-8",
    "pdf": "application/pdf",
    "png": "image/png",
    "gpkg": "application/geopackage+sqlite3",
    "xml": "application/xml",
    "csv": "text/csv; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
SEALED = {
    "content-security-policy": "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}
"""What is fetched runs nothing and asks nothing of anybody, should a browser open it after all."""
_TOO_MANY = "Er wachten al {n} momentopnamen. Wacht tot er een klaar is."
_NONE = "Er is geen momentopname met deze naam."


@router.post("/snapshots")
async def post_snapshot(request: Request) -> Response:
    """Order a package: 201 when it is there within 30 s, else (or when asked so) 202 with how far it is."""
    here, body = node(request), await json_object(request)
    if not here.settings.organisation.marking.strip():
        raise Problem(409, "De rubricering is niet ingesteld: zonder rubricering geen momentopname.")
    now = datetime.now(UTC)
    (at, known_at), faults = asked.times(body, now)
    formats = asked.formats(body, faults)
    title = asked.title(body, faults)
    wait = asked.wait(body, faults) and not _RESPOND_ASYNC.search(request.headers.get("prefer", ""))
    since = await asked.since(here, body, (at, known_at), now, faults)
    asked.refuse(faults)
    order = Order(
        id=orders.new_id(now),
        ordered_at=iso(now),
        formats=formats,
        at=at,
        known_at=known_at,
        since=since,
        title=title,
        author=actor(request),
    )
    await placed(here, order)
    if wait:
        order = await finished(here, order, _PATIENCE)
    if order.state == orders.FAILED:
        raise Problem(500, order.fault, id=order.id, state=order.state)
    return _entered(order, now)


def _entered(order: Order, now: datetime) -> Response:
    done = order.state == orders.DONE
    found = answer(entry(order, now, []), 201 if done else 202)
    found.headers["location"] = f"/api/v1/snapshots/{order.id}"
    if not done:
        found.headers["retry-after"] = "1"
    return found


async def placed(here: Node, order: Order) -> None:
    """Let an order wait for the worker; a Problem when too many do."""
    if not await orders.place_async(here.client, order):
        raise Problem(429, _TOO_MANY.format(n=orders.MOST_WAITING))


async def finished(here: Node, order: Order, patience: float) -> Order:
    """The order once it has ended, or as it is after so many seconds."""
    deadline = asyncio.get_running_loop().time() + patience
    pauses = iter(_PAUSES)
    pause = 0.0
    while order.state in (orders.WAITS, orders.BUSY) and asyncio.get_running_loop().time() < deadline:
        pause = next(pauses, pause)
        await asyncio.sleep(pause)
        order = await orders.get_async(here.client, order.id) or order
    return order


def entry(order: Order, now: datetime, fetched: list[dict[str, str]]) -> dict[str, Any]:
    """A package as the API shows it; `fetched` says who took which file of it."""
    order = orders.shown(order, now)
    found: dict[str, Any] = msgspec.to_builtins(order)
    for name in ("preview", "attempts", "began_at"):
        del found[name]
    if not order.fault:
        del found["fault"]
    for file in found["files"]:
        file |= {"type": _type(file["name"]), "url": f"/api/v1/snapshots/{order.id}/{file['name']}"}
    return found | {"fetched": fetched}


@router.get("/snapshots")
async def get_snapshots(request: Request) -> Response:
    """Every package that is kept, ordered or failed, newest first, and how many were deleted."""
    here, now = node(request), datetime.now(UTC)
    found = await orders.all_of_async(here.client)
    fetched = await audit.fetches_async(here.client)
    deleted: Any = await here.client.hget(keys.SNAPSHOTS_COUNTS, "deleted")
    rows = [entry(order, now, fetched.get(order.id, [])) for order in found if not order.preview]
    return answer({"snapshots": rows, "deleted": int(deleted or 0)})


@router.get("/snapshots/key")
async def get_key(request: Request) -> Response:
    """The public key of who signs here (PEM), to check packages with."""
    path = node(request).settings.packages / shelf.KEY_FILE
    try:
        content = await asyncio.to_thread(path.read_bytes)
    except OSError:
        raise Problem(503, "De openbare sleutel is hier nog niet. Draait mlob brief?") from None
    headers = {"content-disposition": f'attachment; filename="{shelf.KEY_FILE}"', **SEALED}
    return Response(content, media_type="application/x-pem-file", headers=headers)


async def ordered(here: Node, name: str, *, preview: bool = False, absent: str = _NONE) -> Order:
    """The order with this id; a Problem that says `absent` when there is none."""
    order = await orders.get_async(here.client, name) if ID.fullmatch(name) else None
    if order is None or order.preview is not preview:
        raise Problem(404, absent)
    return order


@router.get("/snapshots/{name}")
async def get_snapshot(request: Request, name: str) -> Response:
    """One package: how far it is, or what is in it."""
    here = node(request)
    order = await ordered(here, name)
    fetched = await audit.fetches_async(here.client)
    return answer(entry(order, datetime.now(UTC), fetched.get(order.id, [])))


@router.get("/snapshots/{name}/verify")
async def get_verified(request: Request, name: str) -> Response:
    """Whether the package that is kept here is whole and signed with our key: `{"ok", "text", ...}`."""
    here = node(request)
    order = await _done(here, name)
    async with _busy:
        return answer(await asyncio.to_thread(shelf.verified, here.settings.packages, order))


async def _done(here: Node, name: str) -> Order:
    order = await ordered(here, name)
    if order.state != orders.DONE:
        raise Problem(
            409, f"Deze momentopname is er nog niet: {orders.shown(order, datetime.now(UTC)).state}."
        )
    return order


@router.get("/snapshots/{name}/{file}")
async def get_file(request: Request, name: str, file: str) -> Response:
    """The package, or a file in it, to be saved: never shown inside a page of ours."""
    here = node(request)
    order = await _done(here, name)
    found = shelf.file_of(order, file)
    if found is None:
        raise Problem(404, "Dit bestand zit niet in deze momentopname.")
    if _busy.locked():
        raise Problem(429, "Er worden te veel momentopnamen tegelijk opgehaald. Wacht even.")
    async with _busy:
        content = await read(here.settings.packages, order, found)
    await audit.note_async(here.client, iso(datetime.now(UTC)), actor(request), audit.FETCHED, order.id, file)
    headers = SEALED | {"content-disposition": f'attachment; filename="{found.name}"'}
    return Response(content, media_type=_type(found.name), headers=headers)


async def read(packages: Path, order: Order, file: orders.File) -> bytes:
    """The bytes of a file, in a thread; a Problem when they are not what they were."""
    try:
        return await asyncio.to_thread(shelf.content, packages, order, file)
    except StoreError as error:
        raise Problem(503, f"{str(error)[0].upper()}{str(error)[1:]}.") from None


def _type(name: str) -> str:
    return _TYPES.get(name.rpartition(".")[2], "application/octet-stream")
