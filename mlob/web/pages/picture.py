"""`/`: the picture of a liaison: map left, timeline, bijstand and table right, the bar of time below."""

from __future__ import annotations

from collections.abc import Callable

from dash import dcc, html
from dash.development.base_component import Component

from mlob.config import Settings
from mlob.web.pages import controls, frame, ids, panels
from mlob.web.texts import Texts

__all__ = ["PATH", "layout_of"]

PATH = "/"


def layout_of(settings: Settings) -> Callable[..., Component]:
    """The page's layout function; `?taal=en` gives it in English."""

    def layout(taal: str | None = None, **_: str) -> Component:
        texts = Texts(taal or "")
        content = [
            html.Section(
                id=ids.PAST, className="past-band", hidden=True, **{"aria-label": texts("past.label")}
            ),
            html.Div([controls.filters(texts), _center(texts), panels.side(texts)], className="body"),
            _strip(texts),
        ]
        return frame.page(settings, texts, ids.PICTURE, content, here=PATH, skip=ids.TIMELINE)

    return layout


def _center(texts: Texts) -> Component:
    buttons = (
        (ids.ZOOM_IN, "+", "map.zoom_in"),
        (ids.ZOOM_OUT, "−", "map.zoom_out"),
        (ids.HOME, "⌂", "map.home"),
    )
    return html.Main(
        [
            html.Div(id=ids.MAP, className="map"),
            html.Div(id=ids.MAP_NOTICE, className="map-notice", hidden=True),
            html.Div(id=ids.LEGEND, className="legend", role="group", **{"aria-label": texts("map.legend")}),
            html.Div(
                [
                    html.Button(sign, id=name, type="button", title=texts(key), **{"aria-label": texts(key)})
                    for name, sign, key in buttons
                ],
                className="zoom",
            ),
            html.Small(texts("map.attribution"), className="attribution"),
        ],
        className="center",
    )


def _strip(texts: Texts) -> Component:
    return html.Section(
        [
            html.Div(id=ids.TIME_BAR, className="timebar"),
            html.Div([_graph(), html.Div(id=ids.TIME_SLIDER)], className="strip-plot"),
            html.P(id=ids.STRIP_SUMMARY, className="strip-summary"),
        ],
        className="strip",
        **{"aria-label": texts("time.label")},
    )


def _graph() -> Component:
    """What came in, by quarters of an hour; the slider lies over it, so it needs nothing of its own."""
    return dcc.Graph(
        id=ids.STRIP,
        className="strip-graph",
        figure={
            "data": [],
            "layout": {"height": 62, "xaxis": {"visible": False}, "yaxis": {"visible": False}},
        },
        config={"displayModeBar": False, "responsive": True, "locale": "nl", "staticPlot": True},
        responsive=True,
    )
