"""The record classes: one module per group of tables in rules.md §1."""

from workbook_templates.tables import daily, logs, results, setup
from workbook_templates.tables.schema import Table

TABLES: dict[str, Table] = {t.name: t for t in (*setup.TABLES, *daily.TABLES, *logs.TABLES, *results.TABLES)}
"""Every table by name, in the order of the manual."""
