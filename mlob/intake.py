"""Decode, observe, place: what frames of a source say. Below the workers and the web; both use it."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import lru_cache

import msgspec

from mlob import adapters, admission, formats, regions, verification
from mlob.bijstand import experts, plans
from mlob.errors import DecodeError
from mlob.model import Geometry, Kind, Observation, Reception, Scalar, Source
from mlob.placed import SEVERAL

__all__ = ["KEPT", "Reject", "Taken", "place", "take"]

log = logging.getLogger(__name__)

KEPT = 64 * 1024
"""Bytes of a frame that quarantine and raw frames keep (ARCHITECTURE, decision 14)."""
_BY_HAND = (plans.PREFIX, experts.PREFIX)
"""How the ids begin of what only people speak of."""


class Reject(msgspec.Struct, frozen=True):
    """A frame that said nothing usable, and why; `index` counts the frames of its batch from 0."""

    index: int
    reason: str
    frame: bytes


class Taken(msgspec.Struct, frozen=True):
    """What a batch of frames said: observations to journal, frames to quarantine.

    `accepted` counts frames that were read, `ignored` those of them that no adapter claimed.
    """

    observations: list[Observation]
    rejects: list[Reject]
    accepted: int
    ignored: int


def take(source: Source, frames: Iterable[bytes], received_at: datetime, first: int = 0) -> Taken:
    """Read every frame; a bad one becomes a reject and the next is taken; `first` is the first's index."""
    form = formats.known()[source.format]
    observers = _observers(source)
    observations: list[Observation] = []
    rejects: list[Reject] = []
    accepted = ignored = 0
    for index, frame in enumerate(frames, first):
        mark = hashlib.blake2b(frame, digest_size=16).hexdigest()
        reception = Reception(source=source, received_at=received_at, frame=mark)
        found: list[Observation] = []
        try:
            for message in form.decode(frame, reception):
                for observe in observers:
                    found += map(_admitted, observe(message, reception))
        except DecodeError as error:
            rejects.append(Reject(index, str(error), frame))
            continue
        except Exception as error:  # a fault of ours in one frame never blocks the next (TRUST, I5)
            log.exception("source %s: fault in reading a frame", source.name)
            rejects.append(Reject(index, f"fout van het systeem ({type(error).__name__})", frame))
            continue
        accepted += 1
        ignored += not found
        observations += found
    return Taken(place(observations), rejects, accepted, ignored)


def _admitted(said: Observation) -> Observation:
    if said.kind is Kind.LINK:
        raise DecodeError("kind: wat een is, zegt een bron niet; dat doet de koppelregel of een mens")
    if said.entity.startswith(_BY_HAND):
        raise DecodeError("id: een plan en het register van deskundigen houdt een mens bij, geen bron")
    if any(map(verification.is_judgement, said.properties)):
        said = msgspec.structs.replace(said, properties=_unjudged(said.properties))
    return admission.admit(said)


def _unjudged(properties: dict[str, Scalar]) -> dict[str, Scalar]:
    """What would pass for a person's judgement, under a name that says whose it is."""
    return {
        f"source_{name}" if verification.is_judgement(name) else name: value
        for name, value in properties.items()
    }


def _observers(source: Source) -> list[adapters.Observe]:
    """What the messages of a source mean, for each discipline that it serves."""
    serving = (adapters.known().get(discipline) for discipline in source.disciplines)
    return [
        adapter.formats[source.format] for adapter in serving if adapter and source.format in adapter.formats
    ]


def place(observations: Sequence[Observation]) -> list[Observation]:
    """The same observations, each that has a geometry with its gemeente and veiligheidsregio."""
    points = [_point(item.geometry) for item in observations]
    localities = iter(regions.locate_many([point for point in points if point is not None]))
    placed = []
    for item, point in zip(observations, points, strict=True):
        if item.geometry is None:
            placed.append(item)
            continue
        found = _locality(next(localities)) if point is not None else _of_shape(item.geometry)
        placed.append(msgspec.structs.replace(item, properties=item.properties | found))
    return placed


def _point(geometry: Geometry | None) -> tuple[float, float] | None:
    if geometry is None or geometry.get("type") != "Point":
        return None
    lon, lat = geometry["coordinates"][:2]
    return float(lon), float(lat)


def _of_shape(geometry: Geometry) -> dict[str, Scalar]:
    """The locality of a point on a line or area, and all regions that it lies in when there are more."""
    found = _locality(regions.locate_geometry(geometry))
    several: list[str] = regions.covered(geometry)
    return {**found, SEVERAL: several} if len(several) > 1 else found


@lru_cache(maxsize=1024)
def _locality(found: regions.Locality | None) -> dict[str, Scalar]:
    if found is None:
        return dict.fromkeys(("gemeente", "gemeente_name", "veiligheidsregio", "veiligheidsregio_name"))
    return {
        "gemeente": found.gemeente,
        "gemeente_name": found.gemeente_name,
        "veiligheidsregio": found.veiligheidsregio,
        "veiligheidsregio_name": found.veiligheidsregio_name,
        **({"nearest": True} if found.nearest else {}),
    }
