"""The hidden sheet 选项: every drop-down list under a name, so that an input check says which list it means."""

from workbook_templates.reading import button_options
from workbook_templates.sheets.cell_writing import write_value
from workbook_templates.sheets.style import NAVY, WHITE, Sheet, Styles, Workbook
from workbook_templates.tables import TABLES
from workbook_templates.tables.lists import LISTS
from workbook_templates.tables.schema import Column, Table
from workbook_templates.tables.settings import SPECS

SHEET = "选项"
STAFF_NUMBER = "工号"
NAME_COLUMNS = {"人员": "姓名"}
"""Tables that a cell names by another column than the key."""


def list_name(name: str) -> str:
    """The defined name of a list of lists.py."""
    return f"选项_{name}"


def setting_list_name(setting: str) -> str:
    """The defined name of the values that a setting may take."""
    return list_name(f"参数_{setting}")


def button_list_name(option: str) -> str:
    """The defined name of the values that an option of a button may take."""
    return list_name(f"按钮_{option}")


def all_lists() -> dict[str, tuple[str, ...]]:
    """Every list on the sheet: those of lists.py, then the choices of settings and of the buttons' options."""
    settings = {f"参数_{spec.name}": spec.of for spec in SPECS.values() if spec.of}
    return LISTS | settings | {f"按钮_{option}": values for option, values in button_options.choices().items()}


def roll_name(column: Column) -> str:
    """The defined name of the column that a referring cell picks from: 名单_部门, 名单_工号."""
    return f"名单_{STAFF_NUMBER if column.header == STAFF_NUMBER else column.spec.refers}"


def rolls() -> dict[str, str]:
    """Defined name → the table column it stands for, for every reference between tables."""
    found = {}
    for table in TABLES.values():
        for column in table.columns:
            if column.spec.refers:
                found[roll_name(column)] = target(column, TABLES[column.spec.refers])
    return found


def target(column: Column, table: Table) -> str:
    """The column of a table that a referring cell picks from, as a formula."""
    header = STAFF_NUMBER if column.header == STAFF_NUMBER else NAME_COLUMNS.get(table.name, table.key[0])
    return f"={table.name}[{header}]"


def write_options(book: Workbook, sheet: Sheet, styles: Styles) -> None:
    """Fill the sheet and define the names."""
    head = styles(bold=True, font_color=WHITE, bg_color=NAVY, align="center")
    body = styles(num_format="@")
    for place, (name, values) in enumerate(all_lists().items()):
        write_value(sheet, 0, place, name, head)
        for row, value in enumerate(values, 1):
            write_value(sheet, row, place, value, body)
        sheet.set_column(place, place, 12)
        letter = column_letters(place)
        define(book, list_name(name), f"={SHEET}!${letter}$2:${letter}${len(values) + 1}")
    for name, formula in rolls().items():
        define(book, name, formula)
    sheet.freeze_panes(1, 0)
    sheet.hide()


def define(book: Workbook, name: str, formula: str) -> None:
    """A defined name of the workbook. ValueError for a name that Excel does not take."""
    if book.define_name(name, formula) == -1:
        raise ValueError(f"no defined name: {name} {formula}")


def absolute(row: int, column: int, height: int = 1, width: int = 1) -> str:
    """A range from its first row and column, counted from 0: $A$1, $A$1:$B$3."""
    last = f"${column_letters(column + width - 1)}${row + height}"
    return last if height == width == 1 else f"${column_letters(column)}${row + 1}:{last}"


def column_letters(place: int) -> str:
    """0 → A, 26 → AA."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
