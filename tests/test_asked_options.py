"""What 按钮选项 asks of an action whose button was clicked: as filled in, refused with the cell that is wrong, forgotten when done."""

from pathlib import Path
from typing import Any

import pytest
from support.fake_book import FakeBook

from macros.buttons import forget, given_to
from workbook_templates.reading.button_options import SHEET
from workbook_templates.reading.errors import BookRefused, UsageError
from workbook_templates.tables import TABLES
from workbook_templates.tables.actions import BY_KEY
from workbook_templates.tables.default_rows import default_rows
from workbook_templates.tables.grid import Value


def book_with(folder: Path = Path(), /, **filled: Value) -> FakeBook:
    """A book whose 按钮选项 holds these values, 操作_选项 → 取值, and nothing else."""
    rows = [[*row[:2], filled.get(f"{row[0]}_{row[1]}"), row[3]] for row in default_rows(SHEET)]
    book = FakeBook({SHEET: (TABLES[SHEET].headers, rows)})
    book.path = folder / "督办总台账.xlsm"
    return book


def values(book: FakeBook) -> dict[str, Value]:
    return {f"{row[0]}_{row[1]}": row[2] for row in book.read([SHEET])[SHEET].rows if row[2] is not None}


def placed(text: str) -> str:
    """A text with the rows of the sheet in it, by operation and option."""
    return text.format_map({f"{row[0]}_{row[1]}": line for line, row in enumerate(default_rows(SHEET), 2)})


def test_what_is_filled_in_goes_to_the_action_and_the_rest_is_as_on_the_command_line() -> None:
    given = given_to(BY_KEY["document"], book_with(文书_文书种类="督办函", 文书_部门="甲部、乙部", 抽取_抽几个=5.0))
    assert given.more == {"kind": "督办函", "period": None, "dept": ("甲部", "乙部"), "issue": False}
    assert given.told == "用的“按钮选项”：文书种类 督办函、部门 甲部、乙部。"
    assert given.places == placed(
        "“按钮选项”的“取值”：第 {文书_文书种类} 行“文书种类”是“督办函”；第 {文书_部门} 行“部门”是“甲部、乙部”。要改的在那里改好，再点。"
    )


def test_nothing_is_filled_in() -> None:
    given = given_to(BY_KEY["send"], book_with())
    assert (given.more, given.told, given.places) == ({"dept": (), "to": (), "mail": False}, "", "")


@pytest.mark.parametrize(
    ("key", "filled", "said"),
    [
        ("draw", {}, ["“抽取”要先在“按钮选项”第 {抽取_抽几个} 行的“取值”里填抽几个"]),
        ("draw", {"抽取_抽几个": "  "}, ["第 {抽取_抽几个} 行的“取值”"]),
        ("document", {}, ["“文书”要先在“按钮选项”第 {文书_文书种类} 行的“取值”里填文书种类"]),
        ("import", {}, ["第 {导入_导入文件} 行的“取值”里填导入文件"]),
        ("whatif", {}, ["第 {试算_参数改为} 行的“取值”里填参数改为"]),
        ("draw", {"抽取_抽几个": "几"}, ["“按钮选项”第 {抽取_抽几个} 行“取值”（几）：抽几个：“几”不是数字。填整数，如 5。"]),
        (
            "document",
            {"文书_文书种类": "督办通知", "文书_正式编号": "对"},
            [
                "第 {文书_文书种类} 行“取值”（督办通知）：文书种类：“督办通知”不在可选值中。可选：督办通报",
                "第 {文书_正式编号} 行“取值”（对）：正式编号：“对”不在可选值中",
            ],
        ),
    ],
)  # fmt: skip
def test_what_is_missing_or_wrong_is_told_with_its_cell(key: str, filled: dict[str, Value], said: list[str]) -> None:
    with pytest.raises(UsageError) as caught:
        given_to(BY_KEY[key], book_with(Path(), **filled))
    assert all(placed(text) in str(caught.value) for text in said), str(caught.value)
    assert "什么也没有改动" in str(caught.value)


def test_what_is_no_count_is_left_to_the_action_to_refuse() -> None:
    assert given_to(BY_KEY["draw"], book_with(抽取_抽几个="0")).more["n"] == 0


def test_a_mistake_of_another_button_stops_nothing() -> None:
    assert given_to(BY_KEY["draw"], book_with(抽取_抽几个="５", 文书_文书种类="没有这种")).more["n"] == 5


def test_an_older_workbook_has_no_such_sheet() -> None:
    old = FakeBook({})
    assert given_to(BY_KEY["send"], old).more == {"dept": (), "to": (), "mail": False}
    with pytest.raises(UsageError, match=r"还没有“按钮选项”这张表，什么也没有改动。.*运行升级"):
        given_to(BY_KEY["draw"], old)
    assert forget(BY_KEY["document"], old) == ""


def test_a_row_that_was_deleted_is_to_be_added() -> None:
    book = FakeBook({SHEET: (TABLES[SHEET].headers, [["抽取", "随机种子", 7.0, None]])})
    with pytest.raises(UsageError, match="操作填“抽取”，选项填“抽几个”"):
        given_to(BY_KEY["draw"], book)


def test_files_are_found_beside_the_workbook_and_in_the_folder_of_returned_ones(tmp_path: Path) -> None:
    (tmp_path / "回收").mkdir()
    for name in ("甲.xlsx", "回收/乙.xlsx", "回收/甲.xlsx"):
        (tmp_path / name).touch()
    given = given_to(BY_KEY["collect"], book_with(tmp_path, 回收_回收文件=f"甲.xlsx\n乙.xlsx；{tmp_path / '甲.xlsx'}\n没有.xlsx"))
    assert given.more["files"] == tuple(str(tmp_path / name) for name in ("甲.xlsx", "回收/乙.xlsx", "甲.xlsx", "没有.xlsx"))
    assert given_to(BY_KEY["import"], book_with(tmp_path, 导入_导入文件="甲.xlsx")).more["file"] == str(tmp_path / "甲.xlsx")


def test_what_is_done_once_is_forgotten_and_the_rest_stays() -> None:
    book = book_with(文书_文书种类="督办函", 文书_正式编号="是", 定稿_重开="是")
    assert forget(BY_KEY["document"], book) == "“按钮选项”里的“正式编号”已清空，下次点不会再办一遍。"
    assert values(book) == {"文书_文书种类": "督办函", "定稿_重开": "是"}
    assert forget(BY_KEY["document"], book) == ""
    said_no = book_with(文书_文书种类="督办函", 文书_正式编号="否")
    assert forget(BY_KEY["document"], said_no) == ""
    assert values(said_no)["文书_正式编号"] == "否"


def test_a_sheet_that_cannot_be_written_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: Any) -> bool:
        raise BookRefused("工作表有保护")

    book = book_with(提醒_登记已发="是")
    monkeypatch.setattr(book, "commit", refused)
    told = forget(BY_KEY["remind"], book)
    assert told == "已经办好，但“按钮选项”里的“登记已发”没能清空（工作表有保护）。请自己清空，免得下次再办一遍。"
