"""The weights of the rule that joins reports, from invented days of which the truth is known.

Logistic regression with a ridge penalty, by Newton's method on the distinct comparisons and how
often each occurs. The same days give the same weights.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from mlob.bench.links_truth import Told
from mlob.links import rule
from mlob.links.compare import compare

__all__ = ["fit"]

_RIDGE = 1.0
_STEPS = 40
_SMALLEST = 0.05
"""Weights below this change nothing and are left out."""

Floats = NDArray[np.float64]


def fit(days: Iterable[Told]) -> rule.Weights:
    """Weights that tell pairs of one incident from others best."""
    counts: Counter[tuple[tuple[str, ...], bool]] = Counter()
    for day in days:
        for a, b in day.pairs():
            found = compare(day.memory.profiles[a], day.memory.profiles[b])
            counts[tuple(rule.aspects(found)), day.same(a, b)] += 1
    patterns = sorted({pattern for pattern, _ in counts})
    names = sorted({name for pattern in patterns for name in pattern})
    column = {name: index + 1 for index, name in enumerate(names)}
    table = np.zeros((len(patterns), len(names) + 1))
    table[:, 0] = 1.0
    for row, pattern in enumerate(patterns):
        for name in pattern:
            table[row, column[name]] = 1.0
    yes = np.array([float(counts[pattern, True]) for pattern in patterns])
    all_ = yes + np.array([float(counts[pattern, False]) for pattern in patterns])
    weights = _newton(table, yes, all_)
    kept = {name: round(float(weights[index]), 2) for name, index in column.items()}
    return rule.Weights(
        intercept=round(float(weights[0]), 2),
        weights={name: weight for name, weight in kept.items() if abs(weight) >= _SMALLEST},
    )


def _newton(table: Floats, yes: Floats, all_: Floats) -> Floats:
    """The maximum of the penalised likelihood; the intercept is not penalised."""
    weights = np.zeros(table.shape[1])
    ridge = np.full(table.shape[1], _RIDGE)
    ridge[0] = 0.0
    for _ in range(_STEPS):
        chance = 1.0 / (1.0 + np.exp(-(table @ weights)))
        slope = table.T @ (yes - all_ * chance) - ridge * weights
        bend = (table * (all_ * chance * (1.0 - chance))[:, None]).T @ table + np.diag(ridge)
        step = np.linalg.solve(bend, slope)
        weights += step
        if np.abs(step).max() < 1e-6:
            break
    return weights
