"""duban minutes: what the minutes of a meeting ask for, as a list to correct and tick; then the ticked ones as 立项, each once.

The call is the same both times: the minutes themselves, whose list in 输出 is looked for by the key of its rows, or a list.
"""

import re
from collections.abc import Iterable, Sequence
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

from addin import outputs, store
from addin.book import Book
from addin.dated_names import next_name
from addin.foreign.reader import TEXTS, Reader
from addin.whole_folder import WriteFailed, put_file
from macros.steps import run_log, session
from macros.steps.report import Options, Progress, Report, again
from udfs.exchange.minutes.listing import MinutesPaper, read_paper, rows_of_paper
from udfs.exchange.minutes.ticked import RefusedCell, Ticked, TickedRows, meeting_of
from udfs.exchange.minutes.who import Parties
from udfs.rules.ground.workdays import Calendar
from udfs.rules.judging.numbering import Numbers, following
from workbook_templates.leaving.minutes_list import MINUTES_LIST, ROW_MARK, MinutesPage, MinutesRow, meetings_in, minutes_workbook, rows_in
from workbook_templates.reading.cells import written
from workbook_templates.reading.characters import is_nothing
from workbook_templates.reading.errors import BookRefused, FileRefused, UsageError
from workbook_templates.reading.minutes_text import MinutesBlock
from workbook_templates.reading.parse import roster_in
from workbook_templates.tables.daily import Meeting
from workbook_templates.tables.grid import Value

SHOWN = 12
NUMBERED = re.compile(r"(.*?)(\d+)")


class FoundList(NamedTuple):
    """A list that lies in 输出, or was given."""

    path: Path
    rows: list[MinutesRow]
    meetings: list[dict[str, Value]]


def minutes(book: Book, options: Options, progress: Progress) -> Report:
    """纪要立项."""
    path = Path(options.more["file"])
    if not path.is_file():
        raise UsageError(f"找不到“{path}”，什么也没有改动。请核对纪要的文件名和所在文件夹。")
    if path.resolve() == book.path.resolve():
        raise UsageError("给出的就是这本总台账自己，什么也没有改动。请给出纪要（.docx、.txt）或“纪要立项”清单。")
    reading = session.read(book, options, progress)
    session.require(reading)
    progress("读取纪要")
    if path.suffix.lower() in (".xlsx", ".xlsm"):
        found = lists_read([path])
        if not found:
            raise FileRefused(f"{path.name} 不是“{MINUTES_LIST}”清单（没有“立项”“事项”“主责部门”三列），什么也没有改动。")
        return take(book, options, reading, found)
    parties = Parties(reading.tables.departments, reading.tables.people)
    paper = read_paper(blocks_in(path), parties, Calendar(reading.tables.holidays), held_day(options, reading) or reading.as_of)
    if not paper.lines:
        raise FileRefused(f"{path.name} 里没有文字（可能是扫描的图片），什么也没有改动。请用有文字的 Word 或文本文件。")
    lying = lists_lying(store.folders(book.path).output)
    mine = [one for one in lists_read(lying) if any(row.mark.startswith(paper.key + "-") for row in one.rows)] if lying else []
    if not mine:
        return listed(book, options, reading, path, paper, parties)
    return take(book, options, reading, mine)


def blocks_in(path: Path) -> list[MinutesBlock]:
    """The paragraphs of minutes, read in a child. Raises FileRefused."""
    with Reader(how=TEXTS) as reader:
        ((_, told),) = reader.texts([path])
    if isinstance(told, FileRefused):
        raise told
    return told


def lists_lying(output: Path) -> list[Path]:
    """What may be a list in 输出: what lies in the folder of these lists, whatever it is called now, and what is called like one."""
    kept = output.glob(f"{outputs.folder_of(MINUTES_LIST)}/????-??/*.xlsx")
    return sorted({*outputs.lying(output, f"{MINUTES_LIST}*.xlsx"), *kept}, key=lambda path: (path.name, path))


