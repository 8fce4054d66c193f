"""duban new --from: which rows go into next year's workbook, what changes in them, and the file that comes of it."""

import datetime as dt
import shutil
from pathlib import Path
from typing import Any

import pytest
from support import published
from support.make import (
    accountability,
    change,
    closed,
    day,
    feedback,
    indicator,
    inspection,
    item,
    mark,
    objection,
    paper,
    point,
    rating,
    record,
    risk_point,
    ruling,
    stage,
    tables,
    target,
)
from support.tools import assert_recalculation_changes_nothing, needs_office, needs_sdk, repair_errors, sdk_errors

from addin.closed.file_book import FileBook
from addin.post.journals import mailbox_journal
from addin.post.outbox import outbox_path
from macros.new import new
from macros.refresh import refresh
from macros.steps.report import Options, Report, Status, silent
from udfs.copies.carry_over import CarriedOver, carried_over, year_of
from workbook_templates.master.master import write_master
from workbook_templates.sample import sample_rows
from workbook_templates.tables import TABLES

YEAR = 2027
OPEN, OVER = item("1"), item("2", status="办结")


def carried(*records: Any, **settings: Any) -> CarriedOver:
    return carried_over(tables(OPEN, OVER, *records, **settings), YEAR)


def keys(table: str, *records: Any) -> list[str]:
    return [row.record.at.key for row in carried(*records).rows[table]]


@pytest.mark.parametrize(
    ("status", "goes"),
    [(status, status not in ("办结", "取消")) for status in ("立项", "下达", "待调整", "办理", "提交", "暂缓", "办结", "取消", "")],
)
def test_open_items_go_over(status: str, goes: bool) -> None:
    found = carried_over(tables(item("7", status=status)), YEAR)
    assert [row.record.number for row in found.rows["督办台账"]] == (["7"] if goes else [])
    assert found.left == (() if "7" in found.items else ("7",))


GOES: list[tuple[str, Any, bool]] = [
    ("a stage of an open item", stage(), True),
    ("a stage of a closed one", stage(number="2"), False),
    ("feedback", feedback(), True),
    ("feedback of a closed one", feedback(number="2"), False),
    ("a change", change("延期"), True),
    ("a change of a closed one", change("延期", "2"), False),
    ("a reminder", record("提醒记录", number="1"), True),
    ("a ruling of the old year", ruling("红灯", "2026Q4"), False),
    ("a ruling that is in force", ruling("红灯", "2027-B1"), True),
    ("a mark of the old year", mark(9, period="2026Q4"), False),
    ("a mark of the new one", mark(9, period="2027Q1"), True),
    ("a rating of the old year", rating("1", 90, period="2026Q4"), False),
    ("a check of the last year", inspection(day="1-1"), True),
    ("an older one", inspection(day="2025-12-31"), False),
    ("an older one, not put right", inspection(day="2025-12-31", mend_due="2026-01-31"), True),
    ("an older one, put right", inspection(day="2025-12-31", mend_due="2026-01-31", mended="2026-01-30"), False),
    ("a point that waits", point(status="拟"), True),
    ("a confirmed point", point(linked="1"), False),
    ("a proposal about an open item, decided: it is not to be made again", point(linked="1", origin="自动:R6:1:2026-06-09"), True),
    ("one about a closed item", point(linked="2", origin="自动:R6:2:2026-06-09"), False),
    ("a case that waits", accountability(status="已批"), True),
    ("a case that is over", accountability(status="已办"), False),
    ("a case of an open item, revoked", accountability(status="撤销", number="1", origin="自动:R11:约谈:1:2026-06-30"), True),
    ("a warning about a check, over", accountability(kind="预警", status="已办", day="2-1", origin="自动:R9:预警:F1:2026-02-01#1"), True),
    ("of a year ago", accountability(kind="预警", status="已办", day="2025-12-31", origin="自动:R9:预警:F1:2025-12-31#1"), False),
    ("an objection", objection(), True),
    ("an answered one", objection(result="采纳"), False),
    ("a paper that waits for a reply", paper("督办函", "2", reply_due="2027-01-15"), True),
    ("an answered one", paper("督办函", "2", reply_due="12-15", replied="12-14"), False),
    ("a paper about an open item", paper("督办函", "1"), True),
    ("a score of a department", closed("2026Q4", object_kind="部门", subject="发展部"), True),
    ("the light of an open item", closed("2026-B6", object_kind="事项", subject="1"), True),
    ("the light of a closed one", closed("2026-B6", object_kind="事项", subject="2"), False),
    ("a risk point", risk_point(), True),
    ("an indicator", indicator(), True),
    ("an indicator of an older year", indicator(period="2025Q4"), False),
]


@pytest.mark.parametrize(("name", "row", "goes"), GOES, ids=[row[0] for row in GOES])
def test_which_rows_go_over(name: str, row: Any, goes: bool) -> None:
    assert bool(keys(row.at.table, row)) is goes, name


def test_closed_items_leave_the_predecessors_of_open_ones() -> None:
    (first, *_) = carried(item("3", after=("2", "1", "9"))).rows["督办台账"][1:]
    assert (first.record.number, first.cells) == ("3", {"前置编号": "1、9"})
    assert carried().rows["督办台账"][0].cells == {}


