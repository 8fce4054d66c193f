"""What becomes of the 422 items by 31 December 2026, chosen so that the rules find the published figures.

371 are closed, 51 are not. Eleven of the company's level are late; R6 deducts for exactly eight of them, because three have no impact
and an objective cause. Everything that is late is listed here; whatever has no fate of its own is closed in time.
"""

import datetime as dt
from fractions import Fraction
from typing import NamedTuple

from workbook_templates.sample.days import YEAR

COMPANY_LEVEL, DEPARTMENT_LEVEL = "公司级", "部门级"


class Fate(NamedTuple):
    """How an item ends.

    end: 状态 at the end of the year. level: 级别, blank is drawn. late: working days from the first deadline to 提交; of an open item,
    calendar days overdue on 31 December. impact, cause: 负面影响 and 原因. escalated: 结果 of its 升级, blank without one.
    change: another change that it has gone through. reached: percent over what is due. due: how many of its stages (or, of 0, the
    item itself). unconfirmed: the last stage is rated by the department only.
    """

    end: str = "办结"
    level: str = ""
    late: int = 0
    impact: str = ""
    cause: str = ""
    escalated: str = ""
    change: str = ""
    reached: int | None = None
    due: int = 0
    unconfirmed: bool = False

    @property
    def share(self) -> Fraction | None:
        return None if self.reached is None else Fraction(self.reached, 100)


def late(level: str, days: int, impact: str = "", cause: str = "", escalated: str = "", change: str = "") -> Fate:
    """Closed, so many working days after the deadline."""
    return Fate(level=level, late=days, impact=impact, cause=cause, escalated=escalated, change=change)


CLOSED_LATE_FATES = (
    late(COMPANY_LEVEL, 6),  # nothing filled in: 空白负面影响 无, 空白原因 主观, 0.5 points
    late(COMPANY_LEVEL, 9, "一般", "主观"),
    late(COMPANY_LEVEL, 12, "一般", "客观"),
    late(COMPANY_LEVEL, 4, "无", "客观"),
    late(COMPANY_LEVEL, 3, "无", "客观"),
    late(COMPANY_LEVEL, 18, "较大", "主观"),
    late(COMPANY_LEVEL, 34, "一般", "主观", "同意"),  # escalated, and later than the second deadline too
    late(COMPANY_LEVEL, 11, "一般", "主观", "同意"),  # escalated, then in time for the second deadline
    late(COMPANY_LEVEL, 12, "无", "主观", "同意"),
    late(DEPARTMENT_LEVEL, 8, "无", "客观", "不同意"),
    late(DEPARTMENT_LEVEL, 9, "无", "客观", "不同意"),
    late(DEPARTMENT_LEVEL, 10, "一般", "客观", "不同意"),
    late(DEPARTMENT_LEVEL, 12, "无", "主观", "不同意"),
    late(DEPARTMENT_LEVEL, 14, "无", "客观", "不同意"),
    *(late(DEPARTMENT_LEVEL, days, "无", "客观", "", "迟延期") for days in (4, 5, 6, 7)),
    *(late(DEPARTMENT_LEVEL, days, "无" if days % 3 else "一般", "客观" if days % 2 else "主观") for days in (1, 1, 2, 2, 3, 3, 4, 5)),
    *(late(DEPARTMENT_LEVEL, days) for days in (1, 1, 1, 2, 2, 4, 6)),
)


def overdue(level: str, days: int, reached: int, due: int = 0, impact: str = "", cause: str = "", escalated: str = "") -> Fate:
    """Not done, so many days after the deadline."""
    return Fate(end="办理", level=level, late=days, impact=impact, cause=cause, escalated=escalated, reached=reached, due=due)


def running(reached: int | None, due: int, change: str = "", *, unconfirmed: bool = False) -> Fate:
    """Not done, and not due yet."""
    return Fate(end="办理", change=change, reached=reached, due=due, unconfirmed=unconfirmed)


