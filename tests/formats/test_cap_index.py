"""Indexes of alerts: entries one by one, what they hold, and where they point."""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec
import pytest

from mlob import formats
from mlob.errors import DecodeError
from mlob.formats import Link, framing_feed
from mlob.formats.cap import FORMAT, Alert, decode
from mlob.formats.cap_index import links
from mlob.model import Discipline, Reception, Source
from tests.conformance.golden import RECEIVED, outcome, payload

ATOM = '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:cap="urn:oasis:names:tc:emergency:cap:1.2">'
FULL = formats.split(FORMAT, payload("cap"))[0].partition(b"?>")[2].decode()
POLLED = Source(
    name="proef",
    format="cap",
    disciplines=(Discipline.GEMEENTEN,),
    url="https://voorbeeld.invalid/index.atom",
)


def atom(*entries: str) -> bytes:
    return (ATOM + "".join(f"<entry>{entry}</entry>" for entry in entries) + "</feed>").encode()


def read(frame: bytes, url: str = "push:", **settings: tuple[str, ...]) -> list[Alert]:
    source = msgspec.structs.replace(POLLED, url=url, **settings)
    return list(decode(frame, Reception(source=source, received_at=RECEIVED)))


def only(frame: bytes, url: str = "push:") -> Alert:
    (found,) = read(frame, url)
    return found


@pytest.mark.parametrize(
    "entry",
    [
        f'<content type="text/xml">{FULL}</content>',
        f"<content><![CDATA[<?xml version='1.0' encoding='ISO-8859-1'?>{FULL}]]></content>",
        f'<content type="text">{FULL.replace("&", "&amp;").replace("<", "&lt;")}</content>',
        f"<id>iets anders</id>{FULL}",
    ],
)
def test_an_alert_in_an_entry_says_what_it_says_alone(entry: str) -> None:
    (frame,) = formats.split(FORMAT, atom(entry))
    assert outcome("cap", frame) == outcome("cap", FULL.encode())


def test_one_bad_entry_does_not_cost_the_others() -> None:
    bad = ["<cap:event>kapot</oeps>", "<cap:event>zonder tijd</cap:event><id>2</id>", "", FULL[:400]]
    frames = formats.split(FORMAT, atom(FULL, *bad, FULL.replace("0715-01", "0715-09")))
    said = []
    for frame in frames:
        try:
            said.append(only(frame).identifier)
        except DecodeError as error:
            said.append(str(error).partition(":")[0])
    assert said == ["NL-2021-0715-01", "XML", "entry", "entry", "XML", "NL-2021-0715-09"]


def test_an_entry_that_does_not_end_ends_at_the_next() -> None:
    (first, second) = framing_feed.entries(b"<feed><entry><id>1</id><entry><id>2</id></entry></feed>")
    assert first == b"<feed><entry><id>1</id></feed>"
    assert second == b"<feed><entry><id>2</id></entry></feed>"


def test_what_only_looks_like_an_entry_is_none() -> None:
    index = b"<feed><!-- <entry> --><entry a='>'><![CDATA[</entry>]]></entry><entry/></feed>"
    assert framing_feed.entries(index) == [
        b"<feed><entry a='>'><![CDATA[</entry>]]></entry></feed>",
        b"<feed><entry/></feed>",
    ]


def test_an_index_without_entries_is_one_frame_and_says_nothing() -> None:
    for index in (b"<feed/>", atom(), b"<rss><channel></channel></rss>", b"<feed><!-- <entry> </feed>"):
        assert formats.split(FORMAT, index) == [index]
    assert read(atom()) == []


def test_a_long_head_around_many_entries_stays_whole() -> None:
    index = b"<feed a='" + b"x" * 100_000 + b"'>" + b"<entry/>" * 1000 + b"</feed>"
    assert formats.split(FORMAT, index) == [index]


def test_namespaces_and_the_encoding_of_the_whole_are_kept_for_each_entry() -> None:
    index = (
        "<?xml version='1.0' encoding='ISO-8859-1'?><rss version='2.0'><channel"
        " xmlns:c='urn:oasis:names:tc:emergency:cap:1.1'><item><guid>1</guid><c:areaDesc>Curaçao</c:areaDesc>"
        "<title>Storm</title><pubDate>Mon, 23 Nov 2026 13:05:00 +0100</pubDate></item></channel></rss>"
    )
    (frame,) = formats.split(FORMAT, index.encode("latin-1"))
    found = only(frame)
    assert (found.version, found.infos[0].areas[0].desc) == ("1.1", "Curaçao")
    assert found.sent == datetime(2026, 11, 23, 12, 5, tzinfo=UTC)


