"""What a page of its own for a browser is made of: one file, no network, nothing in it that a text of a workbook could start."""

import base64
import hashlib
import re
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from html import escape

from workbook_templates.reading.cells import text_of
from workbook_templates.reading.characters import CONTROL
from workbook_templates.sheets import style
from workbook_templates.tables.grid import Value


def own_page(title: str, look: str, script: str, body: str) -> bytes:
    """The bytes of a page, UTF-8. Its own policy lets no script run but this one, by its hash, and loads nothing.

    title: a text; look, script, body: as they stand in the page, texts in them escaped; without a script none may run."""
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    allowed = f"'sha256-{digest}'" if script else "'none'"
    policy = f"default-src 'none'; style-src 'unsafe-inline'; script-src {allowed}; base-uri 'none'; form-action 'none'"
    text = (
        f'<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{policy}">'
        f'<meta name="viewport" content="width=device-width"><title>{safe(title)}</title><style>{look}</style></head><body>'
        f"{body}{f'<script>{script}</script>' if script else ''}</body></html>\n"
    )
    return text.encode("utf-8")


def with_colours(text: str) -> str:
    """A style sheet with the colours and the type of 操作台 in place of their names: @NAVY, @FONT."""
    return re.sub(r"@([A-Z_]+)\b", lambda found: str(getattr(style, found[1])), text)


def figure_text(value: Value, pattern: str) -> str:
    """A figure in the number format of its cell: 0, 0.00, 0.0%; halves are rounded up, as Excel shows them."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return text_of(value) or "—"
    exact, places = Decimal(repr(value)), Decimal(1).scaleb(-len(pattern.rstrip("%").partition(".")[2]))
    percent = pattern.endswith("%")
    return f"{(exact * 100 if percent else exact).quantize(places, ROUND_HALF_UP)}{'%' if percent else ''}"


def safe(text: str) -> str:
    """A text of a workbook: signs that HTML does not allow left out, the others escaped."""
    return escape(CONTROL.sub("", text), quote=True)


def choice(name: str, label: str, values: Sequence[str]) -> str:
    """A field of a bar of filters to choose one value, or all."""
    options = "".join(f"<option>{safe(value)}</option>" for value in values)
    return f'<label>{label} <select name="{name}" data-name="{label}"><option value="">全部</option>{options}</select></label>'
