"""What departments write about their work, to be filled: {p} is the percentage reached, {q} that of the next report, {n:3-9} a figure."""

from workbook_templates.sample.lists import read_sections

WAYS: dict[str, dict[str, list[list[str]]]] = {}
"""What is written about → the case, blank where there is but one → its rows."""
for heading, rows in read_sections("phrases"):
    what, _, case = heading.partition(" ")
    WAYS.setdefault(what, {})[case] = rows


def said(what: str, case: str = "") -> list[str]:
    """The ways to write it. case: 完成形式, 现场 or 案头, or 原因, as the list phrases.txt has it."""
    return [way for (way,) in WAYS[what][case]]


def stage_tasks(form: str) -> list[list[str]]:
    """阶段任务 of a 完成形式: the ways to write each of its four phases."""
    return WAYS["阶段任务"][form]
