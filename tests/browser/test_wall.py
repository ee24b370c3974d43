"""The page `/wand`: the same picture, large, with nothing to touch."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.conftest import feature, page_out, tell
from tests.browser.test_picture import stamp
from tests.system import System

Open = Callable[..., Page]


def test_what_got_worse_is_on_the_wall(opened: Open, system: System) -> None:
    tell(
        system,
        feature("wand", 5.87, 51.0, kind="incident", title="Kade verzwakt", severity=3, observed_at=stamp()),
    )
    page = opened("/wand", width=1920, height=1080)
    expect(page.locator("#wall-worse")).to_contain_text("Kade verzwakt")
    expect(page.locator("#clock")).to_contain_text("CE")
    expect(page.locator("#wall")).to_contain_text("Test")
    expect(page.locator(".exercise")).to_contain_text("OEFENING")
    assert page.locator("#wall button, #wall input, #wall a").count() == 0
    assert page.evaluate("getComputedStyle(document.querySelector('#wall')).cursor") == "none"


def test_one_scale_for_distance_and_pitch(opened: Open, system: System) -> None:
    def size(path: str) -> float:
        page = opened(path, width=1920, height=1080, ready=False)
        expect(page.locator("#clock b")).to_be_visible()
        return float(
            page.evaluate("parseFloat(getComputedStyle(document.querySelector('#clock b')).fontSize)")
        )

    assert size("/wand") == 66
    assert size("/wand?afstand=2.5&pitch=0.634") == 33


def test_the_map_stays_unless_the_set_of_incidents_changes(opened: Open, system: System) -> None:
    tell(system, feature("a", 5.8, 50.9, kind="incident", title="Eerste", severity=3, observed_at=stamp(-1)))
    page = opened("/wand", width=1920, height=1080)
    page.wait_for_function("mlob.feature('incident:gemeenten:a')")
    page.wait_for_function(
        """() => { const [before, now] = [window.bounds, mlob.map.getBounds().toArray().join()];
        window.bounds = now; return before === now && !mlob.map.isMoving(); }""",
        polling=500,
    )
    before = page.evaluate("mlob.map.getBounds().toArray().flat()")
    tell(system, feature("a", 5.9, 50.95, kind="incident", title="Eerste", severity=3, observed_at=stamp()))
    page.wait_for_function("mlob.feature('incident:gemeenten:a').geometry.coordinates[0] === 5.9")
    assert page.evaluate("mlob.map.getBounds().toArray().flat()") == before
    tell(
        system, feature("noord", 6.5, 53.2, kind="incident", title="Tweede", severity=3, observed_at=stamp())
    )
    page.wait_for_function(
        "(before) => mlob.map.getBounds().toArray().flat().join() !== before.join()",
        arg=before,
    )


def test_silence_is_never_all_clear(opened: Open, system: System) -> None:
    page = opened("/wand")
    expect(page.locator("#disciplines li")).to_have_count(5)
    page_out("Testoproep Weert")
    # brandweer falls silent (rhythm 1 s); defensie was never seen
    expect(page.locator("#disciplines li").first).to_contain_text("stil")
    expect(page.locator("#wall-alarm")).to_contain_text("▲")
    expect(page.locator("#wall")).not_to_contain_text("Alle disciplines melden zich")


def test_a_new_version_reloads_the_wall(opened: Open, system: System) -> None:
    page = opened("/wand")
    # In a timer: the call itself must have answered before the page goes. Whether the real version was
    # known already or comes with the next tick, one of the two differs from what the wall had.
    page.evaluate(
        "() => { window.old = true; setTimeout(() => mlob.store.take({type: 'tick', version: 'een'})); }"
    )
    page.wait_for_function("window.old === undefined && window.mlob && window.mlob.ready")


def test_what_the_server_says_is_marked_as_dutch_on_the_english_wall(opened: Open, system: System) -> None:
    said = feature("VR19", 3.8, 51.5, kind="region", vr="VR19", grip=4, observed_at=stamp())
    tell(
        system,
        feature("taal", 5.87, 51.0, kind="incident", title="Sluis lekt", severity=3, observed_at=stamp()),
        {**said, "geometry": None},
    )
    page = opened("/wand?taal=en", width=1920, height=1080)
    expect(page.locator("#wall-worse [lang=nl]", has_text="Sluis lekt")).to_be_visible(timeout=15_000)
    alarm = page.locator("#wall-alarm b")
    expect(alarm).to_contain_text("Zeeland: ")
    expect(alarm.locator("[lang=nl]")).to_contain_text("GRIP 4")
    expect(alarm.locator("[lang=nl]")).not_to_contain_text("Zeeland")
