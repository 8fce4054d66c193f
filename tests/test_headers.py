"""Which column is ours: an exact header before one that only looks like it, in every table and for reading and writing alike."""

import dataclasses
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from support.book_contract import LIKE_OURS
from support.fake_book import FakeBook
from support.fake_master import ITEM, fake, lines, on
from support.old_master import write_old
from support.round_trip import ROWS, RoundTrip, arrival, changed, taken, told
from support.table_workbook import written
from support.year_end import OPTIONS

from addin.closed.contents import contents
from addin.closed.file_book import FileBook
from addin.closed.package import Package
from macros.check import check
from macros.refresh import refresh
from macros.steps import session
from macros.steps.report import silent
from macros.upgrade import upgrade
from udfs.exchange.foreign_ledger import LEFT_OUT, NOTHING, find_table
from workbook_templates.reading.errors import BookRefused
from workbook_templates.reading.foreign import ForeignSheet, rows_below
from workbook_templates.reading.headers import Beside, beside_ours, headers_of, spelt
from workbook_templates.reading.parse import READ, parse, parse_table
from workbook_templates.reading.setting_values import read_settings
from workbook_templates.sent.outcomes import REFUSED, UNDECIDED
from workbook_templates.tables import TABLES
from workbook_templates.tables.grid import Grid, Value

ALIKE = [pytest.param(title, id=spelt(title)) for title in LIKE_OURS]


@pytest.mark.parametrize("like", ALIKE)
@pytest.mark.parametrize("table", ["督办台账", "阶段目标", "亮灯", "提醒记录", "批次"])
def test_which_column_is_ours(table: str, like: str) -> None:
    assert headers_of(table, (like, "编号", "话")) == (like, "编号", "话")
    assert headers_of(table, ("编号", like, "话")) == ("编号", like, "话")
    assert headers_of(table, ("话", like)) == ("话", "编号")
    assert headers_of(table, (f"{like} ", "话", like)) == (f"{like} ", "话", like)
    assert beside_ours(table, ("编号", like)) == [Beside(table, "编号", (like,), alone=False)]
    assert beside_ours(table, (f"{like} ", like)) == [Beside(table, "编号", (f"{like} ", like), alone=True)]
    assert beside_ours(table, ("编号", "话")) == []


def test_two_columns_of_one_title_are_told_apart_and_the_first_is_ours() -> None:
    assert headers_of("亮灯", ("编号", "编号", "编号")) == ("编号", "编号 ", "编号  ")
    assert headers_of("自己的表", (" 编号", "编 号")) == (" 编号", "编 号")


def with_column(book: FakeBook, table: str, title: str, place: int, value: Value) -> FakeBook:
    """The book with one more column in a table."""
    headers, rows = book.saved["tables"][table]
    book.saved["tables"][table] = ((*headers[:place], title, *headers[place:]), [[*row[:place], value, *row[place:]] for row in rows])
    book.discard()
    return book


def renamed(book: FakeBook, table: str, header: str, title: str) -> FakeBook:
    headers, rows = book.saved["tables"][table]
    book.saved["tables"][table] = (tuple(title if one == header else one for one in headers), rows)
    book.discard()
    return book


@pytest.mark.parametrize("like", ALIKE)
@pytest.mark.parametrize("place", [0, 3])
def test_an_own_column_beside_ours_is_left_alone_and_listed(like: str, place: int) -> None:
    plain = fake(督办台账=[ITEM])
    refresh(plain, on("06-30"), silent)
    book = with_column(fake(督办台账=[ITEM]), "督办台账", like, place, "旧-17")
    refresh(book, on("06-30"), silent)
    assert lines(book, "亮灯") == lines(plain, "亮灯")
    (row,) = lines(book, "督办台账")
    assert (row["编号"], row[like]) == ("A", "旧-17")
    (entry,) = [one for one in lines(book, "数据检查") if one.get("列") == like]
    assert (entry["表"], "行" in entry, "“编号”" in str(entry["问题"])) == ("督办台账", False, True)
    assert "名字" in str(entry["应为"])


@pytest.mark.parametrize("table", ["亮灯", "提醒记录", "阶段目标", "参数", "操作日志"])
def test_own_columns_of_every_table_are_listed(table: str) -> None:
    header = TABLES[table].headers[1]
    book = with_column(fake(督办台账=[ITEM]), table, f"{header}\u3000", 1, "话")
    report = check(book, on("06-30"), silent)
    assert [one["列"] for one in lines(book, "数据检查") if one["表"] == table] == [f"{header}\u3000"]
    assert any(f"{header}␠" in text for text in report.messages)


