"""The briefing as situation reports (EDXL-SitRep) in one envelope, for systems of others."""
