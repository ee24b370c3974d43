"""MQTT over a real broker: delivery, wildcards, sessions, acknowledgement, limits."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

import pytest

from mlob.transports import mqtt_box
from tests.broker import Broker, subscribed
from tests.inlets import Lane, Sink, during, until


def taken(broker: Broker, topic: str, body: Callable[[Sink], Awaitable[None]], **settings: str) -> Sink:
    """What came in while `body` acted, which begins when we are subscribed."""
    sink = Sink(**settings)

    async def act() -> None:
        await until(lambda: subscribed(sink))
        await body(sink)

    during(broker.url(topic), sink, act)
    return sink


class Shut:
    """A journal that takes nothing until it is opened."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.door = asyncio.Event()
        take = Lane.whole

        async def whole(lane: Lane, payloads: Sequence[bytes], mark: str = "") -> None:
            if payloads:
                await self.door.wait()
            await take(lane, payloads, mark)

        monkeypatch.setattr(Lane, "whole", whole)


def test_each_message_is_whole(tmp_path: Path) -> None:
    with Broker(tmp_path) as broker:

        async def body(sink: Sink) -> None:
            await broker.publish("veld/cot", b"een\ntwee", b"\x00\xbf", b"", "één".encode())
            await broker.publish("elders", b"niet voor ons")
            await broker.publish("veld/cot", b"zeker", qos=2)
            await broker.publish("veld/cot", b"los", qos=0)
            await until(lambda: b"los" in sink.payloads)

        sink = taken(broker, "veld/cot", body)
    assert sink.payloads == [b"een\ntwee", b"\x00\xbf", b"", "één".encode(), b"zeker", b"los"]
    assert len(sink.lanes) == 2  # one for the messages, one for the mark


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ("veld/+/positie", [b"1", b"2"]),
        ("veld/%23", [b"1", b"2", b"3"]),
        ("%23", [b"1", b"2", b"3", b"4"]),
        ("naar%20zee%3F", [b"4"]),
    ],
)
def test_wildcards(tmp_path: Path, wanted: str, expected: list[bytes]) -> None:
    topics = ("veld/a/positie", "veld/b/positie", "veld/b/status", "naar zee?")
    with Broker(tmp_path) as broker:

        async def body(sink: Sink) -> None:
            for number, topic in enumerate(topics, start=1):
                await broker.publish(topic, b"%d" % number)
            await until(lambda: len(sink.payloads) == len(expected))
            await asyncio.sleep(0.1)

        assert taken(broker, wanted, body).payloads == expected


def test_a_retained_message_is_taken_like_any_other(tmp_path: Path) -> None:
    with Broker(tmp_path) as broker:
        asyncio.run(broker.publish("stand", b"blijft", retain=True))

        async def body(sink: Sink) -> None:
            await until(lambda: sink.payloads)

        assert taken(broker, "stand", body).payloads == [b"blijft"]


async def nothing(sink: Sink) -> None:
    """Only be there once: the broker then knows our session."""


def test_what_was_published_while_we_were_away(tmp_path: Path) -> None:
    pile = [b"%d" % number for number in range(100)]
    with Broker(tmp_path) as broker:
        taken(broker, "veld", nothing)
        asyncio.run(broker.publish("veld", *pile))
        broker.stop()
        broker.start()

        async def body(sink: Sink) -> None:
            await until(lambda: len(sink.payloads) == len(pile))

        assert taken(broker, "veld", body).payloads == pile


def test_what_is_not_in_the_journal_yet_is_sent_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Broker(tmp_path) as broker:
        first, second = Sink(), Sink()

        async def shut() -> None:
            Shut(monkeypatch)
            await until(lambda: subscribed(first))
            await broker.publish("veld", b"1", b"2", b"3")
            await asyncio.sleep(0.3)

        with monkeypatch.context():
            during(broker.url("veld"), first, shut)
        monkeypatch.undo()
        assert first.payloads == []

        async def open_again() -> None:
            await until(lambda: len(second.payloads) == 3)

        during(broker.url("veld"), second, open_again)
        assert second.payloads == [b"1", b"2", b"3"]

        third = Sink()

        async def settled() -> None:
            await until(lambda: subscribed(third))
            await asyncio.sleep(0.3)

        during(broker.url("veld"), third, settled)
        assert third.payloads == []


@pytest.mark.parametrize("kill", [True, False])
def test_the_broker_is_away_for_a_while(tmp_path: Path, caplog: pytest.LogCaptureFixture, kill: bool) -> None:
    with Broker(tmp_path) as broker:

        async def body(sink: Sink) -> None:
            await broker.publish("veld", b"voor")
            await until(lambda: sink.payloads == [b"voor"])
            broker.stop(kill=kill)
            await until(lambda: "trying again" in caplog.text)
            broker.start()
            await until(lambda: "connected again" in caplog.text)
            await broker.publish("veld", b"na")
            await until(lambda: b"na" in sink.payloads)

        with caplog.at_level(logging.INFO, "mlob.transports"):
            sink = taken(broker, "veld", body)
    assert set(sink.payloads) == {b"voor", b"na"}
    assert caplog.text.count("trying again") == caplog.text.count("connected again") == 1
    assert "Traceback" not in caplog.text


def test_another_topic_leaves_the_one_before(tmp_path: Path) -> None:
    with Broker(tmp_path) as broker:
        before = taken(broker, "oud", nothing)
        sink = Sink(mark=before.mark)

        async def body() -> None:
            await until(lambda: sink.mark == "topic:nieuw")
            await broker.publish("oud", b"oud")
            await broker.publish("nieuw", b"nieuw")
            await until(lambda: sink.payloads)
            await asyncio.sleep(0.1)

        during(broker.url("nieuw"), sink, body)
        assert sink.payloads == [b"nieuw"]


def test_a_message_that_is_too_long_is_cut_and_the_next_one_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mqtt_box, "LIMIT", 100_000)
    held = 0
    shorten = mqtt_box.Box._shorten

    def watched(box: mqtt_box.Box) -> None:
        nonlocal held
        shorten(box)
        held = max(held, len(box.client._in_packet["packet"]))

    monkeypatch.setattr(mqtt_box.Box, "_shorten", watched)
    with Broker(tmp_path) as broker:

        async def body(sink: Sink) -> None:
            await broker.publish("veld", b"voor", b"x" * 20_000_000, b"na")
            await until(lambda: b"na" in sink.payloads, 60)

        sink = taken(broker, "veld", body)
    assert [len(payload) for payload in sink.payloads] == [4, 100_001, 2]
    assert held < 200_000


def test_while_the_journal_is_away_nothing_more_is_read_and_nothing_is_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mqtt_box, "WAITING", 20_000)
    boxes: list[mqtt_box.Box] = []
    opened = mqtt_box.Box.open

    def kept(box: mqtt_box.Box) -> None:
        boxes.append(box)
        opened(box)

    monkeypatch.setattr(mqtt_box.Box, "open", kept)
    pile = [b"%04d" % number * 250 for number in range(300)]
    with Broker(tmp_path, "max_inflight_messages 0") as broker:

        async def body(sink: Sink) -> None:
            shut = Shut(monkeypatch)
            await broker.publish("veld", *pile)
            await until(lambda: any(box.paused for box in boxes))
            (box,) = boxes
            assert box.size <= 20_000 + 1000 + 256
            shut.door.set()
            await until(lambda: len(sink.payloads) >= len(pile))

        sink = taken(broker, "veld", body)
    assert sink.payloads == pile