@pytest.mark.parametrize(
    ("table", "header"), [("督办台账", "编号"), ("督办台账", "完成度"), ("亮灯", "灯"), ("数据检查", "问题"), ("操作日志", "说明")]
)
def test_the_only_column_like_ours_is_ours_to_read_and_to_write(table: str, header: str) -> None:
    items: list[dict[str, Value]] = [{**ITEM, "编号": None, "完成度": 0.5}]
    plain, book = fake(督办台账=items), renamed(fake(督办台账=items), table, header, f" {header}\n")
    for one in (plain, book):
        refresh(one, on("06-30"), silent)
    assert [lines(book, name) for name in TABLES] == [lines(plain, name) for name in TABLES]
    assert book.saved["tables"][table][0].count(header) in (0, 1)


@pytest.mark.parametrize(("table", "header"), [("督办台账", "编号"), ("督办台账", "完成度"), ("部门", "部门"), ("参数", "名称")])
def test_of_several_none_is_guessed_and_the_refresh_says_why(table: str, header: str) -> None:
    book = with_column(renamed(fake(督办台账=[ITEM]), table, header, f"{header} "), table, f"\u3000{header}", 0, "话")
    before = {name: list(rows) for name, (_, rows) in book.saved["tables"].items()}
    with pytest.raises(BookRefused, match=f"“{table}”.*“{header}") as refusal:
        refresh(book, on("06-30"), silent)
    assert f"“{header}␠”" in str(refusal.value)
    assert {name: list(rows) for name, (_, rows) in book.saved["tables"].items()} == before


def test_a_column_of_free_text_that_is_not_clear_is_listed_and_the_rest_goes_on() -> None:
    book = with_column(renamed(fake(督办台账=[ITEM]), "督办台账", "备注", "备注 "), "督办台账", "备\n注", 0, "话")
    refresh(book, on("06-30"), silent)
    (entry,) = [one for one in lines(book, "数据检查") if one.get("列") == "备注"]
    assert "分不清" in str(entry["问题"])
    assert "“备注␠”" in str(entry["问题"])


@pytest.mark.parametrize(
    ("names", "read", "listed"),
    [
        (("公示天数 ", "公示天数"), "公示天数", ["公示天数 "]),
        (("公示天数", "\u3000公示天数"), "公示天数", ["\u3000公示天数"]),
        (("公示\n天数",), "公示\n天数", []),
        (("公示天数 ", " 公示天数"), "", ["公示天数 ", " 公示天数"]),
    ],
)
def test_names_of_settings(names: Sequence[str], read: str, listed: list[str]) -> None:
    grid = Grid("参数", 4, ("名称", "取值"), [(name, float(place + 1)) for place, name in enumerate(names)])
    settings, wrong = read_settings(grid)
    plain, _ = read_settings(dataclasses.replace(grid, rows=[("公示天数", float(names.index(read) + 1))] if read else []))
    assert settings == plain
    assert [value for _, _, value, _, _ in wrong] == listed


# files


@pytest.mark.parametrize("like", ALIKE)
def test_a_file_is_read_and_written_by_the_same_column(like: str, tmp_path: Path) -> None:
    table = TABLES["阶段目标"]
    given: dict[str, Value] = {"编号": "A", "阶段": "一", "自评完成度": 0.5}
    rows = [[given.get(header) for header in table.headers]]
    headers = tuple(like if header == "编号" else header for header in table.headers)
    path = written(tmp_path, {"阶段目标": (headers, rows), "督办台账": ((like, *TABLES["督办台账"].headers), [["x"]])})
    book = FileBook(path)
    (stage,) = parse_table(table, book.read(["阶段目标"])["阶段目标"])[0]
    assert (stage.number, stage.stage) == ("A", "一")
    book.append("督办台账", ["编号"], [["2026-1"]])
    book.update("督办台账", {(0, "事项"): "甲"})
    book.update("阶段目标", {(0, "编号"): "B"})
    assert book.commit(None)
    again = FileBook(path).read(READ)
    assert again["阶段目标"].rows[0][0] == "B"
    assert [row[:3] for row in again["督办台账"].rows] == [("x", None, "甲"), (None, "2026-1", None)]


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_old(tmp_path_factory.mktemp("旧") / "督办总台账.xlsx", pytest.MonkeyPatch())


def titled(path: Path, table: str, was: str, becomes: str) -> None:
    """Another header in the table's part, as Excel writes it."""
    package = Package(path.read_bytes())
    part = contents(package).tables[table].part
    text = package.read(part).replace(f'name="{was}"'.encode(), f'name="{becomes}"'.encode(), 1)
    package.change(part, text)
    path.write_bytes(b"".join(package.written()))


@pytest.mark.parametrize("title", ["编号 ", " 编号", "编_x000a_号", "\u200b编号"])
@pytest.mark.parametrize("table", ["督办台账", "阶段目标", "亮灯", "操作日志"])
def test_an_upgrade_adds_no_second_column(table: str, title: str, old: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(old, tmp_path / old.name))
    header = "编号" if table != "操作日志" else "操作"
    titled(path, table, header, title.replace("编", header[0]).replace("号", header[1]))
    upgrade(FileBook(path), OPTIONS, silent)
    book = FileBook(path)
    assert book.tables()[table].count(header) == 1
    assert len(book.tables()[table]) == len({*TABLES[table].headers, *book.tables()[table]})
    assert beside_ours(table, book.tables()[table]) == []


