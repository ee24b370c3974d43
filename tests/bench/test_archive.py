"""The bench of the archive counts what it moves, and what it gives back."""

from __future__ import annotations

from mlob.bench import archive


def test_nothing_is_amiss_and_every_figure_is_there() -> None:
    found = archive.measure(3000)
    assert (found["entries"], found["amiss"]) == (3000, 0)
    assert found["bytes_archive"] < found["bytes_entry"] < found["bytes_store"]
    assert min(found["archived_per_s"], found["store_read_per_s"], found["read_back_per_s"]) > 0
