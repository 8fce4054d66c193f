"""The manual's made pages are what the schema, the settings and the actions say now."""

from pathlib import Path

import pytest
from manual_pages import PAGES, made_page

from udfs import calling_workbook
from workbook_templates.documents import kinds
from workbook_templates.master import board_formulas
from workbook_templates.master.master import sheet_order

DOCS = Path(__file__).parent.parent / "docs"


@pytest.mark.parametrize("name", PAGES)
def test_made_page_is_current(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The functions' examples are worked out without a workbook, whatever another test has left open."""
    monkeypatch.setattr(calling_workbook, "caller", lambda: None)
    assert (DOCS / name).read_text(encoding="utf-8") == made_page(name), "运行 python docs/tools/manual_pages.py"


@pytest.mark.parametrize("name", [*sheet_order()[:-1], *kinds.NAMES, *(ask.title for ask in board_formulas.ASKS)])
def test_the_manual_tells_of_every_sheet_paper_and_cell_to_fill(name: str) -> None:
    assert name in (DOCS / "手册.md").read_text(encoding="utf-8")
