"""The strip above a scoring table: the scorer's own figures, a line for each period, computed while somebody types."""

from collections.abc import Sequence
from fractions import Fraction

from workbook_templates.sent import scoring_formulas as formulas
from workbook_templates.sent.scored_part import ScoredPart, Scoring, ScoringRule
from workbook_templates.sent.scorer_kind import MARKS, SHARE
from workbook_templates.sent.sent_cells import decimal_text
from workbook_templates.sent.sent_file import SentRow
from workbook_templates.sheets.option_lists import column_letters
from workbook_templates.sheets.style import GREEN, LINE, NAVY, PAPER, RED, SLATE, WHITE, Format, Sheet, Styles
from workbook_templates.sheets.table_sheet import HEADER
from workbook_templates.tables.schema import Table

PANEL_LABELS = ("期间", "已打分", "平均分", "极差", "标准差", "差异化率", "下限", "结论")
NOTE_HEIGHT, LABEL_HEIGHT, FIGURE_HEIGHT = 20, 18, 28


def height_of_panel(scoring: Scoring, table: Table) -> int:
    """Rows that the strip takes: what 差异化率 is, the labels, a line for each period, and one left blank."""
    return 3 + len(scoring.parts[table.name])


def write_panel(sheet: Sheet, table: Table, styles: Styles, scoring: Scoring, body: int) -> None:
    """The strip above the header of the table. body: the first row of the table's body, counted from 0."""
    rule, last = scoring.rule, len(table.columns) - 1
    sheet.set_row(HEADER, NOTE_HEIGHT)
    note = styles(font_color=SLATE, indent=1)
    sheet.write_string(HEADER, 0, f"差异化率 ＝ {rule.definition}；得分折成百分制，按 {decimal_text(rule.step)} 分取整后比较。", note)
    sheet.set_row(HEADER + 1, LABEL_HEIGHT)
    label = styles(font_size=9, font_color=SLATE, bg_color=PAPER, align="center")
    for place, text in enumerate(PANEL_LABELS):
        write_wide(sheet, HEADER + 1, place, last, text, label)
    for line, part in enumerate(scoring.parts[table.name], HEADER + 2):
        sheet.set_row(line, FIGURE_HEIGHT)
        write_part(sheet, table, styles, rule, part, body, line)
    sheet.set_row(body - 2, 8)


def write_part(sheet: Sheet, table: Table, styles: Styles, rule: ScoringRule, part: ScoredPart, body: int, line: int) -> None:
    """The figures of one period."""
    letter, first = column_letters(table.headers.index(SHARE)), body + part.first + 1
    cells = f"${letter}${first}:${letter}${first + part.rows - 1}"
    points = "0." + "0" * rule.digits if rule.digits else "0"
    look = {"bold": True, "font_size": 13, "font_color": NAVY, "align": "center", "bottom": 2, "bottom_color": LINE, "bg_color": PAPER}
    plain, counted, share = styles(**look), styles(**look, num_format=points), styles(**look, num_format="0.0%")
    sheet.write_string(line, 0, part.period, plain)
    figures: list[tuple[str, Format, float | str]] = [
        (formulas.given(cells, part.rows), plain, f"{part.given} / {part.rows}"),
        (formulas.mean(cells, rule), counted, saved(part.mean)),
        (formulas.spread(cells, rule), counted, saved(part.spread)),
        (formulas.deviation(cells, rule), counted, saved(part.deviation)),
        (formulas.rate(cells, rule), share, saved(part.rate)),
    ]
    for place, (formula, style, value) in enumerate(figures, 1):
        sheet.write_formula(line, place, formula, style, value)
    sheet.write_number(line, len(figures) + 1, float(rule.bound), share)
    place, last = len(figures) + 2, len(table.columns) - 1
    write_wide(sheet, line, place, last, None, plain)
    sheet.write_formula(line, place, formulas.verdict(cells, rule), plain, part.verdict)
    for words, colour in ((rule.low, RED), (rule.fine, GREEN)):
        change = styles.change(font_color=WHITE, bg_color=colour)
        options = {"type": "cell", "criteria": "==", "value": f'"{words}"', "format": change}
        if sheet.conditional_format(line, place, line, place, options) < 0:
            raise ValueError(f"no conditional format: {options}")


def write_wide(sheet: Sheet, row: int, place: int, last: int, text: str | None, style: Format) -> None:
    """A cell of the strip; the last label takes what is left of the table's width."""
    if place == len(PANEL_LABELS) - 1 and place < last:
        sheet.merge_range(row, place, row, last, "", style)
    if text is None:
        sheet.write_blank(row, place, None, style)
    else:
        sheet.write_string(row, place, text, style)


def write_shares(sheet: Sheet, table: Table, styles: Styles, scoring: Scoring, rows: Sequence[SentRow], body: int) -> None:
    """The column with what R13 compares: one formula a row."""
    place = table.headers.index(SHARE)
    step = decimal_text(scoring.rule.step).partition(".")[2]
    look = styles(num_format=f"0.{'0' * len(step)}_ " if step else "0_ ", align="right", border=1, border_color=LINE, font_color=SLATE)
    for number, row in enumerate(rows, body):
        sheet.write_formula(number, place, share_formula(table, number, scoring.rule), look, saved(row.values[place]))


def share_formula(table: Table, row: int, rule: ScoringRule) -> str:
    """The formula of one row, counted from 0."""

    def cell(header: str) -> str:
        return f"${column_letters(table.headers.index(header))}{row + 1}"

    if table.name == "考评打分":
        return formulas.share_of_full(cell("得分"), cell("满分"), rule)
    ability, attitude, quality = map(cell, MARKS)
    return formulas.weighted_rating((ability, attitude, quality), rule)


def saved(value: object) -> float | str:
    """A figure as the file holds it beside its formula."""
    return float(value) if isinstance(value, Fraction | int) else ""
