"""Workbooks of Excel (ECMA-376, Office Open XML: XLSX): the parts of the package and what they say of cells.

Read here, a part at a time, and not by openpyxl: that builds a whole row before anybody can count its
cells (a file of 20 kB took it 1.3 GB), parses with ElementTree, and stops at styles that it does not know.
Macros, images and links are never unpacked; cells with a formula have the value that Excel kept.
"""

from __future__ import annotations

import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from io import BytesIO

import msgspec
from lxml import etree

from mlob.errors import DecodeError
from mlob.formats.workbook_styles import Styles, styles
from mlob.formats.xml import Listener, listen, local, parse

__all__ = ["LIMIT", "Package", "Sheet", "Texts"]

LIMIT = 8 * 1024 * 1024
"""Longest workbook in bytes."""
UNPACKED = 64 * 1024 * 1024
"""Bytes of one part, and twice as many of all that are read."""
ELEMENTS = 2_000_000
"""Elements of one part: most of a million cells, each with its value."""
_SMALL = 4 * 1024 * 1024
_MEMBERS = 5000
_CHUNK = 64 * 1024

_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # [MS-CFB] 2.2: old .xls, and whatever has a password
_PASSWORD = "EncryptedPackage".encode("utf-16-le")  # [MS-OFFCRYPTO] 2.3.4.4
_RELATIONS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_RELATIONS_STRICT = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")  # ECMA-376 part 1, 22.9.2.19


_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, KeyError),
    *(ValueError, IndexError, struct.error),
)
"""What zipfile raises at what is no sound zip."""
_PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


class Sheet(msgspec.Struct, frozen=True):
    """One sheet: its name, the part that holds it, and whether a reader of the workbook sees it."""

    name: str
    part: str
    visible: bool


class Texts(Listener):
    """Gathers the text of a shared or inline string; how it is pronounced (rPh) is no part of it."""

    def __init__(self) -> None:
        super().__init__(ELEMENTS)
        self.pieces: list[str] = []
        self._open = self._aside = False

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Listen to what stands in `t`."""
        super().start(tag, attributes)
        name = tag.rpartition("}")[2]
        if name == "rPh":
            self._aside = True
        self._open = name == "t" and not self._aside

    def data(self, text: str) -> None:
        """A piece of what stands there."""
        if self._open:
            self.pieces.append(text)

    def end(self, tag: str) -> None:
        """Listen no more."""
        super().end(tag)
        self._open = False
        if tag.endswith("}rPh"):
            self._aside = False

    def taken(self) -> str:
        """The text that was gathered; the next begins."""
        text = "".join(self.pieces)
        self.pieces = []
        return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


class _Shared(Texts):
    """The texts that cells share, in order."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def end(self, tag: str) -> None:
        super().end(tag)
        if tag.endswith("}si"):
            self.found.append(self.taken())


