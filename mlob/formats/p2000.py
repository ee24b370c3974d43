"""P2000: lines that multimon-ng prints from the FLEX paging network, in both of its shapes.

FLEX lines carry a time (UTC, whatever the source's setting says: multimon-ng prints gmtime);
FLEX_NEXT lines carry none. Alphanumeric (ALN) and general purpose (GPN) pages are messages.
Sources: multimon-ng demod_flex.c and demod_flex_next.c; the design document DOMAIN, 5.1.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache

import msgspec

from mlob.errors import DecodeError
from mlob.formats import Format
from mlob.formats.framing_lines import LIMIT, LineSplitter
from mlob.model import Reception

__all__ = ["FORMAT", "Message", "decode"]

TEXT_KINDS = frozenset({"ALN", "GPN"})
OTHER_KINDS = frozenset({"NUM", "TON", "SNM", "NNM", "BIN", "SEC", "INS", "UNK"})
"""Kinds of FLEX pages that hold no readable text (FLEX page types 0 to 7)."""

_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}")
_FLEX_MODE = re.compile(r"[0-9]{3,4}/[0-9]/([KFC])/[A-D]")
_FLEX_CYCLE = re.compile(r"[0-9]{1,2}\.[0-9]{1,3}")
_FLEX_CAPCODES = re.compile(r" *[0-9]{7,10}(?: +[0-9]{7,10})* *")
_NEXT_MODE = re.compile(r"[0-9]{3,4}/[0-9]")
_NEXT_CYCLE = re.compile(r"[0-9]{1,2}\.[0-9]{1,3}\.[A-D]")
_NEXT_CAPCODE = re.compile(r"[0-9]{10}")
_NEXT_ADDRESS = re.compile(r"[LS][GS]")
_NEXT_FRAGMENT = re.compile(r"[0-9]\.[0-9]\.([KFC])")
_DIGITS = re.compile(r"[0-9]+")

# C0, DEL and C1 controls, and the invisible marks that turn the direction of the text around.
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """One page of text.

    `observed_at` is UTC, None where the line has no time. `capcodes` are the last seven digits,
    group addresses included. `partial`: the text is a piece of a longer page.
    """

    observed_at: datetime | None
    capcodes: tuple[str, ...]
    body: str
    kind: str
    partial: bool = False


def decode(frame: bytes, reception: Reception) -> Iterator[Message]:
    """The message of one line: none for a page without text, else one; DecodeError names the field."""
    if len(frame) > LIMIT:
        raise DecodeError("regel: langer dan 64 KiB")
    line = _text(frame)
    if line.startswith("FLEX|"):
        message = _flex(line)
    elif line.startswith("FLEX_NEXT|"):
        message = _flex_next(line)
    else:
        raise DecodeError("kop: de regel begint niet met FLEX| of FLEX_NEXT|")
    return iter(() if message is None else (message,))


def _text(frame: bytes) -> str:
    # Pagers send 7-bit text; a byte over 127 is a bit error, and no reason to lose the page.
    try:
        return frame.decode().strip("\r\n \ufeff")
    except UnicodeDecodeError:
        return frame.decode("latin-1").strip("\r\n ")


def _flex(line: str) -> Message | None:
    fields = line.split("|", 6)
    moment = _moment(_field(fields, 1, "tijd"))
    mode = _matched(_FLEX_MODE, _field(fields, 2, "snelheid"), "snelheid")
    _matched(_FLEX_CYCLE, _field(fields, 3, "cyclus"), "cyclus")
    capcodes = _matched(_FLEX_CAPCODES, _field(fields, 4, "capcode"), "capcode")[0].split()
    kind = _field(fields, 5, "soort")
    if not _is_text(kind):
        return None
    return _message(moment, capcodes, _field(fields, 6, "tekst"), kind, mode[1])


def _flex_next(line: str) -> Message | None:
    fields = line.split("|")
    _matched(_NEXT_MODE, _field(fields, 1, "snelheid"), "snelheid")
    _matched(_NEXT_CYCLE, _field(fields, 2, "cyclus"), "cyclus")
    capcode = _matched(_NEXT_CAPCODE, _field(fields, 3, "capcode"), "capcode")[0]
    _matched(_NEXT_ADDRESS, _field(fields, 4, "adressoort"), "adressoort")
    _matched(_DIGITS, _field(fields, 5, "berichttype"), "berichttype")
    kind = _field(fields, 6, "soort")
    if not _is_text(kind):
        return None
    fragment = _matched(_NEXT_FRAGMENT, _field(fields, 7, "deel"), "deel")
    _field(fields, 8, "tekst")
    start = 8
    while start < len(fields) and _NEXT_CAPCODE.fullmatch(fields[start]):
        start += 1
    body = "|".join(fields[start:])
    return _message(None, [capcode, *fields[8:start]], body, kind, fragment[1])


def _field(fields: list[str], index: int, name: str) -> str:
    if index >= len(fields):
        raise DecodeError(f"{name}: ontbreekt, de regel is te kort")
    return fields[index]


def _matched(pattern: re.Pattern[str], value: str, name: str) -> re.Match[str]:
    match = pattern.fullmatch(value)
    if match is None:
        raise DecodeError(f"{name}: onleesbaar ({value[:40]!r})")
    return match


def _is_text(kind: str) -> bool:
    if kind in TEXT_KINDS:
        return True
    if kind in OTHER_KINDS:
        return False
    raise DecodeError(f"soort: onbekend ({kind[:40]!r})")


@lru_cache(maxsize=256)
def _moment(text: str) -> datetime:
    if not _TIME.fullmatch(text):
        raise DecodeError(f"tijd: onleesbaar ({text[:40]!r})")
    try:
        return datetime.fromisoformat(text + "+00:00")
    except ValueError as error:
        raise DecodeError(f"tijd: bestaat niet ({text!r})") from error


def _message(
    moment: datetime | None, capcodes: list[str], text: str, kind: str, fragment: str
) -> Message | None:
    body = _readable(text)
    if not body:
        return None
    return Message(
        observed_at=moment,
        capcodes=tuple(code[-7:] for code in capcodes),
        body=body,
        kind=kind,
        partial=fragment != "K",
    )


def _readable(text: str) -> str:
    if not (text.isascii() and text.isprintable()):
        text = _UNSEEN.sub("", text)
    return text.strip()


FORMAT = Format(
    name="p2000",
    title="P2000 (FLEX- en FLEX_NEXT-regels van multimon-ng)",
    version="FLEX en FLEX_NEXT",
    reads="tijd (UTC), capcodes, tekst van ALN- en GPN-berichten, delen (F, C) elk op zichzelf",
    ignores="NUM, TON en andere berichten zonder tekst; snelheid, cyclus en fase",
    splitter=LineSplitter,
    decode=decode,
)
