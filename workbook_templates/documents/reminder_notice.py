"""提醒单: the yellow lights of one department on one form, with a receipt to cut off."""

from workbook_templates.documents.forms import SIGNED, four_columns, pairs, signing, wide
from workbook_templates.documents.paper import col
from workbook_templates.documents.shapes import CONTACT, REASONS, SHARED, Shape, read_texts
from workbook_templates.documents.written import Layout

TEXTS = read_texts("reminder_notice")
SHAPE: Shape = {
    **SHARED,
    **CONTACT,
    "基准日": "数据按哪天掌握的情况",
    "提醒部门": "谈话人；空着为参数“纪检部门”",
    "事由": REASONS,
}

COLUMNS = (
    col("序号", 11), col("编号", 21), col("事项", 42, left=True), col("责任人", 16), col("时限", 22, head="考核时限"),
    col("事实", 44, head="提醒事由", left=True),
)  # fmt: skip
RECEIPT = four_columns(
    26,
    pairs("提醒单编号", "{{ 文号 }}", "回执部门", "{{ 主送 }}"),
    wide("原因", "", 16),
    wide("措施和\n完成时间", "", 20),
    signing("部门负责人", "", f"签字：{SIGNED}", 14),
)
LAYOUT = Layout(TEXTS[""], {"事由.行": COLUMNS}, {"回执": RECEIPT}, frame="表单", style="公文表单段")
