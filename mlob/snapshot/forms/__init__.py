"""The forms of a snapshot, a file each: from its material to the bytes of one or more files. Pure.

A file in this folder ends with `FORM = Form(...)` and is then known by its name, which is that of the file.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

import msgspec

from mlob.registers import declarations
from mlob.snapshot.content import Content
from mlob.snapshot.material import Material

__all__ = ["Form", "known", "names"]


class Form(msgspec.Struct, frozen=True, kw_only=True):
    """One form: its name on the command line, a title (Dutch), and what makes its files.

    `render` gives file name -> bytes. The same material gives the same bytes; what cannot be made
    raises, and fails the package with the name of the form.
    """

    name: str
    title: str
    render: Callable[[Material, Content], Mapping[str, bytes]]


@cache
def known() -> dict[str, Form]:
    """Every form in this folder, by name."""
    found = declarations(__name__, "FORM")
    return {item.name: item for item in found if isinstance(item, Form)}


def names() -> tuple[str, ...]:
    """The names alone, in order, without loading what makes the files: for whoever only asks."""
    return tuple(sorted(path.stem for path in Path(__file__).parent.glob("[!_]*.py")))
