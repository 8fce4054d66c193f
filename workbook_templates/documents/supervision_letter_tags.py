"""The tags of 督办函."""

from workbook_templates.documents.shapes import CONTACT, ITEM, SHARED, Shape, Sums

SHAPE: Shape = {
    **SHARED,
    **ITEM,
    **CONTACT,
    "有事项": "“问责记录”的编号是台账里的事项时为真",
    "事实": "“问责记录”的事实，不重复事项内容",
    "发函部门": "谈话人；空着为参数“纪检部门”",
    "基准日": "数据按哪天掌握的情况",
    "最近反馈日": "最近一次反馈的日期；没有的空着",
    "存在问题": "最近一次反馈",
    "所报原因": "最近一次反馈的未按期原因",
    "所报措施": "最近一次反馈的下步措施",
}
SUMS: Sums = ()
