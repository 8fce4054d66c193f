"""What departments send back: their sheets, filled in with what they know that day, by the programs that people use."""

import datetime as dt
from pathlib import Path
from typing import Any

import openpyxl
from support import writer_traits

from year.script import Asked, Script

TITLES, FIRST_ROW = 3, 4
WRITERS = (
    (),
    (),
    (writer_traits.wps_custom_xml, writer_traits.formats_of_columns),
    (writer_traits.formats_of_rows, writer_traits.byte_order_mark),
    (writer_traits.formats_of_cells, writer_traits.foreign_declaration),
)
"""openpyxl as it is, and its file as WPS, Excel and LibreOffice would have left it."""


def sent(script: Script, day: dt.date) -> None:
    """After 下发: for every file, when it will come back; some come late, some never, some are asked for again meanwhile."""
    for file in sorted((script.office.folder / "下发").rglob("*.xlsx")):
        if f"{day:%Y%m%d}" in file.name and script.chance(0.92):
            script.waiting.append(Asked(script.later(day, 0, 12 if script.chance(0.1) else 3), str(file)))


def come_back(script: Script, day: dt.date) -> bool:
    """Put today's answers into 回收; whether there are any."""
    due = [one for one in script.waiting if one.back <= day]
    script.waiting = [one for one in script.waiting if one.back > day]
    for one in due:
        answer(script, Path(one.file), day)
    return bool(due)


def put_away(folder: Path) -> None:
    """The clerk moves what was collected out of the way."""
    for file in (folder / "回收").glob("*.xlsx"):
        file.unlink()


def answer(script: Script, file: Path, day: dt.date) -> None:
    """One department's file as it fills it in on this day."""
    book: Any = openpyxl.load_workbook(file)
    for sheet in book.worksheets:
        titles = [cell.value for cell in sheet[TITLES]] if sheet.max_row >= TITLES else []
        filling = {"督办台账": items, "阶段目标": stages, "反馈记录": feedback, "指标": indicators}.get(sheet.title)
        for row in range(FIRST_ROW, sheet.max_row + 1) if filling else ():
            cells = {title: cell for title, cell in zip(titles, sheet[row], strict=True) if title}
            if filling and next(iter(cells.values())).value:
                filling(script, cells, day)
    target = script.office.folder / "回收" / f"{file.stem}_{day:%m%d}.xlsx"
    book.save(target)
    traits = script.draw.choice(WRITERS)
    if traits:
        target.write_bytes(writer_traits.rewritten(target.read_bytes(), traits, script.draw.randrange(1000)))


def items(script: Script, cells: dict[str, Any], day: dt.date) -> None:
    matter = script.matters.get(str(cells["编号"].value))
    if matter is None or cells["进展情况"].protection.locked:
        return
    cells["进展情况"].value = f"截至{day.month}月{day.day}日完成{script.draw.randint(1, 99)}项"
    if matter.told and matter.told <= day and cells["提交日期"].value is None and not cells["提交日期"].protection.locked:
        cells["提交日期"].value, cells["办结说明"].value, cells["佐证"].value = matter.done, "已按要求完成", "材料见附件"
        if not matter.stages and not cells["完成度"].protection.locked:
            cells["完成度"].value = 1


def stages(script: Script, cells: dict[str, Any], day: dt.date) -> None:
    matter, due = script.matters.get(str(cells["编号"].value)), cells["考核时限"].value
    if matter is None or cells["自评完成度"].protection.locked or not isinstance(due, dt.datetime):
        return
    over = due.date() <= day or matter.done <= day
    if over and cells["自评完成度"].value is None and script.chance(0.9):
        share = 1.0 if matter.done <= day else matter.stages.get(str(cells["阶段"].value), 1.0)
        cells["自评完成度"].value, cells["自评说明"].value = share, f"完成{share:.0%}"


def feedback(script: Script, cells: dict[str, Any], day: dt.date) -> None:
    due = cells["应反馈日期"].value
    if (
        not isinstance(due, dt.datetime)
        or due.date() > day + dt.timedelta(1)
        or cells["反馈日期"].value
        or cells["反馈日期"].protection.locked
    ):
        return
    if script.chance(0.85):
        late = due.date() < day and script.chance(0.3)
        given = day if late else min(due.date(), day)
        cells["反馈日期"].value, cells["反馈人"].value = given, cells["责任人"].value if "责任人" in cells else "联系人"
        cells["内容"].value = f"{given.month}月{given.day}日完成{script.draw.randint(1, 99)}处，累计{script.draw.randint(100, 999)}处"
        if late:
            cells["未按期原因"].value, cells["原因类别"].value = "出差", "主观"


def indicators(script: Script, cells: dict[str, Any], _: dt.date) -> None:
    if cells["实际值"].value is None and not cells["实际值"].protection.locked and script.chance(0.8):
        cells["实际值"].value = float(script.draw.randint(60, 110))
