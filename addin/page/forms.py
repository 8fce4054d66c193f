"""What a form gives, as the options of an action: read as a command line and 按钮选项 are."""

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from workbook_templates.reading.cells import Wrong, read_date
from workbook_templates.reading.option_values import AS_OF, value_of, values_of
from workbook_templates.tables.actions import Action, Option
from workbook_templates.tables.lists import YES


class FormTexts(Protocol):
    """The texts of a form."""

    def getlist(self, key: str) -> list[str]: ...


class NotFilled(Exception):
    """A field that can't be read: its label, what is wrong, what to do."""


def options_of(action: Action, form: FormTexts, files: Mapping[str, Sequence[Path]]) -> dict[str, Any]:
    """Every option of the action by its name. files: what was chosen, by the name of the option. Raises NotFilled."""
    return {option.name: read(option, form.getlist(option.name), files.get(option.name, ())) for option in action.options}


def read(option: Option, texts: Sequence[str], files: Sequence[Path]) -> Any:
    """One option. Raises NotFilled."""
    try:
        given = [text.strip() for text in texts if text.strip()]
        if option.kind == "file":
            found: Any = tuple(map(str, files)) if option.many else str(files[0]) if files else None
        elif option.kind == "yes":
            found = given == [YES]
        elif option.many and option.of:
            found = tuple(value_of(option, text) for text in given)
        else:
            found = values_of(option, given[0] if given else None)
    except Wrong as error:
        raise NotFilled(f"{option.label}：{'，'.join(error.args)}") from error
    if option.required and found in (None, (), ""):
        raise NotFilled(f"{option.label}：没有填，{option.help}")
    return found


def day_of(form: FormTexts) -> dt.date | None:
    """基准日; None where none was given. Raises NotFilled."""
    text = next(iter(form.getlist(AS_OF.field)), "").strip()
    try:
        return read_date(text, AS_OF) if text else None
    except Wrong as error:
        raise NotFilled(f"{AS_OF.header}：{'，'.join(error.args)}") from error
