"""Figures and words of the papers."""
