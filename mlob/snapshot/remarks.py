"""What people write under the sections of the briefing: a note a section, said in the journal.

`note:briefing:<section>` has the text, who wrote it and a version, so that of two authors the second
hears of the first. An empty text takes a remark away; what stood there stays in the past.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from mlob import fold
from mlob.model import iso
from mlob.snapshot import notes
from mlob.snapshot.material import Remark

__all__ = ["LONGEST", "PREFIX", "entity_id", "faults", "found", "version", "view"]

PREFIX = notes.BRIEFING
LONGEST = 10_000
"""Characters of one remark: some three pages."""

_SECTION = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}")


def entity_id(section: str) -> str:
    """The entity that the remark under a section is."""
    return PREFIX + section


def faults(body: Mapping[str, Any], known: Iterable[str]) -> dict[str, str]:
    """What is wrong with a remark that is to be written, by field, in Dutch."""
    wrong: dict[str, str] = {}
    section, text, expected = body.get("section"), body.get("text"), body.get("version")
    if not isinstance(section, str) or not _SECTION.fullmatch(section) or section not in set(known):
        wrong["section"] = f"Dit onderdeel heeft de briefing niet. Kies uit: {', '.join(known)}."
    if not isinstance(text, str):
        wrong["text"] = "Geef een tekst (leeg om de tekst weg te halen)."
    elif len(text) > LONGEST:
        wrong["text"] = f"Hoogstens {LONGEST} tekens."
    if not (expected is None or (isinstance(expected, int) and not isinstance(expected, bool))):
        wrong["version"] = "Geef het nummer van de versie die u zag."
    return wrong


def version(entity: fold.Entity | None) -> int:
    """How often the remark was written; 0 when it never was."""
    said = None if entity is None else entity.values.get("version")
    return said if isinstance(said, int) else 0


def view(section: str, entity: fold.Entity | None) -> dict[str, Any]:
    """The remark as the API shows it; one that nobody wrote is empty and has version 0."""
    if entity is None:
        return {"section": section, "text": "", "author": "", "at": None, "version": 0}
    values = entity.values
    return {
        "section": section,
        "text": str(values.get("text") or ""),
        "author": str(values.get("actor") or ""),
        "at": iso(entity.reports[entity.head].observed_at),
        "version": version(entity),
    }


def found(entities: Mapping[str, fold.Entity]) -> list[Remark]:
    """The remarks among the entities of a picture, by section."""
    rows = [
        view(name.removeprefix(PREFIX), entity)
        for name, entity in sorted(entities.items())
        if name.startswith(PREFIX)
    ]
    return [
        Remark(section=row["section"], text=row["text"], author=row["author"], at=row["at"])
        for row in rows
        if row["text"]
    ]
