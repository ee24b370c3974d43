"""The pages: Dash mounted in the web node's app. The picture itself travels over `/ws`, not through Dash."""

from __future__ import annotations

import dash
import dash_mantine_components as dmc
from dash import Dash
from fastapi import FastAPI
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from mlob.config import Settings
from mlob.paths import ASSETS
from mlob.web.pages import bijstand, briefing, controls, picture, sources, wall
from mlob.web.pages.document import index_string

__all__ = ["PATHS", "create"]

_PAGES = (picture, bijstand, briefing, sources, wall)

PATHS = frozenset(page.PATH for page in _PAGES)
"""Where the pages are."""


class _Assets(StaticFiles):
    """Our own files, asked for again each time: a new version must never run with half of the old one."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        response.headers["cache-control"] = "no-cache"
        return response


def create(server: FastAPI, settings: Settings) -> Dash:
    """Mount the pages in `server`, behind every route that it already has."""
    server.mount("/assets", _Assets(directory=ASSETS), name="assets")
    app = Dash(
        __name__,
        server=server,
        use_pages=True,
        pages_folder="",
        assets_folder=str(ASSETS),
        include_assets_files=False,
        index_string=index_string(),
        serve_locally=True,
        title=settings.organisation.picture,
        update_title="",
        include_pages_meta=False,
        suppress_callback_exceptions=True,
        enable_mcp=False,
        add_log_handler=False,
    )
    for page in _PAGES:
        dash.register_page(
            page.__name__,
            path=page.PATH,
            title=settings.organisation.picture,
            layout=page.layout_of(settings),
        )
    # Dash's own socket has an unbounded queue and never recovers from a restart; nothing here needs it.
    app.backend.websocket_capability = False
    app.layout = dmc.MantineProvider(dash.page_container, defaultColorScheme="auto")
    for page in (controls, bijstand, briefing, sources):
        page.connect(app)
    return app
