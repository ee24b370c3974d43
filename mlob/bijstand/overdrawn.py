"""Open points of requests: who promised more than he has, or more than his minimum leaves.

A promise is a fact that somebody gave, and is taken whatever the figures say. This says it where they
do not fit together; it holds up nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from mlob import fold
from mlob.bijstand import capacity, demand, suppliers
from mlob.bijstand.capacity import Key, Stock
from mlob.bijstand.reasons import name
from mlob.bijstand.words import amount

__all__ = ["CODE", "mark"]

CODE = "te_veel_toegezegd"

Row = tuple[dict[str, Any], Mapping[str, Any]]
"""A request as it is viewed, and the values that it was made from."""


def mark(rows: Collection[Row], entities: Iterable[fold.Entity], now: datetime, *, usable: timedelta) -> None:
    """Add to `open` of each view who promised too much in it; figures older than `usable` say nothing.

    `rows` are all requests, as the promises in each count; `entities` hold the figures.
    """
    figures = list(entities)
    for exercise in {bool(view["exercise"]) for view, _ in rows}:
        every = demand.of(rows, exercise=exercise).promises
        promised = [row for row in every if row.quantity > row.released]
        wanted = {(row.supplier, row.resource) for row in promised}
        mine = [entity for entity in figures if capacity.named(entity) in wanted]
        known = capacity.figures(mine, now, exercise=exercise)
        stocks = capacity.stocks(known, every)
        said = {
            key: _text(stock)
            for key, stock in stocks.items()
            if stock.over and now - stock.figure.observed_at <= usable
        }
        _add([view for view, _ in rows if bool(view["exercise"]) is exercise], promised, said)


def _add(
    views: Iterable[dict[str, Any]], promised: Iterable[demand.Promise], said: Mapping[Key, str]
) -> None:
    by_request: dict[str, dict[str, None]] = {}
    for row in promised:
        if row.supplier is not None and (row.supplier, row.resource) in said:
            by_request.setdefault(row.request, {})[said[row.supplier, row.resource]] = None
    for view in views:
        view["open"] = view["open"] + [
            {"code": CODE, "text": text} for text in by_request.get(view["id"], ())
        ]


def _text(stock: Stock) -> str:
    figure = stock.figure
    who = suppliers.known()[figure.supplier].name
    there = figure.present if figure.total is None else figure.total
    minimum = figure.minimum or 0
    left = f", en er moeten er {amount(minimum)} blijven" if minimum else ""
    return (
        f"{who} heeft meer {name(figure.resource)} toegezegd of in gebruik dan kan: "
        f"{amount(stock.over)} te veel (er zijn er {amount(there)}{left})."
    )
