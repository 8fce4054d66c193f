"""How long `duban import` of a ledger of 600 rows takes: whole processes, start included.

    python tests/benchmarks/import_ledger.py [--rows N] [--runs N]

Run by hand. The ledger has a title, headings, numbers with formats, 同上 and matters of three nodes.
"""

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import openpyxl

HEADER = "序号 督办事项 任务来源 责任部门 配合部门 分管领导 责任人 交办时间 完成时限 节点 完成率 完成情况 当前状态 密级 备注".split()


def ledger(path: Path, count: int) -> None:
    """A ledger of so many rows."""
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.append(["示范供电公司2026年重点工作督办台账"])
    sheet.append(HEADER)
    for at in range(count):
        if at % 60 == 0:
            sheet.append([None, f"一、第{at // 60 + 1}类工作"])
        node = at % 3
        sheet.append([
            at + 1, f"第 {at // 3} 项重点工作的落实" if not node else "同上", "会议纪要", f"部门{at // 3 % 14}", "", "刘志远",
            f"张{at % 50}", "2026.3.2", f"2026-{at % 12 + 1:02}-28", f"节点{node}", 0.6, "正在推进，预计按期完成", "进行中", "无", "",
        ])  # fmt: skip
        sheet.cell(sheet.max_row, 11).number_format = "0%"
    book.save(path)


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--rows", type=int, default=600)
    asked.add_argument("--runs", type=int, default=3)
    given = asked.parse_args()
    took = []
    for _ in range(given.runs):
        with tempfile.TemporaryDirectory() as folder:
            path, home = Path(folder) / "旧台账.xlsx", Path(folder) / "家"
            ledger(path, given.rows)
            run(["new", str(home)])
            began = time.perf_counter()
            run(["import", str(next(home.glob("*.xlsm"))), str(path)])
            took.append(time.perf_counter() - began)
    print(f"{given.rows} 行：最快 {min(took):.2f} 秒，最慢 {max(took):.2f} 秒")


def run(words: list[str]) -> None:
    done = subprocess.run([sys.executable, "-m", "macros", *words, "--quiet"], check=False)
    if done.returncode > 1:
        raise SystemExit(done.returncode)


if __name__ == "__main__":
    main()
