"""`/bronnen`: which source speaks and which is silent, what could not be read, what may be the same."""

from __future__ import annotations

from collections.abc import Callable

import dash_mantine_components as dmc
from dash import ClientsideFunction, Dash, Input, html
from dash.development.base_component import Component

from mlob.config import Settings
from mlob.web.pages import frame, grid, ids
from mlob.web.texts import Texts

__all__ = ["PATH", "connect", "layout_of"]

PATH = "/bronnen"


def layout_of(settings: Settings) -> Callable[..., Component]:
    """The page's layout function; `?taal=en` gives it in English."""
    # How a source reaches us, without its address: that is nobody's business who looks here.
    reach = {source.name: source.url.partition(":")[0] for source in settings.sources}

    def layout(taal: str | None = None, **_: str) -> Component:
        texts = Texts(taal or "")
        lower = html.Div([_refused(texts), _proposals(texts)], className="desk-row")
        content: list[Component] = [html.Main([_sources(texts), lower], className="desk")]
        return frame.page(
            settings, texts, ids.SOURCES, content, here=PATH, skip=ids.SOURCES_TABLE, reach=reach
        )

    return layout


def _panel(title: str, beside: Component, content: list[Component], kind: str) -> Component:
    return html.Section(
        [html.Div([html.H2(title), beside], className="panel-head"), *content],
        className=f"panel {kind}",
        **{"aria-label": title},
    )


def _sources(texts: Texts) -> Component:
    body = html.Div(
        [
            html.Div(grid.grid(ids.SOURCES_TABLE, texts("sources.none")), className="sources-grid"),
            html.Section(
                id=ids.SOURCE,
                className="panel-side",
                hidden=True,
                tabIndex=-1,
                **{"aria-label": texts("sources.detail")},
            ),
        ],
        className="sources-body",
    )
    summary = html.P(id=ids.SOURCES_SUMMARY, className="panel-note")
    return _panel(texts("sources.title"), summary, [body], "panel-sources")


def _refused(texts: Texts) -> Component:
    choice = dmc.Select(
        id=ids.REFUSED_FROM,
        data=[],
        value=None,
        placeholder=texts("refused.every_source"),
        nothingFoundMessage=texts("refused.no_source"),
        searchable=True,
        clearable=True,
        clearButtonProps={"aria-label": texts("refused.every_source")},
        size="xs",
        w=220,
        **{"aria-label": texts("refused.from")},
    )
    waiting = html.Div(
        [
            html.Ol(id=ids.REFUSED, className="refused-list"),
            html.Section(
                id=ids.REFUSED_FRAME,
                className="refused-frame",
                tabIndex=-1,
                **{"aria-label": texts("refused.message")},
            ),
        ],
        className="refused-body",
    )
    tabs = dmc.Tabs(
        [
            html.Div(
                dmc.TabsList(
                    [
                        _tab("wacht", texts("refused.waiting"), ids.REFUSED_COUNT),
                        _tab("klaar", texts("refused.settled"), ids.SETTLED_COUNT),
                    ]
                ),
                className="tabs-head",
            ),
            dmc.TabsPanel(waiting, value="wacht"),
            dmc.TabsPanel(html.Ol(id=ids.SETTLED, className="settled-list"), value="klaar"),
        ],
        id=ids.REFUSED_TABS,
        value="wacht",
        keepMounted=True,
        className="tabs",
    )
    return _panel(texts("refused.title"), choice, [tabs], "panel-refused")


def _tab(value: str, text: str, count: str) -> Component:
    return dmc.TabsTab([text, " ", html.Span(id=count, className="count")], value=value)


def _proposals(texts: Texts) -> Component:
    count = html.Span(id=ids.PROPOSALS_COUNT, className="panel-note count")
    content = [
        html.P(texts("proposals.what"), className="panel-what"),
        html.Ol(id=ids.PROPOSALS, className="proposals"),
    ]
    return _panel(texts("links.maybe"), count, content, "panel-proposals")


def connect(app: Dash) -> None:
    """Tell the browser modules whose refused messages a person wants to see."""
    app.clientside_callback(ClientsideFunction("mlob", "refused"), Input(ids.REFUSED_FROM, "value"))
