"""How long the cell functions take beside the bare rule: DB_STATUS over 5,000 items with 10,000 stages, and 5,000 cells of DB_LIGHT.

    python tests/benchmarks/functions.py [--runs N]

Run by hand; the table in docs/速度.md is what it printed. The functions are called through xlwings' own dispatcher, with the arguments as
COM hands them over; the way through COM itself is not in it. The bare rule gets what the workbook's own reader has read and gives what
the result sheet holds: parse, judge, rows. Ratios are of turns side by side, their median is printed.
"""

import datetime as dt
import statistics
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

from support.udf_host import dispatcher
from timing import asked, worked

from udfs.pages.cell_values import cell_of
from udfs.registry import uncollected
from udfs.rules.ground.workdays import Calendar
from udfs.rules.judging.judgement import judge, light_rows
from udfs.rules.judging.lights import light_of, scale_of
from workbook_templates.reading.cells import exact
from workbook_templates.reading.parse import READ, parse, rows_of
from workbook_templates.sample import sample_rows
from workbook_templates.tables import TABLES
from workbook_templates.tables.default_rows import default_rows
from workbook_templates.tables.grid import Grid, Row

ITEMS, STAGES, LIGHTS = 5_000, 10_000, 5_000
DAY = dt.date(2026, 12, 31)


def copies(rows: list[Row], number: int, count: int) -> list[Row]:
    """As many rows, with numbers of their own in that column."""
    made: list[Row] = []
    turn = 0
    while len(made) < count:
        made += [(*row[:number], f"{row[number]}-{turn}", *row[number + 1 :]) for row in rows]
        turn += 1
    return made[:count]


def main() -> None:
    runs: int = asked(runs=7).runs
    sample = sample_rows()
    rows: dict[str, list[Row]] = {name: default_rows(name) for name in READ}
    rows["督办台账"] = copies(sample["督办台账"], 0, ITEMS)
    rows["阶段目标"] = copies(sample["阶段目标"], 0, STAGES)
    rates = {name: [column.header for column in TABLES[name].columns if column.kind == "rate"] for name in READ}
    grids = {
        name: Grid(name, 4, TABLES[name].headers, given, frozenset((at, header) for header in rates[name] for at in range(len(given))))
        for name, given in rows.items()
    }
    raw = {
        name: tuple(tuple(None if (cell := cell_of(value)) == "" else cell for value in row) for row in (TABLES[name].headers, *rows[name]))
        for name in ("督办台账", "阶段目标")
    }
    shares = [number / LIGHTS for number in range(LIGHTS)]

    def rule() -> Any:
        with uncollected():  # as on the command line
            tables, _ = parse(grids)
            return rows_of(light_rows(judge(tables, DAY, Calendar(tables.holidays))))

    scale = scale_of(parse({name: grids[name] for name in READ})[0].light_bounds)
    with dispatcher() as call:
        found = []
        for _ in range(runs):
            bare = worked(rule)
            whole = worked(lambda: call("DB_STATUS", raw["督办台账"], raw["阶段目标"], None, cell_of(DAY)))
            lights = worked(lambda: [light_of(share, scale) for share in map(exact, shares)])
            block = worked(lambda: call("DB_LIGHT", tuple((share,) for share in shares)))
            cells = worked(lambda: [call("DB_LIGHT", share) for share in shares])
            found.append((bare, whole, whole / bare, lights, block, cells))
    bare, whole, ratio, lights, block, cells = (statistics.median(values) for values in zip(*found, strict=True))
    print(f"DB_STATUS, {ITEMS} items with {STAGES} stages: {whole:.2f} s   rule {bare:.2f} s   ratio {ratio:.2f}")
    print(f"DB_LIGHT, {LIGHTS} cells: one block {block:.3f} s, one by one {cells:.2f} s   rule {lights:.3f} s")


if __name__ == "__main__":
    main()
