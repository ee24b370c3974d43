"""How a promise stands, as messages of EDXL-RM: the answer, the order, what moved and what went back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from lxml import etree

from mlob.bijstand import edxl_xml as xml
from mlob.bijstand.edxl_message import Writer, assigned, message, origin, requester, resource, response
from mlob.bijstand.movements import BACK, LEFT, THERE
from mlob.bijstand.standing import View
from mlob.moment import moment

__all__ = ["messages"]

Row = Mapping[str, Any]

ALARMED = frozenset({"gealarmeerd", "onderweg", "ingezet", "afgeschaald", "beeindigd", "nafase", "gesloten"})
"""States in which suppliers were told to come: the order went out (DOMAIN 1.3, crosswalk)."""
UNKNOWN = "onbekend"
"""An item that a supplier named and the request does not have."""
NO_FUNDS = "Verrekening nog niet afgesproken"
"""An order must say who pays (RM 1.0, 3.2, Funding); nobody said so yet."""


def messages(view: View, row: Row, writer: Writer) -> Iterator[etree._Element]:
    """The messages about one row of `standing`, in the order in which they follow from each other."""
    before = origin(view)
    if row["basis"]:
        yield (answer := _answer(view, row, writer))
        before = str(answer.findtext("{*}MessageID"))
    if view["state"] in ALARMED and row["counted"] and row["quantity"]:
        yield _ordered(view, row, writer, before)
    if moves := list(_moves(view, row)):
        body = [_supplier(row), *moves]
        yield message(view, writer, "ReportResourceDeploymentStatus", body, preceding=before)
    if row["released"]:
        yield _released(view, row, writer, before)


def _supplier(row: Row) -> etree._Element:
    return xml.contact("RespondingOrg" if row["supplier"] else "Sender", row["supplier"])


def _element(number: int) -> etree._Element:
    return xml.msg("ResourceInfoElementID", str(number))


def _item(row: Row) -> str:
    return str(row["item"] or UNKNOWN)


def _status(row: Row, words: frozenset[str]) -> str | None:
    """The status where it is one of the words, which say by themselves what moved."""
    return str(row["status"]) if str(row["status"]).casefold() in words else None


def _answer(view: View, row: Row, writer: Writer) -> etree._Element:
    """Yes, no or perhaps; a promise that was recalled is a no."""
    kind = "ResponseToRequestResource" if row["basis"] == "antwoord" else "CommitResource"
    said, quantity, reason = "Accept", row["quantity"], row["reason"]
    if row["recalled"]:
        said, reason = "Decline", reason or "ingetrokken"
    elif row["provisional"] is not None:
        said, quantity = "Provisional", row["provisional"]
    elif quantity == 0 and not (row["departed"] or row["arrived"]):
        said = "Decline"
    price = xml.msg("PriceQuote", xml.rm("QuantityText", str(row["price"]))) if row["price"] else None
    info = xml.msg(
        "ResourceInformation",
        _element(1),
        response(_item(row), said, reason),
        resource(_what(view, row), own=row["resource_id"]),
        assigned(xml.amount(quantity, row["unit"], row["quantity_text"]), price),
        *_terms(row),
    )
    return message(view, writer, kind, [_supplier(row), info], preceding=origin(view))


def _terms(row: Row) -> Iterator[etree._Element]:
    """When it comes, until when it stays, and where it reports."""
    for kind, time in (("EstimatedArrival", row["arrives_at"]), ("EndAvailable", row["until"])):
        if time:
            yield xml.schedule(kind, moment(str(time)))
    if row["place"]:
        yield xml.schedule("ReportTo", place=row["place"])


def _ordered(view: View, row: Row, writer: Writer, before: str) -> etree._Element:
    """The order to come, to the supplier who promised."""
    costs = (view.get("fields") or {}).get("verrekening")
    funding = f"Verrekening: {costs}" if costs else NO_FUNDS
    info = xml.msg(
        "ResourceInformation",
        xml.msg("ResourceInfoElementID", _item(row)),
        resource(_what(view, row) or UNKNOWN, own=row["resource_id"]),
        assigned(xml.amount(row["quantity"], row["unit"])),
    )
    body = [xml.msg("Funding", xml.rm("FundingInfo", funding)), requester(view), _supplier(row), info]
    return message(view, writer, "RequisitionResource", body, preceding=before)


def _what(view: View, row: Row) -> Any:
    """What is promised; where the supplier does not say, what was asked."""
    asked = next((item.get("resource") for item in view["items"] if item["id"] == row["item"]), None)
    return row["resource"] or asked


def _moves(view: View, row: Row) -> Iterator[etree._Element]:
    """How many have left and arrived, and how the deployment stands in the words of the supplier."""
    moves = ((1, "departed", "ActualDeparture", LEFT), (2, "arrived", "ActualArrival", THERE))
    for number, move, kind, words in moves:
        if row[move]:
            status = _status(row, words)
            yield _report(view, row, number, xml.schedule(kind), quantity=row[move], status=status)
    status = row["status"] if row["status"] and not _status(row, LEFT | THERE | BACK) else None
    terms = [] if row["basis"] else list(_terms(row))
    if status or terms:
        yield _report(view, row, 3, *terms, status=status)


def _report(
    view: View,
    row: Row,
    number: int,
    *schedules: etree._Element,
    quantity: Any = None,
    status: str | None = None,
) -> etree._Element:
    return xml.msg(
        "ResourceInformation",
        _element(number),
        response(_item(row), "Accept"),
        resource(_what(view, row), own=row["resource_id"], status=status),
        assigned(xml.amount(quantity, row["unit"])),
        *schedules,
    )


def _released(view: View, row: Row, writer: Writer, before: str) -> etree._Element:
    """What the requester gave back."""
    info = xml.msg(
        "ResourceInformation",
        _element(1),
        response(_item(row), "Accept"),
        resource(_what(view, row) or UNKNOWN, own=row["resource_id"], status=_status(row, BACK)),
        assigned(xml.amount(row["released"], row["unit"])),
        xml.schedule("ActualReturnDeparture"),
    )
    body = [requester(view), _supplier(row), info]
    return message(view, writer, "ReleaseResource", body, preceding=before)
