import json
import zipfile
from pathlib import Path

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from mlob.errors import ConfigError
from mlob.snapshot import keys, package

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PARTS = {"beeld.geojson": b'{"type":"FeatureCollection"}', "beeld.html": b"<p>beeld</p>"}
MANIFEST = package.Manifest(
    organisation="LOCC",
    picture="Beeld",
    marking="Departementaal Vertrouwelijk",
    exercise=True,
    author_role="liaison",
    cursor="1626273000000-7",
    at="2021-07-14T14:30:00Z",
    known_at="2021-07-14T14:30:00Z",
    sources=[{"name": "p2000", "state": "stil"}],
    disciplines=[],
    silent=["p2000"],
    versions={"mlob": "0.1.0"},
)


@pytest.fixture
def made(tmp_path: Path) -> Path:
    return package.write(PARTS, MANIFEST, KEY, tmp_path)


def rewrite(path: Path, contents: list[tuple[str, bytes]], method: int = zipfile.ZIP_STORED) -> Path:
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, content in contents:
            archive.writestr(name, content)
    return path


def contents(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_whole_and_signed(made: Path) -> None:
    assert made.name == "mlob-20210714T143000Z-1626273000000-7.zip"
    found = package.verify(made)
    assert found.manifest.cursor == MANIFEST.cursor
    assert found.manifest.files["beeld.html"].size == 12
    assert found.fingerprint == keys.fingerprint(KEY.public_key())
    assert package.verify(made, KEY.public_key()) == found


def test_same_input_same_bytes(made: Path, tmp_path: Path) -> None:
    again = package.write(dict(reversed(PARTS.items())), MANIFEST, KEY, tmp_path / "twee")
    assert again.read_bytes() == made.read_bytes()
    assert [path.name for path in tmp_path.glob("*.zip")] == [made.name]


def test_another_key_is_refused(made: Path) -> None:
    other = Ed25519PrivateKey.generate().public_key()
    with pytest.raises(package.PackageError, match=r"manifest\.json: ondertekend met een andere sleutel"):
        package.verify(made, other)


@pytest.mark.parametrize("name", [*PARTS, "manifest.json", "manifest.sig"])
def test_changed_file_is_named(made: Path, name: str) -> None:
    found = contents(made)
    found[name] = found[name].replace(found[name][5:6], b"?")
    rewrite(made, list(found.items()))
    with pytest.raises(package.PackageError, match=r"manifest\.json" if "manifest" in name else name):
        package.verify(made)


@pytest.mark.parametrize("name", [*PARTS, "manifest.json", "manifest.sig"])
def test_missing_file_is_named(made: Path, name: str) -> None:
    rewrite(made, [item for item in contents(made).items() if item[0] != name])
    with pytest.raises(package.PackageError, match=f"{name}: ontbreekt"):
        package.verify(made)


@pytest.mark.parametrize("name", ["extra.txt", "../weg.txt", "/etc/x", "a\\b", "map/x", ".verborgen"])
def test_extra_file_is_named(made: Path, name: str) -> None:
    rewrite(made, [*contents(made).items(), (name, b"x")])
    with pytest.raises(package.PackageError) as caught:
        package.verify(made)
    assert name in str(caught.value).replace("\\\\", "\\")


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_double_file_is_named(made: Path) -> None:
    rewrite(made, [*contents(made).items(), ("beeld.html", b"anders")])
    with pytest.raises(package.PackageError, match=r"beeld\.html: komt twee keer voor"):
        package.verify(made)


def test_zip_bomb_is_not_unpacked(made: Path) -> None:
    rewrite(made, [*contents(made).items(), ("bom.bin", bytes(10**7))], zipfile.ZIP_DEFLATED)
    with pytest.raises(package.PackageError, match="ingepakt"):
        package.verify(made)


def test_same_content_in_another_zip(made: Path) -> None:
    rewrite(made, list(contents(made).items()))
    with pytest.raises(package.PackageError, match=made.name):
        package.verify(made)


def test_something_behind_the_zip(made: Path) -> None:
    made.write_bytes(made.read_bytes() + b"meer")
    with pytest.raises(package.PackageError, match=made.name):
        package.verify(made)


@pytest.mark.parametrize("content", [b"", b"PK", b"geen zip", b"PK\x05\x06" + bytes(18)])
def test_not_a_package(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.zip"
    path.write_bytes(content)
    with pytest.raises(package.PackageError):
        package.verify(path)
    with pytest.raises(package.PackageError, match="is er niet"):
        package.verify(tmp_path / "weg.zip")


def test_manifest_signed_by_somebody_else_is_of_somebody_else(made: Path, tmp_path: Path) -> None:
    forged = package.write(PARTS, MANIFEST, Ed25519PrivateKey.generate(), tmp_path / "vals")
    package.verify(forged)
    with pytest.raises(package.PackageError, match="andere sleutel"):
        package.verify(forged, KEY.public_key())


@given(data=st.data())
def test_one_byte_anywhere(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    folder = tmp_path_factory.mktemp("pakket")
    path = package.write(PARTS, MANIFEST, KEY, folder)
    content = bytearray(path.read_bytes())
    place = data.draw(st.integers(0, len(content) - 1))
    content[place] ^= data.draw(st.integers(1, 255))
    path.write_bytes(bytes(content))
    with pytest.raises(package.PackageError):
        package.verify(path)


def test_every_byte_counts(made: Path) -> None:
    content = made.read_bytes()
    for place in range(len(content)):
        made.write_bytes(content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :])
        with pytest.raises(package.PackageError):
            package.verify(made)


@given(st.binary(max_size=300))
def test_any_bytes(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.mktemp("pakket") / "x.zip"
    path.write_bytes(content)
    with pytest.raises(package.PackageError):
        package.verify(path)


def test_refusals(tmp_path: Path) -> None:
    for marking in ("", " ", "\u200b", "\u202e", "\u00a0\ufeff"):
        unmarked = msgspec.structs.replace(MANIFEST, marking=marking)
        with pytest.raises(package.SnapshotRefused, match="rubricering"):
            package.write(PARTS, unmarked, KEY, tmp_path)
    with pytest.raises(package.SnapshotRefused):
        package.write({}, MANIFEST, KEY, tmp_path)
    for name in ("../x", "manifest.json", "", "a/b"):
        with pytest.raises(package.SnapshotRefused):
            package.write({name: b""}, MANIFEST, KEY, tmp_path)
    assert not list(tmp_path.iterdir())


def test_name_is_safe() -> None:
    name = package.file_name("2021-07-14T14:30:00.123Z", "../../1-0")
    assert name == "mlob-20210714T143000Z-1-0.zip"


def test_manifest_is_readable_json(made: Path) -> None:
    manifest = json.loads(contents(made)["manifest.json"])
    assert manifest["silent"] == ["p2000"]
    assert manifest["exercise"] is True


def test_key_is_made_once(tmp_path: Path) -> None:
    key = keys.load_or_make(tmp_path / "var")
    path = tmp_path / "var" / keys.FILE_NAME
    assert path.stat().st_mode & 0o777 == 0o600
    assert keys.raw(keys.load_or_make(tmp_path / "var").public_key()) == keys.raw(key.public_key())
    assert [item.name for item in path.parent.iterdir()] == [keys.FILE_NAME]
    path.chmod(0o644)
    with pytest.raises(ConfigError, match="0600"):
        keys.load_or_make(tmp_path / "var")
    path.chmod(0o600)
    path.write_text("geen sleutel")
    with pytest.raises(ConfigError):
        keys.load_or_make(tmp_path / "var")


def test_public_key_travels(made: Path, tmp_path: Path) -> None:
    pem = tmp_path / "openbaar.pem"
    pem.write_bytes(keys.export(KEY.public_key()))
    assert keys.raw(keys.load_public(pem)) == keys.raw(KEY.public_key())
    pem.write_text(package.verify(made).manifest.public_key + "\n")
    assert keys.raw(keys.load_public(pem)) == keys.raw(KEY.public_key())
    for content in ("", "kort", "-----BEGIN PUBLIC KEY-----"):
        pem.write_text(content)
        with pytest.raises(ConfigError):
            keys.load_public(pem)
    with pytest.raises(ConfigError):
        keys.load_public(tmp_path / "weg")


def test_too_big_too_many_or_unmarked(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    many = rewrite(tmp_path / "veel.zip", [(f"a{number}", b"") for number in range(1001)])
    with pytest.raises(package.PackageError, match="te veel bestanden"):
        package.verify(many)
    unmarked = msgspec.structs.replace(package.verify(made).manifest, marking="")
    for name, manifest in (("leeg", unmarked), ("soort", msgspec.structs.replace(unmarked, format="x/2"))):
        text = msgspec.json.encode(manifest)
        path = rewrite(tmp_path / f"{name}.zip", [("manifest.json", text), ("manifest.sig", KEY.sign(text))])
        with pytest.raises(package.PackageError, match=r"manifest\.json"):
            package.verify(path)
    monkeypatch.setattr(package, "MAX_PACKAGE", 100)
    with pytest.raises(package.PackageError, match="te groot"):
        package.verify(made)
