"""What a command line or a cell of 按钮选项 gives for an option, checked in the same way."""

import datetime as dt
import re
import unicodedata

from workbook_templates.reading.cells import Wrong, error_in, number_in, plain, text_of
from workbook_templates.reading.names import JOINTS
from workbook_templates.tables.actions import Option
from workbook_templates.tables.grid import CellError, Value
from workbook_templates.tables.lists import NO, YES
from workbook_templates.tables.schema import C, Column

FILES = re.compile(r"[;；\n]+")
"""What stands between files: their names may hold 、 and a comma."""
PAIRS = re.compile(rf"{JOINTS.pattern}(?=[^、,;\n=]*=)")
"""What stands between 提前提醒天数=7,3,1 and the next name."""
QUOTES = "\"'“”"
"""What Windows puts around the path of a file that is copied as text."""


AS_OF = Column("as_of", "date", C("基准日"))


def value_of(option: Option, value: Value) -> str | int | bool:
    """One value of the option. Raises Wrong."""
    if isinstance(value, CellError):
        raise error_in(value)
    if option.kind == "number":
        number = number_in(value, "填整数，如 5")
        if number is None or number.denominator != 1:
            raise Wrong(f"“{text_of(value)}”不是整数", "填整数，如 5")
        return int(number)
    if isinstance(value, dt.date):
        raise Wrong(f"“{text_of(value)}”是日期", "填文字：先打一个单引号再填，如 '2026-10")
    if option.kind in ("file", "pair"):
        return text_of(value).strip().strip(QUOTES).strip()
    text, choices = plain(value), (YES, NO) if option.kind == "yes" else option.of
    if choices and text not in choices:
        raise Wrong(f"“{text}”不在可选值中", f"可选：{'、'.join(choices)}")
    return text == YES if option.kind == "yes" else text


def values_of(option: Option, value: Value) -> object:
    """What a cell gives: the option's default where it is blank, several values where the option takes them. Raises Wrong."""
    if isinstance(value, str | None) and not (value or "").strip():
        return option.default
    if not option.many:
        return value_of(option, value)
    parts: list[Value] = [part for part in parted(option, value) if part.strip()] if isinstance(value, str) else [value]
    return tuple(dict.fromkeys(value_of(option, part) for part in parts)) or option.default


def parted(option: Option, text: str) -> list[str]:
    """Several values in one text."""
    if option.kind == "file":
        return FILES.split(text)
    return (PAIRS if option.kind == "pair" else JOINTS).split(unicodedata.normalize("NFKC", text))
