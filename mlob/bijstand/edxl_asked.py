"""What a request asks, as RequestResource of EDXL-RM; withdrawn with a recall, or refused by the LOCC."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from typing import Any

from lxml import etree

from mlob.bijstand import edxl_xml as xml
from mlob.bijstand.edxl_message import Writer, message, origin, part, requester, resource, response
from mlob.bijstand.standing import View, refusal
from mlob.moment import moment

__all__ = ["messages"]


def messages(view: View, writer: Writer) -> Iterator[etree._Element]:
    """The request itself, and what became of it as a whole; nothing of one that asks nothing yet."""
    if not view["items"]:
        return
    yield _request(view, writer)
    if view["state"] == "ingetrokken":
        yield _request(view, writer, recalled=True)
    if view["state"] == "afgewezen":
        yield _refused(view, writer)


def _request(view: View, writer: Writer, *, recalled: bool = False) -> etree._Element:
    body = [requester(view), *(_asked(view, item, first=at == 0) for at, item in enumerate(view["items"]))]
    if recalled:
        withdraws = (xml.rm("RecallMessageID", origin(view)), xml.rm("RecallType", "Cancel"))
        body.insert(0, xml.msg("MessageRecall", *withdraws))
    title = str(view["title"]) if view.get("title") else None
    return message(view, writer, "RequestResource", body, description=title, opens=not recalled)


def _asked(view: View, item: Mapping[str, Any], *, first: bool) -> etree._Element:
    """One item. EDXL-RM has no element for the legal route and for urgency: they are keywords."""
    words = [str(view["kind"])] if view.get("kind") else []
    words += ["spoed"] if view.get("urgent") else []
    quantity = None if item.get("at_least") else xml.amount(item["requested"], item.get("unit"))
    task = xml.msg("AnticipatedFunction", str(item["task"])) if item.get("task") else None
    return xml.msg(
        "ResourceInformation",
        xml.msg("ResourceInfoElementID", str(item["id"])),
        resource(item.get("resource"), keywords=words, description=_field(view, "effect")),
        part("AssignmentInformation", quantity, task),
        *_arrival(view, first=first),
    )


def _arrival(view: View, *, first: bool) -> Iterator[etree._Element]:
    """When and where a resource must report. A line or an area is told once, with the first item."""
    if view.get("needed_by"):
        yield xml.schedule("RequestedArrival", moment(str(view["needed_by"])))
    geometry = view.get("geometry")
    if geometry is not None and geometry["type"] != "Point" and not first:
        geometry = None
    place = _field(view, "opkomstlocatie")
    if place or geometry is not None:
        yield xml.schedule("ReportTo", place=place, geometry=geometry)
    if (end := view.get("until") or _field(view, "einde")) is not None:
        # A person may have written "tot het water zakt": that is no moment, and stays out.
        with contextlib.suppress(ValueError, OverflowError):
            yield xml.schedule("EstimatedReturnDeparture", moment(str(end)))


def _field(view: View, name: str) -> str | None:
    """An answer on the form, if it was given."""
    return (view.get("fields") or {}).get(name) or None


def _refused(view: View, writer: Writer) -> etree._Element:
    """The no to every item, with the reason that was given."""
    reason = refusal(view)
    resources = (
        xml.msg(
            "ResourceInformation",
            xml.msg("ResourceInfoElementID", str(number)),
            response(str(item["id"]), "Decline", reason),
        )
        for number, item in enumerate(view["items"], 1)
    )
    body = [xml.contact("RespondingOrg", writer.organisation), *resources]
    return message(view, writer, "ResponseToRequestResource", body, preceding=origin(view))
