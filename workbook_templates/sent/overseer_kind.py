"""What the workbook of 纪检部门 holds: the year's checks that nobody has looked over yet, for 再监督人 and 再监督意见."""

from workbook_templates.sent.sent_identity import ADDRESSEE_LABEL
from workbook_templates.sent.sent_spec import ONLY_BLUE, GuideStep, Highlight, KindWords, SentSheet, kind_of_sheets

OVERSIGHT = "再监督"

WORDS = KindWords(
    heading="再监督表",
    title="督办再监督表",
    label=ADDRESSEE_LABEL,
    tiles=("待再监督抽查", "发现问题", "整改未了结"),
    alarming=("整改未了结",),
    steps=(
        ONLY_BLUE,
        GuideStep("“再监督”列着今年还没有再监督的抽查，近的在前：看抽查人是不是该由他查、查得实不实、问题定得准不准、整改有没有落实。"),
        GuideStep("看过的写再监督人和再监督意见；一次抽查（同一个抽查编号）在一行里写就可以，没有看的空着，下次还会列出。"),
        GuideStep("填好后保存，把整个文件发回{督办机构}。"),
    ),
    counted="{} 个纪检部门",
    nothing="没有等再监督的抽查",
    own_rows="没有列出的抽查，由办公室在“抽查记录”里登记",
)

OVERSEER_KIND = kind_of_sheets(
    "纪检",
    "抽查人",
    WORDS,
    SentSheet(
        OVERSIGHT,
        "抽查人",
        told="看过的抽查写再监督人和再监督意见，一次抽查写一行就可以。",
        columns={
            "抽查编号": 18, "风险编号": 10, "日期": 11, "抽查层级": 9.5, "抽查人": 11, "部门": 12, "被查人": 13, "抽查人次": 9.5,
            "结果": 8, "问题描述": 24, "扣分": 7, "整改要求": 18, "整改完成日期": 12, "复查结果": 9.5, "再监督人": 10, "再监督意见": 30,
        },
        key=("抽查编号", "风险编号"),
        filled=("再监督人", "再监督意见"),
        into="抽查记录",
        highlights=(
            Highlight("结果", "alarming", is_="问题"),
            Highlight("再监督人", "waiting", 'AND({再监督人}="",{再监督意见}<>"")'),
            Highlight("再监督意见", "waiting", 'AND({再监督意见}="",{再监督人}<>"")'),
        ),
    ),
)  # fmt: skip
