"""The filter of a table: told as it is, and lifted."""

from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from addin.calc.bridge import struct

if TYPE_CHECKING:  # the way back up: addin/calc/__init__.py says why
    from addin.calc.tables import Table

_OPERATORS = {2: "equal_to", 3: "not_equal_to", 4: "greater_than", 5: "greater_than_or_equal", 6: "less_than", 7: "less_than_or_equal"}
_EQUAL = 2
"""com.sun.star.sheet.FilterOperator2"""
_NUMBER, _TEXT = 0, 1
"""com.sun.star.sheet.FilterFieldType"""


class AutoFilter(base_classes.AutoFilter):
    """Columns (`field`) are counted from 1 within the table."""

    def __init__(self, table: "Table") -> None:
        self.table = table

    @property
    def api(self) -> Any:
        return self.table.remote.getFilterDescriptor().native

    @property
    def criteria(self) -> list[dict[str, Any]]:
        """One entry per column that is filtered: by values, by a comparison, or 'unknown'."""
        if not self.table.is_filtered:  # the usual case, without asking for the filter
            return []
        by_column: dict[int, list[Any]] = {}
        for found in self.table.remote.getFilterDescriptor().getFilterFields3():
            by_column.setdefault(found.Field + 1, []).append(found)
        return [self._criterion(field, found) for field, found in sorted(by_column.items())]

    def _criterion(self, field: int, found: list[Any]) -> dict[str, Any]:
        entry = base_classes.empty_autofilter_criteria(field, "unknown")
        texts = [value.StringValue or f"{value.NumericValue:g}" for part in found for value in part.Values]
        operators = {part.Operator for part in found}
        if operators == {_EQUAL}:
            entry |= {"type": "values", "values": texts}
        elif len(found) == 1 and found[0].Operator in _OPERATORS:
            entry |= {"type": "comparison", "operator": _OPERATORS[found[0].Operator], "value1": texts[0]}
        return entry

    def apply_values(self, field: int, values: list[str]) -> None:
        """Show the rows whose text in the column is one of these; filters of other columns stay."""
        wanted = tuple(struct("sheet.FilterFieldValue", IsNumeric=False, StringValue=value) for value in values)
        added = struct("sheet.TableFilterField3", Field=field - 1, Operator=_EQUAL, Values=wanted)
        self._filter([*self._others(field), added])

    def clear(self, field: int | None = None) -> None:
        """Show all rows, or all that the filters of the other columns show. The arrows stay."""
        self._filter([] if field is None else self._others(field))

    def _others(self, field: int) -> list[Any]:
        found = self.table.remote.getFilterDescriptor().getFilterFields3()
        return [part for part in found if part.Field != field - 1]

    def _filter(self, fields: list[Any]) -> None:
        remote = self.table.remote
        for part in fields:
            for value in (values := part.Values):  # Calc goes by the type when it is told, and by IsNumeric when it tells
                value.FilterType = _NUMBER if value.IsNumeric else _TEXT
            part.Values = values
        remote.getFilterDescriptor().setFilterFields3(tuple(fields))
        if fields:
            remote.refresh()
            return
        cells = self.table.range.cells  # refresh() with nothing to filter by would leave the rows hidden
        everything = cells.createFilterDescriptor(True)
        everything.ContainsHeader = self.table.show_headers  # an empty descriptor says no, and the table would believe it
        cells.filter(everything)
        cells.Rows.IsVisible = True
