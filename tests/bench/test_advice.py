"""The bench of advice: what is optimal is never worse than what is done by hand."""

from __future__ import annotations

from mlob.bench import advice


def test_never_worse_than_by_hand() -> None:
    found = advice.measure_country(2, 12, 8)
    assert found["proven"]
    assert found["shortfall"]["optimal"] <= found["shortfall"]["by_hand"]
    assert found["largest_share"]["ratio"] < 1
    assert found["suppliers"]["ratio"] < 1
    assert found["seconds"]["most"] < 5
