"""duban map: the whole year on the wall. A workbook of A3 pages, a page for a browser, and a picture of each page, in 输出.

The sheet 一张图 of the master follows each refresh; this action only reads the master, computes as a refresh would, and writes files.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from addin import font_files, outputs
from addin.book import Book
from macros.steps import once_a_day, past, session
from macros.steps.pages_written import remove_surplus, write
from macros.steps.report import Options, Progress, Report, Status
from udfs.pages.year_map import year_map
from udfs.rules.ground.workdays import Calendar
from udfs.rules.judging.judgement import judge
from udfs.rules.supervision.approved import apply_changes
from workbook_templates.map.map_layout import pages_of
from workbook_templates.map.map_rows import YearMap, lights_text

NAME = "一张图"
CHART, WEB = f"{NAME}.xlsx", f"{NAME}.html"
WANTED = "微软雅黑"
NO_FONT = "这台电脑上没有可用的中文字体，图片没有画；装上微软雅黑、思源黑体或 Noto Sans CJK 再做。"


def map(book: Book, options: Options, progress: Progress) -> Report:  # noqa: A001 - an action's function has the name of its command
    """一张图."""
    reading = session.read(book, options, progress)
    session.require(reading)
    progress("计算")
    calendar = Calendar(reading.tables.holidays)
    then, back = past.look_back(book, reading, options)
    tables = then.tables if back else apply_changes(reading.tables, reading.as_of, calendar).tables
    whole = year_map(judge(tables, reading.as_of, calendar))
    folder = outputs.place(book.path, NAME, reading.as_of) / f"{NAME}_{reading.as_of}"
    font = font_files.find()
    written, failed = write(folder, files(whole, font, progress))
    if not failed:  # pictures of a run that had more pages would hang beside the new ones
        remove_surplus(folder, f"{NAME}_[0-9][0-9]*.png", written)
    told = report(whole, reading, options, folder, font, written, failed)
    other = [f"没有找到字体“{WANTED}”，图片用“{font.family}”代替。"] if font is not None and font.family != WANTED else []
    said = once_a_day.fresh(book.path, options, other) if written else other
    told = replace(told, messages=(*told.messages, *said))
    return replace(told, messages=(*told.messages, *past.words(back)), figures={**told.figures, **past.figures(back)})


def picture_name(number: int) -> str:
    return f"{NAME}_{number:02d}.png"


def files(whole: YearMap, font: font_files.FontFiles | None, progress: Progress) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of each file, made one after the other."""
    from workbook_templates.map.map_chart import chart_workbook
    from workbook_templates.map.map_picture import Face, pictures
    from workbook_templates.map.map_web import web_page

    progress("画挂图")
    yield CHART, chart_workbook(whole)
    progress("写网页")
    yield WEB, web_page(whole)
    if font is not None:
        progress("画图片")
        for number, data in enumerate(pictures(whole, Face(font.regular, font.bold, font.face)), 1):
            yield picture_name(number), data


def report(
    whole: YearMap,
    reading: session.Reading,
    options: Options,
    folder: Path,
    font: font_files.FontFiles | None,
    written: Sequence[Path],
    failed: Sequence[str],
) -> Report:
    """What the clerk and a program are told."""
    pages, lights = len(pages_of(whole)), lights_text(whole.lights, whole.unlit, "、")
    secret = sum(row.secret for lane in whole.lanes for row in lane.rows)
    unnumbered = sum(not row.number for lane in whole.lanes for row in lane.rows)
    pictures = sum(path.suffix == ".png" for path in written)
    parts = [
        *([f"挂图“{CHART}”（A3 横向 {pages} 页，直接打印）"] if folder / CHART in written else []),
        *([f"网页“{WEB}”（可按部门、主题、灯、责任人筛选）"] if folder / WEB in written else []),
        *([f"图片 {pictures} 张"] if pictures else []),
    ]
    messages = [
        f"一张图：{whole.year}年度 {whole.total} 项，分 {len(whole.lanes)} 栏，基准日 {whole.day}；{lights}。",
        *([f"在“{outputs.told(folder)}”里：{'、'.join(parts)}。"] if parts else []),
        *failed,
        *([NO_FONT] if font is None else ()),
        *([f"{secret} 项有密级或带密级词，图上只有编号、部门和进度，没有内容。"] if secret else []),
        *([f"{unnumbered} 项还没有编号，先刷新再做一张图。"] if unnumbered else []),
        *session.unread_note(reading),
        *session.remarks(reading, options),
    ]
    figures = {
        "基准日": whole.day.isoformat(), "年度": whole.year, "项数": whole.total, "页数": pages,
        "主题": {lane.name: len(lane.rows) for lane in whole.lanes}, "灯": whole.lights, "未亮灯": whole.unlit,
        "不显示内容": secret, "字体": font.family if font else "", "文件夹": str(folder) if written else "", "改动": False,
    }  # fmt: skip
    status = Status.NOT_DONE if not written else Status.DONE_WITH_ENTRIES if failed or font is None else Status.DONE
    return Report("map", status, tuple(messages), figures, tuple(written))
