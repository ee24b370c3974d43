"""An exercise among what is real is named on map, wall and timeline, and gives no alarm, colour or count."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.system import System, wait_until

GRIPS = """(wanted) => [...new Set(mlob.map.queryRenderedFeatures({layers: ['griplabels']})
    .map(({ properties: p }) => `${p.grip} ${p.drill}`))].sort().join() === wanted"""


@pytest.fixture(scope="module")
def real(profile: BrowserContext, tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    """A system that runs no exercise, in which somebody holds one."""
    folder: Path = tmp_path_factory.mktemp("echt")
    with System(folder, "", 'name = "LOCC"') as found:
        for severity, exercise, lon in ((3, False, 5.98), (4, True, 5.7)):
            said = {"kind": "incident", "title": "Grote brand", "severity": severity, "exercise": exercise}
            tell(found, **said, geometry={"type": "Point", "coordinates": [lon, 50.87]})
        for vr, grip, exercise in (("VR24", 2, False), ("VR24", 5, True), ("VR23", 4, True)):
            tell(found, kind="region", title="GRIP", exercise=exercise, properties={"vr": vr, "grip": grip})
        wait_until(lambda: found.feature("region:VR23")["properties"]["grip"] == 4)
        yield found


def tell(system: System, **said: Any) -> None:
    status, answer = system.post("/api/v1/observations", {"discipline": "brandweer", **said})
    assert status == 201, answer


def opened(profile: BrowserContext, system: System, path: str) -> Page:
    page = profile.new_page()
    page.set_viewport_size({"width": 1920, "height": 1080})
    page.goto(system.base + path)
    page.wait_for_function("window.mlob && window.mlob.ready")
    return page


def test_the_real_level_stays_and_an_exercise_is_named_on_the_map(
    profile: BrowserContext, real: System
) -> None:
    found = {item["id"]: item["properties"] for item in real.get("/api/v1/picture")["features"]}
    assert (found["region:VR24"]["grip"], found["region:VR24"]["exercise"]) == (2, False)
    assert (found["region:VR23"]["grip"], found["region:VR23"]["exercise"]) == (4, True)
    page = opened(profile, real, "/?kaart=51.1,5.9,8")
    page.wait_for_function(GRIPS, arg="2 false,4 true")
    page.wait_for_function(
        "['bad', 'drill'].every((tone) => mlob.map.queryRenderedFeatures({layers: ['incidenten']})"
        ".some(({ properties: p }) => p.icon.includes(`-${tone}-`)))"
    )
    page.wait_for_function(
        "mlob.map.queryRenderedFeatures({layers: ['regios-vlak']})"
        ".every(({ properties: p }) => p.id === 'region:VR24')"
    )
    expect(page.locator("#timeline .entry", has_text="oefening")).to_have_count(3)
    expect(page.locator("#timeline .entry.bad", has_text="oefening")).to_have_count(0)
    page.close()


def test_the_wall_gives_no_alarm_of_it_and_names_it_last(profile: BrowserContext, real: System) -> None:
    page = opened(profile, real, "/wand")
    expect(page.locator("#wall .alarm")).to_contain_text("Zuid-Limburg: GRIP 2")
    expect(page.locator("#wall .alarm")).not_to_contain_text("nog")
    expect(page.locator("#wall-worse .row .what")).to_have_text(
        ["GRIP 2", "Grote brand", "OEFENING GRIP 4", "OEFENING GRIP 5", "OEFENING Grote brand"]
    )
    page.close()
