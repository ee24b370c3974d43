"""Makes the pictures of the README from a running demo: `python -m tests.browser.screenshots [URL]`."""

from __future__ import annotations

import json
import sys
import urllib.request
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import quote

from tests.browser import chromium

SHOTS = {
    "picture.png": {"path": "/", "width": 1440, "height": 900},
    "picture-light.png": {"path": "/?tab=bijstand", "width": 1440, "height": 900, "scheme": "light"},
    "past.png": {"path": "/?om={then}&bekend={then}", "width": 1440, "height": 900, "scheme": "light"},
    "bijstand.png": {"path": "/bijstand?verzoek={request}", "width": 1440, "height": 900, "scheme": "light"},
    "bronnen.png": {"path": "/bronnen", "width": 1440, "height": 900},
    "wall.png": {"path": "/wand", "width": 1920, "height": 1080},
}
FOLDER = Path(__file__).parents[2] / "assets" / "screens"
SETTLE_MS = 12_000
"""The strip of the last day is refreshed every 10 s."""


def main(url: str) -> None:
    """One picture a page, into assets/screens/."""
    FOLDER.mkdir(exist_ok=True)
    with chromium.started() as browser:
        for name, shot in SHOTS.items():
            how = dict(shot)
            path = str(how.pop("path")).format(request=_request(url), then=_then())
            page = chromium.open_page(browser, url + path, **how)  # type: ignore[arg-type]
            page.wait_for_timeout(SETTLE_MS)
            page.screenshot(path=FOLDER / name)
            page.context.close()
            print(FOLDER / name)


def _then() -> str:
    """A moment that a demo of some minutes has behind it."""
    return (datetime.now(UTC) - timedelta(minutes=2)).strftime("%Y-%m-%dT%H:%M:00Z")


def _request(url: str) -> str:
    """The request for bijstand that was filed last."""
    with urllib.request.urlopen(f"{url}/api/v1/requests", timeout=10) as answer:
        found = json.loads(answer.read())["requests"]
    return quote(found[0]["id"]) if found else ""


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8050")
