"""Plans of operations (mlob/bijstand/plans.py): another phase, another outlook."""

from __future__ import annotations

from collections.abc import Iterator

from mlob.bijstand import plans
from mlob.snapshot.differences.change import Change
from mlob.snapshot.differences.say import plain
from mlob.snapshot.differences.scene import Item, Scene

__all__ = ["is_plan", "plan"]


def is_plan(item: Item) -> bool:
    """Whether a note is the plan of an operation."""
    return item.id.startswith(plans.PREFIX)


def plan(scene: Scene, before: Item | None, after: Item) -> Iterator[Change]:
    """What is new in a plan; a plan says itself what of it a reader must know."""
    old, new = None if before is None else before.get("phase"), after.get("phase")
    told = plain(plans.told(after.id, after.properties))
    if before is not None and old == new and told == plain(plans.told(before.id, before.properties)):
        return
    phase = f"fase {plain(old)} → {plain(new)}" if old and new and old != new else ""
    text = phase or told
    if text:
        yield scene.change(
            "phase",
            after,
            "Plan van operatie",
            text,
            severity=2 if old != new else 1,
            time=after.said("phase") if phase else after.get("observed_at"),
            title=plain(after.get("title") or after.id.removeprefix(plans.PREFIX)),
        )
