"""The manual's made pages are what the schema, the settings and the actions say now."""

from pathlib import Path

import pytest

from workbook_templates import manual

DOCS = Path(__file__).parent.parent / "docs"


@pytest.mark.parametrize("name", manual.PAGES)
def test_made_page_is_current(name: str) -> None:
    assert (DOCS / name).read_text(encoding="utf-8") == manual.PAGES[name](), "运行 python -m workbook_templates.manual docs"
