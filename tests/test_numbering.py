"""New items get the next number of their year."""

import datetime as dt

import pytest

from udfs.rules.judging.numbering import new_numbers
from workbook_templates.reading.parse import parse_table
from workbook_templates.tables import TABLES
from workbook_templates.tables.grid import Grid, Value

TODAY = dt.date(2026, 5, 1)


def numbers(rule: str, *rows: dict[str, Value]) -> dict[int, str]:
    table = TABLES["督办台账"]
    grid = Grid("督办台账", 4, table.headers, [tuple({"事项": "甲", **row}.get(header) for header in table.headers) for row in rows])
    return new_numbers(parse_table(table, grid)[0], rule, TODAY)


@pytest.mark.parametrize(
    ("rule", "taken", "expected"),
    [
        ("{年}-{序号}", ["2026-0007", "2026-0003"], "2026-0008"),
        ("{年}-{序号}", [], "2026-0001"),
        ("{年}-{序号}", ["2025-0099", "A-1", "2026-0002B"], "2026-0001"),
        ("{年}-{序号}", ["2026-9999"], "2026-10000"),
        ("督办{序号}号", ["督办0012号"], "督办0013号"),
        ("DB{年}", ["DB20260004"], "DB20260005"),
        ("{年}{月}-{序号:9}", ["2026-0001"], "2026-0002"),  # not a rule: the default holds
        ("[{年}]{序号}", ["[2026]0004", "x2026x0009"], "[2026]0005"),
    ],
)
def test_next_number(rule: str, taken: list[str], expected: str) -> None:
    rows: list[dict[str, Value]] = [{"编号": number} for number in taken]
    assert numbers(rule, *rows, {}) == {len(taken): expected}


def test_the_year_is_that_of_the_registration_else_of_the_issue_else_today() -> None:
    dated: tuple[dict[str, Value], ...] = ({"立项日期": "2025-12-31", "下达日期": "2026-01-05"}, {"下达日期": "2027-01-05"}, {}, {})
    assert numbers("{年}-{序号}", *dated) == {0: "2025-0001", 1: "2027-0001", 2: "2026-0001", 3: "2026-0002"}


def test_a_number_is_never_used_again() -> None:
    table = TABLES["督办台账"]
    rows = [tuple({"事项": "甲", "编号": number}.get(header) for header in table.headers) for number in ("2026-0003", None)]
    items = parse_table(table, Grid("督办台账", 4, table.headers, rows))[0]
    assert new_numbers(items, "{年}-{序号}", TODAY, ["2026-0009", "2025-0100"]) == {1: "2026-0010"}
