"""Words with which a status (DeploymentStatus of EDXL-RM, which has no list of its own) says what moved."""

__all__ = ["BACK", "LEFT", "THERE"]

LEFT = frozenset({"onderweg", "vertrokken", "en route", "enroute", "departed", "in transit", "underway"})
THERE = frozenset({"ter plaatse", "on scene", "onscene", "on-scene", "arrived", "aangekomen", "ingezet"})
BACK = frozenset({"vrijgegeven", "released", "demobilized", "demobilised", "returned", "teruggekeerd"})
