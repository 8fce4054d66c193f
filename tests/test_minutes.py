"""Minutes to items: what is read, how certain it is, the list, and the ticked rows as 立项, each once."""

import datetime as dt
import random
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.minutes_corpus import Minutes, blocks_of, measured, minutes_in, parties_of, read

from addin.closed.file_book import FileBook
from addin.foreign.auto_numbers import SHOWN, chinese
from addin.foreign.reader import TEXTS, Reader
from macros.minutes import minutes
from macros.steps.master_file import create
from macros.steps.report import Options, Report, Status, silent
from udfs.exchange.minutes.reading import MinutesReader
from udfs.exchange.minutes.when import MeetingDay, best, cell_deadline, deadlines_in
from udfs.rules.ground.workdays import Calendar
from workbook_templates.reading.errors import FileRefused
from workbook_templates.reading.minutes_text import MinutesBlock
from workbook_templates.tables import TABLES

OPTIONS = Options(dt.datetime(2026, 3, 3, 9), "测试员", dt.date(2026, 3, 3))
PAPERS = minutes_in("seen_1.txt", "seen_2.txt", "seen_3.txt", "seen_4.txt", "unseen.txt")
AUTO = [paper for paper in PAPERS if paper.style in ("auto", "table")]


def test_of_forty_minutes_nothing_is_missed_or_taken_wrong() -> None:
    told = measured(PAPERS)
    rows = sum(len(paper.rows) for paper in PAPERS)
    print(
        f"{len(PAPERS)} 份纪要 {rows} 项：照人定的 {told.found}，留给人定的 {len(told.open)}，错 {len(told.wrong)}，漏 {len(told.missed)}"
    )
    print(f"多提 {len(told.more)}：{told.more}；留给人定的：{told.open}")
    assert len(PAPERS) >= 40
    assert rows >= 300
    assert (told.wrong, told.missed) == ([], [])
    assert told.found > 0.97 * rows
    assert len(told.more) < 0.05 * rows


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.name)
def test_every_paragraph_is_proposed_or_listed_with_its_reason(paper: Minutes) -> None:
    lines = read(paper)
    assert all(line.proposals or line.why for line in lines)
    filled = sum(bool(block.text.strip()) for block in blocks_of(paper.text) if not block.rows)
    rows = sum(len(block.rows) for block in blocks_of(paper.text))
    assert len(lines) == filled + rows


@pytest.mark.parametrize(
    ("day", "words", "expected"),
    [
        ("2026-03-02", "2026年4月15日前完成", "2026-04-15"),
        ("2026-03-02", "4月15日前", "2026-04-15"),
        ("2026-12-14", "1月10日前", "2027-01-10"),
        ("2026-03-02", "四月十五日前", "2026-04-15"),
        ("2026-03-02", "月底前", "2026-03-31"),
        ("2026-12-02", "下月5日前", "2027-01-05"),
        ("2026-03-02", "季度末", "2026-03-31"),
        ("2026-04-01", "本季度末", "2026-06-30"),
        ("2026-01-12", "春节前", "2026-02-14"),
        ("2026-12-14", "元旦前", "2026-12-31"),
        ("2026-09-01", "国庆节前", "2026-09-30"),
        ("2026-03-02", "两周内", "2026-03-16"),
        ("2026-03-02", "3个工作日内", "2026-03-05"),
        ("2026-03-02", "一个月内", "2026-04-02"),
        ("2026-01-31", "一个月内", "2026-02-28"),
        ("2026-03-02", "下次例会前", "2026-03-06"),
        ("2026-03-02", "长期坚持", "长期"),
        ("2026-03-02", "每月5日前", "长期"),
        ("2026-03-02", "立即", "2026-03-05"),
        ("2026-03-02", "近期", "2026-03-16"),
        ("2026-03-02", "尽快", "2026-03-16"),
        ("2026-03-04", "本周五前", "2026-03-06"),
        ("2026-03-04", "下周三前", "2026-03-11"),
        ("2026-03-02", "年底前", "2026-12-31"),
        ("2026-03-02", "上半年", "2026-06-30"),
        ("2026-03-02", "2月30日前完成", None),
        ("2026-03-02", "根据3月5日的文件", ""),
        ("2026-03-02", "春节期间", ""),
        ("2026-03-02", "从9月14日起执行", ""),
    ],
)
def test_words_for_a_day(day: str, words: str, expected: str | None) -> None:
    meeting = MeetingDay(dt.date.fromisoformat(day), Calendar(()), every=7)
    found = best(deadlines_in(words, meeting))
    assert (str(found.shown) if found and found.shown else None if found else "") == expected
    assert found is None or bool(found.mark) == ("2026年" not in words)


