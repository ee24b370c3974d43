"""The filters at the left, and how they reach the browser modules: by clientside callbacks only."""

from __future__ import annotations

import dash_mantine_components as dmc
from dash import ClientsideFunction, Dash, Input, html
from dash.development.base_component import Component

import layers
from mlob.model import Discipline, Verification
from mlob.web.pages import frame, ids
from mlob.web.texts import Texts

__all__ = ["connect", "filters"]

_GRIP_LEVELS = ("1", "2", "3", "4")


def filters(texts: Texts) -> Component:
    """Layers, disciplines, GRIP, region, verification, search; the browser fills counts and regions."""
    return html.Section(
        [
            _layers(texts),
            _disciplines(texts),
            _part(texts("filter.grip"), _grip(texts)),
            dmc.MultiSelect(
                id=ids.FILTER_REGIONS,
                label=texts("filter.region"),
                placeholder=texts("filter.region_pick"),
                nothingFoundMessage=texts("filter.region_none"),
                data=[],
                value=[],
                searchable=True,
                clearable=True,
                hidePickedOptions=True,
                size="sm",
            ),
            _part(texts("filter.verification"), _verification(texts)),
            dmc.TextInput(
                id=ids.FILTER_SEARCH,
                label=texts("filter.search"),
                placeholder=texts("filter.search_hint"),
                value="",
                debounce=250,
                size="sm",
            ),
            html.Button(texts("filter.clear"), id=ids.CLEAR, type="button", className="clear", hidden=True),
        ],
        className="filters",
        **{"aria-label": texts("filter.label")},
    )


def _part(title: str, content: Component) -> Component:
    return html.Div([html.H2(title), content], className="part", role="group", **{"aria-label": title})


def _layers(texts: Texts) -> Component:
    shown = sorted(layers.known(), key=lambda layer: -layer.order)
    return dmc.CheckboxGroup(
        [
            dmc.Checkbox(
                value=layer.name,
                size="xs",
                label=html.Span(
                    [
                        html.Span(layer.title[texts.code]),
                        html.Span(className="count", **{"data-count": layer.name}),
                    ],
                    className="choice",
                ),
            )
            for layer in shown
        ],
        id=ids.FILTER_LAYERS,
        label=texts("filter.layers"),
        value=[layer.name for layer in shown if layer.visible],
        className="checks",
    )


def _disciplines(texts: Texts) -> Component:
    return dmc.CheckboxGroup(
        [
            dmc.Checkbox(
                value=name.value,
                size="xs",
                label=html.Span(
                    [frame.mark(name), html.Span(texts(f"discipline.{name.value}"))], className="choice"
                ),
            )
            for name in Discipline
        ],
        id=ids.FILTER_DISCIPLINES,
        label=texts("filter.discipline"),
        value=[name.value for name in Discipline],
        className="checks",
    )


def _grip(texts: Texts) -> Component:
    chips = [dmc.Chip(texts("filter.all"), value="0", size="sm")]
    chips += [dmc.Chip(level, value=level, size="sm") for level in _GRIP_LEVELS]
    return html.Div(dmc.ChipGroup(chips, id=ids.FILTER_GRIP, value="0"), className="chips")


def _verification(texts: Texts) -> Component:
    wanted = (Verification.BEVESTIGD, Verification.ONBEVESTIGD, Verification.TEGENGESPROKEN)
    chips = [dmc.Chip(texts(f"word.{name.value}"), value=name.value, size="sm") for name in wanted]
    return html.Div(
        dmc.ChipGroup(chips, id=ids.FILTER_VERIFICATION, value=[], multiple=True), className="chips"
    )


def connect(app: Dash) -> None:
    """Tell the browser modules what a person chose; nothing of it travels to the server."""
    app.clientside_callback(
        ClientsideFunction("mlob", "filter"),
        Input(ids.FILTER_LAYERS, "value"),
        Input(ids.FILTER_DISCIPLINES, "value"),
        Input(ids.FILTER_GRIP, "value"),
        Input(ids.FILTER_REGIONS, "value"),
        Input(ids.FILTER_VERIFICATION, "value"),
        Input(ids.FILTER_SEARCH, "value"),
    )
    app.clientside_callback(ClientsideFunction("mlob", "tab"), Input(ids.TABS, "value"))
    app.clientside_callback(ClientsideFunction("mlob", "table"), Input(ids.TABLE_LAYER, "value"))
