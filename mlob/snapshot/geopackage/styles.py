"""How QGIS draws the layers: a shape for each discipline, quiet areas, red for a region with GRIP."""

from __future__ import annotations

from collections.abc import Mapping
from xml.sax.saxutils import quoteattr

from mlob.snapshot.words import DISCIPLINES

__all__ = ["COLUMNS", "row"]

COLUMNS = {
    "f_table_catalog": "text", "f_table_schema": "text", "f_table_name": "text",
    "f_geometry_column": "text", "styleName": "text", "styleQML": "text", "styleSLD": "text",
    "useAsDefault": "bool", "description": "text", "owner": "text", "ui": "text", "update_time": "time",
}  # fmt: skip
"""The table in which QGIS looks for styles (QgsOgrProviderMetadata, layer_styles)."""

_MARKERS = {
    "brandweer": "triangle",
    "politie": "square",
    "ghor": "circle",
    "defensie": "diamond",
    "gemeenten": "hexagon",
    "overig": "pentagon",
}
_SHAPES = {"Point": 0, "MultiPoint": 0, "MultiLineString": 1, "MultiPolygon": 2}
"""Shapes by the number that QGIS gives them (Qgis::GeometryType)."""
_INK, _EDGE = "45,59,71,255", "255,255,255,255"
_AREA, _WARN = "138,90,0,40", "138,90,0,255"
_LAND, _LINE = "247,248,246,255", "169,181,189,255"
_GRIP, _BAD = "243,201,197,255", "179,38,30,255"


def row(table: str, form: str, at: str) -> Mapping[str, object]:
    """The row of the table of styles for a layer of points, lines or areas."""
    if form == "MultiPolygon":
        drawn = _regions() if table == "regios" else _single(_symbol("0", "fill", _area(_AREA, _WARN)))
    elif form == "MultiLineString":
        line = _layer("SimpleLine", {"line_color": _WARN, "line_width": "0.8", "line_width_unit": "MM"})
        drawn = _single(_symbol("0", "line", line))
    else:
        drawn = _disciplines()
    return {
        "f_table_catalog": "",
        "f_table_schema": "",
        "f_table_name": table,
        "f_geometry_column": "geom",
        "styleName": table,
        "styleQML": f'<qgis version="3.28.0" styleCategories="Symbology">{drawn}{_typed(form)}</qgis>',
        "styleSLD": "",
        "useAsDefault": True,
        "description": "vorm per discipline",
        "owner": "",
        "update_time": at,
    }


def _typed(form: str) -> str:
    """Of which shapes the style is, so that QGIS refuses it for others; "" where a layer has several."""
    number = _SHAPES.get(form)
    return "" if number is None else f"<layerGeometryType>{number}</layerGeometryType>"


def _layer(name: str, options: Mapping[str, str]) -> str:
    listed = "".join(
        f'<Option name="{key}" type="QString" value={quoteattr(said)}/>' for key, said in options.items()
    )
    return (
        f'<layer class="{name}" enabled="1" locked="0" pass="0"><Option type="Map">{listed}</Option></layer>'
    )


def _symbol(name: str, kind: str, layer: str) -> str:
    return f'<symbol name="{name}" type="{kind}" alpha="1" clip_to_extent="1" force_rhr="0">{layer}</symbol>'


def _single(symbol: str) -> str:
    return f'<renderer-v2 type="singleSymbol"><symbols>{symbol}</symbols></renderer-v2>'


def _area(ground: str, line: str) -> str:
    options = {"color": ground, "style": "solid", "outline_color": line, "outline_width": "0.4"}
    return _layer("SimpleFill", {**options, "outline_style": "solid", "outline_width_unit": "MM"})


def _disciplines() -> str:
    categories, symbols = [], []
    for number, (code, name) in enumerate(DISCIPLINES.items()):
        options = {"name": _MARKERS[code], "color": _INK, "outline_color": _EDGE, "outline_style": "solid"}
        marker = _layer("SimpleMarker", {**options, "outline_width": "0.2", "size": "3.6", "size_unit": "MM"})
        symbols.append(_symbol(str(number), "marker", marker))
        categories.append(
            f'<category value={quoteattr(code)} label={quoteattr(name)} symbol="{number}" render="true"/>'
        )
    return (
        '<renderer-v2 type="categorizedSymbol" attr="discipline">'
        f"<categories>{''.join(categories)}</categories><symbols>{''.join(symbols)}</symbols></renderer-v2>"
    )


def _regions() -> str:
    rules = (
        '<rule key="{a}" symbol="0" filter="&quot;grip&quot; &gt; 0" label="GRIP"/>'
        '<rule key="{b}" symbol="1" filter="ELSE" label="Veiligheidsregio"/>'
    )
    symbols = _symbol("0", "fill", _area(_GRIP, _BAD)) + _symbol("1", "fill", _area(_LAND, _LINE))
    return (
        f'<renderer-v2 type="RuleRenderer"><rules key="{{r}}">{rules}</rules>'
        f"<symbols>{symbols}</symbols></renderer-v2>"
    )
