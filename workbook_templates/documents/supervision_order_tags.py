"""The tags of 督办单."""

from workbook_templates.documents.shapes import CONTACT, ITEM, SHARED, Shape, Sums

STAGES: Shape = {
    "条数": "阶段数",
    "行": [{"序号": "第几行", "阶段": "阶段", "任务": "阶段任务", "责任人": "姓名", "时限日": "2026年6月30日"}],
}
SHAPE: Shape = {
    **SHARED,
    **ITEM,
    **CONTACT,
    "反馈要求": "按“督办频次”：每7天反馈一次进展",
    "异议天数": "参数“异议时限天数”",
    "阶段": STAGES,
}
SUMS: Sums = ()
