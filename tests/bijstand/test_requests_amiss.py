"""A request of which a file says values of the wrong kind is shown all the same."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from mlob.bijstand import requests

NOW = datetime(2026, 1, 1, tzinfo=UTC)
NAMES = (
    "item_ids", "state", "step_state", "version", "title", "item.a.requested", "item.a.promised",
    "item.a.resource", "item.a.unit", "signature.0.name", "signature.x.name", "attachment.ab",
    "promise.k.item", "promise.k.quantity", "promise.k.departed", "promise.k.supplier", "promise.k.unit",
    "order.a.requested", "order.a.resource", "recall.k", "offer.k.quantity", "log.1", "needed_by", "urgent",
    "until", "filed_at", "operation", "request_kind", "place.region",
)  # fmt: skip
VALUES = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=5), st.lists(st.text(max_size=3), max_size=6),
)  # fmt: skip


@given(st.dictionaries(st.sampled_from(NAMES), VALUES))
def test_it_is_shown_whatever_its_values_are(said: dict[str, Any]) -> None:
    shown = requests.view("request:x:1", {"item_ids": ["a"]} | said, NOW)
    for item in shown["items"]:
        assert all(
            not isinstance(item[name], bool) for name in ("requested", "promised", "departed", "arrived")
        )
        assert item["outstanding"] >= 0
