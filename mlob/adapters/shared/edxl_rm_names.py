"""Names of what an EDXL-RM message speaks of: the request, its items, resources and who speaks.

The same thing must get the same name in every message of a sequence, whoever sent it and whenever.
"""

from __future__ import annotations

import hashlib
import re

import msgspec

from mlob.bijstand import catalogue, kinds, promises
from mlob.bijstand.functies import normalised
from mlob.formats.edxl_rm import Contact, Info, Message, Resource
from mlob.model import Reception

__all__ = [
    "FROM_SUPPLIER",
    "answered",
    "function",
    "is_carried_back",
    "item_id",
    "key",
    "label",
    "opens",
    "order_key",
    "organisation",
    "request",
    "requester",
    "resource",
    "speaker",
    "supplier",
]

FROM_SUPPLIER = frozenset({
    "ResponseToRequestResource", "CommitResource", "ReportResourceDeploymentStatus",
    "OfferUnsolicitedResource", "RequestReturn", "ResponseToRequestQuote", "ResponseToRequestInformation",
    "ResponseToRequestExtendedDeploymentDuration",
})  # fmt: skip
"""Messages that the owner of a resource sends (RM 1.0, 3.1: the other side sends the rest)."""

_ENTITY = re.compile(r"request:[a-z0-9][a-z0-9_-]{0,62}:.+")
"""A request of ours, as an export of ours names it."""
_ITEM = re.compile(r"[A-Za-z0-9_-]{1,32}")
_UNNAMED = "onbekend middel"
_TYPE = ("Resource", "ResourceType", "Type", "Name")
"""Elements of a TypeInfo that name the kind of resource (NIMS resource typing)."""


def opens(message: Message) -> bool:
    """Whether a message is the request itself: a RequestResource, or an order that nothing preceded."""
    if message.type == "RequestResource":
        return True
    alone = message.origin in (message.id, message.recall and message.recall.id)
    return message.type == "RequisitionResource" and alone


def request(message: Message, reception: Reception) -> str:
    """The entity of the request that a message is about: one for the whole sequence."""
    first = _opening(message)
    return first if _ENTITY.fullmatch(first) else f"request:{reception.source.name}:{first}"


def is_carried_back(message: Message) -> bool:
    """Whether a message is about a request that some system as this one exported under its own name."""
    return _ENTITY.fullmatch(_opening(message)) is not None


def _opening(message: Message) -> str:
    """The id of the message that opens the sequence."""
    if message.recall and message.origin == message.id:
        return message.recall.id
    if message.preceding and message.origin == message.id and not opens(message):
        return message.preceding
    return message.origin


def item_id(element: str) -> str:
    """A ResourceInfoElementID as the id of an item: letters, digits, `-` and `_`, at most 32."""
    if _ITEM.fullmatch(element):
        return element
    mark = hashlib.blake2b(element.encode(), digest_size=4).hexdigest()
    return f"{re.sub(r'[^A-Za-z0-9_-]+', '-', element)[:23]}-{mark}"


def answered(info: Info) -> str:
    """The element that a ResourceInformation is about: that of the message it answers, else its own."""
    return item_id(info.preceding or info.id)


def resource(said: Resource | None) -> str | None:
    """What a resource is: a code of the catalogue, else its name; None when nothing is said of it."""
    if said is None:
        return None
    typed = [text for name, text in said.info if name in _TYPE]
    named = [*filter(None, (said.name,)), *typed, *said.types]
    others = [text for _, text in said.info] + [text for _, text in said.keywords]
    code = next((code for text in (*named, *others) if (code := catalogue.find(text))), None)
    return code or next((text for text in (*named, said.description, said.id) if text), None)


def label(said: Resource | None) -> str:
    """How a resource is called in a line for a person."""
    code = resource(said)
    if code is None:
        return _UNNAMED
    known = catalogue.known().get(code)
    return known.name if known else code


def organisation(contact: Contact) -> str | None:
    """For whom a contact speaks; a description counts when the contact has no organisation."""
    return contact.organisation or contact.description


def function(contact: Contact) -> str | None:
    """The function of a contact where its description is one that may ask for bijstand, and no more."""
    said = normalised(contact.description or "")
    functions = {name for kind in kinds.known().values() for name in kind.requesters}
    return next((name for name in sorted(functions) if normalised(name) == said), None)


def _first(message: Message, *roles: str | None) -> Contact | None:
    """The first contact with one of the roles, in the order of the roles, that names an organisation."""
    named = [contact for contact in message.contacts if organisation(contact)]
    return next((contact for role in roles for contact in named if contact.role == role), None)


def requester(message: Message) -> Contact | None:
    """Who asks."""
    return _first(message, "Requester", "Sender", "Approver", None)


def speaker(message: Message) -> str | None:
    """The organisation that sent a message."""
    roles = ("RespondingOrg", "Owner") if message.type in FROM_SUPPLIER else ("Requester",)
    found = _first(message, *roles, "Sender", None)
    return None if found is None else organisation(found)


def supplier(message: Message, said: Resource | None) -> str | None:
    """Whose resource it is: the responding organisation, its owner, else a supplier who sent the message."""
    named = _first(message, "RespondingOrg", "Owner")
    if named is not None:
        return organisation(named)
    if said is not None and said.owner:
        return said.owner
    asks = _first(message, "Requester")
    sends = _first(message, "Sender", None)
    if message.type not in FROM_SUPPLIER or sends is None:
        return None
    same = asks is not None and organisation(asks) == organisation(sends)
    return None if same else organisation(sends)


def key(message: Message, info: Info) -> str:
    """The name of what one supplier says about one resource for one item, the same in each of his messages.

    Without a supplier it is that of the resource, and without that of the message: what may be the
    same is not counted twice, what may be of two suppliers is not taken together.
    """
    name = supplier(message, info.resource) or ""
    thing = (info.resource and info.resource.id) or ""
    return promises.key(name, answered(info), thing, message.id)


def order_key(message: str, element: str) -> str:
    """The name of one resource of an order within a sequence, as the order and its answers have it."""
    return _mark(message, item_id(element))


def _mark(*parts: str) -> str:
    return hashlib.blake2b(msgspec.json.encode(parts), digest_size=6).hexdigest()
