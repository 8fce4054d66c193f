"""批示办理单: what a leader wrote, on a form of one page that goes to the department and comes back with what was done."""

from workbook_templates.documents.forms import SIGNED, four_columns, pairs, signing, wide
from workbook_templates.documents.shapes import CONTACT, SHARED, Shape, read_texts, tags_in
from workbook_templates.documents.written import Layout

TEXTS = read_texts("instruction_order")
SHAPE: Shape = {**SHARED, **CONTACT, **tags_in(TEXTS["标签"])}

FORM = four_columns(
    24,
    pairs("批示编号", "{{ 批示编号 }}{% if 密级 %}　密级：{{ 密级 }}{% endif %}", "批示日期", "{{ 批示日 }}"),
    pairs("批示领导", "{{ 批示领导 }}", "承办部门", "{{ 承办部门 }}"),
    wide("关联事项", "{{ 关联编号 }}{% if 关联事项 %}　{{ 关联事项 }}{% endif %}", 10),
    wide("批示内容", "{{ 批示内容 }}", 36),
    pairs("要求回复", "{{ 要求回复日期 }}", "送回", "{{ 督办机构 }}"),
    signing("承办部门\n签收", "", f"签收人：{SIGNED}", 14),
    signing("办理情况", "", f"承办部门负责人：{SIGNED}", 44),
    signing("督办审核", "", f"审核人：{SIGNED}", 16),
    signing("领导阅示", "", f"签字：{SIGNED}", 24),
)
LAYOUT = Layout(TEXTS[""], forms={"批示办理单": FORM}, frame="表单")
