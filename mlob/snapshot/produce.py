"""One snapshot from question to package: what the command, the worker and the schedule all do."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

import msgspec
import redis

from mlob.config import Settings
from mlob.snapshot import earlier, keys, make, package
from mlob.snapshot.collect import collect
from mlob.snapshot.earlier import Earlier
from mlob.snapshot.make import Progress
from mlob.snapshot.material import Material

__all__ = ["ALONE", "PICTURE", "Question", "material", "produce"]

PICTURE = "beeld"
"""The name of the part before the forms: reading the picture and what changed."""
ALONE = "beheerder"
"""The role of whoever asks where there is no sign-in: he has every role, so the highest."""


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """What a briefing is asked to be of; no times mean now, as the journal is when it is made."""

    at: datetime | None = None
    known_at: datetime | None = None
    since: Earlier | None = None
    author: str = ""
    role: str = ALONE


def material(client: redis.Redis, settings: Settings, now: datetime, question: Question) -> Material:
    """The material of a briefing. Raises ArchiveError, PackageError."""
    found = collect(client, settings, now, question.at, question.known_at)
    found = msgspec.structs.replace(found, author=question.author)
    return found if question.since is None else earlier.compared(client, settings, found, question.since)


def produce(
    client: redis.Redis,
    settings: Settings,
    now: datetime,
    question: Question,
    forms: Collection[str],
    out: Path,
    progress: Progress = lambda done, total, name: None,
) -> Path:
    """Write the signed package into `out`; its path. Raises MlobError, OSError; nothing is left half."""
    make.refuse_forms(forms)
    package.refuse(settings.organisation.marking, forms)
    progress(0, len(set(forms)), PICTURE)
    found = material(client, settings, now, question)
    key = keys.load_or_make(settings.data_dir)
    versions = {"mlob": version("mlob")}
    return make.make(found, forms, out, key, versions, author_role=question.role, progress=progress)
