"""duban doctor: what is wrong with the installation, line by line, each with its remedy.

The button asks more: the checks that need an open workbook (macros/steps/self_check.py), and it leaves all of it in 输出, so that whoever
has the machine can send the file on.
"""

from collections.abc import Sequence
from pathlib import Path

from addin import outputs
from addin.calc import health as calc_health
from addin.excel import health
from addin.excel.machine import this_machine
from addin.finding import Finding
from addin.whole_folder import WriteFailed, put_file
from macros.steps.report import Options, Progress, Report, Status

MARKS = {True: "正常", False: "要处理", None: "查不到"}


def doctor(options: Options, progress: Progress) -> Report:
    """诊断."""
    progress("检查安装")
    book = options.more.get("book")
    path = Path(book.fullname) if book is not None else None
    found = [*health.findings(this_machine(), path), *calc_health.findings()]
    if book is not None:
        from macros.steps.self_check import self_check

        progress("检查打开着的工作簿")
        found += self_check(book)
    lines = [line(one) for one in found]
    bad = [one for one in found if one.good is False]
    first = f"诊断：{len(found)} 项，{f'{len(bad)} 项要处理' if bad else '没有要处理的'}。"
    files, told = kept(path, [first, *lines], options) if path is not None else ((), ())
    figures = {"结果": [one._asdict() for one in found], "要处理": [one.name for one in bad]}
    return Report("doctor", Status.DONE_WITH_ENTRIES if bad else Status.DONE, (first, *lines, *told), figures, files)


def line(one: Finding) -> str:
    """[要处理] 字体：缺 仿宋_GB2312。办法：印发以前装上。"""
    remedy = f"。办法：{one.remedy}。" if one.remedy else ""
    return f"[{MARKS[one.good]}] {one.name}：{one.said}{remedy}"


def kept(book: Path, lines: Sequence[str], options: Options) -> tuple[tuple[Path, ...], tuple[str, ...]]:
    """The findings as a file in 输出, and a line that names it."""
    path = outputs.place(book, "诊断", options.now.date()) / f"诊断_{options.now:%Y%m%d-%H%M%S}.txt"
    try:
        put_file(path, "\r\n".join([*lines, ""]).encode("utf-8-sig"))
    except WriteFailed as error:
        return (), (f"结果没能写进“输出”（{error}）。",)
    return (path,), (f"结果在“{outputs.told(path)}”，请发给维护人。",)