def test_a_short_name_is_marked_and_of_two_none_is_taken() -> None:
    parties = parties_of("电力")
    named = {text: parties.named(text) for text in ("市场营销部", "客服中心", "安监部", "供电所", "各部门", "分管领导")}
    assert {text: one and (one.unit, bool(one.mark)) for text, one in named.items()} == {
        "市场营销部": ("市场营销部", False), "客服中心": ("市场营销部", False), "安监部": ("安全监察部", True), "供电所": ("", True),
        "各部门": ("", True), "分管领导": ("", True),
    }  # fmt: skip


PIECES = (
    "由 市场营销部 财务部 安监部 王雪梅副总经理 分管领导 各部门 牵头 负责 配合 会同 、 ， 。 ； ： （ ） 于 4月15日前 月底前 尽快 长期 "
    "责任单位： 完成时限： 完成 报送 一、 1. 要 会议要求"
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(st.sampled_from(PIECES.split()), st.text(max_size=6)), max_size=30), st.booleans())
def test_whatever_the_text_no_line_is_lost_and_no_unit_is_made_up(parts: list[str], table: bool) -> None:
    text = "".join(parts)
    rows = (tuple(parts), tuple(reversed(parts))) if table and parts else ()
    parties = parties_of("电力")
    lines = MinutesReader(parties, MeetingDay(dt.date(2026, 3, 2), Calendar(()))).read([MinutesBlock("第 1 段", "", text, rows)])
    assert all(line.proposals or line.why for line in lines)
    assert bool(lines) == bool(text.strip()) or rows
    for item in (item for line in lines for item in line.proposals):
        assert not item.main or parties.departments.find(item.main) is not None
        assert item.main or item.notes


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=40))
def test_whatever_a_cell_of_deadlines_holds(text: str) -> None:
    meeting = MeetingDay(dt.date(2026, 3, 2), Calendar(()))
    found = cell_deadline(text, meeting)
    assert found is None or found.day is not None or found.mark


# Word


def word(paper: Minutes, path: Path) -> Path:
    """The paper in Word: its 1. 2. as automatic numbers, its rows as a table."""
    document = docx.Document()
    rows: list[list[str]] = []
    for line in paper.text:
        head, dot, rest = line.partition(".")
        if line.startswith("|"):
            rows.append(line[1:-1].split("|"))
        elif paper.style == "auto" and dot and head.isdigit():
            document.add_paragraph(rest.strip(), style="List Number")
        else:
            document.add_paragraph(line)
    if rows:
        table = document.add_table(len(rows), max(map(len, rows)))
        for row, cells in zip(table.rows, rows, strict=True):
            for cell, text in zip(row.cells, cells, strict=False):
                cell.text = text
    document.save(str(path))
    return path


