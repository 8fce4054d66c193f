"""What stands in ledgers that others keep besides plain rows, each with its right reading, by hand: what a cell shows, several tables on
a sheet, what nobody sees, nodes of a matter, lists that are none of ours, names with telephone numbers."""

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from support import tools
from support.odd_ledgers import HEADER, ROW, Change, counted_from_1904, filtered, odd_ledger, with_hidden_sheet

from addin.closed.file_book import FileBook
from addin.foreign.ledger import ledger_sheets
from macros.import_ import import_
from macros.steps.master_file import create
from macros.steps.report import Options, Report, Status, silent
from workbook_templates.reading.errors import FileRefused, UsageError
from workbook_templates.tables import TABLES

OPTIONS = Options(dt.datetime(2026, 11, 27, 9), "测试员", dt.date(2026, 11, 27))
UNITS = ("运检部", "安监部", "后勤服务中心", "营销部")
PEOPLE = (("001", "张三", ""), ("002", "李四", "13900000009"), ("003", "王五", ""), ("004", "王五", ""))


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A master with four departments and four persons, two of one name."""
    units = [[{"部门": name, "类型": "业务职能"}.get(header) for header in TABLES["部门"].headers] for name in UNITS]
    people = [
        [
            {"工号": code, "姓名": name, "部门": "运检部", "角色": "员工", "手机": phone or None}.get(header)
            for header in TABLES["人员"].headers
        ]
        for code, name, phone in PEOPLE
    ]
    return create(tmp_path / "家", {"部门": units, "人员": people}, "示范", OPTIONS, silent)


def cells(path: Path, table: str) -> list[dict[str, Any]]:
    grid = FileBook(path).read([table])[table]
    return [{header: value for header, value in zip(grid.headers, row, strict=True) if value is not None} for row in grid.rows]


def taken(book: Path, rows: list[list[Any]], change: Change | None = None, **more: Any) -> Report:
    """Import a ledger of these rows."""
    path = odd_ledger(book.parent.parent / f"旧{len(list(book.parent.parent.iterdir()))}.xlsx", rows, change)
    return import_(FileBook(book), replace(OPTIONS, more={"file": str(path), **more}), silent)


def listed(report: Report, kind: str) -> list[tuple[object, ...]]:
    """Row, header, value, written and note of the lines of a kind in 导入清单."""
    sheet = tools.cached(report.files[2]).get(kind, [])
    return [(row[2], row[3], row[4], row[7], row[8]) for row in sheet[3:]]


# what a cell shows


def formatted(place: str, value: Any, code: str) -> Change:
    def change(book: Any, sheet: Any) -> None:
        del book
        sheet[place] = value
        sheet[place].number_format = code

    return change


@pytest.mark.parametrize(
    ("value", "code", "due", "kind"),
    [
        (2026.1, "0.00", dt.date(2026, 10, 31), "猜的"),
        (2026.1, "General", None, "没读懂"),
        (2026.11, "General", dt.date(2026, 11, 30), "猜的"),
        (5.2, "0.00", None, "没读懂"),
        (5.2, "General", None, "没读懂"),
        (dt.date(2026, 6, 30), "m-d", dt.date(2026, 6, 30), ""),
        (46203, "General", dt.date(2026, 6, 30), ""),
    ],
)
def test_a_deadline_is_what_it_shows(book: Path, value: Any, code: str, due: dt.date | None, kind: str) -> None:
    report = taken(book, [HEADER, ROW], formatted("E2", value, code))
    assert cells(book, "督办台账")[0].get("办理时限") == due
    told = [line for name in ("猜的", "没读懂") for line in listed(report, name) if line[1] == "完成时限"]
    assert len(told) == (1 if kind else 0)
    assert [line for line in listed(report, kind) if line[1] == "完成时限"] == told if kind else True
    assert (report.status is Status.DONE_WITH_ENTRIES) is (kind == "没读懂")


def test_what_may_be_two_days_is_said(book: Path) -> None:
    (line,) = [line for line in listed(taken(book, [HEADER, ROW], formatted("E2", 2026.1, "General")), "没读懂") if line[1] == "完成时限"]
    assert "1 月，也可能是 10 月" in str(line[4])


def test_a_number_keeps_its_zeros(book: Path) -> None:
    taken(book, [["编号", *HEADER[1:]], ROW], formatted("A2", 7, "000"))
    assert cells(book, "督办台账")[0]["编号"] == "007"


def test_a_stage_shown_1_1_is_no_day(book: Path) -> None:
    rows: list[list[Any]] = [["编号", "阶段", "阶段任务", "完成时限"], ["2026-0001", None, "路基", "2026-6-30"]]
    taken(book, rows, formatted("B2", dt.date(2026, 1, 1), "m-d"))
    assert cells(book, "阶段目标")[0]["阶段"] == "1-1"


@pytest.mark.parametrize("header", ["完成时限", "完成期限", "要求完成时间"])
def test_days_from_1904(book: Path, header: str) -> None:
    taken(book, [[*HEADER[:4], header, HEADER[5]], ROW], counted_from_1904)
    assert cells(book, "督办台账")[0]["办理时限"] == dt.date(2026, 6, 30)


@pytest.mark.parametrize(
    ("value", "code", "share"), [(0.6, "0%", 0.6), (60, "General", 0.6), ("60%", "General", 0.6), (1, "0%", 1.0), ("0.6", "0%", 0.6)]
)
def test_percent(book: Path, value: Any, code: str, share: float) -> None:
    taken(book, [[*HEADER[:5], "完成率"], ROW], formatted("F2", value, code))
    assert cells(book, "督办台账")[0]["完成度"] == share


INDICATORS: list[list[Any]] = [
    ["指标编号", "指标名称", "层级", "考核周期", "责任部门", "计分方式", "计量单位", "目标值"],
    ["K1", "供电可靠率", "公司", "2026Q3", "运检部", "正向", "%", 96.5],
]


def test_a_target_in_percent(book: Path) -> None:
    taken(book, INDICATORS, formatted("H2", 0.965, "0.0%"))
    assert cells(book, "指标")[0]["目标值"] == 96.5


@pytest.mark.parametrize(
    ("value", "code", "period"),
    [(2026.1, "0.00", "2026-10"), ("2026年10月", "General", "2026-10"), ("2026年三季度", "General", "2026Q3"), (2026.1, "General", None)],
)
def test_a_period(book: Path, value: Any, code: str, period: str | None) -> None:
    taken(book, INDICATORS, formatted("D2", value, code))
    assert cells(book, "指标")[0].get("期间") == period


# tables and lines of a sheet


SUPPLIERS: list[list[Any]] = [
    ["供应商名称", "联系人", "联系电话", "备注"],
    ["甲公司", "赵一", "13700000001", "好"],
    ["乙公司", "钱二", "13700000002", None],
]


def test_a_second_table_below(book: Path) -> None:
    people: list[list[Any]] = [["工号", "姓名", "部门", "角色"], ["101", "新人", "运检部", "员工"]]
    report = taken(book, [HEADER, ROW, [], ["花名册"], *people, [], ["附：供应商名单"], *SUPPLIERS])
    assert report.figures["收下"] == {"督办台账": 1, "人员": 1}
    assert report.figures["工作表"] == {"台账": "督办台账", "台账（第 2 张表）": "人员", "台账（第 3 张表）": ""}
    assert report.status is Status.DONE_WITH_ENTRIES  # the suppliers were left out


def test_a_list_above(book: Path) -> None:
    report = taken(book, [*SUPPLIERS, [], HEADER, ROW])
    assert report.figures["工作表"] == {"台账": "", "台账（第 2 张表）": "督办台账"}
    assert [row["事项"] for row in cells(book, "督办台账")] == ["修路"]


def test_a_second_table_beside(book: Path) -> None:
    pad = [None]
    report = taken(
        book,
        [
            [*HEADER, *pad, *SUPPLIERS[0]],
            [*ROW, *pad, *SUPPLIERS[1]],
            [2, "架桥", "安监部", "李四", "2026-7-31", None, *pad, *SUPPLIERS[2]],
        ],
    )
    assert report.figures["工作表"] == {"台账": "督办台账", "台账（第 2 张表）": ""}
    assert [row.get("承办人") for row in cells(book, "督办台账")] == [None, None]


def test_words_of_headers_in_a_row_are_no_header(book: Path) -> None:
    """A row right below a heading, all text, whose values are words that head columns elsewhere."""
    header = ["督办事项", "类别", "级别", "责任部门", "责任人"]
    report = taken(book, [header, ["一、基础设施"], ["修路", "重点工作", "部门", "运检部", "张三"]])
    assert report.figures["工作表"] == {"台账": "督办台账"}
    assert [row["事项"] for row in cells(book, "督办台账")] == ["修路"]


def test_one_ledger_under_headers_that_come_again(book: Path) -> None:
    more = [2, "架桥", "安监部", "李四", "2026-7-31", None]
    report = taken(book, [["一月"], HEADER, ROW, [], ["二月"], HEADER, more])
    assert report.figures["工作表"] == {"台账": "督办台账"}
    assert [row["事项"] for row in cells(book, "督办台账")] == ["修路", "架桥"]


def test_what_stands_in_two_tables_of_a_file_is_listed(book: Path) -> None:
    other = ["事项编号", "重点工作", "牵头部门", "办结时限"]
    report = taken(book, [HEADER, ROW, [], other, ["A1", "修路", "运检部", "2026-6-30"], ["A2", "架桥", "运检部", "2026-6-30"]])
    assert report.figures["工作表"] == {"台账": "督办台账", "台账（第 2 张表）": "督办台账"}
    assert [row["事项"] for row in cells(book, "督办台账")] == ["修路", "架桥"]
    assert "第 2 行是同一项，没有再收" in str(report.figures["没有收的"])
    assert report.status is Status.DONE_WITH_ENTRIES


def test_a_file_whose_looks_nobody_can_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stumble(*args: object, **more: object) -> None:
        raise ValueError(args, more)

    path = odd_ledger(tmp_path / "a.xlsx", [HEADER, ROW])
    monkeypatch.setattr("openpyxl.load_workbook", stumble)
    (sheet,) = ledger_sheets(path)
    assert not sheet.seen
    assert sheet.cells.rows[1][1] == "修路"


def test_a_column_without_header_parts_no_ledger(book: Path) -> None:
    report = taken(
        book, [["编号", "督办事项", None, "责任部门", "责任人", "完成时限"], ["A1", "修路", None, "运检部", "张三", "2026-6-30"]]
    )
    assert report.figures["工作表"] == {"台账": "督办台账"}
    assert cells(book, "督办台账")[0]["主责部门"] == "运检部"


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (["填表说明：1.时限按年月日填写"], "填表说明"),
        (["示例", "修建某路", "某某部", "某某", "2026-01-01", "进行中"], "示例行"),
        (["例：", "修建某路", "某某部", "某某", "2026-01-01", "进行中"], "示例行"),
        (["（示例）", "修建某路", "某某部", "某某", "2026-01-01", None], "示例行"),
        ([None, "（必填）", "（必填）", "（选填）", "格式：2026-01-01", None], "填表说明"),
        ([1, 2, 3, 4, 5, 6], "列号"),
        ([2], "只有序号"),
        (["一", "基础设施"], "小标题"),
        ([None, "（二）安全管理"], "小标题"),
        ([None, "合计"], "合计行"),
        (["备注：本表一式两份"], "表下的说明"),
    ],
)
def test_lines_that_are_no_items(book: Path, line: list[Any], why: str) -> None:
    report = taken(book, [HEADER, line, ROW])
    assert [row["事项"] for row in cells(book, "督办台账")] == ["修路"]
    assert [told[4] for told in listed(report, "没有收") if told[0] is not None] == [why]
    assert report.status is Status.DONE


def test_the_second_line_of_an_instruction_is_no_heading(book: Path) -> None:
    taken(book, [HEADER, ["填表说明：1.时限按年月日填写"], ["2.责任人写全名"], ROW])
    assert "业务分类" not in cells(book, "督办台账")[0]


def test_a_heading_is_the_class_of_the_items_below_it(book: Path) -> None:
    taken(book, [HEADER, ["一、基础设施"], ROW, [2026], [2, "架桥", "安监部", "李四", "2026-7-31", None]])
    assert [row["业务分类"] for row in cells(book, "督办台账")] == ["基础设施", "基础设施"]


def test_a_lone_text_is_asked_about(book: Path) -> None:
    report = taken(book, [HEADER, ROW, [None, "年底前要再看一次供电所的情况"]])
    assert report.status is Status.DONE_WITH_ENTRIES
    assert report.figures["没有收的"][0]["行"] == 3


def test_an_item_that_begins_with_a_word_of_examples(book: Path) -> None:
    taken(book, [HEADER, [1, "例会制度落实", *ROW[2:]], [2, "示范线路建设", *ROW[2:]]])
    assert [row["事项"] for row in cells(book, "督办台账")] == ["例会制度落实", "示范线路建设"]


# what nobody sees


def test_hidden_sheets_are_left_out_unless_named(book: Path) -> None:
    report = taken(book, [HEADER, ROW], with_hidden_sheet)
    assert [row["事项"] for row in cells(book, "督办台账")] == ["修路"]
    assert report.status is Status.DONE_WITH_ENTRIES
    assert any("隐藏的工作表“旧账”没有收" in message for message in report.messages)
    assert any("隐藏" in str(told[4]) for told in listed(report, "没有收"))
    named = taken(book, [HEADER, ROW], with_hidden_sheet, sheet=("旧账",))
    assert [row["事项"] for row in cells(book, "督办台账")] == ["修路", "架桥"]
    assert named.status is Status.DONE
    with pytest.raises(UsageError, match="没有工作表“新账”"):
        taken(book, [HEADER, ROW], sheet=("新账",))


def test_hidden_and_filtered_rows_are_counted(book: Path) -> None:
    more = [[2, "架桥", "安监部", "李四", "2026-7-31", None], [3, "挖渠", "运检部", "张三", "2026-8-31", None]]
    report = taken(book, [HEADER, ROW, *more], filtered)
    assert len(cells(book, "督办台账")) == 3
    assert report.status is Status.DONE_WITH_ENTRIES
    assert report.figures["隐藏的"] == {"工作表": [], "行": 0, "筛掉的行": 2}
    assert "被筛选藏起来的 2 行也收了，请核对该不该收。" in report.messages
    assert [told[0] for told in listed(report, "收下") if "筛选" in str(told[4])] == [3, 4]


def test_rows_that_somebody_hid(book: Path) -> None:
    def hide(book: Any, sheet: Any) -> None:
        del book
        sheet.row_dimensions[2].hidden = True
        sheet.column_dimensions["D"].hidden = True

    report = taken(book, [HEADER, ROW], hide)
    assert report.figures["隐藏的"] == {"工作表": [], "行": 1, "筛掉的行": 0}
    assert "隐藏的列也读了：“责任人”。" in report.messages


# nodes

NODES: list[list[Any]] = [
    ["序号", "督办事项", "责任部门", "节点", "节点时限", "完成情况", "是否完成"],
    [1, "修路", "运检部", "路基", "2026-03-31", "做完了", "是"],
    [None, None, None, "路面", "2026-06-30", "在做", "否"],
    [None, None, None, "标线", "2026-06-30", None, "否"],
    [2, "架桥", "安监部", "设计", "2026-05-31", None, "否"],
]


def merged(book: Any, sheet: Any) -> None:
    del book
    for column in "ABC":
        sheet.merge_cells(f"{column}2:{column}4")


@pytest.mark.parametrize("change", [None, merged], ids=["blank below", "merged"])
def test_a_matter_with_nodes_is_an_item_with_stages(book: Path, change: Change | None) -> None:
    taken(book, NODES, change)
    items, stages = cells(book, "督办台账"), cells(book, "阶段目标")
    assert [(row["事项"], row["办理时限"]) for row in items] == [("修路", dt.date(2026, 6, 30)), ("架桥", dt.date(2026, 5, 31))]
    assert [row["编号"] for row in items] == ["2026-0001", "2026-0002"]
    assert items[0]["状态"] == "办理"
    assert [(row["编号"], row["阶段"], row["完成时限"]) for row in stages] == [
        ("2026-0001", "路基", dt.date(2026, 3, 31)),
        ("2026-0001", "路面", dt.date(2026, 6, 30)),
        ("2026-0001", "标线", dt.date(2026, 6, 30)),  # an equal deadline is no reason to drop it
        ("2026-0002", "设计", dt.date(2026, 5, 31)),
    ]
    assert (stages[0]["自评完成度"], stages[0]["自评说明"]) == (1.0, "做完了")
    again = taken(book, NODES, change)
    assert (again.figures["收下"], again.figures["已有"], again.status) == ({}, 4, Status.DONE)


def test_rows_of_one_matter_with_deadlines_of_their_own(book: Path) -> None:
    rows = [HEADER, [1, "季度检查", "运检部", "张三", "2026-3-31", "查了"], [2, "季度检查", "运检部", "李四", "2026-6-30", None],
            [3, "季度检查", "安监部", "李四", "2026-6-30", None]]  # fmt: skip
    taken(book, rows)
    assert [(row["主责部门"], row["办理时限"]) for row in cells(book, "督办台账")] == [
        ("运检部", dt.date(2026, 6, 30)),
        ("安监部", dt.date(2026, 6, 30)),
    ]
    assert [(row["完成时限"], row["责任人"]) for row in cells(book, "阶段目标")] == [
        (dt.date(2026, 3, 31), "张三"),
        (dt.date(2026, 6, 30), "李四"),
    ]


def test_a_row_that_stands_twice_is_listed(book: Path) -> None:
    report = taken(book, [HEADER, ROW, [2, *ROW[1:]]])
    assert len(cells(book, "督办台账")) == 1
    assert cells(book, "阶段目标") == []
    assert report.status is Status.DONE_WITH_ENTRIES
    assert "和第 2 行完全一样" in str(report.figures["没有收的"])


def test_a_new_node_of_a_known_matter_is_listed(book: Path) -> None:
    taken(book, NODES)
    report = taken(book, [*NODES[:4], [None, None, None, "绿化", "2026-09-30", None, "否"]])
    assert report.figures["收下"] == {}
    assert "没有这个节点" in str(report.figures["没有收的"])


# lists that are none of ours


@pytest.mark.parametrize(
    "rows",
    [
        SUPPLIERS,
        [["单位名称", "联系人", "联系电话"], ["甲电气有限公司", "赵一", "13700000001"], ["乙建设有限公司", "钱二", "13700000002"]],
        [["姓名", "电话", "地址"], ["赵一", "13700000001", "东街"]],
        [["姓名", "单位", "电话"], ["赵一", "甲电气有限公司", "13700000001"], ["钱二", "市供水公司", "13700000002"]],
    ],
    ids=["suppliers", "units outside", "telephones", "persons outside"],
)
def test_a_list_of_others(book: Path, rows: list[list[Any]]) -> None:
    with pytest.raises(FileRefused, match="没有认出一张表"):
        taken(book, rows)
    assert len(cells(book, "部门")) == len(UNITS)
    assert len(cells(book, "人员")) == len(PEOPLE)


def test_required_columns_that_are_missing_are_told(book: Path) -> None:
    report = taken(book, [["指标名称", "目标值", "责任部门"], ["售电量", 100, "营销部"]])
    assert report.figures["缺的列"] == {"台账": ["指标编号", "层级", "期间", "计分方式"]}
    assert report.status is Status.DONE_WITH_ENTRIES
    assert any("没有必填的列：指标编号、层级、期间、计分方式" in message for message in report.messages)


# words and names


def test_ditto_is_what_stands_above(book: Path) -> None:
    rows = [HEADER, ROW, [2, "架桥", "同上", "〃", "2026-7-31", "同上"], [3, "挖渠", "安监部", "/", "2026-8-31", "暂无"]]
    report = taken(book, rows)
    items = cells(book, "督办台账")
    assert [(row.get("主责部门"), row.get("责任人"), row.get("进展情况")) for row in items] == [
        ("运检部", "张三", "在修"),
        ("运检部", "张三", "在修"),
        ("安监部", None, None),
    ]
    assert report.status is Status.DONE


def test_ditto_with_nothing_above(book: Path) -> None:
    report = taken(book, [HEADER, [1, "架桥", "同上", "张三", "2026-7-31", None]])
    assert "主责部门" not in cells(book, "督办台账")[0]
    assert report.status is Status.DONE_WITH_ENTRIES


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        ("张三\n李四", "张三", "李四"),
        ("张三/李四", "张三", "李四"),
        ("张三 李四", "张三", "李四"),
        ("张 三", "张三", None),
        ("张三（13800000001）", "张三", None),
        ("张三 电话：0571-88880001、李四", "张三", "李四"),
    ],
)
def test_names_in_one_cell(book: Path, text: str, first: str, second: str | None) -> None:
    taken(book, [HEADER, [*ROW[:3], text, *ROW[4:]]])
    item = cells(book, "督办台账")[0]
    assert (item["责任人"], item.get("承办人")) == (first, second)


def test_two_departments_in_one_cell(book: Path) -> None:
    taken(book, [HEADER, [1, "修路", "运检部\n安监部", "张三", "2026-6-30", None]])
    item = cells(book, "督办台账")[0]
    assert (item["主责部门"], item["协办部门"]) == ("运检部", "安监部")


def test_telephone_numbers_go_to_the_person(book: Path) -> None:
    names = ("张三13800000001", "李四 13800000002", "王五13800000003", "赵六（13800000004）")
    report = taken(book, [HEADER, *([at, f"事{at}", "运检部", name, "2026-6-30", None] for at, name in enumerate(names))])
    assert [row["责任人"] for row in cells(book, "督办台账")] == ["张三", "李四", "王五", "赵六"]
    assert [row.get("手机") for row in cells(book, "人员")] == ["13800000001", "13900000009", None, None]
    notes = [str(line[4]) for line in listed(report, "猜的") if "电话" in str(line[4]) and "取下" not in str(line[4])]
    assert notes == [
        "电话填进人员",
        "人员里已有另一个电话 13900000009，没有改",
        "人员里有 2 个叫这个名字，电话没有填",
        "人员里没有这个名字，电话没有填",
    ]
    assert next(row["对象"] for row in cells(book, "操作日志") if row["操作"] == "导入") == "人员/张三"