def lists_read(paths: Sequence[Path]) -> list[FoundList]:
    """Those of the files that are lists; of one file alone why it can't be read is raised."""
    found = []
    with Reader() as reader:
        for path, told in reader.read(paths):
            if isinstance(told, FileRefused):
                if len(paths) == 1:
                    raise told
            elif rows := rows_in(told):
                found.append(FoundList(path, rows, meetings_in(told)))
    return found


def held_day(options: Options, reading: session.Reading) -> Any:
    """The day of the meeting that --meeting names; None for none."""
    number = options.more.get("meeting")
    return next((row.day for row in reading.tables.meetings if number and row.number == number), None)


# the first time


def listed(book: Book, options: Options, reading: session.Reading, path: Path, paper: MinutesPaper, parties: Parties) -> Report:
    """Write the list."""
    tables = reading.tables
    meetings = tables.meetings if paper.origin == "会议纪要" or options.more.get("meeting") else ()
    ordered = paper.origin != "会议纪要" and not options.more.get("meeting")
    number = options.more.get("meeting") or ("" if ordered else next_meeting_number(tables.meetings, f"HY{paper.day:%y}-"))
    known = next((row for row in meetings if row.number == number), None)
    rows, others = rows_of_paper(paper, number, parties)
    said: dict[str, Value] = {} if ordered else meeting_cells(paper, number, known, path)
    open_ = sum(bool(row.values.get("备注")) for row in rows)
    told = f"{path.name}，会议日 {paper.day}：{len(rows)} 项，要看的 {open_} 项"
    units = [row.name for row in tables.departments if row.name]
    page = MinutesPage(tables.settings.company, reading.as_of, told, rows, others, said, units)
    target = next_name(
        outputs.place(book.path, MINUTES_LIST, options.now.date()), f"{MINUTES_LIST}_{store.safe_name(path.stem)}", ".xlsx", options.now
    )
    try:
        put_file(target, minutes_workbook(page))
    except WriteFailed as error:
        raise BookRefused(f"“{outputs.told(target)}”没有写成（{error}），什么也没有改动。请检查磁盘和权限。") from error
    messages = [
        f"从 {path.name} 读出 {len(rows)} 项，其中 {open_} 项有要您看的；不立项的 {len(others)} 段，各有原因。",
        *([] if paper.day_told else [f"纪要里没有写会议是哪天，时限从 {paper.day} 算起；不对的，用 --meeting 写明“会议”里的编号再办。"]),
        f"清单：{outputs.told(target)}。改好，要立项的在“立项”里选 √，保存，再办一次。总台账没有改动。",
    ]
    figures = {
        "事项": len(rows),
        "要看的": open_,
        "不立项": len(others),
        "会议日": paper.day.isoformat(),
        "会议编号": number,
        "清单": str(target),
        "改动": False,
    }
    return Report("minutes", session.status_of(reading), tuple(messages), figures, (target,))


def meeting_cells(paper: MinutesPaper, number: str, known: Meeting | None, path: Path) -> dict[str, Value]:
    """The row of 会议, as the workbook has it or as it is proposed."""
    if known is not None:
        told: dict[str, Value] = {
            "会议编号": number,
            "日期": known.day,
            "会议": known.meeting,
            "议题": known.agenda,
            "文件": known.file,
        }
    else:
        told = {"会议编号": number, "日期": paper.day, "会议": paper.kind, "议题": paper.title, "文件": path.name}
    return {**told, ROW_MARK: paper.key}


def next_meeting_number(meetings: Iterable[Meeting], otherwise: str) -> str:
    """One more than the last 会议编号, as it is written there; else HY26-01."""
    heads = [known[1] for row in meetings if (known := NUMBERED.fullmatch(row.number))]
    return following((row.number for row in meetings), heads[-1] if heads else otherwise)


# the second time


