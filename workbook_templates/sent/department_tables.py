"""What a department's workbook holds: its tables column by column, the cells that it fills in, and the blank forms.

The durable key of a row is its 编号, with 阶段 (阶段目标), 应反馈日期 (反馈记录) or 期间 (指标). In 批次 the second half of the key
stands under 阶段, whatever it is: a stage, a date such as 2026-12-30, a period.

自评日期 is not among the cells that a department fills in (product.md §2 leaves it out): the day on which a self-rating counts is
not the department's to choose, and collecting stamps it.
"""

from typing import Annotated, NamedTuple

from workbook_templates.sent.sent_tables import sent_table
from workbook_templates.tables.schema import C, Date, Table, columns_of

REPORTED: dict[str, tuple[str, ...]] = {
    "督办台账": ("完成度", "进展情况", "提交日期", "办结说明", "佐证"),
    "阶段目标": ("自评完成度", "自评说明"),
    "反馈记录": ("反馈日期", "反馈人", "内容", "存在问题", "需协调事项", "未按期原因", "原因类别", "下步措施", "工作计划"),
    "指标": ("实际值", "完成日期", "失分原因", "改进措施"),
}
"""Table → the columns that a department fills in (product.md §2)."""

KEYS: dict[str, tuple[str, ...]] = {
    "督办台账": ("编号",),
    "阶段目标": ("编号", "阶段"),
    "反馈记录": ("编号", "应反馈日期"),
    "指标": ("指标编号", "期间"),
}
"""Table → the headers of its durable key: 编号 and, where there is one, what stands under 阶段 in 批次."""

LOCKED: dict[str, tuple[tuple[str, float], ...]] = {
    "督办台账": (
        ("编号", 11), ("事项", 26), ("类别", 7), ("级别", 8), ("协办部门", 12), ("责任人", 8), ("承办人", 8), ("下达日期", 11),
        ("考核时限", 11), ("完成标准", 18), ("状态", 7), ("灯", 7), ("剩余天数", 9.5),
    ),
    "阶段目标": (
        ("编号", 11), ("事项", 24), ("阶段", 11), ("阶段任务", 26), ("完成标准", 20), ("责任人", 8), ("开始日期", 11), ("考核时限", 11),
        ("权重", 6), ("确认完成度", 11.5), ("确认意见", 15),
    ),
    "反馈记录": (("编号", 11), ("事项", 22), ("应反馈日期", 11.5), ("上次反馈", 24)),
    "指标": (
        ("指标编号", 11), ("期间", 10), ("指标", 20), ("考评标准", 24), ("责任人", 8), ("承办人", 8), ("权重", 6), ("计分方式", 9.5),
        ("目标值", 9), ("底线值", 9), ("计量单位", 9.5), ("完成时限", 11),
    ),
}  # fmt: skip
"""Table → the columns that are only read, with their widths."""

FILLED_WIDTHS: dict[str, float] = {
    "完成度": 8.5, "进展情况": 28, "提交日期": 11, "办结说明": 18, "佐证": 13, "自评完成度": 11.5, "自评说明": 34, "反馈日期": 11,
    "反馈人": 8, "内容": 32, "存在问题": 18, "需协调事项": 17, "未按期原因": 16, "原因类别": 9.5, "下步措施": 18, "工作计划": 18,
    "实际值": 10, "完成日期": 11, "失分原因": 26, "改进措施": 26,
}  # fmt: skip

HELP = {
    "督办台账": "写进展；办完填提交日期、办结说明、佐证。没有分阶段的事项还要填完成度，分了阶段的由各阶段算出。",
    "阶段目标": "到期的阶段填自评完成度（0% 至 100%）和自评说明，由分管领导确认。",
    "反馈记录": "每到应反馈日期填一行：反馈日期、反馈人、内容；过了日期的，再写未按期原因、下步措施、工作计划。",
    "指标": "填实际值；按节点考核的填完成日期；没有达到目标的，写失分原因和改进措施。",
}

DEPARTMENT_TABLES: dict[str, Table] = {
    name: sent_table(
        name,
        (*LOCKED[name], *((header, FILLED_WIDTHS[header]) for header in filled)),
        dict.fromkeys(filled, "部门"),
        HELP[name],
    )
    for name, filled in REPORTED.items()
}
"""The tables of rows that the department has, in the order of the sheets."""


class Extension(NamedTuple):
    """延期申请: becomes a row 延期 of 变更记录, 待批; 申请延至 is its 新值."""

    number: Annotated[str, C("编号", 14, required=True, by="部门")]
    stage: Annotated[str, C("阶段", 16, by="部门", help="整个事项延期的，空着；只延一个阶段的，写阶段名称。")]
    asked: Annotated[Date, C("申请日期", 14, required=True, by="部门")]
    until: Annotated[Date, C("申请延至", 14, required=True, by="部门")]
    reason: Annotated[str, C("原因", 84, required=True, by="部门")]


class Contradiction(NamedTuple):
    """异议: becomes a row of 异议."""

    number: Annotated[str, C("编号", 14, by="部门", help="对哪个事项或指标；与具体事项无关的空着。")]
    table: Annotated[str, C("表", 16, by="部门")]
    day: Annotated[Date, C("日期", 14, required=True, by="部门")]
    objection: Annotated[str, C("意见", 98, required=True, by="部门")]


class Proposal(NamedTuple):
    """申报: becomes a row 立项 of 督办台账 with 来源 部门申报."""

    matter: Annotated[str, C("事项", 36, required=True, by="部门")]
    basis: Annotated[str, C("依据", 20, by="部门")]
    category: Annotated[str, C("类别", 9, of="类别", by="部门")]
    responsible: Annotated[str, C("责任人", 10, required=True, by="部门")]
    handler: Annotated[str, C("承办人", 10, by="部门")]
    due: Annotated[Date, C("办理时限", 12, required=True, by="部门")]
    form: Annotated[str, C("完成形式", 16, by="部门")]
    standard: Annotated[str, C("完成标准", 34, required=True, by="部门")]


FORMS: dict[str, Table] = {
    "延期申请": Table("延期申请", "日常", Extension, False, "在考核时限之前申请；批准之前，仍按原时限办理。", columns_of(Extension)),
    "异议": Table(
        "异议", "日常", Contradiction, False, "对下达的事项、对灯和得分有不同意见，写在这里；每次一行。", columns_of(Contradiction)
    ),
    "申报": Table("申报", "日常", Proposal, False, "建议列入督办的重点任务；收到后先立项，审定后下达。", columns_of(Proposal)),
}
"""The blank forms: sheet and table → columns. A row that is filled in becomes a row of the master."""

FORM_ROWS = 12
OBJECTED = ("督办台账", "阶段目标", "反馈记录", "指标", "亮灯", "部门成绩", "得失分", "加减分台账")
"""What an objection may be about."""
