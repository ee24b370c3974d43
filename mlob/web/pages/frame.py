"""What every page has around it: who, which marking, exercise or not, the disciplines with their age."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import dash_mantine_components as dmc
from dash import html
from dash.development.base_component import Component

import layers
from mlob.bijstand import catalogue, units
from mlob.config import Settings
from mlob.model import Discipline
from mlob.web.pages import ids
from mlob.web.texts import LANGUAGES, Texts

__all__ = ["LETTERS", "exercise_band", "identity", "live_regions", "mark", "page", "setup", "top"]

LETTERS = {
    Discipline.BRANDWEER: "B",
    Discipline.POLITIE: "P",
    Discipline.GHOR: "G",
    Discipline.DEFENSIE: "D",
    Discipline.GEMEENTEN: "Z",
    Discipline.OVERIG: "O",
}
"""The letter inside a discipline's mark; Z is bevolkingszorg."""

_NAV = (
    ("/", "nav.picture"),
    ("/bijstand", "nav.requests"),
    ("/briefing", "nav.briefing"),
    ("/bronnen", "nav.sources"),
    ("/wand", "nav.wall"),
)
"""The pages by address, in the order of the header."""


def mark(discipline: Discipline) -> Component:
    """The discipline's shape with its letter; the word stands beside it, so it is not read aloud."""
    letter = LETTERS[discipline]
    return html.Span(html.Span(letter), className=f"mark mark-{discipline.value}", **{"aria-hidden": "true"})


def setup(settings: Settings, texts: Texts, names: Mapping[str, str] | None = None, **more: Any) -> str:
    """What the browser modules need to know, as JSON; `names` are texts for codes, `more` is of one page."""
    known: dict[str, Any] = {
        "language": texts.code,
        "texts": {**texts.all, **(names or {})},
        "layers": [layers.to_json(layer) for layer in layers.known()],
        "letters": {name.value: letter for name, letter in LETTERS.items()},
        "tiles": settings.web.tiles or None,
        "exercise": settings.organisation.exercise,
        **more,
    }
    return json.dumps(known, ensure_ascii=False)


def _resources(texts: Texts) -> dict[str, str]:
    """The names of the catalogue and its units as texts; a wall has no room for them and makes do with
    their codes."""
    english = texts.code == "en"
    names = {
        f"resource.{item.code}": item.name_en if english else item.name for item in catalogue.known().values()
    }
    for name, unit in units.known().items():
        names[f"unit.{name}"] = unit.en if english else name
        names[f"unit_one.{name}"] = unit.en_one if english else unit.one
    return names


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


def page(
    settings: Settings,
    texts: Texts,
    name: str,
    content: list[Component],
    *,
    here: str,
    skip: str,
    **more: Any,
) -> Component:
    """A page for a desk, called `name`: frame, content, live regions; `skip` is where its link leads."""
    return html.Div(
        [
            *exercise_band(settings, texts),
            top(settings, texts, here, skip),
            html.Div(id=ids.BAND, className="band", hidden=True, role="alert"),
            *content,
            *live_regions(),
        ],
        id=name,
        className="page",
        **{"data-setup": setup(settings, texts, _resources(texts), **more)},
    )


def top(settings: Settings, texts: Texts, here: str, skip: str) -> Component:
    """The header of a page for a desk; the wall has its own."""
    return html.Header(
        [
            html.A(texts("app.skip"), href=f"#{skip}", className="skip"),
            identity(settings, texts),
            html.Ul(id=ids.DISCIPLINES, className="disciplines"),
            _nav(texts, here),
            html.Div(id=ids.CLOCK, className="clock", role="timer", **{"aria-label": texts("app.clock")}),
            dmc.ColorSchemeToggle(
                id=ids.THEME,
                lightIcon=html.Span("☀", **{"aria-hidden": "true"}),
                darkIcon=html.Span("☾", **{"aria-hidden": "true"}),
                variant="subtle",
                color="gray",
                size=36,
                **{"aria-label": texts("app.theme")},
            ),
        ],
        className="top",
    )


def _nav(texts: Texts, here: str) -> Component:
    query = "" if texts.code == LANGUAGES[0] else f"?taal={texts.code}"
    shown = {"className": "on", "aria-current": "page"}

    def words(path: str, key: str) -> list[Any]:
        # How many requests are open stands beside the page where they are.
        return [texts(key), *([html.Span(id=ids.NAV_REQUESTS)] if path == "/bijstand" else [])]

    return html.Nav(
        [
            html.A(words(path, key), href=path + query, **(shown if path == here else {}))
            for path, key in _NAV
        ],
        className="nav",
        **{"aria-label": texts("nav.label")},
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
