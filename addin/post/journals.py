"""Journals beside the workbook: a line an event, on disk before the next step is taken. They outlive `undo` and `new --from`."""

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from addin import store
from workbook_templates.reading.errors import BookRefused


def append(path: Path, line: str) -> None:
    """A line behind a whole one: what a cut-off run has left of a line is ended first, and is read as none. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab+") as file:
        if file.tell():
            file.seek(-1, os.SEEK_END)
            if file.read(1) != b"\n":
                file.write(b"\n")
        file.write(line.encode() + b"\n")
        file.flush()
        os.fsync(file.fileno())


def lines_of(path: Path) -> Iterator[Mapping[str, Any]]:
    """The whole lines of a journal; what was torn off is none. Raises OSError where it can't be read."""
    try:
        text = path.read_bytes()
    except FileNotFoundError:
        return
    for line in text.splitlines():
        try:
            told = json.loads(line)
        except ValueError:
            continue
        if isinstance(told, dict):
            yield told


def mailbox_journal(book: Path) -> Path:
    """Which mails were looked at, and who sent which file."""
    return store.folders(book).archive / f"收件_{store.stem_of(book)}.jsonl"


class Journal:
    """The mails that were looked at."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.last: dict[str, int] = {}
        self.known: set[str] = set()
        self.senders: dict[str, str] = {}
        for line in lines_of(path):
            if line.keys() >= {"validity", "uid", "mail", "from", "files"}:
                self._take(line)

    def _take(self, line: Mapping[str, Any]) -> None:
        validity, uid = str(line["validity"]), int(line["uid"])
        self.last[validity] = max(self.last.get(validity, 0), uid)
        self.known.add(str(line["mail"]))
        for name in line["files"]:
            self.senders[str(name)] = str(line["from"])

    def write(self, validity: str, uid: int, mail: str, sender: str, files: Iterable[str]) -> None:
        """One more mail. Raises BookRefused."""
        line = {"validity": validity, "uid": uid, "mail": mail, "from": sender, "files": [*files]}
        try:
            store.operate("journal", lambda: append(self.path, json.dumps(line, ensure_ascii=False)))
        except OSError as error:
            raise BookRefused(f"“归档”写不进去（{error.strerror}），没有再收邮件：请检查磁盘空间和权限，再运行一次") from error
        self._take(line)
