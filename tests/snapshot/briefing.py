"""A full content, as a briefing of a bad afternoon would have it, in the types of the content."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from mlob.snapshot import forms
from mlob.snapshot.content import Content, Figure, Paragraph, Section, Table, When
from tests.snapshot import samples

ROOT = Path(__file__).resolve().parents[2]
NOW = datetime(2021, 7, 14, 14, 30, tzinfo=UTC)
LONG = (
    "De dijk bij Bunde zou zijn doorgebroken, zegt een melder; de verkenning ter plaatse ziet dat niet. " * 12
)
FORMULA = '=HYPERLINK("http://x";"klik")'


def content(**changes: Any) -> Content:
    """All that a briefing may have: figures, changes, tables, a map, remarks, long and hostile texts."""
    found: dict[str, Any] = {
        "title": "Multidisciplinair operationeel beeld",
        "organisation": "LOCC",
        "marking": "Departementaal Vertrouwelijk",
        "exercise": True,
        "stand": "Stand van 14 jul 2021 16:30 CEST, zoals bekend op 14 jul 2021 16:30 CEST. "
        "Plaats in het journaal: 1626273000000-7.",
        "at": When(samples.TIME),
        "known_at": When(samples.TIME),
        "cursor": "1626273000000-7",
        "author": "A. de Vries, informatiemanager",
        "sections": (_missing(), _figures(), _changes(), _map(), _incidents(), _assistance(), _course()),
    }
    return Content(**{**found, **changes})


def _missing() -> Section:
    rows = (
        ("GHOR", "○ stil", When("2021-07-14T11:40:00Z"), "15 minuten"),
        ("bron ghor", "○ stil", When("2021-07-14T11:40:00Z"), "15 minuten"),
        ("Defensie", "✕ nooit", None, "5 minuten"),
    )
    table = Table(
        name="ontbreekt",
        title="Wat ontbreekt",
        heads=("Discipline of bron", "Toestand", "Laatste bericht", "Hoort elke"),
        rows=rows,
        marked=frozenset({0, 1}),
    )
    return Section(name="ontbreekt", title="Wat ontbreekt", alarm=True, tables=(table,))


def _figures() -> Section:
    names = (
        ("Incidenten", "min. 214", False),
        ("waarvan ernstig", "min. 12", True),
        ("Eenheden in beeld", "1.204", False),
        ("Regio's met GRIP", "3 (hoogste: GRIP 4)", True),
        ("Gewonden", "24 tot 31", False),
        ("Lopende verzoeken om bijstand", "5", False),
    )
    return Section(
        name="kerncijfers",
        title="Kerncijfers",
        figures=tuple(Figure(name=name, text=text, alarm=alarm) for name, text, alarm in names),
        paragraphs=(Paragraph(text="Niet volledig: GHOR ontbreekt sinds 14 jul 2021 13:40 CEST.", weight=2),),
    )


def _changes() -> Section:
    texts = (
        ("Zuid-Limburg: GRIP 2 is GRIP 4 geworden (13:21).", 4),
        ("Valkenburg: hospice en twee verpleeghuizen worden ontruimd.", 3),
        ("Bijstand: 68 militairen gevraagd, nog niets toegezegd.", 2),
        ("Limburg-Noord: peil Roermond is gestegen van 18,90 naar 19,42 m NAP.", 1),
        (LONG, 2),
    )
    return Section(
        name="veranderd",
        title="Veranderd sinds de vorige briefing",
        paragraphs=tuple(Paragraph(text=text, level=level) for text, level in texts),
    )


def _map() -> Section:
    said = (
        Paragraph(text="Het zwaartepunt ligt langs Geul en Gulp."),
        Paragraph(text="Peil Maas stijgt.", weight=1),
    )
    return Section(name="kaart", title="Kaart", map=True, paragraphs=said)


def _incidents() -> Section:
    rows = tuple(
        (
            f"Wateroverlast straat {number}" if number % 7 else LONG,
            "Meerssen, Zuid-Limburg",
            number % 5,
            "onbevestigd",
            When("2021-07-14T14:30:00Z"),
            "p2000",
        )
        for number in range(45)
    )
    table = Table(
        name="incidenten",
        title="Incidenten, zwaarste eerst",
        heads=("Wat", "Waar", "Ernst", "Zekerheid", "Waargenomen", "Bron"),
        rows=(*rows, (samples.HOSTILE, FORMULA, 1, "@SUM(1)", None, "+1")),
        most=40,
        marked=frozenset({0, 4, 9}),
        exercise=frozenset({2}),
    )
    return Section(
        name="situatie",
        title="Actuele situatie",
        code="a2",
        paragraphs=(Paragraph(text="Het water stijgt nog tot in de nacht."),),
        tables=(table,),
        remark="Let op de verzorgingshuizen in Valkenburg: 140 bewoners, liften vallen uit.",
        remark_by="A. de Vries, 14 jul 2021 16:20 CEST",
    )


def _assistance() -> Section:
    heads = ("Verzoek", "Aanvrager", "Toestand", "Nodig op", "Middel", "Gevraagd", "Toegezegd", "Open")
    need = When("2021-07-14T20:00:00Z")
    rows = (
        ("Militairen voor zandzakken", "VR Zuid-Limburg", "ontvangen", need, "Militairen", 68, 0, 68),
        ("Zandzakken", "VR Zuid-Limburg", "deels toegezegd", need, "Zandzakken", 100000, 40000.5, 59999.5),
    )
    table = Table(name="bijstand", title="Bijstand", heads=heads, rows=rows, marked=frozenset({0}))
    return Section(name="bijstand", title="Bijstand", code="d2", tables=(table,))


def _course() -> Section:
    rows = tuple(
        (
            When(f"2021-07-14T{hour:02}:{minute:02}:00Z"),
            "brandweer",
            f"Melding {hour}:{minute:02}, Valkenburg",
        )
        for hour in range(5, 14)
        for minute in range(0, 60, 10)
    )
    table = Table(name="tijdlijn", title="Tijdlijn", heads=("Tijd", "Discipline", "Wat"), rows=rows)
    return Section(name="tijdlijn", title="Tijdlijn", tables=(table,))


def rendered(name: str, material: Any = None, **changes: Any) -> bytes:
    """The one file of a form, of the sample material and this content."""
    said = samples.material() if material is None else material
    (found,) = forms.known()[name].render(said, content(**changes)).values()
    return found


def elsewhere(name: str) -> str:
    """The SHA-256 of the same file, made by another process with another order of its sets."""
    program = (
        "import hashlib; from tests.snapshot import briefing;"
        f"print(hashlib.sha256(briefing.rendered({name!r})).hexdigest())"
    )
    seeded = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "America/New_York"}
    run = subprocess.run(
        [sys.executable, "-c", program],
        env=seeded,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    return run.stdout.strip()
