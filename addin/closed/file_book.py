"""A workbook as a closed .xlsx or .xlsm, changed in place without losing anything.

The file is read once, whole; no handle stays open. Values come from calamine, everything that is written is a patch of
the parts concerned: all other parts keep their bytes.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from addin.a1 import Area, parse_area
from addin.changes import Body, NameChange, TableChange, change_of, name_change, row_heights, written_around
from addin.closed.apply import apply, refuse, sheet_patch
from addin.closed.contents import Contents, contents
from addin.closed.guards import OWN, Limits, guarded, readable
from addin.closed.outgrown import with_rows_below
from addin.closed.package import Package
from addin.closed.sheet_formats import Formats, formats_of
from addin.closed.sheet_scan import FormulaCell, error_cells, formula_cells
from addin.closed.stale import dropped_results
from addin.closed.table_values import SheetValues, filled_by_formulas, grid_of, looker
from addin.refusals import spared_cells
from addin.staging import Staging, block_for, no_such_name
from addin.store import locked, refuse_if_open, save
from addin.table_part import Look, Places, TablePart
from workbook_templates.master import board_formulas
from workbook_templates.reading.errors import BookRefused, FileRefused
from workbook_templates.tables.grid import NOT_COMPUTED, Block, CellError, Grid


class FileBook(Staging[list[TableChange | NameChange]]):
    """Book over a file. Raises FileRefused when the file is not a sound workbook within `limits`.

    wait: seconds that `commit` waits for another run."""

    in_file = True

    def __init__(self, path: Path, limits: Limits = OWN, wait: float = 2.0) -> None:
        self.path = path.resolve()  # a link stays a link: what it points to is replaced
        self._wait = wait
        self._limits = limits
        self._open(guarded(self.path, limits))

    def _open(self, package: Package) -> None:
        self._package = package
        self._looks: dict[str, Look] = {}
        with readable(self.path.name):
            self._book: Contents = contents(package)
            self._values = SheetValues(package, self._book.sheets)
            for sheet in dict.fromkeys(table.sheet for table in self._book.tables.values()):
                look = partial(self._look, sheet)
                self._book.tables.update(with_rows_below(self._book.tables, sheet, self._sheet_xml(sheet), look))
        self._bodies: dict[str, Grid] = {}
        self._formats: Formats | None = None
        self._found_live: dict[str, FormulaCell] | None = None
        self.discard()

    @property
    def signed(self) -> bool:
        """Whether the file carries a digital signature, which holds for its bytes as they are."""
        return any(member.filename.startswith("_xmlsignatures/") for member in self._package.members)

    # reading

    def _known(self) -> dict[str, TablePart]:
        return self._book.tables

    def read(self, names: Collection[str]) -> dict[str, Grid]:
        wanted = [table for name, table in self._book.tables.items() if name in names]
        for sheet in dict.fromkeys(table.sheet for table in wanted if table.name not in self._bodies):
            self._read_sheet(sheet, [table for table in wanted if table.sheet == sheet])
        return {table.name: self._bodies[table.name] for table in wanted}

    def shown(self, names: Collection[str]) -> dict[str, Block]:
        places = self._places(names)
        found: dict[str, Block] = {}
        with readable(self.path.name):
            for sheet in dict.fromkeys(sheet for sheet, _ in places.values()):
                xml = self._sheet_xml(sheet)
                look = self._look(sheet)
                waiting = [cell for cell in formula_cells(sheet, xml) if not cell.computed]
                for name, area in ((name, area) for name, (on, area) in places.items() if on == sheet):
                    blank = filled_by_formulas(waiting, area)
                    found[name] = [
                        [CellError(NOT_COMPUTED) if (row, column) in blank else look(row, column) for column in area.columns]
                        for row in area.rows
                    ]
        return {name: found[name] for name in places}

    def _read_sheet(self, sheet: str, tables: Sequence[TablePart]) -> None:
        with readable(self.path.name):
            xml, values = self._sheet_xml(sheet), self._values.rows(sheet)
            formulas, errors = list(formula_cells(sheet, xml)), error_cells(xml)
            if self._formats is None:
                self._formats = formats_of(self._package, self._book.workbook)
            for table in tables:
                if len(values) * len(table.headers) > self._limits.cells:
                    size = f"有 {len(values)} 行，表“{table.name}”有 {len(table.headers)} 列"
                    remedy = "请删去表下面远处的多余内容、表里多余的列后另存"
                    raise FileRefused(f"{self.path.name} 的工作表“{sheet}”{size}，超过能处理的范围：{remedy}")
                self._bodies[table.name] = grid_of(table, values, formulas, errors, xml, self._formats, date1904=self._book.date1904)

    def _sheet_xml(self, sheet: str) -> bytes:
        return self._package.plain(self._book.sheets[sheet])

    def _look(self, sheet: str) -> Look:
        """What a sheet shows at a row and column. Asked for by shown, differs and commit, read once."""
        if sheet not in self._looks:
            self._looks[sheet] = looker(self._values.rows(sheet), error_cells(self._sheet_xml(sheet)))
        return self._looks[sheet]

    # writing

    def _changes(self) -> Sequence[TableChange | NameChange]:
        return self._plan()

    def commit(self, backup: Path | None) -> bool:
        changes = self._plan()
        if not changes:
            self.discard()
            return False
        with locked(self.path, self._wait):
            refuse_if_open(self.path)
            self._refuse_if_changed()
            with readable(self.path.name):
                data, dropped = self._patched(changes)
            save(self.path, data, backup)
        self.notes += dropped
        self._open(Package(data))
        return True

    def _plan(self) -> list[TableChange | NameChange]:
        """The changes that change something."""
        if self._planned is None:
            grids = self.read(self._staged)
            changes: list[TableChange | NameChange] = []
            with readable(self.path.name):
                for name, staged in self._staged.items():
                    table = self._book.tables[name]
                    body = Body(table, grids[name].rows, self._formulas_in(table), self._book.date1904)
                    change = change_of(body, staged, around=self._spares)
                    change.heights = row_heights(change, body)
                    changes.append(change)
                changes += self._name_changes()
                changes += self._result_changes()
            self.notes = spared_cells(changes) if self._spares else ()
            self._planned = [change for change in changes if (change.writes if self._spares else change.differs)]
        return self._planned

    def _formulas_in(self, table: TablePart) -> Places:
        """Cells of a table's body that formulas fill."""
        xml = self._sheet_xml(table.sheet)
        return filled_by_formulas(formula_cells(table.sheet, xml), table.body)

    def _name_changes(self) -> list[NameChange]:
        by_sheet: dict[str, list[tuple[str, Area, Block]]] = {}
        for name, value in self._names.items():
            sheet, area = self._area_of(name)
            block, area = block_for(name, value, sheet, area)
            by_sheet.setdefault(sheet, []).append((name, area, block))
        changes = []
        for sheet, puts in by_sheet.items():
            xml = self._sheet_xml(sheet)
            formulas = list(formula_cells(sheet, xml))
            look = self._look(sheet)
            for name, area, block in puts:
                filled = filled_by_formulas(formulas, area)
                change = name_change(name, sheet, area, block, look, filled, self._book.date1904)
                changes.append(written_around(change) if self._spares else change)
        return changes

    def _live(self) -> dict[str, FormulaCell]:
        """Defined name → the formula of ours that fills its range, as it was laid out."""
        if self._found_live is None:
            places = self._places(board_formulas.FORMULAS)
            sheets = {sheet for sheet, _ in places.values()}
            cells = {(sheet, cell.area): cell for sheet in sheets for cell in formula_cells(sheet, self._sheet_xml(sheet))}
            found = {name: cells[place] for name, place in places.items() if place in cells}
            self._found_live = {name: cell for name, cell in found.items() if board_formulas.is_formula_of(name, cell.text)}
        return self._found_live

    def _result_changes(self) -> Iterator[NameChange]:
        """What the formulas of ours give now, where it is another thing than they show."""
        for name, block in self._results.items():
            cell = self._live().get(name)
            if cell is None or (len(block), len(block[0])) != (len(cell.area.rows), len(cell.area.columns)):
                continue
            area = cell.area
            change = name_change(name, cell.sheet, area, block, self._look(cell.sheet), (), self._book.date1904)
            if not cell.computed:
                change.cells.setdefault(area.top, {})[area.left] = block[0][0]
            yield replace(change, results=True)

    def _area_of(self, name: str) -> tuple[str, Area]:
        """Where a defined name lies. Raises BookRefused when it is missing or is no fixed range."""
        low = name.lower()
        texts = [text for (_, known), text in sorted(self._book.names.items(), key=lambda item: item[0][0] is not None) if known == low]
        if not texts:
            raise no_such_name(self.path, name)
        sheet, _, corners = texts[0].rpartition("!")
        sheet = sheet[1:-1].replace("''", "'") if sheet.startswith("'") else sheet
        try:
            area = parse_area(corners)
        except ValueError:
            sheet = ""
        if sheet not in self._book.sheets:
            raise BookRefused(f"名称“{name}”指向“{texts[0]}”，不是一块固定区域：请在“公式→名称管理器”中恢复它的范围")
        return sheet, area

    def _refuse_if_changed(self) -> None:
        try:
            unchanged = self.path.read_bytes() == self._package.data
        except OSError:
            unchanged = False
        if not unchanged:
            raise BookRefused(f"{self.path.name} 在读取之后被改动或移走了：请再运行一次，程序会按新的内容处理")

    def _patched(self, changes: list[TableChange | NameChange]) -> tuple[bytes, tuple[str, ...]]:
        """The new file, and what is to be said of formulas that have no result in it.

        Raises BookRefused when something stands in the way; nothing of this book is changed by it."""
        package = self._package.unchanged()
        sheets = dict.fromkeys(change.sheet for change in changes)
        patches = {sheet: sheet_patch(package, self._book, sheet) for sheet in sheets}
        refuse(changes, patches, self._book, around=self._spares)
        live = set(self._live().values())
        formulas = [cell for sheet in self._book.sheets if b"<f" in (xml := self._sheet_xml(sheet)) for cell in formula_cells(sheet, xml)]
        stale = apply(changes, patches, [cell for cell in formulas if cell not in live], package, self._book)
        return b"".join(package.written()), dropped_results(stale, self._book.tables.values())
