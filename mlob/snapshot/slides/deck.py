"""The file of the slides (PresentationML, ECMA-376), the same bytes for the same briefing."""

from __future__ import annotations

import gc
import io
import zipfile
from datetime import UTC, datetime
from typing import Any

from pptx.enum.lang import MSO_LANGUAGE_ID
from pptx.oxml import parse_xml

from mlob.snapshot.cells import plain
from mlob.snapshot.content import Content
from mlob.snapshot.material import Material
from mlob.snapshot.slides.draw import Linked, drawn
from mlob.snapshot.slides.master import OPENING, ORDINARY, open_deck
from mlob.snapshot.slides.notes import notes
from mlob.snapshot.slides.pages import Map, Page
from mlob.snapshot.slides.picture import pictures
from mlob.snapshot.slides.plan import plan

__all__ = ["deck"]

_EPOCH = (1980, 1, 1, 0, 0, 0)
_TYPES = "[Content_Types].xml"


def deck(material: Material, content: Content) -> bytes:
    """The briefing as slides."""
    found = open_deck(plain(content.marking), exercise=content.exercise)
    pages = plan(content)
    for page in pages:
        slide = found.slides.add_slide(found.slide_layouts[OPENING if page.opening else ORDINARY])
        _fill(slide, page, material, content)
    del slide
    _describe(found.core_properties, content)
    written = io.BytesIO()
    found.save(written)
    # The parts of a deck point at each other: without this a worker holds several, 40 MB each.
    del found
    gc.collect()
    return _settled(written.getvalue())


def _fill(slide: Any, page: Page, material: Material, content: Content) -> None:
    maps: list[Linked] = []
    if any(isinstance(block, Map) for block in page.blocks):
        for picture in pictures(material):
            _, link = slide.part.get_or_add_image_part(io.BytesIO(picture.png))
            maps.append((link, picture))
    content_of = slide._element.cSld
    content_of.replace(content_of.spTree, parse_xml(drawn(page, content, maps)))
    frame = slide.notes_slide.notes_text_frame
    frame.text = notes(page, material, content)
    for paragraph in frame.paragraphs:
        for run in paragraph.runs:
            run.font.language_id = MSO_LANGUAGE_ID.DUTCH


def _describe(properties: Any, content: Content) -> None:
    """Title, author, marking and dates of the file; the dates are those of the picture."""
    moment = datetime.fromisoformat(content.known_at.iso).astimezone(UTC).replace(tzinfo=None)
    drill = "OEFENING - " if content.exercise else ""
    properties.title = (drill + plain(content.title))[:255]
    properties.subject = plain(content.stand)[:255]
    properties.author = plain(content.author or content.organisation)[:255]
    properties.last_modified_by = properties.author
    properties.keywords = (drill + plain(content.marking))[:255]
    properties.category = "Briefing"
    properties.language = "nl-NL"
    properties.created = properties.modified = moment
    properties.revision = 1


def _settled(package: bytes) -> bytes:
    """The same package with its parts in a fixed order and without the time of making."""
    written = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(package)) as old,
        zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as new,
    ):
        for name in sorted(old.namelist(), key=lambda name: (name != _TYPES, name)):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_STORED if name.endswith(".png") else zipfile.ZIP_DEFLATED
            entry.create_system = 0
            new.writestr(entry, old.read(name))
    return written.getvalue()
