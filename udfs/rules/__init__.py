"""The rules R1 to R17 of rules.md: plain functions over frozen records; no Excel, no files, no clock, no pandas."""
