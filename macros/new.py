"""duban new: an empty master workbook with its work folders around it."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from addin import store
from macros.actions_on_files import MASTER
from macros.steps.report import Options, Progress, Report, Status, program_name
from workbook_templates.reading.errors import UsageError
from workbook_templates.tables.grid import Row


def new(folder: Path, options: Options, progress: Progress) -> Report:
    """新建."""
    if options.more.get("from"):
        from macros.next_year import next_year

        return next_year(folder, str(options.more["from"]), options, progress)
    book = create(folder, {}, "", options, progress)
    message = f"已新建 {book}，旁边是下发、回收、输出、归档、模板五个文件夹。"
    next_step = f"先填“参数”里的单位名称，再填“部门”“人员”“督办台账”，然后运行 {program_name()} refresh {folder}。"
    return Report("new", Status.DONE, (message, next_step), {"工作簿": str(book)}, (book,))


def create(folder: Path, rows: Mapping[str, Sequence[Row]], company: str, options: Options, progress: Progress, year: int = 0) -> Path:
    """Lay out the master of a year (0: this one) in `folder` with these rows; its path. UsageError where one is already."""
    from addin.excel.modules import master_modules
    from macros.steps.cell_functions import cell_functions
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
