"""Scores of units and persons (R8, R10, R12, R13)."""
