"""MQTT client (`mqtt://host:port/topic/filter`, `mqtts://`): each message holds whole frames (MQTT 3.1.1).

Messages come with QoS 1 in a session that the broker keeps while we are away: clean session off, and a
client id of the source's name. Each is acknowledged once the journal has it, so after a crash on either
side the broker sends it again and the journal drops what it has. How much a broker keeps is its own
setting; a message that was published with QoS 0 is never kept.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

import aiomqtt
from aiomqtt.exceptions import MqttConnectError

from mlob.errors import SourceError
from mlob.model import Source
from mlob.transports import Inlet, Transport, certificates, persist
from mlob.transports.mqtt_box import Box

__all__ = ["CLIENT", "Subscription"]

log = logging.getLogger(__name__)

CLIENT = "mlob-"
"""Client ids are this and the name of the source: two systems with one name drive each other off a broker."""
_PORTS = {"mqtt": 1883, "mqtts": 8883}
_ANSWER = 5.0  # s for an answer of the broker
_KEEPALIVE = 20  # s: a half-open connection ends in 40 s
_REFUSED = (
    134,
    135,
)  # bad user name or password, not authorised (MQTT 5.0, 2.4, as paho names those of 3.1.1)
_FAILURE = 128  # from here on a SUBACK refuses (MQTT 3.1.1, 3.9.3)
_MARK = "topic:"
_LONGEST_TOPIC = 65_535  # bytes (MQTT 3.1.1, 1.5.3)

# What the library says of every attempt; `persist` says it once.
_unheard = logging.getLogger(f"{__name__}.library")
_unheard.setLevel(logging.CRITICAL + 1)


def _topic(parts: SplitResult) -> str:
    """The topic filter that a url names."""
    return unquote(parts.path.removeprefix("/"))


def _password(source: Source) -> str | None:
    """What the password file holds, read for each connection; raises OSError and SourceError."""
    if not source.password_file:
        return None
    try:
        return Path(source.password_file).read_text(encoding="utf-8").strip("\r\n")
    except UnicodeDecodeError as error:
        raise SourceError(f"{source.password_file} is geen tekst in UTF-8") from error


def _client(parts: SplitResult, source: Source) -> aiomqtt.Client:
    return aiomqtt.Client(
        parts.hostname or "",
        parts.port or _PORTS[parts.scheme],
        username=source.user or None,
        password=_password(source),
        identifier=CLIENT + source.name,
        protocol=aiomqtt.ProtocolVersion.V311,
        clean_session=False,
        timeout=_ANSWER,
        keepalive=_KEEPALIVE,
        tls_context=certificates.client(source) if parts.scheme == "mqtts" else None,
        logger=_unheard,
    )


class Subscription:
    """One topic filter at one broker, connected again and again."""

    def __init__(self, url: str, inlet: Inlet) -> None:
        self.parts = urlsplit(url)
        self.topic = _topic(self.parts)
        self.inlet = inlet
        self.refused = False

    async def once(self, up: Callable[[], None]) -> None:
        """Connect and take messages until the connection ends; raises SourceError and OSError."""
        client = _client(self.parts, self.inlet.source)
        # aiomqtt acknowledges by itself and drops what its queue cannot hold; paho underneath does not.
        box = Box(self.inlet.name, client._client)
        subscribing: asyncio.Task[None] | None = None
        try:
            await client.__aenter__()
            self.refused = False
            box.open()
            # Beside the taking of messages: the broker may send what it kept before it answers.
            subscribing = asyncio.create_task(self._subscribed(client, box, up))
            await self._take(box)
        except MqttConnectError as error:
            raise SourceError(self._reason(error)) from error
        except aiomqtt.MqttError as error:
            # Who closes the connection before he answers says more than that no answer came.
            raise SourceError(str(box.broken or error) or type(error).__name__) from error
        finally:
            if subscribing is not None:
                subscribing.cancel()
            box.close()

    async def _subscribed(self, client: aiomqtt.Client, box: Box, up: Callable[[], None]) -> None:
        """Subscribe, and leave the filter of earlier settings: the session remembers it."""
        mark = self.inlet.mark
        try:
            if mark.startswith(_MARK) and mark != _MARK + self.topic:
                await client.unsubscribe(mark.removeprefix(_MARK))
            granted = await client.subscribe(self.topic, qos=1)
        except aiomqtt.MqttError as error:
            box.fail(error)
            return
        if any((code if isinstance(code, int) else code.value) >= _FAILURE for code in granted):
            box.fail(SourceError(f"de broker weigert een abonnement op {self.topic!r}"))
            return
        up()
        if mark != _MARK + self.topic:
            await self.inlet.open().whole([], _MARK + self.topic)

    async def _take(self, box: Box) -> None:
        lane = self.inlet.open()
        while True:
            found = await box.group()
            await lane.whole([letter.payload for letter in found])
            box.acknowledge(found)

    def _reason(self, error: MqttConnectError) -> str:
        """Why the broker refused; a refused login is told once by itself, as it needs a person."""
        code = getattr(error.rc, "value", error.rc)
        if code not in _REFUSED:
            return f"de broker weigert de verbinding ({error})"
        if not self.refused:
            log.error(
                "source %s: the broker refuses the login: check user and password_file", self.inlet.name
            )
        self.refused = True
        return f"de broker weigert de aanmelding ({error})"


async def _run(url: str, inlet: Inlet) -> None:
    await persist(inlet.name, Subscription(url, inlet).once)


def _fault(url: str) -> str:
    if "#" in url or "?" in url:
        return "schrijf # in een onderwerp als %23 en ? als %3F"
    try:
        parts = urlsplit(url)
        sound = bool(parts.hostname) and parts.port != 0
    except ValueError as error:
        return str(error)
    if parts.username is not None or parts.password is not None:
        return "een naam of wachtwoord hoort niet in de url: zie user en password_file"
    if not sound:
        return f"geen host in {url!r}"
    return "" if _is_filter(_topic(parts)) else "geen onderwerp (topic) waarop een abonnement kan"


def _is_filter(topic: str) -> bool:
    """Whether a broker may be asked for this topic filter (MQTT 3.1.1, 4.7)."""
    try:
        aiomqtt.Wildcard(topic)
    except ValueError:
        return False
    return "\0" not in topic and len(topic.encode()) <= _LONGEST_TOPIC


TRANSPORT = Transport(schemes=("mqtt", "mqtts"), run=_run, fault=_fault, patient=True)
