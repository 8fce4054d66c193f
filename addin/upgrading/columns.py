"""What belongs to a new column besides its cells: width, input check, conditional formats, and its place in the table part."""

import re
from collections.abc import Sequence
from copy import deepcopy
from typing import Any, NamedTuple

from addin.a1 import area_text, letters
from addin.table_part import TablePart
from addin.upgrading.styles import StylesTaken
from addin.upgrading.xml import WORKSHEET, M, append, element, group, insert


class NewColumn(NamedTuple):
    """A column of the donor and where it goes. source: the donor's sheet; old, new: the column there and here; old_row, new_row: the
    first body row."""

    source: Any
    old: int
    new: int
    old_row: int
    new_row: int

    def moved(self, text: str) -> str:
        """The same with the references to its own column moved."""
        was, becomes = letters(self.old), letters(self.new)
        text = re.sub(rf"(?<![A-Za-z$])(\$?){was}(\$?){self.old_row}(?![0-9])", rf"\g<1>{becomes}\g<2>{self.new_row}", text)
        return re.sub(rf":{was}([0-9]+)", rf":{becomes}\g<1>", text)

    def taken(self, found: Any) -> Any:
        """A copy of a check or a conditional format, for the new place."""
        made = deepcopy(found)
        made.set("sqref", self.moved(made.get("sqref")))
        for formula in made.iter(M + "formula", M + "formula1", M + "formula2"):
            formula.text = self.moved(formula.text or "")
        return made


def add_column(sheet: Any, column: NewColumn, styles: StylesTaken) -> None:
    """Width, conditional formats and input check of a new column into the sheet here."""
    add_width(sheet, column, styles)
    add_highlights(sheet, column, styles)
    add_check(sheet, column)


def covers(found: Any, column: int) -> bool:
    return int(found.get("min")) <= column <= int(found.get("max"))


def add_width(sheet: Any, column: NewColumn, styles: StylesTaken) -> None:
    """Width and format of the column, unless the user has set them."""
    known = list(sheet.iterfind(f"{M}cols/{M}col"))
    if any(covers(one, column.new) for one in known):
        return
    old: Any = next((one for one in column.source.iterfind(f"{M}cols/{M}col") if covers(one, column.old)), {})
    style: dict[str, object] = {"style": styles.cell(int(old.get("style")))} if old.get("style") else {}
    fresh = element("col", None, min=column.new, max=column.new, width=old.get("width", "12"), **style, customWidth=1)
    place = next((place for place, one in enumerate(known) if int(one.get("min")) > column.new), len(known))
    group(sheet, "cols", WORKSHEET).insert(place, fresh)


def add_check(sheet: Any, column: NewColumn) -> None:
    """The donor's input check of the column; one that looks at other columns is left out."""
    first = f"{letters(column.old)}{column.old_row}:"
    for check in column.source.iterfind(f"{M}dataValidations/{M}dataValidation"):
        if check.get("sqref").startswith(first) and not any("INDIRECT" in (formula.text or "") for formula in check):
            append(group(sheet, "dataValidations", WORKSHEET), column.taken(check))
            return


def add_highlights(sheet: Any, column: NewColumn, styles: StylesTaken) -> None:
    """The donor's conditional formats of the column alone; data bars, whose other half lies elsewhere in the sheet, are left out."""
    letter = letters(column.old)
    for block in column.source.iterfind(f"{M}conditionalFormatting"):
        if not re.fullmatch(rf"{letter}{column.old_row}:{letter}[0-9]+", block.get("sqref")):
            continue
        first = max((int(rule.get("priority", "0")) for rule in sheet.iter(M + "cfRule")), default=0)
        taken = column.taken(block)
        for rule in list(taken):
            if rule.get("dxfId") is None:
                taken.remove(rule)
        for place, rule in enumerate(taken, first + 1):
            rule.set("priority", str(place))
            rule.set("dxfId", str(styles.change(int(rule.get("dxfId")))))
        if len(taken):
            insert(sheet, taken, WORKSHEET)


def add_table_columns(root: Any, table: TablePart, headers: Sequence[str]) -> None:
    """Columns at the end of a table part."""
    columns = root.find(M + "tableColumns")
    last = max((int(column.get("id")) for column in columns), default=0)
    for number, header in enumerate(headers, last + 1):
        append(columns, element("tableColumn", id=number, name=header))
    area = area_text(table.area._replace(right=table.area.right + len(headers)))
    for place in (root, root.find(M + "autoFilter")):
        if place is not None:
            place.set("ref", area)
