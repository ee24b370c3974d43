"""Which addresses a poller may reach: public ones, and others only when the source lists them in `allow`.

A name in a public zone can point at a machine inside (server-side request forgery, OWASP A10:2021), so
its addresses are looked up once, judged, and then those very addresses are dialled.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections.abc import Sequence

from mlob.errors import SourceError

__all__ = ["addresses", "permitted"]

_WRAPPED = tuple(
    ipaddress.IPv6Network(net)
    for net in (
        "::/96",  # IPv4-compatible (RFC 4291, 2.5.5.1)
        "64:ff9b::/96",  # NAT64 (RFC 6052)
        "64:ff9b:1::/48",  # NAT64, local (RFC 8215)
        "2001::/32",  # Teredo (RFC 4380)
        "2002::/16",  # 6to4 (RFC 3056)
    )
)
"""IPv6 that carries an IPv4 address inside, which may be a private one."""


def permitted(text: str, allow: Sequence[str]) -> bool:
    """Whether an address is public or lies in one of the listed addresses and networks."""
    found = ipaddress.ip_address(text.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    if any(found in ipaddress.ip_network(entry, strict=False) for entry in allow):
        return True
    if isinstance(found, ipaddress.IPv6Address) and (
        found.is_site_local or any(found in net for net in _WRAPPED)
    ):
        return False
    return found.is_global and not found.is_multicast and not found.is_reserved


async def addresses(host: str, port: int, allow: Sequence[str]) -> list[str]:
    """The addresses of a host that may be dialled; raises SourceError when none may, and OSError."""
    rows = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    found = [str(row[4][0]) for row in rows]
    if chosen := [item for item in found if permitted(item, allow)]:
        return chosen
    raise SourceError(f"{host} is geen openbaar adres ({', '.join(found)}); zet het in allow als het mag")
