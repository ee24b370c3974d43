"""Faults in what a source says of its columns, whatever its format."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from mlob.model import Options, Source

__all__ = ["faults"]

_ENCODING = re.compile(r"utf-8(?:-sig)?|utf-16(?:-[lb]e)?|ascii|cp[0-9]{3,4}|iso8859-[0-9]{1,2}|mac-roman")
_NAME = re.compile(r"[a-z][a-z0-9_]{0,62}")


def faults(source: Source) -> Iterator[str]:
    """Names that cannot be, columns without a heading, and options that say nothing sensible."""
    for name, headings in source.columns.items():
        if not _NAME.fullmatch(name):
            yield f"columns.{name}: alleen kleine letters, cijfers en _"
        listed = (headings,) if isinstance(headings, str) else headings
        if not listed or not all(heading.strip() for heading in listed):
            yield f"columns.{name}: geen kop"
    yield from _option_faults(source.options)


def _reads(encoding: str) -> bool:
    try:
        return _ENCODING.fullmatch(codecs.lookup(encoding).name) is not None
    except LookupError:
        return False


def _option_faults(options: Options) -> Iterator[str]:
    if options.header < 0:
        yield "options.header: het nummer van een rij, vanaf 1"
    if len(options.delimiter) > 1 or options.delimiter in ('"', "\r", "\n", " "):
        yield f"options.delimiter: een teken, zoals ; of \\t ({options.delimiter!r})"
    if options.decimal not in ("", ",", "."):
        yield f"options.decimal: , of . ({options.decimal!r})"
    if not _reads(options.encoding or "utf-8"):
        yield f"options.encoding: onbekend ({options.encoding!r}), bijvoorbeeld utf-8 of cp1252"
