"""`/wand`: the picture for a room: nothing to touch, large lines, one scale for distance and pitch."""

from __future__ import annotations

import math
from collections.abc import Callable

import dash_mantine_components as dmc
from dash import html
from dash.development.base_component import Component

from mlob.config import Settings
from mlob.web.pages import frame, ids
from mlob.web.texts import Texts

__all__ = ["PATH", "layout_of", "scale"]

PATH = "/wand"

DISTANCE_M, PITCH_MM = 5.0, 0.634
"""A 55 inch panel of 1920 pixels wide, read from 5 m: the drawing's scale, 1.0 in the style sheet."""


def scale(distance_m: float, pitch_mm: float) -> float:
    """The factor on every size: capital height is a fixed part of the distance (0.006), so it is linear."""
    if not (math.isfinite(distance_m) and math.isfinite(pitch_mm)) or distance_m <= 0 or pitch_mm <= 0:
        return 1.0
    return min(4.0, max(0.4, (distance_m / DISTANCE_M) * (PITCH_MM / pitch_mm)))


def _number(text: str | None, default: float) -> float:
    try:
        return float((text or "").replace(",", "."))
    except ValueError:
        return default


def layout_of(settings: Settings) -> Callable[..., Component]:
    """The page's layout function: `?afstand=` in metres, `?pitch=` in mm, `?thema=licht`, `?taal=en`."""

    def layout(
        afstand: str | None = None,
        pitch: str | None = None,
        thema: str | None = None,
        taal: str | None = None,
        **_: str,
    ) -> Component:
        texts = Texts(taal or "")
        factor = scale(_number(afstand, DISTANCE_M), _number(pitch, PITCH_MM))
        return dmc.MantineProvider(
            html.Div(
                [
                    *frame.exercise_band(settings, texts),
                    _top(settings, texts),
                    html.Div(id=ids.BAND, className="band", hidden=True, role="alert"),
                    _main(texts),
                    html.Div(id=ids.WALL_ALARM, className="alarm", **{"aria-live": "polite"}),
                    *frame.live_regions(),
                ],
                id=ids.WALL,
                className="wall",
                style={"--scale": f"{factor:.3f}"},
                **{"data-setup": frame.setup(settings, texts)},
            ),
            forceColorScheme="light" if thema == "licht" else "dark",
        )

    return layout


def _top(settings: Settings, texts: Texts) -> Component:
    return html.Header(
        [
            frame.identity(settings, texts),
            html.Ul(id=ids.DISCIPLINES, className="disciplines"),
            html.Div(id=ids.CLOCK, className="clock", role="timer", **{"aria-label": texts("app.clock")}),
        ],
        className="top",
    )


def _main(texts: Texts) -> Component:
    return html.Main(
        [
            html.Div(
                [
                    html.Div(id=ids.MAP, className="map"),
                    html.Div(id=ids.MAP_NOTICE, className="map-notice", hidden=True),
                ],
                className="center",
            ),
            html.Div(
                [
                    html.Section(id=ids.WALL_REQUESTS, className="lines lines-requests"),
                    html.Section(id=ids.WALL_WORSE, className="lines lines-worse"),
                ],
                className="side",
            ),
        ],
        className="body",
    )
