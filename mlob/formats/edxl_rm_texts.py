"""Texts of EDXL-RM: words of the sender, choices from lists, and contacts without the person."""

from __future__ import annotations

import re

import msgspec
from lxml import etree

from mlob.errors import DecodeError
from mlob.formats.xml import local
from mlob.formats.xml_fields import found_all, text, within, words

__all__ = ["REACHABLE", "Contact", "contact", "leaves", "named_leaves", "prose", "required", "values"]

LONGEST_ID = 200
"""Characters of an identifier: it becomes part of the names of values."""
LONGEST_TEXT = 4000

REACHABLE = re.compile(r"@|(?:\d[ ()./-]{0,2}){6,}")
"""An address of e-mail, or six digits and more: how to reach somebody."""
PARTICLES = frozenset({"van", "der", "den", "ter", "ten", "het"})
"""Parts of Dutch surnames that stand in any sentence."""
_WORD = re.compile(r"\w{3,}")


class Contact(msgspec.Struct, frozen=True, kw_only=True):
    """Who speaks for which organisation; names, numbers and addresses of persons are never taken over.

    `description` is the free text of the sender where it names no person that the contact names and
    no way to reach one: an organisation or a function.
    """

    role: str | None = None
    organisation: str | None = None
    description: str | None = None


def required(element: etree._Element, name: str) -> str:
    """An identifier or word that must stand there; raises DecodeError."""
    said = text(element, name)
    if said is None:
        raise DecodeError(f"{name}: ontbreekt of is leeg")
    if len(said) > LONGEST_ID:
        raise DecodeError(f"{name}: langer dan {LONGEST_ID} tekens")
    return said


def contact(element: etree._Element) -> Contact:
    """The organisation and the role of a ContactInformation, without the person."""
    named = [part for person in element.iter("{*}PersonName") for part in leaves(person)]
    organisation = within(element, "OrganisationName")
    return Contact(
        role=text(element, "ContactRole"),
        organisation=None if organisation is None else " ".join(leaves(organisation)) or None,
        description=_impersonal(prose(element, "ContactDescription"), named),
    )


def _impersonal(said: str | None, named: list[str]) -> str | None:
    """A description of a contact that names no person of the contact and no way to reach one."""
    if said is None or REACHABLE.search(said):
        return None
    names = {word for part in named for word in _WORD.findall(part.casefold())} - PARTICLES
    return None if names & set(_WORD.findall(said.casefold())) else said


def prose(element: etree._Element, path: str) -> str | None:
    """A text of the sender, cut at a length that a person would still read."""
    said = text(element, path)
    return said if said is None or len(said) <= LONGEST_TEXT else said[: LONGEST_TEXT - 1] + "…"


def values(element: etree._Element, path: str) -> list[str]:
    """The values chosen from a list (ValueListType)."""
    way = "Value" if path == "." else f"{path}/Value"
    return [said for item in found_all(element, way) if (said := words(item))]


def leaves(element: etree._Element) -> list[str]:
    """Every text within an element that has no elements in it."""
    return [said for _, said in named_leaves(element)]


def named_leaves(element: etree._Element) -> list[tuple[str, str]]:
    """The same with the name of the element that each stands in."""
    return [(local(item), said) for item in element.iter() if not len(item) and (said := words(item))]
