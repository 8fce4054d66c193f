"""What stands out in a workbook that is sent: lights by name and colour, overdue days in red, what is still to be filled in on cream."""

import datetime as dt

from workbook_templates.sent.sent_spec import SentSheet
from workbook_templates.sheets.highlights import equals, number
from workbook_templates.sheets.option_lists import column_letters
from workbook_templates.sheets.style import BROWN, CREAM, LIGHTS, RED, Sheet, Styles

LOOKS: dict[str, dict[str, object]] = {
    "waiting": {"font_color": BROWN, "bg_color": CREAM},
    "alarming": {"font_color": RED, "bold": True},
}


def add_sent_highlights(sheet: Sheet, spec: SentSheet, styles: Styles, first: int, rows: int, day: dt.date) -> None:
    """The conditional formats of one sheet. first: the row of its first cells, from 0."""
    headers = spec.table.headers
    cells = {header: f"${column_letters(place)}{first + 1}" for place, header in enumerate(headers)}
    cells["基准日"] = f"DATE({day.year},{day.month},{day.day})"

    def rule(header: str, options: dict[str, object]) -> None:
        place = headers.index(header)
        if sheet.conditional_format(first, place, first + rows - 1, place, options) < 0:
            raise ValueError(f"no conditional format: {options}")

    if "灯" in headers:
        for light, (fill, ink) in LIGHTS.items():
            rule("灯", equals(light, styles.change(font_color=ink, bg_color=fill, bold=True)))
        rule("剩余天数", number("<", 0, styles.change(font_color=RED, bold=True)))
    for one in spec.highlights:
        look = styles.change(**LOOKS[one.look])
        formula = {"type": "formula", "criteria": f"={one.when.format_map(cells)}", "format": look}
        rule(one.header, equals(one.is_, look) if one.is_ else formula)
