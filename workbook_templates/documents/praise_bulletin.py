"""表扬通报: the template that the office gets: the departments that the leaders have approved to be praised, and for what."""

from workbook_templates.documents.shapes import PERIODIC, Shape, read_texts, tags_in
from workbook_templates.documents.written import Layout

TEXTS = read_texts("praise_bulletin")
ROW: Shape = {
    "序号": "全文第几项；没有事项的空着", "编号": "事项编号；一般表扬的空着", "事项": "事项内容；涉密的略去",
    "责任人": "姓名；通报点名为部门时空着", "情况": "按期提交、提前几天；没有事项的为“问责记录”的事实",
}  # fmt: skip
GROUPS: Shape = {
    "部门表": [{"名称": "部门", "项数": "项数；没有事项的空着", "行": [ROW]}],
    "附件": [{"说明": "总是没有"}],
}
SHAPE: Shape = {**PERIODIC, **tags_in(TEXTS["标签"], GROUPS)}
LAYOUT = Layout(TEXTS[""])
