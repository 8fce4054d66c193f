"""工作建议书: what is missing, where it is weak and what is proposed, on one paper for the leaders, with room for their instruction."""

from workbook_templates.documents.forms import SIGNED, four_columns, signing
from workbook_templates.documents.paper import Col, col, tags_of
from workbook_templates.documents.shapes import SHARED, Shape, read_texts, tags_in
from workbook_templates.documents.written import NUMBER, Layout

TEXTS = read_texts("advice_paper")

COLUMNS: tuple[Col, ...] = (
    NUMBER, col("对象", 26, "编号、部门、主题、来源或分管领导"), col("事实", 70, "查出了什么；涉密的略去", left=True),
    col("建议", 50, "怎么办", left=True),
)  # fmt: skip
ROWS: Shape = {"条数": "行数", "行": [{"序号": "第几行", **tags_of(COLUMNS[1:])}]}
SHAPE: Shape = {**SHARED, **tags_in(TEXTS["标签"], dict.fromkeys(("漏项", "薄弱", "条线"), ROWS))}

INSTRUCTION = four_columns(
    24,
    signing("领导批示", "", f"签批：{SIGNED}", 52),
    signing("办理情况", "", f"承办：{SIGNED}", 28),
)
LAYOUT = Layout(
    TEXTS[""], {f"{name}.行": COLUMNS for name in ("漏项", "薄弱", "条线")}, {"批示": INSTRUCTION}, frame="表单", style="公文表单段"
)
