"""A Word template as the office might have edited it."""

import io
from collections.abc import Sequence

from docx import Document
from docx.document import Document as Paper


def saved(paper: Paper) -> bytes:
    """What Word would write."""
    file = io.BytesIO()
    paper.save(file)
    return file.getvalue()


def template(*paragraphs: str, rows: Sequence[Sequence[str]] = (), after: Sequence[str] = ()) -> bytes:
    """A template with these paragraphs, a table of these rows, and more paragraphs."""
    paper = Document()
    for text in paragraphs:
        paper.add_paragraph(text)
    if rows:
        table = paper.add_table(len(rows), max(map(len, rows)))
        for row, texts in zip(table.rows, rows, strict=True):
            for cell, text in zip(row.cells, texts, strict=False):
                cell.text = text
    for text in after:
        paper.add_paragraph(text)
    return saved(paper)
