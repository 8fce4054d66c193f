"""会议 and 认定记录: the meetings of the year, and the lights that the two-monthly ones gave."""

from collections.abc import Sequence

from workbook_templates.sample.blanks import blank_record
from workbook_templates.sample.days import LAST, YEAR, workday
from workbook_templates.sample.fates import day
from workbook_templates.sample.plan import PlannedMatter
from workbook_templates.sample.words import draw_of
from workbook_templates.tables.daily import Meeting, Ruling

LIGHT_MEETINGS = ("03-04", "05-07", "07-03", "09-03", "11-04", "12-29")
"""Of the six two-month periods, in their order; the last one before the year's end."""
REVIEWS = (
    ("01-14", f"{YEAR - 1}Q4", "上年四季度组织绩效评议"),
    ("02-10", f"{YEAR - 1}", "上年度绩效等级评定"),
    ("04-13", f"{YEAR}Q1", "一季度组织绩效评议"),
    ("05-21", f"{YEAR}Q1", "考评办法调整和差异化率要求"),
    ("07-13", f"{YEAR}Q2", "二季度组织绩效评议"),
    ("10-15", f"{YEAR}Q3", "三季度组织绩效评议"),
    ("12-25", f"{YEAR}Q4", "四季度预评议和年度评定安排"),
)
BRIEFINGS = (("01-27", f"{YEAR - 1}Q4"), ("04-24", f"{YEAR}Q1"), ("07-24", f"{YEAR}Q2"), ("10-27", f"{YEAR}Q3"))
REASONS = {
    ("绿灯", "红灯"): "抢险救灾占用工期，经现场核实剩余工作一周内可完成",
    ("黄灯", "红灯"): "主要工程量已完成，滞后由上级停电计划调整造成",
    ("黄灯", "绿灯"): "佐证不全，验收遗留问题未闭环",
    ("红灯", "黄灯"): "连续两期反馈内容雷同，实际进度与自评不符",
    ("绿灯", "黄灯"): "滞后部分不影响年度目标，已补充措施",
}
"""认定灯, the computed light, → 认定理由."""


def meetings() -> list[Meeting]:
    """The rows of 会议 by date."""
    rows = [
        meeting(date, "亮灯例会", f"{YEAR}-B{place}", "阶段目标亮灯审定", "审定亮灯结果，部署下一阶段任务")
        for place, date in enumerate(LIGHT_MEETINGS, 1)
    ]
    rows += [meeting(date, "绩效评议会", period, agenda, "评议通过，按会议意见修改后公示") for date, period, agenda in REVIEWS]
    rows += [meeting(date, "讲评会", period, "季度绩效讲评", "排名靠后单位作整改表态") for date, period in BRIEFINGS]
    for month in range(1, 13):
        date = workday(LAST.replace(month=month, day=6 if month != 10 else 9))
        rows.append(meeting(date.isoformat()[5:], "经营会议", f"{YEAR}-{month:02}", "月度经营和督办通报", f"布置{month}月重点工作"))
    for month in (3, 6, 9, 12):
        date = workday(LAST.replace(month=month, day=14))
        rows.append(meeting(date.isoformat()[5:], "周例会", f"{YEAR}-W{date.isocalendar().week:02}", "周重点工作调度", "逾期事项逐项说明"))
    rows.sort(key=lambda row: (row.day or LAST, row.meeting))
    return [row._replace(number=f"HY26-{place:02}") for place, row in enumerate(rows, 1)]


def meeting(date: str, kind: str, period: str, agenda: str, outcome: str) -> Meeting:
    """One meeting, before it has its number."""
    return blank_record(Meeting)._replace(
        day=day(date), meeting=kind, period=period, agenda=agenda, outcome=outcome, file=f"{kind}纪要{date.replace('-', '')}.docx"
    )


def rulings(plans: Sequence[PlannedMatter], held: Sequence[Meeting]) -> list[Ruling]:
    """The rows of 认定记录: a few for each period, for items late or behind then."""
    draw = draw_of("rulings")
    rows: list[Ruling] = []
    used: set[str] = set()
    for place, date in enumerate(LIGHT_MEETINGS, 1):
        when = day(date)
        number = next(row.number for row in held if row.day == when and row.meeting == "亮灯例会")
        late = [p for p in plans if p.closed and p.fate.late and p.due < when <= p.ends]
        fine = [p for p in plans if p.closed and p.staged and p.due.month in (2 * place - 1, 2 * place) and not p.fate.late]
        behind = [p for p in plans if place == 6 and p.fate.end == "办理" and p.fate.due and p.fate.reached in (55, 60, 75)]
        for group, ruled, computed, most in ((late, "黄灯", "红灯", 2), (fine, "黄灯", "绿灯", 1), (behind, "黄灯", "红灯", 1)):
            group = [plan for plan in group if plan.number not in used]
            for plan in draw.sample(group, min(most, len(group))):
                used.add(plan.number)
                rows.append(Ruling(f"{YEAR}-B{place}", plan.number, ruled, REASONS[ruled, computed], number, when))
    return rows
