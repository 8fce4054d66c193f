"""How long papers take beside the bare docxtpl rendering of the same templates with the same texts.

    .venv/bin/python tests/benchmarks/documents.py [home of the sample company]

Bare: DocxTemplate(template), render, save, for each paper; nothing is checked, no figure computed, nothing registered.
Ours, per paper: the template is linted, the texts made, the template filled, the figures proved, the paper opened again.
Ours, the run: from the workbook on disk to 60 numbered files and their rows in 文书登记, as `duban document --issue` does it; of a
bulletin also the workbook of the rows behind its figures.
"""

import datetime as dt
import io
import shutil
import statistics
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from docxtpl import DocxTemplate
from timing import timed

HOUSE = Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(HOUSE), str(HOUSE / "tests")]

from addin.closed.file_book import FileBook  # noqa: E402
from macros.__main__ import run  # noqa: E402
from macros.document import Filler, document  # noqa: E402
from macros.steps import session  # noqa: E402
from macros.steps.document_orders import Letter, letters_of, order_of  # noqa: E402
from macros.steps.report import Options, silent  # noqa: E402
from workbook_templates.documents.kinds import KINDS, Kind, template_of  # noqa: E402

NOW = dt.datetime(2026, 12, 31, 9)
LETTERS = "个人绩效反馈单"
PERIODS = {
    LETTERS: "2026Q3", "督办通报": "2026-10", "亮灯通报": "2026-B5", "绩效通报": "2026Q3", "督办考核通报": "2026H2",
    "抽查运行通报": "2026-11", "周报": "2026-W47",
}  # fmt: skip
BULLETINS = ("督办通报", "亮灯通报", "绩效通报", "督办考核通报", "抽查运行通报")
ROUNDS = 5


def options(kind: Kind, *, issue: bool = False) -> Options:
    return Options(NOW, as_of=NOW.date(), more={"kind": kind.name, "period": PERIODS.get(kind.name), "issue": issue})


def bare(template: bytes, letters: list[Letter]) -> None:
    """What docxtpl alone does."""
    for letter in letters:
        paper = DocxTemplate(io.BytesIO(template))
        paper.render(letter.draft.texts(letter.heading), autoescape=True)
        paper.save(io.BytesIO())


def median(action: Callable[[], object], rounds: int = ROUNDS) -> float:
    return statistics.median(timed(action) for _ in range(rounds))


def one_paper(kind: Kind, letters: list[Letter]) -> tuple[float, float]:
    """Seconds for one paper: bare, ours."""
    template = template_of(kind)
    return median(lambda: bare(template, letters[:1])), median(lambda: Filler(kind, template, "模板").paper(letters[0]))


def whole_run(home: Path, kind: Kind) -> float:
    """Seconds for a run that issues all papers of a kind, from file to files."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(shutil.copytree(home, Path(folder) / "示范"))
        return timed(lambda: document(FileBook(copy / "督办总台账.xlsm"), options(kind, issue=True), silent))


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(folder) / "示范"
        if not home.exists():
            run(["demo", str(home), "--quiet"])
        book = FileBook(home / "督办总台账.xlsm")
        bulletins = 0.0
        for kind in KINDS.values():
            reading = session.read(book, options(kind), silent)
            letters = letters_of(order_of(kind, reading, options(kind)), reading, reading.tables.papers)
            if letters:
                base, ours = one_paper(kind, letters)
                print(f"{kind.name}\t一份\t裸 {base * 1000:.0f} ms\t我们 {ours * 1000:.0f} ms\t÷ {ours / base:.2f}")
            if kind.name == LETTERS:
                template, many = template_of(kind), letters
            if kind.name in BULLETINS:
                bulletins += base
        base = median(lambda: bare(template, many), 3)
        ours = statistics.median(whole_run(home, KINDS[LETTERS]) for _ in range(3))
        print(f"{LETTERS}\t{len(many)} 份\t裸 {base:.2f} s\t整个命令 {ours:.2f} s\t÷ {ours / base:.2f}")
        runs = sum(statistics.median(whole_run(home, KINDS[name]) for _ in range(3)) for name in BULLETINS)
        print(f"五种通报\t连明细工作簿\t裸 {bulletins:.2f} s\t五个命令 {runs:.2f} s\t÷ {runs / bulletins:.2f}")
        print(f"合计\t裸 {base + bulletins:.2f} s\t六个命令 {ours + runs:.2f} s\t÷ {(ours + runs) / (base + bulletins):.2f}")


if __name__ == "__main__":
    main()
