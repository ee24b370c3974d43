"""CAP: warnings, OASIS Common Alerting Protocol 1.0, 1.1 and 1.2, alone or in an index (Atom, RSS 2.0)."""

from __future__ import annotations

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from mlob.errors import DecodeError
from mlob.formats import Format, cap_index
from mlob.formats.cap_alert import Alert, Area, Info, alert
from mlob.formats.framing_feed import LIMIT, FeedSplitter
from mlob.formats.framing_xml import LIMIT as ALERT_LIMIT
from mlob.formats.xml import local, namespace, parse
from mlob.model import Reception

__all__ = ["FORMAT", "Alert", "Area", "Info", "decode"]

OTHERS = {
    "urn:oasis:names:tc:emergency:EDXL:DE:1.0": "EDXL-DE",
    "urn:oasis:names:tc:emergency:EDXL:DE:2.0": "EDXL-DE",
}
"""What comes along with warnings and is another standard."""
OTHER_ROOTS = {"EDXLDistribution": "EDXL-DE", "RDF": "RSS 1.0"}


def decode(frame: bytes, reception: Reception) -> Iterator[Alert]:
    """The alert of a document, or those in an index; raises DecodeError, naming the element."""
    root = parse(frame, LIMIT)
    if local(root) in cap_index.ROOTS:
        yield from cap_index.alerts(root, reception.source)
        return
    if other := OTHERS.get(namespace(root)) or OTHER_ROOTS.get(local(root)):
        raise DecodeError(f"{local(root)}: dit is {other}, geen CAP 1.0, 1.1 of 1.2")
    if len(frame) > ALERT_LIMIT:
        raise DecodeError(f"bericht: groter dan {ALERT_LIMIT // 1024} KiB")
    yield alert(root, ZoneInfo(reception.source.timezone))


FORMAT = Format(
    name="cap",
    title="CAP (waarschuwingen, NL-Alert)",
    version="1.0, 1.1 en 1.2; index als Atom of RSS 2.0",
    reads="alert, info in elke taal, area met polygon, circle en geocode; van een index elk item: een heel"
    " alert, of de CAP-elementen die erin staan",
    ignores="handtekening (ds:Signature, niet gecontroleerd), resource, web, audience, altitude, ceiling",
    splitter=FeedSplitter,
    decode=decode,
    links=cap_index.links,
)
