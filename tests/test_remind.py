"""duban remind: the list, the files that leave the house, and what was sent by hand."""

import datetime as dt
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import icalendar
import openpyxl
import pytest
from support import published, tools
from support.digests import digest
from support.fake_book import FakeBook, master_in

from addin.closed.file_book import FileBook
from macros.__main__ import run
from macros.remind import remind
from macros.steps.report import Options, Report, Status, silent
from workbook_templates.leaving.digest import Digest, DigestLine, messages
from workbook_templates.reading.errors import BookRefused, UsageError
from workbook_templates.tables.grid import Value

MORNING = dt.datetime(2026, 6, 26, 8, 30, 15, 999)
DAY = dt.date(2026, 6, 26)
OPTIONS = Options(MORNING, "测试员", DAY)
FOLDER = "提醒_2026-06-26"
PLOT = "研究核心报价方案"
"""A matter that must never leave."""

Cells = dict[str, Value]


def item(number: str, **cells: Value) -> Cells:
    common: Cells = {"事项": "推进配网改造", "来源": "其他", "类别": "日常", "级别": "部门级", "主责部门": "发展部", "责任人": "张三"}
    return {"编号": number, **common, "下达日期": dt.date(2026, 1, 5), "办理时限": dt.date(2026, 6, 30), "状态": "办理", **cells}


def person(name: str, phone: str = "", **cells: Value) -> Cells:
    return {"工号": name, "姓名": name, "部门": "发展部", "角色": "员工", "手机": phone, **cells}


PEOPLE = [person("张三", "138 0000 0003"), person("李四"), person("王芳", "13800000001")]
UNITS: list[Cells] = [{"部门": "发展部", "类型": "业务职能", "联系人": "王芳"}]


def book_in(folder: Path, *items: Cells, **given: list[Cells]) -> FakeBook:
    return master_in(folder, {"督办台账": items, "人员": PEOPLE, "部门": UNITS, **given})


def marked(book: FakeBook, now: dt.datetime = MORNING) -> Report:
    return remind(book, Options(now, "测试员", DAY, {"mark_sent": True}), silent)


def column(book: FakeBook, table: str, header: str) -> list[Value]:
    grid = book.read([table])[table]
    return [row[grid.headers.index(header)] for row in grid.rows]


def files(folder: Path) -> dict[str, bytes]:
    home = folder / "输出" / "提醒" / FOLDER[3:10] / FOLDER
    return {path.relative_to(home).as_posix(): path.read_bytes() for path in sorted(home.rglob("*")) if path.is_file()}


def settings(**values: Value) -> list[Cells]:
    return [{"名称": name, "取值": value} for name, value in values.items()]


def said(folder: Path) -> str:
    """Every word that any of the files holds: in notes, cells, calendars, properties and names."""
    text = ""
    for name, data in files(folder).items():
        text += name
        if name.endswith(".xlsx"):
            book = openpyxl.load_workbook(folder / "输出" / "提醒" / FOLDER[3:10] / FOLDER / name)
            text += "".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row) + repr(book.properties)
        elif name.endswith(".ics"):
            text += data.decode().replace("\r\n ", "")
        else:
            text += data.decode()
    return text


# the list and the files


def test_the_list_and_one_set_of_files_per_person(tmp_path: Path) -> None:
    book = book_in(tmp_path, item("A1"), item("A2", 责任人="李四"), item("A3", 办理时限=dt.date(2026, 6, 25)))
    report = remind(book, OPTIONS, silent)
    assert column(book, "提醒清单", "收件人") == ["张三", "张三", "李四"]
    assert column(book, "提醒清单", "编号") == ["A3", "A1", "A2"]
    assert {**report.figures, "文件夹": ""} == {
        "基准日": "2026-06-26", "提醒": 3, "人数": 3, "规则": {"逾期": 1, "提前3天": 2}, "没有手机号": ["李四"], "文件夹": "", "改动": True,
    }  # fmt: skip
    assert report.status is Status.DONE_WITH_ENTRIES
    assert any("没有手机号的（短信.xlsx 里手机空着）：李四。" in line for line in report.messages)
    assert sorted(files(tmp_path)) == sorted(
        ["提醒一览.xlsx", "短信.xlsx", *(f"文本/{name}.txt" for name in ("张三", "李四", "王芳")), "日历/张三.ics", "日历/李四.ics"]
    )
    assert files(tmp_path)["文本/张三.txt"].decode().split("\r\n") == [
        "【督办提醒】张三同志：",
        "截至2026年6月26日，您有2条督办提醒需要处理。",
        "",
        "一、已逾期（1条）",
        "1. A3应于2026年6月25日前办结，已逾期1天，请抓紧办理，并说明原因和预计完成时间。",
        "",
        "二、临近时限（1条）",
        "1. A1请于2026年6月30日前办结，距时限还有4天。",
        "",
        "请按时办理、及时反馈；已经办完的，请尽快报送结果。如有疑问，请与督办办公室联系。",
        "",
        "督办办公室",
        "2026年6月26日",
        "",
    ]


