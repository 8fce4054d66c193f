"""Which files a group's call means: folders, single workbooks, or 清单.csv (单位, 文件)."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from addin.byte_text import text_in_bytes
from workbook_templates.reading.errors import UsageError

MASTER_STEM = "督办总台账"
LIST = "清单.csv"
ENDINGS = (".xlsx", ".xlsm")
OWN_FOLDERS = frozenset({"下发", "回收", "输出", "归档", "模板", "佐证", "缓存"})
"""Folders around a master: what lies in them is no company."""


class CompanyFile(NamedTuple):
    """One company's workbook. told: how 清单.csv calls the company, '' where nothing does."""

    path: Path
    told: str = ""


def companies_in(given: list[Path], out: Path) -> list[CompanyFile]:
    """Every workbook that is meant, each once, in the order of the call. out: where results go, which is not looked into.

    Raises UsageError for a path that is not there, or a list that can't be read."""
    found: dict[Path, CompanyFile] = {}
    for path in given:
        if not path.exists():
            raise UsageError(f"找不到“{path}”，什么也没有做。请核对文件夹或清单的名称。")
        for one in listed(path) if path.suffix.lower() == ".csv" else in_folder(path, out) if path.is_dir() else [CompanyFile(path)]:
            found.setdefault(one.path.resolve(), one)
    return list(found.values())


def in_folder(folder: Path, out: Path) -> Iterator[CompanyFile]:
    """What lies in a folder and below it; beside a master nothing else counts, and a 清单.csv says all of its folder."""
    if folder.resolve() == out.resolve():
        return
    if (folder / LIST).is_file():
        yield from listed(folder / LIST)
        return
    entries = sorted(folder.iterdir(), key=lambda path: path.name)
    files = [path for path in entries if path.suffix.lower() in ENDINGS and not path.name.startswith(("~$", ".")) and path.is_file()]
    yield from map(CompanyFile, [path for path in files if path.stem == MASTER_STEM] or files)
    for path in entries:
        if path.is_dir() and not path.is_symlink() and path.name not in OWN_FOLDERS and not path.name.startswith("."):
            yield from in_folder(path, out)


def listed(path: Path) -> Iterator[CompanyFile]:
    """The rows of a list; paths are those beside it."""
    try:
        rows = list(csv.DictReader(text_in_bytes(path.read_bytes()).splitlines()))
    except UnicodeDecodeError as error:
        raise UsageError(f"{path.name} 读不懂，什么也没有做。请另存为 UTF-8 的 CSV。") from error
    if not rows or "文件" not in rows[0]:
        raise UsageError(f"{path.name} 里没有“文件”这一列，什么也没有做。第一行写 单位,文件，以后一行一个单位。")
    for row in rows:
        if name := (row["文件"] or "").strip():
            yield CompanyFile(path.parent / name, (row.get("单位") or "").strip())
