"""Every component id of the pages, spelled once; the browser modules use the same names."""

from __future__ import annotations

__all__ = [
    "AID_DETAIL",
    "AID_ENDED",
    "AID_EXERCISE",
    "AID_KIND",
    "AID_MAIN",
    "AID_NEW",
    "AID_REGION",
    "AID_TABS",
    "AID_URGENT",
    "BAND",
    "BIJSTAND",
    "BOARD",
    "BRIEFING",
    "BRIEFING_CHANGES",
    "BRIEFING_CHANGES_COUNT",
    "BRIEFING_CONTENT",
    "BRIEFING_COUNT",
    "BRIEFING_FRAME",
    "BRIEFING_LIST",
    "BRIEFING_ORDER",
    "BRIEFING_STAND",
    "BRIEFING_TABS",
    "BRIEFING_TEXTS",
    "BRIEFING_TEXTS_COUNT",
    "CAPACITY_HEAD",
    "CAPACITY_MISSING",
    "CAPACITY_TABLE",
    "CLEAR",
    "CLOCK",
    "DETAIL",
    "DISCIPLINES",
    "EXPERTS_HEAD",
    "EXPERTS_NOTES",
    "EXPERTS_TABLE",
    "FILTER_DISCIPLINES",
    "FILTER_GRIP",
    "FILTER_LAYERS",
    "FILTER_REGIONS",
    "FILTER_SEARCH",
    "FILTER_VERIFICATION",
    "HOME",
    "LEGEND",
    "LOAD_CONFLICTS",
    "LOAD_GRAPH",
    "LOAD_HOURS",
    "LOAD_SUMMARY",
    "LOAD_TABLE",
    "MAP",
    "MAP_NOTICE",
    "NAV_REQUESTS",
    "OPERATIONS",
    "PAST",
    "PAUSE",
    "PICTURE",
    "PROPOSALS",
    "PROPOSALS_COUNT",
    "REFUSED",
    "REFUSED_COUNT",
    "REFUSED_FRAME",
    "REFUSED_FROM",
    "REFUSED_TABS",
    "REQUESTS",
    "SETTLED",
    "SETTLED_COUNT",
    "SHOUT",
    "SOURCE",
    "SOURCES",
    "SOURCES_SUMMARY",
    "SOURCES_TABLE",
    "SPEAK",
    "STRIP",
    "STRIP_SUMMARY",
    "TABLE",
    "TABLE_COUNT",
    "TABLE_LAYER",
    "TABS",
    "THEME",
    "TIMELINE",
    "TIME_BAR",
    "TIME_SLIDER",
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
NAV_REQUESTS = "nav-requests"
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
PAST = "past"
TIME_BAR = "timebar"
TIME_SLIDER = "time-slider"

WALL_REQUESTS = "wall-requests"
WALL_WORSE = "wall-worse"
WALL_ALARM = "wall-alarm"

SOURCES = "sources"
SOURCES_TABLE = "sources-table"
SOURCES_SUMMARY = "sources-summary"
SOURCE = "source"
REFUSED = "refused"
REFUSED_FROM = "refused-from"
REFUSED_COUNT = "refused-count"
REFUSED_FRAME = "refused-frame"
REFUSED_TABS = "refused-tabs"
SETTLED = "settled"
SETTLED_COUNT = "settled-count"
PROPOSALS = "proposals"
PROPOSALS_COUNT = "proposals-count"

BIJSTAND = "bijstand"
AID_MAIN = "aid-main"
AID_DETAIL = "aid-detail"
AID_NEW = "aid-new"
AID_TABS = "aid-tabs"
AID_KIND = "aid-kind"
AID_REGION = "aid-region"
AID_EXERCISE = "aid-exercise"
AID_URGENT = "aid-urgent"
AID_ENDED = "aid-ended"
BOARD = "board"
OPERATIONS = "operations"
LOAD_HOURS = "load-hours"
LOAD_CONFLICTS = "load-conflicts"
LOAD_SUMMARY = "load-summary"
LOAD_GRAPH = "load-graph"
LOAD_TABLE = "load-table"
CAPACITY_HEAD = "capacity-head"
CAPACITY_MISSING = "capacity-missing"
CAPACITY_TABLE = "capacity-table"
EXPERTS_HEAD = "experts-head"
EXPERTS_NOTES = "experts-notes"
EXPERTS_TABLE = "experts-table"

BRIEFING = "briefing"
BRIEFING_CHANGES = "briefing-changes"
BRIEFING_CHANGES_COUNT = "briefing-changes-count"
BRIEFING_CONTENT = "briefing-content"
BRIEFING_COUNT = "briefing-count"
BRIEFING_FRAME = "briefing-frame"
BRIEFING_LIST = "briefing-list"
BRIEFING_ORDER = "briefing-order"
BRIEFING_STAND = "briefing-stand"
BRIEFING_TABS = "briefing-tabs"
BRIEFING_TEXTS = "briefing-texts"
BRIEFING_TEXTS_COUNT = "briefing-texts-count"
