"""What a page of its own for a browser is made of: one file, no network, nothing in it that a text of a workbook could start."""

import base64
import hashlib
from collections.abc import Sequence
from html import escape

from workbook_templates.reading.characters import CONTROL


def own_page(title: str, style: str, script: str, body: str) -> bytes:
    """The bytes of a page, UTF-8. Its own policy lets no script run but this one, by its hash, and loads nothing.

    title: a text; style, script, body: as they stand in the page, texts in them escaped."""
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    text = (
        f'<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{policy}">'
        f'<meta name="viewport" content="width=device-width"><title>{safe(title)}</title><style>{style}</style></head><body>'
        f"{body}<script>{script}</script></body></html>\n"
    )
    return text.encode("utf-8")


def safe(text: str) -> str:
    """A text of a workbook: signs that HTML does not allow left out, the others escaped."""
    return escape(CONTROL.sub("", text), quote=True)


def choice(name: str, label: str, values: Sequence[str]) -> str:
    """A field of a bar of filters to choose one value, or all."""
    options = "".join(f"<option>{safe(value)}</option>" for value in values)
    return f'<label>{label} <select name="{name}" data-name="{label}"><option value="">全部</option>{options}</select></label>'
