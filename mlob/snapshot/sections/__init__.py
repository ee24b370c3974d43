"""The sections of a briefing, a file for each group of them: from what was read to sentences and tables.

Their order, and which letter of the legal list each answers, stand in mlob/snapshot/compose.py.
"""