def take(book: Book, options: Options, reading: session.Reading, found: Sequence[FoundList]) -> Report:
    """The ticked rows into the ledger, and their meeting into 会议. Of the rows with one key that of the newest list counts."""
    tables, operations = reading.tables, session.logged(book)
    numbers = Numbers(tables.items, tables.settings.numbering, run_log.numbers_given(operations))
    rows = newest(found)
    ticked = TickedRows(tables, roster_in(reading.grids), run_log.from_minutes(operations), numbers, reading.as_of).take(rows)
    messages: list[str] = []
    stage_items(book, options, ticked, numbers)
    entered: list[str] = []
    if ticked.items:
        entered, problems = enter_meetings(book, found, ticked, tables.meetings)
        messages += problems
    count = len(ticked.items)
    names = "、".join(one.path.name for one in found)
    changed = session.commit(book, options, run_log.MINUTES, f"{names}：立项 {count} 项") if count else False
    if not count:
        book.discard()
    told = [
        f"立项 {count} 项，在“督办台账”末尾；请审定级别、分管领导后下达。" if count else "没有新打勾的行，总台账没有改动。",
        *([f"会议 {'、'.join(entered)} 已记入“会议”。"] if entered else []),
        *([f"打勾的里有 {ticked.held} 行以前已经立项，没有再加。"] if ticked.held else []),
        *refusals(ticked.refused),
        *messages,
        *([f"清单：{outputs.told(found[-1].path)}。在“立项”里选 √，保存，再办一次。"] if not count and not ticked.held else []),
        *([f"加错了：{again('undo', book.path.name)}。"] if changed else []),
    ]
    figures = {
        "立项": count,
        "编号": numbers.given,
        "已有": ticked.held,
        "拒收": [one._asdict() for one in ticked.refused],
        "会议": entered,
        "改动": changed,
    }
    status = session.status_of(reading, ticked.refused or messages)
    return Report("minutes", status, tuple(told), figures, (book.path, *(one.path for one in found)))


def newest(found: Sequence[FoundList]) -> list[MinutesRow]:
    """The rows of all lists; of one key in several lists those of the last list that ticks it."""
    held: dict[str, tuple[int, list[MinutesRow]]] = {}
    free: list[MinutesRow] = []
    for at, one in enumerate(found):
        for row in one.rows:
            if not row.mark:
                free.append(row)
            elif row.ticked:
                place, rows = held.get(row.mark, (at, []))
                held[row.mark] = (at, [*rows, row] if place == at else [row])
    return [*chain.from_iterable(rows for _, rows in held.values()), *free]


def stage_items(book: Book, options: Options, ticked: Ticked, numbers: Numbers) -> None:
    """The items, and a row of 操作日志 for each."""
    for mark, item, cells in ticked.items:
        row = {header: written(value) for header, value in cells.items() if not is_nothing(str(value or ""))}
        book.append("督办台账", tuple(row), [[*row.values()]])
        session.log(book, options, *run_log.minuted(mark, item.number))
    for line in run_log.numbered(numbers.given, f"{len(ticked.items)} 个纪要事项"):
        session.log(book, options, *line)


def enter_meetings(book: Book, found: Sequence[FoundList], ticked: Ticked, meetings: Sequence[Meeting]) -> tuple[list[str], list[str]]:
    """The meetings of which items were taken; their numbers, and what is wrong with others."""
    keys = {mark.partition("-")[0] for mark, _, _ in ticked.items}
    entered: list[str] = []
    problems: list[str] = []
    for one in reversed(found):
        for told in one.meetings:
            if str(told.get(ROW_MARK) or "").strip() not in keys:
                continue
            cells, problem = meeting_of(told, meetings)
            if problem:
                problems.append(problem)
            elif cells and cells["会议编号"] not in entered:
                entered.append(cells["会议编号"])
                book.append("会议", tuple(cells), [[written(value) for value in cells.values()]])
    return entered, problems


def refusals(refused: Sequence[RefusedCell]) -> list[str]:
    """The cells that were refused, one a line."""
    if not refused:
        return []
    rows = len({(one.sheet, one.row) for one in refused})
    more = [f"  等 {len(refused)} 处。"] if len(refused) > SHOWN else []
    return [f"打勾的里有 {rows} 行没有立项，请改好清单，再办一次：", *(f"  {one.said}" for one in refused[:SHOWN]), *more]
