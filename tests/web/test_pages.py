"""The pages without a browser: their layout, their texts and their files."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from dash.development.base_component import Component
from fastapi import FastAPI

from mlob import transports
from mlob.bijstand_settings import Bijstand
from mlob.config import Organisation, Settings
from mlob.model import Discipline, Source, Verification
from mlob.paths import ASSETS
from mlob.web import pages
from mlob.web.pages import bijstand, briefing, document, ids, picture, sources, wall
from mlob.web.texts import LANGUAGES, Texts, language

SETTINGS = Settings(organisation=Organisation(name="LOCC", picture="Beeld", marking="Geheim", exercise=True))
MODULES = sorted((ASSETS / "js").glob("*.js"))
STYLES = sorted((ASSETS / "css").glob("*.css"))
DESK = [picture, bijstand, briefing, sources]
"""The pages for somebody at a desk."""
BY_CODE = {"word", "discipline", "state", "severity", "kind", "field", "resource"} | {
    "collection",
    "collected",
    "length",
    "reach",
    "target",
    "aim",
    "level",
    "made",
    "file",
}
"""Families of texts that are asked for by a code of the data."""


def walk(part: Any) -> Iterator[Component]:
    """Every component of a layout."""
    if isinstance(part, list | tuple):
        for item in part:
            yield from walk(item)
    elif isinstance(part, Component):
        yield part
        for name in ("children", "label"):
            yield from walk(getattr(part, name, None))


def words(layout: Component) -> str:
    found = [getattr(part, "children", None) for part in walk(layout)]
    flat = [item for part in found for item in (part if isinstance(part, list) else [part])]
    return " ".join(item for item in flat if isinstance(item, str))


def with_id(layout: Component) -> dict[str, Component]:
    return {part.id: part for part in walk(layout) if getattr(part, "id", None)}


@pytest.mark.parametrize("page", [*DESK, wall])
def test_marking_and_exercise_are_on_every_page(page: Any) -> None:
    text = words(page.layout_of(SETTINGS)())
    assert "Geheim" in text
    assert "OEFENING" in text
    assert "OEFENING" not in words(page.layout_of(Settings())())
    assert "Geen rubricering ingesteld" in words(page.layout_of(Settings())())


def test_every_component_id_is_used_and_unique() -> None:
    found = []
    for page in (*DESK, wall):
        once = [part.id for part in walk(page.layout_of(SETTINGS)()) if getattr(part, "id", None)]
        assert len(once) == len(set(once)), page.__name__
        found += once
    assert set(found) == {getattr(ids, name) for name in ids.__all__}


@pytest.mark.parametrize("page", DESK)
def test_every_page_for_a_desk_leads_to_the_others(page: Any) -> None:
    links = [part for part in walk(page.layout_of(SETTINGS)()) if type(part).__name__ == "A"]
    assert {part.href for part in links if not part.href.startswith("#")} == pages.PATHS
    assert [part.href for part in links if "aria-current" in part.to_plotly_json()["props"]] == [page.PATH]
    (skip,) = [part.href for part in links if part.href.startswith("#")]
    assert skip.removeprefix("#") in with_id(page.layout_of(SETTINGS)())
    english = [part for part in walk(page.layout_of(SETTINGS)(taal="en")) if type(part).__name__ == "A"]
    assert all(part.href.endswith("?taal=en") for part in english if not part.href.startswith("#"))


def test_the_modules_know_only_ids_that_exist() -> None:
    spelled = {getattr(ids, name) for name in ids.__all__}
    for module in MODULES:
        asked = set(re.findall(r'byId\("([^"]+)"\)', module.read_text(encoding="utf-8")))
        assert asked <= spelled, module.name


def test_setup_tells_the_browser_what_it_needs() -> None:
    setup = json.loads(
        with_id(picture.layout_of(SETTINGS)())[ids.PICTURE].to_plotly_json()["props"]["data-setup"]
    )
    assert {"texts", "layers", "letters", "tiles", "exercise", "language"} <= set(setup)
    assert setup["tiles"] is None
    assert setup["letters"]["gemeenten"] == "Z"
    assert set(setup["letters"]) == set(Discipline)


def test_the_wall_has_nothing_to_touch() -> None:
    kinds = {type(part).__name__ for part in walk(wall.layout_of(SETTINGS)())}
    assert kinds.isdisjoint({"Button", "Checkbox", "TextInput", "Select", "A", "Input"})


@pytest.mark.parametrize(
    ("distance", "pitch", "factor"),
    [(5, 0.634, 1.0), (10, 0.634, 2.0), (2.5, 0.634, 0.5), (5, 0.317, 2.0), (500, 0.1, 4.0), (0, 1, 1.0),
     (float("nan"), 1, 1.0), (-3, 1, 1.0)],
)  # fmt: skip
def test_wall_scale(distance: float, pitch: float, factor: float) -> None:
    assert wall.scale(distance, pitch) == pytest.approx(factor)


def test_wall_scale_from_the_address() -> None:
    def scale(**query: str) -> str:
        root = with_id(wall.layout_of(SETTINGS)(**query))[ids.WALL]
        return str(root.to_plotly_json()["props"]["style"]["--scale"])

    assert scale() == "1.000"
    assert scale(afstand="10", pitch="0,634") == "2.000"
    assert scale(afstand="ver", pitch="", onbekend="x") == "1.000"


def test_the_catalogues_have_the_same_keys() -> None:
    dutch, english = (Texts(code).all for code in LANGUAGES)
    assert set(dutch) == set(english)
    for key, text in dutch.items():
        assert sorted(re.findall(r"\{\w+\}", text)) == sorted(re.findall(r"\{\w+\}", english[key])), key


def test_every_text_that_is_asked_for_exists_and_every_one_is_asked_for() -> None:
    here = Path(pages.__file__).parent
    ogc = here.parent / "ogc"
    sources = [path.read_text(encoding="utf-8") for path in [*MODULES, *here.glob("*.py"), *ogc.glob("*.py")]]
    asked = {key for text in sources for key in re.findall(r"""["']([a-z]+\.[a-z_0-9]+)["']""", text)}
    known = set(Texts("nl").all)
    families = {key.split(".")[0] for key in known}
    missing = {key for key in asked if key.split(".")[0] in families} - known
    assert missing == set()
    begun = {part for text in sources for part in re.findall(r"""[`"']([a-z]+\.[a-z_]*)[$]?{""", text)}
    unused = {key for key in known if key.split(".")[0] not in BY_CODE} - asked
    assert {key for key in unused if not key.startswith(tuple(begun))} == set()


def test_words_of_the_model_have_a_text() -> None:
    texts = Texts("nl")
    assert all(texts(f"discipline.{name}") for name in Discipline)
    assert all(texts(f"word.{name}") for name in Verification)


def test_every_way_in_which_a_source_reaches_us_has_a_text() -> None:
    for code in LANGUAGES:
        assert all(Texts(code)(f"reach.{scheme}") for scheme in transports.known())


def test_the_page_of_requests_tells_until_what_age_a_figure_is_usable() -> None:
    settings = Settings(bijstand=Bijstand(usable="90m"))
    root = with_id(bijstand.layout_of(settings)())[ids.BIJSTAND]
    assert json.loads(root.to_plotly_json()["props"]["data-setup"])["usable_s"] == 5400


def test_the_page_of_the_sources_tells_no_address_and_no_key() -> None:
    push = Source(name="gms", format="cap", disciplines=(Discipline.BRANDWEER,), url="push:",
                  key_sha256=("a" * 64,))  # fmt: skip
    broker = Source(name="knmi", format="cap", disciplines=(Discipline.OVERIG,), url="mqtts://hier.nl/x",
                    user="gebruiker-x", password_file="wachtwoordbestand",
                    header_files={"X": "sleutelbestand"})  # fmt: skip
    root = with_id(sources.layout_of(Settings(sources=(push, broker)))())[ids.SOURCES]
    said = root.to_plotly_json()["props"]["data-setup"]
    assert json.loads(said)["reach"] == {"gms": "push", "knmi": "mqtts"}
    assert not [
        secret
        for secret in ("a" * 64, "hier.nl", "gebruiker-x", "wachtwoordbestand", "sleutelbestand")
        if secret in said
    ]


def test_language_falls_back_to_dutch() -> None:
    assert [language(code) for code in ("en", "nl", "fr", None, "")] == ["en", "nl", "nl", "nl", "nl"]
    assert "EXERCISE" in words(picture.layout_of(SETTINGS)(taal="en"))


def test_the_document_names_only_files_of_ours() -> None:
    found = re.findall(r'(?:href|src)="([^"]+)"', document.index_string())
    assert found
    for name in found:
        assert name.startswith("/assets/")
        assert (ASSETS / name.removeprefix("/assets/")).is_file(), name
    assert {Path(name).name for name in document.STYLES} >= {path.name for path in STYLES}


def test_no_outside_host_in_any_module_or_style() -> None:
    for path in [*MODULES, *STYLES]:
        assert "://" not in re.sub(
            r"\$\{scheme\}://\$\{location\.host\}", "", path.read_text(encoding="utf-8")
        )


def test_text_of_feeds_never_becomes_markup() -> None:
    for path in MODULES:
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(", text), (
            path.name
        )


def test_colours_stand_in_one_file() -> None:
    for path in STYLES:
        if path.name != "tokens.css":
            assert not re.search(r"#[0-9a-fA-F]{3,8}\b(?=[;, )])", path.read_text(encoding="utf-8")), (
                path.name
            )


def test_vendored_files_are_what_was_pinned() -> None:
    for folder in (ASSETS / "vendor", Path(__file__).parents[1] / "browser" / "vendor"):
        sums = (folder / "CHECKSUMS").read_text(encoding="utf-8").split("\n")
        rows = dict(reversed(row.split("  ", 1)) for row in sums if row)
        files = {f"./{path.relative_to(folder)}" for path in folder.rglob("*") if path.is_file()} - {
            "./CHECKSUMS"
        }
        assert set(rows) == files
        for name, digest in rows.items():
            assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest, name


def test_create_registers_no_catch_all_before_the_api() -> None:
    server = FastAPI(openapi_url=None)
    pages.create(server, SETTINGS)
    assert not [route for route in server.routes if "{path" in getattr(route, "path", "")
                and not route.path.startswith("/_dash")]  # fmt: skip
