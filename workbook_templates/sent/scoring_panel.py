"""The strip above a scoring table: the scorer's own figures, a line for each period, computed while somebody types.

R13 stands there as formulas of Excel 2016, WPS and LibreOffice: no dynamic arrays, no array entry. Scores are doubles, not fractions:
a quotient is rounded to NOISE decimals first, so that a half is a half, and then half up.
"""

from collections.abc import Sequence
from fractions import Fraction

from workbook_templates.sent.scorer_kind import PERSON_MARKS, SHARE
from workbook_templates.sent.sent_cells import decimal_text
from workbook_templates.sent.sent_file import NOT_BEGUN, ScoredPart, Scoring, ScoringRule, SentRow
from workbook_templates.sheets.option_lists import column_letters
from workbook_templates.sheets.style import GREEN_FILL, LINE_COLOUR, NAVY, PAPER, RED_FILL, SLATE, WHITE, Format, Sheet, Styles
from workbook_templates.sheets.table_sheet import HEADER
from workbook_templates.tables.schema import Table

NOISE = 6
"""Decimals beyond which a quotient of typed decimals says nothing."""


def stepped(quotient: str, step: Fraction) -> str:
    """A quotient in steps of 差异化并档精度, as points of 100."""
    return f"ROUND(ROUND(ROUND({quotient},{NOISE}),0)*{decimal_text(step)},8)"


def share_of_full(score: str, full: str, rule: ScoringRule) -> str:
    """得分 in percent of 满分; "" without one of them."""
    value = stepped(f"{score}*100/{full}/{decimal_text(rule.step)}", rule.step)
    return f'=IF(AND(ISNUMBER({score}),ISNUMBER({full})),IF({full}=0,"",{value}),"")'


def weighted_rating(cells: tuple[str, str, str], rule: ScoringRule) -> str:
    """The three marks by weight; "" while one is missing."""
    whole = sum(rule.weights)
    if not whole:
        return '=""'
    total = "+".join(f"{cell}*{decimal_text(weight)}" for cell, weight in zip(cells, rule.weights, strict=True))
    value = stepped(f"({total})/{decimal_text(whole)}/{decimal_text(rule.step)}", rule.step)
    return f'=IF(COUNT({",".join(cells)})<3,"",{value})'


def shown(cells: str, figure: str, rule: ScoringRule) -> str:
    """A figure of the scores, rounded as the workbook shows it; "" without scores."""
    return f'=IF(COUNT({cells})=0,"",ROUND(ROUND({figure},9),{rule.digits}))'


def mean(cells: str, rule: ScoringRule) -> str:
    return shown(cells, f"AVERAGE({cells})", rule)


def spread(cells: str, rule: ScoringRule) -> str:
    """极差."""
    return shown(cells, f"MAX({cells})-MIN({cells})", rule)


def deviation(cells: str, rule: ScoringRule) -> str:
    """标准差 of the population."""
    return shown(cells, f"STDEVP({cells})", rule)


def told_apart(cells: str, rule: ScoringRule) -> str:
    """The numerator of 差异化率 by 差异化口径."""
    if rule.by == "扣分面":
        return f'COUNTIF({cells},"<100")'
    if rule.by == "异值率":
        return f"SUMPRODUCT(--(FREQUENCY({cells},{cells})>0))"
    return f"(COUNT({cells})-SUMPRODUCT(MAX(FREQUENCY({cells},{cells}))))"


def rate(cells: str, rule: ScoringRule) -> str:
    """差异化率, 0..1; "" without scores."""
    return f'=IF(COUNT({cells})=0,"",{told_apart(cells, rule)}/COUNT({cells}))'


def verdict(cells: str, rule: ScoringRule) -> str:
    """结论, in the words of the sheet 差异化."""
    short = f"ROUND({told_apart(cells, rule)}-{decimal_text(rule.bound)}*COUNT({cells}),8)<0"
    judged = f'IF(COUNT({cells})<{rule.least},"{rule.few}",IF({short},"{rule.low}","{rule.fine}"))'
    return f'=IF(COUNT({cells})=0,"{NOT_BEGUN}",{judged})'


def given(cells: str, rows: int) -> str:
    """How many of the rows have a score."""
    return f'=COUNT({cells})&" / {rows}"'


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
    look = {
        "bold": True,
        "font_size": 13,
        "font_color": NAVY,
        "align": "center",
        "bottom": 2,
        "bottom_color": LINE_COLOUR,
        "bg_color": PAPER,
    }
    plain, counted, share = styles(**look), styles(**look, num_format=points), styles(**look, num_format="0.0%")
    sheet.write_string(line, 0, part.period, plain)
    figures: list[tuple[str, Format, float | str]] = [
        (given(cells, part.rows), plain, f"{part.given} / {part.rows}"),
        (mean(cells, rule), counted, saved(part.mean)),
        (spread(cells, rule), counted, saved(part.spread)),
        (deviation(cells, rule), counted, saved(part.deviation)),
        (rate(cells, rule), share, saved(part.rate)),
    ]
    for place, (formula, style, value) in enumerate(figures, 1):
        sheet.write_formula(line, place, formula, style, value)
    sheet.write_number(line, len(figures) + 1, float(rule.bound), share)
    place, last = len(figures) + 2, len(table.columns) - 1
    write_wide(sheet, line, place, last, None, plain)
    sheet.write_formula(line, place, verdict(cells, rule), plain, part.verdict)
    for words, colour in ((rule.low, RED_FILL), (rule.fine, GREEN_FILL)):
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
    look = styles(
        num_format=f"0.{'0' * len(step)}_ " if step else "0_ ", align="right", border=1, border_color=LINE_COLOUR, font_color=SLATE
    )
    for number, row in enumerate(rows, body):
        sheet.write_formula(number, place, share_formula(table, number, scoring.rule), look, saved(row.values[place]))


def share_formula(table: Table, row: int, rule: ScoringRule) -> str:
    """The formula of one row, counted from 0."""

    def cell(header: str) -> str:
        return f"${column_letters(table.headers.index(header))}{row + 1}"

    if table.name == "考评打分":
        return share_of_full(cell("得分"), cell("满分"), rule)
    ability, attitude, quality = map(cell, PERSON_MARKS)
    return weighted_rating((ability, attitude, quality), rule)


def saved(value: object) -> float | str:
    """A figure as the file holds it beside its formula."""
    return float(value) if isinstance(value, Fraction | int) else ""
