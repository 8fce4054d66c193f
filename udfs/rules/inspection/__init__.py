"""Spot checks (R9): scores, warnings, the lots of the next check."""
