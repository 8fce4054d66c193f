"""What a department's workbook holds: the rows that it answers for, and blank forms.

In 批次 the second half of a row's key stands under 阶段, whatever it is: a stage, a date such as 2026-12-30, a period.

自评日期 is not among the cells that a department fills in (product.md §2 leaves it out): the day on which a self-rating counts is
not the department's to choose, and collecting stamps it.
"""

from functools import partial
from typing import Annotated, NamedTuple

from workbook_templates.sent.sent_identity import DEPARTMENT_LABEL
from workbook_templates.sent.sent_spec import GuideStep, Highlight, KindWords, SentSheet, Stamp, Start, kind_of_sheets
from workbook_templates.tables.schema import C, Date, Number, Table, columns_of


class ExtensionForm(NamedTuple):
    """延期申请: becomes a row 延期 of 变更记录, 待批; 申请延至 is its 新值."""

    number: Annotated[str, C("编号", 14, required=True, by="部门")]
    stage: Annotated[str, C("阶段", 16, by="部门", help="整个事项延期的，空着；只延一个阶段的，写阶段名称。")]
    asked: Annotated[Date, C("申请日期", 14, required=True, by="部门")]
    until: Annotated[Date, C("申请延至", 14, required=True, by="部门")]
    reason: Annotated[str, C("原因", 84, required=True, by="部门")]


class ObjectionForm(NamedTuple):
    """异议: becomes a row of 异议."""

    number: Annotated[str, C("编号", 14, by="部门", help="对哪个事项或指标；与具体事项无关的空着。")]
    table: Annotated[str, C("表", 16, by="部门")]
    day: Annotated[Date, C("日期", 14, required=True, by="部门")]
    objection: Annotated[str, C("意见", 98, required=True, by="部门")]


class ProposalForm(NamedTuple):
    """申报: becomes a row 立项 of 督办台账 with 来源 部门申报."""

    matter: Annotated[str, C("事项", 36, required=True, by="部门")]
    basis: Annotated[str, C("依据", 20, by="部门")]
    category: Annotated[str, C("类别", 9, of="类别", by="部门")]
    responsible: Annotated[str, C("责任人", 10, required=True, by="部门")]
    handler: Annotated[str, C("承办人", 10, by="部门")]
    due: Annotated[Date, C("办理时限", 12, required=True, by="部门")]
    form: Annotated[str, C("完成形式", 16, by="部门")]
    standard: Annotated[str, C("完成标准", 34, required=True, by="部门")]


class ProposedStageForm(NamedTuple):
    """申报阶段: becomes a row of 阶段目标 of the task that 事项 names, proposed beside it or before."""

    matter: Annotated[str, C("事项", 34, required=True, by="部门", help="照“申报”表里的事项选。")]
    stage: Annotated[str, C("阶段", 13, required=True, by="部门", help="同一个事项的各阶段名称不同，如 一、二、三。")]
    task: Annotated[str, C("阶段任务", 36, required=True, by="部门")]
    standard: Annotated[str, C("完成标准", 30, by="部门")]
    responsible: Annotated[str, C("责任人", 10, by="部门")]
    due: Annotated[Date, C("完成时限", 12, required=True, by="部门")]
    weight: Annotated[Number, C("权重", 9, low=0, by="部门", help="空着即 1。")]


def form(name: str, record: type, told: str) -> Table:
    """A blank table. record: declares its columns."""
    return Table(name, "日常", record, False, told, columns_of(record))


FORMS: dict[str, Table] = {
    table.name: table
    for table in (
        form("延期申请", ExtensionForm, "在考核时限之前申请；批准之前，仍按原时限办理。"),
        form("异议", ObjectionForm, "对下达的事项、对灯和得分有不同意见，写在这里；每次一行。"),
        form("申报", ProposalForm, "建议列入督办的重点任务；收到后先立项，审定后下达。"),
        form("申报阶段", ProposedStageForm, "申报的任务分阶段办的，每个阶段写一行；不分阶段的不用填。"),
    )
}
"""The blank forms, by sheet and table."""

OBJECTED = ("督办台账", "阶段目标", "反馈记录", "指标", "亮灯", "部门成绩", "得失分", "加减分台账")
"""What an objection may be about."""

WORDS = KindWords(
    heading="督办填报表",
    title="督办部门表",
    label=DEPARTMENT_LABEL,
    tiles=("在办", "逾期", "七天内到期", "待填反馈", "待自评阶段", "指标"),
    alarming=("逾期",),
    steps=(
        GuideStep("只填蓝底的格子，灰底的不用填，其余已锁定。可以筛选、调列宽；请不要加行、删行。"),
        GuideStep("平时写进展情况；办完一项，填提交日期、办结说明、佐证。"),
        GuideStep("要延期、有异议、要申报新任务，填后面的空表，一行一件；申报的任务分阶段的，再填“申报阶段”。"),
        GuideStep("填好后保存，把整个文件发回{督办机构}。文件名可以改，内容请不要抄到别的表里。"),
    ),
    counted="{} 个部门",
    nothing="各部门都没有在办、暂缓的事项，也没有本期指标",
    lights=True,
    own_rows="新任务填“申报”表",
)

