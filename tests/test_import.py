"""duban import: the office's own ledger, understood sheet by sheet; what is taken, guessed, left and can't be read; twice is once."""

import datetime as dt
import json
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from support import tools
from support.foreign_ledgers import HEADERS, NOTE, ROWS, SECTION, TOTAL, ledger

from addin.closed.file_book import FileBook
from macros.__main__ import run
from macros.import_ import import_
from macros.steps.master_file import create
from macros.steps.report import Options, Status, silent
from udfs.exchange.foreign_ledger import BY_HAND, GUESSED, KNOWN, LEFT_OUT, NOTHING, Remembered, find_table, squeezed
from udfs.exchange.foreign_values import CellLook, read_foreign
from workbook_templates.leaving.import_words import ANCHORS, OTHER_WORDS, SYNONYMS
from workbook_templates.reading.errors import FileRefused, UsageError
from workbook_templates.reading.foreign import ForeignSheet
from workbook_templates.tables import TABLES
from workbook_templates.tables.grid import CellError, Value
from workbook_templates.tables.lists import LISTS

OPTIONS = Options(dt.datetime(2026, 11, 27, 9), "测试员", dt.date(2026, 11, 27))
UNITS = ("运检部", "安监部", "后勤服务中心", "营销部")


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """An empty master with four departments."""
    headers = TABLES["部门"].headers
    rows = [[{"部门": name, "类型": "业务职能"}.get(header) for header in headers] for name in UNITS]
    return create(tmp_path / "家", {"部门": rows}, "示范", OPTIONS, silent)


def given(path: Path, **more: Any) -> Options:
    return replace(OPTIONS, more={"file": str(path), **more})


def cells(path: Path, table: str) -> list[dict[str, Value]]:
    grid = FileBook(path).read([table])[table]
    return [{header: value for header, value in zip(grid.headers, row, strict=True) if value is not None} for row in grid.rows]


def simple(path: Path, rows: list[list[Value]], name: str = "台账") -> Path:
    """A file with one sheet."""
    return book_of(path, {name: rows})


def book_of(path: Path, sheets: dict[str, list[list[Value]]]) -> Path:
    """A file with these sheets."""
    book = xlsxwriter.Workbook(str(path), {"strings_to_numbers": False, "strings_to_formulas": False})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)
    book.close()
    return path


# end to end


def test_a_ledger_as_offices_keep_them(book: Path, tmp_path: Path) -> None:
    before = book.read_bytes()
    report = import_(FileBook(book), given(ledger(tmp_path / "旧台账.xlsx")), silent)
    rows = cells(book, "督办台账")
    assert report.status is Status.DONE_WITH_ENTRIES
    assert report.figures["收下"] == {"督办台账": 5, "部门": 1}
    assert report.figures["工作表"] == {"2026年": "督办台账", "联络员名单": "部门", "食堂菜单": ""}
    assert [row["事项"] for row in rows] == [row[1] for row in ROWS]
    assert [row.get("办理时限") for row in rows] == [dt.date(2026, 6, 30), dt.date(2026, 12, 31), None, "长期", dt.date(2026, 9, 30)]
    assert [row["主责部门"] for row in rows] == ["运检部", "运检部", "后勤服务中心", "安监部", "营销部"]
    assert [row["状态"] for row in rows] == ["办结", "办理", "办理", "办理", "办理"]
    assert [row.get("完成度") for row in rows] == [1.0, 0.55, 0.3, None, 0.8]
    assert [row.get("密级") for row in rows] == ["无", None, "内部", "绝密级", None]
    assert {row["业务分类"] for row in rows} == {"安全生产"}
    assert rows[0]["办结日期"] == dt.date(2026, 6, 20)
    assert (rows[1]["责任人"], rows[1]["承办人"]) == ("吴晓峰", "张磊")
    assert rows[4]["协办部门"] == "城区供电所"
    assert [(one["行"], one["列"], one["值"]) for one in report.figures["没读懂的"]] == [(8, "要求", "尽快"), (11, "密级", "绝密级")]
    assert cells(book, "部门")[-1] == {"部门": "新成立的部", "联系人": "李新", "手机": "13800000002"}
    assert cells(book, "操作日志")[-1]["说明"] == "旧台账.xlsx：督办台账 5 行、部门 1 行"
    (backup,) = (book.parent / "归档" / "备份").iterdir()
    assert backup.read_bytes() == before
    held = tools.cached(report.files[2])
    left = {row[8] for row in held["没有收"][3:]}
    assert {"合计行", "重复的表头", "小标题", "表下的说明", "没有对应的列，这一列没有收"} <= left
    assert SECTION in {row[4] for row in held["没有收"]}
    assert NOTE[:10] in "".join(str(row[4]) for row in held["没有收"])
    assert any(str(row[4]).startswith(TOTAL) for row in held["没有收"])


