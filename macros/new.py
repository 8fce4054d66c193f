"""duban new: an empty master workbook with its work folders around it."""

from pathlib import Path

from macros.steps.master_file import create
from macros.steps.report import Options, Progress, Report, Status, program_name


def new(folder: Path, options: Options, progress: Progress) -> Report:
    """新建."""
    if options.more.get("from"):
        from macros.next_year import next_year

        return next_year(folder, str(options.more["from"]), options, progress)
    book = create(folder, {}, "", options, progress)
    message = f"已新建 {book}，旁边是下发、回收、输出、归档、模板五个文件夹。"
    next_step = f"先填“参数”里的单位名称，再填“部门”“人员”“督办台账”，然后运行 {program_name()} refresh {folder}。"
    return Report("new", Status.DONE, (message, next_step), {"工作簿": str(book)}, (book,))
