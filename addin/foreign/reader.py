"""Files from outside are read in a child process, so that none of them can take this one's memory, time or life.

One child reads them all, one after the other, and answers each with a line of JSON: never with objects, because what answers has
looked into a hostile file. It may use 512 MB (where the system can limit that) and 20 s a file. A file that it dies of is refused; the next
child goes on with the others.
"""

import contextlib
import datetime as dt
import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import IO, Any, cast

from workbook_templates.reading.errors import BookRefused, FileRefused
from workbook_templates.reading.foreign import ForeignSheet
from workbook_templates.reading.ledger_sheet import LedgerSheet, Merged
from workbook_templates.reading.minutes_text import MinutesBlock
from workbook_templates.tables.grid import CellError, Value

MEMORY = 512_000_000
"""Bytes of address space that a child may have."""
SECONDS = 20.0
START = 30.0
"""Seconds until a child must be ready to read."""
READY = "ready"
CHILD = "from addin.foreign.reader import answer; answer()"
LEDGERS, TEXTS = "ledgers", "texts"
COMPANIES = "companies"
Read = list[ForeignSheet] | FileRefused
ReadLedger = list[LedgerSheet] | FileRefused


class Reader:
    """Reads files in children, in the order asked. To be used as a context: leaving it ends the child.

    how: LEDGERS for files whose looks count too, which `ledgers` reads; COMPANIES for masters, of which `companies` tells what a group
    takes over."""

    def __init__(self, memory: int = MEMORY, seconds: float = SECONDS, how: str = "") -> None:
        self._memory, self._seconds, self._how = memory, seconds, how
        self._child: Child | None = None

    def __enter__(self) -> "Reader":
        return self

    def __exit__(self, *error: object) -> None:
        self._end()

    def _end(self) -> None:
        if self._child is not None:
            self._child.end()
            self._child = None

    def start(self) -> None:
        """Let a child begin to load, while the caller does something else."""
        if self._child is None:
            self._child = Child(self._memory, self._how)

    def read(self, paths: Sequence[Path]) -> Iterator[tuple[Path, Read]]:
        """Each path with its sheets, or with why it is refused. The child works ahead while the caller looks at what came."""
        for path, told in self._answers(paths):
            yield path, told if isinstance(told, FileRefused) else [sheet_from_json(sheet) for sheet in told]

    def ledgers(self, paths: Sequence[Path]) -> Iterator[tuple[Path, ReadLedger]]:
        """As `read`, with what the sheets look like."""
        for path, told in self._answers(paths):
            yield path, told if isinstance(told, FileRefused) else [ledger_from_json(sheet) for sheet in told]

    def company(self, path: Path) -> dict[str, Any]:
        """What a group takes over of a master (addin/foreign/company.py). Raises FileRefused."""
        ((_, told),) = self._answers([path])
        if isinstance(told, FileRefused):
            raise told
        return company_from_json(told[0])

    def texts(self, paths: Sequence[Path]) -> Iterator[tuple[Path, list[MinutesBlock] | FileRefused]]:
        """Each path with its paragraphs and tables, or with why it is refused."""
        for path, told in self._answers(paths):
            yield path, told if isinstance(told, FileRefused) else [block_from_json(block) for block in told]

    def _answers(self, paths: Sequence[Path]) -> Iterator[tuple[Path, list[Any] | FileRefused]]:
        left = list(paths)
        while left:
            self.start()
            child = cast(Child, self._child)
            fresh = child.ask(left)
            for path in tuple(left):
                told = child.answered(self._seconds)
                if told is None:  # it died of this file, or took too long; one that has read others before gets a second try alone
                    self._end()
                    if fresh:
                        left.remove(path)
                        yield path, FileRefused.of(path.name, "读不下去（太大、太慢或内部有问题），没有读", "请用 Excel 打开，另存为新文件")
                    break
                left.remove(path)
                fresh = False
                yield path, FileRefused(*map(str, told["refused"])) if "refused" in told else told["sheets"]


class Child:
    """One child process, and what it has answered so far. Raises BookRefused when it does not start."""

    def __init__(self, memory: int, how: str) -> None:
        flags = getattr(subprocess, "CREATE_NO_WINDOW", 0)
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter
            [sys.executable, "-P", "-c", CHILD, str(memory), how],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, creationflags=flags,
        )  # fmt: skip
        self._in, self._out = cast(IO[bytes], self._process.stdin), cast(IO[bytes], self._process.stdout)
        self._lines: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        self._ready = self._asked = False
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        with contextlib.suppress(OSError, ValueError):
            for line in self._out:
                self._lines.put(line)
        self._lines.put(b"")

    def ask(self, paths: Sequence[Path]) -> bool:
        """Send the paths; whether it is the first thing that this child is asked. A child that is dead by now answers nothing."""
        fresh = not self._asked
        self._asked = True
        lines = b"".join(json.dumps(os.fsencode(path).hex()).encode() + b"\n" for path in paths)
        threading.Thread(target=self._send, args=(lines,), daemon=True).start()
        if not self._ready:
            self._ready = self._line(START) == {"said": READY}
            if not self._ready:
                self.end()
                raise BookRefused("读文件的子进程没有启动起来，什么也没有改动。请再运行一次；还不行，重新安装后再试。")
        return fresh

    def _send(self, lines: bytes) -> None:
        with contextlib.suppress(OSError, ValueError):
            self._in.write(lines)
            self._in.flush()

    def answered(self, seconds: float) -> dict[str, Any] | None:
        """The next answer; None when the child died, or has not answered in time."""
        return self._line(seconds)

    def _line(self, seconds: float) -> dict[str, Any] | None:
        try:
            line = self._lines.get(timeout=seconds)
            told = json.loads(line) if line else None
        except (queue.Empty, ValueError):
            return None
        return told if isinstance(told, dict) else None

    def end(self) -> None:
        """The child is gone, and nothing of it is left open."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._in, self._out):
            with contextlib.suppress(OSError, ValueError):
                pipe.close()


def sheet_from_json(told: Any) -> ForeignSheet:
    """A sheet out of a child's answer."""
    name, rows, percent, formulas, shown = told
    return ForeignSheet(
        name=name,
        rows=[[*map(from_json, row)] for row in rows],
        percent=frozenset(map(tuple, percent)),
        formulas=frozenset(map(tuple, formulas)),
        shown={(row, column): text for row, column, text in shown},
    )


