"""How long `duban group` takes over many companies, beside bare calamine over the same sheets.

    python tests/benchmarks/group.py [--companies N]

Run by hand; the table in docs/速度.md is what it printed. Every company is the sample company, refreshed, under another name. The yardstick
reads by bare calamine the sheets that a group takes over: no guards, no child, no rows kept, nothing written. Clock and processor time
(all processes together) are printed, because this machine is not always idle. The last lines reckon what 30,000 companies would take.
"""

import argparse
import datetime as dt
import json
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

from python_calamine import CalamineWorkbook

from addin.closed.package import Package
from addin.companies import figures
from addin.companies.finding import companies_in
from addin.companies.parquet import file_name, parquet_of
from addin.foreign.company import WANTED, company_of
from addin.foreign.reader import company_as_json, company_from_json
from macros.__main__ import run
from macros.group import CACHE, read_files
from macros.steps.company_reading import lines_of
from macros.steps.group_lists import MOST_ROWS, group_lists
from macros.steps.report import Options, silent
from workbook_templates.master.dashboard import SHEET

NAME, MANY, MACHINES, PROCESSORS, SAMPLE = "示范供电公司", 30_000, 20, 8, 30


def prepare(folder: Path, count: int) -> Path:
    """The sample company under so many names."""
    assert run(["demo", str(folder / "示范"), "--quiet"]) < 2
    home = folder / "各单位"
    home.mkdir()
    package = Package((folder / "示范" / "督办总台账.xlsm").read_bytes())
    cell = re.compile(b"(<t[^>]*>)" + NAME.encode() + b"(?=</t>)")
    named = [name for name in package.by_name if name.startswith("xl/") and cell.search(package.read(name))]
    for number in range(count):
        own = package.unchanged()
        for name in named:
            own.change(name, cell.sub(rb"\g<1>" + f"{NAME}{number:05}".encode(), own.read(name)))
        (home / f"{number:05}.xlsm").write_bytes(b"".join(own.written()))
    return home


def bare(path: str) -> int:
    """The same sheets by bare calamine."""
    book = CalamineWorkbook.from_path(path)
    return sum(len(book.get_sheet_by_name(name).to_python(skip_empty_area=False)) for name in (SHEET, *WANTED))


def one_processor(paths: list[str]) -> tuple[float, float, float]:
    """Milliseconds of processor time a company: bare, in the child that reads, in the worker that keeps; in this process, in turn."""
    used = [0.0, 0.0, 0.0]
    for path in paths:
        for place, work in enumerate((partial(bare, path), partial(child, path), None)):
            start = time.process_time()
            if work is not None:
                told = work()
            else:
                parquet_of(lines_of(company_from_json(json.loads(str(told)))))
            used[place] += time.process_time() - start
    bare_time, child_time, worker_time = (1000 * one / len(paths) for one in used)
    return bare_time, child_time, worker_time


def child(path: str) -> str:
    return json.dumps(company_as_json(company_of(Path(path))))


def timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def by_calamine(paths: list[str], processes: int) -> None:
    with ProcessPoolExecutor(processes) as pool:
        list(pool.map(bare, paths, chunksize=4))


def whole(home: Path, out: Path, processes: int = 0) -> float:
    """Seconds of a whole process of the command."""
    command = [
        sys.executable,
        "-P",
        "-m",
        "macros",
        "group",
        str(home),
        str(out),
        "--quiet",
        *(["--processes", str(processes)] if processes else []),
    ]
    return timed(lambda: subprocess.run(command, check=True))


def asked_by(out: Path, home: Path) -> tuple[float, float, float]:
    """Seconds to load the Parquet files, of the slowest query, and to make all figures and lists."""
    options = Options(dt.datetime(2026, 12, 31, 9), more={})
    sources = read_files(companies_in([home], out), out / CACHE, "", options, silent).sources
    start = time.perf_counter()
    ask = figures.opened([out / CACHE / file_name(digest) for digest in sources])
    loaded = time.perf_counter()
    every = figures.companies(ask, sources, "")
    figures.compared(every)
    list(group_lists(ask, every, ""))
    done = time.perf_counter()
    within = {"digests": list(sources), "most": MOST_ROWS}
    queries = [*(figures.LISTED.format(which) for which in figures.WHICH.values()), figures.OF_NOW]
    slowest = max(timed(partial(fetched, ask, query, within)) for query in queries)
    return loaded - start, slowest, done - loaded


def fetched(ask: Any, query: str, within: dict[str, object]) -> object:
    return ask.execute(query, within).fetchall()


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--companies", type=int, default=300)
    count: int = asked.parse_args().companies
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        home = prepare(folder, count)
        paths = [str(path) for path in sorted(home.iterdir())]
        rates: dict[int, float] = {}
        bare_time, child_time, worker_time = one_processor(paths[:SAMPLE])
        ratio = (child_time + worker_time) / bare_time
        print(f"处理器时间一家：裸 calamine {bare_time:.0f} 毫秒；读的子进程 {child_time:.0f}，收的进程 {worker_time:.0f}；÷ {ratio:.2f}")
        for processes in (1, 2):
            yard = timed(partial(by_calamine, paths, processes))
            ours = timed(partial(whole, home, folder / f"出{processes}", processes))
            rates[processes] = count / ours
            print(
                f"{processes} 个进程：整个命令 {ours:.1f} 秒，{rates[processes]:.1f} 家/秒；裸 calamine {yard:.1f} 秒；÷ {ours / yard:.2f}",
                flush=True,
            )
        second = whole(home, folder / "出2")
        print(f"再一次，什么也不读：{second:.2f} 秒，{second * rates[2] / count:.1%}")
        load, query, lists = asked_by(folder / "出2", home)
        size = sum(path.stat().st_size for path in (folder / "出2" / CACHE).iterdir())
        print(
            f"DuckDB：装入 {load:.2f} 秒，最慢的一次查询 {query:.3f} 秒，全部数和清单 {lists:.2f} 秒；"
            f"缓存 {size / count / 1000:.0f} KB 一家"
        )
        memory = max(resource.getrusage(whose).ru_maxrss for whose in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) // 1000
        print(f"最大的一个进程 {memory} MB；{os.cpu_count()} 个处理器")
        each = (child_time + worker_time) / 1000
        hands = MACHINES * PROCESSORS
        print(
            f"{MANY:,} 家，按处理器时间一家 {each:.3f} 秒：一台两个处理器 {MANY} × {each:.3f} ÷ 2 = {MANY * each / 2 / 60:.0f} 分钟；"
            f"{MACHINES} 台各 {PROCESSORS} 个处理器 {MANY} × {each:.3f} ÷ {hands} = {MANY * each / hands:.0f} 秒；从共享盘取文件另计"
        )


if __name__ == "__main__":
    main()
