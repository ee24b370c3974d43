"""Notes that are about the briefing itself, and so are no news in it."""

from __future__ import annotations

__all__ = ["BRIEFING"]

BRIEFING = "note:briefing:"
"""How the entity begins of what a person wrote under a section; the name of the section follows."""
