"""Which features of two pictures are the same thing: by id, and by the members of what was joined."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from mlob.model import Kind
from mlob.snapshot.differences.scene import Feature

__all__ = ["Pair", "pairs"]

Pair = tuple[list[Feature], list[Feature]]
"""What one picture and the other show of one thing; an empty side: it is not there."""

Features = Mapping[str, Feature]

_LOOKS = frozenset(
    (
        *("observed_at", "received_at", "stale_at", "expires_at", "said_at"),
        *("sources", "actor", "frame", "body", "capcodes"),
    )
)
"""Values that are no news by themselves: when and by whom the same was said."""


def pairs(before: Features, after: Features) -> Iterator[Pair]:
    """Every thing of either picture once, but for what is equal and stays so as time passes.

    A group may change its smallest id, take in what was apart or fall apart: all that share a member,
    directly or by way of others, are one thing.
    """
    top = _joined(before, after)
    groups: dict[str, Pair] = {}
    for name in sorted(before.keys() | after.keys()):
        one, other = before.get(name), after.get(name)
        if name in top:
            root = _root(top, name)
            left, right = groups.setdefault(root, ([], []))
            left += [] if one is None else [one]
            right += [] if other is None else [other]
        elif one is None or other is None or _timed(other) or not _equal(one, other):
            yield [] if one is None else [one], [] if other is None else [other]
    yield from groups.values()


def _timed(feature: Feature) -> bool:
    """Whether time alone may change what it means: a warning begins, a request is overdue."""
    return feature["properties"].get("kind") in (Kind.AREA, Kind.REQUEST)


def _equal(one: Feature, other: Feature) -> bool:
    if one is other:
        return True
    old, new = one["properties"], other["properties"]
    if old != new and any(old.get(name) != new.get(name) for name in (old.keys() | new.keys()) - _LOOKS):
        return False
    return bool(one.get("geometry") == other.get("geometry"))


def _joined(before: Features, after: Features) -> dict[str, str]:
    """Of each id that is shown with others: one of those (a forest; follow it to its root)."""
    top: dict[str, str] = {}
    for features in (before, after):
        for name, feature in features.items():
            for member in _members(feature):
                top.setdefault(name, name)
                top.setdefault(member, member)
                top[_root(top, member)] = _root(top, name)
    return top


def _members(feature: Feature) -> list[str]:
    members = feature["properties"].get("members")
    return [member for member in members if isinstance(member, str)] if isinstance(members, list) else []


def _root(top: dict[str, str], name: str) -> str:
    while top[name] != name:
        top[name] = top[top[name]]
        name = top[name]
    return name