def company_from_json(told: dict[str, Any]) -> dict[str, Any]:
    """What a group takes over, out of a child's answer."""
    tables = told["rows"].items()
    rows = {name: [dict(zip(heads, map(from_json, row), strict=True)) for row in rows] for name, (heads, rows) in tables}
    return told | {"rows": rows}


def block_from_json(told: Any) -> MinutesBlock:
    """A paragraph or table out of a child's answer."""
    place, number, text, rows = told
    return MinutesBlock(place, number, text, tuple(map(tuple, rows)))


def ledger_from_json(told: Any) -> LedgerSheet:
    """A sheet with its looks out of a child's answer."""
    cells, hidden, hidden_rows, filtered, columns, merged, from_1904, seen = told
    return LedgerSheet(
        sheet_from_json(cells),
        hidden=hidden,
        hidden_rows=frozenset(hidden_rows),
        filtered_rows=frozenset(filtered),
        hidden_columns=frozenset(columns),
        merged=tuple(Merged(*area) for area in merged),
        from_1904=frozenset(from_1904),
        seen=seen,
    )


DECODERS: dict[str, Callable[[str], Value]] = {"d": dt.date.fromisoformat, "t": dt.datetime.fromisoformat, "e": CellError}


def from_json(value: Any) -> Value:
    """A value out of JSON."""
    if value.__class__ is list:
        kind, text = value
        return DECODERS[kind](text)
    return value  # type: ignore[no-any-return]  # text, number, truth or blank


def as_json(value: Value) -> object:
    """A value for JSON."""
    if isinstance(value, CellError):
        return ["e", value.code]
    if isinstance(value, dt.datetime):
        return ["t", value.isoformat()]
    return ["d", value.isoformat()] if isinstance(value, dt.date) else value


# in the child


def answer() -> None:
    """Read paths from standard input until it ends; one line of JSON for each."""
    limit_memory(int(sys.argv[1]))
    sheets_of = reading(sys.argv[2])
    answer_line(sys.stdout.buffer, {"said": READY})
    for line in sys.stdin.buffer:
        path = Path(os.fsdecode(bytes.fromhex(json.loads(line))))
        try:
            told: dict[str, object] = {"sheets": sheets_of(path)}
        except FileRefused as error:
            told = {"refused": [str(error), error.reason, error.remedy]}
        except (MemoryError, OSError, RecursionError):
            os._exit(1)  # the next child tries it alone
        answer_line(sys.stdout.buffer, told)


def reading(how: str) -> Callable[[Path], Sequence[object]]:
    """What makes the answer for a file; its parsers are loaded here, within the limits."""
    if how == LEDGERS:
        from addin.foreign.ledger import ledger_sheets

        return lambda path: [ledger_as_json(sheet) for sheet in ledger_sheets(path)]
    if how == TEXTS:
        from addin.foreign.minutes_file import minutes_blocks

        return lambda path: [list(block) for block in minutes_blocks(path)]
    if how == COMPANIES:
        from addin.foreign.company import company_of

        return lambda path: [company_as_json(company_of(path))]
    from addin.foreign.file import foreign_sheets

    return lambda path: [sheet_as_json(sheet) for sheet in foreign_sheets(path)]


def company_as_json(company: dict[str, Any]) -> dict[str, object]:
    """What a group takes over, each table as its headers and rows."""
    tables = {name: (list(rows[0]) if rows else [], rows) for name, rows in company["rows"].items()}
    return company | {"rows": {n: [heads, [[as_json(row.get(h)) for h in heads] for row in rows]] for n, (heads, rows) in tables.items()}}


def ledger_as_json(sheet: LedgerSheet) -> list[object]:
    """A sheet with its looks for JSON, field after field."""
    return [sheet_as_json(sheet.cells), *([*field] if isinstance(field, frozenset) else field for field in sheet[1:])]


def sheet_as_json(sheet: ForeignSheet) -> list[object]:
    """A sheet for JSON, field after field."""
    rows = [[*map(as_json, row)] for row in sheet.rows]
    return [sheet.name, rows, [*sheet.percent], [*sheet.formulas], [[*place, text] for place, text in sheet.shown.items()]]


def limit_memory(limit: int) -> None:
    """No more address space than this; Windows has no such limit."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def answer_line(out: IO[bytes], told: dict[str, object]) -> None:
    """One answer to the parent, a line of JSON."""
    out.write(json.dumps(told, ensure_ascii=True, separators=(",", ":")).encode() + b"\n")
    out.flush()