def test_the_file_for_a_message_platform(tmp_path: Path) -> None:
    remind(book_in(tmp_path, item("A1"), item("A2", 责任人="李四")), OPTIONS, silent)
    sheet = openpyxl.load_workbook(tmp_path / "输出" / "提醒" / FOLDER[3:10] / FOLDER / "短信.xlsx").worksheets[0]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0] == ["手机", "姓名", "文本", "字数", "备注"]
    assert [(row[0], row[1], row[4]) for row in rows[1:]] == [
        ("13800000003", "张三", None),
        (None, "李四", "没有手机号"),
        ("13800000001", "王芳", None),
    ]
    assert sheet["A2"].data_type == "s"
    assert rows[1][2] == (
        "【督办提醒】张三同志：截至2026年6月26日，您有1条督办提醒需要处理。临近时限：A1请于2026年6月30日前办结，距时限还有4天。督办办公室"
    )
    assert all(row[3] == len(str(row[2])) for row in rows[1:])


def test_a_calendar_reads_back(tmp_path: Path) -> None:
    feedback: list[Cells] = [{"编号": "A1", "应反馈日期": dt.date(2026, 6, 27)}]
    remind(book_in(tmp_path, item("A1"), item("A3", 办理时限=dt.date(2026, 6, 25)), 反馈记录=feedback), OPTIONS, silent)
    data = files(tmp_path)["日历/张三.ics"]
    events = icalendar.Calendar.from_ical(data).walk("VEVENT")
    assert [(str(event["summary"]), event.decoded("dtstart")) for event in events] == [
        ("督办 A1 办理时限", dt.date(2026, 6, 30)),
        ("督办 A1 应反馈日期", dt.date(2026, 6, 27)),
    ]  # what is overdue lies behind
    assert len({str(event["uid"]) for event in events}) == 2
    assert {event.decoded("dtstamp") for event in events} == {dt.datetime(2026, 6, 26, tzinfo=dt.UTC)}
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))


def test_an_entry_keeps_its_uid_when_its_deadline_moves(tmp_path: Path) -> None:
    found = []
    for place, due in enumerate((dt.date(2026, 6, 30), dt.date(2026, 7, 3))):
        home = tmp_path / str(place)
        remind(book_in(home, item("A1", 办理时限=due)), OPTIONS, silent)
        (event,) = icalendar.Calendar.from_ical(files(home)["日历/张三.ics"]).walk("VEVENT")
        found.append(str(event["uid"]))
    assert found[0] == found[1]


@tools.needs_sdk
def test_the_workbooks_are_valid(tmp_path: Path) -> None:
    remind(book_in(tmp_path, item("A1"), item("A2", 责任人="李四")), OPTIONS, silent)
    for name in ("短信.xlsx", "提醒一览.xlsx"):
        path = tmp_path / "输出" / "提醒" / FOLDER[3:10] / FOLDER / name
        assert tools.sdk_errors(path) == []
        assert tools.repair_errors(path) == []


def test_nobody_to_remind_makes_no_folder(tmp_path: Path) -> None:
    report = remind(book_in(tmp_path, item("A1", 状态="暂缓")), OPTIONS, silent)
    assert report.messages[0] == "提醒清单：今天没有要发的提醒。基准日 2026-06-26。"
    assert (report.status, report.figures["提醒"], report.figures["人数"]) == (Status.DONE, 0, 0)
    assert list(tmp_path.iterdir()) == []


def test_an_item_without_a_number_is_named_in_the_messages(tmp_path: Path) -> None:
    report = remind(book_in(tmp_path, item("")), OPTIONS, silent)
    assert any("有 1 个在办事项还没有编号" in line for line in report.messages)
    assert report.status is Status.DONE_WITH_ENTRIES


# what leaves, and what does not


