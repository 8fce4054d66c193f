"""Results, rewritten by the add-in at each refresh, as values (rules.md §1)."""

from typing import Annotated, NamedTuple

from workbook_templates.tables.schema import NOWHERE, C, Date, Figure, Source, table


class LightRow(NamedTuple):
    """亮灯: one item. Completions, planned progress are 0..1; lag is in percentage points."""

    number: Annotated[str, C("编号", 12, key=True, by="督办")]
    matter: Annotated[str, C("事项", 34, by="督办")]
    department: Annotated[str, C("主责部门", 15, by="督办")]
    responsible: Annotated[str, C("责任人", 9, by="督办")]
    level: Annotated[str, C("级别", 9, by="督办")]
    category: Annotated[str, C("类别", 8, by="督办")]
    due: Annotated[Date, C("考核时限", 12, by="督办")]
    completion: Annotated[Figure, C("完成度", 9, rate=True, by="督办")]
    light_completion: Annotated[Figure, C("亮灯完成度", 11, rate=True, by="督办")]
    planned: Annotated[Figure, C("序时进度", 9, rate=True, by="督办")]
    lag: Annotated[Figure, C("进度偏差", 9, by="督办", digits=1, help="百分点")]
    light: Annotated[str, C("灯", 8, by="督办")]
    computed_light: Annotated[str, C("计算灯", 8, by="督办")]
    unconfirmed: Annotated[str, C("待确认", 8, by="督办")]
    days_left: Annotated[Figure, C("剩余天数", 9, by="督办")]
    days_overdue: Annotated[Figure, C("逾期天数", 9, by="督办")]
    days_idle: Annotated[Figure, C("停滞天数", 9, by="督办")]
    step: Annotated[str, C("环节", 8, by="督办")]
    at: Source = NOWHERE


class DepartmentScore(NamedTuple):
    """部门成绩: the scores of one department in a period; scores in points, rates 0..1."""

    period: Annotated[str, C("期间", 10, key=True, by="督办")]
    department: Annotated[str, C("部门", 16, key=True, by="督办")]
    kind: Annotated[str, C("类型", 12, by="督办")]
    supervision: Annotated[Figure, C("督办", 9, by="督办", digits=2)]
    lights: Annotated[Figure, C("亮灯", 9, by="督办", digits=2)]
    indicators: Annotated[Figure, C("指标", 9, by="督办", digits=2)]
    inspection: Annotated[Figure, C("抽查", 9, by="督办", digits=2)]
    points: Annotated[Figure, C("加减分", 9, by="督办", digits=2)]
    composite: Annotated[Figure, C("综合", 9, by="督办", digits=2)]
    kind_rank: Annotated[Figure, C("类型排名", 9, by="督办")]
    overall_rank: Annotated[Figure, C("总排名", 9, by="督办")]
    ranked: Annotated[str, C("参评", 8, by="督办")]
    green: Annotated[Figure, C("绿", 7, by="督办")]
    yellow: Annotated[Figure, C("黄", 7, by="督办")]
    red: Annotated[Figure, C("红", 7, by="督办")]
    on_time_rate: Annotated[Figure, C("按期办结率", 11, rate=True, by="督办")]
    closing_rate: Annotated[Figure, C("办结率", 9, rate=True, by="督办")]
    feedback_rate: Annotated[Figure, C("反馈及时率", 11, rate=True, by="督办")]
    at: Source = NOWHERE


class PersonScore(NamedTuple):
    """个人成绩: the score of one person in a period."""

    period: Annotated[str, C("期间", 10, key=True, by="督办")]
    staff_no: Annotated[str, C("工号", 11, key=True, by="督办")]
    name: Annotated[str, C("姓名", 10, by="督办")]
    department: Annotated[str, C("部门", 16, by="督办")]
    role: Annotated[str, C("角色", 12, by="督办")]
    score: Annotated[Figure, C("得分", 9, by="督办", digits=2)]
    grade: Annotated[str, C("等次", 9, by="督办")]
    rank: Annotated[Figure, C("排名", 8, by="督办")]
    note: Annotated[str, C("说明", 60, by="督办")]
    at: Source = NOWHERE


class InspectionScore(NamedTuple):
    """抽查成绩: the checks of a department (or of the company) in a period."""

    period: Annotated[str, C("期间", 10, key=True, by="督办")]
    object_kind: Annotated[str, C("对象类型", 10, key=True, by="督办")]
    department: Annotated[str, C("部门", 16, key=True, by="督办")]
    kind: Annotated[str, C("类型", 12, by="督办")]
    checks: Annotated[Figure, C("抽查次数", 9, by="督办")]
    people: Annotated[Figure, C("人次", 8, by="督办")]
    problems: Annotated[Figure, C("问题数", 8, by="督办")]
    problem_rate: Annotated[Figure, C("问题率", 9, rate=True, by="督办")]
    lost: Annotated[Figure, C("失分", 8, by="督办", digits=2)]
    full: Annotated[Figure, C("满分", 8, by="督办")]
    score: Annotated[Figure, C("比例计分", 10, by="督办", digits=2)]
    grade: Annotated[str, C("等级", 8, by="督办")]
    rank: Annotated[Figure, C("排名", 8, by="督办")]
    note: Annotated[str, C("说明", 36, by="督办")]
    at: Source = NOWHERE


