"""Where the project's own folders are: beside the package in a checkout, inside it in a wheel."""

from pathlib import Path

__all__ = ["ASSETS", "DATA"]

_PACKAGE = Path(__file__).resolve().parent


def _folder(name: str) -> Path:
    packed = _PACKAGE / f"_{name}"
    return packed if packed.is_dir() else _PACKAGE.parent / name


DATA = _folder("data")
ASSETS = _folder("assets")
