"""EDXL-HAVE: what hospitals can take, OASIS Hospital AVailability Exchange 1.0 and 2.0."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import msgspec
from lxml import etree

from mlob.errors import DecodeError
from mlob.formats import Format
from mlob.formats.edxl_have_1 import hospital
from mlob.formats.edxl_have_2 import facility, updated
from mlob.formats.edxl_have_fields import Beds, Hospital
from mlob.formats.framing_xml import LIMIT, XmlSplitter
from mlob.formats.xml import local, namespace, parse
from mlob.formats.xml_fields import found_all
from mlob.model import Reception

__all__ = ["FORMAT", "ROOTS", "Beds", "Hospital", "Report", "decode", "read"]

HAVE_1 = "urn:oasis:names:tc:emergency:edxl:have:1.0"
HAVE_2 = "urn:oasis:names:tc:emergency:edxl:have:2.0"
ROOTS = ("HospitalStatus", "HAVE", "haveReport")
"""The root elements of 1.0, of the drafts of 2.0 and of 2.0."""


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """The hospitals of one document."""

    version: str
    hospitals: tuple[Hospital, ...]


def decode(frame: bytes, reception: Reception) -> Iterator[Report]:
    """The one report of a document; raises DecodeError, naming the element."""
    yield read(parse(frame, LIMIT), reception)


def read(root: etree._Element, reception: Reception) -> Report:
    """The report in a tree: the hospitals in the order in which they stand there."""
    zone = reception.source.timezone
    if _is(root, HAVE_1, "HospitalStatus"):
        version, found = "1.0", [hospital(item, zone) for item in found_all(root, "Hospital")]
    elif _is(root, HAVE_2, *ROOTS[1:]):
        reported = updated(root, zone)
        version, found = "2.0", [facility(item, zone, reported) for item in found_all(root, "facility")]
    else:
        raise DecodeError(f"{local(root)[:60]}: geen HospitalStatus (1.0) of HAVE (2.0)")
    if not found:
        raise DecodeError(f"{'Hospital' if version == '1.0' else 'facility'}: ontbreekt")
    return Report(version=version, hospitals=tuple(found))


def _is(root: etree._Element, space: str, *names: str) -> bool:
    # Senders write the namespace of 2.0 with EDXL and HAVE in capitals, as that of 1.0.
    return local(root) in names and namespace(root).lower() == space


FORMAT = Format(
    name="edxl_have",
    title="EDXL-HAVE (ziekenhuizen)",
    version="1.0, en 2.0 (ontwerp wd08)",
    reads="naam en nummer, plaats (gml:pos), bedden, status, spoedeisende hulp, diensten, laatste wijziging",
    ignores="adressen, contactpersonen, bijlagen, vooruitblik per periode, middelen",
    splitter=partial(XmlSplitter, ROOTS, envelopes=("EDXLDistribution",)),
    decode=decode,
)
