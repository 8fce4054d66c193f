"""duban upgrade BOOK: what a newer version needs goes into an older workbook; nothing of the user's goes out of it."""

import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from addin import store
from addin.a1 import Area, letters, parse_area
from addin.book import Book
from addin.closed.file_book import FileBook
from addin.closed.guards import OWN, guarded
from addin.closed.package import Package
from addin.closed.table_values import SheetValues
from addin.launchers import put_launcher
from addin.upgrading.additions import OlderWorkbook
from addin.upgrading.version import master_version, set_version
from macros.steps import session
from macros.steps.report import Options, Progress, Report, Status, program_name
from macros.steps.upgraded_buttons import buttons_up_to_date
from udfs.rules.decisions.reconciliation import PROPOSAL_FIELDS
from udfs.rules.ground.proposed_rows import checked, is_undecided, origin_in, rule_in
from workbook_templates.map import map_page
from workbook_templates.master import board_formulas, buttons, dashboard
from workbook_templates.master.dashboard import BLOCK_ROW, BLOCKS, LISTS_ON_PAGE, FilledBlock
from workbook_templates.master.master import VERSION, write_master
from workbook_templates.reading.cells import plain, text_of
from workbook_templates.reading.errors import BookRefused, UsageError
from workbook_templates.reading.headers import Beside, all_beside
from workbook_templates.reading.names import closed
from workbook_templates.reading.parse import READ, parse
from workbook_templates.reading.setting_values import read_settings
from workbook_templates.sheets import option_lists
from workbook_templates.sheets.option_lists import all_lists, list_name
from workbook_templates.tables import TABLES
from workbook_templates.tables.default_rows import default_rows
from workbook_templates.tables.grid import Row, Value

ROWS_NEEDED = {"参数": ("名称",), "文种": ("种类",), "按钮选项": ("操作", "选项")}
"""Tables of which each default row is needed; the columns that name it, which come first."""


class Missing(NamedTuple):
    """What the workbook lacks. columns: table → headers; rows: table → names of default rows; lists: name → values that it lacks."""

    tables: tuple[str, ...]
    columns: Mapping[str, tuple[str, ...]]
    rows: Mapping[str, tuple[str, ...]]
    lists: Mapping[str, tuple[str, ...]]
    names: tuple[str, ...]
    version: str

    @property
    def nothing(self) -> bool:
        return not (self.tables or self.columns or self.rows or self.lists or self.names) and self.version == VERSION


def upgrade(book: Book, options: Options, progress: Progress) -> Report:
    """升级."""
    if not book.in_file:
        raise UsageError(f"升级要在关着的工作簿上做，什么也没有改动。请保存并关闭，再运行 {program_name()} upgrade {book.path.name}。")
    with store.locked(book.path):
        store.refuse_if_open(book.path)
        package = guarded(book.path, OWN)
        version = master_version(package)
        refuse_newer(version)
        progress("看缺什么")
        with tempfile.TemporaryDirectory(prefix="duban-") as folder:
            donor = Path(folder) / f"新{book.path.suffix}"
            write_master(donor, {}, company=company_of(book), year=options.now.year)
            graft = OlderWorkbook(package.data, donor.read_bytes())
            lacks = missing(book, graft, version)
            progress("补上缺的")
            done = put_in(graft, lacks)
            data, told = buttons_up_to_date(graft.written() if not lacks.nothing else package.data, donor.read_bytes(), book.path)
            if data == package.data:
                put_launcher(book.path.parent)
                message = f"{book.path.name} 已是本版本（{VERSION}）的样子，没有改动。"
                return Report("upgrade", Status.DONE, (message,), figures(lacks, False), (book.path,))
            work = Path(folder) / book.path.name
            work.write_bytes(data)
            copy = FileBook(work)
            add_rows(copy, lacks)
            told += mark_proposals(copy) if version != VERSION else []
            session.log(copy, options, "升级", book.path.name, "；".join([*done, *told])[:30000], version or "没有版本", VERSION)
            copy.commit(None)
            backup = store.backup_path(book.path, options.now)
            store.save(book.path, work.read_bytes(), backup)
            put_launcher(book.path.parent)
    before = f"是 {version}" if version else "没有写版本"
    head = f"{book.path.name} 已升级到版本 {VERSION}（原来{before}）；原样留在“归档/备份/{backup.name}”。"
    last = "您自己的表、列、公式、格式、图和宏都没有动。新的数要刷新以后才有。"
    messages = (head, *(f"  {line}" for line in (*done, *told)), last)
    return Report("upgrade", Status.DONE, messages, figures(lacks, True), (book.path,))


