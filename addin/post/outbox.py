"""The outbox (发件箱): what is about to leave is on disk before it leaves, and what became of it afterwards.

One journal beside the workbook, 归档/发件箱_工作簿名.jsonl, a line an event, each on disk before the next step is taken. It outlives `undo`
and `new --from`. Neither a message's words nor an address nor a key stands in it.
"""

import datetime as dt
import json
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from filelock import FileLock, Timeout

from addin import store
from addin.post.journals import append, lines_of
from addin.post.messages import Message, State, Wire
from workbook_templates.reading.errors import BookBusy, BookRefused

ABOUT_TO: State = "将发"
DELIVERED: State = "已发"
UNDELIVERED: State = "失败"
UNCLEAR: State = "不明"
PAUSES = (1.0, 4.0, 15.0)
"""Seconds before what certainly was not delivered is tried again."""
CUT_OFF = "上次发送到一半中断了，发没发出去不知道"
Key = tuple[str, ...]
"""What a message tells of: 编号, 阶段, 规则, 触发日, 收件人 of a row of 提醒清单, as it is compared."""


class Entry(NamedTuple):
    """A message as the journal has it, by its last line.

    mark: its name, made of what it tells; one that is tried again gets another.
    time: of the last line. kind: 发送种类. channel, recipient: where it went, by name.
    keys: the reminders that it holds. file: of 下发. state, said: what became of it."""

    mark: str
    time: dt.datetime
    kind: str
    batch: str
    channel: str
    recipient: str
    keys: tuple[Key, ...]
    file: str
    state: State
    said: str = ""


def outbox_path(book: Path) -> Path:
    return store.folders(book).archive / f"发件箱_{store.stem_of(book)}.jsonl"


class Outbox:
    """The journal of one workbook, held by one run at a time (`opened`). down: the channels whose line this run found down, and why."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.entries = {entry.mark: entry for entry in read(path)}
        self.down: dict[str, str] = {}

    def settle(self, now: dt.datetime) -> list[Entry]:
        """What a run that was cut off has left as 将发 is 不明 from now on: nobody else is at it while this run holds the journal."""
        left = [entry for entry in self.entries.values() if entry.state == ABOUT_TO]
        return [self.write(entry._replace(time=now, state=UNCLEAR, said=CUT_OFF)) for entry in left]

    def write(self, entry: Entry) -> Entry:
        """One more line, on disk when this returns. Raises BookRefused where the disk does not take it: then nothing may leave."""
        line = json.dumps({**entry._asdict(), "time": entry.time.isoformat()}, ensure_ascii=False)
        try:
            store.operate("journal", lambda: append(self.path, line))
        except OSError as error:
            raise BookRefused(f"发件箱写不进去（{error.strerror}），没有再发：请检查磁盘空间和“归档”文件夹的权限，再运行一次") from error
        self.entries[entry.mark] = entry
        return entry


def read(path: Path) -> Iterator[Entry]:
    """Every line as an entry, the later of a message behind the earlier; what is no whole line is none."""
    try:
        for line in lines_of(path):
            with suppress(ValueError, TypeError, KeyError):
                keys = tuple(tuple(str(part) for part in key) for key in line["keys"])
                yield Entry(**{**line, "time": dt.datetime.fromisoformat(line["time"]), "keys": keys})
    except OSError as error:
        raise BookRefused(f"发件箱“{path.name}”读不出来（{error.strerror}），没有发送：请检查“归档”文件夹的权限") from error


@contextmanager
def opened(book: Path) -> Iterator[Outbox]:
    """The outbox of a workbook, which no other run may open meanwhile. Raises BookBusy."""
    path = outbox_path(book)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = FileLock(f"{path}.lock")
        lock.acquire(timeout=0)
    except Timeout as error:
        raise BookBusy("另一次发送还没有结束，没有发送：等它结束再运行") from error
    except OSError as error:
        raise BookRefused(f"发件箱写不进去（{error.strerror}），没有发送：请检查“归档”文件夹的权限") from error
    try:
        yield Outbox(path)
    finally:
        lock.release()


def new_mark(taken: Collection[str], kind: str, day: dt.date) -> str:
    """The next 标识 of a 发送种类 and day: 提醒-20260612-0001."""
    head = f"{kind}-{day:%Y%m%d}-"
    last = max((int(mark.removeprefix(head)) for mark in taken if mark.startswith(head) and mark.removeprefix(head).isdigit()), default=0)
    return f"{head}{last + 1:04d}"


def handed_over(
    outbox: Outbox, wire: Wire, message: Message, draft: Entry, now: Callable[[], dt.datetime], pause: Callable[[float], object]
) -> Entry:
    """One message, on disk before it leaves; tried again, under another 标识, while it certainly was not delivered. The last entry.

    draft: its entry but for 标识, time and state. By a line that is down nothing more is tried in this run: 失败, and nothing in the
    journal."""
    if draft.channel in outbox.down:
        return draft._replace(time=now(), state=UNDELIVERED, said=outbox.down[draft.channel])
    for seconds in (*PAUSES, None):
        mark = new_mark(outbox.entries, draft.kind, now().date())
        entry = outbox.write(draft._replace(mark=mark, time=now(), state=ABOUT_TO, said=""))
        outcome = wire.send(message._replace(mark=mark))
        entry = outbox.write(entry._replace(time=now(), state=outcome.state, said=outcome.said))
        if entry.state != UNDELIVERED or not outcome.again or seconds is None:
            if outcome.down:
                outbox.down[draft.channel] = outcome.said
            return entry
        pause(seconds)
    raise AssertionError("the last try returns")
