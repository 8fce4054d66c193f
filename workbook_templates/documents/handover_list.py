"""交接清单: what one clerk hands to the next, on pages that lie on their side, signed by three."""

from string import Template
from typing import NamedTuple

from workbook_templates.documents.forms import SIGN_STYLE, SIGNED, Box, Form, FormLine, label
from workbook_templates.documents.paper import Col, col, tags_of
from workbook_templates.documents.shapes import ITEM_TAGS, SHARED, Shape, read_texts, tags_in
from workbook_templates.documents.written import Layout

TEXTS = read_texts("handover_list")

DAY = "2026-03-05"
NUMBER = col("序号", 10, "第几行")


class HandoverPart(NamedTuple):
    """A list of the paper. rows: its tag; unit: what its count counts; sentence: above its table; none: where it is empty."""

    head: str
    rows: str
    unit: str
    sentence: str
    columns: tuple[Col, ...]
    none: str


def of_item(tag: str, width: float, head: str = "", left: bool = False) -> Col:
    """A column of what every form says of an item."""
    return col(tag, width, str(ITEM_TAGS[tag]), head=head, left=left)


PARTS = (
    HandoverPart("一、在办事项", "在办清单", "项数", "共{{ 在办清单.条数 }}项，其中逾期{{ 逾期 }}项、未逾期{{ 未逾期 }}项。", (
        NUMBER, of_item("编号", 22), of_item("事项", 44, left=True), of_item("级别", 14), of_item("主责部门", 24), of_item("责任人", 15),
        col("状态", 12, "状态"), col("时限", 22, "考核时限", head="考核时限"), of_item("时限情况", 18), of_item("完成度", 14),
        of_item("灯", 8), col("最近反馈", 22, DAY),
    ), "没有在办事项。"),
    HandoverPart("二、近期节点", "节点清单", "个数", "{{ 基准日 }}起{{ 节点天数 }}天内，共{{ 节点清单.条数 }}个。", (
        NUMBER, col("日", 24, DAY, head="日期"), col("节点", 34, "考核时限、阶段、应反馈、整改时限、文书回复、批示回复"),
        col("编号", 32, "编号或文号"), col("部门", 30, "部门"), col("内容", 95, "内容", left=True),
    ), "近期没有节点。"),
    HandoverPart(
        "三、部门的承诺和需协调事项", "承诺清单", "项数",
        "在办事项最近一次反馈里的下步措施、工作计划，共{{ 承诺清单.条数 }}项。", (
        NUMBER, col("编号", 22, "事项编号"), col("部门", 26, "部门"), col("反馈人", 16, "姓名"), col("反馈日", 24, DAY, head="反馈日期"),
        col("承诺", 80, "下步措施、工作计划", left=True), col("需协调", 47, "需协调事项", left=True),
    ), "没有登记的承诺。"),
    HandoverPart("四、待决定的建议", "建议清单", "条数", "变更、加减分、问责中待批和已批未办的，共{{ 建议清单.条数 }}条，仅限内部。", (
        NUMBER, col("日", 23, DAY, head="日期"), col("类别", 20, "类别"), col("对象", 22, "对象"), col("编号", 22, "编号"),
        col("事实", 70, "事实", left=True), col("建议", 42, "建议", left=True), col("状态", 16, "待批、拟、已批"),
    ), "没有待决定的建议。"),
    HandoverPart("五、等待回复的文书", "文书清单", "份数", "共{{ 文书清单.条数 }}份。", (
        NUMBER, col("文号", 40, "文号"), col("种类", 28, "种类"), col("主送", 32, "主送"), col("成文日", 24, DAY, head="成文日期"),
        col("编号", 40, "关联编号", head="关联编号", left=True), col("回复日", 24, "要求回复日期", head="要求回复"),
        col("情况", 27, "未到，或已超过几天"),
    ), "没有等待回复的文书。"),
    HandoverPart("六、没有答复的异议", "异议清单", "件数", "共{{ 异议清单.条数 }}件。", (
        NUMBER, col("日", 24, DAY, head="日期"), col("部门", 26, "部门"), col("编号", 22, "编号"), col("表", 24, "表"),
        col("意见", 119, "意见", left=True),
    ), "没有等待答复的异议。"),
    HandoverPart("七、联系人", "联系清单", "个数", "共{{ 联系清单.条数 }}个部门、单位。", (
        NUMBER, col("部门", 42, "部门"), *(col(name, 26, "姓名") for name in ("分管领导", "负责人", "联系人")),
        col("手机", 38, "联系人的"), col("邮箱", 57, "联系人的"),
    ), "“部门”表是空的。"),
)  # fmt: skip
GROUPS = {part.rows: {"条数": part.unit, "行": [tags_of(part.columns)]} for part in PARTS}
SHAPE: Shape = {**SHARED, **tags_in(TEXTS["标签"], GROUPS)}

SIGNING = Box(f"\n{SIGNED.strip('　')}", 1, last=SIGN_STYLE)
PEOPLE = FormLine(tuple(box for name in ("移交人", "接收人", "监交人") for box in (label(name), SIGNING)), 20)
LAYOUT = Layout(
    "\n".join((TEXTS[""], *(Template(TEXTS["一节"]).substitute(part._asdict()) for part in PARTS), TEXTS["末尾"])),
    {f"{part.rows}.行": part.columns for part in PARTS},
    {"签字": Form((25, 50, 25, 50, 25, 50), (PEOPLE,))},
    frame="表单",
    style="公文表单段",
    sideways=True,
)
