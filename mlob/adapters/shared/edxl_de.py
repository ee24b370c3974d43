"""EDXL-DE -> what is inside; the envelope adds that it is an exercise, a test, or withdrawn."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

import msgspec

from mlob.adapters.shared import Meaning, cap, cot, edxl_have, edxl_rm, edxl_sitrep, emsi, nvg
from mlob.formats.edxl_de import Content, Distribution
from mlob.model import Discipline, Observation, Reception, Scalar, Verification

__all__ = ["observe"]

INSIDE: dict[str, Any] = {
    "cap": cap.observe,
    "cot": cot.observe,
    "edxl_have": edxl_have.observe,
    "edxl_rm": edxl_rm.observe,
    "edxl_sitrep": edxl_sitrep.observe,
    "emsi": emsi.observe,
    "nvg": nvg.observe,
}
"""Format of what is inside -> what it means."""
SILENT = frozenset({"Ack", "Error"})
WITHDRAWN = 3_600.0
"""How long what was withdrawn stays in the picture, so that everyone has seen the withdrawal."""
OPEN = frozenset({"unclassified", "unclassified and not sensitive", "public", "none"})
"""What senders write for a message that has no rubricering."""


def observe(message: Content, reception: Reception, *, discipline: Discipline) -> Iterator[Observation]:
    """What the content says to this discipline; nothing of System messages and receipts."""
    envelope = message.distribution
    if envelope.status == "System" or envelope.type in SILENT:
        return
    content, cancelled = message.message, envelope.type == "Cancel"
    if message.form == "edxl_rm" and cancelled:
        # Its entity is a request that others speak of too: only this message is withdrawn from it.
        content, cancelled = _recalled(content, envelope), False
    for found in INSIDE[message.form](content, reception, discipline=discipline):
        yield _enveloped(found, envelope, cancelled=cancelled)


def _recalled(content: Any, envelope: Distribution) -> Any:
    """A resource message that its envelope withdraws; one that itself says what it recalls stays as it is."""
    return content if content.recall else edxl_rm.withdrawn(content, envelope.id, envelope.sent)


def _enveloped(found: Observation, envelope: Distribution, *, cancelled: bool) -> Observation:
    """The same with what the envelope adds; another id when that changes what is said."""
    added: dict[str, Scalar] = {"distribution": envelope.id, "distribution_sender": envelope.sender}
    if envelope.status == "Test":
        added["test"] = True
    if envelope.unread:
        added["distribution_unread"] = list(envelope.unread)
    if cancelled:
        # The content is most often that of before: what withdraws it is newer.
        newest = max(found.observed_at, envelope.sent)
        found = msgspec.structs.replace(found, observed_at=newest, ttl=WITHDRAWN, valid_to=None)
    if envelope.status == "Test" and found.severity:
        found = msgspec.structs.replace(found, severity=0)
    mark = f"{found.id}{envelope.status}{envelope.type}{envelope.id}"
    return msgspec.structs.replace(
        found,
        id=hashlib.blake2b(mark.encode(), digest_size=16).hexdigest(),
        exercise=found.exercise or envelope.status == "Exercise",
        verification=Verification.INGETROKKEN if cancelled else found.verification,
        status="ingetrokken" if cancelled else found.status,
        marking=found.marking or _marking(envelope),
        properties={**found.properties, **added},
    )


def _marking(envelope: Distribution) -> str | None:
    said = envelope.confidentiality
    return None if said is None or said.lower() in OPEN else said


MEANING = Meaning(format="edxl_de", observe=observe)