@pytest.mark.parametrize(
    ("name", "row", "hung", "cells"),
    [
        ("not reached", target("T"), "9", {"年度": 2027.0, "状态": "有效", "认定": None, "更新日期": None, "更新说明": "由 2026 年结转"}),
        ("ruled not reached", target("T", ruling="未落地"), "2", "carried"),
        ("reached", target("T"), "2", None),
        ("ruled reached, an item still open", target("T", ruling="落地"), "1", {}),
        ("withdrawn", target("T", status="撤销"), "9", None),
        ("already of the new year", target("T", year=2027), "9", {}),
        ("of an older year", target("T", year=2025), "9", None),
    ],
)
def test_targets(name: str, row: Any, hung: str, cells: Any) -> None:
    """hung: the item that hangs on the target: 1 is open, 2 is closed."""
    held = [one._replace(target="T") if one.number == hung else one for one in (OPEN, OVER)]
    found = carried_over(tables(*held, row), YEAR).rows["目标库"]
    if cells is None:
        assert found == [], name
    else:
        assert len(found) == 1
        assert cells == "carried" or found[0].cells == cells, name


@pytest.mark.parametrize(
    ("period", "due", "expected", "next_due"),
    [
        ("2026Q1", "2026-03-31", "2027Q1", dt.date(2027, 3, 31)),
        ("2026-02", "2026-02-28", "2027-02", dt.date(2027, 2, 28)),
        ("2026年三季度", "2027-01-10", "2027Q3", dt.date(2028, 1, 10)),
        ("2026", None, "2027", None),
        ("2026-W53", None, "2027-W52", None),
    ],
)
def test_indicators_a_year_on(period: str, due: str | None, expected: str, next_due: dt.date | None) -> None:
    (row,) = carried(indicator(period=period, due=due, actual=95, done="3-30")).rows["指标"]
    assert (row.cells["期间"], row.cells.get("完成时限")) == (expected, next_due)
    assert [row.cells[header] for header in ("实际值", "完成日期", "失分原因", "改进措施")] == [None] * 4


@pytest.mark.parametrize(
    ("changes", "gone"),
    [
        ([change("撤销", "Z1", approved="6-20")], ("Z1",)),
        ([change("撤销", "Z1", approved="6-20"), change("新增", "Z1", approved="9-1")], ()),
        ([change("新增", "Z1", approved="9-1"), change("撤销", "Z1", approved="6-20")], ()),  # the later day counts, not the lower row
        ([change("撤销", "Z1", approved="6-20", result="待批")], ()),
    ],
)
def test_a_withdrawn_indicator_stays_behind_and_is_named(changes: list[Any], gone: tuple[str, ...]) -> None:
    found = carried(indicator("Z1"), indicator("Z2"), *changes)
    assert ([row.record.number for row in found.rows["指标"]], found.withdrawn) == (["Z2"] if gone else ["Z1", "Z2"], gone)
    named = carried(indicator("Z1"), indicator("Z1", period="2027Q1"), *changes)  # somebody has written it into the new year: it stands
    assert ([row.record.period for row in named.rows["指标"]][-1:], named.withdrawn) == (["2027Q1"], ())


def test_the_year_of_a_workbook() -> None:
    assert year_of(tables(target(year=2025), target(year=2026)), day("2024-01-01")) == 2026
    assert year_of(tables(OPEN), day("2026-05-01")) == 2026


def test_every_table_is_decided() -> None:
    written = {"参数", "批次", "操作日志"}  # by the action itself
    anew = {"按钮选项"}  # its periods and files are the old year's: the rows of a new workbook
    decided = carried().rows.keys() | written | anew
    assert decided == {table.name for table in TABLES.values() if table.group != "结果"}


# the file


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample company's year, with an own column, an own setting, an own template."""
    book = tmp_path_factory.mktemp("今年") / "督办总台账.xlsm"
    write_master(book, sample_rows(), company="示范供电公司", year=2026)
    target = FileBook(book)
    target.append("参数", ("名称", "取值"), [("自用的数", "5")])
    target.update("参数", {(place, "取值"): "95" for place, row in enumerate(target.read(["参数"])["参数"].rows) if row[0] == "加分上限"})
    assert target.commit(None)
    (book.parent / "模板").mkdir()
    (book.parent / "模板" / "督办函.docx").write_bytes(b"own")
    (book.parent / "模板" / "短信接口_短信.toml").write_bytes(b"own")
    (book.parent / "归档").mkdir(exist_ok=True)
    for path_of in (outbox_path, mailbox_journal):
        path_of(book).write_bytes(b"{}\n")
    return book


@pytest.fixture(scope="module")
def made(old: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Report, bytes]:
    before = old.read_bytes()
    folder = tmp_path_factory.mktemp("明年") / "明年"
    report = new(folder, Options(dt.datetime(2027, 1, 4, 9), "测试员", None, {"from": str(old)}), silent)
    return folder / "督办总台账.xlsm", report, before


