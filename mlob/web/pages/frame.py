"""What every page has on top: who, which marking, exercise or not, and the disciplines with their age."""

from __future__ import annotations

import json
from typing import Any

from dash import html
from dash.development.base_component import Component

import layers
from mlob.config import Settings
from mlob.model import Discipline
from mlob.web.pages import ids
from mlob.web.texts import Texts

__all__ = ["LETTERS", "exercise_band", "identity", "live_regions", "mark", "setup"]

LETTERS = {
    Discipline.BRANDWEER: "B",
    Discipline.POLITIE: "P",
    Discipline.GHOR: "G",
    Discipline.DEFENSIE: "D",
    Discipline.GEMEENTEN: "Z",
    Discipline.OVERIG: "O",
}
"""The letter inside a discipline's mark; Z is bevolkingszorg."""


def mark(discipline: Discipline) -> Component:
    """The discipline's shape with its letter; the word stands beside it, so it is not read aloud."""
    letter = LETTERS[discipline]
    return html.Span(html.Span(letter), className=f"mark mark-{discipline.value}", **{"aria-hidden": "true"})


def setup(settings: Settings, texts: Texts) -> str:
    """What the browser modules need to know, as JSON."""
    organisation = settings.organisation
    known: dict[str, Any] = {
        "language": texts.code,
        "texts": texts.all,
        "layers": [layers.to_json(layer) for layer in layers.known()],
        "letters": {name.value: letter for name, letter in LETTERS.items()},
        "tiles": settings.web.tiles or None,
        "exercise": organisation.exercise,
    }
    return json.dumps(known, ensure_ascii=False)


def identity(settings: Settings, texts: Texts) -> Component:
    """Whose picture this is and how it is marked."""
    organisation = settings.organisation
    marking = organisation.marking or texts("app.no_marking")
    return html.Div(
        [
            html.H1(organisation.picture),
            html.P([html.Span(organisation.name), " · ", html.Strong(marking, className="marking")]),
        ],
        className="identity",
    )


def exercise_band(settings: Settings, texts: Texts) -> list[Component]:
    """OEFENING over the whole width, when the system runs an exercise."""
    if not settings.organisation.exercise:
        return []
    return [
        html.Div(
            [html.Strong(texts("app.exercise")), html.Span(texts("app.exercise_long"))],
            className="exercise",
            role="note",
        )
    ]


def live_regions() -> list[Component]:
    """Where changes are spoken: politely, and at once for alarms."""
    return [
        html.Div(id=ids.SPEAK, className="unseen", **{"aria-live": "polite", "role": "status"}),
        html.Div(id=ids.SHOUT, className="unseen", **{"aria-live": "assertive", "role": "alert"}),
    ]