def test_twice_adds_nothing(book: Path, tmp_path: Path) -> None:
    path = ledger(tmp_path / "旧台账.xlsx")
    import_(FileBook(book), given(path), silent)
    once = book.read_bytes()
    report = import_(FileBook(book), given(path), silent)
    assert book.read_bytes() == once
    assert (report.figures["收下"], report.figures["已有"], report.figures["改动"]) == ({}, 7, False)


def test_nothing_twice_after_a_deadline_was_moved(book: Path, tmp_path: Path) -> None:
    """The row's deadline is another by now; 变更记录 knows the first one."""
    path = simple(tmp_path / "a.xlsx", [["督办事项", "责任部门", "完成时限", "负责人"], ["修路", "运检部", "2026-6-30", "张三"]])
    import_(FileBook(book), given(path), silent)
    changed = FileBook(book)
    changed.update("督办台账", {(0, "办理时限"): dt.date(2026, 9, 30), (0, "编号"): "2026-0001"})
    changed.append(
        "变更记录",
        ["编号", "变更", "申请日期", "原值", "新值", "结果"],
        [["2026-0001", "延期", dt.date(2026, 6, 1), "2026-06-30", "2026-09-30", "同意"]],
    )
    changed.commit(None)
    assert import_(FileBook(book), given(path), silent).figures["收下"] == {}


def test_the_mapping_is_settled_once(book: Path, tmp_path: Path) -> None:
    rows: list[list[Value]] = [["神秘列", "督办事项", "牵头的部门", "完成时限"], ["会上定的", "修路", "运检部", "2026-6-30"]]
    first = import_(FileBook(book), given(simple(tmp_path / "一月.xlsx", rows, "一月")), silent)
    assert first.figures["对照"]["一月"]["神秘列"] == ["", LEFT_OUT]
    assert first.figures["对照"]["一月"]["牵头的部门"] == ["主责部门", GUESSED]
    mapping = book.parent / "模板" / "导入对照.xlsx"
    seen = tools.cached(mapping)["导入对照"]
    seen[3][3] = "依据"  # the office says what it is
    simple(mapping, [[None if value is None else str(value) for value in row] for row in seen], "我改的")
    rows[1] = ["会上又定的", "架桥", "安监部", "2026-7-31"]
    other = import_(FileBook(book), given(simple(tmp_path / "二月.xlsx", rows, "二月")), silent)
    assert other.figures["对照"]["二月"]["神秘列"] == ["", LEFT_OUT]  # made for one sheet, it changes no other
    rows[1] = ["会上再定的", "挖渠", "安监部", "2026-8-31"]
    again = import_(FileBook(book), given(simple(tmp_path / "又一份.xlsx", rows, "一月")), silent)
    assert again.figures["对照"]["一月"]["神秘列"] == ["依据", BY_HAND]
    assert cells(book, "督办台账")[-1]["依据"] == "会上再定的"
    assert {row[0] for row in tools.cached(mapping)["导入对照"][3:]} == {"一月", "二月"}
    filled: list[list[Value]] = [[None if value is None else str(value) for value in row] for row in tools.cached(mapping)["导入对照"]]
    filled.append([None, "神秘列", "督办台账", "依据", None, None, None])  # without a sheet: for every sheet
    simple(mapping, filled)
    rows[1] = ["会上四定的", "种树", "安监部", "2026-9-30"]
    everywhere = import_(FileBook(book), given(simple(tmp_path / "三月.xlsx", rows, "三月")), silent)
    assert everywhere.figures["对照"]["三月"]["神秘列"] == ["依据", BY_HAND]


