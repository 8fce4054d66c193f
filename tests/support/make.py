"""Small builders of records and Tables for the tests of the rules: name what matters, the rest is an ordinary row."""

import datetime as dt
import itertools
from fractions import Fraction
from typing import Any

from workbook_templates.reading.parse import FIELDS, Tables, parse_table
from workbook_templates.reading.setting_values import defaults, with_values
from workbook_templates.tables import TABLES
from workbook_templates.tables.daily import Accountability, Change, Feedback, Item, Objection, Point, Ruling, Stage, Target
from workbook_templates.tables.default_rows import default_rows
from workbook_templates.tables.grid import Grid
from workbook_templates.tables.logs import Closed, Paper
from workbook_templates.tables.performance import Indicator, IndicatorProgress, Inspection, Mark, Rating, RiskPoint
from workbook_templates.tables.schema import Source
from workbook_templates.tables.setup import DeductionBand, Department, Holiday, LightBound, Person, Weighting

ROWS = itertools.count(4)


def key_of(origin: Any) -> str:
    """来源 without the check behind it."""
    return str(origin).partition("#")[0]


def day(text: str) -> dt.date:
    """'2026-03-31', or '3-31' of 2026."""
    return dt.date.fromisoformat(text) if len(text) == 10 else dt.date(2026, *(int(part) for part in text.split("-")))


def record(table: str, /, **fields: Any) -> Any:
    """A row of a table with the given fields; dates may be texts, numbers ints or texts like '1/3'. Others are blank."""
    values: dict[str, Any] = {}
    kinds = {column.field: column.kind for column in TABLES[table].columns}
    assert fields.keys() - {"row"} <= kinds.keys(), fields.keys() - kinds.keys()
    for field, kind in kinds.items():
        value = fields.get(field, {"text": "", "names": ()}.get(kind))
        if kind == "date" and isinstance(value, str):
            value = day(value)
        if kind in ("number", "rate") and value is not None:
            assert not isinstance(value, float), "write '1/3' or '0.8': tests are as exact as the rules"
            value = Fraction(value)
        values[field] = value
    key = "/".join(str(values[column.field] or "") for column in TABLES[table].columns if column.spec.key)
    return TABLES[table].record(**values, at=Source(table, fields.get("row", next(ROWS)), key))


def item(number: str = "1", **fields: Any) -> Item:
    common = {"matter": f"事项{number}", "department": "发展部", "status": "办理", "level": "部门级", "responsible": "张三"}
    return record("督办台账", number=number, **{**common, "issued": "1-1", "due": "6-30", **fields})  # type: ignore[no-any-return]


def stage(name: str = "一", number: str = "1", **fields: Any) -> Stage:
    return record("阶段目标", number=number, stage=name, **{"task": "任务", "due": "3-31", **fields})  # type: ignore[no-any-return]


def change(kind: str, number: str = "1", **fields: Any) -> Change:
    asked = fields.get("asked", "3-1")
    common = {"asked": asked, "result": "同意", "approved": asked, "approver": "王总"}
    return record("变更记录", number=number, change=kind, **{**common, **fields})  # type: ignore[no-any-return]


def feedback(**fields: Any) -> Feedback:
    return record("反馈记录", **{"number": "1", "due": "3-10", **fields})  # type: ignore[no-any-return]


def ruling(light: str, period: str = "2026Q1", **fields: Any) -> Ruling:
    return record("认定记录", light=light, period=period, **{"number": "1", "reason": "会议认定", **fields})  # type: ignore[no-any-return]


def target(number: str = "T1", **fields: Any) -> Target:
    return record("目标库", number=number, **{"year": 2026, "theme": "安全", "target": f"目标{number}", **fields})  # type: ignore[no-any-return]


def department(name: str = "发展部", **fields: Any) -> Department:
    return record("部门", name=name, **{"kind": "业务职能", **fields})  # type: ignore[no-any-return]


def person(name: str = "张三", **fields: Any) -> Person:
    return record("人员", name=name, **{"staff_no": f"G{next(ROWS)}", "role": "员工", "department": "发展部", **fields})  # type: ignore[no-any-return]


def holiday(date: str, kind: str) -> Holiday:
    return record("节假日", day=date, kind=kind)  # type: ignore[no-any-return]


def bound(light: str, low: Any, included: str = "否") -> LightBound:
    return record("亮灯规则", light=light, bound=low, included=included)  # type: ignore[no-any-return]


