"""Parts of the content of a briefing, for tests to look at."""

from typing import Any

from mlob.snapshot.content import Content, Section, Table


def section(content: Content, name: str) -> Section:
    return next(part for part in content.sections if part.name == name)


def table(content: Content, part: str, name: str) -> Table:
    return next(found for found in section(content, part).tables if found.name == name)


def column(found: Table, head: str) -> list[Any]:
    return [row[found.heads.index(head)] for row in found.rows]


def texts(content: Content, name: str) -> str:
    return "\n".join(one.text for one in section(content, name).paragraphs)


def figures(content: Content) -> dict[str, str]:
    return {one.name: one.text for one in section(content, "kerncijfers").figures}
