"""What the commands leave behind, as SHA-256: one round of the sample company by the real command line, with one day and one clock.

`python tests/left_files.py [FOLDER] > before.txt`, the same after a change that is to change nothing, then compare the two. Each
command is a process of its own; what it prints counts as a file. Not counted: what openpyxl wrote as a department would, and the
backups and locks of a run (their content is that of the master before).
"""

import hashlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

HOUSE = Path(__file__).resolve().parent.parent
DAY, CLOCK = "2026-12-31", "2026-12-31T09:30:00"
STILL = {"DUBAN_NOW": CLOCK, "PYTHONPATH": str(HOUSE)}
"""The variables of each command: this checkout's modules, and a clock that stands still."""
ONE = "import sys; from macros.__main__ import run; sys.exit(run(sys.argv[1:]))"
PAPERS = (
    *("督办通报 亮灯通报 绩效通报 督办考核通报 抽查运行通报 周报 督办单 批示办理单 办结报告 督办函 提醒单 约谈通知 预警信息单").split(),
    *("整改意见书 个人绩效反馈单 对账单 交接清单 领导掌上页").split(),
)
NUMBERED = ("督办通报", "提醒单")
UNCOUNTED = ("回收", "归档/备份", "老台账.xlsx")


def commands() -> Iterator[list[str]]:
    """The round, in order."""
    yield ["demo", "示范"]
    for to in ("部门", "领导", "考评", "抽查"):
        yield ["send", "示范", "--to", to]
    yield ["fill"]
    yield ["collect", "示范"]
    yield ["refresh", "示范"]
    yield ["collect", "示范"]
    yield ["remind", "示范"]
    yield ["remind", "示范", "--mark-sent"]
    yield from (["document", "示范", kind] for kind in PAPERS)
    yield from (["document", "示范", kind, "--issue"] for kind in NUMBERED)
    yield ["map", "示范"]
    yield ["draw", "示范", "-n", "5", "--seed", "7"]
    yield ["whatif", "示范", "绿灯下限=85"]
    yield ["import", "示范", "老台账.xlsx"]
    yield ["close", "示范", "2026Q4", "--anyway"]
    yield ["refresh", "示范"]
    yield ["publish", "示范"]
    yield ["check", "示范"]
    yield ["new", "明年", "--from", "示范/督办总台账.xlsm"]
    yield ["undo", "示范"]


def fill(folder: Path) -> None:
    """The departments' answers, and a ledger of an office's own."""
    import random

    import openpyxl

    sys.path.insert(0, str(HOUSE / "tests"))
    from support.collected_sample import fill as fill_in

    draw = random.Random(7)
    for number, file in enumerate(sorted((folder / "示范" / "下发").rglob("*.xlsx"))):
        book: Any = openpyxl.load_workbook(file)
        fill_in(book, draw, slip=number % 4 == 1)
        book.save(folder / "示范" / "回收" / file.name)
    ledger = openpyxl.Workbook()
    sheet: Any = ledger.active
    sheet.append(["序号", "工作事项", "责任部门", "责任人", "完成时限", "进度"])
    sheet.append([1, "配网自动化改造（一期）", "运检部", "张三", "2026年12月20日", "60%"])
    sheet.append([2, "营业厅无障碍设施", "营销部", "", "年底前", ""])
    ledger.save(folder / "老台账.xlsx")


def left(folder: Path) -> Iterator[tuple[str, str]]:
    """Every file that counts, with the hash of its content."""
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and not any(f"/{part}/" in f"/{name}/" for part in UNCOUNTED) and path.suffix != ".lock":
            yield hashlib.sha256(path.read_bytes()).hexdigest(), name


def main(folder: Path) -> None:
    """The whole round in a folder, which is empty."""
    for arguments in commands():
        if arguments == ["fill"]:
            fill(folder)
            continue
        call = [sys.executable, "-c", ONE, *arguments, "--as-of", DAY]
        done = subprocess.run(call, cwd=folder, env=os.environ | STILL, capture_output=True, check=False)
        said = done.stdout + done.stderr + str(done.returncode).encode()
        print(hashlib.sha256(said.replace(str(folder).encode(), b"")).hexdigest(), "duban", *arguments, done.returncode, flush=True)
        if done.returncode == 2:
            print(done.stdout.decode(), done.stderr.decode(), file=sys.stderr)
    for digest, name in left(folder):
        print(digest, name)


if __name__ == "__main__":
    sys.path.insert(0, str(HOUSE))
    if sys.argv[1:]:
        main(Path(sys.argv[1]).resolve())
    else:
        with tempfile.TemporaryDirectory() as made:
            main(Path(made))
