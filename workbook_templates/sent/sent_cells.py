"""A cell that is sent and comes back: its value and the key of its row as text, the same before and after any program has saved it."""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction

from workbook_templates.reading.cells import written
from workbook_templates.reading.names import closed
from workbook_templates.tables.schema import Column

DIGITS = Context(prec=15, rounding=ROUND_HALF_UP)


def sent_text(value: object, column: Column) -> str:
    """A typed value as 下发值. The column reads it back as the same value: 2026-03-05, 87.5%, 0.125; "" for a blank.

    Line ends are made alike, and a number has 15 digits, because that is what LibreOffice keeps of them when it saves a file. Three-way
    comparing takes all three sides through here.
    """
    if isinstance(value, Fraction):
        return decimal_text(value, 2) + "%" if column.kind == "rate" else decimal_text(value)
    shown = written(value)
    return same_line_ends(shown) if isinstance(shown, str) else "" if shown is None else str(shown)


def same_line_ends(text: str) -> str:
    """With line feeds alone."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def decimal_text(number: Fraction, places: int = 0) -> str:
    """A number to 15 digits, without needless zeros, its decimal point moved `places` to the right."""
    decimal = DIGITS.divide(Decimal(number.numerator), Decimal(number.denominator)).scaleb(places)
    text = f"{decimal:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def part_text(value: object) -> str:
    """A part of a key as text, as it is compared: a date as 2026-12-30, a name without width and blanks."""
    return "" if value is None else closed(str(value))


def key_texts(values: Iterable[object]) -> tuple[str, str]:
    """The values of a row's key as they stand under 编号 and 阶段 of 批次: the first, and the others joined with "/".

    Nothing is ever cut out of the second again: a returned row is known by making its text anew."""
    first, *others = (part_text(value) for value in values)
    return first, "/".join(others)
