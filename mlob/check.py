"""Every fault in settings, sources, layers, kinds and reference data, each with its place."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from mlob import adapters, config, formats, source_headers, transports
from mlob.bijstand import kinds
from mlob.config import Settings
from mlob.cot_out_settings import address
from mlob.model import Discipline, Source

__all__ = ["doors", "everything", "snapshots", "sources", "warnings"]


def _source(source: Source) -> Iterator[str]:
    form = formats.known().get(source.format)
    if form is None:
        yield f"format: onbekend formaat {source.format!r}; er is {', '.join(sorted(formats.known()))}"
    elif not any(
        source.format in adapters.known()[Discipline(name)].formats
        for name in source.disciplines
        if Discipline(name) in adapters.known()
    ):
        yield f"disciplines: geen van deze disciplines leest {source.format!r}"
    route = source.defaults.get("request_kind")
    if route is not None and str(route) not in kinds.known():
        yield f"defaults: request_kind {route!r} is geen soort bijstand"
    if form is not None:
        yield from form.faults(source)
    transport = transports.known().get(transports.scheme(source.url))
    if transport is not None:
        if fault := transport.fault(source.url):
            yield f"url: {fault}"
    else:
        yield f"url: {source.url!r} begint niet met een van {', '.join(sorted(transports.known()))}"


def sources(settings: Settings) -> list[str]:
    """Faults in the sources: formats, disciplines and urls that nothing here can serve."""
    return [
        f"{settings.path}: [[source]] {source.name!r}: {fault}"
        for source in settings.sources
        for fault in _source(source)
    ]


def snapshots(settings: Settings) -> list[str]:
    """Forms of a scheduled briefing that nobody can make, and a schedule without a marking."""
    from mlob.snapshot import forms  # with all that a briefing needs; every worker comes through here

    known = forms.names()
    unknown = sorted(set(settings.snapshots.formats) - set(known))
    found = [f"formats: onbekende vorm {name!r}; er is {', '.join(known)}" for name in unknown]
    if settings.snapshots.at and not settings.organisation.marking.strip():
        found.append("at: zonder rubricering ([organisation] marking) wordt er geen briefing gemaakt")
    return [f"{settings.path}: [snapshots] {fault}" for fault in found]


def warnings(settings: Settings) -> list[str]:
    """What works, and yet wants attention."""
    return [
        f"{settings.path}: [[source]] {source.name!r}: {warning}"
        for source in settings.sources
        for warning in (*source_headers.warnings(source), *_echo(settings, source))
    ]


def doors(settings: Settings) -> list[str]:
    """Settings that want to listen (TCP) where another one does."""
    taken: list[tuple[str, str, int]] = []
    found: list[str] = []
    for setting, host, port in _doors(settings):
        for other, there, its in taken:
            if port == its and (_anywhere(host) or _anywhere(there) or _same_host(host, there)):
                found.append(f"{settings.path}: {setting}: op {host}:{port} luistert {other} al")
        taken.append((setting, host, port))
    return found


def _doors(settings: Settings) -> Iterator[tuple[str, str, int]]:
    yield "[web] port", settings.web.host, settings.web.port
    urls = [("[cot_out] listen", settings.cot_out.listen)]
    urls += [(f"[[source]] {source.name!r} url", source.url) for source in settings.sources]
    for setting, url in urls:
        with contextlib.suppress(ValueError):  # a fault, and told as such
            parts = urlsplit(url)
            ours = parts.scheme in ("tcp-listen", "tls-listen") or setting.startswith("[cot_out]")
            if ours and parts.hostname and parts.port:
                yield setting, parts.hostname, parts.port


def _anywhere(host: str) -> bool:
    return host in ("0.0.0.0", "::")


def _same_host(one: str, other: str) -> bool:
    return one == other or (config.is_loopback(one) and config.is_loopback(other))


_PORTS = {"http": 80, "https": 443, "ws": 80, "wss": 443}


def _echo(settings: Settings, source: Source) -> Iterator[str]:
    """A source that asks this system itself: all that is in the picture would come in once more."""
    ours = {(settings.web.host, settings.web.port): ("[web]", (*_PORTS,))}
    try:
        if settings.cot_out.listen:
            ours[address(settings.cot_out.listen)] = ("[cot_out] listen", ("tcp", "tls"))
        parts = urlsplit(source.url)
        host, port = parts.hostname or "", parts.port or _PORTS.get(parts.scheme)
    except ValueError:  # a fault, and told as such
        return
    for (our_host, our_port), (setting, schemes) in ours.items():
        if parts.scheme in schemes and _same_host(host, our_host) and port == our_port:
            yield f"url: {host}:{port} is dit systeem zelf ({setting}): alles komt dan dubbel in het beeld"


def everything(path: Path | None) -> list[str]:
    """All faults, in the order in which one would mend them."""
    import layers
    from mlob import gazetteer, regions
    from mlob.bijstand import catalogue, substitutes, suppliers, units

    settings, faults = config.read(path)
    faults += sources(settings)
    faults += snapshots(settings)
    faults += doors(settings)
    for name, load in (
        ("layers/", layers.known),
        ("data/bijstand/", kinds.known),
        ("data/eenheden.toml", units.known),
        ("data/capaciteit.toml", catalogue.known),
        ("data/leveranciers.toml", suppliers.known),
        ("data/vervanging.toml", substitutes.known),
        ("data/regions.csv", regions.names),
        ("data/places.csv", lambda: gazetteer.find("Utrecht")),
    ):
        try:
            if not load():
                faults.append(f"{name}: leeg")
        except (ValueError, OSError, KeyError, TypeError) as error:
            faults.append(f"{name}: {error}")
    return faults
