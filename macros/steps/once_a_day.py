"""What stays as it is for days, such as fonts that this machine lacks, is told once a day in a work folder, and not with every paper.

What was told today lies in 归档; where that can't be read or written, it is told again.
"""

import json
from collections.abc import Sequence
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from addin import store
from addin.whole_folder import WriteFailed, put_file
from macros.steps.report import Options

FILE = "今天提示过的.json"


def fresh(book: Path, options: Options, lines: Sequence[str]) -> list[str]:
    """The lines that were not told today, by the clock; from now on they are."""
    if not lines:
        return []
    path, today = store.folders(book).archive / FILE, options.now.date().isoformat()
    told = told_on(path, today)
    marks = {mark_of(line): line for line in lines}
    new = [line for mark, line in marks.items() if mark not in told]
    if new and path.parent.is_dir():
        with suppress(WriteFailed):
            put_file(path, json.dumps({"日期": today, "提示": sorted({*told, *marks})}, ensure_ascii=False).encode())
    return new


def told_on(path: Path, today: str) -> set[str]:
    """The marks of what was told on this day."""
    with suppress(OSError, ValueError, TypeError, KeyError, AttributeError):
        held = json.loads(path.read_bytes())
        if held["日期"] == today:
            return {str(mark) for mark in held["提示"]}
    return set()


def mark_of(line: str) -> str:
    """What a line is known by; its words stay out of the file."""
    return sha256(line.encode()).hexdigest()[:12]