def test_a_mapping_pulls_in_no_other_sheet(book: Path, tmp_path: Path) -> None:
    """A cell filled for one sheet; another file has a sheet of that name with other headers, and one with the same header."""
    path = book_of(tmp_path / "一.xlsx", {"Sheet1": [["督办事项", "责任部门", "完成时限", "颜色"], ["修路", "运检部", "2026-6-30", "红"]]})
    import_(FileBook(book), given(path), silent)
    mapping = book.parent / "模板" / "导入对照.xlsx"
    seen: list[list[Value]] = [[None if value is None else str(value) for value in row] for row in tools.cached(mapping)["导入对照"]]
    for row in seen[3:]:
        row[2:4] = ["督办台账", "备注"] if row[1] == "颜色" else row[2:4]
    simple(mapping, seen)
    menu: list[list[Value]] = [["星期", "早餐", "颜色", "价钱"], ["一", "粥", "白", "3"]]
    people: list[list[Value]] = [["工号", "姓名", "部门", "颜色"], ["007", "张三", "运检部", "白"]]
    report = import_(FileBook(book), given(book_of(tmp_path / "二.xlsx", {"Sheet1": menu, "菜单": menu, "花名册": people})), silent)
    assert report.figures["工作表"] == {"Sheet1": "", "菜单": "", "花名册": "人员"}
    assert report.figures["对照"]["花名册"]["颜色"] == ["", LEFT_OUT]
    assert report.figures["收下"] == {"人员": 1}
    again = import_(FileBook(book), given(path), silent)
    assert again.figures["对照"]["Sheet1"]["颜色"] == ["备注", BY_HAND]


def test_a_sheet_that_nobody_knows_is_settled_by_hand(book: Path, tmp_path: Path) -> None:
    path = simple(tmp_path / "怪.xlsx", [["甲", "乙", "丙"], ["修路", "运检部", "2026-6-30"]], "怪")
    with pytest.raises(FileRefused, match="没有认出一张表，总台账没有改动"):
        import_(FileBook(book), given(path), silent)
    assert cells(book, "督办台账") == []
    mapping = book.parent / "模板" / "导入对照.xlsx"
    seen = tools.cached(mapping)["导入对照"]
    for row, column in zip(seen[3:], ("事项", "主责部门", "办理时限"), strict=True):
        row[2:4] = ["督办台账", column]
    simple(mapping, [[None if value is None else str(value) for value in row] for row in seen])
    assert import_(FileBook(book), given(path), silent).figures["收下"] == {"督办台账": 1}
    assert cells(book, "督办台账")[0]["办理时限"] == dt.date(2026, 6, 30)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "空文件"),
        (b"%PDF-1.4", "不是 Excel 工作簿"),
        (b"PK\3\4broken", "已损坏"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "旧格式 .xls"),
    ],
)
def test_a_file_that_is_no_ledger(book: Path, tmp_path: Path, content: bytes, said: str) -> None:
    before, path = book.read_bytes(), tmp_path / "台账.xlsx"
    path.write_bytes(content)
    with pytest.raises(FileRefused, match=said):
        import_(FileBook(book), given(path), silent)
    assert book.read_bytes() == before
    assert not (book.parent / "模板" / "导入对照.xlsx").exists()


