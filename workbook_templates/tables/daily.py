"""Daily tables, kept by the office; some columns come back from departments, leaders, scorers and checkers (rules.md §1)."""

from typing import Annotated, NamedTuple

from workbook_templates.tables.performance import Indicator, IndicatorProgress, Inspection, Mark, Rating, RiskPoint
from workbook_templates.tables.schema import NOWHERE, C, Date, Names, Number, Source, table


class Target(NamedTuple):
    """目标库: one target of the year."""

    number: Annotated[str, C("目标编号", 12, required=True, key=True)]
    year: Annotated[Number, C("年度", 8, required=True, low=2000, high=2100)]
    theme: Annotated[str, C("主题", 14, required=True)]
    target: Annotated[str, C("目标", 40, required=True)]
    leader: Annotated[str, C("分管领导", 11, refers="人员")]
    department: Annotated[str, C("主责部门", 16, refers="部门")]
    standard: Annotated[str, C("完成标准", 36)]
    weight: Annotated[Number, C("权重", 8, low=0, help="空着即 1")]
    status: Annotated[str, C("状态", 8, of="目标状态")]
    since: Annotated[Date, C("纳入日期", 12)]
    ruling: Annotated[str, C("认定", 9, of="认定", help="空着由所挂事项推算")]
    updated: Annotated[Date, C("更新日期", 12)]
    update_note: Annotated[str, C("更新说明", 26)]
    order: Annotated[Number, C("排序", 8)]
    at: Source = NOWHERE


class Item(NamedTuple):
    """督办台账: one supervised item. completion is 0..1."""

    number: Annotated[str, C("编号", 12, key=True, help="空着由刷新按编号规则补")]
    matter: Annotated[str, C("事项", 34, required=True)]
    origin: Annotated[str, C("来源", 10, required=True, of="来源")]
    basis: Annotated[str, C("依据", 26)]
    proposer: Annotated[str, C("提出人", 10)]
    on_site: Annotated[str, C("现场分类", 11, of="现场分类")]
    target: Annotated[str, C("目标编号", 11, refers="目标库")]
    after: Annotated[Names, C("前置编号", 13, refers="督办台账")]
    business: Annotated[str, C("业务分类", 11)]
    category: Annotated[str, C("类别", 8, required=True, of="类别")]
    level: Annotated[str, C("级别", 9, required=True, of="级别")]
    approver: Annotated[str, C("审定人", 10)]
    approved: Annotated[Date, C("审定日期", 12)]
    department: Annotated[str, C("主责部门", 15, required=True, refers="部门")]
    helpers: Annotated[Names, C("协办部门", 20, refers="部门")]
    supervisor: Annotated[str, C("督办部门", 15, refers="部门")]
    leader: Annotated[str, C("分管领导", 10, refers="人员")]
    responsible: Annotated[str, C("责任人", 9, required=True, refers="人员")]
    handler: Annotated[str, C("承办人", 9, refers="人员")]
    registered: Annotated[Date, C("立项日期", 12)]
    issued: Annotated[Date, C("下达日期", 12)]
    due: Annotated[Date, C("办理时限", 12, required=True, never="长期", help="没有时限的填“长期”，只反馈、不亮灯")]
    form: Annotated[str, C("完成形式", 14)]
    standard: Annotated[str, C("完成标准", 30)]
    weight: Annotated[Number, C("权重", 7, low=0, help="空着即 1")]
    status: Annotated[str, C("状态", 8, required=True, of="状态")]
    completion: Annotated[Number, C("完成度", 9, rate=True, low=0, high=1, by="部门", help="没有阶段目标的事项填；有阶段的不看此列")]
    submitted: Annotated[Date, C("提交日期", 12, by="部门")]
    closed: Annotated[Date, C("办结日期", 12)]
    returns: Annotated[Number, C("退办次数", 9, low=0, high=99)]
    closing_note: Annotated[str, C("办结说明", 26, by="部门")]
    evidence: Annotated[str, C("佐证", 18, by="部门")]
    quality: Annotated[Number, C("完成质量", 9, low=0, high=100, help="0 至 100 分")]
    rater: Annotated[str, C("评价人", 9)]
    rated: Annotated[Date, C("评价日期", 12)]
    impact: Annotated[str, C("负面影响", 9, of="负面影响")]
    cause: Annotated[str, C("原因", 8, of="原因")]
    secrecy: Annotated[str, C("密级", 9, of="密级")]
    progress: Annotated[str, C("进展情况", 40, by="部门")]
    confirmer: Annotated[str, C("确认人", 9, help="谁确认了完成度；有阶段的在阶段目标里确认")]
    confirm_day: Annotated[Date, C("确认日期", 12, help="没有阶段的事项：完成度哪天确认；空着即待确认")]
    note: Annotated[str, C("备注", 18)]
    at: Source = NOWHERE


