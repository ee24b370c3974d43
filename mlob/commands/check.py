"""`mlob check`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from mlob import check as checks
from mlob import config
from mlob.commands.options import settings_options


@click.command()
@settings_options
def check(path: Path | None) -> None:
    """Controleer instellingen, bronnen, lagen, soorten bijstand en gegevens."""
    faults = checks.everything(path)
    settings, _ = config.read(path)
    for fault in faults:
        click.echo(fault)
    for warning in checks.warnings(settings):
        click.echo(f"let op: {warning}")
    if faults:
        sys.exit(1)
    click.echo(f"{settings.path}: in orde; {len(settings.sources)} bronnen")
