"""The rows of the office's own ledger as rows of our tables: what is taken, what is guessed, what is left, what can't be read.

A row that the workbook has already is never taken again: by its number, else by what it is about, whose it is, and its deadline.
"""

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from udfs.exchange.foreign_ledger import LEDGER, LEFT_OUT, NODE, STAGES, FoundSheet
from udfs.exchange.foreign_values import year_in
from udfs.exchange.import_lines import GUESSED, HELD, IMPORTED, SKIPPED, Cells, Import, ImportLine
from udfs.exchange.known_rows import KnownRows, Place
from udfs.exchange.ledger_nodes import by_matter, differing_text, doubles, due_of, item_of, stages_of
from udfs.exchange.no_rows import INSTRUCTION_ROW, REMARK_ROW, SUBHEADING, SheetLine, why_no_row
from udfs.exchange.row_reading import ReadRow, RowReader, Seen
from udfs.rules.judging.numbering import new_numbers
from workbook_templates.leaving.import_words import ANCHORS, DEFAULTS
from workbook_templates.reading.cells import text_of, written
from workbook_templates.reading.parse import Tables, blank
from workbook_templates.tables import TABLES
from workbook_templates.tables.daily import Item
from workbook_templates.tables.schema import NOWHERE

TITLE_ROWS = 5
NO_TABLE = "认不出是哪张表，整张没有收；在对照表里填上表和列，再导入"


def import_rows(found: Iterable[FoundSheet], tables: Tables, file: str, today: dt.date, given: Sequence[str] = ()) -> Import:
    """The rows that the tables of a file add to these. today: its year is that of dates that name none, where neither sheet nor file
    does. given: numbers that items ever had."""
    result = Import()
    known = KnownRows(tables)
    for one in found:
        if not one.table or not all(any(m.column == anchor for m in one.columns) for anchor in ANCHORS[one.table]):
            result.lines.append(ImportLine(SKIPPED, one.label, 0, note=NO_TABLE))
            continue
        TableImport(one, known, result, year_in(titles(one, file), today.year)).run()
    number_staged(result, tables, today, given)
    return result


def titles(one: FoundSheet, file: str) -> list[str]:
    """Texts that may name the year, the nearest first: the sheet's name, what stands above the table, above all tables, the file's name."""
    above = [text_of(value) for row in one.sheet.rows[: min(one.line, TITLE_ROWS)] for value in row if isinstance(value, str)]
    top = [text_of(row[0]) for row in one.look.cells.rows[:TITLE_ROWS] if row and sum(value is not None for value in row) == 1]
    return [one.sheet.name, *above, *top, file]


def number_staged(result: Import, tables: Tables, today: dt.date, given: Sequence[str]) -> None:
    """Numbers for the items that have stages: these name their item by it."""
    numbered = [item_record(row) for row in result.rows.get(LEDGER, ()) if row.get("编号")]
    needing = [row for row, _ in result.staged if not row.get("编号")]
    items = [*(item for item in tables.items if item.number), *numbered, *map(item_record, needing)]
    numbers = new_numbers(items, tables.settings.numbering, today, given)
    result.numbers = [numbers[len(items) - len(needing) + place] for place in range(len(needing))]
    for row, number in zip(needing, result.numbers, strict=True):
        row["编号"] = number
    for row, stages in result.staged:
        result.rows.setdefault(STAGES, []).extend({"编号": row["编号"], **stage} for stage in stages)


def item_record(row: Cells) -> Item:
    """A new row of 督办台账 as a record, as far as numbering looks at it."""
    cells = (row.get(column.header) or blank(column) for column in TABLES[LEDGER].columns)
    return Item._make((*cells, NOWHERE))


