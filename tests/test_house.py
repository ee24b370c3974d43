"""The rules of the house that a program can check (pyproject.toml, requirements.lock, publiccode.yml)."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LONGEST = 400
CODE = sorted(path for part in ("mlob", "layers", "tests") for path in (ROOT / part).glob("**/*.py"))
TEXTS = {
    ".py",
    ".js",
    ".css",
    ".toml",
    ".md",
    ".csv",
    ".psv",
    ".xml",
    ".json",
    ".geojson",
    ".yml",
    ".lua",
    "",
}
HOME_OF_SOMEBODY = re.compile(r"(?<![\w.])/(?:root|home|Users|work|tmp)/\w")


def test_imports_go_down_only() -> None:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("path", CODE, ids=lambda path: str(path.relative_to(ROOT)))
def test_files_have_one_job(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) < LONGEST


def test_lock_has_hashes_and_no_addresses() -> None:
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert "://" not in text
    assert not re.search(r"^\s*--(?!hash=)", text, re.MULTILINE)
    pinned = re.findall(r"^[a-z0-9].*==.*$", text, re.MULTILINE)
    assert pinned
    assert all(line.endswith("\\") for line in pinned)


def test_every_dependency_is_locked() -> None:
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8").lower()
    locked = {name.replace("_", "-") for name in re.findall(r"^([a-z0-9._-]+)==", text, re.MULTILINE)}
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    wanted = re.findall(r'^  "([A-Za-z0-9_-]+)[^"]*",\s*#', project, re.MULTILINE)
    assert len(wanted) > 20
    assert {name.lower().replace("_", "-") for name in wanted} <= locked


def test_licence_is_the_eupl() -> None:
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "EUROPEAN UNION PUBLIC LICENCE v. 1.2" in text
    assert all(
        f"\n{number}.{title}" in text for number, title in ((1, "Definitions"), (15, "Applicable Law"))
    )
    assert "license: EUPL-1.2" in (ROOT / "publiccode.yml").read_text(encoding="utf-8")


@pytest.mark.parametrize("script", [".ci/run", ".ci/setup"])
def test_scripts_can_be_run(script: str) -> None:
    path = ROOT / script
    assert os.access(path, os.X_OK)
    shell = path.read_text(encoding="utf-8").splitlines()[0].rpartition("/")[2].split()[-1]
    subprocess.run([shell, "-n", str(path)], check=True, timeout=60)


@pytest.mark.skipif(shutil.which("git") is None, reason="no git: the list of files is unknown")
def test_no_file_knows_the_machine_it_was_written_on() -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout: the list of files is unknown")
    paths = [ROOT / name for name in listed.stdout.split("\0") if name and "vendor/" not in name]
    ours = [path for path in paths if path.suffix in TEXTS and path.is_file()]
    assert len(ours) > 100
    assert [path for path in ours if HOME_OF_SOMEBODY.search(path.read_text(encoding="utf-8"))] == []