def test_word_gives_what_the_text_gives_with_its_automatic_numbers(tmp_path: Path) -> None:
    paths = [word(paper, tmp_path / f"{place}.docx") for place, paper in enumerate(AUTO)]
    with Reader(how=TEXTS) as reader:
        told = dict(reader.texts(paths))
    for paper, path in zip(AUTO, paths, strict=True):
        blocks = told[path]
        assert not isinstance(blocks, FileRefused)
        as_word = [(item.matter, item.main, item.due and item.due.shown) for line in read(paper, blocks) for item in line.proposals]
        as_text = [(item.matter, item.main, item.due and item.due.shown) for line in read(paper) for item in line.proposals]
        assert as_word == as_text, paper.name
        numbers = [block.number for block in blocks if block.number]
        assert numbers == [f"{place}." for place in range(1, len(numbers) + 1)]


def test_numbers_as_offices_have_them() -> None:
    assert [chinese(number) for number in (1, 10, 11, 20, 35, 100)] == ["一", "十", "十一", "二十", "三十五", "100"]
    assert [SHOWN[kind](4) for kind in ("decimalEnclosedCircle", "upperRoman", "lowerLetter")] == ["④", "IV", "d"]


def test_files_that_are_no_minutes_are_refused_by_name(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("由市场营销部牵头")
    good = tmp_path / "好.docx"
    document.save(str(good))
    bad = {
        "空.txt": b"", "旧.doc": b"\xd0\xcf\x11\xe0" + b"\0" * 600,
        "图.txt": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4, "坏.docx": b"PK\3\4rest",
    }  # fmt: skip
    for name, data in bad.items():
        (tmp_path / name).write_bytes(data)
    for name, part, text in (
        ("实体.docx", "word/document.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a/>'),
        ("外.docx", "../x.xml", b"<a/>"),
        ("宏.docx", "word/vbaProject.bin", b"x"),
        ("炸.docx", "word/media/a.bin", b"\0" * 120_000_000),
    ):
        with zipfile.ZipFile(good) as source, zipfile.ZipFile(tmp_path / name, "w", zipfile.ZIP_DEFLATED) as target:
            for member in source.namelist():
                if member != part:
                    target.writestr(member, source.read(member))
            target.writestr(part, text)
        bad[name] = b""
    with Reader(how=TEXTS) as reader:
        told = dict(reader.texts([*(tmp_path / name for name in bad), good]))
    assert {path.name for path, one in told.items() if isinstance(one, FileRefused) and path.name in str(one)} == set(bad)
    assert isinstance(told[good], list)


def test_plain_text_in_each_encoding(tmp_path: Path) -> None:
    for coding in ("utf-8", "utf-8-sig", "gbk", "utf-16"):
        (tmp_path / f"{coding}.txt").write_bytes("周例会纪要\r\n由市场营销部牵头".encode(coding))
    with Reader(how=TEXTS) as reader:
        told = dict(reader.texts(sorted(tmp_path.glob("*.txt"))))
    assert {tuple(block.text for block in one) for one in told.values() if isinstance(one, list)} == {("周例会纪要", "由市场营销部牵头")}
    assert len(told) == 4


# the list


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """An empty master with the departments of the first paper."""
    headers = TABLES["部门"].headers
    units = ("办公室", "市场营销部", "运维检修部", "安全监察部", "财务资产部", "物资部", "调控中心", "城东供电所")
    rows = [[{"部门": name, "类型": "业务职能", "负责人": "郑伟"}.get(header) for header in headers] for name in units]
    return create(tmp_path / "家", {"部门": rows}, "示范", OPTIONS, silent)


def call(book: Path, file: Path, **more: Any) -> Report:
    return minutes(FileBook(book), replace(OPTIONS, more={"file": str(file), **more}), silent)


def cells(book: Path, table: str) -> list[dict[str, Any]]:
    grid = FileBook(book).read([table])[table]
    return [{header: value for header, value in zip(grid.headers, row, strict=True) if value is not None} for row in grid.rows]


def edited(path: Path, ticks: dict[str, dict[str, str]], shuffle: bool = False) -> None:
    """The list as a clerk leaves it: ticked where 事项 holds a word, with cells corrected; sorted otherwise, saved by another program."""
    workbook = openpyxl.load_workbook(path)
    sheet = workbook["纪要立项"]
    headers = [cell.value for cell in sheet[3]]
    rows: list[list[Any]] = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4)]
    for row in rows:
        for word_, values in ticks.items():
            if word_ in str(row[1]):
                for header, value in {"立项": "√", **values}.items():
                    row[headers.index(header)] = value
    if shuffle:
        random.Random(3).shuffle(rows)
    for at, row in enumerate(rows, 4):
        for place, value in enumerate(row, 1):
            sheet.cell(at, place).value = value
    workbook.save(path)


