"""`[bijstand]` of mlob.toml: how advice on bijstand is reckoned, and whom to call."""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import urlsplit

import msgspec

__all__ = ["AGES", "Bijstand", "Contact", "faults"]

AGES = ("fresh", "usable", "oldest")
"""Settings that are an age of a figure, each at least as long as the one before."""
_PHONE = re.compile(r"\+?[0-9][0-9 ()-]{1,28}[0-9]")
_SPEEDS = (1.0, 2000.0)  # km/h
_DETOURS = (1.0, 5.0)


class Contact(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Whom to call first, and the number."""

    name: str
    phone: str


class Bijstand(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How advice on bijstand is reckoned.

    `speeds` are km/h by vehicle of the catalogue, over a straight line times `detour`. The road is asked
    of `routing_url` when there is one; `routing_allow` are addresses that are not public and yet may be
    asked. A figure of capacity is fresh within `fresh`, usable within `usable`, and not used after `oldest`.
    """

    routing_url: str = ""
    routing_allow: tuple[str, ...] = ()
    detour: float = 1.3
    speeds: dict[str, float] = {}
    fresh: str = "1h"
    usable: str = "6h"
    oldest: str = "24h"
    contacts: tuple[Contact, ...] = ()


def faults(bijstand: Bijstand) -> list[str]:
    """What is wrong, but for the ages, which mlob/config.py reads."""
    found = []
    for entry in bijstand.routing_allow:
        try:
            ipaddress.ip_network(entry, strict=False)
        except ValueError:
            found.append(
                f"routing_allow: geen adres of netwerk: {entry!r} (voorbeeld: 10.1.2.3, 10.1.0.0/16)"
            )
    if bijstand.routing_url and not _is_page(bijstand.routing_url):
        found.append("routing_url: geen adres van een routeplanner (http:// of https://, zonder wachtwoord)")
    if not _DETOURS[0] <= bijstand.detour <= _DETOURS[1]:
        found.append("detour: een getal van 1 tot en met 5")
    found += [
        f"speeds: {vehicle}: een snelheid van 1 tot en met 2000 km/u"
        for vehicle, speed in bijstand.speeds.items()
        if not _SPEEDS[0] <= speed <= _SPEEDS[1]
    ]
    return found + [
        f"contacts: {contact.name!r}: een naam en een telefoonnummer (cijfers, spaties, + en -)"
        for contact in bijstand.contacts
        if not contact.name.strip() or not _PHONE.fullmatch(contact.phone)
    ]


def _is_page(url: str) -> bool:
    try:
        parts = urlsplit(url)
        named = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
    return named and parts.username is None and url.isascii() and url.isprintable() and " " not in url
