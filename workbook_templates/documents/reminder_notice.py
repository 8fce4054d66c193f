"""提醒单: the yellow lights of one department on one form, with a receipt to cut off."""

from workbook_templates.documents.forms import SIGN, SIGNED, Box, Line, form, form_head, label, pairs, saved, text_of
from workbook_templates.documents.paper import Col, add, add_table, new_paper
from workbook_templates.documents.shapes import CONTACT, SHARED, Shape, Sums
from workbook_templates.documents.talk_notice import REASON_TAGS

SHAPE: Shape = {
    **SHARED,
    **CONTACT,
    "基准日": "数据按哪天掌握的情况",
    "提醒部门": "谈话人；空着为参数“纪检部门”",
    "事由": REASON_TAGS,
}
SUMS: Sums = ()

COLUMNS = (
    Col("序号", 11, "{{ 行.序号 }}"),
    Col("编号", 21, "{{ 行.编号 }}"),
    Col("事项", 42, "{{ 行.事项 }}", left=True),
    Col("责任人", 16, "{{ 行.责任人 }}"),
    Col("考核时限", 22, "{{ 行.时限 }}"),
    Col("提醒事由", 44, "{{ 行.事实 }}", left=True),
)


def build() -> bytes:
    """The template; the same bytes each time."""
    paper = new_paper("提醒单")
    form_head(paper)
    add(paper, "公文主送", "{{ 主送 }}：")
    text_of(
        paper,
        "经核对，你部下列{{ 事由.条数 }}项督办工作需要提醒（截至{{ 基准日 }}）。请对照完成标准查找差距，采取措施，避免转为红灯。",
        style="公文表单段",
    )
    add(paper, "公文表后")
    add_table(paper, COLUMNS, "事由.行")
    text_of(
        paper,
        "请于{{ 要求回复日期 }}前填好回执，送{{ 提醒部门 }}{% if 联系人 %}（{{ 联系人 }} {{ 联系电话 }}）{% endif %}。",
        style="公文表单段",
    )
    add(paper, "公文表单签", "{{ 署名 }}")
    add(paper, "公文表单签", "{{ 成文日期 }}")
    add(paper, "公文表单节", "回执")
    form(
        paper,
        (26, 52, 26, 52),
        (
            pairs("提醒单编号", "{{ 文号 }}", "回执部门", "{{ 主送 }}"),
            Line((label("原因"), Box("", 0)), 16),
            Line((label("措施和\n完成时间"), Box("", 0)), 20),
            Line((label("部门负责人"), Box(f"\n签字：{SIGNED}", 0, last=SIGN)), 14),
        ),
    )
    add(paper, "公文版记尾")
    return saved(paper)
