"""Attachments: stored under their hash, what they are is checked, never shown inside a page."""

from __future__ import annotations

import hashlib
import json
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import pytest

from mlob import attachments
from mlob.errors import DecodeError, StoreError
from tests.system import System
from tests.web.requested import REQUEST

PDF = b"%PDF-1.7\n<script>alert(1)</script>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(64)
JPEG = b"\xff\xd8\xff\xe0" + bytes(64)


@pytest.fixture(scope="module")
def name(system: System) -> str:
    return str(system.post("/api/v1/requests", REQUEST)[1]["id"])


def attach(system: System, name: str, content: bytes, sort: str, label: str = "") -> tuple[int, Any]:
    request = urllib.request.Request(
        f"{system.base}/api/v1/requests/{name}/attachments",
        content,
        {"Content-Type": sort, "X-Filename": label},
    )
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, json.loads(answer.read())
    except urllib.error.HTTPError as error:
        return error.code, json.loads(error.read())


def test_the_same_file_again_is_a_line_more(system: System) -> None:
    name = str(system.post("/api/v1/requests", REQUEST)[1]["id"])
    first = attach(system, name, PNG, "image/png", "eerste.png")[1]["log"][-1]
    second = attach(system, name, PNG, "image/png", "tweede.png")[1]
    lines = [row for row in second["log"] if row["text"].startswith("Bijlage: ")]
    assert lines[0] == first
    assert [row["text"].split(" (")[0] for row in lines] == ["Bijlage: eerste.png", "Bijlage: tweede.png"]
    assert [row["label"] for row in second["attachments"]] == ["tweede.png"]


def test_a_scan_is_kept_and_given_back(system: System, name: str) -> None:
    status, answer = attach(system, name, PDF, "application/pdf", "..%2F..%2Fgetekend%20formulier.pdf")
    sha = hashlib.sha256(PDF).hexdigest()
    assert (status, answer["sha"], answer["version"]) == (201, sha, 1)
    row = answer["attachments"][0]
    assert (row["label"], row["type"], row["size"]) == ("getekend formulier.pdf", "application/pdf", len(PDF))
    assert answer["log"][-1]["text"].startswith("Bijlage: getekend formulier.pdf (PDF, 1 kB")
    assert (system.data / "attachments" / sha[:2] / sha).read_bytes() == PDF
    with urllib.request.urlopen(
        f"{system.base}/api/v1/requests/{name}/attachments/{sha}", timeout=60
    ) as given:
        assert given.read() == PDF
        headers = given.headers
    assert headers["content-disposition"] == f'attachment; filename="bijlage-{sha[:8]}.pdf"'
    assert headers["content-type"] == "application/pdf"
    assert headers.get_all("x-content-type-options") == ["nosniff"]
    assert "sandbox" in headers["content-security-policy"]
    assert attach(system, name, PDF, "application/pdf")[1]["attachments"][0]["label"].startswith("bijlage-")


@pytest.mark.parametrize(
    ("content", "sort", "status"),
    [
        (PNG, "image/png", 201),
        (JPEG, "image/jpeg; charset=x", 201),
        (PNG, "application/pdf", 415),
        (b"<html>", "application/pdf", 415),
        (b"", "image/png", 415),
        (PDF, "text/html", 415),
        (PDF, "application/octet-stream", 415),
        (PDF + bytes(attachments.LIMIT), "application/pdf", 413),
    ],
)
def test_what_comes_in(system: System, name: str, content: bytes, sort: str, status: int) -> None:
    assert attach(system, name, content, sort)[0] == status


def test_only_of_its_own_request(system: System, name: str) -> None:
    other = system.post("/api/v1/requests", REQUEST)[1]["id"]
    attach(system, name, PDF, "application/pdf")
    for sha in (hashlib.sha256(PDF).hexdigest(), "0" * 64, "x"):
        with pytest.raises(urllib.error.HTTPError) as error:
            system.get(f"/api/v1/requests/{other}/attachments/{sha}")
        assert error.value.code == 404
        error.value.close()
    assert attach(system, "request:bediening:x", PDF, "application/pdf")[0] == 404


def test_bytes_that_changed_are_not_given_out(tmp_path: Path) -> None:
    sha = attachments.keep(tmp_path / "a", PDF)
    assert attachments.load(tmp_path / "a", sha) == PDF
    assert attachments.keep(tmp_path / "a", PDF) == sha
    (tmp_path / "a" / sha[:2] / sha).write_bytes(PDF[:-1] + b"x")
    with pytest.raises(StoreError, match="beschadigd"):
        attachments.load(tmp_path / "a", sha)
    with pytest.raises(StoreError, match="niet op deze machine"):
        attachments.load(tmp_path / "a", "0" * 64)
    assert [path.name for path in (tmp_path / "a" / sha[:2]).iterdir()] == [sha]


def test_a_full_disk_is_said_before_it_is_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attachments, "SPACE_LEAST", 1 << 60)
    with pytest.raises(StoreError, match="bijna vol"):
        attachments.keep(tmp_path, PDF)
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreError, match="niet te bewaren"):
        attachments.keep(tmp_path / "file", PDF)


@pytest.mark.parametrize("content", [b"", b"%PD", b" %PDF-1.7", b"GIF89a", b"PK\x03\x04"])
def test_other_content(content: bytes) -> None:
    with pytest.raises(DecodeError):
        attachments.sort_of(content)
