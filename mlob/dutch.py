"""Faults that msgspec finds in what people write (a body of the API, a file of settings), in Dutch."""

from __future__ import annotations

import re
from collections.abc import Callable

__all__ = ["dutch"]

_TYPES = {
    "object": "een object",
    "array": "een lijst",
    "str": "tekst",
    "int": "een geheel getal",
    "float": "een getal",
    "bool": "ja of nee (true of false)",
    "null": "niets (null)",
    "date": "een datum",
    "time": "een tijd",
    "datetime": "een tijdstip",
}
_PATH = re.compile(r"(?P<what>.*) - at (?:`key` in )?`\$\.?(?P<path>[^`]*)`", re.DOTALL)


def _types(names: str) -> str:
    return " of ".join(_TYPES.get(name, name) for name in names.split(" | "))


_SENTENCES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    (
        re.compile(r"Expected `([^`]+)`, got `([^`]+)`"),
        lambda found: f"verwacht is {_types(found[1])}, gekregen is {_types(found[2])}",
    ),
    (re.compile(r"Object missing required field `([^`]+)`"), lambda found: f"{found[1]} ontbreekt"),
    (re.compile(r"Object contains unknown field `([^`]+)`"), lambda found: f"{found[1]} bestaat hier niet"),
    (re.compile(r"Invalid enum value (.+)", re.DOTALL), lambda found: f"{found[1]} is geen van de keuzes"),
    (
        re.compile(r"JSON is malformed: .*\(byte (\d+)\)"),
        lambda found: f"de JSON klopt niet bij byte {found[1]}",
    ),
    (re.compile(r"Input data was truncated"), lambda found: "de JSON houdt te vroeg op"),
)


def dutch(error: BaseException) -> str:
    """What is wrong, with its place before it; the message itself where it is none that we know."""
    message = str(error)
    located = _PATH.fullmatch(message)
    what, path = (located["what"], located["path"]) if located else (message, "")
    for pattern, said in _SENTENCES:
        if found := pattern.fullmatch(what):
            return f"{path}: {said(found)}" if path else said(found)
    return message
