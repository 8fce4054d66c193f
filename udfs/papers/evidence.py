"""The rows behind each figure of a bulletin, so that "which 17?" can be answered in the meeting: what a companion workbook lists.

A figure is what its rows give to it: each row carries its part (1 of a count, 0 or 1 of a rate, its points), and the parts are summed
and compared with the figure before anything is written.
"""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any, NamedTuple, TypeAlias

from udfs.papers.paper_matters import may_name
from udfs.papers.paper_words import Context
from udfs.rules.discretion import WITHHELD, matter_of, words_about
from udfs.rules.ground.figures import Exact, Rate, number, rate_figures
from udfs.rules.inspection.inspection import Checked
from udfs.rules.judging.judgement import JudgedItem, Judgement
from workbook_templates.documents.marks import Figure, Value, half_of_last, totals_in
from workbook_templates.tables.daily import Feedback, Point
from workbook_templates.tables.grid import Value as CellValue
from workbook_templates.tables.schema import NOWHERE, Source

HEADERS: dict[str, tuple[str, ...]] = {
    "事项": ("编号", "事项", "主责部门", "责任人", "级别", "状态", "下达日期", "考核时限", "提交日期", "办结日期", "灯", "完成度"),
    "阶段": ("编号", "事项", "主责部门", "阶段", "阶段任务", "完成时限"),
    "反馈": ("编号", "事项", "主责部门", "应反馈日期", "反馈日期", "准确性"),
    "变更": ("编号", "事项", "主责部门", "变更", "申请日期", "批准日期", "原因"),
    "目标变更": ("编号", "类别", "目标或指标", "变更", "申请日期", "批准日期", "原因"),
    "制度措施": ("编号", "日期", "类别", "名称", "缘由", "关联编号", "责任部门", "完成时限", "完成日期"),
    "加减分": ("日期", "部门", "类型", "分值", "事由", "关联编号"),
    "目标": ("目标编号", "主题", "目标", "主责部门", "权重", "落地", "理由"),
    "抽查": ("抽查编号", "日期", "抽查层级", "部门", "风险编号", "风险点", "抽查人次", "结果", "问题描述", "扣分", "整改时限",
             "整改完成日期"),
    "风险点": ("风险编号", "部门", "风险点", "等级", "上次抽查", "应查日期"),
    "指标": ("指标编号", "指标", "层级", "主责部室", "权重", "目标值", "实际值", "得分", "说明"),
    "打分": ("考评部门", "考评项目", "被考评单位", "百分制得分"),
    "考评意见": ("考评部门", "考评项目", "被考评单位", "存在问题", "改进建议"),
    "部门": ("部门", "类型", "督办", "亮灯", "指标", "抽查", "加减分", "综合"),
}  # fmt: skip
"""Sheet → the columns of its rows."""

Cells: TypeAlias = tuple[CellValue | Exact, ...]


class Behind(NamedTuple):
    """A row behind a figure. part: what it gives; cells: as the sheet shows them; at: where it stands in the workbook."""

    part: Value
    cells: Cells
    at: Source


class Evidence(NamedTuple):
    """A figure with its definition and the rows behind it. sheet: which of HEADERS they are; text: as the bulletin prints it."""

    name: str
    value: Value
    text: str
    definition: str
    sheet: str
    rows: tuple[Behind, ...]


def counted(name: str, definition: str, sheet: str, rows: Iterable[Behind]) -> Evidence:
    """A figure that is the sum of its rows' parts."""
    found = tuple(rows)
    value = total_of(found)
    return Evidence(name, value, number(value), definition, sheet, found)


def of_rate(name: str, rate: Rate, sheet: str, rows: Iterable[Behind], definition: str = "") -> Evidence:
    """A rate, with a row for each that is in its denominator."""
    return Evidence(name, (rate.numerator, rate.denominator), rate.text(), definition or rate.definition, sheet, tuple(rows))


def total_of(rows: Sequence[Behind]) -> Exact:
    total: Exact = 0
    for row in rows:
        total += row.part if not isinstance(row.part, tuple) else row.part[0]
    return total


def pair_of(rows: Sequence[Behind]) -> tuple[Exact, Exact]:
    pairs = [row.part for row in rows if isinstance(row.part, tuple)]
    return sum((pair[0] for pair in pairs), Fraction(0)), sum((pair[1] for pair in pairs), Fraction(0))