def test_an_upgrade_beside_several_like_ours_is_refused(old: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(old, tmp_path / old.name))
    titled(path, "督办台账", "编号", "编号 ")
    titled(path, "督办台账", "佐证", " 编号")
    before = path.read_bytes()
    with pytest.raises(BookRefused, match=r"督办台账.*“编号”.*“编号␠”、“␠编号”"):
        upgrade(FileBook(path), OPTIONS, silent)
    assert path.read_bytes() == before


# what comes back


def beside(title: str, like: str, value: Value, after: bool) -> Any:
    def edit(rows: list[list[Value]]) -> None:
        top = next(place for place, row in enumerate(rows) if title in row)
        at = rows[top].index(title) + after
        for place, row in enumerate(rows):
            row.insert(at, like if place == top else value if place > top else None)

    return edit


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("title", ["编号", "进展情况"])
def test_a_returned_column_beside_ours_is_not_read_and_listed(title: str, after: bool, tmp_path: Path) -> None:
    office = RoundTrip(tmp_path, ROWS)
    answer = office.answer(edits={("督办台账", "1", "进展情况"): "完成 3 项"})
    expected = taken(office.collected(answer))
    done = office.collected(arrival(changed([*answer.sheets], "督办台账", beside(title, f"{title} ", "2", after))))
    assert taken(done) == expected
    assert any(f"“{title}␠”" in str(entry) for entry in done.entries if entry.outcome == REFUSED)


@pytest.mark.parametrize("form", ["延期申请", "异议", "申报", "申报阶段"])
def test_a_column_beside_ours_in_a_form_is_listed_too(form: str, tmp_path: Path) -> None:
    office = RoundTrip(tmp_path, ROWS)
    title = {"延期申请": "原因", "异议": "意见", "申报": "事项", "申报阶段": "阶段任务"}[form]
    done = office.collected(arrival(changed([*office.answer().sheets], form, beside(title, f"{title}\u3000", None, True))))
    assert [(entry.table, entry.field) for entry in told(done, REFUSED)] == [(form, title)]


@pytest.mark.parametrize("title", ["编号", "进展情况"])
def test_of_several_returned_columns_none_is_guessed(title: str, tmp_path: Path) -> None:
    office = RoundTrip(tmp_path, ROWS)
    answer = office.answer(edits={("督办台账", "1", "进展情况"): "完成 3 项"})

    def edit(rows: list[list[Value]]) -> None:
        beside(title, f"{title} ", "2", False)(rows)
        top = next(row for row in rows if title in row)
        top[top.index(title)] = f" {title}"

    done = office.collected(arrival(changed([*answer.sheets], "督办台账", edit)))
    assert taken(done) == {}
    assert [*told(done, REFUSED), *told(done, UNDECIDED)]


def test_a_list_of_ours_that_is_read_again() -> None:
    sheet = ForeignSheet("x", [("取舍 ", "取舍", "标识"), ("采用", "保留", "m")])
    assert rows_below(sheet, ("取舍", "标识")) == [["保留", "m"]]
    assert rows_below(sheet._replace(rows=[("取舍 ", "标\n识"), ("采用", "m")]), ("取舍", "标识")) == [["采用", "m"]]
    assert rows_below(sheet._replace(rows=[("取舍 ", " 取舍", "标识"), ("采用", "保留", "m")]), ("取舍", "标识")) == []


def test_what_the_office_is_asked_for_names_the_columns() -> None:
    grids = fake(督办台账=[ITEM]).read(READ)
    headers = tuple("编号 " if one == "编号" else " 编号" if one == "备注" else one for one in grids["督办台账"].headers)
    tables, problems = parse({**grids, "督办台账": dataclasses.replace(grids["督办台账"], headers=headers)})
    reading = session.Reading(tables, problems, {}, OPTIONS.now.date(), OPTIONS.now.date())
    with pytest.raises(BookRefused, match="“编号␠”、“␠编号”都像它，分不清"):
        session.require(reading)


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("like", ["编号 ", "编\n号", "编号（原）"])
def test_a_ledger_of_others_is_read_by_the_exact_header(like: str, after: bool) -> None:
    headers = ["编号", "事项", "主责部门", "责任人", "办理时限"]
    headers.insert(after, like)
    found = find_table(ForeignSheet("台账", [tuple(headers), *[("x", "y", "甲", "发展部", "张三", "2026-06-09")] * 2]), NOTHING)
    assert found is not None
    assert {one.column: one.place for one in found.columns if one.column}["编号"] == headers.index("编号")
    assert [one.how for one in found.columns if one.place == headers.index(like)] == [LEFT_OUT]
