from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from mlob.bijstand import catalogue, kinds, units
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


@pytest.mark.parametrize("code", sorted(CODES))
def test_kind_says_its_route_and_who_signs(code: str) -> None:
    kind = kinds.known()[code]
    assert all(act.act and act.act_en for act in kind.route)
    assert kind.links
    assert kind.certainty in kinds.CERTAINTIES
    if kind.referral:
        assert not kind.steps
        assert kind.referral.startswith("Dit verzoek loopt niet via het LOCC.")
        return
    assert kind.phone_first
    assert kind.signature.text
    assert kind.signature.by or kind.signature.anyone
    assert {"melden", "ondertekenen", "sluiten"} <= set(kind.steps)
    assert ("heroverwegen" in kind.steps) is code.startswith("pw56")
    assert all(field.help and field.help_en and field.label_en for field in kind.fields)
    assert {"motivering", "opkomstlocatie", "leiding", "contact"} <= {field.name for field in kind.fields}


def test_the_route_of_military_support() -> None:
    kind = kinds.known()["msob"]
    acts = [(act.actor, act.step) for act in kind.route]
    assert acts[:4] == [
        *(("aanvrager", "ontvangen"), ("LOCC", "in_behandeling_nemen"), ("LOCC", "doorsturen")),
        ("DOC", "toezeggen"),
    ]
    assert kinds.target(kind, "assessment") == timedelta(hours=1)
    assert "voorstel" in kind.targets_note
    assert [link.url for link in kind.links if link.url] == ["https://wetten.overheid.nl/BWBR0023217"]


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('actor = "LOCC"', 'actor = "koning"', "onbekende rol 'koning'"),
        ('"uitzetten",', '"vliegen",', "onbekende stap 'vliegen'"),
        ('step = "uitzetten"', 'step = "heroverwegen"', "hoort niet bij deze soort"),
        ('type = "long"', 'type = "tekst"', "onbekend type 'tekst'"),
        ('type = "text"', 'type = "choice"', "options horen bij type choice"),
        ('by = ["voorzitter veiligheidsregio"]', "by = []", "signature: by is leeg"),
        ('first_reaction = "15m"', 'first_reaction = "snel"', "geen tijdsduur"),
        ("first_reaction", "tweede", "onbekend doel"),
        ("targets_note =", "addition =", "addition"),
        ('certainty = "oudere tekst gelezen"', 'certainty = "zeker"', "certainty"),
        ("label_en = ", "help_nl = ", "help_nl"),
        ('legal_date = "2010-2013"', 'legal_date = "ooit"', "legal_date: 'ooit'"),
        ('legal_date = "2010-2013"', 'legal_date = "2013-02-30"', "legal_date"),
        ('legal_date = "2010-2013"', 'legal_date = "2013-2010"', "legal_date"),
        ('name = "effect"', 'name = "a b"', "fields.a b: de naam"),
        ("phone_first = true", "phone_first = 1", "phone_first: verwacht is ja of nee (true of false)"),
        ('name = "effect"', 'name = "einde"', "fields.einde: deze naam"),
        ('help = "Een schatting', 'help = "" # ', "help ontbreekt"),
        ('title_en = "Assistance to a safety region"', 'title_en = " "', "title_en: leeg"),
        ('title = "Wet veiligheidsregio', 'url = "http://x"\ntitle = "Wet', "https://"),
        ('act_en = "LOCC checks', '# "', "act_en ontbreekt"),
        ("per_gemeente = false\narchived", "per_gemeente = true\narchived", "per_gemeente is anders"),
    ],
)
def test_a_fault_in_a_kind_is_named(tmp_path: Path, old: str, new: str, fault: str) -> None:
    text = (kinds.FOLDER / "wvr51.toml").read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "wvr51.toml").write_text(text.replace(old, new), encoding="utf-8")
    found, faults = kinds.read(tmp_path)
    assert found == {}
    assert any(fault in line for line in faults), faults
    assert all(line.startswith(str(tmp_path / "wvr51.toml")) for line in faults)


