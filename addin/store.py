"""Files on disk: the work folders, names that are safe, backups, and a save that leaves the whole old file or the whole new one."""

import datetime as dt
import errno
import hashlib
import json
import os
import re
import shutil
import tempfile
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from glob import escape
from pathlib import Path
from time import sleep
from typing import NamedTuple, TypeVar

from filelock import FileLock, Timeout

from addin.dated_names import free_path, in_order, next_name, turn_of
from addin.open_marks import mark_of
from workbook_templates.reading.characters import cut
from workbook_templates.reading.errors import BookBusy, BookRefused, DubanError

T = TypeVar("T")

KEPT_BACKUPS = 50
LONGEST_NAME = 180
"""Bytes of a file's name that is made of another text, a Chinese letter being three: a system takes 255, with a date and signs."""

TOO_LONG_ON_WINDOWS = 206
_RESERVED = {"CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", *(f"{port}{digit}" for port in ("COM", "LPT") for digit in "0123456789¹²³")}
_INVISIBLE = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")  # also the marks that turn the reading direction


class Folders(NamedTuple):
    """The folders around a workbook: what goes out, comes back, is made, is kept, is edited by the office, and the backups."""

    outgoing: Path
    returned: Path
    output: Path
    archive: Path
    templates: Path
    backups: Path


def folders(book: Path) -> Folders:
    """下发 回收 输出 归档 模板 and 归档/备份 beside the workbook; none of them is made."""
    home = book.parent
    return Folders(home / "下发", home / "回收", home / "输出", home / "归档", home / "模板", home / "归档" / "备份")


def safe_name(text: str, longest: int = 60) -> str:
    """A file or folder name made from any text: never a path, never a device, the same on every system. longest: in letters.

    Different long texts stay different: the cut carries … and a checksum."""
    name = unicodedata.normalize("NFC", text)
    name = "".join(letter for letter in name if letter.isspace() or unicodedata.category(letter) not in _INVISIBLE)
    name = re.sub(r"\s+", " ", re.sub(r'[<>:"/\\|?*\[\]]', "_", name)).strip(" .~")
    if not name or name.split(".")[0].rstrip().upper() in _RESERVED or name[0] in "=+-@":
        name = "_" + name
    return _cut(name, text, longest)


def stem_of(book: Path) -> str:
    """How the names of a workbook's copies begin: its own name, cut with … where a system would not take what comes behind it."""
    return _cut(book.stem, book.stem, LONGEST_NAME)


def _cut(name: str, text: str, longest: int) -> str:
    """As much of a name as there is room for, in letters and in bytes; what is cut ends with … and a checksum of the text."""
    if len(name) <= longest and len(os.fsencode(name)) <= LONGEST_NAME:
        return name
    mark = "…" + hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:6]
    kept = os.fsencode(name[: longest - len(mark)])[: LONGEST_NAME - len(mark.encode())]
    return kept.decode("utf-8", "ignore").rstrip(" .") + mark


def backup_path(book: Path, now: dt.datetime) -> Path:
    """Where a backup made at `now` belongs: 归档/备份/督办总台账_20250131-093000.xlsm, after all that are there."""
    return next_name(folders(book).backups, stem_of(book), book.suffix, now)


def operate(_name: str, action: Callable[[], T]) -> T:
    """Every file operation of a save passes here one by one, so that a test can end the process before and after each."""
    return action()


def save(book: Path, data: bytes, backup: Path | None) -> None:
    """Put `data` in the place of `book`, with a copy of the old file at `backup` first.

    Raises BookBusy or BookRefused when the system does not let it; then `book` is what it was."""
    staged = _staged(book)
    if not book.stat().st_mode & 0o222:
        raise BookRefused(f"{book.name} 设成了只读，没有改动：请在文件属性中取消“只读”后再运行")
    try:
        if backup:
            copy_backup(book, free_path(backup))
        _write(staged, data, book)
        operate("replace", lambda: _replaced(staged, book))
        sync_folder(book.parent)
    except OSError as error:
        with suppress(OSError):
            staged.unlink(missing_ok=True)
        raise _explained(error, book) from error
    if backup:
        prune_backups(backup.parent, book)


