"""A table as a closed file and an open workbook both know it."""

from dataclasses import dataclass

from addin.a1 import Area


@dataclass(frozen=True, slots=True)
class TablePart:
    """A table: `area` with header and totals rows; `headers` as its part names the columns, `filtered` when rows may be hidden by it.

    outgrown: `area` holds rows that were typed below the table and that its part does not count yet.
    """

    name: str
    sheet: str
    part: str
    area: Area
    headers: tuple[str, ...]
    header_rows: int
    totals_rows: int
    filtered: bool
    outgrown: bool = False

    @property
    def first(self) -> int:
        """The first body row."""
        return self.area.top + self.header_rows

    @property
    def last(self) -> int:
        """The last body row; a table always has one."""
        return self.area.bottom - self.totals_rows

    @property
    def body(self) -> Area:
        return Area(self.first, self.area.left, self.last, self.area.right)
