"""The formulas of a scoring sheet against the rule R13: LibreOffice recalculates them over made-up scores, every figure is equal."""

import re
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

import xlsxwriter
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from support import make, tools

from udfs.exchange.scorer_rows import scoring_rule
from udfs.rules.ground.periods import parse_period
from udfs.rules.ground.workdays import Calendar
from udfs.rules.judging.judgement import judge
from udfs.rules.performance.differentiation import Spread, differentiation, differentiation_rows
from workbook_templates.sent import scoring_panel as formulas
from workbook_templates.sent.sent_file import NOT_BEGUN, ScoringRule
from workbook_templates.tables.results import Differentiation

PERIOD = "2026Q4"
PANEL = (formulas.mean, formulas.spread, formulas.deviation, formulas.rate, formulas.verdict)
DEFINITIONS = ("最大同分组", "扣分面", "异值率")
Office = list[tuple[Fraction | None, Fraction | None]]
"""The scores of one 考评部门: 得分, 满分."""
Person = list[tuple[int | None, int | None, int | None]]
"""The marks of one 评分人: ability, attitude, quality."""


class Case(NamedTuple):
    """One set of settings, and who scored what under it."""

    by: str
    step: str
    digits: int
    bound: str
    least: int
    weights: tuple[int, int, int]
    offices: list[Office]
    persons: list[Person]


fulls = st.sampled_from([Fraction(text) for text in ("100", "20", "10", "5", "30", "17.5", "0")])
shares = st.one_of(
    st.sampled_from([Fraction(n, 1000) for n in (1000, 950, 900, 850, 0)]),
    st.integers(0, 2000).map(lambda n: Fraction(n, 2000)),  # halves of a step of 0.1: what half up decides
    st.integers(0, 100_000).map(lambda n: Fraction(n, 100_000)),
)
marks = st.tuples(st.one_of(st.none(), shares), st.one_of(st.none(), fulls, fulls, fulls)).map(
    lambda pair: (None if pair[0] is None else pair[0] * (pair[1] or 100), pair[1])
)
points = st.one_of(st.none(), st.integers(0, 100), st.sampled_from([85, 90]), st.sampled_from([85, 90]))
CASES = st.builds(
    Case,
    st.sampled_from(DEFINITIONS),
    st.sampled_from(["0.1", "1", "0.5", "0.01", "0.3", "5"]),
    st.integers(0, 3),
    st.sampled_from(["30", "25", "0", "100", "33.3"]),
    st.integers(1, 5),
    st.sampled_from([(30, 30, 40), (1, 1, 1), (0, 50, 50), (0, 0, 0)]),
    st.lists(st.lists(marks, min_size=1, max_size=10), min_size=5, max_size=5),
    st.lists(st.lists(st.tuples(points, points, points), min_size=1, max_size=7), min_size=5, max_size=5),
)


def judged(case: Case) -> tuple[ScoringRule, dict[str, Differentiation]]:
    """What the rule says: scorer → its row of 差异化; a scorer without a score has none."""
    rows: list[Any] = []
    cells: dict[str, Any]
    for number, office in enumerate(case.offices):
        rows += [
            make.mark(score, full, period=PERIOD, scorer=f"部{number}", unit=f"单位{place}") for place, (score, full) in enumerate(office)
        ]
    for number, person in enumerate(case.persons):
        for place, (ability, attitude, quality) in enumerate(person):
            cells = {"ability": ability, "attitude": attitude, "quality": quality, "staff_no": f"{place}"}
            rows.append(make.record("个人评分", period=PERIOD, role="分管领导", rater=f"人{number}", **cells))
    first, second, third = map(str, case.weights)
    given_settings = {"差异化口径": case.by, "差异化并档精度": case.step, "得分小数位": str(case.digits), "差异化率下限": case.bound,
                      "差异化最少打分数": str(case.least), "能力权重": first, "态度权重": second, "质量权重": third}  # fmt: skip
    tables = make.tables(*rows, **given_settings)
    judgement = judge(tables, make.day("12-31"), Calendar(()))
    spread: Spread = differentiation(judgement, parse_period(PERIOD, 31))
    found = {row.scorer: row for row in differentiation_rows(spread, tables.settings)}
    return scoring_rule(tables.settings), found


