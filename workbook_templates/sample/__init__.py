"""示范供电公司: a full year of a company that does not exist, the example of README, demo and tests.

Everything comes from a fixed seed: no clock, no hash order. The rows are such that the rules find the published figures (product.md §5):
422 items supervised, 8 assessments, 36 reminders, 57 of 60 targets landed; 76 risk points, 23 checks with 410 person-times, 6 problems, 21
warnings; 7 regulations and 27 measures; 67 rows of points with 46.3 deducted; 差异化率 30 %. No figure is stored anywhere.
"""

from workbook_templates.reading.parse import rows_of
from workbook_templates.sample.assessed import other_points, papers, points
from workbook_templates.sample.changes import changes
from workbook_templates.sample.company import CHIEFS, COMPANY_NAME, channels, departments, people
from workbook_templates.sample.days import LAST, holidays
from workbook_templates.sample.feedback import feedback
from workbook_templates.sample.habits import WrongCell, as_left
from workbook_templates.sample.improved import improvements
from workbook_templates.sample.indicators import indicators, progress
from workbook_templates.sample.instructed import instructions
from workbook_templates.sample.issued import objections, other_papers
from workbook_templates.sample.ledger import items, stages
from workbook_templates.sample.meetings import meetings, rulings
from workbook_templates.sample.plan import plans, targets
from workbook_templates.sample.scored import marks, ratings
from workbook_templates.sample.spot_checks import inspections, risk_points
from workbook_templates.sample.warned import accountability
from workbook_templates.tables.default_rows import default_rows
from workbook_templates.tables.grid import Row

__all__ = ["WrongCell", "sample_rows", "sample_with_wrong_cells", "wrong_cells"]


def sample_rows() -> dict[str, list[Row]]:
    """Table → its body rows in the order of its headers, for every table that has rows of the sample's own."""
    return sample_with_wrong_cells()[0]


def wrong_cells() -> tuple[WrongCell, ...]:
    """The cells that are wrong on purpose: what 数据检查 must find in the sample."""
    return sample_with_wrong_cells()[1]


def sample_with_wrong_cells() -> tuple[dict[str, list[Row]], tuple[WrongCell, ...]]:
    """The rows, and the cells among them that are wrong on purpose."""
    year = plans()
    ledger = items(year)
    staged = stages(year, ledger)
    held = meetings()
    changed = changes(year, ledger, staged)
    ruled = rulings(year, held)
    staff = people()
    risks = risk_points()
    checked = inspections(risks)
    decided = accountability(year, ledger, ruled, risks, checked)
    scored = sorted([*points(year, ledger, changed), *other_points(staff)], key=lambda row: row.day or LAST)
    sent = sorted([*papers(year, ledger), *other_papers(checked, decided)], key=lambda row: row.day or LAST)
    rows, wrong = as_left(
        {
            "参数": settings(), "节假日": rows_of(holidays()), "文种": document_kinds(), "部门": rows_of(departments()),
            "人员": rows_of(staff), "目标库": rows_of(targets()), "督办台账": rows_of(ledger), "阶段目标": rows_of(staged),
            "反馈记录": rows_of(feedback(year, ledger)), "变更记录": rows_of(changed), "认定记录": rows_of(ruled),
            "会议": rows_of(held), "指标": rows_of(indicators()), "指标进度": rows_of(progress()), "考评打分": rows_of(marks()),
            "个人评分": rows_of(ratings(staff)), "风险点": rows_of(risks), "抽查记录": rows_of(checked),
            "加减分台账": rows_of(scored), "问责记录": rows_of(decided), "异议": rows_of(objections()), "制度措施": rows_of(improvements()),
            "批示": rows_of(instructions()),
            "文书登记": rows_of(sent),
        }
    )  # fmt: skip
    return {**rows, "渠道": rows_of(channels())}, wrong


def settings() -> list[Row]:
    """The defaults, judged at the end of the year."""
    return [(name, LAST.isoformat() if name == "基准日" else value, *rest) for name, value, *rest in default_rows("参数", COMPANY_NAME)]


def document_kinds() -> list[Row]:
    """The defaults, with who signs and who gets a copy."""
    rows: list[Row] = []
    for kind, code, issuer, _, _, period in default_rows("文种", COMPANY_NAME):
        bulletin = str(kind).endswith("通报")
        rows.append((kind, code, issuer, CHIEFS[0][0] if bulletin else None, "公司领导、各部门、各单位" if bulletin else None, period))
    return rows