def disagreements(evidence: Iterable[Evidence], context: Context) -> list[str]:
    """What does not agree between the rows, the figure and the bulletin, as lines for the clerk; [] when all does."""
    printed = {figure.name: figure for figure in totals_in(context)}
    found = []
    for one in evidence:
        made = pair_of(one.rows) if isinstance(one.value, tuple) else total_of(one.rows)
        if made != one.value:
            found.append(f"“{one.name}”的明细合计 {shown(made)}，与 {one.text} 不一致")
        figure = printed.get(one.name)
        if figure is not None and not same_figure(figure, one.value):
            found.append(f"“{one.name}”在文书里是 {figure.text}，明细里是 {one.text}")
    return found


def same_figure(figure: Figure, value: Value) -> bool:
    """Whether a printed figure is this value, but for its rounding."""
    if isinstance(figure.value, tuple) or isinstance(value, tuple):
        return figure.value == value
    return abs(Fraction(figure.value) - Fraction(value)) <= half_of_last(figure.text)


def evidence_told(evidence: Iterable[Evidence]) -> dict[str, Any]:
    """The figures for a program: counts as numbers, rates with what they are made of."""
    return {one.name: told(one) for one in evidence}


def told(one: Evidence) -> object:
    if isinstance(one.value, tuple):
        return rate_figures(Rate(*one.value, one.definition))
    return int(one.value) if one.value.denominator == 1 else float(one.value)


def shown(value: Value) -> str:
    return "/".join(map(number, value)) if isinstance(value, tuple) else number(value)


# rows


def item_row(judged: JudgedItem, judgement: Judgement, part: Value = 1) -> Behind:
    """An item as judged, with no more about it than the bulletin may say."""
    item, settings = judged.item, judgement.facts.settings
    return Behind(
        part,
        (
            item.number, matter_of(item, settings), judged.department, item.responsible if may_name(judgement) else "", judged.level,
            item.status, item.issued or item.registered, judged.deadline.first, item.submitted, item.closed, judged.light,
            judged.light_completion,
        ),
        item.at,
    )  # fmt: skip


def item_rows(items: Iterable[JudgedItem], judgement: Judgement) -> list[Behind]:
    return [item_row(judged, judgement) for judged in items]


def counted_items(name: str, definition: str, items: Iterable[JudgedItem], judgement: Judgement) -> Evidence:
    """A count of items."""
    return counted(name, definition, "事项", item_rows(items, judgement))


def about(judged: JudgedItem | None, judgement: Judgement) -> tuple[str, str]:
    """Matter and department of the item that a row names."""
    return ("", "") if judged is None else (matter_of(judged.item, judgement.facts.settings), judged.department)


def feedback_row(row: Feedback, judged: JudgedItem | None, judgement: Judgement, part: Value = 1) -> Behind:
    return Behind(part, (row.number, *about(judged, judgement), row.due, row.given, row.accuracy), row.at)


def point_row(row: Point, judged: JudgedItem | None, judgement: Judgement, part: Value) -> Behind:
    """A confirmed point; of a secret item only number and department."""
    settings = judgement.facts.settings
    fact = words_about(row.fact, judged, settings) or WITHHELD
    return Behind(part, (row.day, row.department, row.kind, row.points, fact, row.linked), row.at)


def check_row(one: Checked, judgement: Judgement, part: Value = 1) -> Behind:
    """A row of 抽查记录, without the persons who were checked."""
    row, settings = one.row, judgement.facts.settings
    point = one.risk.point.point if one.risk else ""
    return Behind(
        part,
        (
            row.number, row.day, row.level, row.department, row.risk, words_about(point, None, settings), row.people, row.result,
            words_about(row.problem, None, settings) or (WITHHELD if row.problem else ""), row.lost, row.mend_due, row.mended,
        ),
        row.at,
    )  # fmt: skip


def first_rows(rows: Iterable[Checked]) -> list[Checked]:
    """The first row of each spot check: one 抽查编号 may have several; a row without one is a check of its own."""
    firsts: dict[object, Checked] = {}
    for one in rows:
        firsts.setdefault(one.row.number or one.row.at, one)
    return list(firsts.values())


def counted_checks(name: str, definition: str, rows: Iterable[Checked], judgement: Judgement) -> Evidence:
    """A count of rows of 抽查记录."""
    return counted(name, definition, "抽查", [check_row(one, judgement) for one in rows])


def nowhere(part: Value, *cells: CellValue | Exact) -> Behind:
    """A row that stands for itself: a result of the add-in, not a row of the workbook."""
    return Behind(part, cells, NOWHERE)
