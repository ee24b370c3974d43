"""EMSI: what control rooms tell each other of an event, ISO/TR 22351 (the TSO of CWA 15931), XML or JSON."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import partial

import msgspec

from mlob.errors import DecodeError
from mlob.formats import Format
from mlob.formats.emsi_fields import Position, choice, nodes, one, position, required, text, texts, tree
from mlob.formats.framing_either import EitherSplitter
from mlob.formats.framing_xml import LIMIT
from mlob.formats.xml_fields import time, whole
from mlob.model import Reception

__all__ = ["FORMAT", "Casualties", "Event", "Message", "Mission", "Position", "Resource", "decode"]

MODE = frozenset({"ACTUAL", "EXERCS", "SYSTEM", "TEST"})
MSGTYPE = frozenset({"ACK", "ALERT", "CANCEL", "ERROR", "UPDATE"})
SECLASS = frozenset({"CONFID", "RESTRC", "SECRET", "TOPSRT", "UNCLAS", "UNMARK"})
EVENT_STATUS = frozenset({"COM", "IPR", "NST", "STOP"})
MISSION_STATUS = frozenset({"ABO", "NST", "CANCLD", "COM", "IPR", "PAU"})
CURRENT = "CUR"
"""Of the places of a resource, where it is now; the others are plans (RGEO.TYPE)."""
COUNTS = ("TRIAGERED", "TRIAGEYELLOW", "TRIAGEGREEN", "TRIAGEBLACK", "DECONT", "MISSING")

Node = dict[str, object]


class Casualties(msgspec.Struct, frozen=True, kw_only=True):
    """Persons by triage; `context` says whether that is what was first reported, found or asked for."""

    context: str | None
    time: datetime | None
    counts: tuple[tuple[str, int], ...]


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """What happened; codes are those of the standard, times UTC, `scale` 1 to 5."""

    id: str
    name: str | None = None
    main_event: str | None = None
    categories: tuple[str, ...] = ()
    status: str | None = None
    scale: int | None = None
    certainty: int | None = None
    declared: datetime | None = None
    occurred: datetime | None = None
    observed: datetime | None = None
    casualties: tuple[Casualties, ...] = ()
    displaced: int | None = None
    evacuated: int | None = None
    positions: tuple[Position, ...] = ()
    text: str | None = None


class Mission(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody is asked or going to do."""

    id: str
    name: str
    type: str
    status: str
    organisation: str | None = None
    priority: str | None = None
    start: datetime | None = None
    end: datetime | None = None
    resources: tuple[str, ...] = ()
    position: Position | None = None
    text: str | None = None


class Resource(msgspec.Struct, frozen=True, kw_only=True):
    """A vehicle, team or stock; `position` is where it is now, at `time`."""

    id: str
    name: str
    status: str
    classes: tuple[str, ...] = ()
    organisation: str | None = None
    quantity: str | None = None
    position: Position | None = None
    time: datetime | None = None


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """One message; `created` is when it was written."""

    id: str
    mode: str
    type: str
    created: datetime | None
    event: Event
    missions: tuple[Mission, ...] = ()
    resources: tuple[Resource, ...] = ()
    sender: str | None = None
    security: str | None = None
    text: str | None = None


def decode(frame: bytes, reception: Reception) -> Iterator[Message]:
    """The one message of a document; raises DecodeError, naming the element."""
    root = tree(frame, LIMIT)
    zone = reception.source.timezone
    context, event = one(root, "CONTEXT"), one(root, "EVENT")
    if context is None or event is None:
        raise DecodeError(f"{'CONTEXT' if context is None else 'EVENT'}: ontbreekt")
    origin = one(context, "ORIGIN") or {}
    yield Message(
        id=required(context, "ID"),
        mode=choice(required(context, "MODE"), "MODE", MODE),
        type=choice(required(context, "MSGTYPE"), "MSGTYPE", MSGTYPE),
        created=time(text(context, "CREATION"), "CREATION", zone),
        event=_event(event, zone),
        missions=tuple(_mission(item, zone) for item in nodes(root, "MISSION")),
        resources=tuple(_resource(item, zone) for item in nodes(root, "RESOURCE")),
        sender=text(origin, "NAME") or text(origin, "ORG_ID"),
        security=_optional(context, "SECLASS", SECLASS),
        text=text(context, "FREETEXT"),
    )


