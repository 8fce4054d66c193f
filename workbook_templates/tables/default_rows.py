"""What the set-up tables of a new workbook hold (rules.md §2 and §3); the office changes it in the sheet."""

from workbook_templates.tables.actions import ACTIONS
from workbook_templates.tables.grid import Row
from workbook_templates.tables.lists import DOCUMENTS, LISTS, SIGNED_BY_DISCIPLINE
from workbook_templates.tables.settings import SPECS

LIGHT_BOUNDS: tuple[Row, ...] = (
    ("绿灯", 80.0, "否", "激励表扬"),
    ("黄灯", 60.0, "是", "提醒督促"),
    ("红灯", 0.0, "是", "发函督办、约谈责任人"),
)
FREQUENCIES: tuple[Row, ...] = (("日常", 30.0, 7.0), ("重点", 7.0, 3.0), ("难办", 3.0, 1.0), ("紧急", 1.0, 1.0))
WEIGHTINGS: tuple[Row, ...] = (
    ("业务职能", 30.0, 30.0, 30.0, 10.0),
    ("基层", 20.0, 30.0, 30.0, 20.0),
    ("后勤", 40.0, 30.0, 20.0, 10.0),
    ("所属企业", 20.0, 40.0, 30.0, 10.0),
)
DEDUCTIONS = {
    ("公司级", "主观"): (0.5, 1.0, 2.0, 3.0),
    ("公司级", "客观"): (0.0, 0.5, 1.0, 1.5),
    ("部门级", "主观"): (0.2, 0.5, 1.0, 1.5),
    ("部门级", "客观"): (0.0, 0.2, 0.5, 0.8),
}


def default_rows(table: str, company: str = "") -> list[Row]:
    """The rows that a new workbook has in `table`; [] for a table that starts empty. company: 取值 of 单位名称, blank if not known yet."""
    if table == "参数":
        return [
            (spec.name, (company if spec.name == "单位名称" else spec.default) or None, spec.unit or None, spec.help)
            for spec in SPECS.values()
        ]
    if table == "考核分档":
        return [
            (level, impact, cause, points)
            for (level, cause), bands in DEDUCTIONS.items()
            for impact, points in zip(LISTS["负面影响"], bands, strict=True)
        ]
    if table == "文种":
        issuer = company or None
        return [
            (kind, code or None, None if kind in SIGNED_BY_DISCIPLINE else issuer, None, None, period or None)
            for kind, code, period in DOCUMENTS
        ]
    if table == "按钮选项":
        asking = [(action.name, option) for action in ACTIONS if action.asks for option in action.options]
        return [(name, option.label, option.start or None, option.told) for name, option in asking]
    return list({"亮灯规则": LIGHT_BOUNDS, "督办频次": FREQUENCIES, "考核权重": WEIGHTINGS}.get(table, ()))
