"""Scenarios: dated facts as frames in the real formats, shifted to now, through the real sockets.

`load` reads `data/scenarios/<name>`, `settings_for` gives the sources that a run needs, `play` sends.
"""

from mlob.scenario.play import Endpoints, play, settings_for
from mlob.scenario.playbook import Playbook, Sending
from mlob.scenario.script import Scenario, load

__all__ = ["Endpoints", "Playbook", "Scenario", "Sending", "load", "play", "settings_for"]
