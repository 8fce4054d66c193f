"""Tables, which are database ranges in Calc: a named rectangle with a header, perhaps a totals row and filter arrows."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from xlwings import base_classes

from addin.a1 import Area
from addin.calc.bridge import Remote, Told
from addin.calc.document import range_address
from addin.calc.filters import AutoFilter
from addin.calc.inside import tables, tables_on
from addin.calc.properties import Flag, Listed, Of, With

if TYPE_CHECKING:  # the way back up: addin/calc/__init__.py says why
    import xlwings

    from addin.calc.ranges import Range
    from addin.calc.sheets import Sheet


class Tables(Listed["Table"], base_classes.Tables):
    """In the order of their places, downwards and then to the right: Calc does not know which was made first."""

    def __init__(self, sheet: "Sheet") -> None:
        self.sheet = sheet

    listed = Of[Remote]("sheet.document.tables")
    api = Of[Any]("listed.native")

    def remote(self, name: str) -> Remote:
        known = self.sheet.document.database_ranges
        if name not in known:
            known[name] = self.listed.getByName(name)
        return known[name]

    def all(self) -> "list[Table]":
        """One that was seen on another sheet is not asked again: a walk over all sheets would ask every table for every sheet."""
        document, sheet = self.sheet.document, self.sheet.name
        found = document.ahead.take("tables", sheet)
        if found is None:
            known = tuple(document.table_sheets.items())
            order, found = document.ask(tables_on, document.remote, sheet, document.sheet_order, known)
            if document.sheet_order != order:
                document.sheet_order, document.table_sheets = order, {}
            document.table_sheets.update((name, other) for name, other, *_ in found)
        own = sorted((fact for fact in map(facts_of, found) if fact.sheet == sheet), key=lambda fact: fact.area)
        return [Table(self, fact.name, fact) for fact in own]

    def facts(self, name: str) -> "Facts | None":
        """What Calc says of the table of this name; None when there is none."""
        document = self.sheet.document
        question = "table", name
        found = document.told(question, lambda: document.ahead.known(*question) or document.ask(tables, document.remote, (name,)))
        return facts_of(found[0]) if found else None

    def named(self, key: str) -> "Table":
        facts = self.facts(key)  # the usual case, without asking for all tables of the book
        if facts and facts.sheet == self.sheet.name:
            return Table(self, key, facts)
        for table in self.all():
            if table.name.casefold() == key.casefold():
                return table
        raise KeyError(key)

    def add(
        self,
        source_type: str | None = None,  # noqa: ARG002 - xlwings hands over what only Excel has
        source: "xlwings.Range | None" = None,
        link_source: bool | None = None,  # noqa: ARG002
        has_headers: bool | None = None,
        destination: "xlwings.Range | None" = None,  # noqa: ARG002
        table_style_name: str | None = None,  # noqa: ARG002 - Calc has no table styles
        name: str | None = None,
    ) -> "Table":
        """A table over a range; one row gets an empty one below, no headers get a row of made ones above, as in Excel."""
        if source is None:
            raise TypeError("source must be a range")
        place: Range = source.impl
        area = place.area
        if has_headers is False:
            top = place.at(area.top, area.left, area.top, area.right)
            top.insert("down")
            top.raw_value = [f"Column{number + 1}" for number in range(place.shape[1])]
            area = area._replace(bottom=area.bottom + 1)
        area = area._replace(bottom=max(area.bottom, area.top + 1))
        name = name or next(made for number in range(1, 100_000) if not self.listed.hasByName(made := f"Table{number}"))
        self.listed.addNewByName(name, range_address(self.sheet.index - 1, area))
        self.sheet.document.table_sheets.pop(name, None)
        remote = self.remote(name)
        remote.ContainsHeader = True
        remote.AutoFilter = True
        return self(name)


class Facts(NamedTuple):
    """A table as it is now. sheet: its name; is_filtered: by some column."""

    name: str
    sheet: str
    area: Area
    has_headers: bool
    has_totals: bool
    is_filtered: bool


def facts_of(told: Sequence[Any]) -> Facts:
    name, sheet, area, *rest = told
    return Facts(name, sheet, Area(*area), *rest)


class Table(base_classes.Table):
    def __init__(self, tables: Tables, key: str, facts: Facts) -> None:
        self.tables, self.key, self._told = tables, key, Told(facts)

    @property
    def remote(self) -> Remote:
        return self.tables.remote(self.key)

    api, parent = Of[Any]("remote.native"), Of["Sheet"]("tables.sheet")

    @property
    def name(self) -> str:
        return self.key

    @name.setter
    def name(self, value: str) -> None:
        self.remote.setName(value)
        self.parent.document.database_ranges.pop(self.key)
        self.key = value

    display_name = name

    # Its parts

    @property
    def range(self) -> "Range":
        return self.parent.at(self._facts.area)

    @property
    def _facts(self) -> Facts:
        """KeyError when it is gone."""
        facts = self._told.still()
        if facts is None:
            facts = self.tables.facts(self.key)
            if facts is None:
                raise KeyError(self.key)
            self._told = Told(facts)
        return facts

    @property
    def header_row_range(self) -> "Range | None":
        facts = self._facts
        return self.parent.at(facts.area._replace(bottom=facts.area.top)) if facts.has_headers else None

    @property
    def totals_row_range(self) -> "Range | None":
        facts = self._facts
        return self.parent.at(facts.area._replace(top=facts.area.bottom)) if facts.has_totals else None

    @property
    def data_body_range(self) -> "Range | None":
        facts = self._facts
        area = facts.area
        top, bottom = area.top + facts.has_headers, area.bottom - facts.has_totals
        return self.parent.at(area._replace(top=top, bottom=bottom)) if top <= bottom else None

    @property
    def insert_row_range(self) -> "Range | None":
        """The single blank row of a table that holds nothing yet."""
        body = self.data_body_range
        blank = body and body.shape[0] == 1 and not any(value != "" for value in body.cells.getDataArray()[0])
        return body if blank else None

    @property
    def show_headers(self) -> bool:
        return self._facts.has_headers

    @show_headers.setter
    def show_headers(self, value: bool) -> None:
        """The header's row leaves the table, or the row above joins it."""
        remote = self.remote
        if bool(value) != remote.ContainsHeader:
            self._reshape(top=-1 if value else 1)
            self.remote.ContainsHeader = bool(value)

    @property
    def show_totals(self) -> bool:
        return self._facts.has_totals

    @show_totals.setter
    def show_totals(self, value: bool) -> None:
        """The row below joins the table as its totals, or leaves it."""
        if bool(value) != self.remote.TotalsRow:
            self._reshape(bottom=1 if value else -1)
            self.remote.TotalsRow = bool(value)

    def _reshape(self, top: int = 0, bottom: int = 0) -> None:
        address = self.remote.DataArea
        address.StartRow += top
        address.EndRow += bottom
        self.remote.DataArea = address

    show_autofilter = Flag("remote.AutoFilter")
    is_filtered = Of[bool]("_facts.is_filtered")

    autofilter = With[AutoFilter](AutoFilter)

    @property
    def table_style(self) -> str | None:
        """Calc has no table styles."""
        return None

    @table_style.setter
    def table_style(self, value: str) -> None:
        """Nothing happens, so that what is written for Excel goes on here."""

    # Its shape and order

    def resize(self, range: "xlwings.Range") -> None:  # noqa: A002 - the name that xlwings gives it
        """The new place, header included; one row keeps a blank one below."""
        area: Area = range.impl.area
        if self.show_headers:
            area = area._replace(bottom=max(area.bottom, area.top + 1))
        self.remote.DataArea = range_address(self.parent.index - 1, area)

    def sort(self, keys: list[int], ascending: list[bool]) -> None:
        body = self.data_body_range
        if body:
            body.sort(keys, ascending, has_headers=False)

    columns = With["TableColumns"](lambda table: TableColumns(table))


class TableColumns(Listed["TableColumn"], base_classes.Collection):
    """The columns by header or number; adding and deleting is left to `resize`."""

    def __init__(self, table: Table) -> None:
        self.table = table

    def all(self) -> "list[TableColumn]":
        header = self.table.header_row_range
        names = header.block.values()[0] if header else [f"Column{number}" for number in range(1, self.table.range.shape[1] + 1)]
        return [TableColumn(self.table, number, str(name)) for number, name in enumerate(names, 1)]


class TableColumn(base_classes.TableColumn):
    def __init__(self, table: Table, index: int, name: str) -> None:
        self.table, self._index, self._name = table, index, name

    name, index = Of[str]("_name"), Of[int]("_index")

    def _of(self, place: "Range | None") -> "Range | None":
        left = place.column + self._index - 1 if place else 0
        return place and place.at(place.area.top, left, place.area.bottom, left)

    @property
    def range(self) -> "Range | None":
        return self._of(self.table.range)

    @property
    def data_body_range(self) -> "Range | None":
        return self._of(self.table.data_body_range)
