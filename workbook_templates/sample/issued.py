"""文书登记 besides 提醒单: bulletins of checks, rectification opinions, warnings, letters, talks; and what was objected to (异议)."""

import datetime as dt
from collections.abc import Iterator, Sequence

from workbook_templates.sample.blanks import blank_record, cells_of
from workbook_templates.sample.days import A_DAY, FIRST_DAY, LAST, YEAR, after, workday
from workbook_templates.sample.lists import read_rows
from workbook_templates.tables.daily import Accountability, Objection
from workbook_templates.tables.default_rows import default_rows
from workbook_templates.tables.logs import Paper
from workbook_templates.tables.performance import Inspection

FIRST_BULLETIN, BULLETINS = 3, 9
"""The first 抽查运行通报 covers the first three months, the others a month each."""
OPINIONS_ON_SIGNS = 3
WARNED = 6
"""So many of the decided warnings went out as 预警信息单."""
KINDS = {"督办函": "督办函", "约谈": "约谈通知"}
"""类别 of 问责记录 → 种类 of the paper."""


def other_papers(checks: Sequence[Inspection], decided: Sequence[Accountability]) -> list[Paper]:
    """The papers by date, numbered within their 种类."""
    codes = {str(row[0]): str(row[1]) for row in default_rows("文种")}
    papers = [*bulletins(checks), *opinions(checks), *warnings(decided), *letters(decided)]
    papers.sort(key=lambda paper: (paper.day or LAST, paper.kind))
    given: dict[str, int] = {}
    for place, paper in enumerate(papers):
        number = given[paper.kind] = given.get(paper.kind, 0) + 1
        file = f"{paper.kind}_{paper.addressee or paper.period}_{paper.day:%Y%m%d}.docx"
        papers[place] = paper._replace(number=f"{codes[paper.kind]}〔{YEAR}〕{number}号", file=file)
    return papers


def bulletins(checks: Sequence[Inspection]) -> Iterator[Paper]:
    """抽查运行通报 on the sixth working day after each period."""
    for place in range(BULLETINS):
        month = FIRST_BULLETIN + place
        first = dt.date(YEAR, month, 1) if place else FIRST_DAY
        last = dt.date(YEAR, month + 1, 1) - A_DAY
        named = dict.fromkeys(row.number for row in checks if row.day and first <= row.day <= last)
        yield blank_record(Paper)._replace(
            kind="抽查运行通报", period=f"{YEAR}-{month:02}" if place else f"{YEAR}Q1", day=after(last, 6), linked="、".join(named)
        )


def opinions(checks: Sequence[Inspection]) -> Iterator[Paper]:
    """整改意见书 on every problem and the first signs."""
    signs = [row for row in checks if row.result == "苗头"][:OPINIONS_ON_SIGNS]
    for row in checks:
        if row.day is None or (row.result != "问题" and row not in signs):
            continue
        mended = row.mended if row.recheck != "不合格" else None
        yield blank_record(Paper)._replace(
            kind="整改意见书", addressee=row.department, day=after(row.day, 1), linked=row.number, reply_due=row.mend_due,
            received=after(row.day, 2), replied=mended, reply="已整改，佐证随附" if mended else "",
            closed="是" if mended else "",
        )  # fmt: skip


def warnings(decided: Sequence[Accountability]) -> Iterator[Paper]:
    """预警信息单 on warnings that were handled."""
    for row in [row for row in decided if row.kind == "预警" and row.status == "已办"][:WARNED]:
        if row.day is not None:
            on = workday(row.day + A_DAY)
            yield blank_record(Paper)._replace(
                kind="预警信息单", addressee=row.subject, day=on, linked=row.number, reply_due=after(on, 10),
                received=after(on, 1), replied=after(on, 7), reply="已说明原因，措施和抽查安排随附", closed="是",
            )  # fmt: skip


def letters(decided: Sequence[Accountability]) -> Iterator[Paper]:
    """督办函 and 约谈通知 as 问责记录 has them."""
    for row in decided:
        if row.kind in KINDS and row.day is not None and row.status == "已办":
            yield blank_record(Paper)._replace(
                kind=KINDS[row.kind], addressee=row.subject, day=row.day, linked=row.number, received=after(row.day, 1), replied=row.done
            )


def objections() -> list[Objection]:
    """The rows of 异议, all answered."""
    return [
        blank_record(Objection)._replace(**cells_of(Objection, "日期 部门 编号 表 意见 结果 答复 答复日期", line))
        for line in read_rows("objections")
    ]
