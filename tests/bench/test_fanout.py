"""The bench of the fan-out: small, on a real web node; and that it sees what a viewer missed."""

from __future__ import annotations

import msgspec
import pytest
from click.testing import CliRunner

from mlob.bench import fanout
from mlob.bench.fanout_units import Units
from mlob.bench.viewers import Heard, Watching, room_for
from mlob.commands.bench import bench
from mlob.errors import ConfigError
from mlob.model import iso
from mlob.picture import shown
from mlob.ports import free_ports


def test_everyone_sees_what_the_server_shows() -> None:
    done = CliRunner().invoke(bench, ["fanout", "--viewers", "20", "--seconds", "1"])
    assert done.exit_code == 0, done.output
    found = msgspec.json.decode(done.stdout)
    assert found["lost"] == 0
    assert found["commits"] == 4
    assert found["deliveries"] >= 20
    assert 0 < found["after_look_ms"]["p50"] <= found["after_commit_ms"]["max"]
    assert found["bare_ms"]["p50"] > 0


def picture(units: Units) -> bytes:
    return msgspec.json.encode(
        {"type": "picture", "features": [shown([entity]) for entity in units.entities.values()]}
    )


def test_a_viewer_that_missed_a_message_counts() -> None:
    units = Units()
    units.move(400)
    first = picture(units)
    moved = units.move(4)
    delta = msgspec.json.encode({"type": "delta", "put": [shown([item]) for item in moved], "drop": []})
    heard = Heard(3)
    for viewer in range(3):
        heard.hear(viewer, first, 1.0)
    for viewer in (0, 2):
        heard.hear(viewer, delta, 2.0)
    assert len(heard.texts) == 2
    server = fanout._folded(heard, 0)
    assert server[moved[0].id]["properties"]["observed_at"] == iso(
        moved[0].reports[moved[0].head].observed_at
    )
    assert fanout._lost(heard, server, units) == 1
    assert fanout._lost(heard, fanout._folded(heard, 1), units) == 2 + 4


def test_too_many_viewers_for_this_machine_are_refused() -> None:
    with pytest.raises(ConfigError, match="open bestanden"):
        room_for(10**9)


def test_viewers_who_find_nobody_say_so() -> None:
    (nobody,) = free_ports(1)
    with pytest.raises(TimeoutError), Watching(Heard, nobody, 1, "/ws"):
        pass
