"""`/bijstand`: requests for bijstand, their operations and plans, who has what, the load, the experts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import dash_mantine_components as dmc
from dash import ClientsideFunction, Dash, Input, dcc, html
from dash.development.base_component import Component

from mlob import regions
from mlob.bijstand import acts, catalogue, kinds, steps, suppliers
from mlob.config import Settings, duration
from mlob.web.pages import frame, grid, ids, registers
from mlob.web.texts import Texts

__all__ = ["PATH", "connect", "layout_of"]

PATH = "/bijstand"
_HOURS = ("24", "48", "72")


def layout_of(settings: Settings) -> Callable[..., Component]:
    """The page's layout function; `?taal=en` gives it in English."""

    def layout(taal: str | None = None, **_: str) -> Component:
        texts = Texts(taal or "")
        content: list[Component] = [html.Main(_tabs(settings, texts), className="aid")]
        return frame.page(
            settings, texts, ids.BIJSTAND, content, here=PATH, skip=ids.AID_MAIN, **_known(settings, texts)
        )

    return layout


def _known(settings: Settings, texts: Texts) -> dict[str, Any]:
    """The lists that its forms choose from."""
    english = texts.code == "en"
    return {
        "resources": [
            {
                "code": item.code,
                "name": item.name_en if english else item.name,
                "unit": item.unit,
                "discipline": item.discipline,
                "note": item.note,
            }
            for item in catalogue.known().values()
        ],
        "steps": {
            step.name: {
                "title": step.title,
                "title_en": step.title_en,
                "by": step.by,
                "moves": step.moves,
            }
            for step in steps.TABLE.values()
        },
        "ways": acts.WAYS,
        "usable_s": duration(settings.bijstand.usable).total_seconds(),
        "suppliers": {code: _supplier(code, one.name) for code, one in suppliers.known().items()},
        "contacts": [
            {"name": contact.name, "phone": contact.phone} for contact in settings.bijstand.contacts
        ],
        "regions": regions.names(),
        "gemeenten": regions.gemeente_names(),
        "gemeente_regions": regions.gemeente_regions(),
    }


def _supplier(code: str, name: str) -> str:
    """A supplier as it stands in a promise: a region is more than the name of its land."""
    return f"Veiligheidsregio {name}" if code in regions.names() else name


def _tabs(settings: Settings, texts: Texts) -> Component:
    tabs = (
        ("bord", "aid.board"),
        ("operaties", "aid.operations"),
        ("capaciteit", "aid.capacity"),
        ("belasting", "aid.load"),
        ("deskundigen", "aid.experts"),
    )
    main = html.Div(
        [
            dmc.TabsPanel(html.Div(id=ids.BOARD, className="board"), value="bord"),
            dmc.TabsPanel(html.Div(id=ids.OPERATIONS, className="operations"), value="operaties"),
            dmc.TabsPanel(registers.capacity(texts), value="capaciteit"),
            dmc.TabsPanel(_load(texts), value="belasting"),
            dmc.TabsPanel(registers.experts(texts), value="deskundigen"),
        ],
        id=ids.AID_MAIN,
        className="aid-main",
        tabIndex=-1,
    )
    detail = html.Section(
        id=ids.AID_DETAIL,
        className="aid-detail",
        hidden=True,
        tabIndex=-1,
        **{"aria-label": texts("detail.label")},
    )
    return dmc.Tabs(
        [
            html.Div(
                [
                    dmc.TabsList([dmc.TabsTab(texts(key), value=value) for value, key in tabs]),
                    _filters(texts),
                    *_contacts(settings, texts),
                    html.Button(texts("aid.new"), id=ids.AID_NEW, type="button", className="primary"),
                ],
                className="aid-bar",
            ),
            html.Div([main, detail], className="aid-body"),
        ],
        id=ids.AID_TABS,
        value="bord",
        keepMounted=True,
        className="tabs aid-tabs",
    )


def _contacts(settings: Settings, texts: Texts) -> list[Component]:
    """Whom to call, when the settings say so."""
    rows = [html.Li([f"{contact.name} ", html.B(contact.phone)]) for contact in settings.bijstand.contacts]
    return [html.Ul(rows, className="contacts", **{"aria-label": texts("aid.contacts")})] if rows else []


def _select(name: str, texts: Texts, key: str, data: list[dict[str, str]], width: int) -> Component:
    return dmc.Select(
        id=name,
        data=data,
        value=None,
        placeholder=texts(key),
        nothingFoundMessage=texts("aid.nothing"),
        searchable=True,
        clearable=True,
        clearButtonProps={"aria-label": texts("aid.clear")},
        size="xs",
        w=width,
        **{"aria-label": texts(key)},
    )


def _filters(texts: Texts) -> Component:
    titles = [
        {"value": kind.code, "label": kind.title_en if texts.code == "en" else kind.title}
        for kind in kinds.known().values()
        if not kind.referral
    ]
    places = [{"value": code, "label": name} for code, name in regions.names().items()]
    which = [
        {"value": "real", "label": texts("aid.real")},
        {"value": "exercise", "label": texts("aid.exercise")},
    ]
    return html.Div(
        [
            _select(ids.AID_KIND, texts, "aid.every_kind", titles, 160),
            _select(ids.AID_REGION, texts, "aid.every_region", places, 140),
            _select(ids.AID_EXERCISE, texts, "aid.every_request", which, 140),
            dmc.Checkbox(id=ids.AID_URGENT, label=texts("aid.only_urgent"), checked=False, size="xs"),
            dmc.Checkbox(id=ids.AID_ENDED, label=texts("aid.with_ended"), checked=False, size="xs"),
        ],
        className="aid-filters",
        role="group",
        **{"aria-label": texts("filter.label")},
    )


def _load(texts: Texts) -> Component:
    hours = dmc.SegmentedControl(
        id=ids.LOAD_HOURS,
        data=[{"value": value, "label": texts("load.hours", n=value)} for value in _HOURS],
        value=_HOURS[1],
        size="xs",
    )
    return html.Div(
        [
            html.Div([html.H2(texts("load.title")), hours], className="panel-head"),
            html.Div(id=ids.LOAD_CONFLICTS, className="load-conflicts"),
            html.Div(
                [
                    html.Div(
                        [
                            html.P(id=ids.LOAD_SUMMARY, className="panel-what"),
                            dcc.Graph(
                                id=ids.LOAD_GRAPH,
                                style={"height": 340},
                                figure={"data": [], "layout": {"height": 320}},
                                config={"displayModeBar": False, "responsive": True, "locale": "nl"},
                                responsive=True,
                            ),
                        ],
                        className="load-graph",
                    ),
                    html.Div(grid.grid(ids.LOAD_TABLE, texts("load.none")), className="load-grid"),
                ],
                className="load-body",
            ),
        ],
        className="load",
    )


def connect(app: Dash) -> None:
    """Tell the browser modules what a person chose to see."""
    app.clientside_callback(
        ClientsideFunction("mlob", "aid"),
        Input(ids.AID_KIND, "value"),
        Input(ids.AID_REGION, "value"),
        Input(ids.AID_EXERCISE, "value"),
        Input(ids.AID_URGENT, "checked"),
        Input(ids.AID_ENDED, "checked"),
    )
    app.clientside_callback(ClientsideFunction("mlob", "aidtab"), Input(ids.AID_TABS, "value"))
    app.clientside_callback(ClientsideFunction("mlob", "hours"), Input(ids.LOAD_HOURS, "value"))
