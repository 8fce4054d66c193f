"""duban import: the rows of the ledger that the office already has, whatever its headers are called.

Which header means which column is proposed once, in 模板/导入对照.xlsx; what the office corrects there is remembered.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path

from addin import store
from addin.book import Book
from addin.foreign.reader import Reader
from addin.whole_folder import WriteFailed, put_file
from macros.steps import session
from macros.steps.report import Options, Progress, Report, Status, again
from udfs.exchange.foreign_ledger import GUESSED, LEFT, FoundSheet, Remembered, find_tables, squeezed, values_below
from udfs.exchange.importing import IMPORTED, SKIPPED, SMALL, UNREAD, Import, ImportLine, counts, import_rows
from workbook_templates.leaving.import_sheets import MAPPING, ListPage, MappingRow, list_workbook, mapping_workbook, settled
from workbook_templates.leaving.import_words import SYNONYMS
from workbook_templates.reading.cells import text_of
from workbook_templates.reading.errors import BookRefused, DubanError, FileRefused, UsageError
from workbook_templates.reading.foreign import ForeignSheet
from workbook_templates.tables import TABLES

NAME = "导入"
SHOWN = 12
"""Lines of a kind that the screen lists."""
SAMPLES = 3


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
    found = find_tables(sheets, remembered_of(remembered))
    if not found:
        raise FileRefused(f"{path.name} 里没有找到表头（前 30 行里没有一行有三个以上的列名），什么也没有改动。请核对是不是这个文件。")
    progress("对照和读取")
    result = import_rows(found, reading.tables, path.name, reading.as_of.year)
    stage(book, result)
    rows = mapping_rows(found, remembered)
    data = mapping_workbook(rows, reading.tables.settings.company, reading.as_of)
    told = list_of(path, result, reading)
    listed = store.folders(book.path).output / f"导入清单_{store.safe_name(path.stem)}_{options.now:%Y%m%d-%H%M%S}.xlsx"
    progress("写入")
    if all(not one.table for one in found):
        write(mapping, data)
        raise FileRefused(
            f"{path.name} 里没有认出一张表，总台账没有改动。列名都列在 模板/{mapping.name} 里：填上“总台账的表”和“总台账的列”，再导入一次。"
        )
    changed = commit(book, options, path, result)
    failed = [text for text in (tried(mapping, data), tried(listed, told)) if text]
    return report(book, path, found, result, changed, (mapping, listed), failed)


def read_files(path: Path, mapping: Path) -> tuple[Sequence[ForeignSheet], list[MappingRow]]:
    """The sheets of the file, and what 导入对照 says; both read in a child. Raises FileRefused."""
    wanted = [path, *([mapping] if mapping.is_file() else [])]
    with Reader() as reader:
        read = dict(reader.read(wanted))
    for one in wanted:
        if isinstance(error := read[one], FileRefused):
            if one == mapping:
                raise FileRefused(f"模板/{mapping.name} 读不出来，什么也没有改动：{error}。修好它，或删去它重新对照") from error
            raise error
    sheets = read[path]
    remembered = settled(read[mapping]) if mapping in read else []  # type: ignore[arg-type]  # no refusal: looked at above
    return sheets, remembered  # type: ignore[return-value]


def remembered_of(rows: Iterable[MappingRow]) -> Remembered:
    """What the office has settled. A row whose table or column is none of ours is passed over: it is proposed anew."""
    by_sheet: dict[tuple[str, str], tuple[str, str]] = {}
    by_table: dict[tuple[str, str], str] = {}
    for row in rows:
        known = row.table in SYNONYMS and (not row.column or row.column in TABLES[row.table].headers)
        if known:
            by_sheet[row.sheet, squeezed(row.header)] = row.table, row.column
            if row.column or row.how != LEFT:  # blanked by the office, not by us
                by_table[row.table, squeezed(row.header)] = row.column
    return Remembered(by_sheet, by_table)


def mapping_rows(found: Iterable[FoundSheet], remembered: Sequence[MappingRow]) -> list[MappingRow]:
    """What 导入对照 is to say now: the rows of this file, then those of other files as they were."""
    before = {(row.sheet, squeezed(row.header)): row for row in remembered}
    rows = []
    for one in found:
        for mapped in one.columns:
            old = before.pop((one.sheet.name, mapped.header), None)
            how = mapped.how
            if old is not None:
                same = (old.table, old.column) == (one.table, mapped.column)
                how = old.how if same and old.how else "人工"
            sample = "；".join(text_of(value).strip()[:20] for value in values_below(one.sheet, one.line, mapped.place)[:SAMPLES])
            rows.append(MappingRow(one.sheet.name, header_text(one, mapped.place, mapped.header), one.table, mapped.column, how, sample))
    return [*rows, *before.values()]


def header_text(one: FoundSheet, place: int, squeezed_text: str) -> str:
    """The header as it stands in the file, in one line."""
    row = one.sheet.rows[one.line]
    text = " ".join(text_of(row[place]).split()) if place < len(row) else ""
    return text or squeezed_text


def stage(book: Book, result: Import) -> None:
    """Rows for the end of each table; columns that the workbook does not have stay out."""
    headers = book.tables()
    for name, rows in result.rows.items():
        used = [column.header for column in TABLES[name].columns if any(column.header in row for row in rows)]
        used = [header for header in used if header in headers.get(name, ())]
        book.append(name, used, [[row.get(header) for header in used] for row in rows])


def commit(book: Book, options: Options, path: Path, result: Import) -> bool:
    """Write what was taken; False where there is nothing new."""
    if not result.rows:
        book.discard()
        return False
    told = "、".join(f"{name} {len(rows)} 行" for name, rows in result.rows.items())
    return session.commit(book, options, NAME, f"{path.name}：{told}")


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


def report(
    book: Book, path: Path, found: Sequence[FoundSheet], result: Import, changed: bool, files: tuple[Path, Path], failed: Sequence[str]
) -> Report:
    """What the clerk and a program are told."""
    told, mapping = counts(result.lines), files[0]
    taken = {name: len(rows) for name, rows in result.rows.items()}
    guessed = [f"“{m.header}”→{m.column}" for one in found for m in one.columns if m.how == GUESSED]
    left = [f"“{m.header}”" for one in found for m in one.columns if m.how == LEFT and one.table]
    refused = [line for line in result.lines if line.kind == SKIPPED and not line.header and line.note not in SMALL]
    unread = [line for line in result.lines if line.kind == UNREAD]
    rows = "、".join(f"{name} {count} 行" for name, count in taken.items())
    messages = [
        f"从 {path.name} 收下 {rows}。" if taken else f"{path.name} 里没有新的行，总台账没有改动。",
        *(f"  工作表“{one.sheet.name}”：{one.table or '没有认出'}，表头在第 {one.line + 1} 行" for one in found),
        *([f"已有的 {told['已有']} 行没有再收。"] if told["已有"] else []),
        *([f"猜的列：{'、'.join(guessed)}。"] if guessed else []),
        *([f"没有收的列：{'、'.join(left)}。"] if left else []),
        *([f"猜的值 {told['猜的']} 处。"] if told["猜的"] else []),
        *listed(f"没读懂的 {len(unread)} 格（空着，请照着改）：", unread),
        *listed(f"没有收的 {len(refused)} 行：", refused),
        f"收下的、猜的、没有收的，逐行在 输出/{files[1].name}；列名对照在 模板/{mapping.name}。",
        *([f"猜错了：{again('undo', book.path.name)}，改对照表，再导入。"] if changed else []),
        *([f"对了：{again('refresh', book.path.name)}，编号、算灯。"] if changed else []),
        *failed,
    ]
    figures = {
        "收下": taken,
        **{kind: count for kind, count in told.items() if kind != IMPORTED},
        "工作表": {one.sheet.name: one.table for one in found},
        "对照": {one.sheet.name: {m.header: [m.column, m.how] for m in one.columns} for one in found},
        "没读懂的": [plain_line(line) for line in unread],
        "没有收的": [plain_line(line) for line in refused],
        "改动": changed,
    }
    status = Status.DONE_WITH_ENTRIES if unread or refused or failed else Status.DONE
    return Report("import", status, tuple(messages), figures, (book.path, *files))


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
