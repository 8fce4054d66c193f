"""What a leader's workbook holds: stages and changes that wait for him, and the items of his departments, which he only reads.

确认人, 确认日期, 批准人, 批准日期 are not his to type: collecting stamps them.
"""

from workbook_templates.sent.sent_tables import sent_table
from workbook_templates.tables.schema import Table

REPORTED: dict[str, tuple[str, ...]] = {
    "阶段目标": ("确认完成度", "确认意见"),
    "变更记录": ("结果",),
    "督办台账": (),
}
"""Table → the columns that a leader fills in (product.md §2)."""

KEYS: dict[str, tuple[str, ...]] = {
    "阶段目标": ("编号", "阶段"),
    "变更记录": ("编号", "阶段", "变更", "申请日期"),
    "督办台账": ("编号",),
}

WIDTHS: dict[str, tuple[tuple[str, float], ...]] = {
    "阶段目标": (
        ("编号", 11), ("事项", 22), ("主责部门", 12), ("责任人", 8), ("阶段", 10), ("阶段任务", 20), ("完成标准", 18), ("考核时限", 11),
        ("自评完成度", 11), ("自评说明", 22), ("自评日期", 11), ("确认完成度", 11.5), ("确认意见", 22),
    ),
    "变更记录": (
        ("编号", 11), ("事项", 24), ("主责部门", 12), ("阶段", 10), ("变更", 9), ("申请日期", 11), ("原值", 11), ("新值", 11), ("原因", 30),
        ("同意后", 24), ("结果", 10),
    ),
    "督办台账": (
        ("编号", 11), ("事项", 27), ("主责部门", 12), ("级别", 8), ("类别", 7), ("责任人", 8), ("考核时限", 11), ("状态", 7), ("完成度", 9),
        ("灯", 7), ("剩余天数", 9.5), ("进展情况", 36),
    ),
}  # fmt: skip
"""Table → its columns in order, with their widths."""

HELP = {
    "阶段目标": "部门已自评、等您确认的阶段：填确认完成度；与自评不同的，写确认意见。",
    "变更记录": "等您决定的变更：在“结果”里选同意或不同意；没有定的不用动。",
    "督办台账": "分管部门在办的事项和灯，红灯在前，只供查看。",
}

LEADER_TABLES: dict[str, Table] = {
    name: sent_table(name, WIDTHS[name], dict.fromkeys(filled, "领导"), HELP[name]) for name, filled in REPORTED.items()
}
"""The tables that a leader has, in the order of the sheets."""
