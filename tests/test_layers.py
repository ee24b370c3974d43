"""The map layers are data that a browser can draw and a table can show."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

import layers
from mlob.model import Kind
from mlob.paths import ASSETS
from mlob.web.texts import LANGUAGES

KNOWN = layers.known()
FORMS = {"text", "number", "time", "word", "discipline", "severity", "speed", "course"}


def _strings(part: Any) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    elif isinstance(part, dict):
        yield from (text for value in part.values() for text in _strings(value))
    elif isinstance(part, list | tuple):
        yield from (text for value in part for text in _strings(value))


def test_every_file_is_a_layer_and_none_is_there_twice() -> None:
    files = {path.stem for path in (ASSETS.parent / "layers").glob("*.py")} - {"__init__", "marks"}
    assert {layer.name for layer in KNOWN} == files
    styles = [style["id"] for layer in KNOWN for style in layer.style]
    assert len(styles) == len(set(styles))
    assert len({layer.order for layer in KNOWN}) == len(KNOWN)


def test_what_has_a_place_has_a_layer() -> None:
    drawn = {layer.kind for layer in KNOWN}
    assert drawn == set(Kind) - {Kind.CAPACITY, Kind.NOTE, Kind.LINK}


@pytest.mark.parametrize("layer", KNOWN, ids=lambda layer: layer.name)
def test_a_layer_is_plain_data(layer: layers.Layer) -> None:
    plain = json.loads(json.dumps(layers.to_json(layer)))
    assert plain["kind"] == layer.kind
    assert all(style["type"] in {"fill", "line", "symbol", "circle"} for style in plain["style"])
    assert all("source" not in style for style in plain["style"])


@pytest.mark.parametrize("layer", KNOWN, ids=lambda layer: layer.name)
def test_colours_are_names_of_the_tokens(layer: layers.Layer) -> None:
    tokens = set(re.findall(r"--([a-z-]+):", (ASSETS / "css" / "tokens.css").read_text(encoding="utf-8")))
    words = list(_strings(list(layer.style)))
    assert {word[1:] for word in words if word.startswith("@")} <= tokens
    assert not [word for word in words if re.match(r"#[0-9a-f]{3}|rgb", word)]


@pytest.mark.parametrize("layer", KNOWN, ids=lambda layer: layer.name)
def test_every_layer_has_a_table_in_both_languages(layer: layers.Layer) -> None:
    assert set(layer.title) == set(LANGUAGES)
    assert layer.columns
    for column in layer.columns:
        assert set(column.title) == set(LANGUAGES)
        assert column.form in FORMS
    names = [column.name for column in layer.columns]
    assert len(names) == len(set(names))
