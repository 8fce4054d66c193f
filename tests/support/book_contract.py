"""What every Book keeps, be it a fake, a closed file or an open spreadsheet: one function per promise.

A test gives each function in CONTRACT a `Make`: it takes tables and names and returns a function that opens the workbook anew.
"""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

import pytest

from addin.book import Book
from workbook_templates.reading.errors import BookRefused
from workbook_templates.tables.grid import Row, Value

Open = Callable[[], Book]
Tables = Mapping[str, tuple[Sequence[str], Sequence[Row]]]


class Make(Protocol):
    """Make a workbook with these tables (each on a sheet of its own, one blank row when it has none) and named blocks."""

    def __call__(self, tables: Tables, names: Mapping[str, Sequence[Row]] | None = None) -> Open: ...


HEADERS = ("编号", "事项", "完成率", "截止日期", "备注")
ROWS: list[list[Value]] = [
    ["007", "修路", 0.5, dt.date(2025, 3, 1), "我的话"],
    ["008", "架桥", 1.0, dt.date(2025, 3, 2), None],
    ["009", "绿化", None, None, "等"],
]
OURS = ("编号", "事项", "完成率", "截止日期")


def rows_of(book: Book, table: str = "表") -> list[list[Value]]:
    return [list(row) for row in book.read([table])[table].rows]


def one_table(make: Make, rows: Sequence[Row] = ROWS) -> Open:
    return make({"表": (HEADERS, rows)})


def reads_what_is_there(make: Make) -> None:
    book = make({"表": (HEADERS, ROWS), "空表": (("甲", "乙"), [])})()
    assert book.tables() == {"表": HEADERS, "空表": ("甲", "乙")}
    grids = book.read(["表", "空表", "没有的表"])
    assert set(grids) == {"表", "空表"}
    assert [list(row) for row in grids["表"].rows] == ROWS
    assert list(grids["空表"].rows) == []


def keeps_types_apart(make: Make) -> None:
    row: list[Value] = ["007", "0.5", 7.0, dt.date(2024, 2, 29), "2024-02-29"]
    book = one_table(make)()
    book.replace("表", HEADERS, [row, ["TRUE", "=1+1", True, dt.datetime(2025, 1, 2, 13, 30), "NA"]])
    assert book.commit(None)
    assert rows_of(book)[0] == row
    assert rows_of(book)[1][:2] == ["TRUE", "=1+1"]
    assert rows_of(book)[1][4] == "NA"
    assert rows_of(book)[1][2] is True


def writes_every_text_as_text(make: Make) -> None:
    texts = ["=1+1", "+86", "-1", "@x", "'引号", "00123", "1e5", "2025/1/2", "http://a.b"]
    texts += ["_x0041_", "<b>&amp;", " 空 格 ", "多\n行", "#N/A"]
    book = make({"表": (("文字",), [["旧"]])})()
    book.replace("表", ["文字"], [[text] for text in texts])
    book.commit(None)
    assert [row[0] for row in rows_of(book)] == texts


def replaces_with_more_rows(make: Make) -> None:
    opened = one_table(make)
    book = opened()
    new: list[list[Value]] = [[f"N{index}", "事", index / 8, dt.date(2025, 4, 1 + index)] for index in range(9)]
    book.replace("表", OURS, new)
    assert book.differs()
    assert book.commit(None)
    assert [row[:4] for row in rows_of(book)] == new
    assert [row[4] for row in rows_of(opened())] == ["我的话", None, "等", *[None] * 6]


def replaces_with_fewer_rows(make: Make) -> None:
    opened = one_table(make)
    book = opened()
    book.replace("表", OURS, [["A", "b", 0.1, None]])
    assert book.commit(None)
    assert rows_of(book) == rows_of(opened()) == [["A", "b", 0.1, None, "我的话"]]


def replaces_with_nothing(make: Make) -> None:
    opened = one_table(make)
    book = opened()
    book.replace("表", OURS, [])
    assert book.commit(None)
    assert rows_of(opened()) == []
    again = opened()
    again.replace("表", OURS, [])
    assert not again.commit(None)
    again.replace("表", OURS, [["A", "b", 0.1, None]])
    assert again.commit(None)
    assert rows_of(opened()) == [["A", "b", 0.1, None, None]]


def order_of_columns_is_free(make: Make) -> None:
    opened = one_table(make)
    book = opened()
    book.replace("表", ["截止日期", "编号"], [[dt.date(2025, 5, 5), "X"]])
    book.commit(None)
    assert rows_of(opened()) == [["X", "修路", 0.5, dt.date(2025, 5, 5), "我的话"]]