class Stage(NamedTuple):
    """阶段目标: one stage of an item; self_rated and confirmed are 0..1."""

    number: Annotated[str, C("编号", 12, required=True, key=True, refers="督办台账")]
    stage: Annotated[str, C("阶段", 12, required=True, key=True)]
    task: Annotated[str, C("阶段任务", 34, required=True)]
    standard: Annotated[str, C("完成标准", 28)]
    responsible: Annotated[str, C("责任人", 9, refers="人员")]
    start: Annotated[Date, C("开始日期", 12)]
    due: Annotated[Date, C("完成时限", 12, required=True)]
    weight: Annotated[Number, C("权重", 7, low=0, help="空着即 1")]
    self_rated: Annotated[Number, C("自评完成度", 10, rate=True, low=0, high=1, by="部门")]
    self_note: Annotated[str, C("自评说明", 26, by="部门")]
    self_day: Annotated[Date, C("自评日期", 12, by="部门")]
    confirmed: Annotated[Number, C("确认完成度", 10, rate=True, low=0, high=1, by="领导")]
    confirm_note: Annotated[str, C("确认意见", 20, by="领导")]
    confirmer: Annotated[str, C("确认人", 9, by="领导")]
    confirm_day: Annotated[Date, C("确认日期", 12, by="领导")]
    at: Source = NOWHERE


class Feedback(NamedTuple):
    """反馈记录: one feedback that is due, and what was given."""

    number: Annotated[str, C("编号", 12, required=True, key=True, refers="督办台账")]
    due: Annotated[Date, C("应反馈日期", 12, required=True, key=True)]
    given: Annotated[Date, C("反馈日期", 12, by="部门")]
    giver: Annotated[str, C("反馈人", 9, by="部门")]
    content: Annotated[str, C("内容", 40, by="部门")]
    problems: Annotated[str, C("存在问题", 26, by="部门")]
    coordination: Annotated[str, C("需协调事项", 24, by="部门")]
    late_reason: Annotated[str, C("未按期原因", 22, by="部门")]
    late_cause: Annotated[str, C("原因类别", 9, of="原因类别", by="部门")]
    measures: Annotated[str, C("下步措施", 26, by="部门")]
    plan: Annotated[str, C("工作计划", 26, by="部门")]
    accuracy: Annotated[str, C("准确性", 10, of="准确性")]
    highlight: Annotated[str, C("亮点", 7, of="亮点")]
    at: Source = NOWHERE


class Change(NamedTuple):
    """变更记录: one change asked for or decided; blank stage: it concerns the item itself, or a target or an indicator."""

    number: Annotated[
        str,
        C("编号", 12, required=True, key=True, refers="督办台账", or_of=("目标库", "指标"), help="事项、目标或指标的编号"),
    ]
    stage: Annotated[str, C("阶段", 12, key=True)]
    change: Annotated[str, C("变更", 10, required=True, of="变更", key=True, help="目标、指标只有新增、调整、撤销")]
    asked: Annotated[Date, C("申请日期", 12, required=True, key=True)]
    old: Annotated[str, C("原值", 14)]
    new: Annotated[str, C("新值", 14)]
    reason: Annotated[str, C("原因", 34)]
    approver: Annotated[str, C("批准人", 10)]
    approved: Annotated[Date, C("批准日期", 12)]
    result: Annotated[str, C("结果", 9, required=True, of="变更结果")]
    opinion: Annotated[str, C("决定意见", 20)]
    origin: Annotated[str, C("来源", 26)]
    at: Source = NOWHERE


