"""Companies drawn at random, one per seed, that stand on the boundaries of the rules; as frames for the oracle, as grids for `parse`.

A company is what a clerk would type: rows per table, header → cell. Dates cluster on and one day beside 基准日, deadlines and
the ends of periods; weights, completions and settings are those at which a rule turns.
"""

import datetime as dt
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeVar

import pandas as pd

from support.kept import kept
from workbook_templates.tables import TABLES
from workbook_templates.tables.grid import Grid, Row, Value

Cells = dict[str, Value]
T = TypeVar("T")

LEDGER = ("亮灯规则", "节假日", "部门", "目标库", "督办台账", "阶段目标", "反馈记录", "变更记录", "认定记录", "文书登记", "历史成绩")
ROUND_IT = (
    "督办频次",
    "考核分档",
    "人员",
    "指标",
    "指标进度",
    "风险点",
    "抽查记录",
    "加减分台账",
    "提醒记录",
    "考核权重",
    "考评打分",
    "个人评分",
)
"""Tables that `random_supervision` and `random_scores` fill; here they stay empty."""
DRAWN = (*LEDGER, *ROUND_IT)

DEFAULTS: dict[str, Any] = {
    "月度截止日": 31,
    "考核期间": "",
    "启用日期": "",
    "亮灯口径": "到期阶段",
    "序时差绿灯下限": 0,
    "序时差黄灯下限": -10,
    "逾期亮红灯": "否",
    "红灯须有影响": "否",
    "办结认定日期": "提交",
    "时限逢休顺延": "否",
    "提前提醒天数": "7,3,1",
    "升级宽限天数": 15,
    "空白负面影响": "无",
    "空白原因": "主观",
    "提醒日逢休提前": "是",
    "反馈提前提醒天数": 1,
    "反馈提前提醒类别": "日常、重点",
    "薄弱下限": 60,
    "完成质量权重": 30,
    "按期权重": 30,
    "反馈时效权重": 20,
    "反馈准确权重": 20,
    "准确分": 100,
    "基本准确分": 60,
    "不准确分": 0,
    "协办系数": 0,
    "退办扣分": 0,
}
"""The settings of rules.md §3 that bear on lights, deadlines, supervision, proposals and reminders, as a clerk types them."""

EXACT = (
    *("序时差绿灯下限", "序时差黄灯下限", "薄弱下限", "协办系数", "退办扣分"),
    *("完成质量权重", "按期权重", "反馈时效权重", "反馈准确权重", "准确分", "基本准确分", "不准确分"),
)
"""The settings that are taken as the decimals typed."""

CHOICES: dict[str, tuple[Any, ...]] = {
    "月度截止日": (31, 31, 25, 28, 30, 1),
    "亮灯口径": ("到期阶段", "全部阶段", "序时差", "时限"),
    "序时差绿灯下限": (0, -5, 10),
    "序时差黄灯下限": (-10, -20, -50, "-33.3"),
    "逾期亮红灯": ("否", "是"),
    "红灯须有影响": ("否", "是"),
    "办结认定日期": ("提交", "办结"),
    "时限逢休顺延": ("否", "是"),
    "提前提醒天数": ("7,3,1", "1", "0", "5、2", "15;10"),
    "升级宽限天数": (15, 0, 1, 30),
    "空白负面影响": ("无", "一般"),
}
BOUNDS: tuple[tuple[tuple[str, float, str], ...], ...] = (
    (("绿灯", 80.0, "否"), ("黄灯", 60.0, "是"), ("红灯", 0.0, "是")),
    (("绿灯", 80.0, "是"), ("黄灯", 60.0, "否"), ("红灯", 0.0, "否")),
    (("红灯", 30.0, "是"), ("黄灯", 60.0, "是"), ("绿灯", 90.0, "是")),
    (("绿灯", 80.0, "否"), ("黄灯", 80.0, "是"), ("红灯", 0.0, "是")),
    (("蓝灯", 95.0, "是"), ("绿灯", 66.7, "是"), ("黄灯", 33.3, "是"), ("红灯", 0.0, "是")),
)
SHARES = (0.0, 0.3, 0.599, 0.6, 0.601, 0.7, 0.799, 0.8, 0.801, 0.9, 0.333, 0.1, 1.0)
WEIGHTS = (None, None, 0.0, 0.1, 0.2, 0.3, 1.0, 2.0, 3.0)
STATUSES = ("立项", "下达", "待调整", "办理", "办理", "提交", "办结", "办结", "暂缓", "取消")
DAY_FORMATS = (
    "{0:%Y-%m-%d}",
    "{0.year}-{0.month}-{0.day}",
    "{0.year}/{0.month}/{0.day}",
    "{0.year}.{0.month}.{0.day}",
    "{0:%Y%m%d}",
    "{0.year}年{0.month}月{0.day}日",
)
UNITS = ("甲部", "乙部", "丙所", "丁所", "戊公司")


