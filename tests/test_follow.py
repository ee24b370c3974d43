"""Which links of a page a source may follow."""

from __future__ import annotations

from pathlib import Path

import pytest

from mlob import config
from mlob.follow import followed, polls
from tests.observations import source

PAGE = "https://voorbeeld.nl/map/index.atom"


@pytest.mark.parametrize(
    ("link", "url"),
    [
        ("1.cap", "https://voorbeeld.nl/map/1.cap"),
        (" /1.cap?x=1&y#deel ", "https://voorbeeld.nl/1.cap?x=1&y"),
        ("https://VOORBEELD.nl:443/1", "https://VOORBEELD.nl:443/1"),
        ("https://elders.nl:8443/1", "https://elders.nl:8443/1"),
        ("http://voorbeeld.nl/1", None),
        ("https://voorbeeld.nl:8443/1", None),
        ("https://nergens.nl/1", None),
        ("https://elders.nl.nergens.nl/1", None),
        ("https://naam@voorbeeld.nl/1", None),
        ("//nergens.nl/1", None),
        ("file:///etc/hostname", None),
        ("javascript:1", None),
        ("https://voorbeeld.nl/één", None),
        ("https://voorbeeld.nl/a b", None),
        ("https://voorbeeld.nl:0/", None),
        ("https://[voorbeeld.nl/", None),
        ("https://voorbeeld.nl:999999/", None),
    ],
)
def test_where_a_link_may_lead(link: str, url: str | None) -> None:
    assert followed(source(url=PAGE, follow=("Elders.nl",)), link) == url


def test_to_the_same_host_a_link_may_become_safer() -> None:
    page = source(url="http://voorbeeld.nl/")
    assert followed(page, "https://voorbeeld.nl/1") == "https://voorbeeld.nl/1"
    assert followed(source(url="http://voorbeeld.nl:8080/"), "https://voorbeeld.nl/1") is None


def test_only_who_asks_for_a_page_follows() -> None:
    assert polls(source(url="http://voorbeeld.nl/"))
    for url in ("push:", "file:lijst.atom", "tcp://voorbeeld.nl:1"):
        assert not polls(source(url=url))
        assert followed(source(url=url), "https://voorbeeld.nl/1") is None


def test_the_setting(tmp_path: Path) -> None:
    path = tmp_path / "mlob.toml"
    text = (
        '[[source]]\nname = "a"\nformat = "cap"\ndisciplines = ["overig"]\nurl = "https://a.nl/"\nfollow = '
    )
    path.write_text(text + '["alerts.voorbeeld.nl", "10.1.2.3", "fd00::1"]\n', encoding="utf-8")
    settings, faults = config.read(path)
    assert (faults, settings.sources[0].follow[0]) == ([], "alerts.voorbeeld.nl")
    path.write_text(text + '["https://a.nl", "a.nl/b", ""]\n', encoding="utf-8")
    faults = config.read(path)[1]
    assert len(faults) == 3
    assert all("follow: geen naam of adres van een host" in fault for fault in faults)
