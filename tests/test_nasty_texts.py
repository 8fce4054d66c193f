"""Texts that a cell may soundly hold and nobody thinks of, in every column of words of the sample company, through every action that
writes; and a department whose name holds blanks and brackets, spelt in several ways."""

import datetime as dt
import itertools
import re
import shutil
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree
from support.year_end import OPTIONS

from addin.closed.file_book import FileBook
from macros.check import check
from macros.collect import collect
from macros.document import document
from macros.map import map as year_map
from macros.publish import publish
from macros.refresh import refresh
from macros.remind import remind
from macros.send import send
from macros.steps.master_file import create
from macros.steps.report import Report, Status, silent
from workbook_templates.documents.kinds import KINDS
from workbook_templates.reading.characters import CONTROL
from workbook_templates.sample import sample_rows
from workbook_templates.sample.company import COMPANY_NAME
from workbook_templates.tables import TABLES
from workbook_templates.tables.grid import Grid, Row

NASTY = (
    *(
        "第一行\n第二行",
        "甲\t乙",
        "甲\r乙",
        "甲\r\n乙",
        "甲\x07乙",
        "甲\x01乙",
        "_x000D_",
        "甲_x0041_",
        "甲\ufffe乙",
        "甲\ud800乙",
        "甲\x85乙\u2028丙",
    ),
    *("<b>&amp;\"'</b>", "😀督办😀", "{{x}} {%p%}", "Ａ１２（一）", "=1+1", "@SUM(A1)", "长" * 300, "w" * 400, "　甲　", "'引"),
)
ACTIONS: Mapping[str, Callable[[FileBook], Report]] = {
    "刷新": lambda book: refresh(book, OPTIONS, silent),
    "数据检查": lambda book: check(book, OPTIONS, silent),
    "一张图": lambda book: year_map(book, OPTIONS, silent),
    "下发": lambda book: send(book, replace(OPTIONS, more={"to": ("部门", "领导", "考评")}), silent),
    "提醒": lambda book: remind(book, OPTIONS, silent),
    **{name: lambda book, name=name: document(book, replace(OPTIONS, more={"kind": name}), silent) for name in KINDS},  # type: ignore[misc]
    "公布": lambda book: publish(book, OPTIONS, silent),
}


def nasty_rows() -> dict[str, list[Row]]:
    """The sample with one of these behind the beginning of what stands in each cell of words."""
    turn = itertools.cycle(NASTY)
    found: dict[str, list[Row]] = {}
    for name, body in sample_rows().items():
        columns = TABLES[name].columns
        wordy = [c.kind == "text" and not (c.spec.of or c.spec.key or c.spec.refers) and c.header not in KEPT for c in columns]
        found[name] = [
            tuple(
                f"{value[:6]}{escaped(next(turn))}" if fit and isinstance(value, str) else value
                for fit, value in zip(wordy, row, strict=True)
            )
            for row in body
        ]
    found["参数"] = [(row[0], COMPANY, *row[2:]) if row[0] == "单位名称" else row for row in found["参数"]]
    return found


COMPANY = "单位\n名称〔0007〕有限公司" + "长" * 300
KEPT = frozenset({"期间", "默认期间", "编号", "关联编号", "来源", "对象", "文号", "签发人", "代字", "取值"})


def escaped(text: str) -> str:
    return re.sub(CONTROL.pattern[:-1] + "\r]", lambda found: f"〔{ord(found[0]):04X}〕", text)


def with_control_characters(book: Path) -> None:
    """Put the characters that no writer of ours lets pass into the file, as Excel has them."""
    with zipfile.ZipFile(book) as old:
        parts = [(info, old.read(info)) for info in old.infolist()]
    with zipfile.ZipFile(book, "w", zipfile.ZIP_DEFLATED) as new:
        for info, data in parts:
            sheet = info.filename.startswith(("xl/worksheets", "xl/shared"))
            new.writestr(info, re.sub("〔([0-9A-F]{4})〕".encode(), rb"_x\1_", data) if sheet else data)