def _replaced(staged: Path, book: Path) -> None:
    """On Windows a virus scanner or a cloud drive may hold a file for a moment after it was written."""
    for pause in (0.1, 0.3, 0.6):
        try:
            staged.replace(book)
        except PermissionError:
            sleep(pause)
        else:
            return
    staged.replace(book)


def _staged(path: Path) -> Path:
    """One fixed name: what a killed run has left there is overwritten, and taken away by the replace, in the next."""
    return path.with_name(f".~{stem_of(path)}{path.suffix}.tmp")


def copy_backup(book: Path, backup: Path) -> None:
    """A copy of the workbook that is whole or not there."""
    operate("make folder", lambda: backup.parent.mkdir(parents=True, exist_ok=True))
    for leftover in backup.parent.glob(f".~{escape(stem_of(book))}_*.tmp"):
        leftover.unlink(missing_ok=True)
    staged = _staged(backup)
    try:
        _write(staged, book.read_bytes(), book)
        operate("name backup", lambda: staged.replace(backup))
    except OSError:
        with suppress(OSError):
            staged.unlink(missing_ok=True)
        raise
    sync_folder(backup.parent)


def _write(path: Path, data: bytes, like: Path) -> None:
    """A new file on the disk, not just in the system's memory, with the permissions of `like`."""
    file = operate("create", lambda: path.open("wb"))
    with file:
        middle = len(data) // 2  # in two steps, so that a test can end the process with half a file written
        operate("write first half", lambda: _flushed(file.write(data[:middle]), file.flush))
        operate("write second half", lambda: _flushed(file.write(data[middle:]), file.flush))
        operate("fsync", lambda: os.fsync(file.fileno()))
    with suppress(PermissionError):  # a share may keep its own permissions
        operate("copy mode", lambda: shutil.copymode(like, path))


def _flushed(_count: int, flush: Callable[[], None]) -> None:
    flush()


def sync_folder(folder: Path) -> None:
    """The new name survives a power cut too; Windows keeps its own journal and can't open a folder."""
    if os.name == "nt":
        return

    def sync() -> None:
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

    with suppress(OSError):  # some network shares refuse; the file itself is written
        operate("fsync folder", sync)


def backups_of(folder: Path, book: Path) -> list[Path]:
    """The backups of this workbook, oldest first; other files in the folder are not among them."""
    stem = stem_of(book)
    found = in_order(folder.iterdir(), stem, book.suffix) if folder.is_dir() else []
    return [path for path in found if (turn := turn_of(path, stem)) is not None and not turn.rest]


def prune_backups(folder: Path, book: Path, keep: int = KEPT_BACKUPS) -> None:
    """Remove all but the newest `keep` backups of this workbook; other files in the folder are left alone."""
    found = backups_of(folder, book)
    for path in found[: max(0, len(found) - keep)]:
        with suppress(OSError):
            path.unlink()


def _explained(error: OSError, book: Path) -> DubanError:
    """The system's refusal in the clerk's words."""
    if error.errno in (errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)):
        return BookRefused(f"磁盘空间不足，{book.name} 没有改动：请清理磁盘（或归档/备份中的旧文件）后再运行")
    if error.errno == errno.ENAMETOOLONG or getattr(error, "winerror", 0) == TOO_LONG_ON_WINDOWS:
        return BookRefused(f"{cut(book.name, 60)} 的文件名或路径太长，没有改动：请把文件名改短，或把工作文件夹移到离磁盘根目录近的地方")
    if error.errno == errno.EROFS:
        return BookRefused(f"{book.name} 所在的磁盘是只读的：请把整个工作文件夹拷到可写的位置再运行")
    if isinstance(error, PermissionError):
        return BookBusy(
            f"{book.name} 写不进去（被其他程序占用，或没有写权限），没有改动：请关闭占用它的程序，检查文件和文件夹的权限后再运行"
        )
    return BookRefused(f"{book.name} 保存失败（{error.strerror or error}），没有改动：请检查磁盘和网络后再运行")


class Run(NamedTuple):
    """A run that has a workbook to itself. action: its name, 刷新; operator: who started it; start: options.now of it; process: its id."""

    action: str
    operator: str
    start: dt.datetime
    process: int

    @property
    def told(self) -> str:
        """王芳的“刷新”，2026-12-31 09:30:05 开始，进程 4711"""
        return f"{self.operator or '另一个人'}的“{self.action}”，{self.start:%Y-%m-%d %H:%M:%S} 开始，进程 {self.process}"


