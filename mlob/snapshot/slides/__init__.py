"""The briefing as slides: what goes on which slide, how big it is, and the file around it."""
