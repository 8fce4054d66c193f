"""The tags of 约谈通知, and of every list of decided rows."""

from workbook_templates.documents.shapes import CONTACT, ITEM, SHARED, Shape, Sums

REASONS: Shape = {
    "条数": "事由数",
    "行": [{"序号": "第几行", **ITEM, "有事项": "编号是台账里的事项时为真", "事实": "“问责记录”的事实", "日": "“问责记录”的日期"}],
}
SHAPE: Shape = {
    **SHARED,
    **CONTACT,
    "对象": "姓名",
    "部门": "所在部门",
    "谈话人": "谈话人；空着为参数“纪检部门”",
    "事由": REASONS,
}
SUMS: Sums = ()
