"""一张图: the page that the map is drawn on later. Until then it says how to make it."""

from workbook_templates.actions import BY_KEY
from workbook_templates.cell_writing import write_value
from workbook_templates.printing import A3, set_up_page
from workbook_templates.style import NAVY, PAPER, SLATE, WHITE, Sheet, Styles

SHEET = "一张图"


def write_map_page(sheet: Sheet, styles: Styles, company: str, year: int) -> None:
    """Title and one line."""
    action = BY_KEY["map"]
    sheet.set_column(0, 0, 2)
    sheet.set_column(1, 16, 11)
    sheet.set_row(0, 46)
    sheet.set_row(1, 30)
    for place in range(17):
        write_value(sheet, 0, place, None, styles(bg_color=NAVY))
        write_value(sheet, 1, place, None, styles(bg_color=PAPER))
    write_value(sheet, 0, 1, f"{company}{year}年度督办一张图", styles(bold=True, font_size=22, font_color=WHITE, bg_color=NAVY))
    how = f"点操作台的“{action.name}”按钮，或运行 duban {action.key}，全年事项就画在这里。"
    soon = f"“{action.name}”将随后续版本提供；届时全年事项画在这一页。"
    write_value(sheet, 1, 1, how if action.built else soon, styles(font_size=11, font_color=SLATE, bg_color=PAPER))
    sheet.hide_gridlines(2)
    set_up_page(sheet, company, paper=A3, tall=1)
