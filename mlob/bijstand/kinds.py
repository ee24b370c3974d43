"""Kinds of bijstand and steunverlening: each legal route is a file in data/bijstand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from mlob.bijstand import roles
from mlob.bijstand.steps import TABLE
from mlob.config import duration
from mlob.dutch import dutch
from mlob.errors import ConfigError
from mlob.paths import DATA

__all__ = [
    "CERTAINTIES",
    "FIELD_NAME",
    "FOLDER",
    "TARGETS",
    "TYPES",
    "Field",
    "Link",
    "RequestKind",
    "Route",
    "Signature",
]
__all__ += ["decided_in", "known", "public", "read", "target"]

FOLDER = DATA / "bijstand"
TYPES = frozenset({"text", "long", "choice", "yesno", "number", "moment"})
"""What a field of a form holds."""
CERTAINTIES = ("gelezen", "oudere tekst gelezen", "pagina van het LOCC", "algemene kennis", "geen")
"""How sure the legal basis of a kind is, surest first: was the text read, and is it the one in force."""
TARGETS = ("first_reaction", "assessment", "promise_urgent")
"""Times within which the LOCC means to act; the law names none."""
FIELD_NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")
"""What a question on a form may be called: an answer comes under that name."""
_YEAR = r"(?:1[89]|20)\d\d"
_LEGAL_DATE = re.compile(
    rf"(?P<from>{_YEAR})(?:-(?P<until>{_YEAR})|-(?P<month>\d\d)(?:-(?P<day>\d\d))?)?", re.ASCII
)


class Field(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A question on the form of a kind: label and help in Dutch and English, and what the answer is."""

    name: str
    label: str
    label_en: str = ""
    help: str = ""
    help_en: str = ""
    type: str = "text"
    options: tuple[str, ...] = ()
    required: bool = False


