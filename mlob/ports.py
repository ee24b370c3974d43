"""Ports of this machine that nobody listens on, for what starts its own servers: demo, bench."""

from __future__ import annotations

import socket

__all__ = ["free_ports"]


def free_ports(amount: int) -> list[int]:
    """So many different free ports on the loopback address."""
    probes = [socket.socket() for _ in range(amount)]
    for probe in probes:
        probe.bind(("127.0.0.1", 0))
    found = [int(probe.getsockname()[1]) for probe in probes]
    for probe in probes:
        probe.close()
    return found