class Ruling(NamedTuple):
    """认定记录: the light that a meeting gave an item for a period."""

    period: Annotated[str, C("期间", 10, required=True, key=True)]
    number: Annotated[str, C("编号", 12, required=True, key=True, refers="督办台账")]
    light: Annotated[str, C("认定灯", 9, required=True, of="灯")]
    reason: Annotated[str, C("认定理由", 40, required=True)]
    meeting: Annotated[str, C("会议编号", 14, refers="会议")]
    day: Annotated[Date, C("日期", 12)]
    at: Source = NOWHERE


class Meeting(NamedTuple):
    """会议: one meeting of the loop."""

    number: Annotated[str, C("会议编号", 14, required=True, key=True)]
    day: Annotated[Date, C("日期", 12, required=True)]
    meeting: Annotated[str, C("会议", 12, required=True, of="会议")]
    period: Annotated[str, C("期间", 10)]
    agenda: Annotated[str, C("议题", 34)]
    outcome: Annotated[str, C("结论", 34)]
    file: Annotated[str, C("文件", 24)]
    at: Source = NOWHERE


class Point(NamedTuple):
    """加减分台账: points added (positive) or deducted (negative); only 已确认 rows count."""

    day: Annotated[Date, C("日期", 12, required=True, key=True)]
    department: Annotated[str, C("部门", 15, key=True, refers="部门")]
    staff_no: Annotated[str, C("工号", 11, key=True, refers="人员")]
    kind: Annotated[str, C("类型", 11, required=True, of="加减分类型", key=True)]
    points: Annotated[Number, C("分值", 8, required=True, low=-100, high=100, help="扣分填负数")]
    fact: Annotated[str, C("事由", 40, required=True)]
    basis: Annotated[str, C("依据", 24)]
    linked: Annotated[str, C("关联编号", 14, key=True)]
    status: Annotated[str, C("状态", 9, required=True, of="加减分状态")]
    confirmer: Annotated[str, C("确认人", 10)]
    confirmed: Annotated[Date, C("确认日期", 12)]
    opinion: Annotated[str, C("决定意见", 20)]
    origin: Annotated[str, C("来源", 28)]
    at: Source = NOWHERE


class Accountability(NamedTuple):
    """问责记录: a suggestion about a person or unit, and what people decided."""

    day: Annotated[Date, C("日期", 12, required=True, key=True)]
    kind: Annotated[str, C("类别", 11, required=True, of="问责类别", key=True)]
    subject: Annotated[str, C("对象", 15, required=True, key=True)]
    speaker: Annotated[str, C("谈话人", 12)]
    rule: Annotated[str, C("规则", 14)]
    fact: Annotated[str, C("事实", 44)]
    number: Annotated[str, C("编号", 12, key=True)]
    status: Annotated[str, C("状态", 8, required=True, of="问责状态")]
    approver: Annotated[str, C("批准人", 10)]
    approved: Annotated[Date, C("批准日期", 12)]
    opinion: Annotated[str, C("决定意见", 20)]
    done: Annotated[Date, C("办理日期", 12)]
    outcome: Annotated[str, C("结果", 24)]
    origin: Annotated[str, C("来源", 28)]
    at: Source = NOWHERE


class Objection(NamedTuple):
    """异议: what a department objects to, and the answer."""

    day: Annotated[Date, C("日期", 12, required=True, key=True)]
    department: Annotated[str, C("部门", 15, required=True, key=True, refers="部门")]
    number: Annotated[str, C("编号", 12, key=True)]
    table: Annotated[str, C("表", 12, key=True)]
    objection: Annotated[str, C("意见", 44, required=True)]
    result: Annotated[str, C("结果", 10, of="异议结果")]
    answer: Annotated[str, C("答复", 34)]
    answered: Annotated[Date, C("答复日期", 12)]
    at: Source = NOWHERE


