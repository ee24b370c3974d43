"""What a briefing would say, before it is made: its content for the page, and its HTML form. No package."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import msgspec

from mlob.snapshot import forms
from mlob.snapshot.compose import compose
from mlob.snapshot.content import Content, Section
from mlob.snapshot.material import Material
from mlob.snapshot.orders import File

__all__ = ["CONTENT", "HTML", "UNMARKED", "write"]

CONTENT, HTML = "inhoud.json", "voorbeeld.html"
UNMARKED = "Geen rubricering ingesteld"
"""What stands in the place of the marking where there is none; a package is then refused."""
_FORM = "html"


def write(material: Material, folder: Path) -> list[File]:
    """Write both files into `folder`; raises OSError, and whatever the HTML form does."""
    if not material.organisation.marking.strip():
        marked = msgspec.structs.replace(material.organisation, marking=UNMARKED)
        material = msgspec.structs.replace(material, organisation=marked)
    content = compose(material)
    files = {CONTENT: msgspec.json.encode(_told(material, content))}
    rendered = forms.known()[_FORM].render(material, content)
    files[HTML] = next(part for name, part in rendered.items() if name.endswith(".html"))
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name, part in files.items():
        (folder / name).write_bytes(part)
    return [File(name, len(part), hashlib.sha256(part).hexdigest()) for name, part in files.items()]


def _told(material: Material, content: Content) -> dict[str, Any]:
    """The headline figures, sentences and changes; of a table only how many rows it has."""
    return {
        "at": material.picture["at"],
        "known_at": material.picture["known_at"],
        "cursor": content.cursor,
        "marking": content.marking,
        "exercise": content.exercise,
        "stand": content.stand,
        "since": material.since,
        "changes": material.changes,
        "sections": [_section(section) for section in content.sections],
    }


def _section(section: Section) -> dict[str, Any]:
    return {
        "name": section.name,
        "title": section.title,
        "code": section.code,
        "alarm": section.alarm,
        "figures": section.figures,
        "paragraphs": section.paragraphs,
        "tables": [{"title": table.title, "rows": len(table.rows)} for table in section.tables],
        "remark": section.remark,
        "remark_by": section.remark_by,
    }