def test_other_prefixes() -> None:
    index = (
        '<a:feed xmlns:a="http://www.w3.org/2005/Atom" xmlns="urn:oasis:names:tc:emergency:cap:1.2">'
        "<a:entry><a:id>urn:x</a:id><a:updated>2026-11-23T12:00:00Z</a:updated><event>Storm</event>"
        "<geocode><valueName>EMMA_ID</valueName><value>NL011</value></geocode></a:entry></a:feed>"
    )
    (frame,) = formats.split(FORMAT, index.encode())
    found = only(frame)
    assert (found.identifier, found.infos[0].event) == ("urn:x", "Storm")
    assert found.infos[0].areas[0].geocodes == (("EMMA_ID", "NL011"),)


DIGEST = (
    "<id>https://voorbeeld.invalid/alerts/urn:oid:2.49.1</id><title>Titel</title>"
    "<updated>2026-11-23T12:00:00Z</updated><cap:severity>Minor</cap:severity>"
    '<link rel="alternate" href="/alerts/1.cap"/><link rel="self" href="/self"/>'
)


def test_the_digest_of_an_alert() -> None:
    found = only(atom(DIGEST))
    assert (found.identifier, found.status, found.msg_type) == ("urn:oid:2.49.1", "Actual", "Alert")
    assert (found.infos[0].event, found.infos[0].urgency) == ("Titel", "Unknown")
    assert found.sender is None
    assert not found.digest


def test_the_alert_itself_has_the_last_word_where_it_is_fetched() -> None:
    assert only(atom(DIGEST), "https://voorbeeld.invalid/index.atom").digest
    elsewhere = DIGEST.replace("/alerts/1.cap", "https://elders.invalid/1.cap")
    assert not only(atom(elsewhere), "https://voorbeeld.invalid/index.atom").digest


def test_info_and_area_may_stand_in_an_entry_whole() -> None:
    info = FULL[FULL.index("<info><language>nl-NL") : FULL.index("</alert>")]
    whole = info.replace("<", "<cap:").replace("<cap:/", "</cap:")
    found = only(atom(f"<cap:identifier>X</cap:identifier><cap:sent>2026-11-23T12:00:00Z</cap:sent>{whole}"))
    assert found.infos[0].event == "Hoogwater"
    assert len(found.infos[0].areas[0].polygons) == 1


@pytest.mark.parametrize(
    ("entry", "reason"),
    [
        ("<title>Niets</title>", "entry: geen alert, geen elementen van CAP en geen link"),
        ('<link type="text/html" href="/x.html"/>', "entry: geen alert"),
        ('<link href="/x.cap"/>', "link: alleen een verwijzing"),
        ("<cap:event>Storm</cap:event>", "entry: identifier, id en guid ontbreken"),
        ("<id>1</id><cap:event>Storm</cap:event>", "entry: sent, updated en pubDate ontbreken"),
        (DIGEST.replace("Minor", "Klein"), "severity: waarde 'Klein'"),
        (DIGEST.replace("2026-11-23T12", "gisteren"), "sent: geen tijd"),
        (DIGEST + "<cap:polygon>1,2 3</cap:polygon>", "polygon: geen punt"),
        (FULL.replace("cap:1.2", "cap:9"), "alert: geen alert van CAP"),
    ],
)
def test_refused(entry: str, reason: str) -> None:
    with pytest.raises(DecodeError, match=reason):
        read(atom(entry))


def test_a_link_that_is_fetched_says_nothing_yet_and_one_that_may_not_be_is_refused() -> None:
    here, there = atom('<link href="/x.cap"/>'), atom('<link href="https://elders.invalid/x.cap"/>')
    url = "https://voorbeeld.invalid/index.atom"
    assert read(here, url) == []
    assert read(there, url, follow=("elders.invalid",)) == []
    with pytest.raises(DecodeError, match=r"link: elders\.invalid .* staat niet in follow"):
        read(there, url)


def test_links() -> None:
    page = atom(
        '<link rel="alternate" type="text/html" href="/1.html"/><updated>2026-11-23T12:00:00Z</updated>'
        '<link rel="related" type="application/cap+xml" href="/1.cap"/>',
        '<content type="application/cap+xml" src="2.cap"/>',
        '<link rel="self" href="/zelf"/><link href="https://elders.invalid/3"/>',
        FULL,
        "<title>niets</title>",
    ).replace(b"<feed", b'<feed xml:base="https://voorbeeld.invalid/map/"')
    assert links(page) == [
        Link("https://voorbeeld.invalid/1.cap", "2026-11-23T12:00:00Z"),
        Link("https://voorbeeld.invalid/map/2.cap"),
        Link("https://elders.invalid/3"),
    ]
    rss = b"<rss><channel><item><link> https://elders.invalid/4 </link></item></channel></rss>"
    assert links(rss) == [Link("https://elders.invalid/4")]
    assert links(b"<feed><kapot>") == links(FULL.encode()) == []


def test_an_index_of_more_entries_than_a_tree_would_fit_is_refused_as_a_whole() -> None:
    index = b"<feed>" + b"<entry/>" * 700_000 + b"</feed>"
    assert framing_feed.entries(index) == [index]
    with pytest.raises(DecodeError, match="XML: meer dan 700000 tags"):
        read(index)
