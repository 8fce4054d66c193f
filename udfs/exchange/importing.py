"""The rows of the office's own ledger as rows of our tables: what is taken, what is guessed, what is left, what can't be read.

A row that the workbook has already is never taken again: by its number, else by what it is about, whose it is, and its deadline.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from udfs.exchange.foreign_ledger import LEFT, FoundSheet
from udfs.exchange.foreign_values import ForeignValue, read_foreign, shown, year_in
from udfs.rules.ground.departments import Departments
from workbook_templates.leaving.import_words import ANCHORS, DEFAULTS, REMARKS, TOTALS
from workbook_templates.reading.cells import Wrong, plain, read_date, text_of, written
from workbook_templates.reading.names import JOINTS
from workbook_templates.reading.parse import FIELDS, Tables
from workbook_templates.tables import TABLES
from workbook_templates.tables.grid import Value
from workbook_templates.tables.schema import C, Column

LEDGER = "督办台账"
IMPORTED, GUESSED, UNREAD, HELD, SKIPPED = "收下", "猜的", "没读懂", "已有", "没有收"
FALLBACK: Mapping[str, tuple[str, ...]] = {
    "目标库": ("年度", "目标"),
    "人员": ("姓名", "部门"),
    "指标": ("指标", "期间", "主责部室"),
    "风险点": ("部门", "风险点"),
}
"""What makes two rows one where the key is blank."""
TOTAL_ROW, HEADER_AGAIN, SUBHEADING, REMARK_ROW = "合计行", "重复的表头", "小标题", "表下的说明"
SMALL = (TOTAL_ROW, HEADER_AGAIN, SUBHEADING, REMARK_ROW)
"""Why a line is no row, where nobody needs to look."""
TITLE_ROWS = 5
NO_TABLE = "认不出是哪张表，整张没有收；在对照表里填上表和列，再导入"
TOTAL = re.compile(rf"(?:.{{0,4}}(?:{'|'.join(TOTALS.split())}))(?:[（(:：]?\d.*|[:：]|[（(].*[)）])?")
REMARK = re.compile(rf"(?:{'|'.join(REMARKS.split())})\d*[:：、].*", re.DOTALL)


class ImportLine(NamedTuple):
    """One line of 导入清单.

    kind: what became of it: IMPORTED, GUESSED, UNREAD, HELD or SKIPPED.
    sheet, row: where it stands, as a spreadsheet shows it; 0 for the whole sheet or a column.
    header, value: what stands there; of a row what it is about.
    table, column: where it went.
    written: what was written.
    note: why.
    """

    kind: str
    sheet: str
    row: int
    header: str = ""
    value: str = ""
    table: str = ""
    column: str = ""
    written: str = ""
    note: str = ""


class Import(NamedTuple):
    """rows: table → rows by header, as cells. lines: the list, sheet by sheet."""

    rows: dict[str, list[dict[str, Value]]]
    lines: list[ImportLine]


def import_rows(found: Iterable[FoundSheet], tables: Tables, file: str, year: int) -> Import:
    """The rows that the sheets add to these tables. year: of dates that name none, where neither sheet nor file does."""
    result = Import({}, [])
    known = KnownRows(tables)
    for one in found:
        if not one.table or not all(any(m.column == anchor for m in one.columns) for anchor in ANCHORS[one.table]):
            result.lines.append(ImportLine(SKIPPED, one.sheet.name, 0, note=NO_TABLE))
            continue
        SheetImport(one, known, result, year_in(titles(one, file), year)).run()
    return result


def titles(one: FoundSheet, file: str) -> list[str]:
    """Texts that may name the year, the nearest first."""
    above = [text_of(value) for row in one.sheet.rows[: min(one.line, TITLE_ROWS)] for value in row if isinstance(value, str)]
    return [one.sheet.name, *above, file]


class KnownRows:
    """The rows that the workbook has, and those taken so far in this run."""

    def __init__(self, tables: Tables) -> None:
        self.departments = Departments(tables.departments)
        self.names = [row.name for row in tables.departments]
        self.numbers: dict[str, tuple[str, str]] = {}
        self.matters: dict[tuple[str, str], list[tuple[str, set[Any]]]] = {}
        first = first_deadlines(tables)
        for item in tables.items:
            dues = {item.due, *first.get(item.number, ())}
            self.add_item(item.number, item.matter, item.department, dues, f"{LEDGER}第 {item.at.row} 行")
        self.keys: dict[tuple[str, ...], str] = {}
        for table in TABLES:
            for row in getattr(tables, FIELDS[table], ()) if table in ANCHORS and table != LEDGER else ():
                for key in self.keys_of(table, {c.header: getattr(row, c.field) for c in TABLES[table].columns}):
                    self.keys.setdefault(key, f"{table}第 {row.at.row} 行")

    def identity(self, matter: str, department: str) -> tuple[str, str]:
        return unmarked(matter), self.departments.present(department)

    def add_item(self, number: str, matter: str, department: str, dues: set[Any], where: str) -> None:
        identity = self.identity(matter, department)
        if number:
            self.numbers.setdefault(number, identity)
        self.matters.setdefault(identity, []).append((where, dues))

    def item_at(self, matter: str, department: str, due: Any) -> str:
        """Where the workbook or the file has this item already; ''."""
        for where, dues in self.matters.get(self.identity(matter, department), ()):
            if due is None or due in dues or not dues - {None}:
                return where
        return ""

    def keys_of(self, table: str, row: Mapping[str, Any]) -> list[tuple[str, ...]]:
        """The keys under which a row is known: that of the table, and another where it is whole."""
        found = []
        for headers in (TABLES[table].key, FALLBACK.get(table, ())):
            values = [unmarked(str(shown_key(row.get(header)))) for header in headers]
            if headers and all(values):
                found.append((table, "/".join(headers), *values))
        return found


def shown_key(value: Any) -> str:
    return text_of(written(value)) if value is not None else ""


def unmarked(text: str) -> str:
    """A text without blanks and marks: 修路。 is 修路."""
    return re.sub(r"[\W_]+", "", plain(text))


def first_deadlines(tables: Tables) -> dict[str, set[Any]]:
    """编号 → the deadlines that its changes speak of: an imported row may have been put off since."""
    found: dict[str, set[Any]] = {}
    column = Column("", "date", C(""))
    for change in tables.changes:
        for text in (change.old, change.new):
            try:
                found.setdefault(change.number, set()).add(read_date(text, column))
            except Wrong:
                continue
    return found


class SheetImport:
    """One sheet's rows into the result."""

    def __init__(self, one: FoundSheet, known: KnownRows, result: Import, year: int) -> None:
        self.one, self.known, self.result, self.year = one, known, result, year
        self.table = TABLES[one.table]
        self.columns = [(mapped, self.table.column(mapped.column)) for mapped in one.columns if mapped.column]
        self.shares = {mapped.place for mapped, column in self.columns if column.kind == "rate" and self.all_up_to_one(mapped.place)}
        self.anchors = [mapped.place for mapped, column in self.columns if column.header in ANCHORS[one.table]]

    def all_up_to_one(self, place: int) -> bool:
        """Whether no number of a column of percentages is above 1, and one is a fraction: then 0.8 is 80 %."""
        rows = self.one.sheet.rows[self.one.line + 1 :]
        values = [row[place] for row in rows if place < len(row) and isinstance(row[place], float)]
        return any(0 < value < 1 for value in values) and all(value <= 1 for value in values)  # type: ignore[operator]

    def run(self) -> None:
        """Take every row, and say of each line and column that is not taken why."""
        for mapped in self.one.columns:
            if mapped.how == LEFT:
                self.say(SKIPPED, -1, "没有对应的列，这一列没有收", header=mapped.header)
        section = ""
        for at in range(self.one.line + 1, len(self.one.sheet.rows)):
            row = self.one.sheet.rows[at]
            filled = {place: value for place, value in enumerate(row) if value is not None and text_of(value).strip()}
            if not filled:
                continue
            why = self.no_row(filled)
            if why == SUBHEADING:
                section = text_of(next(iter(filled.values()))).strip()
            if why:
                self.say(SKIPPED, at, why, value="　".join(map(text_of, filled.values()))[:120])
            else:
                self.take(at, section)

    def no_row(self, filled: Mapping[int, Value]) -> str:
        """Why a line of the sheet is no row of the list; '' where it is one."""
        texts = [plain(value) for value in filled.values()]
        headers = {mapped.place: mapped.header for mapped in self.one.columns}
        if sum(unmarked(text_of(value)) == headers.get(place) for place, value in filled.items()) * 2 > len(filled):
            return HEADER_AGAIN
        if any(TOTAL.fullmatch(re.sub(r"\s", "", text)) for text in texts[:2]):
            return TOTAL_ROW
        if len(filled) <= 2 and any(REMARK.fullmatch(text) for text in texts):
            return REMARK_ROW
        missing = [place for place in self.anchors if place not in filled]
        if missing:
            return SUBHEADING if len(filled) == 1 else f"没有{'、'.join(h for p, h in headers.items() if p in missing)}"
        return SUBHEADING if len(filled) == 1 and len(self.columns) > 3 else ""

    def take(self, at: int, section: str) -> None:
        """Read a row; add it unless the workbook has it."""
        sheet = self.one.sheet
        cells: dict[str, ForeignValue] = {}
        lines: list[ImportLine] = []
        for mapped, column in self.columns:
            row = sheet.rows[at]
            value = row[mapped.place] if mapped.place < len(row) else None
            percent = (at, mapped.place) in sheet.percent and not isinstance(value, str)
            read = read_foreign(column, value, percent=percent, year=self.year, shares=mapped.place in self.shares)
            cells[column.header] = read
            about = {"header": mapped.header, "value": text_of(value), "column": column.header}
            if read.problem:
                problem, remedy = read.problem
                kept = f"{remedy}；照抄在格子里，改好以前按涉密处理" if read.raw else remedy
                lines.append(self.line(UNREAD, at, f"{problem}；{kept}", **about, written=read.raw))
            elif read.guess:
                lines.append(self.line(GUESSED, at, read.guess, **about, written=shown_value(read)))
        values = {header: read.value for header, read in cells.items()}
        lines += self.completed(at, values, section)
        where = self.place_of(values)
        subject = "　".join(filter(None, (text_of(written(values.get(header))) for header in ANCHORS[self.table.name])))
        if where:
            self.say(HELD, at, f"和{where}是同一项，没有再收", value=subject)
            return
        written_row = {header: written(value) for header, value in values.items()}
        written_row |= {header: read.raw for header, read in cells.items() if read.raw}
        filled: dict[str, Value] = {header: value for header, value in written_row.items() if value is not None}
        self.result.rows.setdefault(self.table.name, []).append(filled)
        self.remember(values, at)
        self.say(IMPORTED, at, value=subject)
        self.result.lines.extend(lines)

    def completed(self, at: int, values: dict[str, Any], section: str) -> list[ImportLine]:
        """What follows from other cells of the row; every guess is a line."""
        found: list[ImportLine] = []

        def guess(header: str, value: Any, note: str) -> None:
            if value:
                values[header] = value
                found.append(self.line(GUESSED, at, note, column=header, written=text_of(written(value))))

        for one, others in (("主责部门", "协办部门"), ("责任人", "承办人")):
            names = [name for name in JOINTS.split(values.get(one) or "") if name]
            if self.table.name == LEDGER and len(names) > 1:
                guess(one, names[0], f"原来写着“{values[one]}”，第一个当作{one}")
                if not values.get(others):
                    guess(others, tuple(names[1:]) if others == "协办部门" else names[1], f"原来写在{one}里")
        for column in self.table.columns:
            if column.spec.refers == "部门" and column.kind == "text" and values.get(column.header):
                guess(column.header, self.likely_department(values[column.header]), f"“{values[column.header]}”在“部门”表里是它")
        if self.table.name == LEDGER:
            if values.get("编号") and self.known.numbers.get(values["编号"], self.identity(values)) != self.identity(values):
                found.append(self.line(GUESSED, at, "这个编号已有别的事项，空着由刷新编新号", value=values["编号"], column="编号"))
                values["编号"] = ""
            if not values.get("业务分类"):
                guess("业务分类", re.sub(r"^[（(]?[一二三四五六七八九十\d]+[)）、.．]\s*", "", section), "取自上面的小标题")
            for header, value in DEFAULTS.items():
                if not values.get(header):
                    guess(header, value, "原来没有，先这样填")
            if not values.get("状态"):
                done = values.get("办结日期") or values.get("完成度") == 1
                guess("状态", "办结" if done else "办理", "看办结日期和完成度填的" if done else "原来没有，先这样填")
        return found

    def likely_department(self, name: str) -> str:
        """The one department of 部门 that a short or long form of its name means; '' where it is known, or several could be."""
        if self.known.departments.find(name) is not None or len(name) < 2:
            return ""
        near = [known for known in self.known.names if known.startswith(name) or name.startswith(known)]
        return near[0] if len(near) == 1 else ""

    def identity(self, values: Mapping[str, Any]) -> tuple[str, str]:
        return self.known.identity(values.get("事项") or "", values.get("主责部门") or "")

    def place_of(self, values: Mapping[str, Any]) -> str:
        """Where the row is already; ''."""
        if self.table.name == LEDGER:
            return self.known.item_at(values.get("事项") or "", values.get("主责部门") or "", values.get("办理时限"))
        return next((self.known.keys[key] for key in self.known.keys_of(self.table.name, values) if key in self.known.keys), "")

    def remember(self, values: Mapping[str, Any], at: int) -> None:
        """The row is known from now on."""
        where = f"“{self.one.sheet.name}”第 {at + 1} 行"
        if self.table.name == LEDGER:
            dues = {values.get("办理时限")}
            self.known.add_item(values.get("编号") or "", values.get("事项") or "", values.get("主责部门") or "", dues, where)
        for key in self.known.keys_of(self.table.name, values) if self.table.name != LEDGER else ():
            self.known.keys.setdefault(key, where)

    def say(self, kind: str, at: int, note: str = "", **about: str) -> None:
        self.result.lines.append(self.line(kind, at, note, **about))

    def line(self, kind: str, at: int, note: str, **about: str) -> ImportLine:
        """A line about the row at this index, -1 for the whole sheet."""
        return ImportLine(kind, self.one.sheet.name, at + 1, table=self.table.name, note=note, **about)


def shown_value(read: ForeignValue) -> str:
    return read.raw or (shown(read.value) if read.value is not None else "")


def counts(lines: Sequence[ImportLine]) -> dict[str, int]:
    """How many lines of each kind, every kind named."""
    return {kind: sum(line.kind == kind for line in lines) for kind in (IMPORTED, GUESSED, UNREAD, HELD, SKIPPED)}
