"""Canonical structs: what a source said (Observation, ISO 19156) and what surrounds the saying."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

import msgspec

__all__ = [
    "FUTURE_LIMIT",
    "Discipline",
    "Geometry",
    "Kind",
    "Observation",
    "Options",
    "Phase",
    "Reception",
    "Scalar",
    "Source",
    "Verification",
    "effective_at",
    "iso",
    "observation",
]

_encode = msgspec.json.Encoder().encode
_encode_sorted = msgspec.json.Encoder(order="sorted").encode

FUTURE_LIMIT = timedelta(minutes=2)
"""An observation counts as at most this far ahead of its reception."""

Scalar = str | int | float | bool | list[str] | None
Geometry = dict[str, Any]
"""A GeoJSON geometry, longitude before latitude, WGS 84."""


class Discipline(StrEnum):
    """The five disciplines of the picture and the partners beside them."""

    BRANDWEER = "brandweer"
    POLITIE = "politie"
    GHOR = "ghor"
    DEFENSIE = "defensie"
    GEMEENTEN = "gemeenten"
    OVERIG = "overig"


class Kind(StrEnum):
    """What an entity is."""

    INCIDENT = "incident"
    UNIT = "unit"
    FACILITY = "facility"
    AREA = "area"
    CAPACITY = "capacity"
    REQUEST = "request"
    REGION = "region"
    NOTE = "note"
    LINK = "link"
    """That two entities are one thing, or not: said by our own rule or by a person, never by a feed."""


class Phase(StrEnum):
    """Phase of a crisis."""

    PREPARATIE = "preparatie"
    RESPONS = "respons"
    NAFASE = "nafase"


class Verification(StrEnum):
    """How sure a fact is."""

    ONBEVESTIGD = "onbevestigd"
    BEVESTIGD = "bevestigd"
    TEGENGESPROKEN = "tegengesproken"
    INGETROKKEN = "ingetrokken"


class Options(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How the table of a source is laid out; what is not said is found out from the table itself.

    `sheet` is a name or a number from 1, `header` the row of the headings from 1. With `only` what no
    column names is left out.
    """

    sheet: str = ""
    header: int = 0
    delimiter: str = ""
    decimal: str = ""
    encoding: str = ""
    only: bool = False


class Source(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One `[[source]]` of mlob.toml: a letterbox with its format, disciplines and rhythm."""

    name: str
    format: str
    disciplines: tuple[Discipline, ...]
    url: str = ""
    rhythm: str = "5m"
    timezone: str = "Europe/Amsterdam"
    key_sha256: tuple[str, ...] = ()
    defaults: dict[str, Any] = {}
    exercise: bool = False
    every: str = "60s"
    ask: str = ""
    allow: tuple[str, ...] = ()
    follow: tuple[str, ...] = ()
    ca_file: str = ""
    cert_file: str = ""
    key_file: str = ""
    user: str = ""
    password_file: str = ""
    columns: dict[str, str | tuple[str, ...]] = {}
    options: Options = Options()
    header_files: dict[str, str] = {}


class Reception(msgspec.Struct, frozen=True, kw_only=True):
    """What surrounds a frame: its source, when it came in (UTC), the reference to its raw bytes."""

    source: Source
    received_at: datetime
    frame: str = ""


class Observation(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """What one source said about one entity at one time; absolute values, never differences.

    Times are UTC. `ttl` is in seconds, `accuracy_m` and positions in metres and degrees WGS 84,
    `course` in degrees clockwise from north, `speed` in m/s, `severity` 0 (info) to 4 (extreme).
    """

    id: str
    source: str
    discipline: Discipline
    kind: Kind
    entity: str
    observed_at: datetime
    received_at: datetime
    ttl: float | None = None
    valid_from: datetime | None = None
    valid_to: datetime | None = None
    geometry: Geometry | None = None
    accuracy_m: float | None = None
    title: str | None = None
    status: str | None = None
    severity: int | None = None
    course: float | None = None
    speed: float | None = None
    properties: dict[str, Scalar] = {}
    verification: Verification | None = None
    marking: str | None = None
    exercise: bool = False
    frame: str = ""
    once: str = ""
    """Set when the frame had no time of its own: its content counts once in 10 minutes."""


def effective_at(observed_at: datetime, received_at: datetime) -> datetime:
    """The time at which an observation counts in the fold: at most 2 minutes past its reception."""
    return observed_at if observed_at <= received_at else min(observed_at, received_at + FUTURE_LIMIT)


def iso(moment: datetime) -> str:
    """A UTC moment as CONTRACT prints it: 2026-11-23T14:02:11Z, milliseconds only when there are any."""
    if moment.tzinfo is not UTC:
        moment = moment.astimezone(UTC)
    text = _encode(moment)  # in quotes, with microseconds when there are any: "2026-11-23T14:02:11.408000Z"
    return (text[1:24] if moment.microsecond >= 1000 else text[1:20]).decode() + "Z"


def observation(
    reception: Reception,
    *,
    discipline: Discipline,
    kind: Kind,
    native_id: str | None = None,
    entity: str | None = None,
    observed_at: datetime | None = None,
    **values: Any,
) -> Observation:
    """An Observation with its entity id and content hash.

    Give `native_id` (becomes `<kind>:<source>:<native id>`) or a shared `entity` id. Without an
    `observed_at` the frame had no time of its own: it is stamped on reception and its content is
    deduplicated for 10 minutes (`once`). The id hashes what was said, never when it was received.
    """
    source = reception.source
    name = entity if entity is not None else f"{kind}:{source.name}:{native_id}"
    content = _encode_sorted([source.name, discipline, name, values])
    once = "" if observed_at is not None else hashlib.blake2b(content, digest_size=16).hexdigest()
    moment = observed_at if observed_at is not None else reception.received_at
    stamp = _encode(moment.astimezone(UTC))[1:-2] + b"+00:00"
    exercise = bool(values.pop("exercise", False)) or source.exercise
    return Observation(
        id=hashlib.blake2b(content + stamp, digest_size=16).hexdigest(),
        source=source.name,
        discipline=discipline,
        kind=kind,
        entity=name,
        observed_at=moment,
        received_at=reception.received_at,
        frame=reception.frame,
        once=once,
        exercise=exercise,
        **values,
    )
