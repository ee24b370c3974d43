"""`mlob diff`: packages, files and moments; what it prints and how it ends."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
import redis
from click.testing import CliRunner, Result
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from mlob import journal
from mlob.commands.diff import diff
from mlob.model import iso
from mlob.projector import Projector
from mlob.redis_server import EmbeddedRedis
from mlob.snapshot import make
from tests.observations import NOON, said
from tests.snapshot import samples

KEY = Ed25519PrivateKey.from_private_bytes(bytes(32))


def call(*arguments: object) -> Result:
    return CliRunner().invoke(diff, [str(argument) for argument in arguments])


def scaled_down() -> dict[str, Any]:
    """The sample an hour before: GRIP 2, and the incident of the police was not there."""
    picture = samples.picture()
    picture["at"] = picture["known_at"] = "2021-07-14T13:30:00Z"
    picture["cursor"] = "1626269400000-0"
    picture["features"] = [item for item in picture["features"] if item["id"] != "incident:p2000:2"]
    for item in picture["features"]:
        if item["id"] == "region:VR24":
            item["properties"] |= {"grip": 2}
    return picture


def package(folder: Path, picture: dict[str, Any], forms: tuple[str, ...] = ("geojson",)) -> Path:
    material = msgspec.structs.replace(samples.material(), picture=picture)
    return make.make(material, forms, folder, KEY, {"mlob": "0.1.0"})


def saved(path: Path, content: object) -> Path:
    path.write_text(json.dumps(content))
    return path


def test_two_packages(tmp_path: Path) -> None:
    before, after = package(tmp_path, scaled_down()), package(tmp_path, samples.picture())
    done = call(before, after)
    assert done.exit_code == 0
    shown = done.output.splitlines()
    assert shown[0] == "OEFENING - Departementaal Vertrouwelijk"
    assert shown[1].startswith("Wijzigingen van 14 jul 2021 15:30 CEST tot 14 jul 2021 16:30 CEST")
    assert shown[3:6] == [
        "Opschaling, bijstand en bronnen",
        "  Zuid-Limburg",
        "    - OEFENING: GRIP 2 → 4 in Zuid-Limburg",
    ]
    assert shown[7] == "Politie"
    same = call(after, after)
    assert (same.exit_code, same.output) == (0, "Geen wijzigingen.\n")


def test_json_and_at_most_so_many(tmp_path: Path) -> None:
    before, after = (
        saved(tmp_path / "a.geojson", scaled_down()),
        saved(tmp_path / "b.json", samples.picture()),
    )
    found = json.loads(call("--json", before, after).output)
    assert [change["what"] for change in found["changes"]] == ["grip", "new"]
    assert found["after"]["at"] == samples.TIME
    few = json.loads(call("--json", "--most", 1, before, after).output)
    assert [change["what"] for change in few["changes"]] == ["grip", "rest"]


def test_a_package_that_was_touched_is_refused(tmp_path: Path) -> None:
    before, after = package(tmp_path, scaled_down()), package(tmp_path, samples.picture())
    raw = bytearray(after.read_bytes())
    raw[raw.index(b"Valkenburg")] ^= 1
    after.write_bytes(raw)
    done = call(before, after)
    assert done.exit_code == 1
    assert "beeld.geojson" in done.output


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"geen json", "geen beeld van mlob"),
        (b'{"type":"Feature"}', "geen beeld van mlob"),
        (b'{"type":"FeatureCollection","features":[{"id":"x"}]}', "properties"),
        (b"[" * 100_000, "geen beeld van mlob"),
        (b"PK\x03\x04 half", "geen leesbaar pakket"),
    ],
)
def test_what_is_no_picture_is_refused_with_the_reason(tmp_path: Path, content: bytes, words: str) -> None:
    (tmp_path / "x.geojson").write_bytes(content)
    done = call(tmp_path / "x.geojson", tmp_path / "x.geojson")
    assert done.exit_code == 1
    assert words in done.output


def test_other_refusals(tmp_path: Path) -> None:
    page = package(tmp_path / "een", samples.picture(), ("html",))
    picture = saved(tmp_path / "b.geojson", samples.picture())
    key = tmp_path / "key.pem"
    cases: list[tuple[tuple[object, ...], int, str]] = [
        ((page, picture), 1, "beeld.geojson zit niet in dit pakket"),
        ((tmp_path / "weg.zip", picture), 1, "weg.zip"),
        ((tmp_path, picture), 1, "kan niet worden gelezen"),
        (("nu", picture, "--data-dir", tmp_path / "leeg"), 1, "hier is nog geen opslag"),
        (("nu", picture, "--redis", "redis://127.0.0.1:1"), 1, ""),
        ((picture, picture, "--key", key), 1, ""),
        (("gisteren", picture), 2, "geen bestand en geen tijd"),
        ((picture,), 2, "B"),
        ((picture, picture, "--most", 0), 2, "most"),
    ]
    for arguments, code, words in cases:
        done = call(*arguments)
        assert done.exit_code == code, (arguments, done.output)
        assert words in done.output


def tell(client: redis.Redis, number: int) -> None:
    """What is known from now on, of years ago: that is in the picture whatever the machine's clock says."""
    seen = said(native_id=str(number), title=f"dijk {number}", seconds=-2e8 + number)
    journal.append(client, [seen], journal.Tally(source="bron", received_at=NOON))
    Projector(client).step()


def test_two_moments_and_now(tmp_path: Path) -> None:
    server = EmbeddedRedis(tmp_path / "var")
    store = "--data-dir", tmp_path / "var"
    url = server.start()
    try:
        with redis.Redis.from_url(url) as client:
            tell(client, 1)
            between = datetime.now(UTC)
            time.sleep(0.05)  # what is known when goes by the clock of the store
            tell(client, 2)
        for after in ("nu", iso(datetime.now(UTC) + timedelta(seconds=1))):
            done = call(iso(between), after, *store, "--json")
            assert done.exit_code == 0, done.output
            found = json.loads(done.output)["changes"]
            assert [(change["what"], change["entity"]) for change in found] == [("new", "incident:bron:2")]
        same = call("nu", "now", *store)
        assert (same.exit_code, same.output) == (0, "Geen wijzigingen.\n")
    finally:
        server.stop()
