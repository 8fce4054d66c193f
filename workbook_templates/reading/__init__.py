"""Cells in: from what stands in a sheet to records, and the errors that are named to the clerk."""