PROGRESS = "指标进度"
MISSED = 'AND(ISNUMBER({应反馈日期}),{应反馈日期}<{基准日},{反馈日期}="")'
sheet = partial(SentSheet, writer="部门")

DEPARTMENT_KIND = kind_of_sheets(
    "部门",
    "部门",
    WORDS,
    sheet(
        "督办台账",
        told="写进展；办完填提交日期、办结说明、佐证。没有分阶段的事项还要填完成度，分了阶段的由各阶段算出。",
        columns={
            "编号": 11, "事项": 26, "类别": 7, "级别": 8, "协办部门": 12, "责任人": 8, "承办人": 8, "下达日期": 11, "考核时限": 11,
            "完成标准": 18, "状态": 7, "灯": 7, "剩余天数": 9.5,
            "完成度": 8.5, "进展情况": 28, "提交日期": 11, "办结说明": 18, "佐证": 13,
        },
        key=("编号",),
        filled=("完成度", "进展情况", "提交日期", "办结说明", "佐证"),
    ),
    sheet(
        "阶段目标",
        told="到期的阶段填自评完成度（0% 至 100%）和自评说明，由分管领导确认。",
        columns={
            "编号": 11, "事项": 24, "阶段": 11, "阶段任务": 26, "完成标准": 20, "责任人": 8, "开始日期": 11, "考核时限": 11, "权重": 6,
            "确认完成度": 11.5, "确认意见": 15, "自评完成度": 11.5, "自评说明": 34,
        },
        key=("编号", "阶段"),
        filled=("自评完成度", "自评说明"),
        highlights=(Highlight("自评完成度", "waiting", 'AND(ISNUMBER({考核时限}),{考核时限}<={基准日},{自评完成度}="")'),),
        stamps=(Stamp("自评日期", "自评完成度", "day"),),
    ),
    sheet(
        "反馈记录",
        told="每到应反馈日期填一行：反馈日期、反馈人、内容；过了日期的，再写未按期原因、下步措施、工作计划。",
        columns={
            "编号": 11, "事项": 22, "应反馈日期": 11.5, "上次反馈": 24,
            "反馈日期": 11, "反馈人": 8, "内容": 32, "存在问题": 18, "需协调事项": 17, "未按期原因": 16, "原因类别": 9.5, "下步措施": 18,
            "工作计划": 18,
        },
        key=("编号", "应反馈日期"),
        filled=("反馈日期", "反馈人", "内容", "存在问题", "需协调事项", "未按期原因", "原因类别", "下步措施", "工作计划"),
        choices={"原因类别": "原因"},
        highlights=(Highlight("应反馈日期", "alarming", MISSED), Highlight("反馈日期", "waiting", MISSED)),
    ),
    sheet(
        "指标",
        told="填实际值；按节点考核的填完成日期；没有达到目标的，写失分原因和改进措施。",
        columns={
            "指标编号": 11, "期间": 10, "指标": 20, "考评标准": 24, "责任人": 8, "承办人": 8, "权重": 6, "计分方式": 9.5, "目标值": 9,
            "底线值": 9, "计量单位": 9.5, "完成时限": 11, "实际值": 10, "完成日期": 11, "失分原因": 26, "改进措施": 26,
        },
        key=("指标编号", "期间"),
        filled=("实际值", "完成日期", "失分原因", "改进措施"),
    ),
    sheet(
        PROGRESS,
        told="期间里的进度：填报到哪天为止（截至日期）、到那天的数；累计方式是“当期”的填上次以后新增的数，每一步都要报，没有新增的填 0。"
        "期末的数填在“指标”表。",
        columns={
            "指标编号": 11, "期间": 10, "指标": 26, "责任人": 8, "目标值": 10, "计量单位": 10, "累计方式": 9, "上次截至": 12,
            "上次实际值": 11, "应有进度": 10, "截至日期": 12, "实际值": 12, "说明": 40,
        },
        key=("指标编号", "期间"),
        filled=("截至日期", "实际值", "说明"),
        highlights=(
            Highlight("截至日期", "waiting", 'AND({截至日期}="",{实际值}<>"")'),
            Highlight("实际值", "waiting", 'AND({实际值}="",{截至日期}<>"")'),
        ),
        start=Start("指标", "指标编号", {}, {}),
        dated="截至日期",
    ),
    forms=FORMS,
)  # fmt: skip
