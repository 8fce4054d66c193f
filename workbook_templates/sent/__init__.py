"""Workbooks for departments, leaders, scorers and checkers, and what is read of them when they return."""
