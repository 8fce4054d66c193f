"""The rows of 操作日志 that the actions on the master leave: how each kind is worded, and beside it what is read back from it.

Masters hold the rows of every earlier version, and people shorten notes: a pattern finds its fact wherever the note has it. What
leaves the house and what comes back has its own rows, beside what sends and collects it.
"""

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256
from typing import NamedTuple

from workbook_templates.tables.logs import Operation

REFRESHED, NUMBERED, EXCUSED, LISTED, SENT_BY_HAND = "刷新", "编号", "免报", "提醒", "登记已发"
CLOSED, REOPENED, DRAWN, PUBLISHED, WENT_BACK, STARTED = "定稿", "重开", "抽取", "公布", "撤回", "新建"
PREPARED, ADOPTED, ROWS_AT = "下期", "采纳", "行号"
SENT_ITSELF, MAILED, FOLDED, DECISION, TURNED = "提醒发送", "邮件下发", "补记", "决定", "转督办"
MINUTES = "纪要立项"
ROOM = 1000
"""Numbers in one row; a cell holds 32,767 characters."""
KEYS = 300
"""Keys in one row, which may be as long as a department and what it scores."""
LETTERS = 15_000
"""Letters in one row at most, unless one key is longer."""
ROW_AT = re.compile(r"([^!=]+)!(\d+)=(.*)", re.DOTALL)
PART = re.compile(r"((?:[^\\、]|\\.)+)(?:、|$)", re.DOTALL)
ESCAPED = re.compile(r"\\(.)", re.DOTALL)
DAY = re.compile(r"基准日 (\d{4}-\d\d-\d\d)")

Note = tuple[str, str]
"""操作 and 说明 of a row about the workbook itself."""


class LoggedLine(NamedTuple):
    """A row about something else than the workbook itself: 操作, 对象 and 说明."""

    operation: str
    subject: str
    note: str


def notes_of(keys: Sequence[str]) -> list[str]:
    """Keys as notes, in as many as they need; `keys_in` reads them back. A 、 inside a key has a \\ before it."""
    notes: list[list[str]] = [[]]
    letters = 0
    for key in keys:
        part = key.replace("\\", "\\\\").replace("、", "\\、")
        if notes[-1] and (len(notes[-1]) == KEYS or letters + len(part) > LETTERS):
            notes.append([])
            letters = 0
        notes[-1].append(part)
        letters += len(part) + 1
    return ["、".join(note) for note in notes if note]


def keys_in(note: str) -> list[str]:
    """The keys of a note that `notes_of` has made."""
    return [ESCAPED.sub(r"\1", part[1]) for part in PART.finditer(note)]


def refreshed(day: dt.date, checks: int) -> Note:
    """刷新 for 基准日 `day`, with so many rows of 数据检查."""
    return REFRESHED, f"基准日 {day}，数据检查 {checks} 条"


def latest_day(operations: Sequence[Operation], set_day: dt.date | None) -> dt.date | None:
    """The latest 基准日 that the workbook was refreshed for. set_day: 基准日 of 参数.

    A day that lay in the future then, and that 参数 does not name, was a slip: it must not make every later refresh a look back."""
    found = [
        (row.time, dt.date.fromisoformat(told[1])) for row in operations if row.operation == REFRESHED and (told := DAY.search(row.note))
    ]
    return max((day for time, day in found if time is None or day <= max(time.date(), set_day or day.min)), default=None)


def refreshed_at(operations: Sequence[Operation], time: dt.datetime) -> dt.date | None:
    """The 基准日 of the refresh of that moment; None where there was none."""
    found = (DAY.search(row.note) for row in operations if row.operation == REFRESHED and row.time == time)
    return next((dt.date.fromisoformat(told[1]) for told in found if told), None)


def listed(day: dt.date, reminders: int, people: int) -> Note:
    """提醒: 提醒清单 of a day, so many reminders to so many people."""
    return LISTED, f"基准日 {day}，提醒 {reminders} 条，{people} 人"


def list_written(operations: Sequence[Operation]) -> tuple[str, str] | None:
    """Which operation wrote 提醒清单 last, and of which day; None where the log does not say. A refresh writes it too."""
    rows = [row for row in operations if row.operation in (LISTED, REFRESHED)]
    found = DAY.search(rows[-1].note) if rows else None
    return (rows[-1].operation, found[1]) if found else None


def sent_by_hand(reminders: int, people: int) -> Note:
    """登记已发: so many reminders went out by hand."""
    return SENT_BY_HAND, f"{reminders} 条，{people} 人"


def sent_itself(delivered: int, tried: int) -> Note:
    """提醒发送: so many messages were delivered of those that were tried."""
    return SENT_ITSELF, f"已发 {delivered} 条，共试 {tried} 条"


def folded(messages: int) -> Note:
    """补记: so many messages of the outbox that the logs lacked."""
    return FOLDED, f"发件箱里 {messages} 条"


def mailed(batch: str, delivered: int) -> Note:
    """邮件下发: so many sheets of a batch were delivered."""
    return MAILED, f"批次 {batch}，用邮件发出 {delivered} 份"


