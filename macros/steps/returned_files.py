"""The files to collect: found in 回收 or named by the call, looked at from outside, read in a child, and asked whose they are. None of
them is ever moved or changed."""

import stat
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from addin.foreign.reader import Reader
from addin.open_marks import mark_of
from workbook_templates.reading.errors import FileRefused, UsageError
from workbook_templates.reading.foreign import ForeignSheet
from workbook_templates.sent.returned import Refusal, ReturnedFile, identities

IGNORED = frozenset({".ds_store", "thumbs.db", "desktop.ini", ".gitkeep", "来历不明"})
"""Files that systems leave behind, and the folder of what strangers have sent."""
LOCKS = ("~$", ".~")


def files_found(given: Sequence[str], folder: Path) -> list[ReturnedFile]:
    """The files of the call, else those of 回收, in the order of their names; each once. Raises UsageError for a path that is not there."""
    paths = [Path(text) for text in given] or [folder]
    missing = [path for path in paths if not path.exists()]
    if missing:
        what = "找不到" + "、".join(f"“{shown_name(str(path))}”" for path in missing)
        raise UsageError(f"{what}，什么也没有改动。请核对文件名和所在文件夹；收回的表放进“回收”文件夹。")
    found: dict[Path, ReturnedFile] = {}
    for path in paths:
        for one in in_folder(path) if path.is_dir() else [looked_at(path, named=True)]:
            found.setdefault(one.path.absolute(), one)
    counted = Counter(one.name for one in found.values())
    for one in found.values():
        if counted[one.name] > 1:  # with its folder, so that each line tells which one it means
            one.name = shown_name(str(one.path))
    return list(found.values())


def in_folder(folder: Path) -> Iterator[ReturnedFile]:
    """What lies in a folder; marks of open files speak for their file, folders inside are named and not entered."""
    for path in sorted(folder.iterdir(), key=lambda path: path.name):
        if path.name.lower() not in IGNORED and not path.name.startswith(LOCKS):
            yield looked_at(path)


def looked_at(path: Path, *, named: bool = False) -> ReturnedFile:
    """A file from outside. named: the call names it, so that a link is its wish."""
    return ReturnedFile(shown_name(path.name), path, refused_unread(path, named=named))


def refused_unread(path: Path, *, named: bool) -> Refusal | None:
    """Why a file is not even read: only a regular one that nobody has open is."""
    try:
        mode = (path.stat() if named else path.lstat()).st_mode
    except OSError as error:
        return Refusal(f"读不出来（{error.strerror}）", "检查文件和权限")
    if stat.S_ISLNK(mode):
        return Refusal("是链接，不是文件，没有读", "把文件本身放进“回收”")
    if stat.S_ISDIR(mode):
        return Refusal("是文件夹，没有进去看", "把里面的文件直接放进“回收”，或在命令里写明这个文件夹")
    if not stat.S_ISREG(mode):
        return Refusal("不是普通文件，没有读", "把它移出“回收”")
    mark = mark_of(path)
    if mark:
        who = f"“{mark.owner}”" if mark.owner else ""
        remedy = f"保存并关闭后再回收；没有人打开的，删去旁边的隐藏文件 {shown_name(mark.path.name)}"
        return Refusal(f"正被{who}打开着，可能还没有保存", remedy)
    return None


def shown_name(name: str) -> str:
    """A file's name as it may stand in a message, a log and a list: without what turns or breaks a line, and never too long."""
    text = name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    text = "".join(letter if unicodedata.category(letter)[0] != "C" else "�" for letter in text)
    return text if len(text) <= 120 else f"{text[:100]}…{text[-18:]}"


def read_files(reader: Reader, files: Sequence[ReturnedFile]) -> None:
    """Read every file that is not refused, and learn whose it is."""
    wanted = [file for file in files if file.refused is None]
    for file, (_, told) in zip(wanted, reader.read([file.path for file in wanted]), strict=True):
        understand(file, told)


def understand(file: ReturnedFile, told: Sequence[ForeignSheet] | FileRefused) -> None:
    """Add what reading has told of a file."""
    if isinstance(told, FileRefused):
        file.refused = Refusal(told.reason, told.remedy)
        return
    found = identities(told)
    if len(found) == 1:
        file.sheets, (file.batch, file.addressee) = told, found[0]
    elif not found:
        file.refused = Refusal("不是下发的表，找不到“督办批次”和“部门”", "在下发的文件里填，整个文件发回")
    else:
        names = "、".join(f"{one.department}（{one.batch}）" for one in found)
        file.refused = Refusal(f"一个文件里有几份表的标识（{names}）", "一份表一个文件，请对方分开发")
