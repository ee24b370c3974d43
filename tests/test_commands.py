"""The command line: exit codes and what a person reads (CONTRACT, "Command line")."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import redis

from mlob import journal
from mlob.projector import Projector
from mlob.redis_server import EmbeddedRedis
from tests.observations import NOON, said

PAGE = (
    b"FLEX|2026-11-23 12:00:00|1600/2/K/A|00.069|001002650|ALN|P 1 BLB-02 BR woning Molenweg Weert 234431\n"
)


def mlob(*arguments: str, folder: Path, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """One call in an empty folder."""
    return subprocess.run(
        [sys.executable, "-m", "mlob", *arguments],
        cwd=folder,
        input=stdin,
        env={**os.environ, "PYTHONPATH": ""},
        capture_output=True,
        timeout=120,
        check=False,
    )


def test_decode_exits_0_also_with_rejects(tmp_path: Path) -> None:
    done = mlob(
        "decode",
        "--format",
        "p2000",
        "--discipline",
        "brandweer,politie",
        folder=tmp_path,
        stdin=PAGE + b"x\xff\n",
    )
    assert done.returncode == 0
    assert json.loads(done.stdout)["observed_at"] == "2026-11-23T12:00:00Z"
    reject = json.loads(done.stderr)
    assert reject["index"] == 1
    assert reject["reason"]
    assert reject["frame_b64"]


def test_decode_prints_nothing_for_what_no_adapter_claims(tmp_path: Path) -> None:
    done = mlob("decode", "--format", "p2000", "--discipline", "defensie", folder=tmp_path, stdin=PAGE)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


def test_decode_stamps_with_the_given_time(tmp_path: Path) -> None:
    frame = b"FLEX_NEXT|1600/2|12.074.A|0001002650|SS|5|ALN|3.0.K|P 1 BLB-02 BR woning Molenweg Weert 234431"
    call = ["decode", "--format", "p2000", "--discipline", "brandweer", "--received-at", "2026-11-23T13:00"]
    found = json.loads(mlob(*call, folder=tmp_path, stdin=frame).stdout)
    assert found["observed_at"] == found["received_at"] == "2026-11-23T12:00:00Z"


OPVANG = """
[[source]]
name = "opvang"
format = "csv"
disciplines = ["gemeenten"]
url = "dir:."
defaults = { kind = "facility" }
[source.columns]
id = "Nummer"
title = "Naam"
"""


def test_decode_reads_a_table_as_its_source_says(tmp_path: Path) -> None:
    (tmp_path / "mlob.toml").write_text(OPVANG)
    done = mlob("decode", "--source", "opvang", folder=tmp_path, stdin=b"Nummer;Naam\n7;Sporthal\n;b\n")
    found = json.loads(done.stdout)
    assert (found["entity"], found["title"]) == ("facility:opvang:7", "Sporthal")
    assert json.loads(done.stderr)["reason"].startswith("rij 3: Nummer: leeg")
    done = mlob("decode", "--source", "opvang", folder=tmp_path, stdin=b"Nr;Naam\n7;Sporthal\n8;b\n")
    assert "Nummer ontbreekt; er is Nr, Naam" in json.loads(done.stderr)["reason"]
    (tmp_path / "mlob.toml").write_text(OPVANG.replace('id = "Nummer"', ""))
    done = mlob("decode", "--source", "opvang", folder=tmp_path)
    assert (done.returncode, "columns.id: ontbreekt" in done.stderr.decode()) == (2, True)


@pytest.mark.parametrize(
    "call",
    [
        ["decode"],
        ["decode", "--format", "morse", "--discipline", "brandweer"],
        ["decode", "--format", "p2000", "--discipline", "padvinders"],
        ["decode", "--source", "nergens"],
        ["decode", "--format", "p2000", "--discipline", "ghor", "--received-at", "ooit"],
        ["decode", "--format", "p2000", "--discipline", "ghor", "absent.txt"],
        ["snapshot"],
        ["snapshot", "--out", "x", "--format", "hologram"],
        ["nietbestaand"],
        ["run", "--port", "0"],
        ["diff", "nu"],
        ["diff", "gisteren", "nu"],
        ["diff", "nu", "2999-01-01"],
        ["snapshot", "--out", "x", "--at", "2999-01-01"],
        ["snapshot", "--out", "x", "--known-at", "0001-01-01"],
    ],
)
def test_a_wrong_call_exits_2(tmp_path: Path, call: list[str]) -> None:
    done = mlob(*call, folder=tmp_path)
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (["run", "--host", "0.0.0.0"], "van buiten bereikbaar"),
        (["snapshot", "--out", "x"], "hier is nog geen opslag"),
        (["quarantine", "list"], "hier is nog geen opslag"),
        (["ingest"], "opslag nodig"),
        (["archive"], "opslag nodig"),
        (["key", "add", "nergens"], "er is geen bron"),
        (["verify", "absent.zip"], "absent.zip"),
        (["diff", "absent.zip", "nu"], "absent.zip"),
        (["diff", "2026-11-23T12:00", "nu"], "hier is nog geen opslag"),
    ],
)
def test_what_cannot_be_exits_1_with_the_reason(tmp_path: Path, call: list[str], words: str) -> None:
    done = mlob(*call, folder=tmp_path)
    assert done.returncode == 1
    assert words in done.stderr.decode()
    assert b"Traceback" not in done.stderr
    assert not (tmp_path / "var").exists()


def test_check_tells_every_fault_with_its_place(tmp_path: Path) -> None:
    assert mlob("check", folder=tmp_path).returncode == 0
    (tmp_path / "mlob.toml").write_text('[web]\nport = "x"\n[[source]]\nname = "a"\n')
    done = mlob("check", folder=tmp_path)
    assert done.returncode == 1
    lines = done.stdout.decode().splitlines()
    assert len(lines) == 2
    assert all("mlob.toml" in line for line in lines)


def test_a_snapshot_leaves_the_room_whole_and_a_changed_one_does_not(tmp_path: Path) -> None:
    server = EmbeddedRedis(tmp_path / "var")
    with redis.Redis.from_url(server.start()) as client:
        point = {"type": "Point", "coordinates": [5.7, 50.85]}
        journal.append(
            client, [said(title="dijk", geometry=point)], journal.Tally(source="bron", received_at=NOON)
        )
        Projector(client).step()
    server.stop()
    done = mlob("snapshot", "--out", "uit", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    package = Path(done.stdout.decode().strip())
    package = package if package.is_absolute() else tmp_path / package
    assert mlob("verify", str(package), folder=tmp_path).returncode == 0
    later = mlob("snapshot", "--out", "later", "--since", str(package), "--author", "Anna", folder=tmp_path)
    assert later.returncode == 0, later.stderr
    assert later.stderr == b""
    with zipfile.ZipFile(tmp_path / later.stdout.decode().strip()) as content:
        assert json.loads(content.read("manifest.json"))["since"]["name"] == package.stem
        assert "Anna" in content.read("beeld.html").decode()
    early = ["--at", "2020-01-01", "--since", str(package)]
    refused = mlob("snapshot", "--out", "later", *early, folder=tmp_path)
    assert (refused.returncode, b"van een later moment" in refused.stderr) == (1, True)
    refused = mlob("snapshot", "--out", "later", "--since", "last", folder=tmp_path)
    assert (refused.returncode, b"nog geen briefing" in refused.stderr) == (1, True)
    key = mlob("snapshot", "--public-key", folder=tmp_path).stdout
    assert key.startswith(b"-----BEGIN PUBLIC KEY-----")
    (tmp_path / "sleutel.pem").write_bytes(key)
    assert mlob("verify", "--key", "sleutel.pem", str(package), folder=tmp_path).returncode == 0
    with zipfile.ZipFile(package) as content:
        picture = json.loads(content.read("beeld.geojson"))
    assert "incident:bron:1" in [item["id"] for item in picture["features"]]
    raw = bytearray(package.read_bytes())
    raw[raw.index(b"dijk")] ^= 1
    package.write_bytes(raw)
    done = mlob("verify", str(package), folder=tmp_path)
    assert done.returncode == 1
    assert "beeld" in done.stderr.decode()
