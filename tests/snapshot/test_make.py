import json
import zipfile
from pathlib import Path
from typing import Any

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from mlob.config import Organisation
from mlob.snapshot import make, package
from tests.snapshot import samples

KEY = Ed25519PrivateKey.from_private_bytes(bytes(32))


def made(out: Path, formats: tuple[str, ...] = ("geojson", "html"), **changes: Any) -> Path:
    organisation = msgspec.structs.replace(samples.ORGANISATION, **changes)
    return make.make(
        samples.material(organisation), formats, out, KEY, {"mlob": "0.1.0"}, author_role="liaison"
    )


def test_package_holds_the_picture_at_its_cursor(tmp_path: Path) -> None:
    path = made(tmp_path)
    manifest = package.verify(path, KEY.public_key()).manifest
    assert sorted(manifest.files) == ["beeld.geojson", "beeld.html"]
    assert manifest.silent == ["ghor"]
    assert manifest.author_role == "liaison"
    with zipfile.ZipFile(path) as archive:
        shown = json.loads(archive.read("beeld.geojson"))
    expected = samples.picture()
    assert sorted(shown["features"], key=lambda item: item["id"]) == sorted(
        expected["features"], key=lambda item: item["id"]
    )
    for name in ("cursor", "at", "known_at", "sources"):
        assert shown[name] == expected[name]
    assert shown["marking"] == manifest.marking == "Departementaal Vertrouwelijk"
    assert shown["exercise"] is manifest.exercise is True


def test_same_picture_same_bytes(tmp_path: Path) -> None:
    one = made(tmp_path / "een", ("html", "geojson"))
    two = made(tmp_path / "twee", ("geojson", "html"))
    assert one.read_bytes() == two.read_bytes()


def test_refusals(tmp_path: Path) -> None:
    with pytest.raises(package.SnapshotRefused, match="rubricering"):
        made(tmp_path, marking="")
    with pytest.raises(package.SnapshotRefused, match="Onbekende vorm: docx"):
        made(tmp_path, ("docx", "html"))
    with pytest.raises(package.SnapshotRefused, match="minstens een"):
        made(tmp_path, ())
    assert not list(tmp_path.iterdir())


def test_exercise_by_content() -> None:
    real = Organisation(marking="Ongerubriceerd")
    picture = samples.picture()
    assert not make.is_exercise(picture, real)
    assert make.is_exercise(picture, samples.ORGANISATION)
    for item in picture["features"]:
        item["properties"]["exercise"] = True
    assert make.is_exercise(picture, real)
    assert not make.is_exercise({"features": []}, real)
