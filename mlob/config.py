"""Settings: the only reader of mlob.toml and of the environment."""

from __future__ import annotations

import ipaddress
import os
import re
import tomllib
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from mlob import (
    bijstand_settings,
    cot_out_settings,
    snapshot_settings,
    source_columns,
    source_headers,
)
from mlob.bijstand_settings import Bijstand
from mlob.cot_out_settings import CotOut
from mlob.dutch import dutch
from mlob.errors import ConfigError
from mlob.model import Source
from mlob.paths import DATA
from mlob.snapshot_settings import Snapshots

__all__ = ["BUILT_IN", "Organisation", "Settings", "Store", "Web", "duration", "is_loopback", "load", "read"]

BUILT_IN = DATA / "mlob.toml"
"""The settings of a system without a mlob.toml: a push source for each discipline."""

_DURATION = re.compile(r"(\d+(?:\.\d+)?)(ms|s|m|h|d)")
_UNITS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0}
_SHORTEST_EVERY = timedelta(seconds=1)
_SHORTEST_KEEP = timedelta(hours=1)
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,62}")
_HOST = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*")
_SECTIONS = ("organisation", "store", "web", "bijstand", "snapshots", "cot_out", "auth", "source")
_OUTSIDE = "is van buiten bereikbaar; dat mag alleen met aanmelden, en dat kan nog niet"

T = TypeVar("T")


