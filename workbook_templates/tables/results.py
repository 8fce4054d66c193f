"""Results, rewritten by the add-in at each refresh, as values (rules.md §1)."""

from typing import Annotated, NamedTuple

from workbook_templates.tables.schema import NOWHERE, C, Date, Figure, Made, Source, table


class LightRow(NamedTuple):
    """亮灯: one item. Completions, planned progress are 0..1; lag is in percentage points."""

    number: Annotated[str, Made("编号", 12, key=True)]
    matter: Annotated[str, Made("事项", 34)]
    department: Annotated[str, Made("主责部门", 15)]
    responsible: Annotated[str, Made("责任人", 9)]
    level: Annotated[str, Made("级别", 9)]
    category: Annotated[str, Made("类别", 8)]
    due: Annotated[Date, Made("考核时限", 12)]
    completion: Annotated[Figure, Made("完成度", 9, rate=True)]
    light_completion: Annotated[Figure, Made("亮灯完成度", 11, rate=True)]
    planned: Annotated[Figure, Made("序时进度", 9, rate=True)]
    lag: Annotated[Figure, Made("进度偏差", 9, digits=1, help="百分点")]
    light: Annotated[str, Made("灯", 8)]
    computed_light: Annotated[str, Made("计算灯", 8)]
    unconfirmed: Annotated[str, Made("待确认", 8)]
    days_left: Annotated[Figure, Made("剩余天数", 9)]
    days_overdue: Annotated[Figure, Made("逾期天数", 9)]
    days_idle: Annotated[Figure, Made("停滞天数", 9)]
    step: Annotated[str, Made("环节", 8)]
    at: Source = NOWHERE


class DepartmentScore(NamedTuple):
    """部门成绩: the scores of one department in a period; scores in points, rates 0..1."""

    period: Annotated[str, Made("期间", 10, key=True)]
    department: Annotated[str, Made("部门", 16, key=True)]
    kind: Annotated[str, Made("类型", 12)]
    supervision: Annotated[Figure, Made("督办", 9, digits=2)]
    lights: Annotated[Figure, Made("亮灯", 9, digits=2)]
    indicators: Annotated[Figure, Made("指标", 9, digits=2)]
    inspection: Annotated[Figure, Made("抽查", 9, digits=2)]
    points: Annotated[Figure, Made("加减分", 9, digits=2)]
    composite: Annotated[Figure, Made("综合", 9, digits=2)]
    kind_rank: Annotated[Figure, Made("类型排名", 9)]
    overall_rank: Annotated[Figure, Made("总排名", 9)]
    ranked: Annotated[str, Made("参评", 8)]
    green: Annotated[Figure, Made("绿", 7)]
    yellow: Annotated[Figure, Made("黄", 7)]
    red: Annotated[Figure, Made("红", 7)]
    on_time_rate: Annotated[Figure, Made("按期办结率", 11, rate=True)]
    closing_rate: Annotated[Figure, Made("办结率", 9, rate=True)]
    feedback_rate: Annotated[Figure, Made("反馈及时率", 11, rate=True)]
    plan_rate: Annotated[Figure, Made("计划执行率", 11, rate=True)]
    note: Annotated[str, Made("说明", 30)]
    at: Source = NOWHERE


class PersonScore(NamedTuple):
    """个人成绩: the score of one person in a period."""

    period: Annotated[str, Made("期间", 10, key=True)]
    staff_no: Annotated[str, Made("工号", 11, key=True)]
    name: Annotated[str, Made("姓名", 10)]
    department: Annotated[str, Made("部门", 16)]
    role: Annotated[str, Made("角色", 12)]
    score: Annotated[Figure, Made("得分", 9, digits=2)]
    grade: Annotated[str, Made("等次", 9)]
    rank: Annotated[Figure, Made("排名", 8)]
    note: Annotated[str, Made("说明", 60)]
    at: Source = NOWHERE


