"""What a leader's workbook holds: stages and items that wait for his confirmation, what waits for his decision, and the items of his
departments, which he only reads.

Each row that waits for a decision has 结果 (确认 or 不同意) and 决定意见; what that means in the table it belongs to stands here.
确认人, 确认日期, 批准人, 批准日期 are not his to type: collecting stamps them.
"""

from functools import partial
from typing import Annotated, NamedTuple

from workbook_templates.sent.sent_identity import ADDRESSEE_LABEL
from workbook_templates.sent.sent_spec import MARK, ONLY_BLUE, Ask, GuideStep, Highlight, KindWords, SentSheet, Stamp, kind_of_sheets
from workbook_templates.tables.schema import C, Date, Table, columns_of

TO_CONFIRM = "待确认事项"
YES, NO, WORDS_OF = "确认", "不同意", "决定意见"

WORDS = KindWords(
    heading="督办确认表",
    title="督办领导表",
    label=ADDRESSEE_LABEL,
    tiles=("待确认", "待决定", "在办", "逾期", "红灯", "黄灯"),
    alarming=("逾期", "红灯"),
    steps=(
        ONLY_BLUE,
        GuideStep(
            "“阶段目标”是部门已经自评、等您确认的：对照完成标准和自评说明，填确认完成度；与自评不同的，请写确认意见。", ("阶段目标",)
        ),
        GuideStep("“待确认事项”没有分阶段，由您确认完成度：同意部门填的，照填；不同的，填您认定的。", (TO_CONFIRM,)),
        GuideStep(
            "变更记录、加减分台账、问责记录里是等您决定的：“结果”选确认或不同意，不同意的写决定意见；没有定的空着，下次还会列出。",
            ("变更记录", "加减分台账", "问责记录"),
        ),
        GuideStep("“督办台账”是分管部门在办的事项，只供查看。", ("督办台账",)),
        GuideStep("有批示、要求的，写在最后的空表“批示”里，一行一件；批办的写明批给谁、哪天要回复。"),
        GuideStep("填好后保存，把整个文件发回{督办机构}。确认人、确认日期、批准人、批准日期由办公室登记，不用您填。"),
    ),
    counted="{} 位领导",
    nothing="没有等领导确认的阶段、事项，也没有等领导决定的",
    lights=True,
    own_rows="另有批示、要求的，写在“批示”表",
)


class InstructionForm(NamedTuple):
    """批示: becomes a row of 批示."""

    number: Annotated[str, C("编号", 12, by="领导", help="批在哪个事项上；与事项无关的空着。")]
    kind: Annotated[str, C("类别", 9, required=True, of="批示类别", by="领导")]
    content: Annotated[str, C("内容", 76, required=True, by="领导")]
    subject: Annotated[str, C("对象", 24, by="领导", help="批给哪个部门或哪个人。")]
    reply_due: Annotated[Date, C("要求回复日期", 14, by="领导")]


FORMS: dict[str, Table] = {
    "批示": Table(
        "批示",
        "日常",
        InstructionForm,
        False,
        "批办的要办、要回复；指导、参阅只留档。收到后由办公室登记、催办。",
        columns_of(InstructionForm),
    )
}


def decision(into: str, waiting: str, yes: str, no: str, *basis: str) -> dict[str, Ask]:
    """结果 and what it means in the master: yes, no; 不同意 needs a reason. basis: what the decision rests on."""
    means = {YES: yes, "同意": yes, NO: no}
    return {"结果": Ask(into, (into, waiting), basis, means, needs=(NO, WORDS_OF))}


DECIDED = {
    "filled": ("结果", WORDS_OF),
    "choices": {"结果": "领导决定"},
    "highlights": (
        Highlight("结果", "waiting", '{结果}=""'),
        Highlight(WORDS_OF, "waiting", f'AND({{结果}}="{NO}",{{{WORDS_OF}}}="")'),
    ),
}
"""What sheets of decisions have alike."""

sheet = partial(SentSheet, writer="领导")
decided = partial(sheet, **DECIDED)

