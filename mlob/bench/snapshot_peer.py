"""The page of a briefing by others: matplotlib draws the country, its marks and a table as one A4 PDF."""

from __future__ import annotations

import importlib
import importlib.util
import io
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from mlob.paths import DATA

__all__ = ["plot_page", "weasy_page"]

_MARKERS = {"brandweer": "^", "politie": "s", "ghor": "o", "defensie": "D", "gemeenten": "h", "overig": "p"}
_ROWS = 30
_A4 = (8.27, 11.69)  # inches


def plot_page() -> Callable[[Sequence[Mapping[str, Any]]], bytes] | None:
    """What draws the page with matplotlib; None where it is not installed (it is a tool of developers)."""
    if importlib.util.find_spec("matplotlib") is None:
        return None
    import matplotlib

    matplotlib.use("pdf")
    from matplotlib import pyplot
    from matplotlib.collections import PolyCollection

    ground = [list(_rings(name)) for name in ("gemeenten.geojson", "regions.geojson")]

    def page(features: Sequence[Mapping[str, Any]]) -> bytes:
        figure, (plot, below) = pyplot.subplots(2, 1, figsize=_A4, height_ratios=(3, 2))
        for rings, width in zip(ground, (0.2, 0.8), strict=True):
            plot.add_collection(
                PolyCollection(rings, facecolors="#f7f8f6", edgecolors="#a9b5bd", linewidths=width)
            )
        points = [item for item in features if (item["geometry"] or {}).get("type") == "Point"]
        for name, marker in _MARKERS.items():
            mine = [item for item in points if item["properties"]["discipline"] == name]
            places = [item["geometry"]["coordinates"] for item in mine]
            plot.scatter(*zip(*places, strict=True), marker=marker, s=14, c="#2d3b47", label=name)
        plot.set_aspect(1.63)
        plot.autoscale_view()
        plot.legend()
        plot.set_axis_off()
        cells = [
            [
                str(item["properties"].get(name) or "")
                for name in ("title", "veiligheidsregio_name", "severity")
            ]
            for item in features[-_ROWS:]
        ]
        below.table(cells, colLabels=["Wat", "Regio", "Ernst"], loc="center")
        below.set_axis_off()
        written = io.BytesIO()
        figure.savefig(written, format="pdf")
        pyplot.close(figure)
        return written.getvalue()

    return page


def weasy_page() -> Callable[[bytes], bytes] | None:
    """What prints our own HTML with WeasyPrint; None where it is not installed."""
    if importlib.util.find_spec("weasyprint") is None:
        return None
    printer: Any = importlib.import_module("weasyprint")

    def page(document: bytes) -> bytes:
        found: bytes = printer.HTML(string=document.decode()).write_pdf()
        return found

    return page


def _rings(name: str) -> Iterator[Any]:
    for feature in json.loads((DATA / name).read_text(encoding="utf-8"))["features"]:
        geometry = feature["geometry"]
        parts = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
        for part in parts:
            yield part[0]