class Route(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One act of the legal route; `step` is the step of the life cycle that records it, if one does."""

    actor: str
    act: str
    act_en: str = ""
    step: str = ""


class Signature(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who must sign; `anyone` where no function is laid down. With `per_gemeente` each signs its own."""

    by: tuple[str, ...] = ()
    per_gemeente: bool = False
    anyone: bool = False
    text: str = ""


class Link(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where to read more; without a url a text that says what to look for."""

    title: str
    url: str = ""


class RequestKind(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One legal route: who may ask, whom, who decides, who is told.

    No requesters means that any function may ask. A kind with a `referral` does not pass through
    the LOCC: its text says where to go. An archived kind is read, never filed again. A `notification`
    tells of bijstand that is already given. `legal_date` is of the text that was read, `certainty` and
    `notes` say how sure the facts are. `supplier` is who delivers when the law leaves no choice.
    """

    code: str
    title: str
    title_en: str
    legal_basis: str
    legal_date: str = ""
    certainty: str = "geen"
    requesters: tuple[str, ...]
    addressed_to: str
    decides: str
    supplier: str = ""
    route: tuple[Route, ...]
    informs: tuple[str, ...] = ()
    signature: Signature = Signature()
    per_gemeente: bool = False
    notification: bool = False
    archived: bool = False
    phone_first: bool = False
    referral: str = ""
    targets: dict[str, str] = {}
    targets_note: str = ""
    links: tuple[Link, ...] = ()
    notes: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    fields: tuple[Field, ...] = ()


def read(folder: Path) -> tuple[dict[str, RequestKind], list[str]]:
    """The kinds in `folder` by code, and every fault in it as a line with its file."""
    kinds: dict[str, RequestKind] = {}
    faults: list[str] = []
    for path in sorted(folder.glob("*.toml")):
        try:
            kind = msgspec.toml.decode(path.read_bytes(), type=RequestKind)
        except (OSError, msgspec.DecodeError, UnicodeDecodeError) as error:
            faults.append(f"{path}: {dutch(error)}")
            continue
        wrong = [f"{path}: {fault}" for fault in _faults(kind, path.stem)]
        faults += wrong
        if not wrong:
            kinds[kind.code] = kind
    return kinds, faults


def _faults(kind: RequestKind, stem: str) -> Iterator[str]:
    if kind.code != stem:
        yield f"code {kind.code!r} is niet de naam van het bestand"
    for name in ("title", "title_en", "legal_basis", "addressed_to", "decides"):
        if not getattr(kind, name).strip():
            yield f"{name}: leeg"
    if kind.legal_date and not _is_date(kind.legal_date):
        yield f"legal_date: {kind.legal_date!r} is geen jaar, periode of datum (2013, 2010-2013, 2013-07-01)"
    if kind.certainty not in CERTAINTIES:
        yield f"certainty: {kind.certainty!r} is geen van {', '.join(CERTAINTIES)}"
    for number, act in enumerate(kind.route):
        if act.actor not in roles.KNOWN:
            yield f"route.{number}: onbekende rol {act.actor!r}; er is {', '.join(sorted(roles.KNOWN))}"
        if not act.act or not act.act_en:
            yield f"route.{number}: act of act_en ontbreekt"
        if act.step and act.step not in kind.steps:
            yield f"route.{number}: stap {act.step!r} hoort niet bij deze soort"
    for name in kind.steps:
        if name not in TABLE:
            yield f"steps: onbekende stap {name!r}"
    if not kind.referral:
        yield from _life_faults(kind)
    names = [field.name for field in kind.fields]
    for field in kind.fields:
        yield from _field_faults(field)
        if names.count(field.name) > 1:
            yield f"fields.{field.name}: deze naam staat er meer dan een keer"
    for link in kind.links:
        if not link.title or (link.url and not link.url.startswith("https://")):
            yield f"links: {link.title!r} heeft geen titel, of een adres dat niet met https:// begint"


def _is_date(text: str) -> bool:
    """Whether a text says when: a year, a period of years, a month or a day."""
    match = _LEGAL_DATE.fullmatch(text)
    if match is None:
        return False
    if match["until"]:
        return int(match["from"]) < int(match["until"])
    try:
        date(int(match["from"]), int(match["month"] or 1), int(match["day"] or 1))
    except ValueError:
        return False
    return True


def _life_faults(kind: RequestKind) -> Iterator[str]:
    """What a kind needs that passes through the LOCC."""
    if not kind.steps:
        yield "steps: leeg, terwijl het verzoek via het LOCC loopt"
    if not kind.signature.by and not kind.signature.anyone:
        yield "signature: by is leeg; zet anyone = true als elke functie mag tekenen"
    if kind.signature.per_gemeente != kind.per_gemeente:
        yield "signature: per_gemeente is anders dan per_gemeente van de soort"
    for name, text in kind.targets.items():
        if name not in TARGETS:
            yield f"targets: onbekend doel {name!r}; er is {', '.join(TARGETS)}"
        try:
            duration(text)
        except ValueError as error:
            yield f"targets.{name}: {error}"
    if kind.targets and not kind.targets_note:
        yield "targets: targets_note ontbreekt; zeg waar de tijden vandaan komen"
    if not kind.notification:
        yield from _route_faults(kind)


def _route_faults(kind: RequestKind) -> Iterator[str]:
    """Acts that cannot follow on those before them; what turns off the route (a refusal) is left out."""
    state, early = "ontvangen", decided_in(kind)
    for number, act in enumerate(kind.route):
        step = TABLE.get(act.step)
        if step is None or step.name in ("ontvangen", "afwijzen", "heroverwegen"):
            continue
        if state not in step.sources and not (step.name == "instemmen" and state == early):
            yield f"route.{number}: stap {step.name!r} kan niet als het verzoek {state!r} is"
        if step.name == "toezeggen" and state != "ingestemd":
            state = "toegezegd"
        state = step.to or state


def decided_in(kind: RequestKind) -> str | None:
    """The state in which the decision falls when the route has it before any promise; else None."""
    acts = [act.step for act in kind.route if act.step in TABLE]
    if "instemmen" not in acts or "toezeggen" in acts[: acts.index("instemmen")]:
        return None
    states = [TABLE[name].to for name in acts[: acts.index("instemmen")]]
    return next((state for state in reversed(states) if state), None)


def _field_faults(field: Field) -> Iterator[str]:
    if not FIELD_NAME.fullmatch(field.name):
        yield f"fields.{field.name}: de naam heeft alleen letters, cijfers, - en _, hoogstens 64"
    if field.type not in TYPES:
        yield f"fields.{field.name}: onbekend type {field.type!r}; er is {', '.join(sorted(TYPES))}"
    if bool(field.options) != (field.type == "choice"):
        yield f"fields.{field.name}: options horen bij type choice, en alleen daarbij"
    for name in ("label", "label_en", "help", "help_en"):
        if not getattr(field, name).strip():
            yield f"fields.{field.name}: {name} ontbreekt"


@cache
def known() -> dict[str, RequestKind]:
    """Every kind by its code; raises ConfigError with each file that is wrong."""
    kinds, faults = read(FOLDER)
    if faults:
        raise ConfigError("\n".join(faults))
    return kinds


def target(kind: RequestKind, name: str) -> timedelta | None:
    """A target time of a kind; None when it has none."""
    text = kind.targets.get(name)
    return None if text is None else duration(text)


def public(kind: RequestKind) -> dict[str, Any]:
    """What `GET /kinds` tells about a kind."""
    content: dict[str, Any] = msgspec.to_builtins(kind)
    return content
