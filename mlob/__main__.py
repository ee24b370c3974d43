"""The command line: `mlob`, or `python -m mlob`."""

from __future__ import annotations

import importlib
import logging
import sys

import click

from mlob.errors import MlobError

__all__ = ["main"]

_COMMANDS = {
    "run": "house",
    "demo": "demo",
    "play": "demo",
    "ingest": "house",
    "project": "house",
    "correlate": "house",
    "archive": "house",
    "brief": "house",
    "web": "house",
    "cot": "house",
    "decode": "decode",
    "snapshot": "snapshot",
    "verify": "snapshot",
    "diff": "diff",
    "check": "check",
    "key": "key",
    "quarantine": "quarantine",
    "bench": "bench",
}


class Lazy(click.Group):
    """Loads a command's file only when it is called: `mlob decode` needs no web server."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [name for name in _COMMANDS if name != "play"]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        module = importlib.import_module(f"mlob.commands.{_COMMANDS[cmd_name]}")
        found = getattr(module, cmd_name)
        assert isinstance(found, click.Command)
        return found


@click.group(cls=Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="mlob")
@click.option("--log", "level", default="info", help="debug, info, warning of error.")
def cli(level: str) -> None:
    """Multidisciplinair operationeel beeld: vijf disciplines, een beeld."""
    logging.basicConfig(
        level=level.upper(), format="%(asctime)s %(levelname)s %(name)s: %(message)s", stream=sys.stderr
    )


def main() -> None:
    """Run; an error that is meant for a person is one line and exit code 1."""
    try:
        cli()
    except MlobError as error:
        click.echo(str(error), err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
