"""Figures and words of each paper to an addressee (函, 单, 意见书)."""
