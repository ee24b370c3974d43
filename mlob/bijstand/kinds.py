"""Kinds of bijstand and steunverlening: each legal route is a file in data/bijstand."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from mlob.errors import ConfigError
from mlob.paths import DATA

__all__ = ["FOLDER", "Field", "RequestKind", "known", "public", "read"]

FOLDER = DATA / "bijstand"


class Field(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A question on the form of a kind; the label is in Dutch."""

    name: str
    label: str
    label_en: str = ""
    required: bool = False


class RequestKind(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One legal route: who may ask, whom, who decides, who is told.

    No requesters means that any function may ask. A kind with a `referral` does not pass through
    the LOCC: its text says where to go. An archived kind is read, never filed again. `notes` say how
    sure the facts are. `steps` are the steps of the life cycle that may be taken.
    """

    code: str
    title: str
    title_en: str
    legal_basis: str
    requesters: tuple[str, ...]
    addressed_to: str
    decides: str
    route: tuple[str, ...]
    informs: tuple[str, ...] = ()
    per_gemeente: bool = False
    notification: bool = False
    archived: bool = False
    referral: str = ""
    notes: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    fields: tuple[Field, ...] = ()


def read(folder: Path) -> tuple[dict[str, RequestKind], list[str]]:
    """The kinds in `folder` by code, and every fault in it as a line with its file."""
    kinds: dict[str, RequestKind] = {}
    faults: list[str] = []
    for path in sorted(folder.glob("*.toml")):
        try:
            kind = msgspec.toml.decode(path.read_bytes(), type=RequestKind)
        except (OSError, msgspec.DecodeError, UnicodeDecodeError) as error:
            faults.append(f"{path}: {error}")
            continue
        if kind.code != path.stem:
            faults.append(f"{path}: code {kind.code!r} is niet de naam van het bestand")
            continue
        kinds[kind.code] = kind
    return kinds, faults


@cache
def known() -> dict[str, RequestKind]:
    """Every kind by its code; raises ConfigError with each file that is wrong."""
    kinds, faults = read(FOLDER)
    if faults:
        raise ConfigError("\n".join(faults))
    return kinds


def public(kind: RequestKind) -> dict[str, Any]:
    """What `GET /kinds` tells about a kind."""
    content: dict[str, Any] = msgspec.to_builtins(kind)
    return content
