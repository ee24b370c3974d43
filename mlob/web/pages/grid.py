"""The grid of the kit (AG Grid) in our colours; the browser modules give it columns and rows."""

from __future__ import annotations

import dash_ag_grid as dag
from dash.development.base_component import Component

__all__ = ["grid"]

_THEME = """themeQuartz.withParams({
  backgroundColor: 'var(--panel)', foregroundColor: 'var(--ink)', headerTextColor: 'var(--soft)',
  headerBackgroundColor: 'var(--panel)', borderColor: 'var(--line)', accentColor: 'var(--info)',
  rowHoverColor: 'var(--hover)', selectedRowBackgroundColor: 'var(--chosen)', fontFamily: 'inherit',
  fontSize: 13, spacing: 6, wrapperBorder: false, wrapperBorderRadius: 0, headerFontWeight: 600,
  browserColorScheme: 'inherit'})"""


def grid(name: str, empty: str) -> Component:
    """A sortable table with a row a thing, chosen one at a time; `empty` is what it says without rows."""
    return dag.AgGrid(
        id=name,
        columnDefs=[],
        rowData=[],
        getRowId="params.data.id",
        defaultColDef={"sortable": True, "resizable": True, "suppressMovable": True},
        dashGridOptions={
            "theme": {"function": _THEME},
            "rowSelection": {"mode": "singleRow", "checkboxes": False, "enableClickSelection": True},
            "localeText": {"noRowsToShow": empty},
            "animateRows": False,
            "asyncTransactionWaitMillis": 1000,
            "rowHeight": 34,
            "headerHeight": 36,
            "suppressCellFocus": False,
        },
        className="grid",
        style={"height": "100%", "width": "100%"},
    )
