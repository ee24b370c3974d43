"""Our own messages of EDXL-RM read back by our own decoders, as another system would."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from mlob import fold, formats, intake
from mlob.bijstand import edxl_out, requests
from mlob.model import Discipline, Source

AT = datetime(2026, 11, 23, 14, 0, 0, 250_000, tzinfo=UTC)
SENDER = "locc@0a1b2c3d.mlob.invalid"


def written(*views: dict[str, Any], **more: Any) -> bytes:
    """The document of some requests."""
    settings = {"sender": SENDER, "organisation": "LOCC", "at": AT, "marking": "Departementaal Vertrouwelijk"}
    return edxl_out.envelope(views, **(settings | more))


def read(document: bytes, source: str = "elders") -> dict[str, dict[str, Any]]:
    """The requests that a system elsewhere has after reading a document, by entity."""
    disciplines = (Discipline.OVERIG,)
    letterbox = Source(name=source, format="edxl_de", disciplines=disciplines)
    frames = formats.split(formats.known()["edxl_de"], document)
    taken = intake.take(letterbox, frames, AT)
    assert not taken.rejects, taken.rejects
    entities: dict[str, fold.Entity] = {}
    for said in taken.observations:
        fold.apply(entities.setdefault(said.entity, fold.begin(said)), said)
    return {name: _view(entity) for name, entity in entities.items()}


def _view(entity: fold.Entity) -> dict[str, Any]:
    return requests.view(entity.id, entity.values | {"exercise": entity.reports[entity.head].exercise})
