"""What a check workbook holds: the risk points that a department is to check (牵头), a row each, and its open rectifications.

Both sheets are about rows of 抽查记录. A row of the sheet 抽查记录 does not stand in the master yet: it was given its 抽查编号 when
the sheet was made, one for all points of one department in one batch (a visit), so that its key (抽查编号, 风险编号) is the same
however often the file comes back. 整改复查 holds rows that the master has.
"""

from workbook_templates.sent.sent_tables import sent_table
from workbook_templates.tables.schema import Table

MENDING = "整改复查"
REPORTED: dict[str, tuple[str, ...]] = {
    "抽查记录": ("日期", "抽查人", "被查人", "抽查人次", "结果", "问题描述", "扣分", "整改要求", "整改责任人", "整改时限"),
    MENDING: ("整改完成日期", "复查结果", "约谈人次"),
}
"""Sheet → the columns that a checker fills in (product.md §2)."""

KEYS: dict[str, tuple[str, ...]] = {"抽查记录": ("抽查编号", "风险编号"), MENDING: ("抽查编号", "风险编号")}

WIDTHS: dict[str, tuple[tuple[str, float], ...]] = {
    "抽查记录": (
        ("抽查编号", 16.5), ("风险编号", 10), ("部门", 12), ("风险点", 22), ("等级", 7), ("应查日期", 11), ("日期", 11),
        ("抽查人", 10), ("被查人", 10), ("抽查人次", 9.5), ("结果", 8), ("问题描述", 23), ("扣分", 7), ("整改要求", 18), ("整改责任人", 11),
        ("整改时限", 11),
    ),
    MENDING: (
        ("抽查编号", 16.5), ("风险编号", 10), ("部门", 12), ("日期", 11), ("被查人", 11), ("问题描述", 26), ("整改要求", 24),
        ("整改责任人", 11), ("整改时限", 11), ("整改完成日期", 13), ("复查结果", 10), ("约谈人次", 10),
    ),
}  # fmt: skip
"""Sheet → its columns in order, with their widths."""

HELP = {
    "抽查记录": "查一个风险点填一行；结果是“问题”的，写问题描述、扣分和整改要求。没有查的不用填。",
    MENDING: "没有了结的整改：改完填整改完成日期，复查后填复查结果；谈过话的填约谈人次。",
}

CHECK_TABLES: dict[str, Table] = {
    name: sent_table(name, WIDTHS[name], dict.fromkeys(filled, "抽查人"), HELP[name], "抽查记录") for name, filled in REPORTED.items()
}
"""The tables that a checking department has, in the order of the sheets."""
