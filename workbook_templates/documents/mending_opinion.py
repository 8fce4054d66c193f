"""整改意见书: the problems of one visit in a table, then who receives, mends and checks again."""

from workbook_templates.documents.forms import SIGNED, four_columns, signing
from workbook_templates.documents.paper import Col, col, tags_of
from workbook_templates.documents.shapes import CONTACT, SHARED, Shape, read_texts, tags_in
from workbook_templates.documents.written import Layout

TEXTS = read_texts("mending_opinion")

COLUMNS = (
    col("序号", 11, "第几行"), Col("风险点", 32, "{{ 行.风险点 }}（{{ 行.风险编号 }}）", left=True), col("结果", 11, "问题或苗头"),
    col("问题", 36, "问题描述", head="问题描述", left=True), col("要求", 30, "整改要求", head="整改要求", left=True),
    col("整改责任人", 14, "姓名；空着的取岗位责任人", head="责任人"), col("整改时限", 22, "2026-03-20"),
)  # fmt: skip
GROUPS: Shape = {
    "问题": {
        "条数": "问题数",
        "行": [tags_of(COLUMNS, 风险编号="风险编号", 风险点="风险点", 扣分="分")],
    },
}
SHAPE: Shape = {**SHARED, **CONTACT, **tags_in(TEXTS["标签"], GROUPS)}

ANSWERS = four_columns(
    26,
    signing("签收", "{{ 被查单位 }}", f"签收人：{SIGNED}", 13),
    signing("整改完成\n情况", "", f"单位负责人：{SIGNED}", 24),
    signing("复查意见", "合格　□　　　不合格　□", f"复查人：{SIGNED}", 16),
)
LAYOUT = Layout(TEXTS[""], {"问题.行": COLUMNS}, {"签收": ANSWERS}, frame="表单", style="公文表单段")