def test_what_can_not_be_imported(book: Path, tmp_path: Path) -> None:
    for path, said in ((tmp_path / "没有.xlsx", "找不到"), (book, "这本总台账自己")):
        with pytest.raises(UsageError, match=said):
            import_(FileBook(book), given(path), silent)
    with pytest.raises(FileRefused, match="没有找到表头"):
        import_(FileBook(book), given(simple(tmp_path / "空.xlsx", [["x"]])), silent)


def test_the_command(book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = simple(tmp_path / "a.xlsx", [["督办事项", "责任部门", "完成时限", "负责人"], ["修路", "运检部", "2026-6-30", "张三"]])
    assert run(["import", str(book), str(path), "--json"]) == Status.DONE
    told = json.loads(capsys.readouterr().out)
    assert told["figures"]["收下"] == {"督办台账": 1}
    assert "duban undo 督办总台账.xlsm，改对照表" in "".join(told["messages"])


@tools.needs_sdk
def test_its_workbooks_are_sound(book: Path, tmp_path: Path) -> None:
    report = import_(FileBook(book), given(ledger(tmp_path / "旧台账.xlsx")), silent)
    for path in report.files[1:]:
        assert tools.sdk_errors(path) == []
        assert tools.repair_errors(path) == []


# headers


def test_every_word_leads_to_a_column_of_its_table() -> None:
    for table, columns in SYNONYMS.items():
        assert set(columns) <= set(TABLES[table].headers)
        assert set(ANCHORS[table]) <= set(columns)
        words = [word for names in columns.values() for word in names.split()]
        assert len(words) == len(set(words)), table
    assert {name: set(values) - set(LISTS[name]) for name, values in OTHER_WORDS.items()} == {name: set() for name in OTHER_WORDS}


def mapped(*rows: list[Value], name: str = "台账", remembered: Remembered = NOTHING) -> tuple[str, int, dict[str, tuple[str, str]]]:
    found = find_table(ForeignSheet(name, rows), remembered)
    assert found is not None
    return found.table, found.line, {one.header: (one.column, one.how) for one in found.columns}


def test_headers_below_titles_and_in_two_rows() -> None:
    table, line, columns = mapped(
        ["督办台账"],
        ["编号", "任务", "时间", None, "责任单位"],
        ["编号", "任务", "交办时间", "完成期限", "责任单位"],
    )
    assert (table, line) == ("督办台账", 2)
    assert columns["完成期限"] == ("办理时限", KNOWN)
    assert columns["任务"] == ("事项", KNOWN)


@pytest.mark.parametrize(
    ("header", "column", "how"),
    [
        ("工作任务", "事项", KNOWN),
        ("督办事项（必填）", "事项", KNOWN),
        ("责任部门\n(单位)", "主责部门", KNOWN),
        ("序号", "", LEFT_OUT),
        ("牵头的部门", "主责部门", GUESSED),
        ("预计完成时限", "办理时限", GUESSED),
        ("颜色", "", LEFT_OUT),
    ],
)
def test_one_header(header: str, column: str, how: str) -> None:
    rest = [
        text
        for text, meaning in (("督办事项", "事项"), ("责任部门", "主责部门"), ("完成时限", "办理时限"), ("负责人", "责任人"))
        if meaning != column
    ]
    _, _, columns = mapped([header, *rest], ["2026-6-30", *["2026-6-30"] * len(rest)])
    assert columns[squeezed(header)] == (column, how)


def test_a_guess_does_not_put_words_under_dates() -> None:
    _, _, columns = mapped(
        ["督办事项", "责任部门", "负责人", "预计完成时限"], ["修路", "运检部", "张三", "看情况"], ["修路", "运检部", "张三", "再说"]
    )
    assert columns["预计完成时限"] == ("", LEFT_OUT)


def test_a_column_of_states_under_another_name() -> None:
    rows: list[list[Value]] = [["修路", "运检部", "张三", state] for state in ("已完成", "推进中", "未完成", "已完成")]
    assert mapped(["督办事项", "责任部门", "负责人", "完成情况"], *rows)[2]["完成情况"] == ("状态", GUESSED)
    rows = [["修路", "运检部", "张三", text] for text in ("路基做完", "推进中", "等材料", "桥墩浇筑")]
    assert mapped(["督办事项", "责任部门", "负责人", "完成情况"], *rows)[2]["完成情况"] == ("进展情况", KNOWN)


@pytest.mark.parametrize(
    ("headers", "table"),
    [
        (["姓名", "所在部门", "职务", "手机号码"], "人员"),
        (["部门名称", "负责人", "联络员", "电话"], "部门"),
        (["指标名称", "考核周期", "目标值", "责任部门"], "指标"),
        (["风险点描述", "责任部门", "频率", "危害程度"], "风险点"),
        (["年度目标", "主题", "责任部门", "年份"], "目标库"),
        (["编号", "阶段", "阶段任务", "完成时限"], "阶段目标"),
        (["编号", "工作任务", "责任部门", "完成时限"], "督办台账"),
        ([*HEADERS], "督办台账"),
    ],
)
def test_which_table(headers: list[Value], table: str) -> None:
    assert mapped(headers, ["1"] * len(headers), name="Sheet1")[0] == table


# values


@pytest.mark.parametrize(
    ("column", "value", "typed", "guessed"),
    [
        ("办理时限", "2026.3.5", dt.date(2026, 3, 5), False),
        ("办理时限", "3月5日", dt.date(2025, 3, 5), True),
        ("办理时限", "2026年3月底前", dt.date(2026, 3, 31), True),
        ("办理时限", "2月底", dt.date(2025, 2, 28), True),
        ("办理时限", "6月上旬", dt.date(2025, 6, 10), True),
        ("办理时限", "2026年第一季度", dt.date(2026, 3, 31), True),
        ("办理时限", "三季度末", dt.date(2025, 9, 30), True),
        ("办理时限", "上半年", dt.date(2025, 6, 30), True),
        ("办理时限", "年底前", dt.date(2025, 12, 31), True),
        ("办理时限", "2026年1月1日至2026年3月15日", dt.date(2026, 3, 15), True),
        ("办理时限", "2026-06", dt.date(2026, 6, 30), True),
        ("办理时限", "2月30日", None, None),
        ("办理时限", "尽快", None, None),
        ("办理时限", "13月底", None, None),
        ("办理时限", CellError("#REF!"), None, None),
        ("完成度", "已完成", Fraction(1), True),
        ("完成度", "约80%", Fraction(4, 5), True),
        ("完成度", 80.0, Fraction(4, 5), False),
        ("完成度", "从 20% 到 40%", None, None),
        ("完成度", 8000.0, None, None),
        ("完成质量", "95分", Fraction(95), True),
        ("完成质量", "950分", None, None),
        ("级别", "公司", "公司级", True),
        ("类别", "特急", "紧急", True),
        ("来源", "公司第3次党委会", "会议纪要", True),
        ("来源", "上级会议", "", None),
        ("状态", "√", "办结", True),
        ("状态", "推进中（正常）", "办理", True),
        ("状态", "差不多了", "", None),
        ("事项", "  修路 ", "修路", False),
        ("协办部门", "甲部;乙部", ("甲部", "乙部"), False),
    ],
)
def test_a_value(column: str, value: Value, typed: object, guessed: bool | None) -> None:
    """guessed: None where the cell is left blank and listed."""
    read = read_foreign(TABLES["督办台账"].column(column), value, year=2025, shares=False)
    assert (read.value, bool(read.guess), read.problem is not None) == (typed, bool(guessed), guessed is None)


def test_shares_of_one() -> None:
    column = TABLES["督办台账"].column("完成度")
    assert read_foreign(column, 0.8, year=2025, shares=True).value == Fraction(4, 5)
    assert read_foreign(column, 0.8, CellLook(percent=True), year=2025, shares=True).value == Fraction(4, 5)