@dataclass(frozen=True)
class Company:
    """Rows per table as a clerk types them (a share as 0..1 in a percent cell), settings by name, and 基准日."""

    seed: int
    as_of: dt.date
    settings: dict[str, Any]
    rows: dict[str, list[Cells]]


def company(seed: int) -> Company:
    """The company of a seed."""
    return Draw(seed).company()


class Draw:
    """One generator, with the days that its company turns on."""

    def __init__(self, seed: int) -> None:
        self.seed, self.pick = seed, random.Random(seed)
        turning = (
            dt.date(2026, 3, 31),
            dt.date(2026, 6, 30),
            dt.date(2026, 3, 25),
            dt.date(2026, 12, 31),
            dt.date(2026, 2, 28),
            dt.date(2027, 1, 2),
        )
        free = dt.date(2025, 12, 1) + dt.timedelta(self.pick.randrange(430))
        self.as_of = self.pick.choice((*turning, free, free, free, free))
        self.anchors = [self.as_of, self.as_of, self.as_of.replace(day=1), self.as_of + dt.timedelta(20), self.as_of - dt.timedelta(40)]

    def chance(self, share: float) -> bool:
        return self.pick.random() < share

    def maybe(self, value: T, share: float = 0.5) -> T | None:
        return value if self.chance(share) else None

    def day(self, *anchors: dt.date | None) -> dt.date:
        """A day on an anchor, one beside it, or a little away."""
        anchor = self.pick.choice([day for day in anchors if day] or self.anchors)
        return anchor + dt.timedelta(self.pick.choice((0, 0, 0, -1, 1, -2, 7, -7, self.pick.randint(-60, 40))))

    def day_text(self, *anchors: dt.date | None) -> Value:
        day = self.day(*anchors)
        return day if self.chance(0.1) else self.pick.choice(DAY_FORMATS).format(day)

    def company(self) -> Company:
        settings = {name: self.pick.choice(choices) for name, choices in CHOICES.items() if self.chance(0.5)}
        settings["亮灯口径"] = CHOICES["亮灯口径"][self.seed % 4]
        if self.chance(0.35):
            settings["考核期间"] = self.period()
        if self.chance(0.1):
            settings["启用日期"] = self.day()
        rows: dict[str, list[Cells]] = {name: [] for name in DRAWN}
        rows["亮灯规则"] = [
            {"灯": light, "下限": low, "含下限": within} for light, low, within in self.pick.choice(BOUNDS[:1] * 2 + BOUNDS)
        ]
        rows["部门"] = self.departments()
        rows["目标库"] = self.targets()
        for number in range(self.pick.randint(3, 9)):
            self.item(f"2026-{number + 1:04d}", rows)
        numbers = [str(item["编号"]) for item in rows["督办台账"]]
        rows["认定记录"] = [self.ruling(numbers) for _ in range(self.pick.randint(0, 5))]
        if rows["认定记录"] and self.chance(0.3):  # a second meeting of the same day
            rows["认定记录"].append(rows["认定记录"][0] | {"认定灯": self.pick.choice(("绿灯", "黄灯", "红灯"))})
        rows["文书登记"] = [self.paper(n, numbers) for n in range(self.pick.randint(0, 3))]
        rows["历史成绩"] = [self.closed_figure() for _ in range(self.pick.randint(0, 2))]
        limits = [value for row in rows["督办台账"] if isinstance(value := row.get("办理时限"), dt.date)]
        holidays = {self.day(*limits): self.pick.choice(("休", "休", "班")) for _ in range(self.pick.randint(0, 4))}
        rows["节假日"] = [{"日期": day, "类型": kind} for day, kind in holidays.items()]
        for item in rows["督办台账"]:
            item["现场分类"] = self.maybe(self.pick.choice(("现场已解决", "现场已解决", "需研究")), 0.15)
        for target in rows["目标库"]:
            rows["变更记录"] += self.target_changes(target)
        return Company(self.seed, self.as_of, settings, rows)

    def period(self) -> str:
        """A period of any kind about 基准日, mostly one that has ended."""
        day = self.day(self.as_of, self.as_of - dt.timedelta(30), self.as_of - dt.timedelta(90))
        week = day.isocalendar()
        kinds = ("{0.year}-{0.month:02d}", "{0.year}-B{1}", "{0.year}Q{2}", "{0.year}H{3}", "{0.year}", "{4}-W{5:02d}")
        return self.pick.choice(kinds).format(day, (day.month + 1) // 2, (day.month + 2) // 3, (day.month + 5) // 6, week.year, week.week)

    def departments(self) -> list[Cells]:
        rows: list[Cells] = [{"部门": name, "类型": "业务职能" if n < 2 else "基层", "排序": float(n)} for n, name in enumerate(UNITS)]
        for row in rows:
            if self.chance(0.3):
                row["停用日期"] = self.day()
            if self.chance(0.3):
                row["并入部门"] = self.pick.choice([name for name in UNITS if name > str(row["部门"])] or [None])
        if self.chance(0.3):
            rows[1]["曾用名"] = self.pick.choice(("老乙部", "老乙部、旧部"))
        return rows

    def targets(self) -> list[Cells]:
        return [
            {
                "目标编号": f"M{n + 1}",
                "年度": self.pick.choice((2026.0, 2026.0, 2025.0)),
                "主题": "安全",
                "目标": f"目标{n + 1}",
                "权重": self.pick.choice(WEIGHTS),
                "状态": self.pick.choice((None, "有效", "新增", "撤销")),
                "认定": self.maybe(self.pick.choice(("落地", "未落地")), 0.2),
            }
            for n in range(self.pick.randint(1, 4))
        ]

    def target_changes(self, target: Cells) -> list[Cells]:
        """What was decided of a target, before and after 基准日; its 更新日期 may be that of somebody's own hand."""
        target["更新日期"] = self.maybe(self.day(), 0.4)
        return [
            {
                "编号": target["目标编号"],
                "变更": self.pick.choice(("新增", "调整", "撤销", "撤销", "延期")),
                "申请日期": self.day(self.as_of),
                "批准日期": self.maybe(self.day(self.as_of), 0.8),
                "原值": self.pick.choice((None, "有效", "新增", "撤销")),
                "结果": self.pick.choice(("同意", "同意", "同意", "待批", "不同意")),
            }
            for _ in range(self.pick.choice((0, 0, 1, 1, 2, 3)))
        ]

    def item(self, number: str, rows: dict[str, list[Cells]]) -> None:
        """One item with its stages, feedback and changes."""
        status = self.pick.choice(STATUSES)
        due = None if self.chance(0.06) else self.day()
        issued = self.maybe(self.day(self.as_of - dt.timedelta(30), due and due - dt.timedelta(9), self.as_of), 0.8)
        submitted = self.maybe(self.day(due, self.as_of), {"提交": 0.85, "办结": 0.7}.get(status, 0.1))
        closed = self.maybe(self.day(due, self.as_of, submitted), 0.85 if status == "办结" else 0.05)
        rows["督办台账"].append(
            {
                "编号": number,
                "事项": f"事项{number}",
                "来源": "领导交办",
                "目标编号": self.maybe(self.pick.choice(("M1", "M1", "M2", "M3", "M9")), 0.6),
                "类别": "重点",
                "级别": self.pick.choice(("公司级", "部门级")),
                "主责部门": self.pick.choice((*UNITS, *UNITS, *UNITS, "老乙部", "无此部")),
                "责任人": "王建国",
                "立项日期": self.maybe(self.day(issued and issued - dt.timedelta(3), self.as_of - dt.timedelta(50)), 0.7),
                "下达日期": issued,
                "办理时限": "长期" if due is None else due,
                "权重": self.pick.choice(WEIGHTS),
                "状态": status,
                "完成度": self.maybe(self.pick.choice(SHARES), 0.7),
                "确认日期": self.maybe(self.day(), 0.3),
                "提交日期": submitted,
                "办结日期": closed,
                "完成质量": self.maybe(90.0, 0.3),
                "负面影响": self.pick.choice((None, None, "无", "一般", "重大")),
            }
        )
        stages = self.stages(number, due) if self.chance(0.55) else []
        rows["阶段目标"] += stages
        for _ in range(self.pick.choice((0, 0, 1, 2))):
            rows["反馈记录"].append({"编号": number, "应反馈日期": self.day(), "反馈日期": self.maybe(self.day(), 0.7), "内容": "进展"})
        for _ in range(self.pick.choice((0, 0, 1, 1, 2, 3, 5))):
            rows["变更记录"].append(self.change(number, due, stages))
        if self.chance(0.15):
            rows["变更记录"] += self.pauses(number)

    def stages(self, number: str, due: dt.date | None) -> list[Cells]:
        """Stages whose mean falls on a boundary often: equal weights give thirds, 0.1 + 0.2 + 0.3 the trap of binary sums."""
        weights = self.pick.choice(((0.1, 0.2, 0.3), (1.0, 1.0, 1.0), (None, None, None, None), tuple(self.pick.choices(WEIGHTS, k=4))))
        shares = self.pick.choice(((1.0, 1.0, 0.0), (0.8, 0.8, 0.8, 0.8), (0.6, 0.6, 0.6, 0.6), tuple(self.pick.choices(SHARES, k=4))))
        unrated = self.chance(0.3)
        rows: list[Cells] = []
        for n, (weight, own) in enumerate(zip(weights, shares, strict=False)):
            row: Cells = {"编号": number, "阶段": "一二三四"[n], "阶段任务": "任务", "完成时限": self.day(due, self.as_of), "权重": weight}
            if not unrated and self.chance(0.8):
                row |= {"自评完成度": own, "自评日期": self.maybe(self.day(), 0.8)}
            if not unrated and self.chance(0.4):
                confirmed = own if self.chance(0.5) else self.pick.choice(SHARES)
                row |= {"确认完成度": confirmed, "确认人": "李志强", "确认日期": self.maybe(self.day(), 0.8)}
            rows.append(row)
        return rows

    def change(self, number: str, due: dt.date | None, stages: Sequence[Cells]) -> Cells:
        """A change of any kind, in odd order, often asked for on the very day that decides."""
        stage = self.pick.choice(stages) if stages and self.chance(0.3) else None
        limit = stage["完成时限"] if stage else due
        assert limit is None or isinstance(limit, dt.date)
        kinds = ("延期", "延期", "改期", "暂缓", "恢复", "恢复", "调整", "责任调整", "取消")
        kind = self.pick.choice(kinds if stage else (*kinds, "升级", "升级"))
        asked = self.day(limit, limit, self.as_of - dt.timedelta(20), self.as_of)
        approved = self.maybe(self.day(asked, asked, self.as_of), 0.75)
        new: Value = self.day_text(limit and limit + dt.timedelta(10), self.as_of)
        if kind in ("升级", "恢复") or self.chance(0.1):
            new = self.maybe(new, 0.4)
        old: Value = self.day_text(limit, limit and limit - dt.timedelta(15)) if self.chance(0.6) else self.maybe("原计划", 0.2)
        return {
            "编号": number,
            "阶段": stage["阶段"] if stage else None,
            "变更": kind,
            "申请日期": asked,
            "原值": old,
            "新值": "尽快" if self.chance(0.05) else new,
            "批准人": self.maybe("李志强", 0.8),
            "批准日期": approved,
            "结果": self.pick.choice(("同意", "同意", "同意", "同意", "待批", "不同意")),
        }

    def pauses(self, number: str) -> list[Cells]:
        """Paused, maybe twice before it is resumed, maybe with an approval missing or before the application."""
        asked = self.as_of - dt.timedelta(self.pick.randint(10, 30))
        kinds = self.pick.choice((("暂缓", "恢复"), ("暂缓", "暂缓", "恢复"), ("暂缓", "恢复", "恢复"), ("恢复", "暂缓")))
        return [
            {
                "编号": number,
                "变更": kind,
                "申请日期": asked + dt.timedelta(3 * n),
                "批准人": "李志强",
                "批准日期": self.maybe(asked + dt.timedelta(3 * n + self.pick.choice((0, 1, 2, -4))), 0.7),
                "结果": "同意",
            }
            for n, kind in enumerate(kinds)
        ]

    def ruling(self, numbers: Sequence[str]) -> Cells:
        return {
            "期间": self.period(),
            "编号": self.pick.choice(numbers),
            "认定灯": self.pick.choice(("绿灯", "黄灯", "红灯", "蓝灯")),
            "认定理由": "例会认定",
            "日期": self.maybe(self.day(), 0.8),
        }

    def paper(self, n: int, numbers: Sequence[str]) -> Cells:
        linked = self.pick.choice("、;,\n；，").join(self.pick.sample(numbers, self.pick.randint(1, min(3, len(numbers)))))
        return {
            "文号": f"督〔2026〕{n + 1}号",
            "种类": self.pick.choice(("督办通报", "亮灯通报", "督办函")),
            "主送": "各部门",
            "期间": self.period(),
            "成文日期": self.maybe(self.day(), 0.9),
            "关联编号": linked,
        }

    def closed_figure(self) -> Cells:
        return {
            "期间": self.pick.choice(("2025H2", "2026H1", "2026H1", "2026H2", "2026Q1", "2026")),
            "对象类型": "部门",
            "对象": self.pick.choice(UNITS),
            "维度": "督办",
            "得分": 90.0,
            "结账时间": dt.datetime.combine(self.day(), dt.time(self.pick.choice((0, 9, 23)), 59)),
        }


# -- as the two implementations take it ------------------------------------------------------------------------------------


def exact(value: Any) -> Fraction:
    """The decimal as typed."""
    return Fraction(Decimal(str(value)))


def clean(kind: str, value: Value) -> Any:
    """A cell of the drawn tables as the oracle wants it; a text in a date column (长期) is no date."""
    if kind in ("text", "names"):
        return "" if value is None else str(value)
    if value is None or (kind == "date" and not isinstance(value, dt.date)):
        return None
    return value if kind in ("date", "time") else exact(value)


@kept
def frames(drawn: Company) -> dict[str, Any]:
    """Every drawn table with all its headers, clean and typed."""
    return {
        name: pd.DataFrame(
            {
                column.header: pd.Series([clean(column.kind, row.get(column.header)) for row in drawn.rows[name]], dtype=object)
                for column in TABLES[name].columns
            }
        )
        for name in DRAWN
    }


def settings(drawn: Company) -> dict[str, Any]:
    """Typed settings by name, defaults filled in."""
    typed = DEFAULTS | drawn.settings
    for name in EXACT:
        typed[name] = exact(typed[name])
    typed["反馈提前提醒类别"] = tuple(str(typed["反馈提前提醒类别"]).split("、"))
    typed["提前提醒天数"] = tuple(int(part) for part in str(typed["提前提醒天数"]).replace("、", ",").replace(";", ",").split(","))
    return typed


def grids(drawn: Company) -> dict[str, Grid]:
    """The workbook as it would be read, 参数 included; shares stand in percent cells."""
    typed = [{"名称": name, "取值": float(value) if isinstance(value, int) else value} for name, value in drawn.settings.items()]
    return {name: grid(name, rows) for name, rows in {"参数": typed, **drawn.rows}.items()}


def grid(name: str, rows: Sequence[Cells]) -> Grid:
    columns = TABLES[name].columns
    block: list[Row] = [tuple(row.get(column.header) for column in columns) for row in rows]
    percent = frozenset((n, column.header) for column in columns if column.kind == "rate" for n in range(len(rows)))
    return Grid(name, 4, TABLES[name].headers, block, percent)


# -- a failing company, made small and readable ----------------------------------------------------------------------------


def smaller(drawn: Company) -> Iterator[Company]:
    """Every company with one thing less: a whole table, a setting, a row, an optional cell."""
    for name, rows in drawn.rows.items():
        if len(rows) > 1 and name != "亮灯规则":
            yield replace(drawn, rows={**drawn.rows, name: []})
    for name in drawn.settings:
        yield replace(drawn, settings={key: value for key, value in drawn.settings.items() if key != name})
    for name, rows in drawn.rows.items():
        if name == "亮灯规则":
            continue
        for n, row in enumerate(rows):
            yield replace(drawn, rows={**drawn.rows, name: rows[:n] + rows[n + 1 :]})
            optional = [header for header in row if row[header] is not None and not TABLES[name].column(header).spec.required]
            for header in optional:
                if header not in ("编号", "下达日期", "目标编号"):
                    less = {key: value for key, value in row.items() if key != header}
                    yield replace(drawn, rows={**drawn.rows, name: [*rows[:n], less, *rows[n + 1 :]]})


def shrunk(drawn: Company, fails: Callable[[Company], bool], tries: int = 600) -> Company:
    """A company that still fails and has as little in it as can be reached by leaving things out, one at a time."""
    found = True
    while found and tries > 0:
        found = False
        for less in smaller(drawn):
            tries -= 1
            if tries <= 0:
                break
            if fails(less):
                drawn, found = less, True
                break
    return drawn


def readable(drawn: Company) -> str:
    """A company as a person reads it: one line a row, blanks left out."""
    lines = [f"种子 {drawn.seed} 基准日 {drawn.as_of}", "参数: " + shown(drawn.settings)]
    lines += [f"{name}: {shown(row)}" for name, rows in drawn.rows.items() for row in rows]
    return "\n".join(lines)


def shown(row: Cells) -> str:
    return ", ".join(f"{header}={value}" for header, value in row.items() if value is not None)
