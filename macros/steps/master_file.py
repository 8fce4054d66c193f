"""The master of a work folder: found, or laid out anew, with the cell functions as its VBA declares them."""

import re
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from addin import store
from addin.excel.wrappers import CellFunction
from addin.launchers import put_launcher
from macros.steps.report import Options, Progress
from workbook_templates.reading.errors import UsageError
from workbook_templates.tables.grid import Row

if TYPE_CHECKING:
    from addin.closed.file_book import FileBook


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
LAUNCHED = (".cmd", ".desktop")


def find(target: Path) -> Path:
    """The workbook that the call names; a folder means the master in it, a name without .xlsm or .xlsx the one there is, and a file to
    double-click, which a desktop may name by its URI, the master beside it.

    Raises UsageError, also where two are meant alike."""
    if (local := re.fullmatch(r"file:/+(?:localhost/)?(.+)", target.as_posix())) is not None:
        target = Path("/", unquote(local[1]))
    if target.suffix in LAUNCHED:
        target = target.parent
    if target.is_dir():
        masters = [path for path in (target / MASTER, (target / MASTER).with_suffix(".xlsx")) if path.is_file()]
        if not masters:
            raise UsageError(f"文件夹“{target}”里没有 {MASTER}。请写明工作簿的文件名。")
    elif target.exists():
        return target
    else:
        masters = [path for suffix in (".xlsm", ".xlsx") if (path := target.with_name(target.name + suffix)).is_file()]
        if not masters:
            raise UsageError(f"找不到“{target}”。请核对文件名和所在文件夹。")
    if len(masters) > 1:
        names = "和".join(path.name for path in masters)
        raise UsageError(f"“{masters[0].parent}”里 {names} 都有，不知道是哪一本，什么也没有做。请写明工作簿的文件名，不用的那一本请移走。")
    return masters[0]


def signature_note(book: "FileBook") -> tuple[str, ...]:
    """What is said before a workbook with a digital signature is written."""
    kept = "写入以前的原件留在“归档/备份”，那里的签名完好；要留着签名的，请把那一份另存"
    return (f"注意：{book.path.name} 带有数字签名，内容一改签名就失效。{kept}。",) if book.signed else ()


def create(folder: Path, rows: Mapping[str, Sequence[Row]], company: str, options: Options, progress: Progress, year: int = 0) -> Path:
    """Lay out the master of a year (0: this one) in `folder` with these rows; its path. It is whole or not there.

    UsageError where one is already, BookBusy while another run makes it."""
    from addin.excel.modules import master_modules
    from workbook_templates.master.master import write_master

    book = folder / MASTER
    with store.locked(book):
        for there in (book, book.with_suffix(".xlsx")):
            if there.exists():
                raise UsageError(f"“{folder}”里已经有 {there.name}，没有覆盖。请换一个文件夹，或先把它移走。")
        if folder.exists() and not folder.is_dir():
            raise UsageError(f"“{folder}”是一个文件，不是文件夹。请换一个名字。")
        progress("排版工作簿")
        try:
            for path in (folder, *store.folders(book)):
                store.operate("make folder", partial(path.mkdir, parents=True, exist_ok=True))
        except OSError as error:
            raise UsageError(f"建不了文件夹“{folder}”（{error.strerror}）。请换一个可以写的位置。") from error
        staged = folder / f".~新建_{MASTER}"
        try:
            modules = master_modules(cell_functions())
            store.operate(
                "write file", partial(write_master, staged, rows, company=company, year=year or options.now.year, modules=modules)
            )
            store.operate("name workbook", lambda: staged.rename(book))
        except BaseException:
            staged.unlink(missing_ok=True)
            raise
        put_launcher(folder)
    return book
