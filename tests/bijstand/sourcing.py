"""Requests, promises and figures of capacity for the tests of advice and load."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from mlob import fold
from mlob.bijstand import capacity, demand, requests
from mlob.bijstand.capacity import Key, Stock
from mlob.model import Discipline, Kind, Reception, Source, iso, observation

NOW = datetime(2026, 4, 20, 12, 0, tzinfo=UTC)
"""14:00 in Amsterdam."""
PERSON = Source(name="bediening", format="", disciplines=tuple(Discipline))
MIDDLE = {"type": "Point", "coordinates": [5.1, 52.1]}


def asked(name: str, *items: tuple[str, float], **more: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """A request as it is viewed and its values: resources with how many; `hours` until it is needed."""
    hours = more.pop("hours", None)
    body = {
        "kind": "wvr51",
        "title": f"Verzoek {name}",
        "requester": {"organisation": "VR", "role": "voorzitter veiligheidsregio", "name": "A"},
        "region": more.pop("region", "VR24"),
        "geometry": more.pop("geometry", None),
        "needed_by": None if hours is None else iso(NOW + timedelta(hours=hours)),
        "urgent": more.pop("urgent", False),
        "exercise": more.pop("exercise", False),
        "items": [{"resource": resource, "quantity": quantity} for resource, quantity in items],
    }
    values = requests.flatten(body, more.pop("operation", f"operation:{name}"))
    values |= {"title": body["title"], "geometry": body["geometry"]} | more
    return requests.view(f"request:bediening:{name}", values), values


def promised(key: str, supplier: str, quantity: float, item: str = "a", **more: Any) -> dict[str, Any]:
    """Values of a promise, to add to a request."""
    fields = {"item": item, "supplier": supplier, "quantity": quantity, "basis": "toezegging", **more}
    return {f"promise.{key}.{name}": value for name, value in fields.items()}


def told(
    supplier: str,
    resource: str,
    minutes: float = 10,
    source: str = "bediening",
    entity: fold.Entity | None = None,
    **values: Any,
) -> fold.Entity:
    """What is known of a supplier's resource, from a report of so many minutes ago."""
    said = observation(
        Reception(source=Source(name=source, format="", disciplines=tuple(Discipline)), received_at=NOW),
        discipline=Discipline.BRANDWEER,
        kind=Kind.CAPACITY,
        entity=f"capacity:{supplier}:{resource}",
        observed_at=NOW - timedelta(minutes=minutes),
        exercise=values.pop("exercise", False),
        geometry=values.pop("geometry", None),
        verification=values.pop("verification", None),
        ttl=values.pop("ttl", None),
        properties=values,
    )
    found = entity or fold.begin(said)
    fold.apply(found, said)
    return found


def stocked(
    entities: Iterable[fold.Entity], wanted: demand.Demand | None = None, *, exercise: bool = False
) -> dict[Key, Stock]:
    """The stocks that entities tell of."""
    figures = capacity.figures(entities, NOW, exercise=exercise)
    return capacity.stocks(figures, wanted.promises if wanted else ())


def demanded(*views: tuple[dict[str, Any], dict[str, Any]], exercise: bool = False) -> demand.Demand:
    """What requests ask."""
    return demand.of(views, exercise=exercise)