class Organisation(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Whose picture it is and how it is marked (rubricering)."""

    name: str = "LOCC"
    picture: str = "Multidisciplinair operationeel beeld"
    marking: str = ""
    exercise: bool = False


class Store(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where the journal and the state are; an empty url means an embedded server.

    `keep` and `keep_positions` say how long facts and positions stay there after the hour in which
    they came; then they move to the archive.
    """

    url: str = ""
    keep: str = "24h"
    keep_positions: str = "2h"


class Web(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where the pages are served; `tiles` is an optional raster tile URL for the base map."""

    host: str = "127.0.0.1"
    port: int = 8050
    tiles: str = ""


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that mlob.toml and the command line say."""

    organisation: Organisation = Organisation()
    store: Store = Store()
    web: Web = Web()
    bijstand: Bijstand = Bijstand()
    snapshots: Snapshots = Snapshots()
    cot_out: CotOut = CotOut()
    sources: tuple[Source, ...] = ()
    data_dir: Path = Path("var")
    path: Path | None = None

    @property
    def archive(self) -> Path:
        """The folder of the journal's hours that left the store."""
        return self.data_dir / "archive"

    @property
    def packages(self) -> Path:
        """The folder of the snapshot packages; the web nodes read what the worker writes there."""
        return self.data_dir / "snapshots"

    @property
    def checkpoints(self) -> Path:
        """The folder of the journal folded up to some places in it."""
        return self.data_dir / "checkpoints"

    def source(self, name: str) -> Source | None:
        """The source called `name`."""
        return next((source for source in self.sources if source.name == name), None)


def duration(text: str) -> timedelta:
    """A length of time such as "250ms", "60s", "5m", "1h", "2d"; raises ValueError."""
    match = _DURATION.fullmatch(text)
    if match is None or float(match[1]) <= 0:
        raise ValueError(f"geen tijdsduur: {text!r} (voorbeeld: 60s, 5m, 1h)")
    return timedelta(seconds=float(match[1]) * _UNITS[match[2]])


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach `host`."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _section(kind: type[T], raw: Any, place: str, faults: list[str], default: T) -> T:
    try:
        return msgspec.convert(raw, kind)
    except msgspec.ValidationError as error:
        faults.append(f"{place}: {dutch(error)}")
        return default


def _check_store(store: Store) -> list[str]:
    """Faults in how long the journal stays in the store."""
    faults = []
    for name in ("keep", "keep_positions"):
        try:
            if duration(getattr(store, name)) < _SHORTEST_KEEP:
                faults.append(f"[store] {name}: minstens 1h")
        except (ValueError, OverflowError) as error:
            faults.append(f"[store] {name}: {error}")
    return faults


def _check_source(source: Source) -> list[str]:
    faults = []
    if not _NAME.fullmatch(source.name):
        faults.append("name: alleen kleine letters, cijfers, - en _")
    if not source.disciplines:
        faults.append("disciplines: minstens een")
    try:
        duration(source.rhythm)
    except ValueError as error:
        faults.append(f"rhythm: {error}")
    faults += _check_poll(source)
    try:
        ZoneInfo(source.timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        faults.append(f"timezone: onbekende tijdzone {source.timezone!r}")
    faults += [
        f"key_sha256: geen SHA-256 in hex: {key[:12]!r}"
        for key in source.key_sha256
        if not re.fullmatch(r"[0-9a-f]{64}", key)
    ]
    more = (*source_columns.faults(source), *source_headers.faults(source))
    return [*faults, *_check_files(source), *more]


def _check_poll(source: Source) -> list[str]:
    """Faults in what only a source that is polled needs."""
    faults = []
    try:
        if duration(source.every) < _SHORTEST_EVERY:
            faults.append("every: minstens 1s")
    except ValueError as error:
        faults.append(f"every: {error}")
    if source.ask and not source.url.startswith(("http:", "https:")):
        faults.append("ask: alleen voor een bron die wordt bevraagd (http, https)")
    elif source.ask:
        try:
            msgspec.json.decode(source.ask)
        except msgspec.DecodeError as error:
            faults.append(f"ask: geen JSON ({dutch(error)})")
    for entry in source.allow:
        try:
            ipaddress.ip_network(entry, strict=False)
        except ValueError:
            faults.append(f"allow: geen adres of netwerk: {entry!r} (voorbeeld: 10.1.2.3, 10.1.0.0/16)")
    faults += [
        f"follow: geen naam of adres van een host: {host!r} (voorbeeld: alerts.voorbeeld.nl)"
        for host in source.follow
        if not _HOST.fullmatch(host)
    ]
    return faults


def _check_bijstand(bijstand: Bijstand) -> list[str]:
    """Faults in what advice is reckoned with."""
    faults, ages = bijstand_settings.faults(bijstand), []
    for name in bijstand_settings.AGES:
        try:
            ages.append(duration(getattr(bijstand, name)))
        except (ValueError, OverflowError) as error:
            faults.append(f"{name}: {error}")
    if len(ages) == len(bijstand_settings.AGES) and ages != sorted(ages):
        faults.append(f"{', '.join(bijstand_settings.AGES)}: elk minstens zo lang als de vorige")
    return faults


def _check_snapshots(snapshots: Snapshots) -> list[str]:
    """Faults in how packages are kept and when they are made."""
    faults = snapshot_settings.faults(snapshots)
    for name in ("keep", "late"):
        try:
            if duration(getattr(snapshots, name)) < _SHORTEST_KEEP and name == "keep":
                faults.append("keep: minstens 1h")
        except (ValueError, OverflowError) as error:
            faults.append(f"{name}: {error}")
    return faults


def _check_files(source: Source) -> list[str]:
    """Faults in the certificates and the password of a source."""
    named = {name: getattr(source, name) for name in ("ca_file", "cert_file", "key_file", "password_file")}
    faults = [
        f"{name}: {file!r} is er niet" for name, file in named.items() if file and not Path(file).is_file()
    ]
    if source.key_file and not source.cert_file:
        faults.append("key_file: een sleutel zonder cert_file")
    if source.url.startswith("tls-listen:") and not source.cert_file:
        faults.append("cert_file: zonder certificaat kan niemand zich hier met TLS melden")
    if source.password_file and not source.user:
        faults.append("password_file: een wachtwoord zonder user")
    if source.user and not source.url.startswith(("mqtt:", "mqtts:")):
        faults.append("user: alleen een bron met mqtt:// of mqtts:// meldt zich ergens aan met een naam")
    return faults


def _sources(raw: Any, faults: list[str]) -> tuple[Source, ...]:
    if not isinstance(raw, list):
        faults.append("source: schrijf [[source]]")
        return ()
    found: dict[str, Source] = {}
    for number, item in enumerate(raw, start=1):
        place = f"[[source]] {number}"
        try:
            source = msgspec.convert(item, Source)
        except msgspec.ValidationError as error:
            faults.append(f"{place}: {dutch(error)}")
            continue
        faults += [f"{place} {source.name!r}: {fault}" for fault in _check_source(source)]
        if source.name in found:
            faults.append(f"{place}: de naam {source.name!r} komt al voor")
        found[source.name] = source
    return tuple(found.values())


def _all_exercise(sources: tuple[Source, ...]) -> tuple[Source, ...]:
    """In an exercise all that comes in is one, also once the system is used for what is real again."""
    return tuple(msgspec.structs.replace(source, exercise=True) for source in sources)


def _check_reach(web: Web, auth: Any) -> list[str]:
    if auth is not None:
        return ["[auth]: aanmelden zit nog niet in deze versie; zonder [auth] luistert mlob alleen lokaal"]
    if not is_loopback(web.host):
        return [f"[web] host: {web.host!r} {_OUTSIDE}"]
    return []


def _check_cot_out(cot_out: CotOut, sources: tuple[Source, ...]) -> list[str]:
    """Faults in where CoT goes out: only to this machine, as there is no sign-in."""
    known = {source.name for source in sources}
    faults = [f"without: er is geen bron {name!r}" for name in cot_out.without if name not in known]
    if cot_out.listen:
        try:
            host, _ = cot_out_settings.address(cot_out.listen)
            if not is_loopback(host):
                faults.append(f"listen: {host!r} {_OUTSIDE}")
        except ValueError as error:
            faults.append(f"listen: {error}")
    return faults


def read(path: Path | None) -> tuple[Settings, list[str]]:
    """The settings in `path` (None: ./mlob.toml, else the built-in ones) and every fault in them."""
    chosen = path or (Path("mlob.toml") if Path("mlob.toml").is_file() else BUILT_IN)
    try:
        raw = tomllib.loads(chosen.read_text(encoding="utf-8"))
    except OSError as error:
        return Settings(), [f"{chosen}: kan niet worden gelezen ({error.strerror})"]
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        return Settings(), [f"{chosen}: geen geldige TOML: {error}"]
    faults = [f"[{name}]: onbekend onderdeel" for name in raw if name not in _SECTIONS]
    settings = Settings(
        organisation=_section(
            Organisation, raw.get("organisation", {}), "[organisation]", faults, Organisation()
        ),
        store=_section(Store, raw.get("store", {}), "[store]", faults, Store()),
        web=_section(Web, raw.get("web", {}), "[web]", faults, Web()),
        bijstand=_section(Bijstand, raw.get("bijstand", {}), "[bijstand]", faults, Bijstand()),
        snapshots=_section(Snapshots, raw.get("snapshots", {}), "[snapshots]", faults, Snapshots()),
        cot_out=_section(CotOut, raw.get("cot_out", {}), "[cot_out]", faults, CotOut()),
        sources=_sources(raw.get("source", []), faults),
        data_dir=Path(os.environ.get("MLOB_DATA_DIR", "var")),
        path=chosen,
    )
    if settings.organisation.exercise:
        settings = msgspec.structs.replace(settings, sources=_all_exercise(settings.sources))
    faults += _check_store(settings.store)
    faults += [f"[bijstand] {fault}" for fault in _check_bijstand(settings.bijstand)]
    faults += [f"[snapshots] {fault}" for fault in _check_snapshots(settings.snapshots)]
    faults += [f"[cot_out] {fault}" for fault in _check_cot_out(settings.cot_out, settings.sources)]
    faults += _check_reach(settings.web, raw.get("auth"))
    return settings, [f"{chosen}: {fault}" for fault in faults]


def load(
    path: Path | None = None,
    *,
    host: str | None = None,
    port: int | None = None,
    data_dir: Path | None = None,
    redis_url: str | None = None,
) -> Settings:
    """The settings, with what the command line overrides; raises ConfigError with every fault."""
    settings, faults = read(path)
    web = Web(host=host or settings.web.host, port=port or settings.web.port, tiles=settings.web.tiles)
    if host is not None:
        faults += [f"--host: {fault}" for fault in _check_reach(web, None)]
    if faults:
        raise ConfigError("\n".join(faults))
    return msgspec.structs.replace(
        settings,
        web=web,
        data_dir=data_dir or settings.data_dir,
        store=msgspec.structs.replace(settings.store, url=redis_url or settings.store.url),
    )