@pytest.mark.parametrize(
    ("cells", "options", "told"),
    [
        ({}, {"短信带事项内容": "是"}, True),
        ({}, {}, False),
        ({"密级": "商业秘密"}, {"短信带事项内容": "是"}, False),
        ({"密级": "机密"}, {"短信带事项内容": "是"}, False),  # not in the list of 密级: read as blank, and kept in all the same
        ({"事项": f"{PLOT}（内 部）"}, {"短信带事项内容": "是"}, False),
    ],
)
def test_a_matter_leaves_only_where_it_may(cells: Cells, options: Cells, told: bool, tmp_path: Path) -> None:
    remind(book_in(tmp_path, item("A1", **{"事项": PLOT, **cells}), 参数=settings(**options)), OPTIONS, silent)
    assert (PLOT in said(tmp_path)) is told
    assert "A1" in said(tmp_path)


def test_the_name_of_a_stage_never_leaves(tmp_path: Path) -> None:
    stage: Cells = {"编号": "A1", "阶段": PLOT, "阶段任务": PLOT, "完成时限": dt.date(2026, 6, 26)}
    book = book_in(tmp_path, item("A1", 事项="公开的"), 阶段目标=[stage])
    remind(book, OPTIONS, silent)
    assert PLOT in column(book, "提醒清单", "阶段")
    assert PLOT not in said(tmp_path)


@pytest.mark.parametrize("name", ["../../越界", "=cmd|' /C calc'!A0", "a/b\\c", "CON", "换\n行", "\u202e反写", "长" * 300])
def test_hostile_names_stay_in_the_folder(name: str, tmp_path: Path) -> None:
    home = tmp_path / "家"
    people = [person(name, "=1+1"), person("王芳", "13800000001")]
    remind(book_in(home, item("A1", 责任人=name), 人员=people), OPTIONS, silent)
    assert [path.name for path in tmp_path.iterdir()] == ["家"]
    assert sum(path.startswith("文本/") for path in files(home)) == 2
    for path in ("短信.xlsx", "提醒一览.xlsx"):
        for sheet in openpyxl.load_workbook(home / "输出" / "提醒" / FOLDER[3:10] / FOLDER / path):
            assert not any(cell.data_type == "f" for row in sheet.iter_rows() for cell in row)


def test_two_people_of_one_file_name_have_a_file_each(tmp_path: Path) -> None:
    people = [person("a/b"), person("A\\B"), person("王芳")]
    remind(book_in(tmp_path, item("1", 责任人="a/b"), item("2", 责任人="A\\B"), 人员=people), OPTIONS, silent)
    assert [name for name in files(tmp_path) if name.startswith("文本/")] == ["文本/A_B.txt", "文本/a_b_2.txt", "文本/王芳.txt"]


# again


def test_a_second_run_writes_the_same_and_leaves_other_files_alone(tmp_path: Path) -> None:
    book = book_in(tmp_path, item("A1"), item("A2", 责任人="李四"))
    remind(book, OPTIONS, silent)
    before = files(tmp_path)
    foreign = tmp_path / "输出" / "提醒" / FOLDER[3:10] / FOLDER / "我的备注.txt"
    foreign.write_text("别动", encoding="utf-8")
    report = remind(book, Options(MORNING + dt.timedelta(hours=5), "别人", DAY), silent)
    assert report.figures["改动"] is False
    assert files(tmp_path) == {**before, "我的备注.txt": "别动".encode()}


def test_notes_that_no_longer_hold_are_named(tmp_path: Path) -> None:
    remind(book_in(tmp_path, item("A1"), item("A2", 责任人="李四")), OPTIONS, silent)
    report = remind(book_in(tmp_path, item("A1")), OPTIONS, silent)
    assert any("不是这一次生成的文件，请不要再发：李四.ics、李四.txt。" in line for line in report.messages)


def test_a_file_that_can_t_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "输出").write_text("不是文件夹", encoding="utf-8")
    book = book_in(tmp_path, item("A1"))
    report = remind(book, OPTIONS, silent)
    assert column(book, "提醒清单", "编号") == ["A1"]
    assert report.status is Status.DONE_WITH_ENTRIES
    assert any("写不进去" in line for line in report.messages)
    assert not any("已写到" in line for line in report.messages)


# sent by hand


