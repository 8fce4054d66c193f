"""duban import: the rows of the ledger that the office already has, whatever its headers are called.

Which header means which column is proposed once, in 模板/导入对照.xlsx; what the office corrects there is remembered.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from addin import outputs, store
from addin.book import Book
from addin.foreign.reader import LEDGERS, Reader
from addin.whole_folder import WriteFailed, put_file
from macros.steps import run_log, session, task_package
from macros.steps.imported import IMPORT, list_path, stage
from macros.steps.report import Options, Progress, Report, Status, again
from udfs.exchange.foreign_ledger import GUESSED, LEFT_OUT, NODE, STAGES, FoundSheet, Remembered, squeezed, values_below
from udfs.exchange.found_tables import find_tables
from udfs.exchange.import_lines import IMPORTED, SKIPPED, UNREAD, Import, ImportLine, counts
from udfs.exchange.import_phones import EnteredPhone, enter_phones
from udfs.exchange.importing import import_rows
from udfs.exchange.no_rows import SMALL
from workbook_templates.leaving.import_sheets import MAPPING, ListPage, MappingRow, list_workbook, mapping_workbook, settled
from workbook_templates.leaving.import_words import SYNONYMS
from workbook_templates.reading.cells import text_of
from workbook_templates.reading.errors import BookRefused, DubanError, FileRefused, UsageError
from workbook_templates.reading.ledger_sheet import LedgerSheet
from workbook_templates.tables import TABLES

SHOWN = 12
"""Lines of a kind that the screen lists."""
SAMPLES = 3
HIDDEN_SHEET = "工作表是隐藏的，没有收；要收，写明它的名称再导入"
NOTHING_NEW = "{} 里没有新的行，总台账没有改动。"


def import_(book: Book, options: Options, progress: Progress) -> Report:
    """导入."""
    path = Path(options.more["file"])
    if not path.is_file():
        raise UsageError(f"找不到“{path}”，什么也没有改动。请核对要导入的文件名和所在文件夹。")
    if path.resolve() == book.path.resolve():
        raise UsageError("要导入的就是这本总台账自己，什么也没有改动。请给出原来的台账文件。")
    reading = session.read(book, options, progress)
    session.require(reading)
    progress("读取要导入的文件")
    mapping = store.folders(book.path).templates / f"{MAPPING}.xlsx"
    sheets, remembered = read_files(path, mapping)
    if (package := task_package.package_in([sheet.cells for sheet in sheets])) is not None:
        return task_package.taken(book, options, reading, path, [sheet.cells for sheet in sheets], package)
    wanted, left = sheets_wanted(sheets, options.more.get("sheet") or ())
    units = [name for row in reading.tables.departments for name in (row.name, *row.former)]
    found = find_tables(wanted, remembered_of(remembered), units)
    if not found:
        raise FileRefused(
            f"{path.name} 里没有找到表头（前 30 行里没有一行有三个以上的列名），什么也没有改动。请核对是不是这个文件。{left_text(left)}"
        )
    progress("对照和读取")
    result = import_rows(found, reading.tables, path.name, reading.as_of, run_log.numbers_given(session.logged(book)))
    result.lines += [ImportLine(SKIPPED, sheet.cells.name, 0, note=HIDDEN_SHEET) for sheet in left]
    fixed = {row for table, row, header in session.formula_cells(reading) if (table, header) == ("人员", "手机")}
    phones, told_phones = enter_phones(result.phones, reading.tables.people, fixed)
    result.lines += told_phones
    stage(book, result)
    enter(book, options, reading, phones)
    rows = mapping_rows(found, remembered, path.name)
    data = mapping_workbook(rows, reading.tables.settings.company, reading.as_of)
    told = list_of(path, result, reading)
    listed = list_path(book.path, path, options.now)
    progress("写入")
    if all(not one.table for one in found):
        write(mapping, data)
        raise FileRefused(
            f"{path.name} 里没有认出一张表，总台账没有改动。列名都列在 模板/{mapping.name} 里："
            f"填上“总台账的表”和“总台账的列”，再导入一次。{left_text(left)}"
        )
    changed = commit(book, options, path, result, phones)
    failed = [text for text in (tried(mapping, data), tried(listed, told)) if text]
    return report(book, path, Outturn(found, left, result, phones), changed, (mapping, listed), failed)


class Outturn(NamedTuple):
    """What an import came to. left: the hidden sheets that were not read."""

    found: Sequence[FoundSheet]
    left: Sequence[LedgerSheet]
    result: Import
    phones: Sequence[EnteredPhone]


def sheets_wanted(sheets: Sequence[LedgerSheet], named: Sequence[str]) -> tuple[list[LedgerSheet], list[LedgerSheet]]:
    """The sheets to be read, and the hidden ones that are left out: named ones alone, else all that can be seen."""
    unknown = [name for name in named if name not in [sheet.cells.name for sheet in sheets]]
    if unknown:
        names = "、".join(sheet.cells.name for sheet in sheets)
        raise UsageError(f"文件里没有工作表“{'”“'.join(unknown)}”，什么也没有改动。它有：{names}。")
    if named:
        return [sheet for sheet in sheets if sheet.cells.name in named], []
    return [sheet for sheet in sheets if not sheet.hidden], [sheet for sheet in sheets if sheet.hidden and sheet.cells.rows]


def left_text(left: Sequence[LedgerSheet]) -> str:
    """What is said of the hidden sheets that were left out; '' for none."""
    names = "、".join(f"“{sheet.cells.name}”" for sheet in left)
    return f"隐藏的工作表{names}没有收；要收，写明工作表的名称（--sheet 名称）再导入。" if left else ""


def read_files(path: Path, mapping: Path) -> tuple[list[LedgerSheet], list[MappingRow]]:
    """The sheets of the file, and what 导入对照 says; both read in a child. Raises FileRefused."""
    wanted = [path, *([mapping] if mapping.is_file() else [])]
    with Reader(how=LEDGERS) as reader:
        read = dict(reader.ledgers(wanted))
    for one in wanted:
        if isinstance(error := read[one], FileRefused):
            if one == mapping:
                raise FileRefused(f"模板/{mapping.name} 读不出来，什么也没有改动：{error}。修好它，或删去它重新对照") from error
            raise error
    known = {one: [*sheets] for one, sheets in read.items() if not isinstance(sheets, FileRefused)}
    return known[path], settled(sheet.cells for sheet in known.get(mapping, ()))


def remembered_of(rows: Iterable[MappingRow]) -> Remembered:
    """What the office has settled. A row whose table or column is none of ours is passed over: it is proposed anew. A row without a
    sheet holds for every sheet."""
    by_sheet: dict[tuple[str, str], dict[str, tuple[str, str]]] = {}
    everywhere: dict[tuple[str, str], str] = {}
    for row in rows:
        if row.table not in SYNONYMS or (row.column and row.column not in TABLES[row.table].headers):
            continue
        if row.sheet:
            by_sheet.setdefault((row.sheet, row.file), {})[squeezed(row.header)] = row.table, row.column
        else:
            everywhere[row.table, squeezed(row.header)] = row.column
    return Remembered(by_sheet, everywhere)


def mapping_rows(found: Iterable[FoundSheet], remembered: Sequence[MappingRow], file: str) -> list[MappingRow]:
    """What 导入对照 is to say now: the rows of this file, then those of other files as they were."""
    before = {(row.sheet, row.file, squeezed(row.header)): row for row in remembered}
    known, rows = remembered_of(remembered), []
    for one in found:
        label, old_file = known.key_of(one.label, {mapped.header for mapped in one.columns}) or (one.label, file)
        for mapped in one.columns:
            table, column = (STAGES, mapped.column.removeprefix(NODE)) if mapped.column.startswith(NODE) else (one.table, mapped.column)
            old = before.pop((label, old_file, mapped.header), None)
            how = mapped.how
            if old is not None:
                same = (old.table, old.column) == (table, column)
                how = old.how if same and old.how else "人工"
            sample = "；".join(text_of(value).strip()[:20] for value in values_below(one.sheet, one.line, mapped.place)[:SAMPLES])
            rows.append(MappingRow(label, header_text(one, mapped.place, mapped.header), table, column, how, sample, file))
    return [*rows, *before.values()]


def header_text(one: FoundSheet, place: int, squeezed_text: str) -> str:
    """The header as it stands in the file, in one line."""
    row = one.sheet.rows[one.line]
    text = " ".join(text_of(row[place]).split()) if place < len(row) else ""
    return text or squeezed_text


def enter(book: Book, options: Options, reading: session.Reading, phones: Sequence[EnteredPhone]) -> None:
    """Numbers into 人员.手机, each with a row of 操作日志."""
    first = reading.grids["人员"].first_row
    for person, phone in phones:
        book.update("人员", {(person.at.row - first, "手机"): phone})
        session.log(book, options, IMPORT, f"人员/{person.name}", "手机取自导入的台账", after=phone)


def commit(book: Book, options: Options, path: Path, result: Import, phones: Sequence[EnteredPhone]) -> bool:
    """Write what was taken; False where there is nothing new."""
    if not result.rows and not phones:
        book.discard()
        return False
    for line in run_log.numbered(result.numbers, f"{len(result.numbers)} 个导入的事项"):
        session.log(book, options, *line)
    told = [f"{name} {len(rows)} 行" for name, rows in result.rows.items()] + ([f"人员的手机 {len(phones)} 个"] if phones else [])
    return session.commit(book, options, IMPORT, f"{path.name}：{'、'.join(told)}")


def list_of(path: Path, result: Import, reading: session.Reading) -> bytes:
    found = counts(result.lines)
    told = f"{path.name}：" + "，".join(f"{kind} {count}" for kind, count in found.items())
    return list_workbook(ListPage(reading.tables.settings.company, reading.as_of, told, found, result.lines))


def write(path: Path, data: bytes) -> None:
    """Raises BookRefused where the system does not let it."""
    try:
        put_file(path, data)
    except WriteFailed as error:
        raise BookRefused(f"{path.parent.name}/{path.name} 写不进去（{error}）。请关闭打开它的程序，检查磁盘和权限后再运行。") from error


def tried(path: Path, data: bytes) -> str:
    """Write a file beside the workbook, which is done by now; what is to be said where that failed."""
    try:
        write(path, data)
    except DubanError as error:
        return f"总台账已经写好，但{error}"
    return ""


def report(book: Book, path: Path, outcome: Outturn, changed: bool, files: tuple[Path, Path], failed: Sequence[str]) -> Report:
    """What the clerk and a program are told."""
    found, result = outcome.found, outcome.result
    told, mapping = counts(result.lines), files[0]
    taken = {name: len(rows) for name, rows in result.rows.items()}
    guessed = [f"“{m.header}”→{m.column}" for one in found for m in one.columns if m.how == GUESSED]
    left = [f"“{m.header}”" for one in found for m in one.columns if m.how == LEFT_OUT and one.table]
    refused = [line for line in result.lines if line.kind == SKIPPED and not line.header and line.note not in (*SMALL, HIDDEN_SHEET)]
    unread = [line for line in result.lines if line.kind == UNREAD]
    rows = "、".join(f"{name} {count} 行" for name, count in taken.items())
    messages = [
        f"从 {path.name} 收下 {rows}。"
        if taken
        else f"{path.name} 里没有新的行，总台账没有加行。"
        if changed
        else NOTHING_NEW.format(path.name),
        *(f"  工作表“{one.label}”：{one.table or '没有认出'}，表头在第 {one.line + 1} 行" for one in found),
        *unseen_texts(outcome),
        *(f"“{label}”没有必填的列：{'、'.join(headers)}；收下的行这几格空着，请补。" for label, headers in result.lacking.items()),
        *([f"已有的 {told['已有']} 行没有再收。"] if told["已有"] else []),
        *([f"人员的手机填了 {len(outcome.phones)} 个，原来和姓名写在一格里。"] if outcome.phones else []),
        *([f"猜的列：{'、'.join(guessed)}。"] if guessed else []),
        *([f"没有收的列：{'、'.join(left)}。"] if left else []),
        *([f"猜的值 {told['猜的']} 处。"] if told["猜的"] else []),
        *listed(f"没读懂的 {len(unread)} 格（空着，请照着改）：", unread),
        *listed(f"没有收的 {len(refused)} 行：", refused),
        f"收下的、猜的、没有收的，逐行在 {outputs.told(files[1])}；列名对照在 模板/{mapping.name}。",
        *([f"猜错了：{again('undo', book.path.name)}，改对照表，再导入。"] if changed else []),
        *([f"对了：{again('refresh', book.path.name)}，编号、算灯。"] if changed else []),
        *failed,
    ]
    figures = {
        "收下": taken,
        **{kind: count for kind, count in told.items() if kind != IMPORTED},
        "工作表": {one.label: one.table for one in found},
        "对照": {one.label: {m.header: [m.column.removeprefix(NODE), m.how] for m in one.columns} for one in found},
        "没读懂的": [plain_line(line) for line in unread],
        "没有收的": [plain_line(line) for line in refused],
        "隐藏的": {"工作表": [sheet.cells.name for sheet in outcome.left], "行": result.hidden, "筛掉的行": result.filtered},
        "缺的列": result.lacking,
        "手机": len(outcome.phones),
        "改动": changed,
    }
    unsure = unread or refused or failed or outcome.left or result.hidden or result.filtered or result.lacking
    return Report("import", Status.DONE_WITH_ENTRIES if unsure else Status.DONE, tuple(messages), figures, (book.path, *files))


def unseen_texts(outcome: Outturn) -> list[str]:
    """What is said of sheets, rows and columns that nobody sees, and of a file whose looks could not be read."""
    result, looks = outcome.result, {one.look.cells.name: one.look for one in outcome.found}
    counted = [(result.hidden, "隐藏的"), (result.filtered, "被筛选藏起来的")]
    columns = [f"“{m.header}”" for one in outcome.found for m in one.columns if m.column and m.place in one.look.hidden_columns]
    blind = [f"“{name}”" for name, look in looks.items() if not look.seen]
    return [
        *([left_text(outcome.left)] if outcome.left else []),
        *(f"{told} {count} 行也收了，请核对该不该收。" for count, told in counted if count),
        *([f"隐藏的列也读了：{'、'.join(columns)}。"] if columns else []),
        *([f"工作表{'、'.join(blind)}的格式和隐藏的行看不出来，请核对数字和日期。"] if blind else []),
    ]


def listed(head: str, lines: Sequence[ImportLine]) -> list[str]:
    """A head and the first lines below it."""
    if not lines:
        return []
    more = [f"  等共 {len(lines)} 处"] if len(lines) > SHOWN else []
    return [head, *(f"  {line_text(line)}" for line in lines[:SHOWN]), *more]


def line_text(line: ImportLine) -> str:
    """'“2026年”第 7 行“完成时限”（尽快）：“尽快”不是日期；填日期，如 2026-03-05'."""
    place = f"“{line.sheet}”" + (f"第 {line.row} 行" if line.row else "") + (f"“{line.header}”" if line.header else "")
    value = f"（{' '.join(line.value.split())[:40]}）" if line.value else ""
    return f"{place}{value}：{line.note}"


def plain_line(line: ImportLine) -> dict[str, object]:
    return {"工作表": line.sheet, "行": line.row, "列": line.header, "值": line.value, "说明": line.note}
