"""The companies of `random_company` with all that supervision scores, proposals and reminders look at.

Everything is drawn from a stream of its own, so that the ledger of a seed stays what it is. Days cluster on and one day beside
the deadlines that the ledger already has, 基准日 and the ends of periods; names are doubled; rows of rule tables are missing.
"""

import datetime as dt
import random
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from support import oracle_reminders
from support import random_company as rc
from support.random_company import Cells

CHOICES: dict[str, tuple[Any, ...]] = {
    "空白原因": ("主观", "客观"),
    "提醒日逢休提前": ("是", "否"),
    "反馈提前提醒天数": (1, 0, 3),
    "反馈提前提醒类别": ("日常、重点", "紧急", "日常、重点、难办、紧急"),
    "完成质量权重": (30, 0, 50),
    "按期权重": (30, 0, 1),
    "反馈时效权重": (20, 0, "12.5"),
    "反馈准确权重": (20, 0),
    "准确分": (100, 95),
    "基本准确分": (60, "66.7"),
    "不准确分": (0, 10),
    "协办系数": ("0", "0.5", "0.3", 1),
    "退办扣分": (0, "2.5", 10, 60),
    "薄弱下限": (60, 50, 100),
}
LEVELS = {"公司级": ((0.5, 1, 2, 3), (0, 0.5, 1, 1.5)), "部门级": ((0.2, 0.5, 1, 1.5), (0, 0.2, 0.5, 0.8))}
IMPACTS = ("无", "一般", "较大", "重大")
CAUSES = ("主观", "客观")
ORIGINS = ("领导交办", "年度目标", "年度目标", "会议纪要")
FREQUENCIES = {"日常": (30, 7), "重点": (7, 3), "难办": (3, 1), "紧急": (1, 1)}
PEOPLE = (
    *(("王建国", "甲部"), ("李志强", "甲部"), ("李志强", "乙部"), ("张伟", "丙所"), ("张伟", "丙所")),
    *(("刘洋", "老乙部"), ("刘洋", "丁所"), ("陈静", None), ("陈静", "戊公司")),
)
NAMES = ("王建国", "李志强", "张伟", "刘洋", "陈静", "外来人")
LIAISONS = {"甲部": "甲联", "乙部": "乙联", "丙所": "丙联", "丁所": "丁联", "戊公司": "戊联"}


def company(seed: int) -> rc.Company:
    """The company of a seed, complete."""
    return Office(rc.company(seed)).complete()


