"""The lines of minutes as rows of the list, each with a key that holds as long as the text of the minutes does."""

import datetime as dt
import re
from collections.abc import Sequence
from hashlib import sha256
from typing import NamedTuple

from udfs.exchange.minutes.proposals import MinutesLine, ProposedItem
from udfs.exchange.minutes.reading import MinutesReader
from udfs.exchange.minutes.when import MeetingDay
from udfs.exchange.minutes.who import Parties
from udfs.exchange.minutes.words import first_day, interval, next_day, rank_of
from udfs.rules.ground.workdays import Calendar
from workbook_templates.leaving.minutes_list import ROW_MARK, MinutesRow
from workbook_templates.reading.minutes_text import MinutesBlock
from workbook_templates.tables.grid import Value

ORDERS = re.compile(r"交办|批示|指示单")
KINDS = (
    ("亮灯", "亮灯例会"),
    ("绩效评议", "绩效评议会"),
    ("讲评", "讲评会"),
    ("经营", "经营会议"),
    ("周例会", "周例会"),
    ("周工作", "周例会"),
)


class MinutesPaper(NamedTuple):
    """Minutes as a whole. key: of their text; origin: 会议纪要 or 领导交办; day_told: whether the text names its day; kind: 会议, ''."""

    key: str
    title: str
    day: dt.date
    day_told: bool
    kind: str
    origin: str
    lines: Sequence[MinutesLine]


def read_paper(blocks: Sequence[MinutesBlock], parties: Parties, calendar: Calendar, otherwise: dt.date) -> MinutesPaper:
    """Minutes, read. otherwise: the day of the meeting where the text names none."""
    texts = [block.text for block in blocks if not block.rows]
    whole = "\n".join(block.number + block.text + "|".join(cell for row in block.rows for cell in row) for block in blocks)
    title = next((text for text in texts[:6] if re.search(r"纪要|备忘录|交办|决议|清单|批示|记录", text)), texts[0] if texts else "")[:60]
    day = first_day(texts)
    meeting = MeetingDay(day or otherwise, calendar, next_day(texts), interval(title))
    return MinutesPaper(
        key=key_of(whole),
        title=title,
        day=day or otherwise,
        day_told=day is not None,
        kind=next((kind for word, kind in KINDS if word in title), ""),
        origin="领导交办" if ORDERS.search(title) else "会议纪要",
        lines=MinutesReader(parties, meeting).read(blocks),
    )


def key_of(text: str) -> str:
    """Of a text without its blanks: saved anew, it is the same."""
    return sha256(re.sub(r"\s", "", text).encode()).hexdigest()[:8]


def rows_of_paper(paper: MinutesPaper, meeting_number: str, parties: Parties) -> tuple[list[MinutesRow], list[MinutesRow]]:
    """The rows for the items, and those for what is none."""
    items: list[MinutesRow] = []
    others: list[MinutesRow] = []
    path: list[tuple[int, str]] = []
    seen: set[int] = set()
    for at, line in enumerate(paper.lines, 1):
        if line.number:
            rank = rank_of(line.number)
            path = [*((held, number) for held, number in path if held < rank), (rank, line.number)]
        where = "".join(number for _, number in path) if line.number else line.place
        basis = "，".join(filter(None, (meeting_number, paper.title, where)))
        fresh = [item for item in line.proposals if id(item) not in seen]
        for item in fresh:
            seen.add(id(item))
            told = f"{basis}（之{item.order}）" if len(line.proposals) > 1 else basis
            items.append(MinutesRow(cells_of(item, paper, told, f"{paper.key}-{at:03d}-{item.order}", parties)))
        if not line.proposals:
            cells: dict[str, Value] = {"事项": line.text, "来源": paper.origin, "依据": basis, "备注": line.why, "原文": line.text}
            others.append(MinutesRow({**cells, ROW_MARK: f"{paper.key}-{at:03d}-0"}))
    return items, others


def cells_of(item: ProposedItem, paper: MinutesPaper, basis: str, mark: str, parties: Parties) -> dict[str, Value]:
    """An item by header. A blank 责任人 is the head of its department, and said to be."""
    notes = item.notes
    home = parties.departments.find(item.main) if item.main else None
    person = item.person
    if not person and home is not None and home.head:
        person = home.head
        notes.append(f"没有写责任人，先填{item.main}的负责人")
    due = item.due
    return {
        "事项": item.matter, "主责部门": item.main, "协办部门": "、".join(item.helping), "责任人": person,
        "办理时限": due.shown if due else None, "时限依据": due.words if due else "", "完成标准": item.standard,
        "来源": paper.origin, "依据": basis, "备注": "；".join(notes), "原文": item.source, ROW_MARK: mark,
    }  # fmt: skip
