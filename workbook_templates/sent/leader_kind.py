"""What a leader's workbook holds: stages and changes that wait for him, and the items of his departments, which he only reads.

确认人, 确认日期, 批准人, 批准日期 are not his to type: collecting stamps them.
"""

from functools import partial

from workbook_templates.sent.sent_identity import ADDRESSEE_LABEL
from workbook_templates.sent.sent_spec import ONLY_BLUE, GuideStep, Highlight, KindWords, SentSheet, Stamp, kind_of_sheets

WORDS = KindWords(
    heading="督办确认表",
    title="督办领导表",
    label=ADDRESSEE_LABEL,
    tiles=("待确认阶段", "待批变更", "在办", "逾期", "红灯", "黄灯"),
    alarming=("逾期", "红灯"),
    steps=(
        ONLY_BLUE,
        GuideStep("“阶段目标”是部门已经自评、等您确认的：对照完成标准和自评说明，填确认完成度；与自评不同的，请写确认意见。", "阶段目标"),
        GuideStep("“变更记录”是等您决定的：在“结果”里选同意或不同意，没有选的仍按原时限办理。", "变更记录"),
        GuideStep("“督办台账”是分管部门在办的事项，只供查看。", "督办台账"),
        GuideStep("填好后保存，把整个文件发回{督办机构}。确认人、确认日期、批准人、批准日期由办公室登记，不用您填。"),
    ),
    counted="{} 位领导",
    nothing="没有等分管领导确认的阶段，也没有待批的变更",
    lights=True,
)

sheet = partial(SentSheet, writer="领导")

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
        "变更记录",
        told="等您决定的变更：在“结果”里选同意或不同意；没有定的不用动。",
        columns={
            "编号": 11, "事项": 24, "主责部门": 12, "阶段": 10, "变更": 9, "申请日期": 11, "原值": 11, "新值": 11, "原因": 30, "同意后": 24,
            "结果": 10,
        },
        key=("编号", "阶段", "变更", "申请日期"),
        filled=("结果",),
        choices={"结果": "领导决定"},
        highlights=(Highlight("结果", "waiting", '{结果}="待批"'),),
        stamps=(Stamp("批准人", "结果", "name"), Stamp("批准日期", "结果", "day")),
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
)  # fmt: skip
