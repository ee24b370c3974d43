"""`GET /sources`, `/regions`, `/layers`, `/kinds`: what the system knows of itself."""

from __future__ import annotations

import csv
from functools import cache
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

import layers
from mlob.bijstand import kinds, steps
from mlob.paths import DATA
from mlob.web.node import answer, node

router = APIRouter()


@router.get("/sources")
async def get_sources(request: Request) -> Response:
    """Each source's state and counts, and the five disciplines."""
    return answer(node(request).mirror.health())


@cache
def _regions() -> list[dict[str, Any]]:
    with (DATA / "regions.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@router.get("/regions")
async def get_regions(request: Request) -> Response:
    """The 25 veiligheidsregio's with their facts and how sure those are."""
    return answer({"regions": _regions()})


@router.get("/layers")
async def get_layers(request: Request) -> Response:
    """The map layers, as data."""
    return answer({"layers": [layers.to_json(layer) for layer in layers.known()]})


@router.get("/kinds")
async def get_kinds(request: Request) -> Response:
    """The legal routes of bijstand, and the steps of their life cycle."""
    found = [kinds.public(kind) for kind in kinds.known().values()]
    return answer({"kinds": found, "steps": [steps.public(step) for step in steps.TABLE.values()]})
