"""Which function a person has, however it is worded (data/functies.toml)."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable
from functools import cache

from mlob.paths import DATA

__all__ = ["FILE", "is_one_of", "normalised"]

FILE = DATA / "functies.toml"

# Somebody who stands in for the competent authority files in its name.
_STAND_INS = (
    r"(?:de|het|een|plaatsvervangend|plaatsvervanger van|plv|waarnemend|wnd|loco|vice|dd|"
    r"gemandateerd|gemandateerde|namens|i o)"
)
_LEADING = re.compile(rf"^(?:{_STAND_INS}\s+|loco(?=burgemeester))+")


def normalised(text: str) -> str:
    """Lower case without accents, punctuation and stand-in words."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    plain = " ".join(re.sub(r"[^a-z0-9&]+", " ", plain).split())
    return _LEADING.sub("", plain)


@cache
def _wordings() -> dict[str, tuple[str, ...]]:
    table: dict[str, list[str]] = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return {
        normalised(name): (normalised(name), *(normalised(other) for other in others))
        for name, others in table.items()
    }


def is_one_of(role: str, functions: Iterable[str]) -> bool:
    """Whether `role` is one of `functions`; what follows it ("burgemeester van X") is ignored."""
    said = normalised(role)
    for function in functions:
        plain = normalised(function)
        for wording in (plain, *_wordings().get(plain, ())):
            if said == wording or said.startswith(f"{wording} "):
                return True
    return False
