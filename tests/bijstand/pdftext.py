"""The text of a PDF that typst made, page by page: enough of PDF 1.7 to read it back, and no more."""

from __future__ import annotations

import re
import zlib

_OBJECT = re.compile(rb"(\d+) 0 obj\n(.*?)\nendobj", re.DOTALL)
_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
_SHOWN = re.compile(rb"/(f\d+) [\d.]+ Tf|\((?:\\.|[^\\)])*\)|\bET\b", re.DOTALL)
_ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def pages(document: bytes) -> list[str]:
    """The text of each page, a line for each piece that was set."""
    objects = {int(number): content for number, content in _OBJECT.findall(document)}
    kids = re.search(rb"/Type/Pages.*?/Kids\[([^\]]*)\]", document, re.DOTALL)
    assert kids is not None
    return [_page(objects, int(number)) for number in re.findall(rb"(\d+) 0 R", kids[1])]


def _page(objects: dict[int, bytes], number: int) -> str:
    page = objects[number]
    resources = objects[_reference(page, b"Resources")]
    fonts = {
        name: _letters(_stream(objects[_reference(objects[int(at)], b"ToUnicode")]))
        for name, at in re.findall(rb"/(f\d+) (\d+) 0 R", resources)
    }
    font: dict[int, str] = {}
    said = []
    for match in _SHOWN.finditer(_stream(objects[_reference(page, b"Contents")])):
        if match[1]:
            font = fonts[match[1]]
        elif match[0] == b"ET":
            said.append("\n")
        else:
            codes = _plain(match[0][1:-1])
            said += [font.get(int.from_bytes(codes[at : at + 2]), "?") for at in range(0, len(codes), 2)]
    return "".join(said)


def _reference(content: bytes, name: bytes) -> int:
    found = re.search(rb"/" + name + rb" (\d+) 0 R", content)
    assert found is not None, (name, content[:200])
    return int(found[1])


def _stream(content: bytes) -> bytes:
    found = _STREAM.search(content)
    assert found is not None
    return zlib.decompress(found[1])


def _letters(table: bytes) -> dict[int, str]:
    rows = re.findall(rb"^<([0-9A-F]{4})> <([0-9A-F]+)>$", table, re.MULTILINE)
    return {int(code, 16): bytes.fromhex(text.decode()).decode("utf-16-be") for code, text in rows}


def _plain(text: bytes) -> bytes:
    """A literal string of PDF (7.3.4.2) without its escapes."""
    return re.sub(
        rb"\\([0-7]{1,3}|.)",
        lambda match: bytes([int(match[1], 8)]) if match[1].isdigit() else _ESCAPES.get(match[1], match[1]),
        text,
        flags=re.DOTALL,
    )
