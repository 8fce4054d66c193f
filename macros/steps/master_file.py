"""The master of a work folder: found, or laid out anew, with the cell functions as its VBA declares them."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from addin import store
from addin.excel.wrappers import CellFunction
from macros.steps.report import Options, Progress
from workbook_templates.reading.errors import UsageError
from workbook_templates.tables.grid import Row


def cell_functions() -> tuple[CellFunction, ...]:
    """Every function of udfs.functions, in the order of product.md §3."""
    from udfs.functions import FUNCTIONS  # loads xlwings, which nothing else that calls this needs

    return tuple(
        CellFunction(
            one.name,
            one.help,
            tuple(argument.name for argument in one.arguments),
            sum(argument.optional for argument in one.arguments),
            tuple(argument.help for argument in one.arguments),
            one.fills,
        )
        for one in FUNCTIONS.values()
    )


MASTER = "督办总台账.xlsm"


def find(target: Path) -> Path:
    """The workbook that the call names; a folder means the master in it. Raises UsageError."""
    if target.is_dir():
        masters = sorted(path for path in target.glob("督办总台账.xls[mx]"))
        if not masters:
            raise UsageError(f"文件夹“{target}”里没有 {MASTER}。请写明工作簿的文件名。")
        return masters[0]
    if not target.exists():
        raise UsageError(f"找不到“{target}”。请核对文件名和所在文件夹。")
    return target


def create(folder: Path, rows: Mapping[str, Sequence[Row]], company: str, options: Options, progress: Progress, year: int = 0) -> Path:
    """Lay out the master of a year (0: this one) in `folder` with these rows; its path. UsageError where one is already."""
    from addin.excel.modules import master_modules
    from workbook_templates.master.master import write_master

    book = folder / MASTER
    if book.exists():
        raise UsageError(f"“{folder}”里已经有 {MASTER}，没有覆盖。请换一个文件夹，或先把它移走。")
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"“{folder}”是一个文件，不是文件夹。请换一个名字。")
    progress("排版工作簿")
    try:
        for path in (folder, *store.folders(book)):
            path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"建不了文件夹“{folder}”（{error.strerror}）。请换一个可以写的位置。") from error
    write_master(book, rows, company=company, year=year or options.now.year, modules=master_modules(cell_functions()))
    return book
