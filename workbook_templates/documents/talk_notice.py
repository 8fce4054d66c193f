"""约谈通知: a letter to one person, and on a page of its own the form of the record that is kept of the talk."""

from workbook_templates.documents.forms import SIGNED, four_columns, pairs, signing, wide
from workbook_templates.documents.shapes import CONTACT, REASONS, SHARED, Shape, read_texts
from workbook_templates.documents.written import Layout

SHAPE: Shape = {
    **SHARED,
    **CONTACT,
    "对象": "姓名",
    "部门": "所在部门",
    "谈话人": "谈话人；空着为参数“纪检部门”",
    "事由": REASONS,
}

MATTERS = "{% for 行 in 事由.行 %}{% if 行.有事项 %}{{ 行.编号 }} {% endif %}{{ 行.事实 }}。{% endfor %}"
RECORD = four_columns(
    30,
    pairs("被约谈人", "{{ 对象 }}", "所在部门", "{{ 部门 }}"),
    pairs("约谈人", "{{ 谈话人 }}", "记录人", ""),
    pairs("时间", "", "地点", ""),
    wide("约谈事由", MATTERS, 16),
    wide("约谈内容", "", 34),
    signing("情况说明\n和承诺", "", f"被约谈人：{SIGNED}", 32),
    wide("整改要求\n和时限", "", 22),
    signing("约谈人签字", "", f"约谈人：{SIGNED}", 16),
    signing("整改核实", "", f"核实人：{SIGNED}", 20),
)
"""约谈记录, to be written by hand."""
TEXTS = read_texts("talk_notice")
LAYOUT = Layout(TEXTS[""], forms={"约谈记录": RECORD}, frame="函", after=TEXTS["after"])
