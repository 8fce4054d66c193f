"""What companies have done with a group's tasks, as if each had filled in the task package that it got: merged like any return.

A task is found by its number in the company's own ledger. One that stands in several companies is nobody's answer, and is listed."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from addin.companies import figures
from addin.companies.figures import Company
from addin.foreign.reader import Reader
from macros.steps import session
from macros.steps.batches import SentBatches, sent_files
from macros.steps.returned_files import understand
from udfs.exchange.row_contents import RowPlace
from udfs.rules.ground.grouped import grouped
from workbook_templates.reading.foreign import ForeignSheet
from workbook_templates.sent.returned import ReturnedFile, returned_tables
from workbook_templates.sent.sent_kinds import bare_addressee, kind_of
from workbook_templates.sent.unit_kind import SUPERIOR, UNIT_KIND
from workbook_templates.tables.grid import Value

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Answer = Mapping[str, Value]
Answered = Mapping[tuple[str, str, str], list[tuple[str, Answer]]]
"""Table, number and part → each company's digest, with what its cells say."""


class UnitAnswers(NamedTuple):
    """The answers of the companies. told: what is to be said of tasks and packages that could not be taken; filled while they are taken."""

    ask: "DuckDBPyConnection"
    companies: Mapping[str, Company]
    master: Path
    told: list[str]

    def files(self, reader: Reader, reading: session.Reading, sent: SentBatches) -> list[ReturnedFile]:
        """The latest package of every company that has tasks of it, filled in."""
        answered = answers(self.ask, reading.tables.settings.company)
        found = []
        for addressee, batch in sent.latest.items():
            if kind_of(addressee) is not UNIT_KIND:
                continue
            cells = sent.cells([(batch, addressee)])[batch, addressee]
            mine = self.unambiguous(cells, answered)
            owners = [digest for digest in dict.fromkeys(digest for digest, _ in mine.values()) if digest in self.companies]
            path = next(sent_files(self.master, batch, addressee), None)
            if not owners:
                self.told.append(f"{bare_addressee(addressee)}：给它的任务（{batch}）没有在列入的单位里找到，多半还没有导入任务包")
            elif path is None:
                self.told.append(f"{bare_addressee(addressee)}：任务包（{batch}）已不在“下发”里，取不回来；请重新下发一次，让单位再导入")
            else:
                company = self.companies[owners[0]]
                ((_, sheets),) = reader.read([path])
                file = ReturnedFile(f"{company.name}的 {company.path.name}", company.path)
                told = {place: answer for place, (_, answer) in mine.items()}
                understand(file, [filled(sheet, cells, told) for sheet in sheets] if isinstance(sheets, list) else sheets)
                found.append(file)
        return found

    def unambiguous(self, cells: Mapping[RowPlace, object], answered: Answered) -> dict[RowPlace, tuple[str, Answer]]:
        """The answers about rows that were sent, each of one company; a number that several have is said."""
        found = {}
        for table, (number, part) in cells:
            given = answered.get((table, number, part), [])
            if len({digest for digest, _ in given}) == 1:
                found[table, (number, part)] = given[0]
            elif given and table == "督办台账":
                names = "、".join(self.companies[digest].name for digest, _ in given if digest in self.companies)
                self.told.append(f"任务 {number} 在几个单位里都有（{names}），没有取；请核对任务包发给了谁")
        return found


def answers(ask: "DuckDBPyConnection", sender: str) -> Answered:
    """What the companies' ledgers say of the tasks of this sender."""
    mine = "指纹 || 编号 IN (SELECT 指纹 || 编号 FROM 行 WHERE 行类 = '事项' AND 编号 LIKE $head || '%' AND 提出人 = $sender AND 密级 = '')"
    found: list[tuple[tuple[str, str, str], tuple[str, Answer]]] = []
    for kind, table, part in (("事项", "督办台账", ""), ("阶段", "阶段目标", "阶段"), ("反馈", "反馈记录", "应反馈日期")):
        rows = figures.rows(ask, f"SELECT * FROM 行 WHERE 行类 = '{kind}' AND {mine}", head=SUPERIOR, sender=sender)  # noqa: S608 - our own words
        for row in rows:
            if kind == "阶段" and row["确认完成度"] is not None:
                row["自评完成度"] = row["确认完成度"]  # what the company's leader has confirmed is what the company says
            given = {header: row[header] for header in UNIT_KIND.sheets[table].filled if row.get(header) not in (None, "", 0)}
            key = table, row["编号"].removeprefix(SUPERIOR), row[part] if part else ""
            found.append((key, (row["指纹"], given)))
    return grouped(found)


def filled(sheet: ForeignSheet, cells: Mapping[RowPlace, Mapping[str, str]], told: Mapping[RowPlace, Answer]) -> ForeignSheet:
    """The sheet as it went out, with the answers in its open cells; other sheets as they are."""
    for table in returned_tables([sheet], UNIT_KIND):
        rows, percent = [list(row) for row in sheet.rows], set(sheet.percent)
        places = header_places(sheet.rows, table.headers)
        for row in table.rows:
            place = (table.name, row.key or ("", ""))
            for header, value in told.get(place, {}).items():
                if header in cells[place]:
                    line, column = rows[row.line - 1], places[header]
                    line.extend([None] * (column + 1 - len(line)))
                    line[column] = value
                    percent |= {(row.line - 1, column)} if isinstance(value, float) else set()
        return sheet._replace(rows=rows, percent=frozenset(percent))
    return sheet


def header_places(rows: Sequence[Sequence[Value]], headers: frozenset[str]) -> dict[str, int]:
    """Header → column, in the row of the file that holds them all."""
    for row in rows:
        places = {str(value): place for place, value in enumerate(row) if value in headers}
        if len(places) == len(headers):
            return places
    return {}
