"""Which reports are about one incident: a pure rule, with a score and a reason in words."""

from __future__ import annotations

__all__ = ["AUTOMATIC", "PROPOSED", "RULE"]

RULE = "1"
"""Version of the rule; evidence of another version does not count."""
AUTOMATIC = 0.9
"""Score from which two reports are shown as one without asking."""
PROPOSED = 0.6
"""Score from which a person is asked."""
