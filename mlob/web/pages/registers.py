"""Two tables of `/bijstand`: what suppliers have, and the experts; the browser fills heads and rows."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from mlob.web.pages import grid, ids
from mlob.web.texts import Texts

__all__ = ["capacity", "experts"]


def capacity(texts: Texts) -> Component:
    """What each supplier has of a resource, and who gave no figure."""
    return _register(texts("capacity.title"), ids.CAPACITY_HEAD, ids.CAPACITY_MISSING, ids.CAPACITY_TABLE,
                     texts("capacity.none"))  # fmt: skip


def experts(texts: Texts) -> Component:
    """Who may be sent abroad, by pseudonym."""
    return _register(texts("experts.title"), ids.EXPERTS_HEAD, ids.EXPERTS_NOTES, ids.EXPERTS_TABLE,
                     texts("experts.none"))  # fmt: skip


def _register(title: str, head: str, notes: str, table: str, empty: str) -> Component:
    return html.Section(
        [
            html.Div([html.H2(title), html.Div(id=head, className="register-head")], className="panel-head"),
            html.Div(id=notes, className="register-notes"),
            html.Div(grid.grid(table, empty), className="register-grid"),
        ],
        className="register",
        **{"aria-label": title},
    )
