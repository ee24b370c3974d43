"""Errors as RFC 9457 problem details, in Dutch, with a reference number that stands in the log too."""

from __future__ import annotations

import logging
import secrets
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from redis.exceptions import RedisError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.responses import HTMLResponse, Response

from mlob.errors import ArchiveError
from mlob.web.node import answer

__all__ = ["Problem", "install", "missing", "problem"]

log = logging.getLogger(__name__)

_TITLES = {
    400: "Deze vraag is niet te lezen",
    401: "Geen geldige sleutel",
    403: "Dit mag niet",
    404: "Bestaat niet",
    405: "Deze bewerking bestaat hier niet",
    408: "Te langzaam",
    409: "Dit kan nu niet",
    413: "Te groot",
    415: "Dit soort inhoud wordt hier niet gelezen",
    422: "Niet alle velden kloppen",
    429: "Te veel tegelijk",
    500: "Er ging iets mis in het systeem",
    503: "De opslag is niet bereikbaar",
}


# Words in the errors with which Redis refuses to write.
_REFUSALS = {
    "NOREPLICAS": "De schijf is bijna vol: er wordt niets meer opgeslagen.",
    "maxmemory": "Het geheugen van de opslag is vol: er is niets opgeslagen.",
    "MISCONF": "De opslag kan niet naar de schijf schrijven: er is niets opgeslagen.",
}
_AWAY = "De opslag antwoordt niet: het is niet zeker dat dit is opgeslagen."


class Problem(Exception):
    """Refuse a request; `text` says in Dutch what is wrong and what to do."""

    def __init__(self, status: int, text: str, **extra: Any) -> None:
        super().__init__(text)
        self.status = status
        self.text = text
        self.extra = extra


def problem(status: int, text: str, **extra: Any) -> Response:
    """A problem details answer (RFC 9457)."""
    reference = secrets.token_hex(4).upper()
    log.info("problem %s: %d %r", reference, status, text[:300])
    title = _TITLES.get(status, "Dit lukt niet")
    content = {
        "type": "about:blank",
        "title": title,
        "status": status,
        "detail": text,
        "reference": reference,
        **extra,
    }
    return answer(content, status, "application/problem+json")


def missing() -> Response:
    """What a person sees at an address that is no page."""
    return HTMLResponse(
        '<!doctype html><html lang="nl"><meta charset="utf-8"><title>Bestaat niet</title>'
        '<body style="font-family:sans-serif;margin:3rem">'
        "<h1>Deze pagina bestaat niet</h1><p>Kijk of het adres klopt, of ga naar "
        '<a href="/">het beeld</a> of <a href="/wand">de wand</a>.</p></body></html>',
        status_code=404,
    )


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, Problem)
    return problem(error.status, error.text, **error.extra)


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return problem(error.status_code, _TITLES.get(error.status_code, "Dit lukt niet") + ".")


async def _store(request: Request, error: Exception) -> Response:
    log.warning("store refused: %s", error)
    why = next((text for mark, text in _REFUSALS.items() if mark in str(error)), _AWAY)
    return problem(503, f"{why} Probeer het later opnieuw.")


async def _archive(request: Request, error: Exception) -> Response:
    log.warning("archive: %s", error)
    return problem(503, f"{error}.", title="Dit verleden is hier niet te lezen")


async def _wrong(request: Request, error: Exception) -> Response:
    return problem(422, "Een deel van de vraag klopt niet.")


async def _gone(request: Request, error: Exception) -> Response:
    """Nobody is there to read this; a sender that breaks off is no fault of ours."""
    return problem(400, "De afzender brak af.")


async def _fault(request: Request, error: Exception) -> Response:
    log.error("fault at %r", request.url.path, exc_info=error)
    return problem(500, "Probeer het opnieuw. Blijft het misgaan, meld dan het referentienummer.")


def install(app: FastAPI) -> None:
    """Answer every error of the app this way."""
    app.add_exception_handler(Problem, _refused)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _wrong)
    app.add_exception_handler(ClientDisconnect, _gone)
    app.add_exception_handler(RedisError, _store)
    app.add_exception_handler(ArchiveError, _archive)
    app.add_exception_handler(Exception, _fault)