def test_what_was_sent_by_hand_is_recorded_once_and_never_listed_again(tmp_path: Path) -> None:
    book = book_in(tmp_path, item("A1"), item("A2", 责任人="李四"))
    remind(book, OPTIONS, silent)
    report = marked(book)
    assert report.messages == ("已登记为人工已发：2 条，2 人；这些提醒不会再发。登记的是基准日 2026-06-26 的清单（由“提醒”写成）。",)
    assert (report.status, report.figures["登记"]) == (Status.DONE, 2)
    headers = ("时间", "编号", "规则", "触发日", "收件人", "渠道", "结果")
    assert [column(book, "提醒记录", header) for header in headers] == [
        [MORNING.replace(microsecond=0)] * 2, ["A1", "A2"], ["提前3天"] * 2, [DAY] * 2, ["张三", "李四"], ["人工"] * 2, ["人工已发"] * 2,
    ]  # fmt: skip
    assert column(book, "提醒清单", "编号") == []
    assert column(book, "操作日志", "操作")[-1] == "登记已发"
    saved = repr(book.saved)
    again = marked(book)
    assert "“提醒清单”是空的" in again.messages[0]
    assert (again.status, repr(book.saved)) == (Status.DONE, saved)
    assert remind(book, OPTIONS, silent).figures["提醒"] == 0
    assert repr(book.saved) == saved


def test_a_row_that_the_clerk_has_deleted_is_not_recorded_and_comes_back(tmp_path: Path) -> None:
    book = book_in(tmp_path, item("A1"), item("A2", 责任人="李四"))
    remind(book, OPTIONS, silent)
    headers, lines = book.saved["tables"]["提醒清单"]
    book.saved["tables"]["提醒清单"] = (headers, lines[:1])
    book.discard()
    assert marked(book).figures["登记"] == 1
    remind(book, OPTIONS, silent)
    assert column(book, "提醒清单", "编号") == ["A2"]


def test_rows_recorded_before_are_not_recorded_again(tmp_path: Path) -> None:
    book = book_in(tmp_path, item("A1"))
    remind(book, OPTIONS, silent)
    lines = book.saved["tables"]["提醒清单"]
    marked(book)
    book.saved["tables"]["提醒清单"] = lines
    book.discard()
    report = marked(book)
    assert report.figures["登记"] == 0
    assert any("其中 1 条以前登记过" in line for line in report.messages)
    assert len(column(book, "提醒记录", "编号")) == 1


def test_rows_that_can_t_be_told_apart_stay_in_the_list(tmp_path: Path) -> None:
    good: Cells = {"收件人": "张三", "编号": "A1", "规则": "逾期", "触发日": DAY, "文本": "文"}
    lists = [good, {**good, "编号": ""}, {**good, "编号": "A2", "触发日": "周一"}]
    book = book_in(tmp_path, 提醒清单=lists)
    report = marked(book)
    assert (report.figures["登记"], report.status) == (1, Status.DONE_WITH_ENTRIES)
    assert column(book, "提醒清单", "触发日") == [DAY, "周一"]
    assert any("2 行缺收件人、编号、规则或触发日" in line for line in report.messages)


def test_a_column_that_is_gone_stops_the_record(tmp_path: Path) -> None:
    book = book_in(tmp_path, item("A1"))
    headers, lines = book.saved["tables"]["提醒记录"]
    book.saved["tables"]["提醒记录"] = (tuple("别的" if header == "收件人" else header for header in headers), lines)
    book.discard()
    with pytest.raises(BookRefused, match="收件人"):
        marked(book)


def test_without_a_channel_nothing_is_sent(tmp_path: Path) -> None:
    book = book_in(tmp_path, item("A1"))
    saved = repr(book.saved)
    with pytest.raises(UsageError, match="没有启用的"):
        remind(book, Options(MORNING, "", DAY, {"send": True}), silent)
    with pytest.raises(UsageError, match="不能一起用"):
        remind(book, Options(MORNING, "", DAY, {"send": True, "mark_sent": True}), silent)
    assert (repr(book.saved), list(tmp_path.iterdir())) == (saved, [])


# on the sample company, as the clerk runs it


