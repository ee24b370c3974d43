"""The answer to a requester: what was decided, what comes when, and what is still to be done."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from mlob.bijstand import kinds, letter
from tests.bijstand.test_edxl_out import promise, view
from tests.bijstand.test_requests import asked
from tests.bijstand.walks import SIGNED, Walk

AT = datetime(2021, 7, 14, 16, 5, tzinfo=UTC)


def written(seen: dict[str, Any], kind: str = "wvr51", **more: Any) -> str:
    given = {"organisation": "LOCC", "marking": "Dep. V.", "at": AT} | more
    return letter.text(seen, kinds.known()[kind], **given)


def said(seen: dict[str, Any], **more: Any) -> str:
    """The letter without its line ends."""
    return " ".join(written(seen, **more).split())


def log(step: str, **more: Any) -> list[dict[str, Any]]:
    return [{"step": step, "time": "2021-07-14T16:00:00Z", "text": step} | more]


def test_the_head_says_to_whom_and_about_what() -> None:
    head = written(view()).partition("Geachte")[0]
    assert "Rubricering:   Dep. V." in head
    assert "Aan:           A. Voorbeeld, Voorzitter Veiligheidsregio" in head
    assert "Kopie aan:     commissaris van de Koning" in head
    assert "Datum:         woensdag 14 juli 2021 om 18:05 uur" in head
    assert "Kenmerk LOCC:  2026-0a1b2c3d" in head
    assert "Zandzakken vullen" in head


def test_nobody_in_copy_is_no_line() -> None:
    assert "Kopie" not in written(view(), kind="msob")


def test_agreed() -> None:
    whole = view(state="ingestemd", **promise("k", quantity=68, arrives_at="2021-07-14T18:00:00Z"))
    found = said(whole)
    assert "Er is ingestemd met uw verzoek" in found
    assert "Militairen: 68 personen, door Defensie; aankomst woensdag 14 juli 2021 om 20:00 uur" in found
    assert "open staat" not in found
    part = said(view(state="ingestemd", **promise("k", quantity=40)))
    assert "Nog niet alles is toegezegd" in part
    assert "Wat nog open staat: - Militairen: 28 personen" in part
    assert "aankomst nog niet bekend" in part


@pytest.mark.parametrize(
    ("moved", "words"),
    [
        ({"departed": 40}, "; vertrokken, aankomst nog niet bekend"),
        ({"departed": 40, "arrived": 10}, "; 10 aangekomen"),
        (
            {"departed": 40, "arrived": 40, "until": "2021-07-15T18:00:00Z"},
            "; aangekomen, tot donderdag 15 juli",
        ),
    ],
)
def test_how_far_a_promise_has_come(moved: dict[str, Any], words: str) -> None:
    assert words in said(view(state="ingezet", **promise("k", quantity=40, **moved)))


def test_partly_promised() -> None:
    found = said(view(**promise("k", quantity=40), state="deels_toegezegd"))
    assert "Uw verzoek is deels toegezegd: Zandzakken vullen" in found
    assert "Er is nog geen besluit" in found
    assert "Uw verzoek is toegezegd." in said(view(**promise("k", quantity=70), state="toegezegd"))


def test_refused_with_the_reason() -> None:
    seen = view(state="afgewezen")
    seen["log"] = log("afwijzen", reason="Alle eenheden zijn ingezet.")
    found = said(seen)
    assert "Uw verzoek is afgewezen. Over dit soort verzoeken beslist: minister" in found
    assert "De reden is: Alle eenheden zijn ingezet." in found
    assert "heroverweging" not in found
    assert "Wat wij nog van u nodig hebben" not in found
    seen["allowed_steps"] = ["heroverwegen"]
    assert "heroverweging door de minister" in said(seen)
    seen["log"] = []
    assert "De reden is nog niet vastgelegd" in said(seen)


def test_forwarded_to_whom() -> None:
    seen = view(state="doorgestuurd")
    assert "Wij hebben uw verzoek doorgestuurd." in said(seen)
    seen["log"] = log("doorsturen", supplier="Defensie Operatie Centrum")
    when = "woensdag 14 juli 2021 om 18:00 uur"
    assert f"op {when} doorgestuurd aan Defensie Operatie Centrum." in said(seen)


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("ontvangen", "Wij hebben uw verzoek ontvangen. Over dit soort"),
        ("vooraankondiging", "De stand is nu: vooraangekondigd."),
        ("ingetrokken", "Uw verzoek is ingetrokken."),
        ("beeindigd", "De bijstand is beëindigd."),
    ],
)
def test_other_states(state: str, words: str) -> None:
    assert words in said(view(state=state))


def test_open_points_and_contacts() -> None:
    found = written(view(), contacts=[("Piket LOCC", "088 000 00 00")])
    assert "- Het verzoek is nog niet ondertekend door het bevoegd gezag." in found
    assert "- Piket LOCC: 088 000 00 00" in found
    assert "Bel ons" not in written(view())


def test_an_exercise_says_so_first_and_last() -> None:
    lines = written(view(asked("exercise", True))).splitlines()
    assert "OEFENING" in lines[0]
    assert "OEFENING" in lines[-1]
    assert "OEFENING" not in written(view())


def test_lines_are_short_and_the_same_each_time() -> None:
    body = asked("title", "Een lange titel " * 12)
    found = written(view(body))
    assert max(map(len, found.splitlines())) <= letter.WIDTH
    assert found == written(view(body))


def test_without_a_marking_there_is_no_letter() -> None:
    with pytest.raises(ValueError, match="marking"):
        written(view(), marking="")


def test_the_rest_that_was_refused_is_not_sought_any_more() -> None:
    mayor = {"organisation": "Heerlen", "role": "burgemeester", "name": "A. Voorbeeld"}
    walk = Walk(kind="pw56_oo", requester=mayor, signatures=[SIGNED | {"role": "burgemeester"}])
    walk.through("in_behandeling_nemen", "doorsturen", "instemmen")
    walk.take("toezeggen", items=[{"id": "a", "quantity": 30}])
    agreed = said(walk.view, kind="pw56_oo")
    assert "wij zoeken verder" in agreed
    assert "heroverweging door de minister" in agreed
    walk.take("heroverwegen")
    refused = said(walk.take("afwijzen", reason="er is niet meer"), kind="pw56_oo")
    assert "De rest is afgewezen. De reden is: er is niet meer" in refused
    assert "zoeken verder" not in refused
    assert "heroverweging door de minister" not in refused
