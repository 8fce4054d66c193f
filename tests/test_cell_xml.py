"""cell_xml: what of a value is stored, and when two values are the same cell."""

import datetime as dt
import re

import pytest

from addin.cell_xml import encoded, same, serial, unescaped
from workbook_templates.reading.characters import clean_text
from workbook_templates.reading.errors import BookRefused
from workbook_templates.tables.grid import LONGEST_TEXT, CellError, Value

DAY, NOON = dt.date(2025, 1, 1), dt.datetime(2025, 1, 1, 12)


@pytest.mark.parametrize(
    ("value", "xml"),
    [
        (None, "/>"),
        ("", "/>"),
        ("\x00", "/>"),
        (0.0, "><v>0</v></c>"),
        (5, "><v>5</v></c>"),
        (-0.1, "><v>-0.1</v></c>"),
        (1e300, "><v>1e+300</v></c>"),
        (0.1 + 0.2, "><v>0.30000000000000004</v></c>"),
        (True, ' t="b"><v>1</v></c>'),
        (False, ' t="b"><v>0</v></c>'),
        (float("nan"), ' t="e"><v>#NUM!</v></c>'),
        (float("-inf"), ' t="e"><v>#NUM!</v></c>'),
        (CellError("#N/A"), ' t="e"><v>#N/A</v></c>'),
        (CellError("#SPILL!"), ' t="e"><v>#N/A</v></c>'),
        (DAY, "><v>45658</v></c>"),
        (NOON, "><v>45658.5</v></c>"),
        ("a<&>\"'", ' t="inlineStr"><is><t xml:space="preserve">a&lt;&amp;&gt;"\'</t></is></c>'),
        ("_x0041_", ' t="inlineStr"><is><t xml:space="preserve">_x005F_x0041_</t></is></c>'),
        ("_x005F_x", ' t="inlineStr"><is><t xml:space="preserve">_x005F_x005F_x</t></is></c>'),
        ("_xyz_", ' t="inlineStr"><is><t xml:space="preserve">_xyz_</t></is></c>'),
    ],
)
def test_encoded(value: Value, xml: str) -> None:
    assert encoded(value, False).decode() == xml


@pytest.mark.parametrize(
    ("day", "since_1900", "since_1904"),
    [
        (dt.date(1900, 1, 1), 1, None),
        (dt.date(1900, 2, 28), 59, None),
        (dt.date(1900, 3, 1), 61, None),  # Excel knows a 29 February 1900
        (dt.date(1904, 1, 1), 1462, 0),
        (dt.date(2025, 1, 1), 45658, 44196),
        (dt.datetime(2025, 1, 1, 6), 45658.25, 44196.25),
        (dt.date(9999, 12, 31), 2958465, 2957003),
        (dt.date(1899, 12, 31), None, None),
    ],
)
def test_serial(day: dt.date, since_1900: float | None, since_1904: float | None) -> None:
    for expected, date1904 in ((since_1900, False), (since_1904, True)):
        if expected is None:
            with pytest.raises(BookRefused, match="早于"):
                serial(day, date1904)
        else:
            assert serial(day, date1904) == expected


@pytest.mark.parametrize(
    ("old", "new", "is_same"),
    [
        (None, "", True),
        (None, "\x01", True),
        (None, 0.0, False),
        (5.0, 5, True),
        (1.0, True, False),
        (True, True, True),
        (0.0, False, False),
        ("5", 5.0, False),
        ("a", "a\x07", True),
        ("a\nb", "a\r\nb", True),
        ("a", "A", False),
        (DAY, DAY, True),
        (DAY, dt.datetime(2025, 1, 1), True),
        (DAY, 45658.0, True),  # the column has lost its date format, or has one
        (45658.0, DAY, True),
        (45658.0, dt.date(2025, 1, 2), False),
        (dt.datetime(2025, 1, 1, 1, 2, 3, 457_000), dt.datetime(2025, 1, 1, 1, 2, 3, 456_789), True),  # a cell keeps milliseconds
        (dt.datetime(2025, 1, 1, 1, 2, 3), dt.datetime(2025, 1, 1, 1, 2, 4), False),
        (0.1, 0.1 + 1e-18, True),
        (0.1, 0.1 + 2e-17, False),
        ("2025-01-01", DAY, False),
        (CellError("#N/A"), CellError("#N/A"), True),
        (CellError("#N/A"), CellError("#REF!"), False),
        (CellError("#N/A"), "#N/A", False),
        (CellError("#NUM!"), float("nan"), True),
        ("旧", "长" * 40_000, False),
        (None, dt.date(1800, 1, 1), False),
    ],
)
def test_same(old: Value, new: Value, is_same: bool) -> None:
    assert same(old, new, False) == is_same


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("长" * LONGEST_TEXT, True),
        ("长" * (LONGEST_TEXT + 1), False),
        ("😀" * (LONGEST_TEXT // 2), True),
        ("😀" * (LONGEST_TEXT // 2 + 1), False),
    ],
)
def test_length_is_counted_as_excel_counts(text: str, fits: bool) -> None:
    if fits:
        assert re.search(text, encoded(text, False).decode())
    else:
        with pytest.raises(BookRefused, match="32767"):
            encoded(text, False)


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("a\tb\nc", "a\tb\nc"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("\x00\x1b[31m\x7f\x9f", "[31m"),
        ("\ud800x\ufffe\uffff", "x"),
        ("\ufeff\u200b", "\ufeff\u200b"),
    ],
)
def test_clean_text(text: str, clean: str) -> None:
    assert clean_text(text) == clean


def test_unescaped() -> None:
    assert unescaped("完成_x000a_日期_x005F_x_X") == "完成\n日期_x_X"
