"""The files to collect: found in 回收 or named by the call, looked at from outside, read in a child, and sorted by what they say of
themselves. None of them is ever moved or changed."""

import stat
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from addin.foreign.reader import Reader
from workbook_templates.reading.errors import FileRefused, UsageError
from workbook_templates.reading.foreign import ForeignSheet
from workbook_templates.sent.returned import identities
from workbook_templates.sent.sent_identity import Identity

IGNORED = frozenset({".ds_store", "thumbs.db", "desktop.ini", ".gitkeep"})
"""Files that systems leave behind."""
LOCKS = ("~$", ".~")


class Candidate(NamedTuple):
    """A file to collect. name: as it may be shown; why: it is refused unread."""

    path: Path
    name: str
    why: str = ""


class Arrival(NamedTuple):
    """A file that was looked at. identity: whose it is; why: it is refused as a whole, what happened and what to do joined by ："""

    name: str
    sheets: Sequence[ForeignSheet] = ()
    identity: Identity | None = None
    why: str = ""


def candidates(given: Sequence[str], folder: Path) -> list[Candidate]:
    """The files of the call, else those of 回收, in the order of their names; each once. Raises UsageError for a path that is not there."""
    paths = [Path(text) for text in given] or [folder]
    missing = [path for path in paths if not path.exists()]
    if missing:
        what = "找不到" + "、".join(f"“{shown_name(str(path))}”" for path in missing)
        raise UsageError(f"{what}，什么也没有改动。请核对文件名和所在文件夹；收回的表放进“回收”文件夹。")
    found: dict[Path, Candidate] = {}
    for path in paths:
        for one in in_folder(path) if path.is_dir() else [looked_at(path, named=True)]:
            found.setdefault(one.path.absolute(), one)
    return apart(list(found.values()))


def apart(found: Sequence[Candidate]) -> list[Candidate]:
    """Files of one name in several folders carry their folder's name, so that each line tells which one it means."""
    counted = Counter(one.name for one in found)
    return [one if counted[one.name] == 1 else one._replace(name=shown_name(str(one.path))) for one in found]


def in_folder(folder: Path) -> Iterator[Candidate]:
    """What lies in a folder; marks of open files speak for their file, folders inside are named and not entered."""
    for path in sorted(folder.iterdir(), key=lambda path: path.name):
        if path.name.lower() not in IGNORED and not path.name.startswith(LOCKS):
            yield looked_at(path)


def looked_at(path: Path, *, named: bool = False) -> Candidate:
    """A file from outside: only a regular one that nobody has open is read. named: the call names it, so that a link is its wish."""
    name = shown_name(path.name)
    try:
        mode = (path.stat() if named else path.lstat()).st_mode
    except OSError as error:
        return Candidate(path, name, f"读不出来（{error.strerror}）：检查文件和权限")
    if stat.S_ISLNK(mode):
        return Candidate(path, name, "是链接，不是文件，没有读：把文件本身放进“回收”")
    if stat.S_ISDIR(mode):
        return Candidate(path, name, "是文件夹，没有进去看：把里面的文件直接放进“回收”，或在命令里写明这个文件夹")
    if not stat.S_ISREG(mode):
        return Candidate(path, name, "不是普通文件，没有读：把它移出“回收”")
    marks = (path.with_name(f"~${path.name}"), path.with_name(f".~{path.name}"), path.with_name(f".~lock.{path.name}#"))
    if any(mark.exists() for mark in marks):
        return Candidate(path, name, "正被打开着，可能还没有保存：保存并关闭后再回收；没有人打开的，删去旁边 ~$ 或 .~lock 开头的文件")
    return Candidate(path, name)


def shown_name(name: str) -> str:
    """A file's name as it may stand in a message, a log and a list: without what turns or breaks a line, and never too long."""
    text = name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    text = "".join(letter if unicodedata.category(letter)[0] != "C" else "�" for letter in text)
    return text if len(text) <= 120 else f"{text[:100]}…{text[-18:]}"


def arrivals(reader: Reader, found: Sequence[Candidate]) -> Iterator[Arrival]:
    """Each file as it was read, in the order given."""
    read = reader.read([one.path for one in found if not one.why])
    for one in found:
        if one.why:
            yield Arrival(one.name, why=one.why)
            continue
        path, told = next(read)
        yield understood(one.name, path.name, told)


def understood(name: str, plain_name: str, told: Sequence[ForeignSheet] | FileRefused) -> Arrival:
    if isinstance(told, FileRefused):
        return Arrival(name, why=str(told).removeprefix(plain_name).removeprefix(name).strip())
    found = identities(told)
    if not found:
        return Arrival(name, why="不是下发的表，找不到“督办批次”和“部门”：在下发的文件里填，整个文件发回")
    if len(found) > 1:
        names = "、".join(f"{one.department}（{one.batch}）" for one in found)
        return Arrival(name, why=f"一个文件里有几份表的标识（{names}）：一份表一个文件，请对方分开发")
    return Arrival(name, told, found[0])
