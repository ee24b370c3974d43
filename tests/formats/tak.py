"""TAK protocol 1 messages for tests, and the XML that says the same."""

from __future__ import annotations

from typing import Any

from takproto.proto import TakMessage

__all__ = ["EPOCH_MS", "datagram", "document", "message", "stream", "varint"]

EPOCH_MS = 1_626_350_400_000
"""15 July 2021, 12:00 UTC."""


def varint(number: int) -> bytes:
    """An unsigned varint of protobuf."""
    found = bytearray()
    while number > 127:
        found.append(number & 127 | 128)
        number >>= 7
    return bytes([*found, number])


def message(uid: str = "a", **values: Any) -> TakMessage:
    """A sound TakMessage; `values` are fields of its CotEvent, `xml` is the xmlDetail."""
    found = TakMessage()
    xml = values.pop("xml", "")
    said = {
        "uid": uid,
        "type": "a-f-G-U-C",
        "how": "m-g",
        **dict.fromkeys(("sendTime", "startTime", "staleTime"), EPOCH_MS),
        **{"lat": 51.2, "lon": 6.0, "hae": 20.0, "ce": 5.0, "le": 999999.0},
        **values,
    }
    for name, value in said.items():
        setattr(found.cotEvent, name, value)
    if xml:
        found.cotEvent.detail.xmlDetail = xml
    return found


def stream(found: TakMessage | bytes) -> bytes:
    """As it is sent over a connection."""
    raw = found if isinstance(found, bytes) else found.SerializeToString()
    return b"\xbf" + varint(len(raw)) + raw


def datagram(found: TakMessage) -> bytes:
    """As it is sent over a network."""
    return b"\xbf\x01\xbf" + bytes(found.SerializeToString())


def document(uid: str = "a", detail: str = "") -> bytes:
    """An event as XML."""
    moments = " ".join(f'{name}="2021-07-15T12:00:00Z"' for name in ("time", "start", "stale"))
    return (
        f'<event version="2.0" uid="{uid}" type="a-f-G-U-C" how="m-g" {moments}>'
        f'<point lat="51.2" lon="6.0" hae="20.0" ce="5.0" le="999999"/><detail>{detail}</detail></event>'
    ).encode()