def company_of(book: Book) -> str:
    """单位名称, for the page headers of new sheets; "" in a workbook without 参数."""
    grids = book.read(["参数"])
    return read_settings(grids["参数"])[0].company if "参数" in grids else ""


def refuse_newer(version: str) -> None:
    """Raises BookRefused for a workbook of a later version than this program's."""
    if version.isdigit() and int(version) > int(VERSION):
        raise BookRefused(
            f"这本工作簿是版本 {version} 的，程序只到版本 {VERSION}，不能往回升级，什么也没有改动。请先更新程序（安装文件夹换成新版本）。"
        )


def refuse_unclear(alike: Iterable[Beside]) -> None:
    """Raises BookRefused where several columns are like one of ours and none is it: a new one beside them would be one more."""
    for one in alike:
        if one.alone:
            raise BookRefused(
                f"表“{one.table}”里没有“{one.header}”列，{one.words}都像它，分不清，什么也没有改动。"
                f"请把真正的一列改名为“{one.header}”，其余的另起名字，再升级。"
            )


def missing(book: Book, graft: OlderWorkbook, version: str) -> Missing:
    """What the workbook lacks of this version's."""
    there = {name: set(headers) for name, headers in book.tables().items()}
    refuse_unclear(all_beside(book.tables()))
    tables = tuple(name for name in TABLES if name not in there)
    columns = {
        name: lost
        for name, table in TABLES.items()
        if name in there and (lost := tuple(header for header in table.headers if header not in there[name]))
    }
    grids = book.read(list(ROWS_NEEDED))
    rows: dict[str, tuple[str, ...]] = {}
    for name, headers in ROWS_NEEDED.items():
        if name in grids and there[name].issuperset(headers):
            places = [grids[name].headers.index(header) for header in headers]
            known = {"/".join(closed(text_of(row[place])) for place in places) for row in grids[name].rows}
            if lost := tuple(key for row in default_rows(name) if (key := named(name, row)) not in known):
                rows[name] = lost
    known_names = {name for (sheet, name), text in graft.book.names.items() if sheet is None and "#REF!" not in text}
    names = tuple(name for sheet, name in graft.new.names if sheet is None and name not in known_names and not name.startswith("选项_"))
    return Missing(tables, columns, rows, missing_values(graft), names, version)


def named(table: str, row: Row) -> str:
    """What a default row is called by: 抽取/抽几个."""
    return "/".join(str(value) for value in row[: len(ROWS_NEEDED[table])])


def missing_values(graft: OlderWorkbook) -> dict[str, tuple[str, ...]]:
    """List → the values that the workbook's lacks; its own values stay."""
    held = option_cells(graft)
    found = {}
    for name, values in all_lists().items():
        text = graft.book.names.get((None, list_name(name).lower()), "")
        known = {plain(value) for value in values_at(held, text)}
        if lost := tuple(value for value in values if value not in known):
            found[name] = lost
    return found


def option_cells(graft: OlderWorkbook) -> list[list[object]]:
    """The sheet 选项 from A1 on; [] without it."""
    if option_lists.SHEET not in graft.book.sheets:
        return []
    as_it_was = Package(graft.package.data)
    return SheetValues(as_it_was, {option_lists.SHEET: graft.book.sheets[option_lists.SHEET]}).rows(option_lists.SHEET)


