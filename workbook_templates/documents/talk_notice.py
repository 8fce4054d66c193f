"""约谈通知: a letter to one person, and on a page of its own the form of the record that is kept of the talk."""

from workbook_templates.documents.forms import SIGNED, four_columns, pairs, signing, wide
from workbook_templates.documents.shapes import CONTACT, REASONS, SHARED, Shape
from workbook_templates.documents.written import Layout

SHAPE: Shape = {
    **SHARED,
    **CONTACT,
    "对象": "姓名",
    "部门": "所在部门",
    "谈话人": "谈话人；空着为参数“纪检部门”",
    "事由": REASONS,
}

TEXT = """
根据督办考核有关规定，经批准，决定对你进行约谈。现将有关事项通知如下。
【一级标题】一、约谈事由
{%p for 行 in 事由.行 %}
{% if 事由.条数 > 1 %}{{ 行.序号 }}．{% endif %}\
{% if 行.有事项 %}{{ 行.事项 }}（{{ 行.编号 }}，考核时限{{ 行.时限日 }}）：{% endif %}{{ 行.事实 }}。
{%p endfor %}
【一级标题】二、约谈人
{{ 谈话人 }}
【一级标题】三、时间和地点
时间：　　　　年　　月　　日　　时　　分
地点：
【一级标题】四、有关要求
1．请对照约谈事由准备书面说明：基本情况、原因分析、整改措施、完成时间。
2．请按时参加，因故不能参加的，提前一天书面说明，另行安排。
3．请于{{ 要求回复日期 }}前将整改落实情况书面报{{ 联系部门 or 谈话人 }}。
4．对所列事实有异议的，可在约谈时当面说明，或书面提出。
【附件说明】附件：约谈记录
"""
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
AFTER = """
【附件序号】附件
【附件标题】约谈记录
【表单】约谈记录
【版记尾】
"""
LAYOUT = Layout(TEXT, forms={"约谈记录": RECORD}, frame="函", after=AFTER)