LEADER_KIND = kind_of_sheets(
    "领导",
    "领导",
    WORDS,
    sheet(
        "阶段目标",
        told="部门已自评、等您确认的阶段：填确认完成度；与自评不同的，写确认意见。",
        columns={
            "编号": 11, "事项": 22, "主责部门": 12, "责任人": 8, "阶段": 10, "阶段任务": 20, "完成标准": 18, "考核时限": 11,
            "自评完成度": 11, "自评说明": 22, "自评日期": 11, "确认完成度": 11.5, "确认意见": 22,
        },
        key=("编号", "阶段"),
        filled=("确认完成度", "确认意见"),
        highlights=(
            Highlight("确认完成度", "waiting", 'AND(ISNUMBER({考核时限}),{考核时限}<={基准日},{确认完成度}="")'),
            Highlight("确认意见", "waiting", 'AND(ISNUMBER({确认完成度}),{确认完成度}<{自评完成度},{确认意见}="")'),
        ),
        stamps=(Stamp("确认人", "确认完成度", "name"), Stamp("确认日期", "确认完成度", "day")),
    ),
    sheet(
        TO_CONFIRM,
        into="督办台账",
        told="没有分阶段、部门填了完成度的事项：填您确认的完成度，与部门填的相同的照填。",
        columns={
            "编号": 11, "事项": 26, "主责部门": 12, "责任人": 8, "完成标准": 22, "考核时限": 11, "状态": 7, "进展情况": 28, "办结说明": 18,
            "提交日期": 11, "完成度": 9, "确认完成度": 11.5,
        },
        key=("编号",),
        filled=("确认完成度",),
        asks={"确认完成度": Ask("完成度", ("确认日期", ""), ("完成度",))},
        highlights=(Highlight("确认完成度", "waiting", 'AND(ISNUMBER({考核时限}),{考核时限}<={基准日},{确认完成度}="")'),),
        stamps=(Stamp("确认人", "完成度", "name"), Stamp("确认日期", "完成度", "day")),
    ),
    decided(
        "变更记录",
        told="等您决定的变更：“结果”选确认或不同意，不同意的写决定意见；没有定的空着。",
        columns={
            "编号": 11, "事项": 22, "主责部门": 12, "阶段": 9, "变更": 8, "申请日期": 11, "原值": 11, "新值": 11, "原因": 26, "同意后": 21,
            "结果": 9, WORDS_OF: 20,
        },
        key=("编号", "阶段", "变更", "申请日期"),
        asks=decision("结果", "待批", "同意", "不同意", "新值", "原因"),
        stamps=(Stamp("批准人", "结果", "name"), Stamp("批准日期", "结果", "day")),
    ),
    decided(
        "加减分台账",
        told="等您决定的加减分：“结果”选确认或不同意，不同意的写决定意见；确认了才计分。",
        columns={
            MARK: 11, "日期": 11, "类型": 10, "对象": 13, "关联编号": 12, "事由": 42, "依据": 26, "分值": 7, "结果": 9, WORDS_OF: 26,
        },
        key=(MARK,),
        asks=decision("状态", "拟", "已确认", "撤销", "分值", "事由"),
        stamps=(Stamp("确认人", "状态", "name"), Stamp("确认日期", "状态", "day")),
    ),
    decided(
        "问责记录",
        told="等您决定的提醒、督办函、约谈等：“结果”选确认或不同意，不同意的写决定意见；确认了才办。",
        columns={
            MARK: 11, "日期": 11, "类别": 10, "对象": 14, "谈话人": 11, "编号": 12, "规则": 12, "事实": 52, "结果": 9, WORDS_OF: 26,
        },
        key=(MARK,),
        asks=decision("状态", "拟", "已批", "撤销", "对象", "事实"),
        stamps=(Stamp("批准人", "状态", "name"), Stamp("批准日期", "状态", "day")),
    ),
    sheet(
        "督办台账",
        told="分管部门在办的事项和灯，红灯在前，只供查看。",
        columns={
            "编号": 11, "事项": 27, "主责部门": 12, "级别": 8, "类别": 7, "责任人": 8, "考核时限": 11, "状态": 7, "完成度": 9, "灯": 7,
            "剩余天数": 9.5, "进展情况": 36,
        },
        key=("编号",),
    ),
    forms=FORMS,
)  # fmt: skip
