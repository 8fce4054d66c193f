"""Books that nobody would make: nasty values in every table, and bytes changed in every part, through check, refresh and collect.

    python tests/fuzz.py books COUNT SEED
    python tests/fuzz.py mutants COUNT SEED
    python tests/fuzz.py cells COUNT SEED
    python tests/fuzz.py tags COUNT SEED
    python tests/fuzz.py surroundings COUNT SEED

Each call is one process for many cases, so that it costs no start of Python each. A case fails when an action ends with anything but
0, 1 or 2, takes longer than 10 s, says nothing in Chinese, says “程序出错”, writes to the master although it says 2, or changes a
returned file; a run fails when it or its children ever hold more than 512 MB. test_fuzz.py runs both in CI; docs/速度.md has the
count of the longest run by hand. The last three spoil one thing of a small company's, soundly, and say every fault in a line
(support/spoilt_cells.py, spoilt_templates.py, environments.py): docs/可靠.md has what they found.
"""

import contextlib
import datetime as dt
import io
import random
import re
import resource
import shutil
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterable, Iterator
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from support import environments, spoilt_cells, spoilt_templates
from support.round_trip import NOW, ROWS
from support.sending import line

from addin.closed.file_book import FileBook
from addin.closed.package import Package
from macros.__main__ import run
from macros.send import send
from macros.steps.report import Options, silent
from workbook_templates.master.master import write_master
from workbook_templates.reading.errors import DubanError
from workbook_templates.tables import TABLES
from workbook_templates.tables.grid import CellError, Value
from workbook_templates.tables.lists import LISTS

SECONDS, MEGABYTES = 10.0, 512
DAY = ["--as-of", "2026-03-03"]
CHINESE = re.compile(r"[\u4e00-\u9fff]")

words = sorted({word for values in LISTS.values() for word in values})
VALUES: st.SearchStrategy[Value] = st.one_of(
    st.none(),
    st.sampled_from(words),
    st.sampled_from([
        "1", "2", "甲部", "乙部", "张三", "2026Q1", "2026-13-45", "2026年2月30日", "长期", "年底前", "80%", "８０％", "0.8", "1e400", "-0",
        "=1+1", "'=1", "{年}", "无", " ", "\n", "_x0000_", "\u202e甲", "𠮷", "a" * 5000, "，、；,;", "1/0", "NaN", "TRUE",
        "9" * 30, "００１",
    ]),
    st.sampled_from([0.0, -1.0, 1.0, 80.0, 0.5, 8000.0, 1e15, 1e300, 1e-300, 46000.0, 20260303.0, 2958466.0, float(2**53)]),
    st.sampled_from([dt.date(1900, 3, 1), dt.date(1926, 1, 1), dt.date(2026, 3, 3), dt.date(2026, 12, 31), dt.date(9999, 12, 31)]),
    st.booleans(),
    st.sampled_from([CellError("#DIV/0!"), CellError("#N/A"), CellError("#REF!")]),
    st.text(max_size=12),
)  # fmt: skip
FILLED = [name for name, table in TABLES.items() if table.group in ("设置", "日常")] + ["批次", "历史成绩", "文书登记", "提醒记录"]
CELLS = st.lists(st.tuples(st.sampled_from(FILLED), st.integers(0, 6), st.integers(0, 60), VALUES), min_size=1, max_size=40)


class Failed(AssertionError):
    """A case that went wrong."""