class Package:
    """An opened workbook; raises DecodeError when it is none, or more than it says."""

    def __init__(self, payload: bytes) -> None:
        self._archive = _archive(payload)
        self._names = set(self._archive.namelist())
        self._left = 2 * UNPACKED
        book = self._start()
        root = self._tree(book)
        targets = self._relations(book)
        self.sheets = [sheet for sheet in self._sheets(root, targets) if sheet.part in self._names]
        if not self.sheets:
            raise DecodeError("werkmap: er staat geen blad in")
        self.since_1904 = any(
            local(item) == "workbookPr" and item.get("date1904") in ("1", "true") for item in root
        )
        self.styles = self._styles(targets)
        self.texts = self._texts(targets)

    def told(self, part: str, listener: Listener) -> Iterator[None]:
        """Tell a long part to a listener, a chunk a step."""
        try:
            yield from listen(listener, self._chunks(part, UNPACKED))
        except DecodeError as error:
            raise DecodeError(f"{part}: {error}") from error

    def _start(self) -> str:
        """The part that lists the sheets."""
        if any(name.lower().endswith("workbook.bin") for name in self._names):
            raise DecodeError("bestand: dit is .xlsb; bewaar het als .xlsx")
        if "mimetype" in self._names and "content.xml" in self._names:
            raise DecodeError("bestand: dit is ODF; bewaar het als .xlsx")
        found = self._relations("").values()
        part = next((target for kind, target in found if kind == "officeDocument"), "xl/workbook.xml")
        if part not in self._names:
            raise DecodeError("bestand: geen XLSX (er is geen werkmap in)")
        return part

    def _relations(self, part: str) -> dict[str, tuple[str, str]]:
        """Id -> kind and part of what a part refers to inside the package."""
        folder, name = posixpath.split(part)
        path = posixpath.join(folder, "_rels", f"{name}.rels")
        if path not in self._names:
            return {}
        found = {}
        for item in self._tree(path):
            target = posixpath.normpath(posixpath.join("/", folder, item.get("Target", ""))).lstrip("/")
            if item.get("TargetMode") != "External":
                found[item.get("Id", "")] = (item.get("Type", "").rpartition("/")[2], target)
        return found

    def _sheets(self, root: etree._Element, targets: dict[str, tuple[str, str]]) -> Iterator[Sheet]:
        for item in root.iter():
            if local(item) != "sheet":
                continue
            relation = item.get(_RELATIONS) or item.get(_RELATIONS_STRICT) or ""
            kind, part = targets.get(relation, ("", ""))
            if kind == "worksheet":
                yield Sheet(item.get("name", ""), part, item.get("state", "visible") == "visible")

    def _styles(self, targets: dict[str, tuple[str, str]]) -> Styles:
        part = _part(targets, "styles")
        return styles(self._tree(part)) if part in self._names else Styles()

    def _texts(self, targets: dict[str, tuple[str, str]]) -> list[str]:
        """The texts that cells share."""
        part = _part(targets, "sharedStrings")
        if part not in self._names:
            return []
        listener = _Shared()
        for _ in self.told(part, listener):
            pass
        return listener.found

    def _tree(self, part: str) -> etree._Element:
        try:
            return parse(b"".join(self._chunks(part, _SMALL)), _SMALL)
        except DecodeError as error:
            raise DecodeError(f"{part}: {error}") from error

    def _chunks(self, part: str, most: int) -> Iterator[bytes]:
        """The bytes of a part, counted while they are unpacked: what the directory says may be a lie."""
        size = 0
        try:
            with self._archive.open(part) as file:
                while chunk := file.read(_CHUNK):
                    size += len(chunk)
                    self._left -= len(chunk)
                    if size > most or self._left < 0:
                        raise DecodeError(f"uitgepakt groter dan {most >> 20} MiB")
                    yield chunk
        except _BROKEN as error:
            raise DecodeError(f"zip: kapot ({str(error)[:80]})") from error


def _archive(payload: bytes) -> zipfile.ZipFile:
    if len(payload) > LIMIT:
        raise DecodeError(f"bestand: groter dan {LIMIT // 1024} KiB")
    if payload.startswith(_COMPOUND):
        if _PASSWORD in payload:
            raise DecodeError("bestand: versleuteld; bewaar het zonder wachtwoord")
        raise DecodeError("bestand: dit is een oude .xls, of het is versleuteld; bewaar het als .xlsx")
    try:
        archive = zipfile.ZipFile(BytesIO(payload))
    except _BROKEN as error:
        raise DecodeError("bestand: geen XLSX (geen zip)") from error
    members = archive.infolist()
    if len(members) > _MEMBERS:
        raise DecodeError(f"zip: meer dan {_MEMBERS} delen")
    for member in members:
        if member.flag_bits & 1:
            raise DecodeError("zip: versleuteld; bewaar het zonder wachtwoord")
        if member.compress_type not in _PACKED:
            raise DecodeError(f"zip: {member.filename[:60]} is ingepakt op een manier die niet mag")
        xml = member.filename.endswith((".xml", ".rels"))
        if xml and member.file_size > UNPACKED:
            raise DecodeError(f"{member.filename[:60]}: uitgepakt groter dan {UNPACKED >> 20} MiB")
    return archive


def _part(targets: dict[str, tuple[str, str]], kind: str) -> str:
    return next((part for found, part in targets.values() if found == kind), "")
