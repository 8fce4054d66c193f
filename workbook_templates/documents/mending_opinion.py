"""整改意见书: the problems of one visit in a table, then who receives, mends and checks again."""

from workbook_templates.documents.forms import SIGNED, four_columns, signing
from workbook_templates.documents.paper import Col, col, tags_of
from workbook_templates.documents.shapes import CONTACT, SHARED, Shape
from workbook_templates.documents.written import Layout

COLUMNS = (
    col("序号", 11, "第几行"), Col("风险点", 32, "{{ 行.风险点 }}（{{ 行.风险编号 }}）", left=True), col("结果", 11, "问题或苗头"),
    col("问题", 36, "问题描述", head="问题描述", left=True), col("要求", 30, "整改要求", head="整改要求", left=True),
    col("整改责任人", 14, "姓名；空着的取岗位责任人", head="责任人"), col("整改时限", 22, "2026-03-20"),
)  # fmt: skip
SHAPE: Shape = {
    **SHARED,
    **CONTACT,
    "被查单位": "部门",
    "抽查编号": "抽查编号",
    "抽查日": "2026年3月5日",
    "抽查层级": "定向、牵头、日常",
    "抽查人": "姓名",
    "被查人": "姓名，以、隔开",
    "问题": {
        "条数": "问题数",
        "行": [tags_of(COLUMNS, 风险编号="风险编号", 风险点="风险点", 扣分="分")],
    },
}

TEXT = """
$form_head
【主送】{{ 主送 }}：
{{ 抽查日 }}，{{ 抽查人 }}对你单位进行了{{ 抽查层级 }}抽查（{{ 抽查编号 }}\
{% if 被查人 != '—' %}，被查人：{{ 被查人 }}{% endif %}），发现下列{{ 问题.条数 }}项问题，请按要求整改。
【表后】
【表】问题.行
请于{{ 要求回复日期 }}前完成整改，在下表填写完成情况，附佐证，送\
{% if 联系人 %}{{ 联系部门 }}（{{ 联系人 }} {{ 联系电话 }}）{% else %}督办办公室{% endif %}，届时复查。\
对所列问题有异议的，请在签收后3个工作日内书面提出，整改不停。
$signed
【表单节】签收、整改和复查
【表单】签收
【版记尾】
"""
ANSWERS = four_columns(
    26,
    signing("签收", "{{ 被查单位 }}", f"签收人：{SIGNED}", 13),
    signing("整改完成\n情况", "", f"单位负责人：{SIGNED}", 24),
    signing("复查意见", "合格　□　　　不合格　□", f"复查人：{SIGNED}", 16),
)
LAYOUT = Layout(TEXT, {"问题.行": COLUMNS}, {"签收": ANSWERS}, frame="表单", style="公文表单段")