class TableImport:
    """The rows of one table of a file into the result."""

    def __init__(self, one: FoundSheet, known: KnownRows, result: Import, year: int) -> None:
        self.one, self.known, self.result = one, known, result
        self.table = TABLES[one.table]
        self.reader = RowReader(one, known.roster, year)
        self.has_nodes = any(mapped.column.startswith(NODE) for mapped in one.columns)
        self.merged_rows = {area.top for area in one.look.merged if (area.right - area.left + 1) * 2 >= len(one.columns)}

    def run(self) -> None:
        """Take every row, and say of each line and column that is not taken why."""
        for mapped in self.one.columns:
            if mapped.how == LEFT_OUT:
                self.say(SKIPPED, -1, "没有对应的列，这一列没有收", header=mapped.header)
        before = len(self.result.rows.get(self.table.name, ()))
        rows = list(self.rows())
        for matter in by_matter(rows, self.has_nodes) if self.table.name == LEDGER else ([row] for row in rows):
            self.take(matter)
        if len(self.result.rows.get(self.table.name, ())) > before:
            self.say_lacking()

    def say_lacking(self) -> None:
        """The required columns that the list does not have."""
        have = {mapped.column for mapped in self.one.columns}
        lacking = [column.header for column in self.table.columns if column.spec.required and column.header not in have]
        if self.table.name == LEDGER:
            nodes = {column.removeprefix(NODE) for column in have}
            lacking = [
                header for header in lacking if header not in (*DEFAULTS, "状态") and (header != "办理时限" or "完成时限" not in nodes)
            ]
        if lacking:
            self.result.lacking[self.one.label] = lacking
            self.say(SKIPPED, -1, f"原来没有这些必填的列，收下的行空着，请补：{'、'.join(lacking)}", header="（缺的列）")

    def rows(self) -> Iterable[ReadRow]:
        """The rows of the list, read; of the other lines it is said why they are none."""
        section, after = "", ""
        for at in range(self.one.line + 1, len(self.one.sheet.rows)):
            cells = self.reader.seen(at)
            if not cells:
                after = ""
                continue
            values = {place: cell.value for place, cell in cells.items()}
            after = why_no_row(self.one, SheetLine(values, at in self.merged_rows, after))
            if after == SUBHEADING:
                section = text_of(list(values.values())[-1]).strip()
            if after and not (self.goes_on(cells) and after not in (SUBHEADING, REMARK_ROW, INSTRUCTION_ROW)):
                self.say(SKIPPED, at, after, value="　".join(map(text_of, values.values()))[:120])
            else:
                after = ""
                yield self.reader.read(at, cells, section)

    def goes_on(self, cells: Mapping[int, Seen]) -> bool:
        """Whether a line without 事项 is another node of the matter above: it has a node's text or deadline."""
        nodes = {mapped.place for mapped in self.one.columns if mapped.column.startswith(NODE)}
        anchors = {mapped.place for mapped in self.one.columns if mapped.column == "事项"}
        return bool(nodes & cells.keys()) and not anchors & cells.keys() and len(cells) > 1

    def take(self, rows: list[ReadRow]) -> None:
        """Add a row, or the rows of one matter, unless the workbook has it."""
        twice = doubles(rows)
        for row, first in twice:
            self.say(SKIPPED, row.at, f"和第 {first.at + 1} 行完全一样，没有再收", value=self.subject(row.values))
        rows = [row for row in rows if all(row is not double for double, _ in twice)]
        stages = stages_of(rows) if self.table.name == LEDGER and (len(rows) > 1 or any(rows[0].node.values())) else []
        values, differing = item_of(rows) if stages else (dict(rows[0].values), [])
        lines = [line for row in rows for line in row.lines]
        lines += [
            self.line(GUESSED, row.at, "一个事项只有一个，用了前面的", column=h, value=differing_text(row, h)) for row, h in differing
        ]
        if stages:
            note = f"同一事项的 {len(rows)} 行合成一项，{len(stages)} 个节点写进阶段目标"
            lines.append(
                self.line(GUESSED, rows[0].at, note, value=self.subject(values), column="办理时限", written=text_of(values["办理时限"]))
            )
        lines += self.completed(rows, values)
        if self.is_held(rows, values):
            return
        written_row: Cells = {header: written(value) for header, value in values.items()}
        written_row |= {header: text for row in reversed(rows) for header, text in row.raw.items()}
        filled: Cells = {header: value for header, value in written_row.items() if value is not None}
        self.result.rows.setdefault(self.table.name, []).append(filled)
        if stages:
            self.result.staged.append((filled, [{header: written(value) for header, value in stage.items()} for stage in stages]))
        self.remember(rows, values)
        for row in rows:
            self.say(IMPORTED, row.at, self.unseen(row.at), value=self.subject(row.values if row.values.get("事项") else values))
        self.result.lines.extend(lines)
        self.result.phones.extend(phone for row in rows for phone in row.phones)

    def unseen(self, at: int) -> str:
        """Counts a row that nobody sees, and says so."""
        hidden, filtered = at in self.one.look.hidden_rows, at in self.one.look.filtered_rows
        self.result.hidden += hidden
        self.result.filtered += filtered
        return "原表里这一行是隐藏的" if hidden else "原表里这一行被筛选藏了起来" if filtered else ""

    def is_held(self, rows: Sequence[ReadRow], values: Mapping[str, Any]) -> bool:
        """Whether the workbook, or the file above, has the row already; it is listed then, with the nodes that are new."""
        where, dues = self.place_of(rows, values)
        if where is None:
            return False
        for row in rows:
            subject = self.subject(row.values if row.values.get("事项") else values)
            if len(rows) > 1 and due_of(row) not in dues:
                self.say(SKIPPED, row.at, f"{where.text}是这一项，但没有这个节点，没有收；要加，填到阶段目标", value=subject)
            else:
                self.say(SKIPPED if where.in_file else HELD, row.at, f"和{where.text}是同一项，没有再收", value=subject)
        return True

    def place_of(self, rows: Sequence[ReadRow], values: Mapping[str, Any]) -> tuple[Place | None, set[Any]]:
        """Where the row is already, and the deadlines it has there."""
        if self.table.name == LEDGER:
            dues = {values.get("办理时限"), *map(due_of, rows)} - ({None} if len(rows) > 1 else set())
            return self.known.item_at(values.get("事项") or "", values.get("主责部门") or "", dues) or (None, set())
        keys = self.known.keys_of(self.table.name, values)
        return next((self.known.keys[key] for key in keys if key in self.known.keys), None), set()

    def subject(self, values: Mapping[str, Any]) -> str:
        """What a row is about, for the list."""
        return "　".join(filter(None, (text_of(written(values.get(header))) for header in ANCHORS[self.table.name])))

    def remember(self, rows: Sequence[ReadRow], values: Mapping[str, Any]) -> None:
        """The row is known from now on."""
        where = Place(f"“{self.one.sheet.name}”第 {rows[0].at + 1} 行", in_file=True)
        if self.table.name == LEDGER:
            dues = {values.get("办理时限"), *map(due_of, rows)}
            self.known.add_item(values.get("编号") or "", values.get("事项") or "", values.get("主责部门") or "", dues, where)
        for key in self.known.keys_of(self.table.name, values) if self.table.name != LEDGER else ():
            self.known.keys.setdefault(key, where)

    def completed(self, rows: Sequence[ReadRow], values: dict[str, Any]) -> list[ImportLine]:
        """What follows from other cells of the row; every guess is a line."""
        found: list[ImportLine] = []
        at = rows[0].at

        def guess(header: str, value: Any, note: str) -> None:
            if value:
                values[header] = value
                found.append(self.line(GUESSED, at, note, column=header, written=text_of(written(value))))

        for header in ("协办部门", "承办人"):
            others = tuple(dict.fromkeys(name for row in rows for name in row.others.get(header, ())))
            if others and header == "协办部门":
                guess(header, tuple(dict.fromkeys((*(values.get(header) or ()), *others))), "原来写在主责部门里")
            elif others:
                guess(header, "、".join(dict.fromkeys(filter(None, (values.get(header), *others)))), "原来写在责任人里")
        for column in self.table.columns:
            if column.spec.refers == "部门" and column.kind == "text" and values.get(column.header):
                guess(column.header, self.likely_department(values[column.header]), f"“{values[column.header]}”在“部门”表里是它")
        own = next(
            (phone for row in rows for phone in row.phones if phone.name == values.get("姓名" if self.table.name == "人员" else "联系人")),
            None,
        )
        if own and self.table.name in ("人员", "部门") and not values.get("手机"):
            guess("手机", own.phone, "原来和姓名写在一格里")
        if self.table.name == LEDGER:
            self.complete_item(found, rows, values)
        return found

    def complete_item(self, found: list[ImportLine], rows: Sequence[ReadRow], values: dict[str, Any]) -> None:
        """What an item needs that its row does not say."""
        at = rows[0].at

        def guess(header: str, value: str, note: str) -> None:
            if value and not values.get(header):
                values[header] = value
                found.append(self.line(GUESSED, at, note, column=header, written=value))

        identity = self.known.identity(values.get("事项") or "", values.get("主责部门") or "")
        if values.get("编号") and self.known.numbers.get(values["编号"], identity) != identity:
            found.append(self.line(GUESSED, at, "这个编号已有别的事项，空着由刷新编新号", value=values["编号"], column="编号"))
            values["编号"] = ""
        guess("业务分类", re.sub(r"^[（(]?[一二三四五六七八九十\d]+[)）、.．]\s*", "", rows[0].section), "取自上面的小标题")
        for header, value in DEFAULTS.items():
            guess(header, value, "原来没有，先这样填")
        if values.get("办结日期") or values.get("完成度") == 1:
            guess("状态", "办结", "看办结日期和完成度填的")
        guess("状态", "办理", "原来没有，先这样填")

    def likely_department(self, name: str) -> str:
        """The one department of 部门 that a short or long form of its name means; '' where it is known, or several could be."""
        if self.known.departments.find(name) is not None or len(name) < 2:
            return ""
        near = [known for known in self.known.names if known.startswith(name) or name.startswith(known)]
        return near[0] if len(near) == 1 else ""

    def say(self, kind: str, at: int, note: str = "", **about: str) -> None:
        self.result.lines.append(self.line(kind, at, note, **about))

    def line(self, kind: str, at: int, note: str, **about: str) -> ImportLine:
        return self.reader.line(kind, at, note, **about)
