"""What a scorer's workbook holds: the rows of 考评打分 of a 考评部门, or those of 个人评分 of a 评分人, for what is scored now."""

from workbook_templates.sent.sent_tables import sent_table
from workbook_templates.tables.schema import Table

REPORTED: dict[str, tuple[str, ...]] = {
    "考评打分": ("得分", "依据"),
    "个人评分": ("工作能力", "工作态度", "工作质量", "评语"),
}
"""Table → the columns that a scorer fills in (product.md §2)."""

KEYS: dict[str, tuple[str, ...]] = {
    "考评打分": ("考评项目", "期间", "考评部门", "被考评单位"),
    "个人评分": ("工号", "期间", "评分角色", "评分人"),
}

SHARE = "百分制得分"
"""The column with what R13 compares, as a formula."""

WIDTHS: dict[str, tuple[tuple[str, float], ...]] = {
    "考评打分": (
        ("期间", 10), ("考评部门", 13), ("考评项目", 22), ("被考评单位", 16), ("满分", 8), ("得分", 10), (SHARE, 11), ("依据", 46),
    ),
    "个人评分": (
        ("期间", 10), ("工号", 9), ("姓名", 9), ("部门", 15), ("职务", 15), ("评分角色", 11), ("评分人", 9), ("工作能力", 10),
        ("工作态度", 10), ("工作质量", 10), (SHARE, 11), ("评语", 34),
    ),
}  # fmt: skip
"""Table → its columns in order, with their widths."""

HELP = {
    "考评打分": "给每个单位打得分，不高于满分；扣了分的写依据。",
    "个人评分": "三项各打 0 至 100 分，缺一项不算；评语可以不写。",
}

SCORING_TABLES: dict[str, Table] = {
    name: sent_table(name, WIDTHS[name], dict.fromkeys(filled, "考评人"), HELP[name]) for name, filled in REPORTED.items()
}
"""The tables that a scorer has, in the order of the sheets."""
