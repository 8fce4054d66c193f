"""Reminders, escalation, supervision score, targets, advice (R5, R6, R7, R14, R17)."""