def scorers(case: Case) -> dict[str, Sequence[tuple[Any, ...]]]:
    """Name → scores of everybody in a case."""
    offices = {f"部{number}": office for number, office in enumerate(case.offices)}
    return offices | {f"人{number}": person for number, person in enumerate(case.persons)}


def write(path: Path, cases: Sequence[Case]) -> None:
    """A sheet a case: each scorer's rows below each other, with his panel beside the first of them."""
    book = xlsxwriter.Workbook(path)
    for number, case in enumerate(cases):
        sheet, rule, row = book.add_worksheet(f"s{number}"), judged(case)[0], 0
        for name, scores in scorers(case).items():
            first = row
            for score in scores:
                for place, value in enumerate(score):
                    if value is not None:
                        sheet.write_number(row, place, float(value))
                a, b, c = (f"{letter}{row + 1}" for letter in "ABC")
                rated = name.startswith("人")
                sheet.write_formula(row, 3, formulas.weighted_rating((a, b, c), rule) if rated else formulas.share_of_full(a, b, rule))
                row += 1
            cells = f"$D${first + 1}:$D${row}"
            sheet.write_string(first, 4, name)
            for place, text in enumerate((formulas.given(cells, len(scores)), *(formula(cells, rule) for formula in PANEL)), 5):
                sheet.write_formula(first, place, text)
    book.close()


def expected(row: Differentiation | None, rows: int) -> list[object]:
    """已打分, 极差, 标准差, 差异化率, 结论 as the panel shows them."""
    if row is None:
        return [f"0 / {rows}", None, None, None, NOT_BEGUN]
    figures = (row.spread, row.deviation, row.rate)
    return [f"{row.scores} / {rows}", *(None if figure is None else float(figure) for figure in figures), row.verdict]


@tools.needs_office
@settings(max_examples=2, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
@given(cases=st.lists(CASES, min_size=9, max_size=9))
def test_libreoffice_computes_what_the_rule_says(tmp_path_factory: Any, cases: list[Case]) -> None:
    path = tmp_path_factory.mktemp("scoring") / "打分.xlsx"
    write(path, cases)
    sheets = tools.recalculated(path)
    wrong = []
    for number, case in enumerate(cases):
        found = judged(case)[1]
        panels = {str(line[4]): line[5:11] for line in sheets[f"s{number}"] if line[4]}
        assert len(panels) == len(case.offices) + len(case.persons)
        for name, (told, mean, *figures) in panels.items():
            row, rows = found.get(name), len(scorers(case)[name])
            wanted = expected(row, rows)
            if not all(tools.same(one, other) for one, other in zip(wanted, [told, *figures], strict=True)):
                wrong.append((case.by, case.step, scorers(case)[name], wanted, [told, *figures]))
            assert (mean in (None, "")) is (row is None)
    assert not wrong, wrong[:3]


def test_no_formula_needs_a_newer_excel() -> None:
    """Nothing that Excel 2016 does not know, nothing that must be entered as an array, nothing that reads beyond its own rows."""
    for by in DEFINITIONS:
        rule = judged(Case(by, "0.1", 2, "30", 3, (30, 30, 40), [[(Fraction(1), Fraction(1))]], []))[0]
        cells = "$D$1:$D$9"
        texts = [formula(cells, rule) for formula in PANEL]
        texts += [formulas.share_of_full("$A1", "$B1", rule), formulas.weighted_rating(("$A1", "$B1", "$C1"), rule)]
        names = {part for text in texts for part in re.findall(r"([A-Z_.]+)\(", text)}
        assert names <= {"IF", "AND", "ISNUMBER", "ROUND", "COUNT", "AVERAGE", "MAX", "MIN", "STDEVP", "SUMPRODUCT", "FREQUENCY", "COUNTIF"}
