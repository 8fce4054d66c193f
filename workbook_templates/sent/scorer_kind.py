"""What a scorer's workbook holds: the rows of 考评打分 of a 考评部门, or those of 个人评分 of a 评分人, for what is scored now."""

from functools import partial

from workbook_templates.sent.sent_identity import ADDRESSEE_LABEL
from workbook_templates.sent.sent_spec import ONLY_BLUE, GuideStep, Highlight, KindWords, SentSheet, kind_of_sheets

SHARE = "百分制得分"
"""The column with what R13 compares, as a formula."""
PERSON_MARKS = ("工作能力", "工作态度", "工作质量")
"""The three marks of a 个人评分."""

WORDS = KindWords(
    heading="考评打分表",
    title="督办打分表",
    label=ADDRESSEE_LABEL,
    tiles=("应打分", "已打分", "待打分"),
    alarming=(),
    steps=(
        ONLY_BLUE,
        GuideStep("给单位打分不高于满分，扣了分的写依据；存在问题、改进建议会印在绩效通报里，只写事，不写人。"),
        GuideStep("给个人打分三项各 0 至 100 分，缺一项不算打完。"),
        GuideStep("表的上方随打随算：您自己的平均分、极差、标准差、差异化率。差异化率低于下限，说明打分没有拉开差距，请再斟酌。"),
        GuideStep("这个文件里只有您自己打的分，别人打的分看不到，您打的分也不会给别人看到。"),
        GuideStep("填好后保存，把整个文件发回{督办机构}。"),
    ),
    counted="{} 个考评人",
    nothing="没有正在打分的期间",
)

sheet = partial(SentSheet, writer="考评人")

SCORER_KIND = kind_of_sheets(
    "考评",
    "考评人",
    WORDS,
    sheet(
        "考评打分",
        told="给每个单位打得分，不高于满分；扣了分的写依据，看到的问题和怎么改写在存在问题、改进建议。",
        columns={
            "期间": 10.5, "考评部门": 11, "考评项目": 18, "被考评单位": 13, "满分": 7, "得分": 9, SHARE: 11, "依据": 25, "存在问题": 27,
            "改进建议": 27,
        },
        key=("考评项目", "期间", "考评部门", "被考评单位"),
        filled=("得分", "依据", "存在问题", "改进建议"),
        highlights=(
            Highlight("得分", "waiting", '{得分}=""'),
            Highlight("得分", "alarming", "AND(ISNUMBER({得分}),{得分}>{满分})"),
        ),
        most={"得分": "满分"},
    ),
    sheet(
        "个人评分",
        told="三项各打 0 至 100 分，缺一项不算；评语可以不写。",
        columns={
            "期间": 10, "工号": 9, "姓名": 9, "部门": 15, "职务": 15, "评分角色": 11, "评分人": 9, "工作能力": 10, "工作态度": 10,
            "工作质量": 10, SHARE: 11, "评语": 34,
        },
        key=("工号", "期间", "评分角色", "评分人"),
        filled=(*PERSON_MARKS, "评语"),
        highlights=tuple(Highlight(mark, "waiting", f'{{{mark}}}=""') for mark in PERSON_MARKS),
    ),
)  # fmt: skip
