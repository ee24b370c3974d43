"""The bench of a snapshot makes whole packages, each of another picture."""

from mlob.bench import snapshot
from mlob.bench.snapshot_picture import material
from mlob.snapshot import forms


def test_it_measures_every_form_that_there_is() -> None:
    found = snapshot.measure(1)
    assert set(found["seconds"]) == {"package", *forms.known()}
    assert sorted([*found["forms"], *found["missing"]]) == sorted(snapshot.SIX)
    assert found["peak_mb"] > found["held_mb"] > 0
    assert found["kilobytes"]["gpkg"] > 100


def test_pictures_differ_by_seed_only() -> None:
    assert material(1) == material(1)
    assert material(1).picture["features"] != material(2).picture["features"]
    kinds = [item["properties"]["kind"] for item in material().picture["features"]]
    assert (kinds.count("region"), kinds.count("request"), len(kinds)) == (25, 12, 537)
