"""Made-up minutes of different offices, with the rows that a person would have made of them."""

import datetime as dt
import re
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from udfs.exchange.minutes.proposals import MinutesLine
from udfs.exchange.minutes.reading import MinutesReader
from udfs.exchange.minutes.when import MeetingDay
from udfs.exchange.minutes.who import Parties
from udfs.exchange.minutes.words import first_day, interval, next_day
from udfs.rules.ground.proposed_rows import new_row
from udfs.rules.ground.workdays import Calendar
from workbook_templates.reading.minutes_text import MinutesBlock
from workbook_templates.tables.setup import Department, Person

HERE = Path(__file__).parents[1] / "minutes"
UNITS = {
    "电力": "办公室=综合办 市场营销部=客服中心 运维检修部 安全监察部 财务资产部 人力资源部 党建部 物资部 调控中心 城东供电所 城西供电所 后勤服务中心 "
    "发展建设部=基建部 互联网部",
    "医院": "院办公室 医务部=医务科 护理部 财务科 信息科 总务科 医保办 药剂科 设备科 人事科 保卫科 感染管理科=感控科 急诊科 门诊部 党委办公室 质控办",
    "县": "县府办=县政府办公室 县发改局 县财政局 县教育局 县住建局 县交通运输局 县农业农村局=县农牧局 县卫健局=县卫计局 县应急管理局=县安监局 县自然资源局=县国土局 "
    "县生态环境局=县环保局 县公安局 县市场监管局 县文旅局 县水利局 县民政局 城关镇 东山乡",
    "国企": "综合管理部 战略发展部 财务部 人力资源部 审计部 法务合规部 安全环保部 生产技术部 采购部 市场部 工程部 党群工作部 纪检监察室 信息中心 一分厂 二分厂 物流公司",
    "学校": "校长办公室 教务处 学生处=学工处 后勤处 财务处 人事处 科研处 保卫处 基建处 信息中心 图书馆 招生就业处 团委 工会 国资处",
}
PEOPLE = {
    "电力": (
        ("王雪梅", "", "班子成员"),
        ("李建国", "运维检修部", "部门负责人"),
        ("赵敏", "财务资产部", "部门负责人"),
        ("刘洋", "市场营销部", "员工"),
    ),
    "国企": (
        ("李娜", "财务部", "部门负责人"),
        ("刘强", "安全环保部", "部门负责人"),
        ("王芳", "", "班子成员"),
        ("张伟", "审计部", "员工"),
        ("张伟", "市场部", "员工"),
    ),
}


class Expected(NamedTuple):
    """A row that a person would have made. part: words of its 事项; main: '' where the text leaves it open; due: as in a cell."""

    part: str
    main: str
    helpers: tuple[str, ...]
    due: str


class Minutes(NamedTuple):
    """One paper. style: text, auto or table."""

    name: str
    day: dt.date
    office: str
    style: str
    text: tuple[str, ...]
    rows: tuple[Expected, ...]


def minutes_in(*files: str) -> list[Minutes]:
    """The papers of these files."""
    found = []
    for file in files:
        for paper in re.split(r"^=== ", (HERE / file).read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
            head, _, rest = paper.partition("\n")
            body, _, rows = rest.partition("\n---\n")
            name, day, office, style = head.split("|")
            cells = [row.split("|") for row in rows.strip().splitlines()]
            expected = tuple(Expected(p, m, tuple(filter(None, h.split("、"))), d) for p, m, h, d in cells)
            found.append(Minutes(name, dt.date.fromisoformat(day), office, style, tuple(body.splitlines()), expected))
    return found


def parties_of(office: str) -> Parties:
    """部门 and 人员 of an office."""
    units = [unit.partition("=") for unit in UNITS[office].split()]
    rows = [new_row(Department, name=name, former=(old,) if old else ()) for name, _, old in units]
    people = [new_row(Person, name=n, department=d, role=r) for n, d, r in PEOPLE.get(office, ())]
    return Parties(rows, people)


def blocks_of(text: Sequence[str]) -> list[MinutesBlock]:
    """The paper as a reader of plain text has it; lines with | are rows of a table."""
    blocks: list[MinutesBlock] = []
    rows: list[tuple[str, ...]] = []
    for at, line in enumerate([*text, ""], 1):
        if line.startswith("|"):
            rows.append(tuple(line.strip("|\n").split("|")) if not line.endswith("||") else tuple(line[1:-1].split("|")))
            continue
        if rows:
            blocks.append(MinutesBlock("表 1", "", "", tuple(rows)))
            rows = []
        if line.strip():
            blocks.append(MinutesBlock(f"第 {at} 段", "", line.strip()))
    return blocks


def read(paper: Minutes, blocks: Sequence[MinutesBlock] | None = None) -> list[MinutesLine]:
    """The lines of a paper."""
    blocks = blocks_of(paper.text) if blocks is None else blocks
    texts = [block.text for block in blocks]
    day = first_day(texts) or paper.day
    meeting = MeetingDay(day, Calendar(()), next_day(texts), interval(paper.name + texts[0]))
    return MinutesReader(parties_of(paper.office), meeting).read(blocks)


class Measured(NamedTuple):
    """What came of the papers: found as expected; open: left blank or marked for a person; wrong: taken without a mark; missed; more."""

    found: int
    open: list[str]
    wrong: list[str]
    missed: list[str]
    more: list[str]


def measured(papers: Sequence[Minutes]) -> Measured:
    """Compares every paper with its rows."""
    found, open_, wrong, missed, more = 0, [], [], [], []
    for paper in papers:
        items = [item for line in read(paper) for item in line.proposals]
        used: set[int] = set()
        for row in paper.rows:
            hits = [at for at, item in enumerate(items) if row.part in item.matter and at not in used]
            if not hits:
                missed.append(f"{paper.name}：{row}")
                continue
            at = min(hits, key=lambda one: (items[one].main != row.main, shown(items[one].due) != row.due))
            used.add(at)
            item = items[at]
            told = f"{paper.name}：{row} ← {item.main}|{item.helping}|{shown(item.due)}|{item.notes}"
            differs = [item.main != row.main, shown(item.due) != row.due]
            if not any(differs) and item.helping == row.helpers:
                found += 1
            elif (differs[0] and item.main and not who_marks(item)) or (differs[1] and shown(item.due) and not item.due.mark):  # type: ignore[union-attr]
                wrong.append(told)
            else:
                open_.append(told)
        more += [f"{paper.name}：{item.matter}|{item.main}|{shown(item.due)}" for at, item in enumerate(items) if at not in used]
    return Measured(found, open_, wrong, missed, more)


def who_marks(item: object) -> list[str]:
    """The marks of an item that are about who."""
    words = ("部门", "主责", "当作", "牵头", "可能是", "没有写由谁办")
    return [mark for mark in getattr(item, "notes", []) if any(word in mark for word in words)]


def shown(due: object) -> str:
    """A deadline as the rows have it."""
    value = getattr(due, "shown", None)
    return "" if value is None else str(value)