def numbered(numbers: Sequence[str], subject: str) -> list[LoggedLine]:
    """编号: the numbers that were given, in as many rows as they need. subject: to what."""
    return [LoggedLine(NUMBERED, subject, "、".join(numbers[start : start + ROOM])) for start in range(0, len(numbers), ROOM)]


def excused(keys: Sequence[str]) -> list[LoggedLine]:
    """免报: the feedback (编号/应反馈日期) that nobody owes any more, in as many rows as it needs."""
    return [LoggedLine(EXCUSED, f"{len(keys)} 次反馈", "、".join(keys[start : start + ROOM])) for start in range(0, len(keys), ROOM)]


def numbers_given(operations: Sequence[Operation]) -> list[str]:
    """The numbers that were ever given: the rows of some may have been deleted since."""
    return [number for row in operations if row.operation == NUMBERED for number in row.note.split("、")]


def started(year: int, source: str) -> LoggedLine:
    """新建: the workbook of a year from the one before, the file of that name."""
    return LoggedLine(STARTED, f"{year}年度", f"由 {source} 结转")


def closed(period: str, rows: int, unconfirmed: int) -> Note:
    """定稿 of a period: rows of 历史成绩, and what was left unsettled."""
    return CLOSED, f"{period} 定稿，{rows} 行成绩" + (f"，{unconfirmed} 条未确认" if unconfirmed else "")


def reopened(period: str) -> Note:
    """重开 of a closed period."""
    return REOPENED, f"{period} 重开"


def drawn(seed: int, day: dt.date, pot: int, overdue: int, numbers: Sequence[str]) -> list[LoggedLine]:
    """抽取: seed, pot and every number that came, in as many rows as they need."""
    head = f"基准日 {day}，{pot} 个里抽 {len(numbers)} 个（逾期 {overdue} 个）："
    return [LoggedLine(DRAWN, f"种子 {seed}", head + "、".join(numbers[start : start + ROOM])) for start in range(0, len(numbers), ROOM)]


def prepared(period: str, table: str, keys: Sequence[str]) -> list[LoggedLine]:
    """下期: the rows of a period that were made in a table, in as many rows as they need."""
    return [LoggedLine(PREPARED, f"{period} {table}", note) for note in notes_of(keys)]


def prepared_before(operations: Sequence[Operation], period: str) -> Callable[[str, str], bool]:
    """Whether a row of a table (its key) was made for this period before; the office may have deleted it since."""
    made = {(row.subject, key) for row in operations if row.operation == PREPARED for key in keys_in(row.note)}
    return lambda table, key: (f"{period} {table}", key) in made


def rows_at(keys: Mapping[tuple[str, int], str]) -> list[LoggedLine]:
    """行号: which row (its key) stands where in a table, for the entries of 数据检查, in as many rows as they need."""
    return [LoggedLine(ROWS_AT, "数据检查", note) for note in notes_of([f"{table}!{row}={key}" for (table, row), key in keys.items()])]


def rows_noted(operations: Sequence[Operation]) -> dict[tuple[str, int], str]:
    """Table and number of a row → the key that was noted last for it."""
    parts = (part for row in operations if row.operation == ROWS_AT for part in keys_in(row.note))
    found = (place for part in parts if (place := ROW_AT.fullmatch(part)))
    return {(place[1], int(place[2])): place[3] for place in found}


def decided(table: str, row: str, answers: Mapping[str, str]) -> LoggedLine:
    """决定: one row of a table, and what was answered, by header."""
    return LoggedLine(DECISION, f"{table} {row}", "，".join(f"{header} {text}" for header, text in answers.items()))


def turned(instruction: str, item: str) -> LoggedLine:
    """转督办: an instruction and the item that it became."""
    return LoggedLine(TURNED, instruction, f"立项为 {item}")


def turned_before(operations: Sequence[Operation]) -> set[str]:
    """批示编号 of those that became an item; that item may have been deleted since."""
    return {row.subject for row in operations if row.operation == TURNED}


def minuted(key: str, item: str) -> LoggedLine:
    """纪要立项: a row of the list, by its key, and the item that it became."""
    return LoggedLine(MINUTES, key, f"立项为 {item}")


def from_minutes(operations: Sequence[Operation]) -> dict[str, str]:
    """Keys of the rows that became an item, with what was said of it; that item may have been deleted since."""
    return {row.subject: row.note for row in operations if row.operation == MINUTES}


def published(file: str, data: bytes) -> LoggedLine:
    """公布: the file and what it holds, so that the very same copy is known again."""
    return LoggedLine(PUBLISHED, file, f"{len(data)} 字节，校验 {sha256(data).hexdigest()[:12]}")


def went_back(file: str, backup: str, undone: str) -> LoggedLine:
    """撤回: the file, the time of the backup that it went back to, and the operations that are undone by it."""
    return LoggedLine(WENT_BACK, file, f"退回到 {backup} 的备份" + (f"；撤回：{undone}" if undone else ""))


def holds(operations: Sequence[Operation], line: LoggedLine) -> bool:
    """Whether the log has this very row already, whoever wrote it and when."""
    return any((row.operation, row.subject, row.note) == line for row in operations)