OPEN_FATES = (
    overdue(COMPANY_LEVEL, 22, 55, 2, "一般", "主观"),
    overdue(COMPANY_LEVEL, 9, 75, 3, "无", "客观"),
    overdue(COMPANY_LEVEL, 66, 50, 3, "一般", "主观", "同意"),  # escalated, overdue against the second deadline too
    overdue(DEPARTMENT_LEVEL, 36, 25, 0, "一般", "主观", "待批"),
    overdue(DEPARTMENT_LEVEL, 29, 40, 2, "无", "客观", "待批"),
    overdue(DEPARTMENT_LEVEL, 23, 80, 2, "无", "客观", "待批"),
    overdue(DEPARTMENT_LEVEL, 20, 45, 0, "", "", "待批"),
    overdue(DEPARTMENT_LEVEL, 17, 60, 0, "无", "客观", "不同意"),
    overdue(DEPARTMENT_LEVEL, 15, 35, 3, "一般", "客观", "待批"),
    overdue(DEPARTMENT_LEVEL, 8, 58, 2),
    overdue(DEPARTMENT_LEVEL, 2, 50),
    running(50, 1),
    running(45, 2),
    running(55, 2),
    running(30, 1),
    running(59, 2),
    running(60, 2),
    running(80, 2),
    running(70, 1),
    running(65, 2),
    running(79, 2, "未落地延期"),
    running(81, 1, "未落地延期"),
    running(95, 2, unconfirmed=True),
    running(90, 1, unconfirmed=True),
    running(96, 0),
    running(72, 0),
    *(Fate("提交", reached=reached, due=due, unconfirmed=True) for reached, due in ((95, 0), (98, 2), (90, 3), (96, 0), (80, 2), (93, 2))),
    *(Fate("下达") for _ in range(7)),
    *(Fate("待调整") for _ in range(2)),
    *(Fate("暂缓", change="暂缓") for _ in range(5)),
)
"""Without those of OF_MATTERS."""

CHANGED = (
    *(Fate(change="延期") for _ in range(14)),
    *(Fate(change="改期") for _ in range(3)),
    *(Fate(change="恢复") for _ in range(4)),
    *(Fate(change="责任调整") for _ in range(4)),
    *(Fate(change="调整") for _ in range(4)),
    *(Fate(change="延期不同意") for _ in range(2)),
)
"""Closed in time, after a change."""

NOT_ISSUED = (*(Fate("立项") for _ in range(5)), *(Fate("取消", change="取消") for _ in range(2)))
"""Besides those of OF_MATTERS: rows of the ledger that are none of the 422."""

OF_MATTERS = {
    "北原片区 17 个台区改造完工": overdue(COMPANY_LEVEL, 16, 52, 3, "较大", "客观"),
    "清理一年以上应收账款": overdue(DEPARTMENT_LEVEL, 13, 62, 2, "一般", "客观", "待批"),
    "建立光伏接入红黄绿区公示机制": Fate("提交", reached=95, due=2, unconfirmed=True),
    "移动作业终端推广应用": Fate("提交", reached=97),
    "组织中层干部轮训": Fate("暂缓", change="暂缓"),
    "编制开发区输变电工程可研报告": Fate("取消", change="取消"),
    "落实开发区变电站站址预审手续": Fate("取消", change="取消"),
}
"""Items of targets that don't simply end well: two targets stay open, two are ruled as landed, one is withdrawn."""

RULED = {
    "全县 18 条 10 千伏馈线评估全覆盖": ("落地", "12-29", "18 条馈线评估结果已公布，公示机制待领导审定，专题会认定落地"),
    "移动作业终端应用率 95%": ("落地", "12-30", "市公司验收通过，办结手续在途，认定落地"),
    "万户投诉率不高于 0.35": ("未落地", "12-28", "各项工作已办结，但全年万户投诉率 0.41，未达目标值，认定未落地"),
}
"""完成标准 of the target → 认定, 更新日期, 更新说明."""

ADDED = {
    "一级重要用户隐患治理率 100%": ("04-15", "市公司迎峰度夏会议新增要求，4 月办公会审定纳入"),
    "充电桩报装 5 个工作日内接电率 98%": ("03-25", "县政府民生实事任务新增"),
    "作业现场远程督查率 60%": ("05-20", "省公司试点单位名单公布后纳入"),
}
"""完成标准 of a target that joined during the year → 纳入日期, 更新说明."""
UPDATED = {
    "户均停电时间不超过 5.7 小时": ("07-08", "目标值由 99.930% 调整为 99.935%，市公司年中对标会要求"),
    "全年完成投资 8640 万元": ("08-12", "年中调整计划增加 340 万元"),
    "替代电量不低于 1800 万千瓦时": ("07-15", "按经济形势分析会意见上调 200 万千瓦时"),
    "8 件实事办结率 100%": ("06-10", "职代会联席会增补 1 件"),
}
"""完成标准 → 更新日期, 更新说明."""
WITHDRAWN = ("年内取得可研批复", "09-10", "上级电网规划调整，开发区 110 千伏布点移至下一年度，9 月党委会同意撤销")


def day(text: str) -> dt.date:
    """'04-15' → 15 April of the year."""
    return dt.date.fromisoformat(f"{YEAR}-{text}")
