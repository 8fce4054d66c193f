"""How long the pages of eight leaders take: the whole command, and in it the pages alone.

.venv/bin/python tests/benchmarks/leader_pages.py [home of the sample company]
"""

import datetime as dt
import statistics
import sys
import tempfile
from pathlib import Path

from timing import run as run_process
from timing import timed

HOUSE = Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(HOUSE), str(HOUSE / "tests")]

from addin.closed.file_book import FileBook  # noqa: E402
from macros.__main__ import run  # noqa: E402
from udfs.exchange.cutting import Wanted  # noqa: E402
from udfs.pages.leader_pages import leader_pages  # noqa: E402
from udfs.rules.ground.workdays import Calendar  # noqa: E402
from udfs.rules.judging.judgement import judge  # noqa: E402
from workbook_templates.leaving.leader_page import KIND, leader_page  # noqa: E402
from workbook_templates.reading.parse import READ, parse  # noqa: E402

AS_OF, ROUNDS = dt.date(2026, 12, 31), 7
EIGHTH = ("D99", "第八位", "办公室", "副总经理", "班子成员")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(folder) / "示范"
        if not home.exists():
            run(["demo", str(home), "--quiet"])
        path = home / "督办总台账.xlsm"
        book = FileBook(path)
        book.append("人员", ("工号", "姓名", "部门", "职务", "角色"), [EIGHTH])
        book.commit(None)
        facts, _ = parse(FileBook(path).read(READ))
        judgement = judge(facts, AS_OF, Calendar(facts.holidays))
        whole = [
            run_process([sys.executable, "-m", "macros", "document", str(path), KIND, "--as-of", str(AS_OF), "--quiet"]) for _ in range(5)
        ]
        pages = [leader_page(page) for page in leader_pages(facts, judgement, Wanted((), False, "")).pages]
        alone = statistics.median(
            timed(lambda: [leader_page(page) for page in leader_pages(facts, judgement, Wanted((), False, "")).pages])
            for _ in range(ROUNDS)
        )
        print(f"{len(pages)} 位领导，最大 {max(map(len, pages)) / 1000:.0f} KB，合计 {sum(map(len, pages)) / 1000:.0f} KB")
        seconds, size = statistics.median(one for one, _ in whole), max(one for _, one in whole)
        print(f"整个命令 {seconds:.2f} 秒，{size:.0f} MB；只算各页 {alone:.2f} 秒")


if __name__ == "__main__":
    main()
