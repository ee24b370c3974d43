"""A folder is its own register: put the file in, it is there."""

from __future__ import annotations

import importlib
import pkgutil

__all__ = ["declarations"]


def declarations(package: str, name: str) -> list[object]:
    """The object called `name` of every module in `package` that has one, in order of file names."""
    folder = importlib.import_module(package)
    modules = sorted(item.name for item in pkgutil.iter_modules(folder.__path__))
    found = (getattr(importlib.import_module(f"{package}.{module}"), name, None) for module in modules)
    return [declaration for declaration in found if declaration is not None]