WAIT = 2.0
"""Seconds that a run waits for another."""
_OURS: set[Path] = set()
"""The locks of the run that this process is doing: what it calls does not wait for itself."""


@contextmanager
def running(book: Path, action: str, operator: str, now: dt.datetime, wait: float | None = None) -> Iterator[Run | None]:
    """Have the workbook alone from before it is read until all is written; gives the run before that was cut off, if it was.

    Who runs stands in a note beside the lock: whoever has to wait is told. A run that is killed leaves its note, and no lock; a run
    that fails leaves that of the one before, so that it is not forgotten. Raises as `locked`."""
    with locked(book, wait):
        lock = _lock_of(book)
        before = _run_noted(lock)
        _note(lock, Run(action, operator, now, os.getpid()))
        _OURS.add(lock)
        left = before
        try:
            yield before
            left = None
        finally:
            _OURS.discard(lock)
            _note(lock, left)


def _note(lock: Path, run: Run | None) -> None:
    """Note who runs; no note where nobody does."""
    note = lock.with_suffix(".run")
    with suppress(OSError):
        if run is None:
            note.unlink(missing_ok=True)
        else:
            note.write_text(json.dumps([*run[:2], run.start.isoformat(), run.process]), "utf-8")


def _run_noted(lock: Path) -> Run | None:
    """Who has the lock, or had it and was cut off."""
    try:
        action, operator, start, process = json.loads(lock.with_suffix(".run").read_text("utf-8"))
        return Run(str(action), str(operator), dt.datetime.fromisoformat(start), int(process))
    except (OSError, ValueError, TypeError):
        return None


@contextmanager
def locked(book: Path, wait: float | None = None) -> Iterator[None]:
    """Hold the workbook against other runs on this machine. Raises BookBusy after `wait` seconds, WAIT without it,
    and BookRefused where no lock can be made.

    The lock lies in the system's folder for temporary files, so that the clerk never sees it; the system frees it when a run dies."""
    lock = _lock_of(book)
    if lock in _OURS:
        yield
        return
    held = FileLock(lock)
    try:
        held.acquire(timeout=WAIT if wait is None else wait)
    except Timeout:
        run = _run_noted(lock)
        who = f"（{run.told}）" if run else ""
        raise BookBusy(f"另一个督办程序正在写 {book.name}{who}：这一次什么也没有做，请等它运行完再试") from None
    except OSError as error:
        raise BookRefused(no_temporary_folder(error)) from error
    try:
        yield
    finally:
        held.release()


def _lock_of(book: Path) -> Path:
    """Where the lock of a workbook lies. Raises BookRefused where the system has no folder for temporary files."""
    home = os.path.expanduser("~")  # noqa: PTH111 - Path.home() is an error where there is none
    key = hashlib.sha256(f"{home}|{os.path.normcase(book.resolve())}".encode("utf-8", "surrogateescape")).hexdigest()[:24]
    try:
        return Path(tempfile.gettempdir()) / f"duban-{key}.lock"
    except OSError as error:
        raise BookRefused(no_temporary_folder(error)) from error


def no_temporary_folder(error: OSError) -> str:
    """The message where the system's folder for temporary files can't be written to."""
    return f"系统的临时文件夹写不进去（{error.strerror or error}），什么也没有改动：请清理磁盘，检查临时文件夹的权限后再运行"


def open_elsewhere(book: Path) -> str:
    """What to do where Excel, WPS or LibreOffice has left its mark beside the workbook: it is open, or its program crashed; else ''."""
    mark = mark_of(book)
    if mark is None:
        return ""
    who = f"“{mark.owner}”" if mark.owner else "另一个程序"
    return (
        f"{book.name} 正被{who}打开：请保存并关闭后再运行。如果没有人打开它，是上次异常退出留下的标记，删除隐藏文件 {mark.path.name} 即可"
    )


def refuse_if_open(book: Path) -> None:
    """Raises BookBusy where the workbook is open in another program."""
    if told := open_elsewhere(book):
        raise BookBusy(told)


def is_address(text: str) -> bool:
    """https:… instead of a drive and a folder: Excel's name for a workbook that it opened from the cloud."""
    return re.match(r"[a-z]{2,}:", text, re.I) is not None