class InspectionPlan(NamedTuple):
    """抽查计划: when each risk point is to be checked next."""

    risk: Annotated[str, C("风险编号", 12, key=True, by="督办")]
    department: Annotated[str, C("部门", 16, by="督办")]
    point: Annotated[str, C("风险点", 34, by="督办")]
    value: Annotated[Figure, C("风险值", 8, by="督办")]
    grade: Annotated[str, C("等级", 8, by="督办")]
    last: Annotated[Date, C("上次抽查", 12, by="督办")]
    due: Annotated[Date, C("应查日期", 12, by="督办")]
    days_overdue: Annotated[Figure, C("逾期天数", 9, by="督办")]
    problems: Annotated[Figure, C("一年内问题数", 13, by="督办")]
    renew: Annotated[str, C("是否更新", 10, by="督办")]
    note: Annotated[str, C("说明", 30, by="督办")]
    at: Source = NOWHERE


class Differentiation(NamedTuple):
    """差异化: how far a scorer tells the scored apart."""

    period: Annotated[str, C("期间", 10, key=True, by="督办")]
    scorer: Annotated[str, C("考评部门", 16, key=True, by="督办")]
    scores: Annotated[Figure, C("打分数", 8, by="督办")]
    rate: Annotated[Figure, C("差异化率", 10, rate=True, by="督办")]
    spread: Annotated[Figure, C("极差", 9, by="督办", digits=2)]
    deviation: Annotated[Figure, C("标准差", 9, by="督办", digits=2)]
    lean: Annotated[Figure, C("偏差", 9, by="督办", digits=2)]
    verdict: Annotated[str, C("结论", 30, by="督办")]
    at: Source = NOWHERE


class ReminderRow(NamedTuple):
    """提醒清单: one reminder to send today."""

    recipient: Annotated[str, C("收件人", 11, key=True, by="督办")]
    number: Annotated[str, C("编号", 12, key=True, by="督办")]
    stage: Annotated[str, C("阶段", 12, key=True, by="督办")]
    matter: Annotated[str, C("事项", 34, by="督办")]
    rule: Annotated[str, C("规则", 11, key=True, by="督办")]
    trigger: Annotated[Date, C("触发日", 12, key=True, by="督办")]
    due: Annotated[Date, C("考核时限", 12, by="督办")]
    days_left: Annotated[Figure, C("剩余天数", 9, by="督办")]
    copies: Annotated[str, C("抄送", 28, by="督办")]
    text: Annotated[str, C("文本", 60, by="督办")]
    at: Source = NOWHERE


class EscalationRow(NamedTuple):
    """升级与问责: the open proposals in one view."""

    day: Annotated[Date, C("日期", 12, by="督办")]
    kind: Annotated[str, C("类别", 11, key=True, by="督办")]
    subject: Annotated[str, C("对象", 15, key=True, by="督办")]
    rule: Annotated[str, C("规则", 14, by="督办")]
    fact: Annotated[str, C("事实", 50, by="督办")]
    suggestion: Annotated[str, C("建议", 34, by="督办")]
    number: Annotated[str, C("编号", 12, key=True, by="督办")]
    status: Annotated[str, C("状态", 9, by="督办")]
    at: Source = NOWHERE


class TraceRow(NamedTuple):
    """得失分: one part of a score, with the sheet and row that it comes from; row 0 is written blank."""

    period: Annotated[str, C("期间", 10, key=True, by="督办")]
    subject: Annotated[str, C("对象", 16, key=True, by="督办")]
    dimension: Annotated[str, C("维度", 9, key=True, by="督办")]
    rule: Annotated[str, C("规则", 10, by="督办")]
    points: Annotated[Figure, C("分值", 11, by="督办", digits=2)]
    number: Annotated[str, C("编号", 12, by="督办")]
    table: Annotated[str, C("表", 11, by="督办")]
    row: Annotated[Figure, C("行", 7, by="督办")]
    note: Annotated[str, C("说明", 60, by="督办")]
    at: Source = NOWHERE


class AdviceRow(NamedTuple):
    """工作建议: a gap or a weak spot, and what to do about it."""

    kind: Annotated[str, C("类别", 12, by="督办")]
    subject: Annotated[str, C("对象", 18, by="督办")]
    fact: Annotated[str, C("事实", 60, by="督办")]
    suggestion: Annotated[str, C("建议", 50, by="督办")]
    at: Source = NOWHERE


class CheckRow(NamedTuple):
    """数据检查: one cell that is not right, and what should stand there."""

    table: Annotated[str, C("表", 12, by="督办")]
    row: Annotated[Figure, C("行", 8, by="督办")]
    header: Annotated[str, C("列", 14, by="督办")]
    value: Annotated[str, C("值", 24, by="督办")]
    problem: Annotated[str, C("问题", 44, by="督办")]
    remedy: Annotated[str, C("应为", 50, by="督办")]
    at: Source = NOWHERE


TABLES = (
    table("亮灯", "结果", LightRow, "每个事项的完成度和灯；由刷新重写。"),
    table("部门成绩", "结果", DepartmentScore, "各部门考核期间的得分与排名；由刷新重写。"),
    table("个人成绩", "结果", PersonScore, "个人得分与等次；仅限内部。"),
    table("抽查成绩", "结果", InspectionScore, "各部门抽查得分与问题率。"),
    table("抽查计划", "结果", InspectionPlan, "每个风险点下次应查日期。"),
    table("差异化", "结果", Differentiation, "各考评部门打分拉开差距的程度。"),
    table("提醒清单", "结果", ReminderRow, "今天应发的提醒。"),
    table("升级与问责", "结果", EscalationRow, "待领导决定的建议一览。"),
    table("得失分", "结果", TraceRow, "每一分的来处：对象、维度、规则、分值、哪张表哪一行。"),
    table("工作建议", "结果", AdviceRow, "漏项、薄弱环节与建议。"),
    table("数据检查", "结果", CheckRow, "填得不对的格子和改法；改完再刷新。"),
)
