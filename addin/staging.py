"""The staging half of a Book, the same for a closed file and an open workbook: what is to be written, held until commit."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Generic, TypeVar

from addin.a1 import Area, area_text
from addin.changes import NameChange, Staged, TableChange, column_of_header
from addin.own_columns import Stays
from addin.table_part import TablePart
from workbook_templates.reading.errors import BookRefused
from workbook_templates.tables.grid import At, Block, CellError, Row, Value

Plan = TypeVar("Plan")


class Staging(ABC, Generic[Plan]):
    """Keeps what `replace`, `append`, `update`, `put` and `results` were told. Plan: what a kind of book works out from it, once."""

    path: Path
    _staged: dict[str, Staged]
    _names: dict[str, Value | Block]
    _results: dict[str, Block]
    _planned: Plan | None
    _spares = False
    notes: tuple[str, ...] = ()

    def __init__(self) -> None:
        self.discard()

    def write_around_formulas(self) -> None:
        self._spares, self._planned = True, None

    @abstractmethod
    def _known(self) -> Mapping[str, TablePart]:
        """Every table of the workbook by name."""

    @abstractmethod
    def _area_of(self, name: str) -> tuple[str, Area]:
        """Sheet and place of a defined name. Raises BookRefused when it is missing or is no fixed range."""

    def _places(self, names: Iterable[str]) -> dict[str, tuple[str, Area]]:
        """Those of these defined names that have a fixed range."""
        places = {}
        for name in names:
            with suppress(BookRefused):
                places[name] = self._area_of(name)
        return places

    @abstractmethod
    def _changes(self) -> Sequence[TableChange | NameChange]:
        """What differs from what the workbook holds."""

    def differs(self) -> bool:
        return bool(self._changes())

    def stays(self) -> list[Stays]:
        return [change.stays for change in self._changes() if isinstance(change, TableChange) and change.stays]

    def tables(self) -> dict[str, tuple[str, ...]]:
        return {name: table.headers for name, table in self._known().items()}

    def replace(self, table: str, headers: Sequence[str], rows: Sequence[Row]) -> None:
        staged = self._staged_for(table, headers, rows)
        if staged.appended or staged.updated:
            raise ValueError(f"{table} has other changes staged")
        staged.replaced = tuple(headers), rows
        self._planned = None

    def append(self, table: str, headers: Sequence[str], rows: Sequence[Row]) -> None:
        staged = self._staged_for(table, headers, rows)
        if staged.replaced is not None:
            raise ValueError(f"{table} is to be replaced")
        staged.appended.append((tuple(headers), rows))
        self._planned = None

    def update(self, table: str, cells: Mapping[At, Value]) -> None:
        staged = self._staged_for(table, [header for _, header in cells], ())
        if staged.replaced is not None:
            raise ValueError(f"{table} is to be replaced")
        staged.updated.update(cells)
        self._planned = None

    def put(self, names: Mapping[str, Value | Block]) -> None:
        self._names.update(names)
        self._planned = None

    def results(self, names: Mapping[str, Block]) -> None:
        self._results.update(names)
        self._planned = None

    def discard(self) -> None:
        self._staged = {}
        self._names = {}
        self._results = {}
        self._planned = None

    def _staged_for(self, name: str, headers: Sequence[str], rows: Sequence[Row]) -> Staged:
        """Raises BookRefused when the table or a column is missing, ValueError when a row has not one value per header."""
        table = self._known().get(name)
        if table is None:
            raise BookRefused(f"{self.path.name} 里没有表“{name}”：请从“归档/备份”的工作簿里把这张表复制回来")
        for header in headers:
            column_of_header(table, header)
        if any(len(row) != len(headers) for row in rows):
            raise ValueError(f"{name}: a row has not {len(headers)} values")
        return self._staged.setdefault(name, Staged())


def block_for(name: str, value: Value | Block, sheet: str, area: Area) -> tuple[Block, Area]:
    """What `put` writes, and where: a single value goes into the first cell of the name's range, a block fills all of it.

    Raises BookRefused when the range has another shape than the block."""
    if not isinstance(value, Sequence) or isinstance(value, str | CellError):  # a text and an error are sequences too
        return [[value]], Area(area.top, area.left, area.top, area.left)
    if (len(value), {len(row) for row in value}) != (area.bottom - area.top + 1, {area.right - area.left + 1}):
        wanted = f"{len(value)} 行 {len(value[0]) if value else 0} 列"
        now = f"工作表“{sheet}”的 {area_text(area)}"
        raise BookRefused(f"名称“{name}”应是 {wanted}，现在是{now}：请在“公式→名称管理器”中恢复它的范围")
    return value, area


def no_such_name(path: Path, name: str) -> BookRefused:
    """The refusal for a defined name that the workbook has lost."""
    remedy = "请在“公式→名称管理器”中恢复，或从“归档/备份”的工作簿里把这张工作表复制回来"
    return BookRefused(f"{path.name} 里没有名称“{name}”：{remedy}")
