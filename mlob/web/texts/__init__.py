"""Every text that a person reads on a page, by language; Dutch first."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

__all__ = ["LANGUAGES", "Texts", "language"]

LANGUAGES = ("nl", "en")
_FOLDER = Path(__file__).parent


def language(asked: str | None) -> str:
    """The language to use: what was asked for where there is a catalogue, else Dutch."""
    return asked if asked in LANGUAGES else LANGUAGES[0]


def _flat(table: dict[str, Any], prefix: str = "") -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in table.items():
        if isinstance(value, dict):
            found |= _flat(value, f"{prefix}{name}.")
        else:
            found[f"{prefix}{name}"] = value
    return found


@cache
def _read(code: str) -> dict[str, str]:
    """The catalogue of a language: one file for what is shared, one for each page with many words."""
    found: dict[str, str] = {}
    for path in sorted(_FOLDER.glob(f"{code}*.toml")):
        found |= _flat(tomllib.loads(path.read_text(encoding="utf-8")))
    return found


class Texts:
    """One catalogue; `texts("picture.pause")`, with values for the places in braces."""

    def __init__(self, code: str) -> None:
        self.code = language(code)
        self.all = _read(self.code)

    def __call__(self, key: str, **values: object) -> str:
        """The text under `key`; raises KeyError when the catalogue lacks it."""
        return self.all[key].format(**values)
