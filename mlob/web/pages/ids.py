"""Every component id of the pages, spelled once; the browser modules use the same names."""

from __future__ import annotations

__all__ = [
    "BAND",
    "CLEAR",
    "CLOCK",
    "DETAIL",
    "DISCIPLINES",
    "FILTER_DISCIPLINES",
    "FILTER_GRIP",
    "FILTER_LAYERS",
    "FILTER_REGIONS",
    "FILTER_SEARCH",
    "FILTER_VERIFICATION",
    "HOME",
    "LEGEND",
    "MAP",
    "MAP_NOTICE",
    "PAUSE",
    "PICTURE",
    "REQUESTS",
    "SHOUT",
    "SPEAK",
    "STRIP",
    "STRIP_SUMMARY",
    "TABLE",
    "TABLE_COUNT",
    "TABLE_LAYER",
    "TABS",
    "THEME",
    "TIMELINE",
    "WALL",
    "WALL_ALARM",
    "WALL_REQUESTS",
    "WALL_WORSE",
    "ZOOM_IN",
    "ZOOM_OUT",
]

PICTURE = "picture"
WALL = "wall"

DISCIPLINES = "disciplines"
CLOCK = "clock"
BAND = "band"
SPEAK = "speak"
SHOUT = "shout"
THEME = "theme"

FILTER_LAYERS = "filter-layers"
FILTER_DISCIPLINES = "filter-disciplines"
FILTER_GRIP = "filter-grip"
FILTER_REGIONS = "filter-regions"
FILTER_VERIFICATION = "filter-verification"
FILTER_SEARCH = "filter-search"
CLEAR = "filter-clear"

MAP = "map"
MAP_NOTICE = "map-notice"
LEGEND = "legend"
ZOOM_IN = "zoom-in"
ZOOM_OUT = "zoom-out"
HOME = "zoom-home"

TABS = "tabs"
PAUSE = "pause"
TIMELINE = "timeline"
REQUESTS = "requests"
TABLE = "table"
TABLE_LAYER = "table-layer"
TABLE_COUNT = "table-count"
DETAIL = "detail"

STRIP = "strip"
STRIP_SUMMARY = "strip-summary"

WALL_REQUESTS = "wall-requests"
WALL_WORSE = "wall-worse"
WALL_ALARM = "wall-alarm"
