"""The HTML document around every page: our type, colours and module, all from this server."""

from __future__ import annotations

__all__ = ["STYLES", "index_string"]

STYLES = (
    "vendor/maplibre-gl/maplibre-gl.css",
    "css/tokens.css",
    "css/type.css",
    "css/frame.css",
    "css/bar.css",
    "css/filters.css",
    "css/map.css",
    "css/lists.css",
    "css/table.css",
    "css/detail.css",
    "css/strip.css",
    "css/past.css",
    "css/timebar.css",
    "css/desk.css",
    "css/form.css",
    "css/sources.css",
    "css/aid.css",
    "css/board.css",
    "css/load.css",
    "css/request.css",
    "css/requestparts.css",
    "css/advice.css",
    "css/plan.css",
    "css/register.css",
    "css/told.css",
    "css/packages.css",
    "css/briefing.css",
    "css/kit.css",
    "css/wall.css",
    "css/ogc.css",
    "css/narrow.css",
)
"""In this order: tokens first, what overrides last."""


def index_string() -> str:
    """Dash's document with our own head; `bridge.js` must be there before Dash calls it."""
    styles = "\n".join(f'<link rel="stylesheet" href="/assets/{name}">' for name in STYLES)
    return f"""<!DOCTYPE html>
<html lang="nl">
<head>
{{%metas%}}
<title>{{%title%}}</title>
<link rel="icon" href="/assets/mark.svg" type="image/svg+xml">
{{%css%}}
{styles}
<script src="/assets/js/bridge.js"></script>
<script type="module" src="/assets/js/main.js"></script>
</head>
<body>
{{%app_entry%}}
<footer class="dash-scripts">
{{%config%}}
{{%scripts%}}
{{%renderer%}}
</footer>
</body>
</html>"""