class Office:
    """A master, what it sent, and a filled file, to be spoilt in copies."""

    def __init__(self, folder: Path) -> None:
        self.home, self.work = folder / "先", folder / "试"
        self.home.mkdir()
        master = self.home / "督办总台账.xlsm"
        write_master(master, {name: [line(name, row) for row in rows] for name, rows in ROWS.items()}, company="示范", year=2026)
        report = send(FileBook(master), Options(NOW, "", NOW.date()), silent)
        self.master, self.file = master.read_bytes(), unprotected(report.files[1].read_bytes())
        self.cases = 0

    def fresh(self, master: bytes, returned: dict[str, bytes]) -> Path:
        """A copy to work on."""
        shutil.rmtree(self.work, ignore_errors=True)
        shutil.copytree(self.home, self.work)
        (self.work / "回收").mkdir()
        path = self.work / "督办总台账.xlsm"
        path.write_bytes(master)
        for name, data in returned.items():
            (self.work / "回收" / name).write_bytes(data)
        return path

    def walk(self, master: bytes, returned: dict[str, bytes]) -> None:
        """Through the three actions, one after the other on the same workbook."""
        path = self.fresh(master, returned)
        for action in ("check", "collect", "refresh"):
            self.act(action, path, returned)
        self.cases += 1

    def act(self, action: str, path: Path, returned: dict[str, bytes]) -> None:
        before, out, begin = path.read_bytes(), io.StringIO(), time.monotonic()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
            status = run([action, str(path), *DAY])
        took, said = time.monotonic() - begin, out.getvalue()
        touched = any((path.parent / "回收" / name).read_bytes() != data for name, data in returned.items())
        wrong = [
            *([f"status {status}"] if status not in (0, 1, 2) else []),
            *([f"{took:.1f} s"] if took > SECONDS else []),
            *(["nothing in Chinese"] if not CHINESE.search(said) else []),
            *(["程序出错"] if "程序出错" in said else []),
            *(["the master was written"] if status == 2 and path.read_bytes() != before else []),
            *(["a returned file was changed"] if touched else []),
        ]
        if wrong:
            kept = Path(tempfile.mkdtemp(prefix="duban-fuzz-")) / path.name
            kept.write_bytes(before)
            for name, data in returned.items():
                kept.with_name(name).write_bytes(data)
            raise Failed(f"{action}: {', '.join(wrong)}; kept in {kept.parent}\n{said[:2000]}")


def unprotected(data: bytes) -> bytes:
    """So that FileBook writes into it."""
    package = Package(data)
    for part in package.by_name:
        if part.startswith("xl/worksheets/sheet"):
            package.change(part, re.sub(rb"<sheetProtection[^>]*/>", b"", package.read(part)))
    return b"".join(package.written())


def spoilt(folder: Path, data: bytes, cells: list[tuple[str, int, int, Value]]) -> bytes:
    """The workbook with these values in its tables."""
    path = folder / "spoilt.xlsx"
    path.write_bytes(data)
    book = FileBook(path)
    tables = book.tables()
    for name, row, column, value in cells:
        if name in tables:
            header = tables[name][column % len(tables[name])]
            rows = len(book.read([name])[name].rows)
            if row < rows:
                book.update(name, {(row, header): value})
            else:
                book.append(name, [header], [[value]])
    with contextlib.suppress(DubanError, ValueError):  # what can't be written is not this test's business
        book.commit(None)
    return path.read_bytes()


