from pathlib import Path

import msgspec
import pytest

from mlob.bijstand import catalogue, kinds
from mlob.bijstand.functies import is_one_of
from mlob.errors import ConfigError

CODES = {
    *("wvr51", "wvr51_5", "wvr51_4", "pw56_oo", "pw56_sh", "pw57", "pw58", "pw62", "pw64", "msob", "msob_zh"),
    *("bevolkingszorg", "overig", "int_in", "int_uit", "pw59", "pw60", "pw63"),
}


def test_every_kind_is_there() -> None:
    assert set(kinds.known()) == CODES


def test_referrals_and_archive() -> None:
    found = kinds.known()
    assert {code for code, kind in found.items() if kind.referral} == {"pw59", "pw60", "pw63"}
    assert {code for code, kind in found.items() if kind.archived} == {"msob_zh"}


@pytest.mark.parametrize("code", sorted(CODES))
def test_kind_is_complete(code: str) -> None:
    kind = kinds.known()[code]
    assert kind.title
    assert kind.title_en
    assert kind.legal_basis
    assert kind.decides
    assert kind.route
    assert kind.notes
    public = kinds.public(kind)
    assert {"code", "title", "legal_basis", "requesters", "decides", "per_gemeente", "archived"} <= set(
        public
    )
    msgspec.json.encode(public)


def test_a_wrong_kind_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.toml").write_text("code = 'a'")
    (tmp_path / "b.toml").write_text((kinds.FOLDER / "wvr51.toml").read_text(encoding="utf-8"))
    (tmp_path / "c.toml").write_text("=")
    found, faults = kinds.read(tmp_path)
    assert found == {}
    assert [fault.split(": ")[0] for fault in faults] == [
        str(tmp_path / name) for name in ("a.toml", "b.toml", "c.toml")
    ]
    monkeypatch.setattr(kinds, "FOLDER", tmp_path)
    kinds.known.cache_clear()
    with pytest.raises(ConfigError, match=r"c\.toml"):
        kinds.known()
    monkeypatch.undo()
    kinds.known.cache_clear()


def test_catalogue_has_what_is_asked_most() -> None:
    wanted = {"militairen", "zandzakken", "reddingseenheden", "blushelikopters", "me_pelotons", "ambulances"}
    assert wanted <= set(catalogue.known())
    assert catalogue.known()["militairen"].unit == "personen"


def test_catalogue_faults(tmp_path: Path) -> None:
    assert catalogue.read(tmp_path / "weg.toml")[1]
    entry = '[[resource]]\ncode = "a"\nname = "a"\nname_en = "a"\ndiscipline = "ghor"\nunit = "a"\n'
    (tmp_path / "twee.toml").write_text(entry * 2)
    assert "twee keer" in catalogue.read(tmp_path / "twee.toml")[1][0]


@pytest.mark.parametrize(
    "role",
    [
        "voorzitter veiligheidsregio",
        "Voorzitter van de Veiligheidsregio Zuid-Limburg",
        "plv. voorzitter VR",
        "namens de voorzitter",
        "VOORZITTER  VEILIGHEIDSREGIO",
    ],
)
def test_wordings_of_a_function(role: str) -> None:
    assert is_one_of(role, ["voorzitter veiligheidsregio"])


def test_stand_in_of_a_burgemeester() -> None:
    assert is_one_of("Loco-burgemeester van Meerssen", ["burgemeester"])
    assert is_one_of("locoburgemeester", ["burgemeester"])
    assert not is_one_of("secretaris van de burgemeester", ["burgemeester"])
    assert not is_one_of("burgemeesters", ["burgemeester"])
    assert not is_one_of("", ["burgemeester"])
