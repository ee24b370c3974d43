"""How times are spread, as every bench tells it."""

from __future__ import annotations

from collections.abc import Iterable

__all__ = ["spread"]


def spread(values: Iterable[float]) -> dict[str, float]:
    """Median, 99th percentile and greatest, in the unit of the values; zeros where there are none."""
    found = sorted(values) or [0.0]
    ranks = {"p50": 0.5, "p99": 0.99, "max": 1.0}
    return {
        name: round(found[min(len(found) - 1, int(len(found) * rank))], 1) for name, rank in ranks.items()
    }