def same_again_is_no_difference(make: Make) -> None:
    opened = one_table(make)
    book = opened()
    for row_type in (list, tuple):
        book.replace("表", HEADERS, [row_type(row) for row in ROWS])
        assert not book.differs()
        assert not book.commit(None)
    book.replace("表", HEADERS, [["" if value is None else value for value in row] for row in ROWS])
    assert not book.commit(None)
    book.update("表", {(0, "完成率"): 0.5, (0, "截止日期"): dt.datetime(2025, 3, 1)})
    assert not book.commit(None)
    book.append("表", HEADERS, [])
    assert not book.commit(None)


def one_cell_is_a_difference(make: Make) -> None:
    values: list[Value] = [0.6, True, "0.5", None]
    for changed in values:
        book = one_table(make)()
        book.update("表", {(0, "完成率"): changed})
        assert book.differs()
        assert book.commit(None)
        assert rows_of(book)[0][2] == changed
        assert rows_of(book)[1:] == ROWS[1:]


def appends_below_the_last(make: Make) -> None:
    opened = one_table(make)
    book = opened()
    book.append("表", ["事项", "编号"], [["植树", "010"]])
    book.append("表", ["编号"], [["011"], ["012"]])
    assert book.commit(None)
    assert rows_of(opened()) == [*ROWS, ["010", "植树", *[None] * 3], ["011", *[None] * 4], ["012", *[None] * 4]]


def appends_into_blank_rows_first(make: Make) -> None:
    opened = one_table(make, [*ROWS, [None] * 5, [None] * 5])
    book = opened()
    assert rows_of(book) == ROWS
    book.append("表", ["编号"], [["010"]])
    assert book.commit(None)
    assert rows_of(opened()) == [*ROWS, ["010", *[None] * 4]]


def keeps_blank_rows_between(make: Make) -> None:
    rows: list[list[Value]] = [ROWS[0], [None] * 5, ROWS[1]]
    book = one_table(make, rows)()
    assert rows_of(book) == rows
    book.update("表", {(2, "备注"): "第三行"})
    book.commit(None)
    assert rows_of(book) == [ROWS[0], [None] * 5, [*ROWS[1][:4], "第三行"]]


def appends_to_an_empty_table(make: Make) -> None:
    opened = one_table(make, [])
    book = opened()
    book.append("表", ["编号"], [["001"], ["002"]])
    assert book.commit(None)
    assert [row[0] for row in rows_of(opened())] == ["001", "002"]


def puts_values_and_blocks(make: Make) -> None:
    opened = make({"表": (("甲",), [["一"]])}, {"总数": [[6.0]], "分布": [["绿", 1.0], ["红", 2.0]], "标题": [["旧", "旁"]]})
    book = opened()
    assert not book.differs()
    book.put({"总数": 6, "分布": [["绿", 1], ["红", 2]]})
    assert not book.commit(None)
    book.put({"总数": 7, "分布": [["绿", None], ["红", 3]], "标题": "新"})
    assert book.commit(None)
    again = opened()
    again.put({"总数": 7, "分布": [["绿", None], ["红", 3]], "标题": [["新", "旁"]]})
    assert not again.differs()


def shows_what_names_hold(make: Make) -> None:
    names: dict[str, list[list[Value]]] = {"总数": [[4.0]], "块": [["甲", None], ["乙", 0.5]]}
    book = make({"表": (HEADERS, ROWS)}, names)()
    assert {name: [list(row) for row in block] for name, block in book.shown(["块", "没有的名称", "总数"]).items()} == names


def results_go_only_below_formulas_of_ours(make: Make) -> None:
    """Neither into plain cells nor into names that are not there."""
    opened = make({"表": (("甲",), [["一"]])}, {"看板_会变": [[6.0]]})
    book = opened()
    book.results({"看板_会变": [[7.0]], "看板_状态": [["有"]]})
    assert not book.differs()
    assert not book.commit(None)
    assert [list(row) for row in opened().shown(["看板_会变"])["看板_会变"]] == [[6.0]]


def discard_forgets(make: Make) -> None:
    book = one_table(make)()
    book.update("表", {(0, "编号"): "改"})
    book.discard()
    assert not book.differs()
    assert not book.commit(None)
    assert rows_of(book) == ROWS


def a_commit_can_follow_another(make: Make) -> None:
    opened = one_table(make)
    book = opened()
    for number in range(3):
        book.append("表", ["编号"], [[f"新{number}"]])
        assert book.commit(None)
    assert [row[0] for row in rows_of(book)] == ["007", "008", "009", "新0", "新1", "新2"]
    assert rows_of(opened()) == rows_of(book)


