"""A workbook that is open in Excel or Calc, through xlwings' public API: the same code in both.

What is written stays unsaved: the user saves, or closes without saving and has it all undone.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import NamedTuple

import xlwings as xw

from addin.a1 import Area
from addin.changes import NameChange, Staged, TableChange, change_of, name_change, written_around
from addin.live.cells import Cells, LiveTable, area_of_range, read_cells, read_table, table_parts
from addin.live.refusals import refuse
from addin.live.rows_below import with_rows_below
from addin.live.writes import BlockWrite as Written
from addin.live.writes import Step, TableWrite, name_writes
from addin.refusals import area_written, spared_cells
from addin.staging import Staging, block_for, no_such_name
from addin.store import copy_backup, prune_backups
from addin.table_part import TablePart, clean
from workbook_templates.reading.errors import BookRefused, DubanError
from workbook_templates.tables.grid import Block, Grid, Value


class _Plan(NamedTuple):
    """What would change; cells: what the sheets hold around the names."""

    changes: list[TableChange | NameChange]
    cells: dict[str, Cells]


class LiveBook(Staging[_Plan]):
    """Book over an open workbook. A table is read once and kept until a commit, which writes and does not save."""

    in_file = False

    def __init__(self, book: xw.Book) -> None:
        self._book = book
        self.path = Path(book.fullname)
        self._parts: dict[str, TablePart] | None = None
        self._read: dict[str, LiveTable] = {}
        self._grids: dict[str, Grid] = {}
        self._areas: dict[str, tuple[str, Area]] = {}
        self._around: dict[tuple[str, Area], Cells] = {}
        self._replaced: dict[str, tuple[object, TableChange]] = {}
        self._put: dict[str, tuple[Cells, NameChange]] = {}
        super().__init__()

    def _start_anew(self) -> None:
        """Forget what is staged and what was read."""
        self.discard()
        self._parts = None
        self._read, self._grids = {}, {}
        self._areas, self._around = {}, {}
        self._replaced, self._put = {}, {}

    # reading

    def _known(self) -> dict[str, TablePart]:
        if self._parts is None:
            self._parts = table_parts(self._book)
        return self._parts

    def read(self, names: Collection[str]) -> dict[str, Grid]:
        known = self._known()
        return {name: self._grid(known[name]) for name in known if name in names}

    def shown(self, names: Collection[str]) -> dict[str, Block]:
        places = self._places(names)
        hulls: dict[str, Area] = {}
        for sheet, area in places.values():
            hulls[sheet] = hulls.get(sheet, area).around(area)
        cells = {sheet: read_cells(self._book.sheets[sheet], hull) for sheet, hull in hulls.items()}
        return {
            name: [[clean(cells[sheet].look(row, column)) for column in area.columns] for row in area.rows]
            for name, (sheet, area) in places.items()
        }

    def _grid(self, part: TablePart) -> Grid:
        if part.name not in self._grids:
            self._grids[part.name] = self._table(part).grid(self._book.sheets[part.sheet])
        return self._grids[part.name]

    def _table(self, part: TablePart) -> LiveTable:
        if part.name not in self._read:
            sheet = self._book.sheets[part.sheet]
            self._read[part.name] = read_table(sheet, with_rows_below(sheet, part, self._known().values()))
        return self._read[part.name]

    # what would change

    def write_around_formulas(self) -> None:
        self._replaced = {}
        super().write_around_formulas()

    def put(self, names: Mapping[str, Value | Block]) -> None:
        for name in names:
            self._put.pop(name, None)
        super().put(names)

    def _changes(self) -> Sequence[TableChange | NameChange]:
        return self._plan().changes

    def _plan(self) -> _Plan:
        if self._planned is None:
            changes: list[TableChange | NameChange] = [self._table_change(name, staged) for name, staged in self._staged.items()]
            named, cells = self._name_changes()
            every = [*changes, *named]
            self.notes = spared_cells(every) if self._spares else ()
            self._planned = _Plan([change for change in every if (change.writes if self._spares else change.differs)], cells)
        return self._planned

    def _table_change(self, name: str, staged: Staged) -> TableChange:
        """A table is compared once with the same new content: what is staged for others makes no difference."""
        known = self._replaced.get(name)
        if known is not None and known[0] is staged.replaced:
            return known[1]
        change = change_of(self._table(self._known()[name]).body, staged, around=self._spares)
        if staged.replaced is not None:
            self._replaced[name] = staged.replaced, change
        return change

    def _name_changes(self) -> tuple[list[NameChange], dict[str, Cells]]:
        """Each sheet is read once until a commit, as far as names reach, and each name compared once with what was read."""
        puts: list[tuple[str, str, Area, Block]] = []
        hulls: dict[str, Area] = {}
        for name, value in self._names.items():
            sheet, area = self._area_of(name)
            block, area = block_for(name, value, sheet, area)
            puts.append((name, sheet, area, block))
            hulls[sheet] = hulls.get(sheet, area).around(area)
        for sheet, hull in hulls.items() - self._around.keys():
            self._around[sheet, hull] = read_cells(self._book.sheets[sheet], hull)
        cells = {sheet: self._around[sheet, hull] for sheet, hull in hulls.items()}
        for name, sheet, area, block in puts:
            read, known = cells[sheet], self._put.get(name)
            if known is None or known[0] is not read:
                self._put[name] = read, name_change(name, sheet, area, block, read.look, read.formulas.keys(), date1904=False)
        named = [self._put[name][1] for name, *_ in puts]
        return [written_around(change) for change in named] if self._spares else named, cells

    def _area_of(self, name: str) -> tuple[str, Area]:
        """Where a defined name lies, asked once until a commit. Raises BookRefused when it is missing or is no fixed range."""
        if name not in self._areas:
            found = self._name(name)
            if found is None:
                raise no_such_name(self.path, name)
            try:
                place = found.refers_to_range
            except Exception as error:  # each host has its own
                raise BookRefused(f"名称“{name}”指向“{found.refers_to}”，不是一块固定区域：请在“公式→名称管理器”中恢复它的范围") from error
            self._areas[name] = place.sheet.name, area_of_range(place)
        return self._areas[name]

    def _name(self, name: str) -> xw.Name | None:
        """A name of the book, else one of a sheet."""
        owners: Iterator[xw.Book | xw.Sheet] = chain([self._book], self._book.sheets)
        return next((names(name) for owner in owners if name in (names := owner.names)), None)

    # writing

    def commit(self, backup: Path | None) -> bool:
        plan = self._plan()
        if not plan.changes:
            self.discard()
            return False
        with _still(self._book.app):
            self._foretell(plan.changes)
            self._refuse_if_changed(plan.changes)
            merged = [refuse(change, self._sheet_of(change), self._known().values(), around=self._spares) for change in plan.changes]
            writes = [self._write_of(change, plan, some) for change, some in zip(plan.changes, merged, strict=True)]
            tried = {(type(change), self._sheet_of(change).name): write for change, write in zip(plan.changes, writes, strict=True)}
            for (_, sheet), write in tried.items():
                self._refuse_if_protected(sheet, write)
            self._back_up(backup)
            self._write(step for write in writes for step in steps_of(write))
        self._start_anew()
        return True

    def _sheet_of(self, change: TableChange | NameChange) -> xw.Sheet:
        return self._book.sheets[change.sheet]

    def _write_of(self, change: TableChange | NameChange, plan: _Plan, merged: bool) -> TableWrite | list[Written]:
        sheet = self._sheet_of(change)
        if isinstance(change, TableChange):
            return TableWrite(change, sheet, self._read[change.table.name])
        return name_writes(change, sheet, plan.cells[change.sheet].look, merged or bool(change.conflicts))

    def _foretell(self, changes: Sequence[TableChange | NameChange]) -> None:
        """Where the host can be asked at once for all that is looked at before anything is written (addin/calc), it is."""
        foretell = getattr(self._book.impl, "foretell", None)
        if foretell:
            tables = [change.table for change in changes if isinstance(change, TableChange)]
            looked = [(table.sheet, area) for table in tables for area in (table.area._replace(bottom=table.area.top), table.body)]
            foretell(looked, [(change.sheet, area_written(change)) for change in changes])

    def _refuse_if_changed(self, changes: Sequence[TableChange | NameChange]) -> None:
        """The tables that are to be written must be where and what they were: another button or the user may have been faster. Those that
        were only read must lie where they lay: a row that came while they were read would be missing."""
        written = {change.table.name for change in changes if isinstance(change, TableChange)}
        for name, read in self._read.items():
            if not (read.stands_in if name in written else read.lies_in)(self._book):
                self._start_anew()
                raise BookRefused(f"表“{name}”在读取之后被改动了，没有写入：请再运行一次，程序会按新的内容处理")

    @staticmethod
    def _refuse_if_protected(sheet: str, write: TableWrite | list[Written]) -> None:
        """The public API does not tell, so one cell that is to change is written as it is."""
        try:
            if isinstance(write, TableWrite):
                write.probe()
            else:
                write[0].probe()
        except Exception as error:  # each host has its own
            raise BookRefused(
                f"工作表“{sheet}”写不进去，没有改动：请在“审阅”中取消工作表保护；如果正在编辑单元格，请先按回车，再运行"
            ) from error

    def _back_up(self, backup: Path | None) -> None:
        """The file as it was last saved; a workbook that was never saved has none."""
        if backup is None or not self.path.is_file():
            return
        try:
            copy_backup(self.path, backup)
        except OSError as error:
            raise BookRefused(f"备份写不进“{backup.parent}”（{error.strerror}），没有改动：请检查磁盘空间和文件夹权限后再运行") from error
        prune_backups(backup.parent, self.path)

    def _write(self, steps: Iterator[Step]) -> None:
        """Raises BookRefused when a step fails; what was written by then is put back."""
        undo: list[Callable[[], object]] = []
        try:
            for do, back in steps:
                undo.append(back)
                do()
        except BaseException as error:
            failed = _undone(undo)
            self._start_anew()
            if failed:
                text = "写到一半失败，而且没能全部恢复：请关闭工作簿，不要保存，再打开（上次保存的内容都在，备份在“归档/备份”）"
                raise BookRefused(text) from error
            if isinstance(error, DubanError) or not isinstance(error, Exception):
                raise
            raise BookRefused(f"写到一半失败（{error}），已恢复原样：请结束单元格编辑、关闭弹出的窗口后再运行") from error


def steps_of(write: TableWrite | list[Written]) -> Iterator[Step]:
    """What writes it, step by step, each with its way back."""
    if isinstance(write, TableWrite):
        yield from write.steps()
    else:
        yield from ((block.write, block.put_back) for block in write)


def _undone(undo: list[Callable[[], object]]) -> bool:
    """Take the steps back, the last first, each whatever comes of the others; True when one of them failed."""
    failed = False
    for back in reversed(undo):
        try:
            back()
        except Exception:  # the others must be tried all the same
            failed = True
    return failed


@contextmanager
def _still(app: xw.App) -> Iterator[None]:
    """No redrawing meanwhile, and one recalculation at the end instead of one per block."""
    screen, calculation = app.screen_updating, app.calculation
    try:
        app.screen_updating = False
        app.calculation = "manual"
        yield
    finally:
        app.calculation = calculation
        app.screen_updating = screen