class Instruction(NamedTuple):
    """批示: what a leader wrote on a paper or in his sheet, and what became of it."""

    number: Annotated[str, C("批示编号", 13, required=True, key=True)]
    day: Annotated[Date, C("日期", 12, required=True)]
    leader: Annotated[str, C("领导", 10, required=True, refers="人员")]
    kind: Annotated[str, C("类别", 8, required=True, of="批示类别", help="批办要办、要回复；指导、参阅不成事项")]
    content: Annotated[str, C("内容", 44, required=True)]
    subject: Annotated[str, C("对象", 15, help="批给哪个部门或哪个人")]
    linked: Annotated[str, C("关联编号", 14, help="批在哪个事项、文书上；转督办后是那个事项")]
    reply_due: Annotated[Date, C("要求回复日期", 13)]
    reply: Annotated[str, C("回复", 34)]
    replied: Annotated[Date, C("回复日期", 12)]
    status: Annotated[str, C("状态", 10, of="批示状态", help="填“已转督办”，下次刷新立项；空着即待办")]
    secrecy: Annotated[str, C("密级", 10, of="密级")]
    at: Source = NOWHERE


class Improvement(NamedTuple):
    """制度措施: a regulation revised or a measure added, and what it came out of."""

    number: Annotated[str, C("编号", 12, required=True, key=True)]
    day: Annotated[Date, C("日期", 12, required=True)]
    kind: Annotated[str, C("类别", 8, required=True, of="制度措施类别")]
    name: Annotated[str, C("名称", 36, required=True)]
    origin: Annotated[str, C("缘由", 11, of="缘由")]
    linked: Annotated[str, C("关联编号", 14, help="出自哪次抽查、哪次会、哪个指标")]
    department: Annotated[str, C("责任部门", 15, refers="部门")]
    due: Annotated[Date, C("完成时限", 12)]
    done: Annotated[Date, C("完成日期", 12)]
    note: Annotated[str, C("说明", 30)]
    at: Source = NOWHERE


TABLES = (
    table("目标库", "日常", Target, "年度目标；每次调整写明日期和说明。", unique=True),
    table("督办台账", "日常", Item, "全部督办事项，一行一项；取消的行不删除，状态改为“取消”。", unique=True),
    table("阶段目标", "日常", Stage, "事项分解的阶段；自评由部门填，确认由分管领导填。", unique=True),
    table("反馈记录", "日常", Feedback, "每次应反馈与实际反馈。", unique=True),
    table("变更记录", "日常", Change, "延期、升级、改期、暂缓等变更，目标、指标的新增、调整、撤销；同意后由刷新落到台账、目标库。"),
    table("认定记录", "日常", Ruling, "例会认定的灯，优先于计算灯。"),
    table("会议", "日常", Meeting, "例会与讲评会。", unique=True),
    table("指标", "日常", Indicator, "公司、部门、班组、个人各级指标。", unique=True),
    table("指标进度", "日常", IndicatorProgress, "期间里报来的指标完成到哪里；最后一次的算数。", unique=True),
    table("考评打分", "日常", Mark, "考评部门给各单位打的分。", unique=True),
    table("个人评分", "日常", Rating, "部门负责人和分管领导给个人打的分。", unique=True),
    table("风险点", "日常", RiskPoint, "各部门风险点及抽查间隔。", unique=True),
    table("抽查记录", "日常", Inspection, "每次抽查的每个风险点一行。"),
    table("加减分台账", "日常", Point, "加减分；扣分填负数，确认后才计分。"),
    table("问责记录", "日常", Accountability, "提醒、约谈、督办函等建议及办理；由领导决定。"),
    table("异议", "日常", Objection, "部门对数据和得分的异议及答复。"),
    table("批示", "日常", Instruction, "领导的批示：批办的到期催回复，可以转督办；内容不进通报、一张图和公布本。", unique=True),
    table("制度措施", "日常", Improvement, "从抽查、例会、绩效分析里修订的制度、新增的措施。", unique=True),
)
