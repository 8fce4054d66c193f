"""约谈通知: a letter to one person, and on a page of its own the form of the record that is kept of the talk."""

from docx.document import Document as Paper

from workbook_templates.documents.forms import (
    SIGN,
    SIGNED,
    Box,
    Line,
    contact_line,
    copies_line,
    form,
    label,
    letter_head,
    pairs,
    saved,
    signing,
    text_of,
)
from workbook_templates.documents.paper import add, new_paper
from workbook_templates.documents.parts import signature
from workbook_templates.documents.shapes import CONTACT, ITEM, SHARED, Shape, Sums

REASON_TAGS: Shape = {
    "条数": "事由数",
    "行": [{"序号": "第几行", **ITEM, "有事项": "编号是台账里的事项时为真", "事实": "“问责记录”的事实", "日": "“问责记录”的日期"}],
}
SHAPE: Shape = {
    **SHARED,
    **CONTACT,
    "对象": "姓名",
    "部门": "所在部门",
    "谈话人": "谈话人；空着为参数“纪检部门”",
    "事由": REASON_TAGS,
}
SUMS: Sums = ()

REASONS = "{% for 行 in 事由.行 %}{% if 行.有事项 %}{{ 行.编号 }} {% endif %}{{ 行.事实 }}。{% endfor %}"


def build() -> bytes:
    """The template; the same bytes each time."""
    paper = new_paper("约谈通知")
    letter_head(paper)
    text_of(paper, "根据督办考核有关规定，经批准，决定对你进行约谈。现将有关事项通知如下。")
    reasons(paper)
    add(paper, "公文一级标题", "二、约谈人")
    text_of(paper, "{{ 谈话人 }}")
    add(paper, "公文一级标题", "三、时间和地点")
    text_of(paper, "时间：　　　　年　　月　　日　　时　　分", "地点：")
    add(paper, "公文一级标题", "四、有关要求")
    text_of(
        paper,
        "1．请对照约谈事由准备书面说明：基本情况、原因分析、整改措施、完成时间。",
        "2．请按时参加，因故不能参加的，提前一天书面说明，另行安排。",
        "3．请于{{ 要求回复日期 }}前将整改落实情况书面报{{ 联系部门 or 谈话人 }}。",
        "4．对所列事实有异议的，可在约谈时当面说明，或书面提出。",
    )
    add(paper, "公文附件说明", "附件：约谈记录")
    signature(paper)
    contact_line(paper)
    copies_line(paper)
    record(paper)
    return saved(paper)


def reasons(paper: Paper) -> None:
    """What is to be explained: a paragraph for each matter, numbered where there are several."""
    add(paper, "公文一级标题", "一、约谈事由")
    text_of(
        paper,
        "{%p for 行 in 事由.行 %}",
        "{% if 事由.条数 > 1 %}{{ 行.序号 }}．{% endif %}"
        "{% if 行.有事项 %}{{ 行.事项 }}（{{ 行.编号 }}，考核时限{{ 行.时限日 }}）：{% endif %}{{ 行.事实 }}。",
        "{%p endfor %}",
    )


def record(paper: Paper) -> None:
    """约谈记录, to be written by hand."""
    add(paper, "公文附件序号", "附件")
    add(paper, "公文附件标题", "约谈记录")
    form(
        paper,
        (30, 48, 30, 48),
        (
            pairs("被约谈人", "{{ 对象 }}", "所在部门", "{{ 部门 }}"),
            pairs("约谈人", "{{ 谈话人 }}", "记录人", ""),
            pairs("时间", "", "地点", ""),
            Line((label("约谈事由"), Box(REASONS, 0)), 16),
            Line((label("约谈内容"), Box("", 0)), 34),
            signing("情况说明\n和承诺", "", f"被约谈人：{SIGNED}", 32),
            Line((label("整改要求\n和时限"), Box("", 0)), 22),
            signing("约谈人签字", "", f"约谈人：{SIGNED}", 16),
            Line((label("整改核实"), Box(f"\n核实人：{SIGNED}", 0, last=SIGN)), 20),
        ),
    )
    add(paper, "公文版记尾")
