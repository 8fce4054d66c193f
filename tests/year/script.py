"""What happens in the year, drawn from a seed: people who answer late, facts that become known late, changes of mind.

A `Matter` is what really happened with an item; the workbook learns of it when a sheet comes back, when the clerk types it or never.
"""

import datetime as dt
import random
from dataclasses import dataclass, field
from typing import Any

from udfs.rules.ground.workdays import Calendar
from year.office import NAMESAKE, RENAMED, UNITS, Cells, Office, people

LAST = dt.date(2026, 12, 31)
WORKDAYS = Calendar(())
OPEN = ("下达", "待调整", "办理", "提交")


def working(day: dt.date) -> bool:
    return WORKDAYS.is_workday(day)


@dataclass
class Matter:
    """What really happens: done is the day on which the department has finished; told: when it says so in its sheet; None: never."""

    number: str
    done: dt.date
    told: dt.date | None
    confirm: int
    quality: float
    impact: str | None = None
    impact_known: dt.date | None = None
    stages: dict[str, float] = field(default_factory=dict)


@dataclass
class Asked:
    """A sheet that a department will send back on a day."""

    back: dt.date
    file: str


class Script:
    """The events of every day, in the office's hands. Everything is drawn from one generator, so a seed is a year."""

    def __init__(self, office: Office, seed: int) -> None:
        self.office, self.draw = office, random.Random(seed)
        self.matters: dict[str, Matter] = {}
        self.waiting: list[Asked] = []
        self.count = 0
        self.renamed = False
        self.staff = people()

    def chance(self, share: float) -> bool:
        return self.draw.random() < share

    def unit_name(self, unit: str) -> str:
        """How people call a unit now; for a while some keep the old name."""
        old, new, _ = RENAMED
        return new if unit == old and self.renamed and self.chance(0.8) else unit

    def later(self, day: dt.date, low: int, high: int) -> dt.date:
        return day + dt.timedelta(self.draw.randint(low, high))

    # what the clerk types in the morning

    def morning(self, day: dt.date) -> None:
        """New items, decisions of the leaders, late facts: one sitting at the workbook."""
        added: dict[str, list[Cells]] = {"督办台账": [], "阶段目标": [], "变更记录": [], "抽查记录": [], "认定记录": []}
        tables = self.office.tables("督办台账", "阶段目标", "变更记录", "加减分台账", "问责记录", "反馈记录", "部门", "批次")
        changed: dict[str, dict[tuple[int, str], Any]] = {name: {} for name in tables}
        if not self.renamed and day >= RENAMED[2]:
            self.rename(tables["部门"], changed["部门"])
        if day < LAST - dt.timedelta(40) and self.chance(0.4):
            self.intake(day, added)
        self.course(day, tables["督办台账"], changed["督办台账"])
        self.confirmations(day, tables, changed["阶段目标"])
        self.wishes(day, tables["督办台账"], tables["变更记录"], added["变更记录"])
        self.decisions(day, tables, changed)
        self.marks(tables["反馈记录"], changed["反馈记录"])
        if self.chance(0.08):
            added["抽查记录"].append(self.visit(day))
        self.office.type(added, {name: cells for name, cells in changed.items() if cells})

    def rename(self, rows: list[Cells], cells: dict[tuple[int, str], Any]) -> None:
        old, new, _ = RENAMED
        place = [row["部门"] for row in rows].index(old)
        cells[place, "部门"], cells[place, "曾用名"] = new, old
        self.renamed = True

    def intake(self, day: dt.date, added: dict[str, list[Cells]]) -> None:
        """An item with its true course; some with stages, some that only report."""
        self.count += 1
        number = f"2026-{self.count:04d}"
        unit, _, leader = self.draw.choice(UNITS)
        category = self.draw.choice(("日常", "日常", "重点", "重点", "难办", "紧急"))
        due = self.later(day, *((8, 20) if category == "紧急" else (15, 110)))
        names = [row["姓名"] for row in self.staff if row.get("部门") == unit]
        person = NAMESAKE if NAMESAKE in names and self.chance(0.6) else self.draw.choice(names)
        level = self.draw.choice(("公司级", "部门级"))
        added["督办台账"].append({
            "编号": number, "事项": f"{self.draw.choice(('整治', '建设', '推进', '完成'))}第{self.count}项工作",
            "来源": self.draw.choice(("会议纪要", "领导交办", "年度目标")),
            "目标编号": f"M{self.draw.randint(1, 7)}" if self.chance(0.3) else None, "类别": category, "级别": level,
            "审定人": "陈志远" if level == "公司级" else None, "主责部门": self.unit_name(unit), "分管领导": leader, "责任人": person,
            "立项日期": day, "下达日期": day, "办理时限": "长期" if self.chance(0.05) else due,
            "完成形式": "报告", "完成标准": "达到要求", "状态": "办理",
        })  # fmt: skip
        fate = self.draw.choice(("early", "early", "early", "on the day", "late", "very late"))
        shift = {"early": (-12, -1), "on the day": (0, 0), "late": (1, 8), "very late": (15, 45)}[fate]
        done = max(self.later(due, *shift), day + dt.timedelta(1))
        told = None if self.chance(0.04) else self.later(done, 0, 9 if self.chance(0.3) else 0)
        impact = self.draw.choice(("一般", "较大")) if fate == "very late" and self.chance(0.6) else None
        matter = Matter(number, done, told, self.draw.randint(1, 9), float(self.draw.randint(60, 100)), impact, self.later(due, 5, 20))
        self.matters[number] = matter
        if self.chance(0.4):
            ends = sorted({self.later(day, 5, max((due - day).days, 6)) for _ in range(2)} | {due})
            for nth, end in enumerate(ends):
                stage = f"第{'一二三'[nth]}阶段"
                matter.stages[stage] = self.draw.choice((1.0, 1.0, 0.9, 0.7, 0.4))
                added["阶段目标"].append(
                    {"编号": number, "阶段": stage, "阶段任务": f"做到第{nth + 1}步", "责任人": person, "完成时限": end}
                )

    def course(self, day: dt.date, items: list[Cells], cells: dict[tuple[int, str], Any]) -> None:
        """What the clerk knows of the items today: submissions that were told, closings, impacts that became known late."""
        for place, row in enumerate(items):
            matter = self.matters.get(str(row["编号"]))
            if matter is None:
                continue
            if row["状态"] in ("下达", "办理") and row["提交日期"]:
                cells[place, "状态"] = "提交"
            elif row["状态"] == "提交" and row["提交日期"] and day >= row["提交日期"] + dt.timedelta(matter.confirm):
                if row["退办次数"] is None and self.chance(0.1):
                    cells.update({(place, "状态"): "办理", (place, "提交日期"): None, (place, "退办次数"): 1.0})
                    matter.done = matter.told = self.later(day, 2, 10)
                else:
                    cells.update({(place, "状态"): "办结", (place, "办结日期"): day, (place, "完成质量"): matter.quality})
                    cells.update({(place, "评价人"): "办公室", (place, "评价日期"): day, (place, "办结说明"): row["办结说明"] or "已办结"})
            elif (
                matter.told is None and row["状态"] == "办理" and day > matter.done + dt.timedelta(25)
            ):  # the clerk hears of it by telephone
                cells.update({(place, "状态"): "提交", (place, "提交日期"): matter.done})
            if matter.impact and not row["负面影响"] and matter.impact_known and day >= matter.impact_known and row["状态"] != "取消":
                cells[place, "负面影响"], cells[place, "原因"] = matter.impact, "主观"

    def confirmations(self, day: dt.date, tables: dict[str, list[Cells]], cells: dict[tuple[int, str], Any]) -> None:
        """The leader in charge confirms what was rated, some days later."""
        for place, row in enumerate(tables["阶段目标"]):
            if row["自评完成度"] is not None and row["确认完成度"] is None and self.chance(0.3):
                cells.update({(place, "确认完成度"): row["自评完成度"], (place, "确认人"): "李国华", (place, "确认日期"): day})

    def wishes(self, day: dt.date, items: list[Cells], changes: list[Cells], rows: list[Cells]) -> None:
        """Extensions in and out of time, a pause and its end, another person."""
        asked = {(row["编号"], row["变更"]) for row in changes}
        paused = {row["编号"]: row for row in changes if row["变更"] == "暂缓" and row["结果"] == "同意"}
        for row in items:
            number, due = str(row["编号"]), row["办理时限"]
            if row["状态"] == "暂缓" and number in paused and (number, "恢复") not in asked:
                if day >= paused[number]["批准日期"] + dt.timedelta(12):
                    until = self.later(day, 20, 40).isoformat() if self.chance(0.3) else None
                    rows.append({"编号": number, "变更": "恢复", "申请日期": day, "新值": until, "原因": "条件具备", "结果": "待批"})
                continue
            if row["状态"] != "办理" or not isinstance(due, dt.date):
                continue
            left = (due - day).days
            if -6 <= left <= 6 and (number, "延期") not in asked and self.chance(0.05):
                new = due + dt.timedelta(self.draw.randint(10, 30))
                rows.append(
                    {
                        "编号": number,
                        "变更": "延期",
                        "申请日期": day,
                        "原值": due.isoformat(),
                        "新值": new.isoformat(),
                        "原因": "条件变化",
                        "结果": "待批",
                    }
                )
            elif left > 10 and (number, "暂缓") not in asked and self.chance(0.004):
                rows.append({"编号": number, "变更": "暂缓", "申请日期": day, "原因": "上级暂停", "结果": "待批"})
            elif left > 0 and (number, "责任调整") not in asked and self.chance(0.003):
                names = [one["姓名"] for one in self.staff if one.get("部门") == row["主责部门"]]
                if names:
                    rows.append(
                        {
                            "编号": number,
                            "变更": "责任调整",
                            "申请日期": day,
                            "新值": self.draw.choice(names),
                            "原因": "分工调整",
                            "结果": "待批",
                        }
                    )

    def decisions(self, day: dt.date, tables: dict[str, list[Cells]], changed: dict[str, dict[tuple[int, str], Any]]) -> None:
        """What leaders decide on proposals and wishes, some days after; some wait for weeks."""
        for place, row in enumerate(tables["变更记录"]):
            if row["结果"] == "待批" and self.chance(0.25):
                cells = {"结果": self.draw.choice(("同意", "同意", "不同意")), "批准人": "陈志远", "批准日期": day}
                changed["变更记录"].update({(place, header): value for header, value in cells.items()})
        for place, row in enumerate(tables["加减分台账"]):
            if row["状态"] == "拟" and self.chance(0.08):
                cells = {"状态": self.draw.choice(("已确认", "已确认", "撤销")), "确认人": "李国华", "确认日期": day}
                changed["加减分台账"].update({(place, header): value for header, value in cells.items()})
        for place, row in enumerate(tables["问责记录"]):
            if row["状态"] == "拟" and self.chance(0.06):
                changed["问责记录"][place, "状态"] = self.draw.choice(("已批", "撤销"))

    def marks(self, rows: list[Cells], cells: dict[tuple[int, str], Any]) -> None:
        for place, row in enumerate(rows):
            if row["反馈日期"] and not row["准确性"] and self.chance(0.5):
                cells[place, "准确性"] = self.draw.choice(("准确", "准确", "准确", "基本准确", "不准确"))

    def visit(self, day: dt.date) -> Cells:
        nth = self.draw.randint(1, 10)
        found = self.draw.choice(("合格", "合格", "合格", "问题", "苗头"))
        bad = found == "问题"
        return {
            "抽查编号": f"C{day:%m%d}", "日期": day, "抽查层级": "牵头", "抽查人": "李国华",
            "部门": self.unit_name(UNITS[nth % 7][0]), "风险编号": f"F{nth}", "抽查人次": 3.0, "结果": found,
            "问题描述": "记录不全" if bad else None, "扣分": 1.0 if bad else None, "整改要求": "补齐" if bad else None,
            "整改时限": self.later(day, 5, 20) if bad else None,
        }  # fmt: skip