def books(office: Office, count: int, number: int) -> None:
    @seed(number)
    @settings(max_examples=count, database=None, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    @given(CELLS, CELLS)
    def every(cells: list[Any], answers: list[Any]) -> None:
        returned = [(name, *rest) for name, *rest in answers]
        office.walk(spoilt(office.home, office.master, cells), {"甲部.xlsx": spoilt(office.home, office.file, returned)})

    every()


def mutants(office: Office, count: int, number: int) -> None:
    draw = random.Random(number)
    for case in range(count):
        # a master and a file that are both changed; half of them inside their parts, so that the zip itself stays sound
        change = inside if case % 2 else outside
        office.walk(change(office.master, draw), {"甲部.xlsx": change(office.file, draw), "乙部.xlsx": outside(office.file, draw)})


def outside(data: bytes, draw: random.Random) -> bytes:
    """Bytes of the file changed, cut out, doubled or zeroed."""
    spoiling = bytearray(data)
    for _ in range(draw.choice((1, 1, 3, 20))):
        at, length = draw.randrange(len(spoiling) or 1), draw.choice((1, 1, 4, 200))  # a small part may be gone by now
        kind = draw.randrange(4)
        piece = spoiling[at : at + length]
        new = (bytes(draw.randrange(256) for _ in piece), b"", piece * 2, bytes(len(piece)))[kind]
        spoiling[at : at + length] = new
    return bytes(spoiling)


def inside(data: bytes, draw: random.Random) -> bytes:
    """One part changed, in a sound zip."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for _ in range(draw.choice((1, 2))):
        name = draw.choice([name for name in parts if name.endswith((".xml", ".rels"))])
        parts[name] = draw.choice((outside, tag_gone, number_changed, text_changed))(parts[name] or b" ", draw)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return out.getvalue()


def tag_gone(part: bytes, draw: random.Random) -> bytes:
    tags = list(re.finditer(rb"<[^>]+>", part))
    found = draw.choice(tags) if tags else None
    return part[: found.start()] + part[found.end() :] if found else part


def number_changed(part: bytes, draw: random.Random) -> bytes:
    numbers = list(re.finditer(rb"[0-9]+", part))
    found = draw.choice(numbers) if numbers else None
    new = draw.choice((b"0", b"-1", b"99999999999", b"1048577", b"x", b"3.5"))
    return part[: found.start()] + new + part[found.end() :] if found else part


def text_changed(part: bytes, draw: random.Random) -> bytes:
    texts = list(re.finditer(rb">[^<]+<", part))
    found = draw.choice(texts) if texts else None
    new = draw.choice(("&#0;", "&bogus;", "甲" * 40_000, "", "#N/A", "&lt;b&gt;", "2026-02-30")).encode()
    return part[: found.start()] + b">" + new + b"<" + part[found.end() :] if found else part


def peaks() -> Iterator[float]:
    """Megabytes that this process and the largest of its children have held.

    Linux counts what the process that started this one held as ours in getrusage, and in CI that is a worker full of other tests.
    """
    status = Path("/proc/self/status")
    own = re.search(r"VmHWM:\s+(\d+) kB", status.read_text()) if status.exists() else None
    yield (int(own[1]) if own else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss) / 1024
    yield resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def cells(folder: Path, count: int, number: int) -> int:
    """Cells of the small company spoilt, eight at a time, in a seeded order; what a fault comes from is looked for among them."""
    company = spoilt_cells.Company(folder)
    for case in islice(spoilt_cells.cases(number, 8), count):
        first: dict[tuple[str, str], spoilt_cells.Fault] = {}
        for fault in list(company.faults(case)):
            first.setdefault((fault.call, fault.kind), fault)
        told(spoilt_cells.narrowed(company, case, fault) for fault in first.values())
    return count


def tags(folder: Path, count: int, number: int) -> int:
    """Tags in the parts of a template."""
    spoilt_cells.new_home(folder / "家")
    every = spoilt_templates.combinations()
    chosen = random.Random(number).sample(every, min(count, len(every)))
    for place, tag in chosen:
        told(spoilt_templates.faults(folder / "家", folder / "试", place, tag))
    return len(chosen)


def surroundings(folder: Path, count: int, number: int) -> int:
    """Every action in every state of a process."""
    home = folder / "先" / "家"
    spoilt_cells.new_home(home)
    plain, *others = environments.ALL
    every = [(call, around) for call in environments.CALLS for around in others]
    chosen = random.Random(number).sample(every, min(count, len(every)))
    status = {call: environments.status_of(home, folder / "房", call, plain) for call in sorted({call for call, _ in chosen})}
    for call, around in chosen:
        told(environments.faults(home, folder / "房", call, around, status[call]))
    return len(chosen)


FOUND: list[spoilt_cells.Fault] = []


def told(faults: Iterable[spoilt_cells.Fault]) -> None:
    """Each fault in a line, as soon as it is found."""
    for fault in faults:
        FOUND.append(fault)
        print(" | ".join(fault).replace("\n", "\\n")[:600], flush=True)


ONE_THING = {"cells": cells, "tags": tags, "surroundings": surroundings}


def main(kind: str, count: int, number: int) -> None:
    begin = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="duban-fuzz-") as folder:
        if kind in ONE_THING:
            done = ONE_THING[kind](Path(folder), count, number)
        else:
            office = Office(Path(folder))
            {"books": books, "mutants": mutants}[kind](office, count, number)
            done = office.cases
    largest = max(peaks())
    digest = sha256(f"{kind}{count}{number}".encode()).hexdigest()[:6]
    print(f"{kind}: {done} cases ({digest}) in {time.monotonic() - begin:.0f} s, {largest:.0f} MB")
    if FOUND:
        raise Failed(f"{len(FOUND)} faults")
    if largest > MEGABYTES and kind not in ONE_THING:
        raise Failed(f"{largest:.0f} MB")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
