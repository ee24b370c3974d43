"""Settings: every fault is found and says where it is."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from mlob import check, config, snapshot_settings
from mlob.errors import ConfigError


def written(folder: Path, text: str) -> Path:
    path = folder / "mlob.toml"
    path.write_text(text, encoding="utf-8")
    return path


SOUND = """
[organisation]
name = "LOCC"
marking = "Departementaal Vertrouwelijk"
[web]
port = 9000
[[source]]
name = "p2000"
format = "p2000"
disciplines = ["brandweer", "politie", "ghor"]
url = "tcp://127.0.0.1:7000"
rhythm = "5m"
timezone = "UTC"
"""
MQTT = SOUND.replace("tcp://127.0.0.1:7000", "mqtt://127.0.0.1/p2000")


def test_what_is_said_and_what_is_not(tmp_path: Path) -> None:
    settings = config.load(written(tmp_path, SOUND), data_dir=tmp_path)
    assert settings.organisation.marking == "Departementaal Vertrouwelijk"
    assert settings.web.port == 9000
    assert settings.web.host == "127.0.0.1"
    source = settings.source("p2000")
    assert source is not None
    assert source.disciplines == ("brandweer", "politie", "ghor")
    assert settings.source("other") is None


def test_the_command_line_overrides(tmp_path: Path) -> None:
    text = SOUND + "[store]\nkeep = '48h'"
    settings = config.load(written(tmp_path, text), port=8123, redis_url="redis://127.0.0.1:1/0")
    assert settings.web.port == 8123
    assert (settings.store.keep, settings.store.keep_positions) == ("48h", "2h")
    assert settings.store.url == "redis://127.0.0.1:1/0"


def test_the_built_in_settings_are_sound() -> None:
    assert config.read(config.BUILT_IN)[1] == []
    assert check.sources(config.read(config.BUILT_IN)[0]) == []


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("[organisation]\nnaam = 'x'", "[organisation]"),
        ("[organisatie]", "[organisatie]"),
        ("[web]\nport = 'x'", "[web]"),
        ("[web]\nhost = '0.0.0.0'", "[web] host"),
        ("[auth]\nmethod = 'oidc'", "[auth]"),
        ("[store]\nkeep = '59m'", "[store] keep: minstens 1h"),
        ("[store]\nkeep_positions = 'lang'", "[store] keep_positions: geen tijdsduur"),
        ("[store]\nkeep = '99999999999999999999d'", "[store] keep"),
        ("[snapshots]\nkeep = '59m'", "[snapshots] keep: minstens 1h"),
        ("[snapshots]\nlate = 'ooit'", "[snapshots] late: geen tijdsduur"),
        ("[snapshots]\nmost = 0", "[snapshots] most: een getal"),
        ("[snapshots]\nat = ['8:00']", "[snapshots] at: geen tijd: '8:00'"),
        ("[snapshots]\nat = ['24:00']", "[snapshots] at: geen tijd"),
        ("[snapshots]\nat = ['08:00', '08:00']", "twee keer"),
        ("[snapshots]\nrooster = ['08:00']", "[snapshots]"),
        ("[[source]]\nname = 'x'", "[[source]] 1"),
        (SOUND + SOUND.partition("[[source]]")[2].join(["[[source]]", ""]), "komt al voor"),
        (SOUND.replace("5m", "vaak"), "rhythm"),
        (SOUND.replace("UTC", "Mars/Olympus"), "timezone"),
        (SOUND.replace('"p2000"\nformat', '"P 2000"\nformat'), "name"),
        (SOUND.replace('["brandweer", "politie", "ghor"]', "[]"), "disciplines"),
        (SOUND.replace("brandweer", "padvinders"), "[[source]] 1"),
        (SOUND + "key_sha256 = ['kort']", "key_sha256"),
        (SOUND.replace("tcp://", "tls-listen://"), "zonder certificaat"),
        (SOUND + "every = 'soms'", "every"),
        (SOUND + "every = '10ms'", "minstens 1s"),
        (SOUND + "allow = ['10.0.0.0/8', 'intranet']", "'intranet'"),
        (SOUND + "ca_file = 'nergens.pem'", "ca_file"),
        (SOUND + f"key_file = {__file__!r}", "zonder cert_file"),
        (MQTT + f"password_file = {__file__!r}", "zonder user"),
        (MQTT + "user = 'mlob'\npassword_file = 'nergens.txt'", "password_file"),
        (SOUND + "user = 'mlob'", "user: alleen"),
        (SOUND + "ask = '{'", "ask: "),
        (SOUND + "columns = { Titel = 'Naam' }", "columns.Titel"),
        (SOUND + "columns = { title = [] }", "columns.title: geen kop"),
        (SOUND + "columns = { title = ' ' }", "columns.title: geen kop"),
        (SOUND + "columns = { title = 5 }", "[[source]] 1"),
        (SOUND + "options = { header = -1 }", "options.header"),
        (SOUND + "options = { delimiter = ';;' }", "options.delimiter"),
        (SOUND + "options = { decimal = 'x' }", "options.decimal"),
        (SOUND + "options = { encoding = 'base64' }", "options.encoding"),
        (SOUND + "options = { blad = '1' }", "[[source]] 1"),
        ("source = 1", "[[source]]"),
        ("geen toml", "TOML"),
    ],
)
def test_a_fault_says_where_it_is(tmp_path: Path, text: str, place: str) -> None:
    path = written(tmp_path, text)
    _, faults = config.read(path)
    assert len(faults) == 1
    assert place in faults[0]
    assert str(path) in faults[0]
    with pytest.raises(ConfigError, match=r"mlob\.toml"):
        config.load(path)


BIJSTAND = """
[bijstand]
routing_url = "http://10.1.2.3:5000/table/v1/driving"
routing_allow = ["10.1.2.3"]
detour = 1.2
speeds = { road = 50, air = 180 }
oldest = "12h"
contacts = [{ name = "Piket", phone = "+31 88 662 80 48" }]
"""


def test_how_advice_is_reckoned(tmp_path: Path) -> None:
    found = config.load(written(tmp_path, SOUND + BIJSTAND)).bijstand
    assert (found.detour, found.speeds["air"], found.oldest) == (1.2, 180, "12h")
    assert (found.contacts[0].name, found.fresh) == ("Piket", "1h")


@pytest.mark.parametrize(
    ("text", "replacement", "fault"),
    [
        ("http://10.1.2.3:5000/table", "ftp://10.1.2.3/table", "routing_url"),
        ("http://10.1.2.3:5000/table", "http://a:b@10.1.2.3/table", "routing_url"),
        ("http://10.1.2.3:5000/table", "http://10.1.2.3:x/table", "routing_url"),
        ('["10.1.2.3"]', '["een"]', "routing_allow: geen adres"),
        ("detour = 1.2", "detour = 0.5", "detour"),
        ("detour = 1.2", "detour = nan", "detour"),
        ("road = 50", "road = 0", "speeds: road"),
        ("road = 50", "road = inf", "speeds: road"),
        ('"12h"', '"half"', "oldest: geen tijdsduur"),
        ('"12h"', '"5m"', "elk minstens zo lang"),
        ('"+31 88 662 80 48"', '"bel maar"', "contacts: 'Piket'"),
        ('name = "Piket"', 'name = " "', "contacts"),
        ("detour", "omweg", "omweg"),
    ],
)
def test_how_advice_is_not_reckoned(tmp_path: Path, text: str, replacement: str, fault: str) -> None:
    path = written(tmp_path, SOUND + BIJSTAND.replace(text, replacement))
    faults = config.read(path)[1]
    assert len(faults) == 1
    assert "[bijstand]" in faults[0]
    assert fault in faults[0]


def test_scheduled_briefings_want_forms_that_are_there_and_a_marking(tmp_path: Path) -> None:
    text = (
        "[organisation]\nmarking = 'Test'\n[snapshots]\nat = ['08:00', '20:00']\nformats = ['html', 'docx']\n"
    )
    settings, faults = config.read(written(tmp_path, text))
    assert faults == []
    assert [str(at) for at in snapshot_settings.times(settings.snapshots)] == ["08:00:00", "20:00:00"]
    (fault,) = check.snapshots(settings)
    assert "[snapshots] formats: onbekende vorm 'docx'" in fault
    unmarked = config.read(written(tmp_path, "[snapshots]\nat = ['08:00']\n"))[0]
    assert "rubricering" in check.snapshots(unmarked)[0]


def test_all_faults_at_once(tmp_path: Path) -> None:
    text = SOUND.replace("5m", "vaak").replace("UTC", "Mars") + "[store]\nx = 1"
    assert len(config.read(written(tmp_path, text))[1]) == 3


def test_a_missing_file_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="kan niet worden gelezen"):
        config.load(tmp_path / "absent.toml")


def test_a_public_address_is_refused_without_sign_in(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="van buiten bereikbaar"):
        config.load(written(tmp_path, SOUND), host="0.0.0.0")


@pytest.mark.parametrize(
    ("text", "replacement", "fault"),
    [
        ('format = "p2000"', 'format = "morse"', "onbekend formaat"),
        ("tcp://127.0.0.1:7000", "carrier-pigeon:x", "url"),
        ('["brandweer", "politie", "ghor"]', '["defensie"]', "geen van deze disciplines"),
        (
            'format = "p2000"',
            'format = "p2000"\ndefaults = { request_kind = "wvr99" }',
            "geen soort bijstand",
        ),
        ('timezone = "UTC"', "columns = { id = 'Nr' }", "columns: 'p2000' is geen tabel"),
        ('timezone = "UTC"', "options = { header = 2 }", "options: 'p2000' is geen tabel"),
        (
            'format = "p2000"',
            'format = "csv"\ncolumns = { title = "Naam" }\ndefaults = { kind = "note" }',
            "columns.id",
        ),
    ],
)
def test_what_nothing_here_can_serve(tmp_path: Path, text: str, replacement: str, fault: str) -> None:
    settings = config.load(written(tmp_path, SOUND.replace(text, replacement)))
    assert [fault in line for line in check.sources(settings)] == [True]


@pytest.mark.parametrize(
    ("text", "seconds"), [("250ms", 0.25), ("60s", 60), ("5m", 300), ("1.5h", 5400), ("2d", 172_800)]
)
def test_lengths_of_time(text: str, seconds: float) -> None:
    assert config.duration(text) == timedelta(seconds=seconds)


@pytest.mark.parametrize("text", ["", "5", "m", "-5m", "0s", "5 m", "5y"])
def test_what_is_no_length_of_time(text: str) -> None:
    with pytest.raises(ValueError):
        config.duration(text)


@pytest.mark.parametrize(
    ("host", "local"),
    [
        ("127.0.0.1", True),
        ("::1", True),
        ("localhost", True),
        ("0.0.0.0", False),
        ("10.0.0.1", False),
        ("example", False),
    ],
)
def test_who_can_reach_an_address(host: str, local: bool) -> None:
    assert config.is_loopback(host) is local


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ('listen = "tcp://0.0.0.0:8087"', "[cot_out] listen: '0.0.0.0' is van buiten bereikbaar"),
        ('listen = "tcp://10.0.0.1:8087"', "[cot_out] listen: '10.0.0.1' is van buiten bereikbaar"),
        ('listen = "udp://127.0.0.1:8087"', "[cot_out] listen: geen adres"),
        ('listen = "tcp://127.0.0.1"', "[cot_out] listen: geen adres"),
        ('listen = "tcp://127.0.0.1:99999"', "[cot_out] listen: geen adres"),
        ('listen = "tcp://[::1"', "[cot_out] listen: geen adres"),
        ('listen = "tcp://127.0.0.1:8087/x"', "[cot_out] listen: geen adres"),
        ('without = ["er-niet"]', "[cot_out] without: er is geen bron 'er-niet'"),
        ("port = 3", "[cot_out]: "),
    ],
)
def test_cot_goes_out_to_this_machine_only(tmp_path: Path, said: str, fault: str) -> None:
    faults = config.read(written(tmp_path, f"{SOUND}\n[cot_out]\n{said}\n"))[1]
    assert len(faults) == 1
    assert fault in faults[0]


def test_where_cot_goes_out(tmp_path: Path) -> None:
    text = f'{SOUND}\n[cot_out]\nlisten = "tcp://[::1]:8087"\nwithout = ["p2000"]\n'
    settings, faults = config.read(written(tmp_path, text))
    assert faults == []
    assert settings.cot_out.without == ("p2000",)


def test_a_value_of_another_type_is_said_in_dutch(tmp_path: Path) -> None:
    text = SOUND.replace("port = 9000", "port = true").replace('name = "LOCC"', "exercise = 1")
    _, faults = config.read(written(tmp_path, text))
    assert any("exercise: verwacht is ja of nee (true of false), gekregen is" in fault for fault in faults)
    assert any("port: verwacht is een geheel getal, gekregen is ja of nee" in fault for fault in faults)
    assert not any("Expected" in fault for fault in faults)