class InspectionScore(NamedTuple):
    """抽查成绩: the checks of a department (or of the company) in a period."""

    period: Annotated[str, Made("期间", 10, key=True)]
    object_kind: Annotated[str, Made("对象类型", 10, key=True)]
    department: Annotated[str, Made("部门", 16, key=True)]
    kind: Annotated[str, Made("类型", 12)]
    checks: Annotated[Figure, Made("抽查次数", 9)]
    people: Annotated[Figure, Made("人次", 8)]
    problems: Annotated[Figure, Made("问题数", 8)]
    problem_rate: Annotated[Figure, Made("问题率", 9, rate=True)]
    lost: Annotated[Figure, Made("失分", 8, digits=2)]
    full: Annotated[Figure, Made("满分", 8)]
    score: Annotated[Figure, Made("比例计分", 10, digits=2)]
    grade: Annotated[str, Made("等级", 8)]
    rank: Annotated[Figure, Made("排名", 8)]
    note: Annotated[str, Made("说明", 36)]
    at: Source = NOWHERE


class InspectionPlan(NamedTuple):
    """抽查计划: when each risk point is to be checked next."""

    risk: Annotated[str, Made("风险编号", 12, key=True)]
    department: Annotated[str, Made("部门", 16)]
    point: Annotated[str, Made("风险点", 34)]
    value: Annotated[Figure, Made("风险值", 8)]
    grade: Annotated[str, Made("等级", 8)]
    last: Annotated[Date, Made("上次抽查", 12)]
    due: Annotated[Date, Made("应查日期", 12)]
    days_overdue: Annotated[Figure, Made("逾期天数", 9)]
    problems: Annotated[Figure, Made("一年内问题数", 13)]
    renew: Annotated[str, Made("是否更新", 10)]
    note: Annotated[str, Made("说明", 30)]
    at: Source = NOWHERE


class Differentiation(NamedTuple):
    """差异化: how far a scorer tells the scored apart."""

    period: Annotated[str, Made("期间", 10, key=True)]
    scorer: Annotated[str, Made("考评部门", 16, key=True)]
    scores: Annotated[Figure, Made("打分数", 8)]
    rate: Annotated[Figure, Made("差异化率", 10, rate=True)]
    spread: Annotated[Figure, Made("极差", 9, digits=2)]
    deviation: Annotated[Figure, Made("标准差", 9, digits=2)]
    lean: Annotated[Figure, Made("偏差", 9, digits=2)]
    verdict: Annotated[str, Made("结论", 30)]
    at: Source = NOWHERE


class ReminderRow(NamedTuple):
    """提醒清单: one reminder to send today."""

    recipient: Annotated[str, Made("收件人", 11, key=True)]
    number: Annotated[str, Made("编号", 12, key=True)]
    stage: Annotated[str, Made("阶段", 12, key=True)]
    matter: Annotated[str, Made("事项", 34)]
    rule: Annotated[str, Made("规则", 11, key=True)]
    trigger: Annotated[Date, Made("触发日", 12, key=True)]
    due: Annotated[Date, Made("考核时限", 12)]
    days_left: Annotated[Figure, Made("剩余天数", 9)]
    copies: Annotated[str, Made("抄送", 28)]
    text: Annotated[str, Made("文本", 60)]
    at: Source = NOWHERE


class EscalationRow(NamedTuple):
    """升级与问责: the open proposals in one view."""

    day: Annotated[Date, Made("日期", 12)]
    kind: Annotated[str, Made("类别", 11, key=True)]
    subject: Annotated[str, Made("对象", 15, key=True)]
    rule: Annotated[str, Made("规则", 14)]
    fact: Annotated[str, Made("事实", 50)]
    suggestion: Annotated[str, Made("建议", 34)]
    number: Annotated[str, Made("编号", 12, key=True)]
    status: Annotated[str, Made("状态", 9)]
    at: Source = NOWHERE