@pytest.fixture(scope="module")
def demo(sample_company: Callable[[Path], Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sample_company(tmp_path_factory.mktemp("demo") / "示范") / "督办总台账.xlsm"


@pytest.fixture
def path(demo: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(demo, tmp_path / demo.name))


def call(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str, str]:
    status = run([str(word) for word in words])
    out, err = capsys.readouterr()
    return status, out, err


def test_the_sample_company(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = call(capsys, "remind", path, "--json")
    figures: dict[str, Any] = json.loads(out)["figures"]
    grid = FileBook(path).read(["提醒清单"])["提醒清单"]
    rows = [dict(zip(grid.headers, row, strict=True)) for row in grid.rows]
    assert status == Status.DONE_WITH_ENTRIES  # the sample company has wrong cells
    assert figures["提醒"] == len(rows) == sum(figures["规则"].values()) > 10
    folder = path.parent / "输出" / "提醒" / "2026-12" / "提醒_2026-12-31"
    assert figures["文件夹"] == str(folder)
    notes = {note.stem: note.read_text(encoding="utf-8") for note in (folder / "文本").iterdir()}
    assert len(notes) == figures["人数"]
    for row in rows:
        assert str(row["文本"]).partition("】")[2] in notes[str(row["收件人"])]
    matters = {str(row["事项"]) for row in rows}
    assert not any(matter in note for matter in matters for note in notes.values())
    before = digest(path)
    for _ in range(2):
        assert json.loads(call(capsys, "remind", path, "--json")[1])["figures"]["改动"] is False
        assert digest(path) == before


def test_the_round_by_hand(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call(capsys, "remind", path)
    count = len(published.sheet_rows(path)["提醒清单"])
    status, out, _ = call(capsys, "remind", path, "--mark-sent")
    assert status == Status.DONE
    assert f"已登记为人工已发：{count} 条" in out
    rows = published.sheet_rows(path)
    assert len([row for row in rows["提醒记录"] if row["编号"]]) == count
    assert [row for row in rows["提醒清单"] if row["编号"]] == []
    before = digest(path)
    assert "是空的" in call(capsys, "remind", path, "--mark-sent")[1]
    assert "今天没有要发的提醒" in call(capsys, "remind", path)[1]
    assert digest(path) == before


def test_wrong_calls_write_nothing(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = path.read_bytes()
    for words in (["--send"], ["--send", "--mark-sent"]):
        status, out, err = call(capsys, "remind", path, *words)
        assert (status, out) == (2, "")
        assert "发送" in err or "--send" in err
    path.with_name(f"~${path.name}").write_bytes(b"")
    status, _, err = call(capsys, "remind", path, "--as-of", "2026-09-30")
    assert status == 2
    assert "打开" in err
    assert path.read_bytes() == before
    assert not (path.parent / "输出").exists()


@tools.needs_sdk
def test_the_workbook_stays_valid(path: Path) -> None:
    remind(FileBook(path), Options(MORNING, "", dt.date(2026, 9, 30)), silent)
    remind(FileBook(path), Options(MORNING, "", dt.date(2026, 9, 30), {"mark_sent": True}), silent)
    assert tools.sdk_errors(path) == []
    assert tools.repair_errors(path) == []


def one_digest(*sentences: str) -> Digest:
    """A person's overdue reminders with these sentences."""
    lines = [
        DigestLine("已逾期", "事项", f"2026-{place:04}", "", "逾期", dt.date(2026, 3, 1), -3, sentence)
        for place, sentence in enumerate(sentences, 1)
    ]
    return Digest("张三", "13800000001", "", tuple(lines))


@pytest.mark.parametrize(
    ("lengths", "parts"),
    [((20,), 1), ((200, 200), 1), ((230, 230), 2), ((300, 300, 300), 3), ((600,), 1), ((20, 600, 20), 3), ((455,), 2), ((40,) * 30, 3)],
)
def test_a_text_message_holds_what_a_platform_takes(lengths: tuple[int, ...], parts: int) -> None:
    """It is parted between reminders; only one that is too long by itself is cut short."""
    sentences = [f"甲{place}" + "事" * (length - 3) + "完" for place, length in enumerate(lengths, 10)]
    said = messages(one_digest(*sentences), "示范供电公司督办办公室", dt.date(2026, 3, 4))
    assert len(said) == parts
    assert all(len(text) <= 500 for text in said)
    assert all(text.startswith("【督办提醒】张三同志") and text.endswith("示范供电公司督办办公室") for text in said)
    together = "".join(said)
    assert all(sentence in together for sentence in sentences if len(sentence) < 460)
    assert all(sum(f"甲{place}" in text for text in said) == 1 for place in range(10, 10 + len(lengths)))
    assert ("……" in together) is (max(lengths) > 460)
    assert all((f"（{place}/{parts}）" in text) is (parts > 1) for place, text in enumerate(said, 1))
