"""The text of a PDF, page by page, read by another library than wrote it."""

from __future__ import annotations

import io

from pypdf import PdfReader


def pages(document: bytes) -> list[str]:
    """The text of each page, as pypdf reads it."""
    return [page.extract_text() for page in PdfReader(io.BytesIO(document)).pages]
