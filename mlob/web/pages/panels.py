"""The right side of the picture: timeline, bijstand, tables, and the detail that lies over them."""

from __future__ import annotations

import dash_mantine_components as dmc
from dash import html
from dash.development.base_component import Component

import layers
from mlob.web.pages import grid, ids
from mlob.web.texts import Texts

__all__ = ["side"]


def side(texts: Texts) -> Component:
    """Three tabs and, over them when something is chosen, its detail."""
    return html.Div(
        [
            dmc.Tabs(
                [
                    html.Div([_tab_list(texts), _pause(texts)], className="tabs-head"),
                    dmc.TabsPanel(
                        html.Ol(id=ids.TIMELINE, className="timeline", tabIndex=-1), value="tijdlijn"
                    ),
                    dmc.TabsPanel(html.Div(id=ids.REQUESTS, className="requests"), value="bijstand"),
                    dmc.TabsPanel(_table(texts), value="tabel"),
                ],
                id=ids.TABS,
                value="tijdlijn",
                keepMounted=True,
                variant="default",
                className="tabs",
            ),
            html.Section(
                id=ids.DETAIL,
                className="detail",
                hidden=True,
                tabIndex=-1,
                **{"aria-label": texts("detail.label")},
            ),
        ],
        className="side",
    )


def _tab_list(texts: Texts) -> Component:
    tabs = (("tijdlijn", "tab.timeline"), ("bijstand", "tab.requests"), ("tabel", "tab.table"))
    return dmc.TabsList([dmc.TabsTab(texts(key), value=value) for value, key in tabs])


def _pause(texts: Texts) -> Component:
    return html.Button(
        texts("pause.pause"), id=ids.PAUSE, type="button", className="pause", **{"aria-pressed": "false"}
    )


def _table(texts: Texts) -> Component:
    choices = [
        {"value": layer.name, "label": layer.title[texts.code]}
        for layer in sorted(layers.known(), key=lambda layer: -layer.order)
    ]
    return html.Div(
        [
            html.Div(
                [
                    dmc.Select(
                        id=ids.TABLE_LAYER,
                        data=choices,
                        value=choices[0]["value"],
                        allowDeselect=False,
                        size="xs",
                        w=230,
                        **{"aria-label": texts("table.layer")},
                    ),
                    html.Span(id=ids.TABLE_COUNT, className="table-count"),
                ],
                className="table-head",
            ),
            grid.grid(ids.TABLE, texts("table.empty")),
        ],
        className="table-panel",
    )