@pytest.mark.parametrize("text", ["", "2013", "2010-2013", "2013-07", "2013-07-01"])
def test_when_a_law_was_read(tmp_path: Path, text: str) -> None:
    whole = (kinds.FOLDER / "wvr51.toml").read_text(encoding="utf-8")
    (tmp_path / "wvr51.toml").write_text(whole.replace("2010-2013", text), encoding="utf-8")
    assert kinds.read(tmp_path)[1] == []


def test_a_new_kind_is_a_new_file(tmp_path: Path) -> None:
    text = (kinds.FOLDER / "wvr51.toml").read_text(encoding="utf-8")
    (tmp_path / "nieuw.toml").write_text(text.replace('code = "wvr51"', 'code = "nieuw"'), encoding="utf-8")
    found, faults = kinds.read(tmp_path)
    assert (list(found), faults) == (["nieuw"], [])


def test_catalogue_says_how_many_come_and_how_fast() -> None:
    found = catalogue.known()
    facts = {
        code: (found[code].strength, found[code].norm_minutes, found[code].vehicle)
        for code in ("reddingseenheden", "blushelikopters", "cbrn_responseenheid", "tankautospuiten", "usar")
    }
    assert facts == {
        "reddingseenheden": (4, 180, "road"),
        "blushelikopters": (0, 1440, "air"),
        "cbrn_responseenheid": (53, 120, "road"),
        "tankautospuiten": (6, None, "road"),
        "usar": (60, 240, "road"),
    }
    assert found["reddingseenheden"].norm_prealert_minutes == 60


@pytest.mark.parametrize(
    "wrong", ["strength = -1", "norm_minutes = 0", 'vehicle = "boat"', 'strength = "veel"', "speed = 3"]
)
def test_a_fault_in_the_catalogue(tmp_path: Path, wrong: str) -> None:
    entry = '[[resource]]\ncode = "a"\nname = "a"\nname_en = "a"\ndiscipline = "ghor"\nunit = "teams"\n'
    (tmp_path / "a.toml").write_text(entry + wrong)
    assert catalogue.read(tmp_path / "a.toml")[1]


@pytest.mark.parametrize(
    ("quantity", "unit", "said"),
    [(1, "pelotons", "peloton"), (1.0, "Personen", "persoon"), (2, "pelotons", "pelotons"),
     (0, "bedden", "bedden"), (0.5, "teams", "teams"), (1, "pallets", "pallets"), (1, "", "")],
)  # fmt: skip
def test_one_of_a_unit(quantity: float, unit: str, said: str) -> None:
    assert units.counted(quantity, unit) == said


def test_every_unit_of_the_catalogue_has_its_words(tmp_path: Path) -> None:
    assert {resource.unit for resource in catalogue.known().values()} <= set(units.known())
    entry = '[[resource]]\ncode = "a"\nname = "a"\nname_en = "a"\ndiscipline = "ghor"\nunit = "pallets"\n'
    (tmp_path / "a.toml").write_text(entry)
    assert "staat niet in data/eenheden.toml" in catalogue.read(tmp_path / "a.toml")[1][0]
    (tmp_path / "b.toml").write_text('[unit.pallets]\none = ""\nen = "pallets"\nen_one = "pallet"\n')
    assert "one: leeg" in units.read(tmp_path / "b.toml")[1][0]
    assert units.read(tmp_path / "weg.toml")[1]


def test_catalogue_has_what_is_asked_most() -> None:
    wanted = {"militairen", "zandzakken", "reddingseenheden", "blushelikopters", "me_pelotons", "ambulances"}
    assert wanted <= set(catalogue.known())
    assert catalogue.known()["militairen"].unit == "personen"


def test_catalogue_faults(tmp_path: Path) -> None:
    assert catalogue.read(tmp_path / "weg.toml")[1]
    entry = '[[resource]]\ncode = "a"\nname = "a"\nname_en = "a"\ndiscipline = "ghor"\nunit = "teams"\n'
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
