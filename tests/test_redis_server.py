"""The embedded store: private, durable, one system a data dir, no silent downgrade."""

from __future__ import annotations

import json
import stat
from pathlib import Path
from types import SimpleNamespace

import pytest
import redis

from mlob import redis_server
from mlob.errors import StoreError
from mlob.redis_server import EmbeddedRedis, checked, running, server_path, socket_path
from tests.system import wait_until


def test_it_is_durable_private_and_never_evicts(server: EmbeddedRedis) -> None:
    with redis.Redis.from_url(server.url) as client:
        # Redis 6.2 takes one pattern at a time.
        settings = {
            name: value
            for pattern in ("append*", "maxmemory-policy", "port")
            for name, value in client.config_get(pattern).items()
        }
    assert settings["appendonly"] == "yes"
    assert settings["appendfsync"] == "always"
    assert settings["maxmemory-policy"] == "noeviction"
    assert settings["port"] == "0"
    assert stat.S_IMODE(server.folder.stat().st_mode) == 0o700


def test_data_is_kept_between_runs(tmp_path: Path) -> None:
    for number in range(2):
        server = EmbeddedRedis(tmp_path)
        with redis.Redis.from_url(server.start()) as client:
            assert client.incr("times") == number + 1
        assert running(tmp_path) == server.url
        server.stop()
    assert running(tmp_path) is None


def test_a_second_system_on_the_same_data_is_refused(tmp_path: Path) -> None:
    server = EmbeddedRedis(tmp_path)
    server.start()
    try:
        with pytest.raises(StoreError, match="draait al"):
            EmbeddedRedis(tmp_path).start()
    finally:
        server.stop()


def test_a_downgrade_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "redis"
    folder.mkdir()
    (folder / "server.json").write_text(json.dumps({"version": [99, 0, 0]}))
    server = EmbeddedRedis(tmp_path)
    with pytest.raises(StoreError, match="kan dat niet lezen"):
        server.start()
    server.stop()
    assert json.loads((folder / "server.json").read_text())["version"] == [99, 0, 0]


def test_it_starts_again_after_a_death(tmp_path: Path) -> None:
    server = EmbeddedRedis(tmp_path)
    server.start()
    try:
        with redis.Redis.from_url(server.url) as client:
            client.set("kept", 1)
            assert server.process is not None
            server.process.kill()
            server.process.wait()
            assert not server.alive()
            server.restart()
            wait_until(lambda: running(tmp_path))
        with redis.Redis.from_url(server.url) as client:
            assert client.get("kept") == b"1"
    finally:
        server.stop()


def test_a_long_path_gets_a_short_socket(tmp_path: Path) -> None:
    deep = tmp_path.joinpath(*["a-folder-with-a-long-name"] * 5)
    assert len(str(socket_path(deep))) < 108
    assert socket_path(deep) == socket_path(deep)
    server = EmbeddedRedis(deep)
    with redis.Redis.from_url(server.start()) as client:
        assert client.ping()
    server.stop()


def test_without_a_server_it_names_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(redis_server.importlib, "import_module", _missing)
    with pytest.raises(StoreError, match="redis-server"):
        server_path()


def _missing(name: str) -> None:
    raise ImportError(name)


def test_a_record_that_broke_off_is_made_anew(tmp_path: Path) -> None:
    folder = tmp_path / "redis"
    folder.mkdir()
    (folder / "server.json").write_text("")
    server = EmbeddedRedis(tmp_path)
    server.start()
    server.stop()
    assert json.loads((folder / "server.json").read_text())["version"] >= [6, 2]


def test_files_of_redis_7_without_a_record_are_not_read_by_an_older_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "redis" / "appendonlydir").mkdir(parents=True)
    monkeypatch.setattr(redis_server, "server_version", lambda path: (6, 2, 14))
    server = EmbeddedRedis(tmp_path)
    with pytest.raises(StoreError, match="kan dat niet lezen"):
        server.start()
    server.stop()


def test_a_server_that_outlives_its_parent_keeps_others_off_its_files(tmp_path: Path) -> None:
    orphan = EmbeddedRedis(tmp_path)
    orphan.start()
    assert orphan._lock is not None
    orphan._lock.close()  # as when its parent was killed
    orphan._lock = None
    try:
        with pytest.raises(StoreError, match="draait al"):
            EmbeddedRedis(tmp_path).start()
    finally:
        orphan.stop()
    again = EmbeddedRedis(tmp_path)
    again.start()
    again.stop()


def test_a_disk_that_is_nearly_full_is_refused_before_the_server_dies_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    free = [redis_server.SPACE_LEAST - 1]
    monkeypatch.setattr(
        redis_server.shutil, "disk_usage", lambda path: SimpleNamespace(total=1, used=0, free=free[0])
    )
    server = EmbeddedRedis(tmp_path)
    try:
        with redis.Redis.from_url(server.start()) as client:
            assert server.short
            with pytest.raises(redis.ResponseError, match="NOREPLICAS"):
                client.set("a", 1)
            assert client.get("a") is None
            free[0] = redis_server.SPACE_LEAST + 1
            assert not server.watch_space()
            free[0] = 3 * redis_server.SPACE_LEAST
            assert server.watch_space()
            client.set("a", 1)
            free[0] = 0
            assert server.watch_space()
            with pytest.raises(redis.ResponseError, match="NOREPLICAS"):
                client.set("a", 2)
            assert client.get("a") == b"1"
    finally:
        server.stop()


def test_a_url_that_is_no_store_is_named() -> None:
    with pytest.raises(StoreError, match="foo://x"):
        checked("foo://x")
    assert checked("redis://example.org:6379/1") == "redis://example.org:6379/1"