def paper(kind: str, linked: str, **fields: Any) -> Paper:
    return record("文书登记", kind=kind, linked=linked, **fields)  # type: ignore[no-any-return]


def closed(period: str, **fields: Any) -> Closed:
    return record("历史成绩", period=period, **fields)  # type: ignore[no-any-return]


def point(**fields: Any) -> Point:
    common = {"day": "3-1", "department": "发展部", "kind": "其他", "points": -1, "status": "已确认"}
    return record("加减分台账", **{**common, **fields})  # type: ignore[no-any-return]


def indicator(number: str = "Z1", **fields: Any) -> Indicator:
    common = {"name": f"指标{number}", "period": "2026Q1", "level": "部门", "method": "正向", "department": "发展部"}
    return record("指标", number=number, **{**common, **fields})  # type: ignore[no-any-return]


def report(until: str, actual: Any, number: str = "Z1", **fields: Any) -> IndicatorProgress:
    """A row of 指标进度."""
    return record("指标进度", number=number, until=until, actual=actual, **{"period": "2026Q1", **fields})  # type: ignore[no-any-return]


def mark(score: Any, full: Any = 10, **fields: Any) -> Mark:
    common = {"period": "2026Q1", "scorer": "绩效办", "matter": "Z1", "unit": "发展部"}
    return record("考评打分", score=score, full=full, **{**common, **fields})  # type: ignore[no-any-return]


def rating(staff_no: str, *marks: Any, **fields: Any) -> Rating:
    """marks: 能力, 态度, 质量; one alone stands for all three."""
    ability, attitude, quality = marks if len(marks) == 3 else marks * 3
    common = {"period": "2026Q1", "role": "部门负责人", "rater": "王五", "ability": ability, "attitude": attitude, "quality": quality}
    return record("个人评分", staff_no=staff_no, **{**common, **fields})  # type: ignore[no-any-return]


def risk_point(number: str = "F1", **fields: Any) -> RiskPoint:
    """A 低 point, 1 × 1 × 1."""
    common = {"department": "发展部", "point": f"风险{number}", "frequency": 1, "subjectivity": 1, "severity": 1}
    return record("风险点", number=number, **{**common, **fields})  # type: ignore[no-any-return]


def inspection(result: str = "合格", **fields: Any) -> Inspection:
    """A row of a visit of its own, unless `number` says which."""
    common = {"number": f"C{next(ROWS)}", "day": "3-1", "level": "日常", "department": "发展部"}
    return record("抽查记录", result=result, **{**common, **fields})  # type: ignore[no-any-return]


def weighting(kind: str, *weights: Any) -> Weighting:
    """weights: 督办, 亮灯, 指标, 抽查."""
    return record("考核权重", kind=kind, **dict(zip(("supervision", "lights", "indicators", "inspection"), weights, strict=True)))  # type: ignore[no-any-return]


def band(level: str, impact: str, cause: str, points: Any) -> DeductionBand:
    return record("考核分档", level=level, impact=impact, cause=cause, points=points)  # type: ignore[no-any-return]


def accountability(**fields: Any) -> Accountability:
    common = {"day": "3-1", "kind": "约谈", "subject": "张三", "status": "拟"}
    return record("问责记录", **{**common, **fields})  # type: ignore[no-any-return]


def objection(**fields: Any) -> Objection:
    common = {"day": "1-5", "department": "发展部", "number": "1", "table": "督办台账", "objection": "时限太紧"}
    return record("异议", **{**common, **fields})  # type: ignore[no-any-return]


def default_table(table: str) -> tuple[Any, ...]:
    """The rows that a new workbook has in a set-up table."""
    return parse_table(TABLES[table], Grid(table, 4, TABLES[table].headers, default_rows(table)))[0]


def tables(*records: Any, **settings: Any) -> Tables:
    """These records, 参数 by Chinese name, and the default rows of 亮灯规则, 考核权重 and 考核分档 unless some are given."""
    held: dict[str, list[Any]] = {field: [] for field in FIELDS.values()}
    for one in records:
        held[FIELDS[one.at.table]].append(one)
    for table in ("亮灯规则", "考核权重", "考核分档"):
        if not held[FIELDS[table]]:
            held[FIELDS[table]] += default_table(table)
    return Tables(with_values(defaults(), settings), **{field: tuple(rows) for field, rows in held.items()})
