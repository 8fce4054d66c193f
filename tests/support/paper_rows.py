"""A small company whose rows make one paper of every kind, with a secret in it; and the papers made from such rows."""

import datetime as dt
from typing import Any

from support.make import (
    accountability,
    day,
    department,
    feedback,
    inspection,
    item,
    person,
    point,
    rating,
    record,
    risk_point,
    stage,
    tables,
)
from udfs.papers.paper_drafts import Desk, Draft
from udfs.papers.paper_words import Context, Heading
from udfs.papers.papers import drafts_of
from udfs.rules.ground.periods import parse_period
from udfs.rules.ground.workdays import Calendar
from udfs.rules.judging.judgement import judge
from workbook_templates.documents.kinds import KINDS, Kind
from workbook_templates.reading.parse import Tables

HIDDEN = "绝密项目代号九"
OTHER = "营销部的事项乙"
PAPERS: list[Kind] = [kind for kind in KINDS.values() if not kind.addressee]
"""The kinds that a run makes for each addressee, and the list for the office."""
PERIODS = {"个人绩效反馈单": "2026Q3", "对账单": "2026-10"}


def company(*more: Any, **settings: Any) -> Tables:
    """运检部 with 张三 (员工) and its head 李四; 营销部 with 王五, about whom no paper to 运检部 says anything."""
    home = {"department": "运检部"}
    done = {"closed": "10-26", "quality": 90, "leader": "赵总", **home}
    rows = [
        department("运检部", leader="赵总", head="李四", liaison="联系甲", phone="13800000001"),
        department("营销部", head="王五"),
        department("党群部", liaison="联系丙", phone="13800000003"),
        department("绩效办", liaison="联系丁", phone="13800000004"),
        person("张三", staff_no="G1", post="专责", **home),
        person("李四", staff_no="G2", role="部门负责人", **home),
        person("王五", staff_no="G3", department="营销部", role="部门负责人"),
        item("2026-0001", matter="更换主变冷却器", status="下达", issued="10-8", due="11-30", category="重点", basis="会议纪要3号", **home),
        stage("一", "2026-0001", task="完成招标", due="10-31"),
        item("2026-0002", matter="修订规程", status="办结", due="10-20", submitted="10-25", **done),
        feedback(number="2026-0002", due="9-10", given="9-10", late_reason="招标延后"),
        feedback(number="2026-0002", due="10-10"),
        item("2026-0003", matter=HIDDEN, secrecy="商业秘密", due="10-15", standard=HIDDEN, basis=HIDDEN, **home),
        item("2026-0004", matter=OTHER, department="营销部", responsible="王五", due="10-12", category="难办"),
        point(day="10-12", kind="督办考核", points=-1, fact="2026-0002 逾期", linked="2026-0002", **home),
        point(day="9-12", department="", staff_no="G1", kind="奖励", points=1, fact="抢修表现好"),
        risk_point("F1", point="工器具未试验", frequency=3, subjectivity=2, severity=3, owner="张三", **home),
        inspection("问题", number="C1", day="10-14", risk="F1", problem="缺试验标签", lost=2, demand="补做试验", mend_due="11-16", **home),
        inspection("合格", number="C1", day="10-14", **home),
        rating("G1", 80, 90, 85, period="2026Q3", rater="李四"),
        rating("G1", 88, period="2026Q3", role="分管领导", rater="赵总"),
        rating("G3", 71, period="2026Q3", role="分管领导", rater="赵总"),
        record("批示", number="PS1", day="10-12", leader="赵总", kind="批办", content="请抓紧招标", subject="运检部", reply_due="11-10"),
        record("批示", number="PS2", day="10-13", leader="赵总", kind="批办", content=HIDDEN, subject="张三", linked="2026-0003"),
        record("督办频次", category="重点", feedback_days=7, chase_days=3),
    ]
    return tables(*rows, *decisions(), *more, **{"单位名称": "示范供电公司", **settings})


def decisions() -> list[Any]:
    """Rows of 问责记录: each decided (已批), and the same not decided."""
    rows = []
    for status in ("已批", "拟", "撤销", "已办"):
        told = {"day": "10-31", "status": status, "rule": "R11 红灯"}
        rows += [
            accountability(kind="督办函", subject="张三", number="2026-0001", fact="2026Q4 红灯，亮灯完成度 0.0%：更换主变冷却器", **told),
            accountability(kind="督办函", subject="张三", number="2026-0003", fact=f"2026Q4 红灯：{HIDDEN}", **told),
            accountability(kind="约谈", subject="张三", number="2026-0001", speaker="赵总", fact="2026Q4 红灯：更换主变冷却器", **told),
            accountability(kind="约谈", subject="张三", number="2026-0003", speaker="赵总", fact=f"2026Q4 红灯：{HIDDEN}", **told),
            accountability(kind="约谈", subject="李四", fact="2026H1 督办排名末位", **{**told, "rule": "R11 末位"}),
            accountability(kind="提醒", subject="运检部", number="2026-0001", fact="2026Q4 黄灯：更换主变冷却器", **told),
            accountability(kind="提醒", subject="运检部", number="2026-0002", fact="2026Q4 黄灯：修订规程", **told),
            accountability(kind="提醒", subject="营销部", number="2026-0004", fact=f"2026Q4 黄灯：{OTHER}", **told),
            accountability(kind="预警", subject="运检部", number="F1", fact="2026-10-14 抽查 C1 在高风险点发现问题：缺试验标签", **told),
            accountability(kind="问责建议", subject="张三", number="2026-0001", fact="严重红灯", **told),
            accountability(kind="履职提醒", subject="张三", number="2026-0001", fact="连续没有反馈", **told),
        ]
    return rows


def drafts(kind: str, *more: Any, period: str = "", as_of: str = "10-31", held: Tables | None = None, **settings: Any) -> list[Draft]:
    """The drafts of a kind from `company`, or from these tables."""
    facts = held or company(*more, **settings)
    asked = parse_period(period or PERIODS.get(kind, ""))
    judgement = judge(facts, day(as_of), Calendar(facts.holidays), asked if KINDS[kind].periods else None)
    return drafts_of(kind, Desk(judgement, tuple(row for row in facts.papers if row.kind == kind), asked))


def heading(draft: Draft, number: str = "督〔2026〕1号") -> Heading:
    written, reply = dt.date(2026, 11, 2), dt.date(2026, 11, 9)
    return Heading("示范供电公司", draft.salutation or draft.addressee, ("公司领导",), number, written, reply, "王总")


def context(draft: Draft) -> Context:
    return draft.texts(heading(draft))
