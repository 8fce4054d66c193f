"""What belongs to months, quarters and halves: the week's sheets, the bulletins with a number, marks, ratings, closings."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from year.office import UNITS, Cells
from year.script import Script, working

QUARTERS = {(3, 31): "2026Q1", (6, 30): "2026Q2", (9, 30): "2026Q3", (12, 31): "2026Q4"}


class Numbered(NamedTuple):
    """A paper that got its number: kind, period, and the file."""

    kind: str
    period: str
    file: Path


def first_of_week(day: dt.date) -> bool:
    """The first working day of its week."""
    return not any(working(day - dt.timedelta(back)) for back in range(1, day.weekday() + 1))


def nth_of_month(day: dt.date) -> int:
    """The how manyeth working day of its month."""
    return sum(working(day.replace(day=one)) for one in range(1, day.day + 1))


def prepared(script: Script, day: dt.date) -> None:
    """At the beginning of a quarter's last month its indicators, marks and ratings are laid out; marks come in its last days and after."""
    nth = nth_of_month(day)
    if day.month % 3 == 0 and nth == 2:
        script.office.type(laid_out(script, f"2026Q{day.month // 3}"), {})
    if (day.month % 3 == 0 and day.day >= 24) or (day.month % 3 == 1 and nth <= 4):
        filled(script)


def laid_out(script: Script, quarter: str) -> dict[str, list[Cells]]:
    """The rows of a quarter, with the answers blank."""
    units = [script.unit_name(unit) for unit, _, _ in UNITS]
    indicators = [
        {
            "指标编号": f"Z{nth}", "层级": "部门", "指标": f"第{nth}项指标", "期间": quarter, "主责部室": unit,
            "计分方式": "正向", "目标值": 100.0,
        }
        for nth, unit in enumerate(units, 1)
    ]  # fmt: skip
    marks = [
        {"期间": quarter, "考评部门": scorer, "考评项目": "基础管理", "被考评单位": unit, "满分": 10.0}
        for scorer in ("办公室", "财务部")
        for unit in units
        if unit != scorer
    ]
    ratings = [
        {"期间": quarter, "工号": person["工号"], "评分角色": role}
        for person in script.staff
        if person.get("部门") and person["角色"] == "员工"
        for role in ("部门负责人", "分管领导")
    ]
    return {"指标": indicators, "考评打分": marks, "个人评分": ratings}


def filled(script: Script) -> None:
    """Some of the marks and ratings that are still blank are given today."""
    changed: dict[str, dict[tuple[int, str], Any]] = {"考评打分": {}, "个人评分": {}}
    tables = script.office.tables(*changed)
    for place, row in enumerate(tables["考评打分"]):
        if row["得分"] is None and script.chance(0.6):
            changed["考评打分"][place, "得分"] = float(script.draw.choice((8, 8, 8, 9, 10, 7)))
    for place, row in enumerate(tables["个人评分"]):
        if row["工作能力"] is None and script.chance(0.6):
            changed["个人评分"].update(
                {(place, header): float(script.draw.randint(70, 98)) for header in ("工作能力", "工作态度", "工作质量")}
            )
    script.office.type({}, changed)


def papers(script: Script, day: dt.date) -> Iterator[Numbered]:
    """The bulletins that are due on this day, each with its number; closings before those that need them."""
    nth, month = nth_of_month(day), (day.replace(day=1) - dt.timedelta(1)).month
    if nth == 3 and month >= 3:
        yield from issued(script, "督办通报", f"2026-{month:02d}")
        if month % 2 == 0:
            yield from issued(script, "亮灯通报", f"2026-B{month // 2}")
    if nth == 6 and month in (3, 6, 9):
        closed(script, f"2026Q{month // 3}")
        yield from issued(script, "绩效通报", f"2026Q{month // 3}")
    if nth == 8 and month == 6:
        closed(script, "2026H1")
        yield from issued(script, "督办考核通报", "2026H1")
    if nth == 7 and month >= 4 and month % 2 == 0:
        closed(script, f"2026-B{month // 2}")


def closed(script: Script, period: str) -> None:
    """定稿: first as it is; where something is left, the office does not wait."""
    said = script.office.run("close", period, refused=True)
    if "没有定稿" in said:
        script.office.run("close", period, "--anyway")


def issued(script: Script, kind: str, period: str) -> Iterator[Numbered]:
    """A paper with its number; nothing where the command had nothing to say."""
    before = set(script.office.folder.rglob("*.docx"))
    script.office.run("document", kind, "--period", period, "--issue", refused=True)
    for file in sorted(set(script.office.folder.rglob("*.docx")) - before):
        if "模板" not in file.parts:
            yield Numbered(kind, period, file)