def test_ticked_rows_become_items_once(book: Path, tmp_path: Path) -> None:
    paper = PAPERS[0]
    file = word(paper, tmp_path / "周例会纪要.docx")
    before = book.read_bytes()
    first = call(book, file)
    listed = Path(first.figures["清单"])
    assert (first.figures["事项"], first.figures["会议编号"], book.read_bytes()) == (8, "HY26-01", before)
    assert call(book, file).figures["立项"] == 0
    edited(listed, {"欠费清理": {}, "设备巡视": {}, "值班表": {"主责部门": "没有的部", "办理时限": "以后"}})
    second = call(book, file)
    assert second.status is Status.DONE_WITH_ENTRIES
    assert second.figures["立项"] == 1
    told = [(one["header"], one["sheet"]) for one in second.figures["拒收"]]
    assert told == [("主责部门", "纪要立项"), ("责任人", "纪要立项"), ("主责部门", "纪要立项"), ("办理时限", "纪要立项")]
    (item,) = cells(book, "督办台账")
    kept = ("主责部门", "协办部门", "责任人", "来源", "状态", "办理时限")
    assert tuple(str(item[header])[:19] for header in kept) == (
        "市场营销部", "财务资产部、安全监察部", "郑伟", "会议纪要", "立项", "2026-04-15",
    )  # fmt: skip
    assert item["依据"].startswith("HY26-01")
    assert [(row["会议编号"], row["会议"], row["文件"]) for row in cells(book, "会议")] == [("HY26-01", "周例会", "周例会纪要.docx")]
    edited(
        listed, {"设备巡视": {"主责部门": "调控中心", "责任人": "郑伟"}, "值班表": {"主责部门": "办公室", "办理时限": "长期"}}, shuffle=True
    )
    moved = listed.rename(listed.with_name("改名.xlsx"))
    third = call(book, file.rename(file.with_name("改名.docx")))
    assert (third.figures["立项"], third.figures["已有"], len(cells(book, "会议"))) == (2, 1, 1)
    after = book.read_bytes()
    for again in (file.with_name("改名.docx"), moved):
        assert (call(book, again).figures["已有"], book.read_bytes()) == (3, after)
    assert sorted(row["编号"] for row in cells(book, "督办台账")) == ["2026-0001", "2026-0002", "2026-0003"]


def test_a_meeting_of_another_kind_is_said_and_the_items_go_on(book: Path, tmp_path: Path) -> None:
    file = tmp_path / "安委会纪要.txt"
    file.write_text("安委会会议纪要\n时间：2026年3月2日\n由安全监察部负责，3月20日前完成检查。\n", encoding="gbk")
    listed = Path(call(book, file, meeting="AW-7").figures["清单"])
    edited(listed, {"检查": {}})
    told = call(book, listed)
    assert (told.figures["立项"], told.figures["会议"], cells(book, "会议")) == (1, [], [])
    assert any("“会议”没有登记" in line and "“会议”（空着）" in line for line in told.messages)


def test_what_is_no_list_is_refused(book: Path, tmp_path: Path) -> None:
    openpyxl.Workbook().save(tmp_path / "别的.xlsx")
    with pytest.raises(FileRefused, match="不是“纪要立项”清单"):
        call(book, tmp_path / "别的.xlsx")
