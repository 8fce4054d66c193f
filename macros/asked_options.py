"""What 按钮选项 asks of the action whose button was clicked, and what of it is forgotten when it is done."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from addin import store
from addin.book import Book
from workbook_templates.reading import button_options
from workbook_templates.reading.button_options import SHEET, VALUE, AskedOption
from workbook_templates.reading.errors import DubanError, UsageError
from workbook_templates.reading.parse import Problem
from workbook_templates.tables.actions import Action, Option

NOTHING = "什么也没有改动。"


class Given(NamedTuple):
    """What 按钮选项 says for one action. more: the value of each of its options; rows: those that are filled in."""

    more: Mapping[str, Any]
    rows: Sequence[AskedOption]

    @property
    def told(self) -> str:
        """'选项：文书种类 督办通报、正式编号 是。', '' where nothing is filled in."""
        named = "、".join(f"{one.option.label} {' '.join(one.text.split())}" for one in self.rows)
        return f"用的“{SHEET}”：{named}。" if named else ""

    @property
    def places(self) -> str:
        """Where each value stands, for when one of them was not right."""
        named = "；".join(f"第 {one.row} 行“{one.option.label}”是“{one.text}”" for one in self.rows)
        return f"“{SHEET}”的“{VALUE}”：{named}。要改的在那里改好，再点。" if named else ""


def given_to(action: Action, book: Book) -> Given:
    """The options of the action. Raises UsageError for a wrong or a missing one."""
    more: dict[str, Any] = {option.name: option.default for option in action.options}
    if not action.asks:
        return Given(more, ())
    grid = book.read([SHEET]).get(SHEET)
    found, problems = button_options.read(grid, action) if grid is not None else ([], [])
    if problems:
        listed = [told(problem) for problem in problems]
        raise UsageError("\n".join([f"“{SHEET}”里有不对的，{action.name}没有做，{NOTHING}", *listed]))
    rows = [one for one in found if one.text]
    more |= {one.option.name: one.value for one in rows}
    for option in action.options:
        if option.required and more[option.name] in (None, ()):
            raise UsageError(missing(action, option, found, there=grid is not None))
    for option in action.options:
        if option.kind == "file":
            value, folder = more[option.name], book.path.parent
            more[option.name] = tuple(placed(one, folder) for one in value) if option.many else placed(value, folder)
    return Given(more, rows)


def told(problem: Problem) -> str:
    """“按钮选项”第 33 行“取值”（几个）：抽几个：“几个”不是整数。填整数，如 5。"""
    place = (f"第 {problem.row} 行" if problem.row else "") + f"“{problem.header}”" + (f"（{problem.value}）" if problem.value else "")
    return f"  “{SHEET}”{place}：{problem.problem}。{problem.remedy}。"


def missing(action: Action, option: Option, found: Sequence[AskedOption], *, there: bool) -> str:
    """The message where an option that the action can't do without is blank: which cell to fill in."""
    if not there:
        return (
            f"“{action.name}”要先知道{option.label}，而这本工作簿还没有“{SHEET}”这张表，{NOTHING}"
            "请保存并关闭工作簿，运行升级（duban upgrade），表就有了；别的按钮照常能用。"
        )
    row = next((one.row for one in found if one.option is option), None)
    if row is None:
        return (
            f"“{SHEET}”里没有“{action.name}”的“{option.label}”这一行，{NOTHING}"
            f"请在表的最下面加一行：操作填“{action.name}”，选项填“{option.label}”，取值填{option.help}，再点“{action.name}”。"
        )
    return f"“{action.name}”要先在“{SHEET}”第 {row} 行的“{VALUE}”里填{option.label}（{option.help}），再点。{NOTHING}"


def placed(path: str, folder: Path) -> str:
    """The whole path of a file; one beside the workbook or in 回收 may be given by its name alone."""
    for place in (folder, store.folders(folder / "督办").returned):
        if path and (place / path).exists():
            return str(place / path)
    return str(folder / path) if path else path


def forget(action: Action, book: Book) -> str:
    """Empty what is done once, so that the next click does not repeat it; what is told of it."""
    grid = book.read([SHEET]).get(SHEET)
    rows = [one for one in button_options.read(grid, action)[0] if one.option.once and one.value] if grid is not None else []
    if not rows:
        return ""
    labels = "、".join(f"“{one.option.label}”" for one in rows)
    book.update(SHEET, {(one.at, VALUE): None for one in rows})
    try:
        book.commit(None)
    except DubanError as error:
        return f"已经办好，但“{SHEET}”里的{labels}没能清空（{error}）。请自己清空，免得下次再办一遍。"
    return f"“{SHEET}”里的{labels}已清空，下次点不会再办一遍。"