def _event(node: Node, zone: str) -> Event:
    evacuations = nodes(node, "EVAC")
    last = evacuations[-1] if evacuations else {}
    places = [position(place) for geo in nodes(node, "EGEO") for place in nodes(geo, "POSITION")]
    scale = whole(text(node, "SCALE"), "SCALE", 1)
    if scale is not None and scale > 5:
        raise DecodeError(f"SCALE: geen cijfer van 1 tot en met 5 ({scale})")
    return Event(
        id=required(node, "ID"),
        name=text(node, "NAME"),
        main_event=text(node, "MAIN_EVENT_ID"),
        categories=texts(one(node, "ETYPE") or {}, "CATEGORY"),
        status=_optional(node, "STATUS", EVENT_STATUS),
        scale=scale,
        certainty=whole(text(node, "CERTAINTY"), "CERTAINTY"),
        declared=time(text(node, "DECL_DATIME"), "DECL_DATIME", zone),
        occurred=time(text(node, "OCC_DATIME"), "OCC_DATIME", zone),
        observed=time(text(node, "OBS_DATIME"), "OBS_DATIME", zone),
        casualties=tuple(_casualties(item, zone) for item in nodes(node, "CASUALTIES")),
        displaced=whole(text(last, "DISPLACED"), "DISPLACED"),
        evacuated=whole(text(last, "EVACUATED"), "EVACUATED"),
        positions=tuple(place for place in places if place.points),
        text=text(node, "FREETEXT"),
    )


def _casualties(node: Node, zone: str) -> Casualties:
    counts = ((name, whole(text(node, name), name)) for name in COUNTS)
    return Casualties(
        context=text(node, "CONTEXT"),
        time=time(text(node, "DATIME"), "DATIME", zone),
        counts=tuple((name, number) for name, number in counts if number is not None),
    )


def _mission(node: Node, zone: str) -> Mission:
    place = one(node, "POSITION")
    return Mission(
        id=required(node, "ID"),
        name=required(node, "NAME"),
        type=required(node, "TYPE"),
        status=choice(required(node, "STATUS"), "STATUS", MISSION_STATUS),
        organisation=text(node, "ORG_ID"),
        priority=text(node, "PRIORITY"),
        start=time(text(node, "START_TIME"), "START_TIME", zone),
        end=time(text(node, "END_TIME"), "END_TIME", zone),
        resources=texts(node, "RESOURCE_ID"),
        position=None if place is None else position(place),
        text=text(node, "FREETEXT"),
    )


def _resource(node: Node, zone: str) -> Resource:
    now = [item for item in nodes(node, "RGEO") if text(item, "TYPE") == CURRENT]
    places = [
        (place, time(text(item, "DATIME"), "DATIME", zone))
        for item in now
        for found in nodes(item, "POSITION")
        if (place := position(found)).points
    ]
    return Resource(
        id=required(node, "ID"),
        name=required(node, "NAME"),
        status=required(node, "STATUS"),
        classes=texts(one(node, "RTYPE") or {}, "RCLASS"),
        organisation=text(node, "ORG_ID"),
        quantity=text(node, "QUANTITY"),
        position=places[-1][0] if places else None,
        time=places[-1][1] if places else None,
    )


def _optional(node: Node, name: str, allowed: frozenset[str]) -> str | None:
    value = text(node, name)
    return None if value is None else choice(value, name, allowed)


FORMAT = Format(
    name="emsi",
    title="EMSI (berichten tussen meldkamers)",
    version="ISO/TR 22351, schema eda 1.9, XML en JSON",
    reads="CONTEXT, EVENT met plaats, slachtoffers en evacuatie, MISSION, RESOURCE met plaats",
    ignores="CONTACTS, LINK, EXTERNAL_INFO, WEATHER, hoogtes, plaatsen die een plan zijn",
    splitter=partial(EitherSplitter, "emsi"),
    decode=decode,
)
