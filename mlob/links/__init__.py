"""Which reports are about one incident: a pure rule, with a score and a reason in words.

Reports of one incident make a profile (profile.py); two profiles are compared aspect by aspect
(compare.py); the aspects have weights that add up to a score (rule.py); the memory finds who may
belong together and decides which do (memory.py).
"""

from __future__ import annotations

import hashlib

from mlob.links.memory import Judgement, Memory
from mlob.links.rule import AUTOMATIC, PROPOSED, RULE

__all__ = ["AUTOMATIC", "PROPOSED", "RULE", "Judgement", "Memory", "link_id"]


def link_id(a: str, b: str) -> str:
    """The id of the link between two entities, whichever is named first."""
    pair = "\n".join(sorted((a, b)))
    return f"link:{hashlib.blake2b(pair.encode(), digest_size=12).hexdigest()}"