@pytest.fixture(scope="module")
def nasty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    book = create(tmp_path_factory.mktemp("怪字") / "示范", nasty_rows(), COMPANY, OPTIONS, silent)
    with_control_characters(book)
    return book


def test_every_action_goes_through(nasty: Path) -> None:
    for name, action in ACTIONS.items():
        report = action(FileBook(nasty))
        assert report.status != Status.NOT_DONE, (name, report.messages)
    listed = FileBook(nasty).read(["数据检查"])["数据检查"]
    assert any("控制字符" in str(row) for row in listed.rows)
    assert any("单位名称：有" in str(row) for row in listed.rows)
    made = [path for path in nasty.parent.rglob("*") if path.is_file() and path != nasty and "备份" not in path.parts]
    assert len(made) > 60
    for path in made:
        assert len(path.name.encode()) < 240
        for part, text in texts_of(path):
            assert not CONTROL.search(text), (path.name, part)


def texts_of(path: Path) -> Iterator[tuple[str, str]]:
    """The text of each part, where a parser that forgives nothing reads it."""
    if path.suffix in (".html", ".ics", ".csv"):
        yield "", path.read_text(encoding="utf-8-sig").replace("\r\n", "\n")
    elif path.suffix in (".xlsx", ".docx"):
        with zipfile.ZipFile(path) as package:
            for name in package.namelist():
                if name.endswith((".xml", ".rels")):
                    yield name, "".join(etree.fromstring(package.read(name)).itertext())


SPELLINGS = ("IT 营销部（一）", "IT营销部(一)", "IT　营销部（一）", "ＩＴ 营销部(一)")
COMPARED = ("亮灯", "部门成绩", "个人成绩", "提醒清单", "得失分", "工作建议", "批次")


def renamed(rows: Mapping[str, Sequence[Row]]) -> dict[str, list[Row]]:
    """营销部 as 部门 has it, and elsewhere in one spelling after the other."""
    turn = itertools.cycle(SPELLINGS)

    def spelt(table: str, value: object) -> object:
        if not isinstance(value, str) or "营销部" not in value:
            return value
        return value.replace("营销部", SPELLINGS[0] if table == "部门" else next(turn))

    return {name: [tuple(spelt(name, value) for value in row) for row in body] for name, body in rows.items()}  # type: ignore[misc]


def played(folder: Path, rows: Mapping[str, Sequence[Row]]) -> tuple[dict[str, Grid], Report]:
    """Refreshed, sent, and what was sent taken back."""
    book = create(folder, rows, COMPANY_NAME, OPTIONS, silent)
    refresh(FileBook(book), OPTIONS, silent)
    send(FileBook(book), replace(OPTIONS, more={"to": ("部门", "领导", "考评")}), silent)
    for path in (folder / "下发").rglob("*.xlsx"):
        shutil.copy(path, folder / "回收" / path.name)
    back = collect(FileBook(book), replace(OPTIONS, now=OPTIONS.now + dt.timedelta(minutes=1)), silent)
    remind(FileBook(book), OPTIONS, silent)
    return FileBook(book).read(COMPARED), back


def test_a_name_is_one_name_in_all_its_spellings_and_shown_as_typed(tmp_path: Path) -> None:
    plain, _ = played(tmp_path / "原名", sample_rows())
    found, back = played(tmp_path / "改名", renamed(sample_rows()))
    assert "拒收 0 处" in back.messages[0]
    assert "采用 0 处" in back.messages[0]
    for name in COMPARED[:-1]:
        wanted = [[v.replace("营销部", SPELLINGS[0]) if isinstance(v, str) else v for v in row] for row in plain[name].rows]
        assert [list(row) for row in found[name].rows] == wanted, name
    assert len(found["批次"].rows) == len(plain["批次"].rows)
    assert list((tmp_path / "改名" / "下发").rglob(f"{SPELLINGS[0]}_*.xlsx"))
