"""What may go into the journal for good: readable by whoever folds it, of bounded size, clean text.

A person and a decoder may each say what the model forbids; the journal is for ever, and one entry
that cannot be read back would stop the picture. Limits are our own choice: the largest warnings of
the samples stay far under them.
"""

from __future__ import annotations

import re
from typing import Any

import msgspec

from mlob.dutch import dutch
from mlob.errors import DecodeError
from mlob.model import Observation
from mlob.placed import SEVERAL

__all__ = ["ENTITY_LIMIT", "PROPERTIES_LIMIT", "SIZE_LIMIT", "TITLE_LIMIT", "admit", "fits"]

ENTITY_LIMIT = 400
"""Characters of an entity id."""
TITLE_LIMIT = 500
"""Characters of a title; what is longer is cut, and stands whole in the property `full_title`."""
PROPERTIES_LIMIT = 4000
"""Properties of one observation: a request with 100 items and 400 signatures fits."""
SIZE_LIMIT = 512 * 1024
"""Bytes of one observation in the journal: room for an area of some 20,000 points."""

_OURS = frozenset(Observation.__struct_fields__) | {
    *("disciplines", "sources", "stale_at", "expires_at", "future", "members", "said_at", "stale", SEVERAL),
}
"""Names that a feature has by itself (CONTRACT, "A feature"); a property may not speak for them."""
_LOCALITY = ("gemeente", "gemeente_name", "veiligheidsregio", "veiligheidsregio_name")

_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(Observation)

# Control characters, and those that turn the direction of text (Unicode 9, UAX 9): they make a line
# read as something else. Line end and tab stay.
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_UNSEEN_BYTES = re.compile(
    rb"\\u00[01]|\\[bfr]|\x7f|\xc2[\x80-\x9f]|\xd8\x9c|\xe2\x80[\x8e\x8f\xaa-\xae]|\xe2\x81[\xa6-\xa9]"
)


def admit(observation: Observation) -> Observation:
    """The observation as the journal may keep it; raises DecodeError, in Dutch, naming what is wrong."""
    if len(observation.entity) > ENTITY_LIMIT:
        raise DecodeError(f"id: langer dan {ENTITY_LIMIT} tekens")
    if not observation.entity.isprintable() or observation.entity.endswith(":"):
        raise DecodeError("id: leeg, of er staan stuurtekens in")
    if len(observation.properties) > PROPERTIES_LIMIT:
        raise DecodeError(f"properties: meer dan {PROPERTIES_LIMIT} eigenschappen")
    if not _OURS.isdisjoint(observation.properties):
        observation = _renamed(observation)
    for name in _LOCALITY:
        if not isinstance(observation.properties.get(name), str | None):
            raise DecodeError(f"{name}: geen tekst")
    if observation.title is not None and len(observation.title) > TITLE_LIMIT:
        observation = _cut(observation)
    raw = _encoded(observation)
    # What is unseen is DEL, not ASCII, or written with a backslash by JSON: few entries need the search.
    plain = raw.isascii() and b"\\" not in raw and b"\x7f" not in raw
    if not plain and _UNSEEN_BYTES.search(raw):
        observation = _clean(observation)
        raw = _encoded(observation)
    if len(raw) > SIZE_LIMIT:
        raise DecodeError(f"bericht: meer dan {SIZE_LIMIT // 1024} KiB aan inhoud")
    return observation


def fits(observation: Observation) -> Observation:
    """The same for what a person says: also whether each value has the type that the model gives it."""
    admitted = admit(observation)
    try:
        _decoder.decode(_encoded(admitted))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise DecodeError(f"waarde: past niet in het model ({dutch(error)})") from error
    return admitted


def _encoded(observation: Observation) -> bytes:
    try:
        return _encoder.encode(observation)
    except (TypeError, ValueError, OverflowError, RecursionError) as error:
        raise DecodeError(f"waarde: past niet in het model ({error})") from error


def _renamed(observation: Observation) -> Observation:
    """Properties that would pass for facts of ours, under a name that says whose they are."""
    properties = {
        f"source_{name}" if name in _OURS else name: value for name, value in observation.properties.items()
    }
    return msgspec.structs.replace(observation, properties=properties)


def _cut(observation: Observation) -> Observation:
    title = str(observation.title)
    return msgspec.structs.replace(
        observation,
        title=title[: TITLE_LIMIT - 1] + "…",
        properties={**observation.properties, "full_title": title},
    )


def _clean(observation: Observation) -> Observation:
    """The same without what a reader cannot see."""
    texts = {
        name: _seen(value) for name in ("title", "status", "marking") if (value := getattr(observation, name))
    }
    properties = {_seen(name): _seen(value) for name, value in observation.properties.items()}
    return msgspec.structs.replace(observation, **texts, properties=properties)


def _seen(value: Any) -> Any:
    if isinstance(value, str):
        return _UNSEEN.sub("", value)
    return [_seen(item) for item in value] if isinstance(value, list) else value
