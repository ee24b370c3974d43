"""What every rendering of a snapshot is made from: the picture of one moment and what belongs to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from mlob.config import Organisation
from mlob.grouping import Link
from mlob.snapshot.diff import Change

__all__ = ["Material", "Remark", "Since"]


class Since(msgspec.Struct, frozen=True, kw_only=True):
    """The briefing with which this one is compared: its name, cursor and both times (UTC, ISO 8601)."""

    name: str
    cursor: str
    at: str
    known_at: str


class Remark(msgspec.Struct, frozen=True, kw_only=True):
    """What a person wrote under a section of the briefing; `at` is when (UTC, ISO 8601)."""

    section: str
    text: str
    author: str
    at: str


class Material(msgspec.Struct, frozen=True, kw_only=True):
    """The shapes of the API (CONTRACT): `picture` as `GET /picture` gives it, with its sources,
    `disciplines` as in `GET /sources`, `timeline` the entries of `GET /timeline`, newest first.

    With `exercise` the whole picture is an exercise. `changes` is None when there is nothing to compare
    with; then `since` is None too. `proposed` are reports that may be one thing and that nobody judged
    yet: they make the number of incidents a range.
    """

    picture: Mapping[str, Any]
    disciplines: Sequence[Mapping[str, Any]]
    timeline: Sequence[Mapping[str, Any]]
    organisation: Organisation
    exercise: bool
    author: str = ""
    changes: Sequence[Change] | None = None
    since: Since | None = None
    remarks: Sequence[Remark] = ()
    proposed: Sequence[Link] = ()
