"""Options that several commands share, and a store to work on."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import click
import redis

from mlob import config, redis_server
from mlob.config import Settings
from mlob.errors import StoreError

__all__ = ["settings_options", "store_options", "the_store"]

F = TypeVar("F", bound=Callable[..., Any])


def settings_options(command: F) -> F:
    """`--config`."""
    option = click.option("--config", "path", type=click.Path(path_type=Path), help="Standaard ./mlob.toml.")
    return option(command)


def store_options(command: F) -> F:
    """`--config`, `--data-dir`, `--redis`."""
    for option in (
        click.option("--redis", "redis_url", help="Een gedeelde opslag: redis://, rediss:// of unix://."),
        click.option("--data-dir", type=click.Path(path_type=Path), help="Standaard ./var."),
    ):
        command = option(command)
    return settings_options(command)


@contextlib.contextmanager
def the_store(settings: Settings, *, existing: bool = True) -> Iterator[str]:
    """The url of the store: the one named, the one of a running system, or one started for a moment.

    With `existing` a data dir that holds nothing yet is refused: it is likely the wrong one.
    """
    url = settings.store.url or redis_server.running(settings.data_dir)
    if url:
        with redis.Redis.from_url(url) as client:
            client.ping()
        yield url
        return
    if existing and not (settings.data_dir / "redis").is_dir():
        raise StoreError(f"{settings.data_dir}: hier is nog geen opslag; is dit de goede map (--data-dir)?")
    server = redis_server.EmbeddedRedis(settings.data_dir)
    try:
        yield server.start()
    finally:
        server.stop()


def load(path: Path | None, data_dir: Path | None, redis_url: str | None) -> Settings:
    """The settings with what the options override."""
    return config.load(path, data_dir=data_dir, redis_url=redis_url)
