"""The picture as one self-contained HTML page in Dutch, to read and to print; no scripts, no links.

Order as in the legal content of a totaalbeeld (Besluit veiligheidsregio's 2.4.1): what is missing comes
first, then the situation, the means and the course of events. The page is a table with a head and a
foot, because browsers repeat those on every printed sheet: the marking and OEFENING stand on each.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from mlob.bijstand import catalogue, requests
from mlob.config import Organisation
from mlob.snapshot import drawing, figures
from mlob.snapshot.style import STYLE
from mlob.snapshot.words import DISCIPLINES, KINDS, STATES, clock, figure, place, safe, time_cell

__all__ = ["MAX_ROWS", "render"]

MAX_ROWS = 200
"""More rows of one discipline are counted, not printed; the GeoJSON has them all."""

Rows = Sequence[Mapping[str, Any]]

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def render(
    picture: Mapping[str, Any],
    disciplines: Rows,
    timeline: Rows,
    organisation: Organisation,
    *,
    exercise: bool,
) -> bytes:
    """The HTML document (UTF-8) of the answers of `GET /picture`, `/sources` and `/timeline`.

    With `exercise` the whole picture is an exercise; without it, exercise features are left out of the
    totals and named as such.
    """
    features = sorted(picture["features"], key=lambda item: str(item["id"]))
    counted = [item for item in features if exercise or not item["properties"].get("exercise")]
    views = figures.request_views(features)
    if exercise:
        views = [{**view, "exercise": True} for view in views]
    body = "".join(
        (
            _title(picture, organisation),
            _silence(disciplines, picture["sources"]),
            _headline(counted, disciplines, views, exercise),
            "" if exercise or len(counted) == len(features) else _mixed(len(features) - len(counted)),
            _map(features),
            _grip(features),
            _bijstand(views, exercise),
            *(_discipline(code, name, features, disciplines) for code, name in DISCIPLINES.items()),
            _timeline(timeline),
            _sources(picture["sources"]),
        )
    )
    return _page(body, picture, organisation, exercise).encode()


def _band(organisation: Organisation, exercise: bool) -> str:
    drill = '<strong class="oefening">OEFENING</strong> ' if exercise else ""
    return f'<div class="band">{drill}<span>{safe(organisation.marking)}</span></div>'


def _page(body: str, picture: Mapping[str, Any], organisation: Organisation, exercise: bool) -> str:
    band = _band(organisation, exercise)
    drill = "OEFENING - " if exercise else ""
    title = f"{drill}{organisation.picture} - {clock(picture['at'])}"
    return (
        '<!doctype html><html lang="nl"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        f"<title>{safe(title)}</title><style>{STYLE}</style></head><body>"
        f'<table class="vel" role="presentation"><thead><tr><td>{band}</td></tr></thead>'
        f"<tfoot><tr><td>{band}</td></tr></tfoot>"
        f"<tbody><tr><td><main>{body}</main></td></tr></tbody></table></body></html>"
    )


def _title(picture: Mapping[str, Any], organisation: Organisation) -> str:
    return (
        f"<header><h1>{safe(organisation.picture)}</h1><p>{safe(organisation.name)}. "
        f"Stand van {time_cell(picture['at'])}, zoals bekend op {time_cell(picture['known_at'])}. "
        f"Plaats in het journaal: {safe(picture['cursor'])}.</p></header>"
    )


def _section(title: str, content: str, name: str = "") -> str:
    return f'<section class="{name}"><h2>{safe(title)}</h2>{content}</section>'


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table of cells that are HTML already."""
    head = "".join(f'<th scope="col">{safe(text)}</th>' for text in heads)
    lines = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{lines}</tbody></table>"


def _state(row: Mapping[str, Any]) -> str:
    return f"{STATES.get(row['state'], '?')} {safe(row['state'])}"


def _silence(disciplines: Rows, sources: Rows) -> str:
    found = [
        *((DISCIPLINES.get(row["name"], row["name"]), row) for row in figures.silent(disciplines)),
        *((f"bron {row['name']}", row) for row in figures.silent(sources)),
    ]
    if not found:
        return _section("Wat ontbreekt", "<p>Alle disciplines en bronnen zijn actueel.</p>")
    rows = ((safe(name), _state(row), time_cell(row.get("last"))) for name, row in found)
    return _section(
        "Wat ontbreekt", _table(("Discipline of bron", "Toestand", "Laatste bericht"), rows), "alarm"
    )


def _headline(counted: Rows, disciplines: Rows, views: Rows, exercise: bool) -> str:
    incidents = [item["properties"] for item in counted if item["properties"]["kind"] == "incident"]
    severe = sum(1 for incident in incidents if (incident.get("severity") or 0) >= 3)
    units = sum(1 for item in counted if item["properties"]["kind"] == "unit")
    grip = figures.grip_regions(counted)
    running = [view for view in views if view["exercise"] is exercise and view["state"] not in requests.ENDED]
    rows = [
        ("Incidenten", figures.total(len(incidents), disciplines)),
        ("waarvan ernstig", figures.total(severe, disciplines)),
        ("Eenheden in beeld", figures.total(units, disciplines)),
        ("Regio's met GRIP", f"{len(grip)}" + (f" (hoogste: GRIP {grip[0][1]})" if grip else "")),
        ("Lopende verzoeken om bijstand", str(len(running))),
    ]
    cells = "".join(f"<div><dt>{safe(name)}</dt><dd>{safe(text)}</dd></div>" for name, text in rows)
    gap = figures.missing(disciplines)
    note = f"<p>Niet volledig: {safe(gap)}.</p>" if gap else ""
    return _section("Kerncijfers", f'<dl class="cijfers">{cells}</dl>{note}')


