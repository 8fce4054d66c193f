"""What a group sends to a company: its tasks, their stages, and the days on which it wants to hear of them (任务包).

The company imports the file. Nobody types into it: `duban group` reads the answers in the company's own workbook and merges them as if
the file had come back filled in, so that its open cells are the ones that are answered.
"""

from workbook_templates.sent.department_kind import DEPARTMENT_KIND
from workbook_templates.sent.sent_identity import ADDRESSEE_LABEL
from workbook_templates.sent.sent_spec import GuideStep, KindWords, SentSheet, kind_of_sheets

SUPERIOR = "上级-"
"""How 编号 of a superior's item begins in a company's own ledger; the superior's own number comes behind it, so that no number of the
company's is ever the same."""

WORDS = KindWords(
    heading="任务包",
    title="督办任务包",
    label=ADDRESSEE_LABEL,
    tiles=("在办", "逾期", "七天内到期"),
    alarming=("逾期",),
    steps=(
        GuideStep("用“导入”（duban import）把这个文件收进本单位的督办总台账：来源是上级部署，编号前加“上级-”。不用在这个文件里填。"),
        GuideStep("再发来的任务包也照样导入：新的任务加进来，改了的时限、暂缓、取消进“变更记录”待批。"),
        GuideStep("在本单位的总台账里办：分给部门、报进展、评阶段、办结；集团汇总时按编号取走，不用另外报。"),
    ),
    counted="{} 个单位",
    nothing="各单位都没有在办的任务",
    lights=True,
)

UNIT_KIND = kind_of_sheets(
    "单位",
    "部门",
    WORDS,
    SentSheet(
        "督办台账",
        "部门",
        told="下达给本单位的任务。",
        columns={
            "编号": 11, "事项": 28, "提出人": 12, "依据": 14, "类别": 7, "级别": 8, "下达日期": 11, "考核时限": 11,
            "完成形式": 12, "完成标准": 20,
            "密级": 7, "状态": 7, "灯": 7, "剩余天数": 9.5, "完成度": 8.5, "进展情况": 24, "提交日期": 11, "办结说明": 16,
        },
        key=("编号",),
        filled=("完成度", "进展情况", "提交日期", "办结说明"),
    ),
    DEPARTMENT_KIND.sheets["阶段目标"],
    DEPARTMENT_KIND.sheets["反馈记录"],
)  # fmt: skip
