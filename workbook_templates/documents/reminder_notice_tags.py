"""The tags of 提醒单."""

from workbook_templates.documents.shapes import CONTACT, SHARED, Shape, Sums
from workbook_templates.documents.talk_notice_tags import REASONS

SHAPE: Shape = {
    **SHARED,
    **CONTACT,
    "基准日": "数据按哪天掌握的情况",
    "提醒部门": "谈话人；空着为参数“纪检部门”",
    "事由": REASONS,
}
SUMS: Sums = ()