def test_a_new_year(made: tuple[Path, Report, bytes], old: Path) -> None:
    book, report, before = made
    assert old.read_bytes() == before
    was, rows = published.sheet_rows(old), published.sheet_rows(book)
    running = [row for row in was["督办台账"] if row["状态"] not in ("办结", "取消")]
    assert [row["编号"] for row in rows["督办台账"]] == [row["编号"] for row in running]
    assert rows["督办台账"][0] == running[0]
    assert {row["编号"] for row in rows["阶段目标"]} <= {row["编号"] for row in running}
    for table in ("部门", "人员", "风险点", "亮灯规则", "考核权重", "文种"):
        assert rows[table] == was[table], table
    values = {row["名称"]: row["取值"] for row in rows["参数"]}
    assert (values["基准日"], values["考核期间"], values["加分上限"], values["单位名称"]) == (None, None, "95", "示范供电公司")
    assert "自用的数" not in values
    assert report.figures["自己加的"] == ["参数“自用的数”"]
    assert report.figures["年度"] == 2027
    assert {str(row["期间"])[:4] for row in rows["指标"]} == {"2027"}
    assert len(rows["指标"]) == len([row for row in was["指标"] if str(row["期间"]).startswith("2026")])
    assert (book.parent / "模板" / "督办函.docx").read_bytes() == b"own"
    assert (book.parent / "模板" / "短信接口_短信.toml").read_bytes() == b"own"
    assert all(path_of(book).read_bytes() == b"{}\n" for path_of in (outbox_path, mailbox_journal))
    assert not any(rows[name] for name in ("亮灯", "部门成绩", "考评打分"))


def test_numbers_start_anew_and_none_is_given_twice(made: tuple[Path, Report, bytes], tmp_path: Path) -> None:
    book = Path(shutil.copy(made[0], tmp_path / "督办总台账.xlsm"))
    target = FileBook(book)
    fresh: dict[str, Any] = {"事项": "新事项", "来源": "其他", "类别": "日常", "级别": "部门级", "状态": "立项"}
    fresh |= {"主责部门": "运检部", "责任人": "张三"}
    late = fresh | {"事项": "补登", "立项日期": dt.date(2026, 12, 30)}
    rows = [[row.get(header) for header in TABLES["督办台账"].headers] for row in (fresh, late)]
    target.append("督办台账", TABLES["督办台账"].headers, rows)
    assert target.commit(None)
    report = refresh(FileBook(book), Options(dt.datetime(2027, 1, 4, 9), "测试员", dt.date(2027, 1, 4)), silent)
    assert report.status is Status.DONE_WITH_ENTRIES
    ledger = [row["编号"] for row in published.sheet_rows(book)["督办台账"]]
    assert ledger[-2] == "2027-0001"
    numbers = [row["编号"] for row in published.sheet_rows(Path(str(made[1].files[0])))["督办台账"]]
    assert ledger[-1] not in numbers
    assert int(str(ledger[-1]).removeprefix("2026-")) > 422


@needs_sdk
def test_the_file_is_sound(made: tuple[Path, Report, bytes]) -> None:
    assert sdk_errors(made[0]) == []
    assert repair_errors(made[0]) == []


@needs_office
def test_libreoffice_opens_it(made: tuple[Path, Report, bytes]) -> None:
    assert_recalculation_changes_nothing(made[0])


def test_a_share_typed_without_per_cent_stays_the_share_it_was(old: Path, tmp_path: Path) -> None:
    book = Path(shutil.copy(old, tmp_path / "督办总台账.xlsm"))
    target = FileBook(book)
    grid = target.read(["督办台账"])["督办台账"]
    place = next(place for place, row in enumerate(grid.rows) if row[grid.headers.index("状态")] == "办理")
    target.update("督办台账", {(place, "完成度"): "85", (place, "办理时限"): "长期"})
    assert target.commit(None)
    new(tmp_path / "明年", Options(dt.datetime(2027, 1, 4, 9), "", None, {"from": str(book)}), silent)
    number = grid.rows[place][grid.headers.index("编号")]
    (row,) = [row for row in published.sheet_rows(tmp_path / "明年" / "督办总台账.xlsm")["督办台账"] if row["编号"] == number]
    assert (row["完成度"], row["办理时限"]) == (0.85, "长期")


@pytest.mark.parametrize(
    ("row", "origin"),
    [
        (accountability(kind="表扬", status="拟", number="", origin="自动:R11:表扬:发展部:2026-B6#1"), "自动:R11:表扬:发展部:2026-B6"),
        (accountability(kind="表扬", status="已批", number="", origin="自动:R11:表扬:发展部:2026-B6#1"), None),
        (accountability(kind="约谈", status="拟", number="1", origin="自动:R11:约谈:1:2026-12-01#1"), None),
        (accountability(kind="表扬", status="拟", number="", origin=""), None),
    ],
)
def test_what_waits_about_a_department_waits_for_people_alone(row: Any, origin: str | None) -> None:
    """The items that it names stay behind: without its check no refresh of the new year withdraws it."""
    (carried,) = carried_over(tables(item("1"), row), 2027).rows["问责记录"]
    assert carried.cells.get("来源") == origin
