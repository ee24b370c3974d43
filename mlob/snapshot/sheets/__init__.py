"""The briefing as a workbook: an overview, a sheet for each table, and everything of the picture."""