def values_at(held: Sequence[Sequence[object]], text: str) -> list[Value]:
    """The values of a list whose name stands for `text`, a range of one column on 选项."""
    sheet, _, corners = text.rpartition("!")
    if sheet.strip("'") != option_lists.SHEET:
        return []
    area = parse_area(corners)
    rows = held[area.top - 1 : area.bottom]
    return [str(row[area.left - 1]) for row in rows if len(row) >= area.left and row[area.left - 1] not in (None, "")]


def put_in(graft: OlderWorkbook, lacks: Missing) -> list[str]:
    """Everything but rows; what was done, in lines. Raises BookRefused where something is in the way."""
    done: list[str] = []
    if lacks.nothing:
        return done
    if lacks.lists:
        put_lists(graft, lacks.lists)
        done.append(f"下拉列表：{'、'.join(lacks.lists)}。")
    for name in lacks.tables:
        shown = graft.add_sheet(name)
        done.append(f"新表“{name}”" + (f"，工作表叫“{shown}”（已有同名的工作表）。" if shown != name else "，在最后一张工作表。"))
    for name, headers in lacks.columns.items():
        graft.add_columns(name, headers)
        done.append(f"表“{name}”的新列：{'、'.join(headers)}，在表的最右边。")
    for name, names in lacks.rows.items():
        done.append(f"“{name}”的新行：{'、'.join(names)}。")
    pages, others = put_pages(graft, lacks.names)
    done += [*pages, *put_names(graft, others)]
    set_version(graft, VERSION)
    return done


def put_lists(graft: OlderWorkbook, lists: Mapping[str, tuple[str, ...]]) -> None:
    """New values below a list's own; where that place is taken, and for a new list, the whole list in a free column."""
    sheet = option_lists.SHEET
    if sheet not in graft.book.sheets:
        graft.add_sheet(sheet, hidden=True)
        for name in lists:
            graft.define(list_name(name), graft.new.names[None, list_name(name).lower()])
        return
    held, free = option_cells(graft), graft.right_edge(sheet) + 1
    cells: dict[tuple[int, int], Value] = {}
    for name, lost in lists.items():
        text = graft.book.names.get((None, list_name(name).lower()), "")
        own = values_at(held, text)
        area = parse_area(text.rpartition("!")[2]) if own else None
        below = [row[area.left - 1] for row in held[area.bottom : area.bottom + len(lost)] if len(row) >= area.left] if area else []
        if area is not None and not any(value not in (None, "") for value in below):
            area = area._replace(bottom=area.bottom + len(lost))
            cells |= {(area.bottom - len(lost) + place, area.left): value for place, value in enumerate(lost, 1)}
        else:
            column = [name, *own, *lost]
            cells |= {(row, free): value for row, value in enumerate(column, 1)}
            area = Area(2, free, len(column), free)
            free += 1
        graft.define(list_name(name), f"{sheet}!{fixed(area)}")
    graft.write_cells(sheet, cells)


def fixed(area: Area) -> str:
    """$A$2:$A$9, and $A$2:$A$2 for a single cell."""
    return f"${letters(area.left)}${area.top}:${letters(area.right)}${area.bottom}"


PAGES = (map_page.SHEET, board_formulas.SHEET)
"""Pages that come over whole, with their names."""


def put_pages(graft: OlderWorkbook, names: Sequence[str]) -> tuple[list[str], list[str]]:
    """The pages that are not there, with their names; a page that has lost some of its names gets these back. What was done, in lines,
    and the names that are left."""
    done, left = list[str](), [*names]
    for page in PAGES:
        every = {name: text for (sheet, name), text in graft.new.names.items() if sheet is None and text.startswith(f"{page}!")}
        lost = [name for name in left if name in every]
        left = [name for name in left if name not in every]
        shown = page
        if lost and (page not in graft.book.sheets or len(lost) == len(every)):
            shown = graft.add_sheet(page)
            done.append(f"新的一页“{page}”" + (f"，工作表叫“{shown}”（已有同名的工作表）。" if shown != page else "，在最后一张工作表。"))
        for name in lost:
            graft.define(name, every[name].replace(f"{page}!", f"'{shown}'!") if shown != page else every[name])
    return done, left


