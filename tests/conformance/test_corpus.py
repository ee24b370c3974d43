"""Every sample of the corpus decodes or is refused; what is well formed is judged by the schemas."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from lxml import etree

from mlob import formats
from mlob.errors import DecodeError
from tests.conformance import golden

CORPUS = Path(os.environ.get("MLOB_CORPUS") or Path(__file__).parents[3] / "shared" / "data" / "samples")
pytestmark = pytest.mark.skipif(not CORPUS.is_dir(), reason="no corpus: set MLOB_CORPUS to its folder")
CAP = sorted(path for path in (CORPUS / "cap").glob("*") if path.is_file()) if CORPUS.is_dir() else []
CAP = [path for path in CAP if path.suffix not in (".atom", ".rss")]  # those are in test_corpus_feeds.py
COT = sorted((CORPUS / "cot").rglob("*.xml")) if CORPUS.is_dir() else []
EDXL = sorted(path for path in (CORPUS / "edxl").rglob("*") if path.is_file()) if CORPUS.is_dir() else []
NVG = sorted(path for path in (CORPUS / "nvg").rglob("*.xml")) if CORPUS.is_dir() else []
EMSI = sorted((CORPUS / "emsi").rglob("*.*")) if CORPUS.is_dir() else []
GPX = sorted((CORPUS / "gpx").rglob("*.gpx")) if CORPUS.is_dir() else []
POINTLESS = ("bad.gpx", "empty_trk.gpx", "trek_no_rtept.gpx")
REASON = re.compile(r"[\w@. ]+: .+")
SIGNATURE = "{http://www.w3.org/2000/09/xmldsig#}Signature"
NUMBERS = ("lat", "lon", "hae", "ce", "le")
MOMENTS = ("time", "start", "stale")


def results(form: str, path: Path) -> list[str]:
    """For each frame of a file: empty, or why it was refused."""
    found = []
    for frame in formats.split(formats.known()[form], path.read_bytes()):
        try:
            list(golden.observe(form, frame))
            found.append("")
        except DecodeError as error:
            found.append(str(error))
    return found


def tree(path: Path) -> etree._Element | None:
    try:
        return etree.fromstring(path.read_bytes(), etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError:
        return None


def valid_cap(path: Path) -> bool:
    """By the schema of OASIS; signatures stand where the schema of 1.1 does not know them."""
    root = tree(path)
    version = re.match(
        r"\{(?:urn:oasis:names:tc:emergency:cap:|http://www.incident.com/cap/)1\.([012])\}alert",
        "" if root is None else root.tag,
    )
    if root is None or version is None:
        return False
    for signature in root.findall(SIGNATURE):
        root.remove(signature)
    schema = CORPUS / "cap" / "schema" / f"cap1{version[1]}.xsd"
    return etree.XMLSchema(etree.parse(str(schema))).validate(root)


def valid_cot(path: Path) -> bool:
    root = tree(path)
    point = None if root is None else root.find("point")
    if root is None or point is None or root.tag != "event":
        return False
    try:
        [float(point.attrib[name]) for name in NUMBERS]
    except (KeyError, ValueError):
        return False
    shown = all(re.match(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", root.get(name, "")) for name in MOMENTS)
    return shown and all(root.get(name) for name in ("version", "uid", "type", "how"))


@pytest.mark.parametrize("path", CAP, ids=lambda path: path.name)
def test_cap(path: Path) -> None:
    found = results("cap", path)
    if valid_cap(path):
        assert found == [""]
    else:
        assert found
        assert all(re.match(r"[\w@. ]+: .+", reason) for reason in found), found


@pytest.mark.parametrize("path", COT, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_cot(path: Path) -> None:
    found = results("cot", path)
    if valid_cot(path):
        assert found == [""]
    else:
        assert found
        assert all(re.match(r"[\w@. ]+: .+", reason) for reason in found if reason), found
        assert any(found)


def test_p2000() -> None:
    for path in sorted((CORPUS / "p2000").glob("flex*.txt")):
        lines = [line for line in path.read_bytes().splitlines() if line.startswith(b"FLEX")]
        found = results("p2000", path)
        assert found.count("") >= len(lines)


@pytest.mark.parametrize("path", EDXL, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_edxl_have(path: Path) -> None:
    found = results("edxl_have", path)
    if path.name == "HAVE.xml":
        assert found == [""]
    else:
        assert found
        assert all(REASON.match(reason) for reason in found), found


@pytest.mark.parametrize("path", NVG, ids=lambda path: path.name)
def test_nvg(path: Path) -> None:
    assert results("nvg", path) == [""]


@pytest.mark.parametrize("path", EMSI, ids=lambda path: path.name)
def test_emsi(path: Path) -> None:
    found = results("emsi", path)
    if path.name.startswith("EMSI") and path.suffix in (".json", ".xml") and "schema" not in path.name:
        assert found == [""]
    else:
        assert found
        assert all(re.match(r"[\w$]+: .+", reason) for reason in found), found


@pytest.mark.parametrize("path", EDXL, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_edxl_de(path: Path) -> None:
    found = results("edxl_de", path)
    if path.name == "bushfire_valid.edxlde" or path.name.startswith("HAVE-EdxlDeRequest"):
        assert found == [""]
    else:
        assert found
        assert all(REASON.match(reason) for reason in found), found


@pytest.mark.parametrize("path", EDXL, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_edxl_sitrep(path: Path) -> None:
    """The samples hold none: every file is refused, with a reason."""
    found = results("edxl_sitrep", path)
    assert found
    assert all(REASON.match(reason) for reason in found), found


@pytest.mark.parametrize("path", GPX, ids=lambda path: path.name)
def test_gpx(path: Path) -> None:
    (reason,) = results("gpx", path)
    assert bool(reason) == (path.name in POINTLESS), reason
