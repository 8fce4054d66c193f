"""duban undo: the workbook goes back to its last backup; what it was until now becomes a backup itself, so that nothing is lost.

It takes the file as a whole: a workbook that can't be read any more is the one that needs it most.
"""

import tempfile
from collections.abc import Sequence
from pathlib import Path

from addin import store
from addin.closed.file_book import FileBook
from macros.steps import run_log, session
from macros.steps.master_file import signature_note
from macros.steps.report import Options, Progress, Report, Status, program_name
from workbook_templates.reading.errors import BookBusy, BookRefused, DubanError, FileRefused, UsageError
from workbook_templates.tables.logs import Operation

SHOWN = 8
OUTSIDE = {
    "下发": "撤回的下发：表已经发出去的，收回时认不出，请重新下发。",
    "文书": "撤回的文书：编号从“文书登记”里退掉了，下一份会用同一个号，已经发出的请收回或照着补登。",
    run_log.DECISION: "撤回的决定：其中的“取舍”还记在“回收清单”里，要改的在那里改了再回收。",
    run_log.SENT_BY_HAND: "撤回的登记：那些提醒又会出现在清单里。",
}
"""What an undone operation has done outside the workbook, by its name in 操作日志."""


def undo(path: Path, options: Options, progress: Progress) -> Report:
    """撤回."""
    with store.locked(path):
        store.refuse_if_open(path)
        now = bytes_of(path)
        progress("找备份")
        backup = chosen(path, now, options.more.get("to"))
        progress("退回")
        try:
            back, told = with_log(path, backup, now, options)
        except OSError as error:
            raise BookRefused(store.no_temporary_folder(error)) from error
        kept = store.backup_path(path, options.now)
        store.save(path, back, kept)
    return report(path, backup, kept, told)


def bytes_of(path: Path) -> bytes:
    """What the file holds. Raises BookBusy when the system does not let it be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise BookBusy(f"{path.name} 读不出来（{error.strerror}），什么也没有改动：请关闭正在使用它的程序，检查权限后再运行") from error


def chosen(path: Path, now: bytes, asked: str | None) -> Path:
    """The newest backup that is not what the workbook is now, or the one asked for. Raises BookRefused or UsageError."""
    found = store.backups_of(store.folders(path).backups, path)
    if not found:
        raise BookRefused(f"“归档/备份”里没有 {path.name} 的备份，没有可以撤回的，什么也没有改动。")
    if asked is not None:
        wanted = asked.strip().removesuffix(path.suffix)
        alike = [one for one in found if stamp(path, one).partition("_")[0] == wanted]
        named = [one for one in found if stamp(path, one) == wanted] or alike
        if len(named) != 1:
            several = f"有 {len(alike)} 份备份都是 {asked} 的，请写全（连同后面的序号）" if alike else f"“归档/备份”里没有 {asked} 的备份"
            times = "、".join(stamp(path, one) for one in found[: -SHOWN - 1 : -1])
            raise UsageError(f"{several}，什么也没有改动。最近的备份（新的在前）：{times}。")
        return named[0]
    for one in reversed(found):
        if bytes_of(one) != now:
            return one
    raise BookRefused("备份和现在的工作簿一模一样，没有可以撤回的，什么也没有改动。")


def stamp(path: Path, backup: Path) -> str:
    """'20261231-093000': what a backup is called by."""
    return backup.stem.removeprefix(f"{store.stem_of(path)}_")


def with_log(path: Path, backup: Path, now: bytes, options: Options) -> tuple[bytes, tuple[str, ...]]:
    """The backup with a row in its 操作日志, and in words what was undone. A backup that takes no row comes back as it is.

    Raises FileRefused when the backup itself can't be read."""
    with tempfile.TemporaryDirectory(prefix="duban-") as folder:
        copy, present = Path(folder) / path.name, Path(folder) / f"现在{path.suffix}"
        copy.write_bytes(bytes_of(backup))
        present.write_bytes(now)
        try:
            book = FileBook(copy)
        except FileRefused as error:
            raise FileRefused(damaged(path, backup)) from error
        undone, told = difference(session.logged(book), present)
        try:
            session.log(book, options, *run_log.went_back(path.name, stamp(path, backup), named(undone)))
            book.commit(None)
        except DubanError as error:
            told = (*told, f"“操作日志”里没能记下这次撤回：{error}")
        return copy.read_bytes(), (
            *signature_note(book),
            *told,
            *(OUTSIDE[name] for name in dict.fromkeys(one.operation for one in undone) if name in OUTSIDE),
        )


def damaged(path: Path, backup: Path) -> str:
    """The message where the backup is not sound; the workbook is, or is not: nothing was done with it."""
    found = store.backups_of(backup.parent, path)
    older = [stamp(path, one) for one in reversed(found[: found.index(backup)])][:3]
    remedy = f"更早的备份：{'、'.join(older)}，用 {program_name()} undo {path.name} --to 时间。" if older else "没有更早的备份了。"
    return f"备份 归档/备份/{backup.name} 已损坏，读不出来，没有退回；{path.name} 没有改动。{remedy}"


def difference(back: Sequence[Operation], present: Path) -> tuple[list[Operation], tuple[str, ...]]:
    """The operations that the workbook knows and its backup does not, oldest first, and what is to be told of both."""
    try:
        now = session.logged(FileBook(present))
    except DubanError:
        return [], ("撤回以前的工作簿已经读不出来，所以说不出撤回了哪些操作。",)
    undone, regained = without(now, back), without(back, now)
    told = [f"{word}的操作：{named(rows)}。" for word, rows in (("撤回", undone), ("找回", regained)) if rows]
    return undone, tuple(told or ["这以后没有运行过操作，退回的是手工改的内容。"])


def without(rows: Sequence[Operation], others: Sequence[Operation]) -> list[Operation]:
    """The rows that are not among the others, wherever they stand."""
    known = {row[:-1] for row in others}
    return [row for row in rows if row[:-1] not in known]


def named(operations: Sequence[Operation]) -> str:
    """'刷新（2026-12-31 09:00）、下发（2026-12-31 09:05）'."""
    texts = [f"{one.operation}（{one.time:%Y-%m-%d %H:%M}）" if one.time else one.operation for one in unique(operations)]
    return "、".join(texts[-SHOWN:]) + (f" 等 {len(texts)} 次" if len(texts) > SHOWN else "")


def unique(operations: Sequence[Operation]) -> list[Operation]:
    """One of each operation of a moment: a refresh may log several rows."""
    return list({(one.operation, one.time): one for one in operations}.values())


def report(path: Path, backup: Path, kept: Path, told: Sequence[str]) -> Report:
    """What the clerk and a program are told."""
    found = store.backups_of(backup.parent, path)
    older = [stamp(path, one) for one in reversed(found[: found.index(backup)])][:3] if backup in found else []
    messages = [
        f"已退回到 {stamp(path, backup)} 备份的样子。",
        *told,
        f"撤回以前的工作簿在 归档/备份/{kept.name}，备份以后手工改的也在那里面；再撤回一次就回到它。",
        *([f"还要往前退，用 {program_name()} undo {path.name} --to 时间；更早的备份：{'、'.join(older)}。"] if older else []),
        "“下发”“输出”“归档”里已经生成的文件不会跟着退回。",
    ]
    figures = {"退回到": str(backup), "撤回以前的": str(kept), "改动": True}
    return Report("undo", Status.DONE, tuple(messages), figures, (path, kept))