class Office:
    """One generator with a stream of its own, and the days on which its company turns."""

    def __init__(self, drawn: rc.Company) -> None:
        self.pick = random.Random(f"supervision {drawn.seed}")
        self.drawn, self.as_of = drawn, drawn.as_of
        self.rows: dict[str, list[Cells]] = {name: [dict(row) for row in rows] for name, rows in drawn.rows.items()}
        self.limits = [value for row in self.rows["督办台账"] if isinstance(value := row.get("办理时限"), dt.date)] or [self.as_of]
        self.numbers = [str(row["编号"]) for row in self.rows["督办台账"]]

    def chance(self, share: float) -> bool:
        return self.pick.random() < share

    def beside(self, *anchors: dt.date) -> dt.date:
        """A day on an anchor, one beside it, or a week or so away."""
        away = self.pick.choice((0, 0, 0, -1, 1, -1, 1, 2, -3, 7, -8, self.pick.randint(-40, 40)))
        return self.pick.choice(anchors) + dt.timedelta(away)

    def complete(self) -> rc.Company:
        settings = dict(self.drawn.settings)
        settings |= {name: self.pick.choice(choices) for name, choices in CHOICES.items() if self.chance(0.5)}
        if self.chance(0.2):
            settings["启用日期"] = self.beside(self.as_of, *self.limits)
        self.set_up()
        for item in self.rows["督办台账"]:
            self.item(item)
        for stage in self.rows["阶段目标"]:
            stage["责任人"] = self.pick.choice((None, *NAMES))
        self.rows["反馈记录"] = self.feedback()
        self.standing_proposals()
        self.checks()
        self.rows["指标"] = [self.indicator(n) for n in range(self.pick.randint(0, 4))]
        self.rows["文书登记"] += [self.paper(n) for n in range(self.pick.randint(0, 3))]
        if self.chance(0.4):
            closed = dt.datetime.combine(self.beside(dt.date(2026, 1, 5)), dt.time(9))
            self.rows["历史成绩"].append({"期间": "2025", "对象类型": "公司", "对象": "公司", "维度": "综合", "结账时间": closed})
        full = replace(self.drawn, settings=settings, rows=self.rows)
        self.rows["提醒记录"] = self.log(full)
        return full

    def set_up(self) -> None:
        for unit in self.rows["部门"]:
            unit["联系人"] = LIAISONS[str(unit["部门"])] if self.chance(0.9) else None
            unit["负责人"] = self.pick.choice((None, *NAMES))
        self.rows["人员"] = [
            {"工号": f"P{n}", "姓名": name, "部门": unit, "角色": "员工"} for n, (name, unit) in enumerate(PEOPLE) if self.chance(0.85)
        ]
        self.rows["督办频次"] = [
            {"类别": kind, "反馈间隔天数": float(feed), "逾期催办间隔天数": float(chase)}
            for kind, (feed, chase) in FREQUENCIES.items()
            if self.chance(0.95)
        ]
        self.rows["考核分档"] = [
            {"级别": level, "负面影响": impact, "原因": cause, "扣分": float(points)}
            for level, by_cause in LEVELS.items()
            for cause, by_impact in zip(CAUSES, by_cause, strict=True)
            for impact, points in zip(IMPACTS, by_impact, strict=True)
            if self.chance(0.9)
        ]

    def item(self, item: Cells) -> None:
        """What R6 and R7 look at in a row of the ledger."""
        units = self.pick.sample((*rc.UNITS, "老乙部"), self.pick.randint(1, 3))
        item |= {
            "来源": self.pick.choice(ORIGINS),
            "类别": self.pick.choice(tuple(FREQUENCIES)),
            "责任人": self.pick.choice(NAMES),
            "协办部门": self.pick.choice("、;,，；\n").join(units) if self.chance(0.5) else None,
            "原因": self.pick.choice((None, *CAUSES)),
            "负面影响": self.pick.choice((None, *IMPACTS)),
            "完成质量": self.pick.choice((None, 90.0, 0.0, 55.5, 100.0, 8.0)),
            "退办次数": self.pick.choice((None, None, 0.0, 1.0, 2.0, 7.0)),
        }

    def feedback(self) -> list[Cells]:
        """Feedback due on the ends of periods and about 基准日, given on, before and after its day, marked or not, or never given."""
        ends = (dt.date(2026, 3, 31), dt.date(2026, 6, 30), dt.date(2026, 1, 1), dt.date(2026, 3, 25))
        due = {
            (number, self.beside(self.as_of, self.as_of, self.as_of - dt.timedelta(90), *ends))
            for number in (*self.numbers, *self.numbers)
            for _ in range(self.pick.choice((0, 1, 2)))
        }
        return [
            {
                "编号": number,
                "应反馈日期": day,
                "反馈日期": self.beside(day) if self.chance(0.6) else None,
                "内容": "进展",
                "准确性": self.pick.choice((None, "准确", "基本准确", "不准确")),
                "原因类别": self.pick.choice((None, None, None, "主观", "免报")),
            }
            for number, day in sorted(due)
        ]

    def standing_proposals(self) -> None:
        """Proposals made before: for this deadline or another, decided, refused or still open."""
        for row in self.rows["督办台账"]:
            number, limit = row["编号"], row["办理时限"]
            limit = limit if isinstance(limit, dt.date) else self.as_of
            if self.chance(0.3):
                self.rows["加减分台账"].append(self.point(str(number), self.pick.choice((limit, limit, limit + dt.timedelta(15)))))
            if self.chance(0.1):
                self.rows["变更记录"].append(
                    {
                        "编号": number,
                        "变更": "升级",
                        "申请日期": min(self.beside(limit), self.as_of),
                        "结果": self.pick.choice(("待批", "不同意", "失效")),
                        "来源": f"自动:R6:{number}:{limit}{self.version()}",
                    }
                )
        self.rows["加减分台账"] += [
            self.point(self.pick.choice(self.numbers), None, self.pick.choice(("督办考核", "奖励"))) for _ in range(self.pick.randint(0, 3))
        ]

    def point(self, number: str, limit: dt.date | None, kind: str = "督办考核") -> Cells:
        status = self.pick.choice(("拟", "已确认", "已确认", "撤销", "失效"))
        day = self.beside(self.as_of, self.as_of - dt.timedelta(10), dt.date(2025, 12, 31))
        return {
            "日期": day,
            "部门": self.pick.choice(rc.UNITS),
            "类型": kind,
            "分值": -0.5,
            "事由": "逾期",
            "关联编号": number,
            "状态": status,
            "确认日期": self.beside(day, self.as_of) if status == "已确认" and self.chance(0.9) else None,
            "来源": f"自动:R6:{number}:{limit}{self.version()}" if limit else None,
        }

    def version(self) -> str:
        """What stands behind a key: nothing in rows of the first version, else the check of a row that a person has changed since."""
        return self.pick.choice(("", "#00000000"))

    def checks(self) -> None:
        """Risk points, and checks of them whose rectification is due about 基准日."""
        for n in range(2):
            point: Cells = {
                "风险编号": f"F{n}",
                "部门": self.pick.choice(rc.UNITS),
                "风险点": "风险",
                "频率": 2.0,
                "主观性": 2.0,
                "危害": 2.0,
            }
            self.rows["风险点"].append(point | {"岗位责任人": self.pick.choice((None, *NAMES))})
        for n in range(self.pick.randint(0, 5)):
            due = self.beside(self.as_of)
            self.rows["抽查记录"].append(
                {
                    "抽查编号": f"C{n}",
                    "日期": self.beside(due - dt.timedelta(20), self.as_of),
                    "抽查层级": "日常",
                    "部门": self.pick.choice((*rc.UNITS, "老乙部")),
                    "风险编号": self.pick.choice((None, "F0", "F1")),
                    "结果": self.pick.choice(("问题", "问题", "苗头", "合格")),
                    "整改责任人": self.pick.choice((None, *NAMES)),
                    "整改时限": due if self.chance(0.85) else None,
                    "整改完成日期": self.beside(due, self.as_of) if self.chance(0.4) else None,
                    "复查结果": self.pick.choice((None, None, "合格", "不合格")),
                }
            )

    def indicator(self, n: int) -> Cells:
        due = self.beside(self.as_of)
        return {
            "指标编号": f"Z{n}",
            "层级": "部门",
            "指标": "指标",
            "期间": "2026",
            "主责部室": self.pick.choice((*rc.UNITS, "老乙部")),
            "责任人": self.pick.choice((None, *NAMES)),
            "计分方式": self.pick.choice(("节点", "节点", "节点", "正向")),
            "完成时限": due if self.chance(0.9) else None,
            "完成日期": self.beside(due, self.as_of) if self.chance(0.4) else None,
        }

    def paper(self, n: int) -> Cells:
        linked = self.pick.sample((*self.numbers, "Z0", "无此号"), self.pick.randint(1, 3))
        return {
            "文号": f"提〔2026〕{n + 1}号",
            "种类": "提醒单",
            "主送": "各部门",
            "成文日期": self.beside(self.as_of, dt.date(2025, 12, 31)),
            "关联编号": self.pick.choice("、;,\n").join(linked),
        }

    def log(self, full: rc.Company) -> list[Cells]:
        """What was sent: of the reminders that are due some, with every result, and some that are nearly the same."""
        due: Sequence[oracle_reminders.Reminder] = sorted(oracle_reminders.reminders(rc.frames(full), rc.settings(full), full.as_of))
        rows: list[Cells] = []
        for recipient, number, stage, rule, day in due:
            if self.chance(0.5):
                continue
            row: Cells = {"编号": number, "阶段": stage, "规则": rule, "触发日": day, "收件人": recipient}
            if self.chance(0.3):
                row |= self.pick.choice(({"触发日": day - dt.timedelta(1)}, {"收件人": "别人"}, {"规则": "提前9天"}, {"阶段": "一"}))
            sent = {"结果": self.pick.choice(("已发", "已发", "人工已发", "失败", "演练"))}
            rows.append(row | sent | {"时间": dt.datetime.combine(day, dt.time(9)), "渠道": "短信"})
        return rows
