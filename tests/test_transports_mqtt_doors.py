"""MQTT: who is let in and by whom: logins, topics, TLS, things that are no broker, urls."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable
from pathlib import Path

import aiomqtt
import pytest

from mlob import transports
from mlob.transports import certificates, mqtt
from tests.broker import Broker, subscribed
from tests.certs import Authority
from tests.inlets import Sink, during, running, until
from tests.system import free_port


def test_a_refused_login_is_told_once_and_a_new_password_is_read(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    secret = tmp_path / "geheim"
    secret.write_text("fout\n")
    with Broker(tmp_path, login=("mlob", "goed")) as broker:
        sink = Sink(user="mlob", password_file=str(secret))

        async def body() -> None:
            await until(lambda: "refuses the login" in caplog.text)
            await asyncio.sleep(3)  # several attempts
            secret.write_text("goed\n")
            await until(lambda: subscribed(sink))
            await broker.publish("veld", b"er in")
            await until(lambda: sink.payloads)

        with caplog.at_level(logging.INFO):
            during(broker.url("veld"), sink, body)
    assert caplog.text.count("refuses the login") == caplog.text.count("trying again") == 1
    assert "weigert de aanmelding" in caplog.text
    assert "fout" not in caplog.text
    assert "goed" not in caplog.text


Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


def beside(sink: Sink, talk: Talk, done: Callable[[], object]) -> None:
    """The transport beside something that is no broker, until `done`."""
    port = free_port()
    writers: list[asyncio.StreamWriter] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writers.append(writer)
        with contextlib.suppress(OSError):
            await talk(reader, writer)

    async def go() -> None:
        async with await asyncio.start_server(serve, "127.0.0.1", port):
            await running(f"mqtt://127.0.0.1:{port}/veld", sink, lambda: until(done))
            for writer in writers:
                writer.close()
                with contextlib.suppress(OSError):
                    await writer.wait_closed()

    asyncio.run(go())


def test_a_refused_topic_is_told(caplog: pytest.LogCaptureFixture) -> None:
    """Mosquitto grants every subscription and then sends nothing; other brokers say so."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1000)
        writer.write(b"\x20\x02\x00\x00")  # CONNACK
        asked = await reader.read(1000)
        writer.write(b"\x90\x03" + asked[2:4] + b"\x80")  # SUBACK: failure
        await reader.read()

    sink = Sink()
    beside(sink, talk, lambda: "trying again" in caplog.text)
    assert "weigert een abonnement op 'veld'" in caplog.text
    assert sink.mark == ""


def test_a_broker_that_says_nothing_is_left(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Something that accepts and never answers, and something that speaks no MQTT."""
    monkeypatch.setattr(mqtt, "_ANSWER", 0.2)
    calls = 0

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal calls
        calls += 1
        if calls % 2:
            writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        await reader.read()

    beside(Sink(), talk, lambda: calls >= 3)
    assert caplog.text.count("trying again") == 1
    assert "Traceback" not in caplog.text


def secure(folder: Path, authority: Authority) -> Broker:
    """A broker that wants a client certificate of this authority."""
    own = authority.sign("broker")
    return Broker(
        folder,
        f"cafile {authority.ca_file}",
        f"certfile {own['cert_file']}",
        f"keyfile {own['key_file']}",
        "require_certificate true",
    )


def test_tls_with_both_certificates(tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    pile = [b"%d" % number * 3000 for number in range(50)]
    with secure(tmp_path, authority) as broker:
        sink = Sink(ca_file=authority.ca_file, **authority.sign("klant"))
        sender = Sink(ca_file=authority.ca_file, **authority.sign("zender"))

        async def body() -> None:
            await until(lambda: subscribed(sink))
            context = certificates.client(sender.source)
            async with aiomqtt.Client("127.0.0.1", broker.port, tls_context=context) as client:
                for payload in pile:
                    await client.publish("veld", payload, qos=1)
            await until(lambda: len(sink.payloads) == len(pile))

        during(broker.url("veld", "mqtts"), sink, body)
    assert sink.payloads == pile


# When a handshake fails, paho leaves it to the garbage collector to close the socket.
@pytest.mark.filterwarnings("ignore:unclosed <ssl.SSLSocket:ResourceWarning")
@pytest.mark.parametrize(
    ("ours", "reason"), [(True, "verbinding gesloten"), (False, "CERTIFICATE_VERIFY_FAILED")]
)
def test_who_is_not_trusted_gets_no_connection(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, ours: bool, reason: str
) -> None:
    """We without a certificate at their broker; and a broker of an authority that is not ours."""
    authority, other = Authority(tmp_path, "eigen"), Authority(tmp_path, "vreemd")
    with secure(tmp_path, authority) as broker:
        sink = Sink(ca_file=authority.ca_file if ours else other.ca_file)

        async def body() -> None:
            await until(lambda: "trying again" in caplog.text)

        during(broker.url("veld", "mqtts"), sink, body)
    assert not subscribed(sink)
    assert reason in caplog.text


@pytest.mark.parametrize(
    "address",
    [
        "mqtt:",
        "mqtt://h",
        "mqtt://h/",
        "mqtt:///veld",
        "mqtt://h:70000/veld",
        "mqtt://h:0/veld",
        "mqtt://naam:woord@h/veld",
        "mqtt://h/veld/#",
        "mqtt://h/veld?qos=2",
        "mqtt://h/veld%23",
        "mqtt://h/%23/veld",
        "mqtt://h/a+/b",
        "mqtt://h/a%00b",
    ],
)
def test_a_url_that_cannot_work_is_a_fault(address: str) -> None:
    assert transports.known()["mqtt"].fault(address)


def test_sound_urls_have_no_fault() -> None:
    for address in ("mqtt://h/veld", "mqtts://h:8883/veld/+/%23", "mqtt://[::1]:1883//veld", "mqtt://h/%23"):
        assert not transports.known()[transports.scheme(address)].fault(address)
