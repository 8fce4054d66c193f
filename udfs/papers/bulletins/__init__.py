"""Figures and words of each bulletin (通报, 周报)."""
