"""督办单: a form of one page that goes to the department with the item, and comes back signed."""

from workbook_templates.documents.forms import (
    MIDDLE_STYLE,
    SIGNED,
    Box,
    FormLine,
    four_columns,
    item_lines,
    label,
    named,
    pairs,
    signing,
    tag,
    wide,
)
from workbook_templates.documents.shapes import CONTACT, ITEM_TAGS, SHARED, Shape, read_texts, stages_of
from workbook_templates.documents.written import Layout

TEXTS = read_texts("supervision_order")
SHAPE: Shape = {
    **SHARED,
    **ITEM_TAGS,
    **CONTACT,
    "反馈要求": "按“督办频次”：每7天反馈一次进展",
    "异议天数": "参数“异议时限天数”",
    "阶段": stages_of(),
}

SUPERVISOR = "{{ 督办部门 }}{% if 联系人 %}（{{ 联系人 }} {{ 联系电话 }}）{% endif %}"
FORM = four_columns(
    24,
    *item_lines(12),
    named("责任人", "承办人"),
    pairs("分管领导", "{{ 分管领导 }}", "督办部门", SUPERVISOR),
    pairs("下达日期", "{{ 下达日 }}", "办理时限", "{{ 时限日 }}"),
    named("完成形式", "反馈要求"),
    wide("完成标准", "{{ 完成标准 }}", 10),
    tag("{%tr for 行 in 阶段.行 %}"),
    FormLine((label("{{ 行.阶段 }}"), Box("{{ 行.任务 }}（{{ 行.责任人 }}）", 2), Box("{{ 行.时限日 }}", 0, MIDDLE_STYLE))),
    tag("{%tr endfor %}"),
    signing("领导批示", "", SIGNED, 18),
    signing("主责部门\n签收", "", f"签收人：{SIGNED}", 14),
    signing("办结意见", "", f"主责部门负责人：{SIGNED}", 20),
    signing("督办审核", "", f"审核人：{SIGNED}", 15),
)
LAYOUT = Layout(TEXTS[""], forms={"督办单": FORM}, frame="表单")