def _mixed(count: int) -> str:
    text = f"In dit beeld staan ook {count} onderdelen van een oefening. Zij tellen niet mee."
    return f'<p class="let-op">{text}</p>'


def _map(features: Rows) -> str:
    units = sum(1 for item in features if item["properties"]["kind"] == "unit")
    note = ""
    if units > drawing.MAX_UNITS:
        note = f"<p>De {figure(units)} eenheden staan niet op deze kaart: zij zouden haar verbergen.</p>"
    return _section("Kaart", f"{drawing.draw(features)}{drawing.legend()}{note}", "kaart")


def _grip(features: Rows) -> str:
    found = figures.grip_regions(features)
    if not found:
        return _section("GRIP per regio", "<p>Geen regio meldt GRIP 1 of hoger.</p>")
    rows = ((safe(name), f"GRIP {level}") for name, level in found)
    return _section("GRIP per regio", _table(("Veiligheidsregio", "Niveau"), rows))


def _resource(code: str) -> str:
    known = catalogue.known().get(code)
    return known.name if known else str(code)


def _bijstand(views: Rows, exercise: bool) -> str:
    if not views:
        return _section("Bijstand", "<p>Er zijn geen verzoeken om bijstand.</p>")
    sums = _table(
        ("Nog niet toegezegd", "Aantal", "Eenheid"),
        (
            (safe(_resource(row["resource"])), figure(row["quantity"]), safe(row["unit"]))
            for row in requests.outstanding(views, exercise=exercise)
        ),
    )
    heads = ("Verzoek", "Aanvrager", "Toestand", "Nodig op", "Middel", "Gevraagd", "Toegezegd", "Open")
    rows = [
        (
            _drill(view["exercise"]) + safe(view["title"]) + (" <b>spoed</b>" if view["urgent"] else ""),
            safe(view["requester"]["organisation"]),
            safe(view["state"]),
            time_cell(view["needed_by"]),
            f"{safe(_resource(item['resource']))} ({safe(item['unit'])})",
            figure(item["requested"]),
            figure(item["promised"]),
            figure(item["outstanding"]),
        )
        for view in views
        for item in view["items"]
    ]
    return _section("Bijstand", sums + _table(heads, rows))


def _drill(exercise: object) -> str:
    return '<b class="oefening">OEFENING</b> ' if exercise else ""


def _discipline(code: str, name: str, features: Rows, disciplines: Rows) -> str:
    state = next((row for row in disciplines if row["name"] == code), None)
    age = f"<p>{_state(state)}. {safe(state.get('text'))}</p>" if state else ""
    found = [item["properties"] for item in features if _belongs(item["properties"], code)]
    found.sort(key=lambda row: (row["kind"] == "unit", -(row.get("severity") or 0), _newest(row)))
    if not found:
        return _section(name, f"{age}<p>Geen gegevens in dit beeld.</p>")
    heads = ("Wat", "Soort", "Status", "Waar", "Waargenomen", "Ontvangen", "Bron", "Zekerheid")
    rest = len(found) - MAX_ROWS
    more = f"<p>En nog {figure(rest)} andere; zie het GeoJSON-bestand.</p>" if rest > 0 else ""
    return _section(name, age + _table(heads, map(_cells, found[:MAX_ROWS])) + more)


def _belongs(properties: Mapping[str, Any], code: str) -> bool:
    if properties["kind"] in ("region", "request"):
        return False
    return code in (properties.get("disciplines") or [properties.get("discipline")])


def _newest(row: Mapping[str, Any]) -> tuple[int, ...]:
    """A key that puts the newest first."""
    return tuple(-ord(sign) for sign in str(row.get("observed_at") or ""))


def _cells(row: Mapping[str, Any]) -> tuple[str, ...]:
    return (
        _drill(row.get("exercise")) + safe(row.get("title")),
        safe(KINDS.get(row["kind"], row["kind"])),
        safe(row.get("status")),
        safe(place(row)),
        time_cell(row.get("observed_at")),
        time_cell(row.get("received_at")),
        safe(row.get("sources")),
        safe(row.get("verification")),
    )


def _timeline(entries: Rows) -> str:
    if not entries:
        return _section("Tijdlijn", "<p>Nog geen meldingen.</p>")
    heads = ("Tijd", "Bekend sinds", "Discipline", "Regio", "Wat")
    rows = (
        (
            time_cell(entry.get("time")),
            time_cell(entry.get("known")),
            safe(DISCIPLINES.get(str(entry.get("discipline")), entry.get("discipline"))),
            safe(entry.get("region")),
            _drill(entry.get("exercise")) + safe(entry.get("text")),
        )
        for entry in entries[:MAX_ROWS]
    )
    rest = len(entries) - MAX_ROWS
    more = f"<p>En nog {figure(rest)} eerdere regels.</p>" if rest > 0 else ""
    return _section("Tijdlijn", _table(heads, rows) + more)


def _sources(sources: Rows) -> str:
    rows = (
        (safe(row["name"]), _state(row), time_cell(row.get("last")), safe(row.get("rhythm")))
        for row in sorted(sources, key=lambda row: str(row["name"]))
    )
    return _section("Bronnen", _table(("Bron", "Toestand", "Laatste bericht", "Ritme"), rows))
