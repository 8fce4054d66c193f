"""抽查运行通报: the template that the office gets."""

from workbook_templates.documents.paper import Col, col, summed, tags_of
from workbook_templates.documents.shapes import PERIODIC, Shape, list_of, read_texts, said, tags_in
from workbook_templates.documents.written import IMPROVED, IMPROVED_ROWS, NUMBER, Layout, unit_columns

TEXTS = read_texts("inspection_bulletin")

PROBLEM: Shape = {
    "序号": "第几行", "编号": "抽查编号", "日期": "2026-10-20", "日": "2026年10月20日", "层级": "定向、牵头或日常", "部门": "部门",
    "风险编号": "风险编号", "问题": "问题描述", "要求": "整改要求", "时限": "整改时限，2026-10-20", "时限日": "2026年10月20日",
    "扣分": "扣分；没有的空着", "整改": "整改到哪一步",
}  # fmt: skip
PLAN: Shape = {
    "序号": "第几行", "编号": "风险编号", "部门": "部门", "风险点": "风险点", "等级": "高、中或低", "层级": "抽查层级",
    "上次": "上次抽查日期", "应查日期": "2026-10-20", "应查日": "2026年10月20日", "天数": "到基准日超期几天",
}  # fmt: skip
TABLES: dict[str, tuple[Col, ...]] = {
    "层级": (
        col("名称", 30, "抽查层级", head="抽查层级", total="合计"),
        col("次数", 26, "抽查次数", head="抽查次数", total="{{ 抽查次数 }}"),
        summed("抽查记录", 24, "行数", head="记录"),
        summed("问题", 24, "行数"),
        col("覆盖率", 52, "带分子分母", head="风险点覆盖率", total="—"),
    ),
    "部门": (
        *unit_columns(26, 18.5),
        summed("抽查人次", 10.75, "人次", head="人次"),
        summed("抽查记录", 10.75, "行数", head="记录"),
        *(summed(name, 10.75, "行数") for name in ("问题", "苗头")),
        summed("问题率", 29, "带分子分母"),
        col("比例计分", 18, "分", total="—"),
        col("等级", 10.75, "优、良、中、差", total="—"),
        col("排名", 10.75, "同类型内按问题率的名次", total="—"),
    ),
}
GROUPS: Shape = {
    "层级": [tags_of(TABLES["层级"])],
    "部门": [tags_of(TABLES["部门"], 抽查次数="次数", 失分="扣分")],
    "变化": said("与上次定稿的月比"),
    **dict.fromkeys(("问题清单", "苗头清单", "整改逾期清单"), list_of(PROBLEM)),
    **dict.fromkeys(("制度措施清单", "措施逾期清单"), IMPROVED),
    **dict.fromkeys(("超期清单", "应查清单"), list_of(PLAN)),
    "附件": [{"说明": "附件的序号和标题"}],
}  # fmt: skip
SHAPE: Shape = {**PERIODIC, **tags_in(TEXTS["标签"], GROUPS)}

PROBLEMS = (
    NUMBER, col("编号", 23, head="抽查编号"), col("部门", 24), col("问题", 46, left=True), col("时限", 22, head="整改时限"),
    col("整改", 30, head="整改情况"),
)  # fmt: skip
POINTS = (
    NUMBER, col("编号", 20, head="风险编号"), col("部门", 24), col("风险点", 52, left=True), col("等级", 11), col("应查日期", 23),
)  # fmt: skip
ANNEXES = {
    **dict.fromkeys(("问题清单", "苗头清单", "整改逾期清单"), PROBLEMS),
    **dict.fromkeys(("制度措施清单", "措施逾期清单"), IMPROVED_ROWS),
    "超期清单": (*POINTS, col("天数", 16, head="超期天数")),
    "应查清单": (*POINTS, col("层级", 16)),
}
LAYOUT = Layout(TEXTS[""], TABLES, annexes=ANNEXES, passages=TEXTS)