def _refused(stage: Callable[[Book], None], make: Make) -> None:
    opened = make({"表": (HEADERS, ROWS)}, {"总数": [[6.0]]})
    book = opened()

    def run() -> None:
        stage(book)
        book.commit(None)

    with pytest.raises(BookRefused):
        run()
    assert rows_of(opened()) == ROWS


def refuses_a_missing_table(make: Make) -> None:
    _refused(lambda book: book.replace("没有", ["编号"], []), make)


def refuses_a_missing_column(make: Make) -> None:
    _refused(lambda book: book.append("表", ["没有的列"], [["x"]]), make)


def refuses_a_missing_name(make: Make) -> None:
    _refused(lambda book: book.put({"没有的名称": 1.0}), make)


def refuses_a_block_of_another_shape(make: Make) -> None:
    _refused(lambda book: book.put({"总数": [[1.0, 2.0]]}), make)


LIKE_OURS = ("编号 ", "\u3000编号", "编 号", "编\n号", "编\u200b号", "\ufeff编号")
"""Headers that differ from ours by nothing that counts when names are compared."""


def takes_the_exact_column(make: Make) -> None:
    """Whatever stands beside it, and on which side, is the office's own and stays as it is."""
    headers = ("编号 ", "编\n号", "编号", "标题", "\u3000标题")
    opened = make(
        {"亮灯": (("编号 ", "灯", "编号", "编 号"), [["甲", "绿灯", "007", "乙"]]), "别的": (headers, [["一", "二", "三", "四", "五"]])}
    )
    book = opened()
    assert book.tables() == {"亮灯": ("编号 ", "灯", "编号", "编 号"), "别的": headers}
    book.update("亮灯", {(0, "编号"): "008"})
    book.append("亮灯", ["编号", "灯"], [["009", "红灯"]])
    assert book.commit(None)
    assert rows_of(opened(), "亮灯") == [["甲", "绿灯", "008", "乙"], [None, "红灯", "009", None]]


def takes_the_only_column_like_ours(make: Make) -> None:
    tables = {
        name: ((title, "自己的", "灯"), [["007", "话", "绿灯"]])
        for name, title in zip(("亮灯", "督办台账", "阶段目标"), LIKE_OURS, strict=False)
    }
    tables |= {
        name: ((title, "自己的", "灯"), [["007", "话", "绿灯"]])
        for name, title in zip(("反馈记录", "问责记录", "异议"), LIKE_OURS[3:], strict=True)
    }
    opened = make(tables)
    book = opened()
    assert {headers[0] for headers in book.tables().values()} == {"编号"}
    for name in tables:
        book.update(name, {(0, "编号"): "008"})
        book.append(name, ["编号"], [["009"]])
    assert book.commit(None)
    assert [rows_of(opened(), name) for name in tables] == [[["008", "话", "绿灯"], ["009", None, None]]] * 6


def guesses_none_of_several(make: Make) -> None:
    opened = make({"亮灯": (("编号 ", "灯", "编\n号"), [["甲", "绿灯", "乙"]])})
    book = opened()
    assert book.tables() == {"亮灯": ("编号 ", "灯", "编\n号")}
    for write in (book.append, book.replace):
        with pytest.raises(BookRefused, match=r"亮灯.*编号"):
            write("亮灯", ["编号"], [["008"]])
    with pytest.raises(BookRefused, match=r"亮灯.*编号"):
        book.update("亮灯", {(0, "编号"): "008"})
    assert rows_of(opened(), "亮灯") == [["甲", "绿灯", "乙"]]


CONTRACT: list[Callable[[Make], None]] = [
    reads_what_is_there,
    keeps_types_apart,
    writes_every_text_as_text,
    replaces_with_more_rows,
    replaces_with_fewer_rows,
    replaces_with_nothing,
    order_of_columns_is_free,
    same_again_is_no_difference,
    one_cell_is_a_difference,
    appends_below_the_last,
    appends_into_blank_rows_first,
    keeps_blank_rows_between,
    appends_to_an_empty_table,
    puts_values_and_blocks,
    shows_what_names_hold,
    results_go_only_below_formulas_of_ours,
    discard_forgets,
    a_commit_can_follow_another,
    refuses_a_missing_table,
    takes_the_exact_column,
    takes_the_only_column_like_ours,
    guesses_none_of_several,
    refuses_a_missing_column,
    refuses_a_missing_name,
    refuses_a_block_of_another_shape,
]