def put_names(graft: OlderWorkbook, names: Sequence[str]) -> list[str]:
    """Rolls of the drop-downs as they are; the figures of 操作台 that are new, in free columns on its right."""
    page = [name for name in names if name.startswith("台_")]
    for name in names:
        if name not in page:
            graft.define(name, graft.new.names[None, name])
    if not page:
        return []
    sheet = dashboard.SHEET
    if sheet not in graft.book.sheets:
        raise BookRefused(f"工作簿里没有“{sheet}”这张工作表，新的数字没有地方放，什么也没有改动。请从“归档/备份”里把它复制回来再升级。")
    column, cells = graft.right_edge(sheet) + 2, dict[tuple[int, int], Value]()
    for block in (*BLOCKS, *LISTS_ON_PAGE):
        if block.name in page:
            cells |= block_cells(block, column)
            area = Area(BLOCK_ROW + 2, column, BLOCK_ROW + 1 + block.rows, column + len(block.headers) - 1)
            graft.define(block.name, f"{sheet}!{fixed(area)}")
            page.remove(block.name)
            column += len(block.headers) + 1
    for row, name in enumerate(page, BLOCK_ROW + 1):
        cells[row, column] = name.removeprefix("台_")
        cells[row, column + 1] = buttons.TEXT if name == buttons.NOTICE else None
        graft.define(name, f"{sheet}!${letters(column + 1)}${row}")
    graft.write_cells(sheet, cells)
    return [f"“{sheet}”的新数字块放在它的最右边；图请自己加。"]


def block_cells(block: FilledBlock, column: int) -> dict[tuple[int, int], Value]:
    """Title, headers and first values of a block."""
    found: dict[tuple[int, int], Value] = {(BLOCK_ROW, column): block.title}
    found |= {(BLOCK_ROW + 1, place): header for place, header in enumerate(block.headers, column)}
    for row, values in enumerate(block.start, BLOCK_ROW + 2):
        found |= {(row, place): value for place, value in enumerate(values, column)}
    return found


def add_rows(copy: FileBook, lacks: Missing) -> None:
    """Default rows that are needed, below the office's own."""
    for name, names in lacks.rows.items():
        rows = [row for row in default_rows(name) if named(name, row) in names]
        copy.append(name, TABLES[name].headers, rows)


def mark_proposals(copy: FileBook) -> list[str]:
    """The check behind the key of each proposal that waits: from now on a refresh keeps it in line with its fact, until a person changes
    it. Keys of earlier versions are marked as such; that of R6 is still the same."""
    tables, _ = parse(copy.read(READ))
    count = 0
    for table, field in PROPOSAL_FIELDS.items():
        rows = [row for row in getattr(tables, field) if is_undecided(row) and (origin := origin_in(row.origin)) and not origin.check]
        first = copy.read([table])[table].first_row if rows else 0
        marked = {(row.at.row - first, "来源"): checked(row, first_version=rule_in(row.origin) != "R6").origin for row in rows}
        copy.update(table, marked)
        count += len(rows)
    return [f"还没有决定的建议 {count} 条加了校验，以后随事实更新；有人改过的不动。"] if count else []


def figures(lacks: Missing, changed: bool) -> dict[str, object]:
    """What was missing, for a program."""
    return {
        "版本": VERSION,
        "原版本": lacks.version,
        "表": list(lacks.tables),
        "列": {name: list(headers) for name, headers in lacks.columns.items()},
        "行": {name: list(names) for name, names in lacks.rows.items()},
        "列表": {name: list(values) for name, values in lacks.lists.items()},
        "名称": list(lacks.names),
        "改动": changed,
    }
