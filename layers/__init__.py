"""Map layers as data: the server runs nothing per entity for them, and the browser knows no source names."""

from __future__ import annotations

from functools import cache
from typing import Any

import msgspec

from mlob.model import Kind
from mlob.registers import declarations

__all__ = ["Column", "Layer", "known", "to_json"]

Style = dict[str, Any]
"""A layer of the MapLibre style specification without `source`; "@bad" names a colour of tokens.css."""


class Column(msgspec.Struct, frozen=True, kw_only=True):
    """A column of the layer's table: `name` is a property of the feature.

    `form` says how it reads: text, number, time (an instant), severity, speed, course, word (a code with a
    text in the catalogue under `word.`) or discipline.
    """

    name: str
    title: dict[str, str]
    form: str = "text"
    width: int = 120


class Layer(msgspec.Struct, frozen=True, kw_only=True):
    """What of the picture is shown, how it is drawn, and which columns its table has.

    `where` is a MapLibre filter on the drawn properties (see assets/js/drawn.js); empty means all
    features of `kind`. `style` is drawn in its order; layers lie on one another by `order`. `geometry` names
    the property with the GeoJSON that is drawn; without it that is the feature's own geometry.
    """

    name: str
    title: dict[str, str]
    kind: Kind
    order: int
    style: tuple[Style, ...]
    columns: tuple[Column, ...]
    where: list[Any] = []
    geometry: str = ""
    visible: bool = True


@cache
def _declared() -> tuple[Layer, ...]:
    found = [item for item in declarations("layers", "LAYER") if isinstance(item, Layer)]
    return tuple(sorted(found, key=lambda layer: layer.order))


def known() -> list[Layer]:
    """Every layer, the lowest on the map first."""
    return list(_declared())


def to_json(layer: Layer) -> dict[str, Any]:
    """The layer as plain JSON values."""
    plain: dict[str, Any] = msgspec.to_builtins(layer)
    return plain
