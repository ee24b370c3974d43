"""No folder of the corpus is left unread, and no file of it breaks a decoder that it was not meant for."""

from __future__ import annotations

from pathlib import Path

import pytest

from mlob import formats
from mlob.errors import DecodeError
from tests.conformance import golden
from tests.conformance.test_corpus import CORPUS

pytestmark = pytest.mark.skipif(not CORPUS.is_dir(), reason="no corpus: set MLOB_CORPUS to its folder")
COVERED = {"cap", "cot", "edxl", "emsi", "gpx", "nvg", "ogc", "p2000"}
LARGEST = 2 * 1024 * 1024
FILES = sorted(path for path in CORPUS.rglob("*") if path.is_file()) if CORPUS.is_dir() else []


def test_every_folder_has_its_test() -> None:
    assert {path.name for path in CORPUS.iterdir() if path.is_dir()} == COVERED


@pytest.mark.parametrize("form", sorted(formats.known()))
def test_whatever_comes_is_read_or_refused_with_a_reason(form: str) -> None:
    """A file in the wrong letterbox: nothing but DecodeError, and each refusal says why."""
    for path in FILES:
        if path.stat().st_size > LARGEST:
            continue
        for frame in formats.split(formats.known()[form], path.read_bytes()):
            assert _survives(form, frame, path)


def _survives(form: str, frame: bytes, path: Path) -> bool:
    try:
        list(golden.observe(form, frame))
    except DecodeError as error:
        return bool(str(error).strip())
    except Exception as error:
        raise AssertionError(f"{form}: {path.name}: {type(error).__name__}: {error}") from error
    return True
