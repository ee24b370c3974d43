"""GRIP and phase of the regions."""

from __future__ import annotations

from collections.abc import Iterator

from mlob.model import Phase, Verification
from mlob.snapshot.differences.change import SEVERE, Change
from mlob.snapshot.differences.scene import DRILL, Item, Scene, item

__all__ = ["region", "unsaid"]

_GRIP_ALARM = 3
"""From this level on the authority moves up (burgemeester, voorzitter veiligheidsregio)."""
_PHASES = frozenset(Phase)


def region(scene: Scene, before: Item, after: Item) -> Iterator[Change]:
    """How one region is scaled up or down."""
    yield from _grip(scene, before, after)
    yield from _phase(scene, before, after)
    if before.verification != after.verification and after.verification in (
        Verification.TEGENGESPROKEN,
        Verification.INGETROKKEN,
    ):
        yield _change(
            scene, after, "verification", f"Opschaling {after.verification}", SEVERE, aside=_level(after)
        )


def unsaid(of: Item) -> Item:
    """The same region where nobody said anything of it, or where a picture leaves it out."""
    kept = ("kind", "title", "veiligheidsregio", "veiligheidsregio_name", "exercise")
    properties = {name: of.get(name) for name in kept}
    return item([{"id": of.id, "properties": properties}])


def _level(after: Item) -> str:
    grip = _whole(after.get("grip"))
    return "" if grip is None else f", GRIP {grip}"


def _whole(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _grip(scene: Scene, before: Item, after: Item) -> Iterator[Change]:
    old, new = _whole(before.get("grip")), _whole(after.get("grip"))
    if (old or 0) == (new or 0):
        return  # that nobody said anything and that there is no GRIP read the same
    if new is None:
        yield _change(scene, after, "grip", f"GRIP {old} niet meer bekend", SEVERE)
        return
    text = f"GRIP {new}" if old is None else f"GRIP {old} → {new}"
    if new > (old or 0):
        yield _change(scene, after, "grip", text, 4 if new >= _GRIP_ALARM else SEVERE, grip=new)
    else:
        severity = SEVERE if (old or 0) >= _GRIP_ALARM else 2
        yield _change(scene, after, "grip", f"Afgeschaald: {text}", severity, grip=new)


def _phase(scene: Scene, before: Item, after: Item) -> Iterator[Change]:
    old, new = str(before.get("phase")), str(after.get("phase"))
    if old == new or new not in _PHASES:
        return
    text = f"Fase {old} → {new}" if old in _PHASES else f"Fase {new}"
    yield _change(scene, after, "phase", text, 2 if new == Phase.RESPONS else 1)


def _change(
    scene: Scene, of: Item, what: str, text: str, severity: int, *, aside: str = "", grip: int = 0
) -> Change:
    """ "GRIP 2 → 4 in Zuid-Limburg 13:21"."""
    code, name = scene.region(of)
    time = of.said(what)
    clock = scene.clock(time)
    sentence = f"{text} in {name or of.title}{aside}" + (f" {clock}" if clock else "")
    return Change(
        what=what,
        discipline="",
        region=code,
        region_name=name,
        severity=severity,
        time=time if clock else None,
        text=(DRILL if scene.drill(of) else "") + sentence,
        entity=of.id,
        exercise=scene.drill(of),
        grip=grip,
    )
