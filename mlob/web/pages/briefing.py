"""`/briefing`: make a signed briefing, see what it would say, write under it, fetch those that were made."""

from __future__ import annotations

from collections.abc import Callable

import dash_mantine_components as dmc
from dash import ClientsideFunction, Dash, Input, html
from dash.development.base_component import Component

from mlob.config import Settings
from mlob.snapshot import forms
from mlob.web.pages import frame, ids
from mlob.web.texts import Texts

__all__ = ["PATH", "connect", "layout_of"]

PATH = "/briefing"
_FIRST = "inhoud"


def layout_of(settings: Settings) -> Callable[..., Component]:
    """The page's layout function; `?taal=en` gives it in English."""
    known = {
        "forms": forms.names(),
        "marked": bool(settings.organisation.marking.strip()),
        "schedule": settings.snapshots.at,
    }

    def layout(taal: str | None = None, **_: str) -> Component:
        texts = Texts(taal or "")
        content: list[Component] = [
            html.Main([_order(texts), _preview(texts), _packages(texts)], className="desk briefing")
        ]
        return frame.page(settings, texts, ids.BRIEFING, content, here=PATH, skip=ids.BRIEFING_ORDER, **known)

    return layout


def _panel(title: str, beside: list[Component], content: list[Component], kind: str) -> Component:
    return html.Section(
        [html.Div([html.H2(title), *beside], className="panel-head"), *content],
        className=f"panel {kind}",
        **{"aria-label": title},
    )


def _order(texts: Texts) -> Component:
    body = html.Div(id=ids.BRIEFING_ORDER, className="briefing-order", tabIndex=-1)
    return _panel(texts("briefing.new"), [], [body], "panel-order")


def _preview(texts: Texts) -> Component:
    """Four looks at the same briefing, in tabs."""
    parts: tuple[tuple[str, str, list[Component], Component], ...] = (
        (_FIRST, "briefing.content", [], html.Div(id=ids.BRIEFING_CONTENT, className="briefing-content")),
        (
            "wijzigingen",
            "briefing.changes",
            [html.Span(id=ids.BRIEFING_CHANGES_COUNT, className="count")],
            html.Div(id=ids.BRIEFING_CHANGES, className="briefing-changes"),
        ),
        (
            "teksten",
            "briefing.texts",
            [html.Span(id=ids.BRIEFING_TEXTS_COUNT, className="count")],
            html.Div(id=ids.BRIEFING_TEXTS, className="briefing-texts"),
        ),
        ("voorbeeld", "briefing.page", [], html.Div(id=ids.BRIEFING_FRAME, className="briefing-frame")),
    )
    tabs = dmc.Tabs(
        [
            html.Div(
                dmc.TabsList(
                    [dmc.TabsTab([texts(key), " ", *beside], value=name) for name, key, beside, _ in parts]
                ),
                className="tabs-head",
            ),
            *[dmc.TabsPanel(content, value=name, tabIndex=0) for name, _, _, content in parts],
        ],
        id=ids.BRIEFING_TABS,
        value=_FIRST,
        keepMounted=True,
        className="tabs",
    )
    stand = html.P(id=ids.BRIEFING_STAND, className="panel-note")
    return _panel(texts("briefing.says"), [stand], [tabs], "panel-preview")


def _packages(texts: Texts) -> Component:
    count = html.Span(id=ids.BRIEFING_COUNT, className="panel-note count")
    content: list[Component] = [html.Ol(id=ids.BRIEFING_LIST, className="packages")]
    return _panel(texts("briefing.made"), [count], content, "panel-packages")


def connect(app: Dash) -> None:
    """Tell the browser modules which look a person chose."""
    app.clientside_callback(ClientsideFunction("mlob", "briefingtab"), Input(ids.BRIEFING_TABS, "value"))
