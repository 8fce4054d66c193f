"""What of a text a cell keeps (workbook_templates/tables/grid.py)."""

import pytest

from workbook_templates.tables.grid import LONGEST_TEXT, fitting


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("", ""),
        ("短", "短"),
        ("长" * LONGEST_TEXT, "长" * LONGEST_TEXT),
        ("长" * (LONGEST_TEXT + 1), "长" * (LONGEST_TEXT - 2) + "……"),
        ("😀" * (LONGEST_TEXT // 2), "😀" * (LONGEST_TEXT // 2)),
        ("😀" * (LONGEST_TEXT // 2 + 1), "😀" * ((LONGEST_TEXT - 2) // 2) + "……"),
    ],
)
def test_a_text_that_is_only_shown_fits_into_a_cell(text: str, kept: str) -> None:
    """A sign beyond the first 65,536 counts two, and is never cut in half."""
    assert fitting(text) == kept
