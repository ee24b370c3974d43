"""Elements of the XML that a snapshot writes: names, texts, moments; no character that XML does not know."""

from __future__ import annotations

import hashlib
import re
from datetime import UTC, datetime, timedelta
from typing import Any

from lxml import etree

from mlob.plaintext import visible

__all__ = ["Part", "Space", "clean", "document", "mark", "moment", "sender"]

_NAME = re.compile(r"[^a-z0-9]+")

Part = etree._Element | str | None
"""What an element holds: another one, a text, or nothing."""


def clean(text: object) -> str:
    """A text as XML 1.0 (2.2) may hold it, without marks that turn it around."""
    return visible(str(text), keep="\n\t").strip()


class Space:
    """Makes the elements of one namespace, with the prefixes that the document knows."""

    def __init__(self, uri: str, prefixes: dict[str | None, str]) -> None:
        self._uri = uri
        self._prefixes: Any = (
            prefixes  # None, the default namespace, is a prefix to lxml and not to its types
        )

    def __call__(self, name: str, *parts: Part) -> etree._Element:
        """An element with its text or its children; parts that are None are left out."""
        found = etree.Element(f"{{{self._uri}}}{name}", nsmap=self._prefixes)
        for part in parts:
            if isinstance(part, str):
                found.text = clean(part)
            elif part is not None:
                found.append(part)
        return found


def moment(iso: str, *, zero: str = "-00:00", nearest: bool = False) -> str:
    """A moment in UTC with an offset and never Z (CAP 1.2, 3.3.2; EDXL-DE 1.0, 3.2.1).

    In whole seconds: those that have passed, or the `nearest`.
    """
    found = datetime.fromisoformat(iso).astimezone(UTC)
    found += timedelta(milliseconds=500) if nearest else timedelta()
    return found.replace(tzinfo=None, microsecond=0).isoformat() + zero


def mark(*said: object) -> str:
    """Sixteen signs that stand for what was said: the same words, the same mark."""
    return hashlib.blake2b("\n".join(map(str, said)).encode(errors="replace"), digest_size=8).hexdigest()


def sender(organisation: str) -> str:
    """Who sends, as an address of nobody: without spaces, commas and signs of markup (CAP 1.2, 3.2.1)."""
    name = _NAME.sub("-", organisation.lower()).strip("-") or "organisatie"
    return f"mlob@{name[:60]}.invalid"


def document(root: etree._Element) -> bytes:
    """The bytes of a document (UTF-8)."""
    etree.cleanup_namespaces(root, keep_ns_prefixes=[name for name in root.nsmap if name])
    found: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return found