class IndicatorRow(NamedTuple):
    """指标成绩: one indicator of a level, its progress (0..1), its score in points, and the best unit of the same 指标."""

    period: Annotated[str, Made("期间", 10, key=True)]
    number: Annotated[str, Made("指标编号", 12, key=True)]
    parent: Annotated[str, Made("上级指标", 12)]
    level: Annotated[str, Made("层级", 9)]
    name: Annotated[str, Made("指标", 28)]
    department: Annotated[str, Made("主责部室", 15)]
    responsible: Annotated[str, Made("责任人", 9)]
    goal: Annotated[Figure, Made("目标值", 10)]
    actual: Annotated[Figure, Made("实际值", 10)]
    until: Annotated[Date, Made("截至日期", 12)]
    progress: Annotated[Figure, Made("进度", 8, rate=True)]
    expected: Annotated[Figure, Made("应有进度", 9, rate=True)]
    score: Annotated[Figure, Made("得分", 9, digits=2)]
    best: Annotated[str, Made("最好单位", 15)]
    behind_best: Annotated[Figure, Made("与最好差距", 11, digits=2, help="分，最好单位的得分减本单位的")]
    note: Annotated[str, Made("说明", 40)]
    at: Source = NOWHERE


class TraceRow(NamedTuple):
    """得失分: one part of a score, with the sheet and row that it comes from; row 0 is written blank."""

    period: Annotated[str, Made("期间", 10, key=True)]
    subject: Annotated[str, Made("对象", 16, key=True)]
    dimension: Annotated[str, Made("维度", 9, key=True)]
    rule: Annotated[str, Made("规则", 10)]
    points: Annotated[Figure, Made("分值", 11, digits=2)]
    number: Annotated[str, Made("编号", 12)]
    table: Annotated[str, Made("表", 11)]
    row: Annotated[Figure, Made("行", 7)]
    note: Annotated[str, Made("说明", 60)]
    at: Source = NOWHERE


class AdviceRow(NamedTuple):
    """工作建议: a gap or a weak spot, and what to do about it."""

    kind: Annotated[str, Made("类别", 12)]
    subject: Annotated[str, Made("对象", 18)]
    fact: Annotated[str, Made("事实", 60)]
    suggestion: Annotated[str, Made("建议", 50)]
    at: Source = NOWHERE


class CheckRow(NamedTuple):
    """数据检查: one cell that is not right, and what should stand there."""

    table: Annotated[str, Made("表", 12)]
    row: Annotated[Figure, Made("行", 8)]
    header: Annotated[str, Made("列", 14)]
    value: Annotated[str, Made("值", 24)]
    problem: Annotated[str, Made("问题", 44)]
    remedy: Annotated[str, Made("应为", 50)]
    proposed: Annotated[str, Made("建议值", 20)]
    handling: Annotated[str, C("处理", 9, of="处理", help="采纳：下次刷新按建议值改；已核：看过了，没有错")]
    at: Source = NOWHERE


TABLES = (
    table("亮灯", "结果", LightRow, "每个事项的完成度和灯；由刷新重写。"),
    table("部门成绩", "结果", DepartmentScore, "各部门考核期间的得分与排名；由刷新重写。"),
    table("个人成绩", "结果", PersonScore, "个人得分与等次；仅限内部。"),
    table("抽查成绩", "结果", InspectionScore, "各部门抽查得分与问题率。"),
    table("抽查计划", "结果", InspectionPlan, "每个风险点下次应查日期。"),
    table("差异化", "结果", Differentiation, "各考评部门打分拉开差距的程度。"),
    table("提醒清单", "结果", ReminderRow, "今天应发的提醒。"),
    table("升级与问责", "结果", EscalationRow, "待领导决定的建议一览。", known_by=("日期", "类别", "对象", "规则", "编号")),
    table(
        "得失分",
        "结果",
        TraceRow,
        "每一分的来处：对象、维度、规则、分值、哪张表哪一行。",
        known_by=("期间", "对象", "维度", "规则", "编号", "表", "说明"),
        told_apart=("行",),
    ),
    table("指标成绩", "结果", IndicatorRow, "每个指标的进度和得分，与最好的单位比；由刷新重写。"),
    table("工作建议", "结果", AdviceRow, "漏项、薄弱环节与建议。", known_by=("类别", "对象")),
    # a row's number is no part of its key: it is another one as soon as somebody sorts
    table("数据检查", "结果", CheckRow, "填得不对的格子和改法；改完再刷新。", known_by=("表", "列", "值", "问题"), told_apart=("行",)),
)
