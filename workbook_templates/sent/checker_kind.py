"""What a check workbook holds: the risk points that a department (牵头), a leader (定向) or a head (日常) is to check, a row each, and
open rectifications.

Both sheets are about rows of 抽查记录. A row of the sheet 抽查记录 does not stand in the master yet: it was given its 抽查编号 when
the sheet was made, one for all points of one department in one batch (a visit), so that its key (抽查编号, 风险编号) is the same
however often the file comes back. 整改复查 holds rows that the master has.
"""

from functools import partial

from workbook_templates.sent.sent_identity import ADDRESSEE_LABEL
from workbook_templates.sent.sent_spec import ONLY_BLUE, GuideStep, Highlight, KindWords, SentSheet, Start, kind_of_sheets

CHECKS, MENDING = "抽查记录", "整改复查"

WORDS = KindWords(
    heading="抽查登记表",
    title="督办抽查表",
    label=ADDRESSEE_LABEL,
    tiles=("应抽查风险点", "到期应查", "待了结整改"),
    alarming=("到期应查",),
    steps=(
        ONLY_BLUE,
        GuideStep(
            "“抽查记录”列着归您抽查的全部风险点，应查日期早的在前，已经过了的是红字。查了哪一个就填哪一行，没有查的空着，下次还会列出。",
            (CHECKS,),
        ),
        GuideStep("结果是“问题”的，写清问题描述、扣分、整改要求、整改责任人和整改时限；“苗头”只提醒，不扣分。"),
        GuideStep("抽查编号已经编好：同一个被查部门同一层级的各点是同一次抽查。没有列出的抽查，请{督办机构}登记。"),
        GuideStep("“整改复查”是还没有了结的整改：改完的填整改完成日期，复查后填复查结果。", (MENDING,)),
        GuideStep("填好后保存，把整个文件发回{督办机构}。"),
    ),
    counted="{} 个抽查人",
    nothing="没有划了抽查层级的风险点，也没有未了结的整改",
    own_rows="没有列出的抽查，由办公室在“抽查记录”里登记",
)

KEY = ("抽查编号", "风险编号")
WHERE_PROBLEM = ("问题描述", "扣分", "整改要求", "整改责任人", "整改时限")
LATE_MENDING = 'AND(ISNUMBER({整改时限}),{整改时限}<{基准日},{整改完成日期}="")'
sheet = partial(SentSheet, writer="抽查人", into=CHECKS, key=KEY)

CHECKER_KIND = kind_of_sheets(
    "抽查",
    "抽查人",
    WORDS,
    sheet(
        CHECKS,
        told="查一个风险点填一行；结果是“问题”的，写问题描述、扣分和整改要求。没有查的不用填。",
        columns={
            "抽查编号": 18, "风险编号": 10, "抽查层级": 9.5, "部门": 12, "风险点": 22, "等级": 7, "应查日期": 11, "日期": 11,
            "抽查人": 10, "被查人": 10, "抽查人次": 9.5, "结果": 8, "问题描述": 23, "扣分": 7, "整改要求": 18, "整改责任人": 11,
            "整改时限": 11,
        },
        filled=("日期", "抽查人", "被查人", "抽查人次", "结果", *WHERE_PROBLEM),
        highlights=(
            Highlight("应查日期", "alarming", 'AND(ISNUMBER({应查日期}),{应查日期}<{基准日},{日期}="")'),
            Highlight("日期", "waiting", 'AND({日期}="",{结果}<>"")'),
            Highlight("结果", "waiting", 'AND({结果}="",{日期}<>"")'),
            Highlight("结果", "alarming", is_="问题"),
            *(Highlight(header, "waiting", f'AND({{结果}}="问题",{{{header}}}="")') for header in WHERE_PROBLEM),
        ),
        start=Start("风险点", "风险编号", {"部门": "部门", "抽查层级": "抽查层级"}),
    ),
    sheet(
        MENDING,
        told="没有了结的整改：改完填整改完成日期，复查后填复查结果；谈过话的填约谈人次。",
        columns={
            "抽查编号": 18, "风险编号": 10, "抽查层级": 9.5, "部门": 12, "日期": 11, "被查人": 11, "问题描述": 26, "整改要求": 24,
            "整改责任人": 11, "整改时限": 11, "整改完成日期": 13, "复查结果": 10, "约谈人次": 10,
        },
        filled=("整改完成日期", "复查结果", "约谈人次"),
        highlights=(
            Highlight("整改时限", "alarming", LATE_MENDING),
            Highlight("整改完成日期", "waiting", LATE_MENDING),
            Highlight("复查结果", "waiting", 'AND({整改完成日期}<>"",{复查结果}="")'),
        ),
    ),
)  # fmt: skip
