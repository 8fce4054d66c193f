"""数据检查.处理: 已核 keeps an entry out of the counts while it stays the same, 采纳 writes 建议值 at the next refresh or is named."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.fake_book import FakeBook
from support.fake_master import ITEM, Cells, fake, lines, on
from support.make import closed, feedback, indicator, inspection, item, stage, tables

from macros.check import check
from macros.refresh import refresh
from macros.steps import run_log
from macros.steps.report import Report, Status, silent
from udfs.checks.handled import closed_rows, handled, known_by, obstacle, row_keys
from udfs.checks.spellings import known_spelling
from workbook_templates.reading import cells
from workbook_templates.reading.characters import clean_text
from workbook_templates.reading.meant import may_be_proposed
from workbook_templates.reading.typed import cell_of, text_in
from workbook_templates.sample.company import DEPARTMENT_NAMES
from workbook_templates.tables import TABLES
from workbook_templates.tables.grid import CellError
from workbook_templates.tables.logs import Operation
from workbook_templates.tables.results import CheckRow

UNITS = [{"部门": name, "类型": "业务职能"} for name in ("发展部", "安监部", "城区供电所")]
PEOPLE: list[Cells] = [{"工号": "1", "姓名": "张三", "部门": "发展部", "角色": "员工"}]


def book_of(*items: Cells, **given: Any) -> FakeBook:
    return fake(**{"部门": UNITS, "人员": PEOPLE, "督办台账": [{**ITEM, **one} for one in items], **given})


def entries(book: FakeBook, header: str) -> list[Cells]:
    return [row for row in lines(book, "数据检查") if row.get("列") == header]


def handle(book: FakeBook, header: str, word: str, row: float | None = None) -> None:
    """The clerk writes a word beside the entries of a column, or of one row in it."""
    for at, line in enumerate(lines(book, "数据检查")):
        if line.get("列") == header and row in (None, line.get("行")):
            book.update("数据检查", {(at, "处理"): word})
    book.commit(None)


def turned(book: FakeBook, table: str) -> None:
    """Somebody sorts a table: its first row comes last."""
    headers, rows = book.saved["tables"][table]
    book.saved["tables"][table] = headers, [*rows[1:], rows[0]]
    book.discard()


def run(book: FakeBook, day: str = "06-30") -> Report:
    return refresh(book, on(day), silent)


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("安监", "安监部"),  # the ending left out
        ("安监处", "安监部"),
        ("城区所", "城区供电所"),  # letters left out
        ("城 区供电所", "城区供电所"),
        ("供电所", ""),  # the first letter is another one
        ("信通公司", ""),
        ("部", ""),
        ("东山所", ""),  # two that fit
    ],
)
def test_a_short_name_means_the_one_that_fits(name: str, meant: str) -> None:
    known = {"发展部", "安监部", "城区供电所", "东山供电所", "东山变电所"}
    assert known_spelling(name, known, short=True) == meant


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("物资公司", "物资部"),  # an ending of another sort is another unit
        ("财务公司", "财务部"),
        ("信息中心", "信息科"),
        ("物资部", "物资公司"),
        ("城区中心", "城区供电所服务中心"),  # what is left out is a unit itself
        ("安监部", "安监质量部安监部"),
        ("东部所", "东山南部供电所"),  # the second letter is another one
        ("财务资产部", "财务部"),  # longer is not short
        ("信息", "信息中心"),
        ("部门", "部"),
    ],
)
def test_another_unit_is_never_meant(name: str, known: str) -> None:
    assert not known_spelling(name, {known}, short=True)


def test_a_bare_name_that_two_units_bear_means_none() -> None:
    assert known_spelling("物资", {"物资部"}, short=True) == "物资部"
    assert not known_spelling("物资", {"物资部", "物资公司"}, short=True)
    assert known_spelling("物资处", {"物资部", "物资公司"}, short=True) == "物资部"
    assert known_spelling("财务部", {"财务资产部"}, short=True) == "财务资产部"


def test_no_department_of_the_sample_is_a_spelling_of_another() -> None:
    for name in DEPARTMENT_NAMES:
        assert not known_spelling(name, {*DEPARTMENT_NAMES} - {name}, short=True)


@pytest.mark.parametrize(("name", "meant"), [("2026—0001", "2026-0001"), ("zb-1", "ZB-1"), ("2026", ""), ("ZB", "")])
def test_a_number_is_never_short(name: str, meant: str) -> None:
    assert known_spelling(name, {"2026-0001", "ZB-1", "ZB-2"}) == meant


def test_no_figure_rating_or_decision_has_a_proposal() -> None:
    told = {(name, column.header) for name, table in TABLES.items() for column in table.columns if may_be_proposed(column)}
    for place in (
        ("变更记录", "结果"), ("变更记录", "批准人"), ("个人评分", "工作能力"), ("考评打分", "得分"),
        ("督办台账", "状态"), ("督办台账", "完成度"),
        ("加减分台账", "分值"), ("加减分台账", "状态"), ("目标库", "认定"), ("认定记录", "认定灯"),
        ("反馈记录", "准确性"), ("抽查记录", "结果"),
        ("个人评分", "评语"), ("操作日志", "操作"), ("历史成绩", "对象"), ("提醒记录", "收件人"),
    ):  # fmt: skip
        assert place not in told, place
    assert {("督办台账", "主责部门"), ("督办台账", "办理时限"), ("督办台账", "类别"), ("阶段目标", "编号")} <= told


def test_entries_of_a_spelling_a_word_of_a_list_and_a_day_have_a_proposal() -> None:
    book = book_of({"主责部门": "安监", "类别": "日 常", "办理时限": "6月9日", "立项日期": dt.date(2026, 5, 1), "状态": "办 理"})
    run(book)
    found = {str(row["列"]): row.get("建议值") for row in lines(book, "数据检查") if row["表"] == "督办台账" and row.get("建议值")}
    assert found == {"主责部门": "安监部", "类别": "日常", "办理时限": "2026-06-09"}
    assert entries(book, "状态")[0].get("建议值") is None


def test_one_of_several_names_in_a_cell_has_none() -> None:
    book = book_of({"协办部门": "发展部、安监"}, {"编号": "B", "事项": "乙", "协办部门": "安监"})
    run(book)
    assert [row.get("建议值") for row in entries(book, "协办部门")] == [None, "安监部"]


def test_what_is_adopted_is_written_logged_and_gone() -> None:
    book = book_of({"主责部门": "安监", "办理时限": "6月9日", "立项日期": dt.date(2026, 5, 1)})
    run(book)
    handle(book, "主责部门", "采纳")
    handle(book, "办理时限", "采纳")
    report = run(book)
    (row,) = lines(book, "督办台账")
    assert (row["主责部门"], row["办理时限"]) == ("安监部", dt.date(2026, 6, 9))
    assert (report.figures["采纳"], report.figures["未采纳"]) == (2, [])
    assert "采纳了建议值 2 处，改前改后见“操作日志”。" in report.messages
    assert not entries(book, "主责部门")
    logged = [(one["对象"], one["变更前"], one["变更后"]) for one in lines(book, "操作日志") if one["操作"] == "采纳"]
    assert logged == [("督办台账 A 办理时限", "6月9日", "2026-06-09"), ("督办台账 A 主责部门", "安监", "安监部")]
    assert run(book).figures["采纳"] == 0


def test_a_check_keeps_what_was_written_and_adopts_nothing() -> None:
    book = book_of({"主责部门": "安监"})
    run(book)
    handle(book, "主责部门", "采纳")
    check(book, on("06-30"), silent)
    assert entries(book, "主责部门")[0]["处理"] == "采纳"
    assert lines(book, "督办台账")[0]["主责部门"] == "安监"


def test_it_is_the_row_that_counts_not_where_it_stands() -> None:
    book = book_of({"主责部门": "安监"}, {"编号": "B", "事项": "乙", "主责部门": "安监"}, {"编号": "C", "事项": "丙"})
    run(book)
    assert [row["行"] for row in entries(book, "主责部门")] == [2, 3]
    handle(book, "主责部门", "采纳", 3)
    turned(book, "督办台账")  # B stands now in row 2, A in row 4
    run(book)
    assert [(row["编号"], row["主责部门"]) for row in lines(book, "督办台账")] == [("B", "安监部"), ("C", "发展部"), ("A", "安监")]


def test_seen_entries_go_with_their_row_below_the_others_and_count_nowhere() -> None:
    book = book_of({"主责部门": "信通公司"}, {"编号": "B", "事项": "乙", "主责部门": "信通公司"})
    before = run(book)
    handle(book, "主责部门", "已核", 2)
    turned(book, "督办台账")
    report = run(book)
    found = entries(book, "主责部门")
    assert [(row["行"], row.get("处理")) for row in found] == [(2, None), (3, "已核")]
    assert lines(book, "数据检查")[-1] == found[-1]
    assert report.figures["数据检查"] == before.figures["数据检查"] - 1
    assert book.shown(["台_提示"])["台_提示"][0][0] == f"{report.figures['数据检查']} 条数据待核对，见“数据检查”。"
    told = check(book, on("06-30"), silent)
    assert told.figures["数据检查"] == report.figures["数据检查"]
    assert "另有 1 条已核，排在“数据检查”的最下面。" in told.messages
    assert run(book).figures["改动"] is False


def test_an_entry_that_is_another_one_is_to_be_looked_at_again() -> None:
    book = book_of({"主责部门": "信通公司"})
    run(book)
    handle(book, "主责部门", "已核")
    book.update("督办台账", {(0, "主责部门"): "电信公司"})
    book.commit(None)
    run(book)
    assert [(row["值"], row.get("处理")) for row in entries(book, "主责部门")] == [("电信公司", None)]


def test_all_seen_is_done_without_entries() -> None:
    book = book_of({"主责部门": "信通公司"})
    run(book)
    check(book, on("06-30"), silent)
    for at in range(len(lines(book, "数据检查"))):
        book.update("数据检查", {(at, "处理"): "已核"})
    book.commit(None)
    report = check(book, on("06-30"), silent)
    assert (report.status, report.figures["数据检查"], report.messages[0]) == (Status.DONE, 0, "数据检查：没有发现问题。")


def refused(book: FakeBook, header: str = "主责部门", day: str = "06-30") -> list[str]:
    """What a refresh names as 未采纳, after the clerk has written 采纳."""
    handle(book, header, "采纳")
    report = run(book, day)
    assert report.figures["采纳"] == 0
    return list(report.figures["未采纳"])


def test_without_a_proposal_nothing_is_adopted() -> None:
    book = book_of({"主责部门": "信通公司"})
    run(book)
    assert refused(book) == ["督办台账第 2 行“主责部门”：没有建议值"]
    assert entries(book, "主责部门")[0]["处理"] == "采纳"  # it is named until somebody takes it away


def test_a_cell_that_was_changed_is_named() -> None:
    book = book_of({"主责部门": "安监"})
    run(book)
    book.update("督办台账", {(0, "主责部门"): "发展部"})
    book.commit(None)
    handle(book, "主责部门", "采纳")
    report = run(book)
    assert report.figures["未采纳"] == ["督办台账第 2 行“主责部门”：这一格或这一行已经不是原来的"]
    assert report.status is Status.DONE_WITH_ENTRIES


def test_two_rows_of_one_key_are_not_told_apart() -> None:
    book = book_of({"主责部门": "安监"}, {"事项": "乙"})
    run(book)
    assert refused(book) == ["督办台账第 2 行“主责部门”：有 2 行是“A”，分不清是哪一行"]


def test_a_proposal_that_is_another_one_by_now_is_not_written() -> None:
    book = book_of({"主责部门": "安监"})
    run(book)
    book.update("部门", {(1, "部门"): "安监室"})
    book.commit(None)
    assert refused(book) == ["督办台账第 2 行“主责部门”：建议值已变为“安监室”，看过再填"]


def test_a_look_back_adopts_nothing() -> None:
    book = book_of({"主责部门": "安监"})
    run(book)
    assert refused(book, day="05-30") == []
    assert lines(book, "督办台账")[0]["主责部门"] == "安监"
    assert entries(book, "主责部门")[0]["处理"] == "采纳"


def test_a_row_of_a_closed_period_is_left() -> None:
    published: Cells = {"期间": "2026Q1", "对象类型": "部门", "对象": "发展部", "维度": "综合", "结账时间": dt.datetime(2026, 4, 9, 9)}
    row: Cells = {"指标编号": "Z1", "层级": "部门", "指标": "售电量", "期间": "2026Q1", "主责部室": "安监", "计分方式": "正向"}
    book = book_of({}, 指标=[row], 历史成绩=[published])
    run(book)
    assert refused(book, "主责部室") == ["指标第 2 行“主责部室”：属于已定稿的期间"]


def test_which_rows_a_closed_period_holds() -> None:
    rows = [
        closed("2026Q1", subject="发展部", dimension="综合", closed=dt.datetime(2026, 4, 9)),
        *(item("1", row=4, status="办结", closed="3-31"), item("2", row=5, status="办理", due="3-1"), item("3", row=6, closed="4-1")),
        *(feedback(row=4, due="3-10"), feedback(row=5, due="4-10")),
        *(indicator("Z1", row=4), indicator("Z2", row=5, period="2026Q2")),
        *(inspection(row=4, day="1-5"), stage(row=4, due="3-1", confirm_day="3-2"), stage("二", row=5, number="2", due="3-1")),
    ]
    found = closed_rows(tables(*rows))
    assert found == {("督办台账", 4), ("反馈记录", 4), ("指标", 4), ("抽查记录", 4), ("阶段目标", 4)}


@pytest.mark.parametrize(
    ("shown", "shut"),
    [
        ({"status": "办结", "due": "6-30", "closed": None, "submitted": "3-31"}, True),  # 办结日期 left blank
        ({"status": "办结", "due": "3-31", "closed": None, "submitted": None}, True),
        ({"status": "办结", "due": "3-31", "closed": "4-1"}, True),  # late: it counted as overdue
        ({"status": "取消", "due": "3-31", "closed": None, "submitted": None}, True),
        ({"status": "办结", "due": "4-1", "closed": "4-1", "submitted": "3-31"}, False),
        ({"status": "提交", "due": "3-31", "closed": None, "submitted": "3-31"}, False),  # still running
        ({"status": "办理", "due": "3-31", "closed": None, "submitted": None}, False),
    ],
)
def test_an_item_that_is_over_stays_as_it_was_published(shown: dict[str, Any], shut: bool) -> None:
    history = closed("2026Q1", subject="发展部", dimension="综合", closed=dt.datetime(2026, 4, 9))
    known = tables(history, item("7", row=4, **shown), stage("一", row=4, number="7", due="3-1", confirm_day=None))
    over = shown["status"] in ("办结", "取消")
    assert closed_rows(known) == {*([("督办台账", 4)] if shut else []), *([("阶段目标", 4)] if over else [])}


def entry(row: int, **more: Any) -> CheckRow:
    return CheckRow("督办台账", row, "主责部门", "安监", "没有", "", "", "")._replace(**more)


def test_without_a_note_of_the_rows_only_what_stands_once_is_known_again() -> None:
    one = handled([entry(9)], [entry(4, handling="已核")], {("督办台账", 9): "A"}, {})
    assert [row.handling for row in one.rows] == ["已核"]
    two = handled([entry(9), entry(10)], [entry(4, handling="已核")], {("督办台账", 9): "A", ("督办台账", 10): "B"}, {})
    assert [row.handling for row in two.rows] == ["", ""]


def test_rows_of_one_key_are_told_by_where_they_stand() -> None:
    keys = {("督办台账", 4): "A", ("督办台账", 5): "A"}
    found = handled([entry(4), entry(5)], [entry(4), entry(5, handling="已核")], keys, keys)
    assert [(row.row, row.handling) for row in found.rows] == [(4, ""), (5, "已核")]


def test_a_table_without_records_has_the_keys_of_its_columns() -> None:
    book = fake()
    keys = row_keys(tables(item("7", row=4)), book.read(["参数", "按钮选项"]))
    assert keys["督办台账", 4] == "7"
    assert keys["参数", 2] == "单位名称"
    assert keys["按钮选项", 2].startswith("下发/")


def test_the_log_says_which_row_stood_where_and_the_latest_counts() -> None:
    keys = {("督办台账", 12): "2026-0001", ("阶段目标", 3): "2026-0001/一、二", ("变更记录", 5): "A//延期/2026-03-01"}
    noted = run_log.rows_at(keys)
    later = run_log.rows_at({("督办台账", 12): "2026-0002"})
    rows = [Operation(None, line.operation, "", line.subject, "", "", line.note) for line in (*noted, *later)]
    assert run_log.rows_noted(rows) == {**keys, ("督办台账", 12): "2026-0002"}


def test_nothing_is_noted_twice() -> None:
    book = book_of({"主责部门": "安监"})
    run(book)
    run(book)
    check(book, on("06-30"), silent)
    assert [row["说明"] for row in lines(book, "操作日志") if row["操作"] == "行号"] == [
        "督办台账!2=A、加减分台账!2=2026-06-30/安监//督办考核/A"
    ]


@pytest.mark.parametrize(
    ("above", "meant"),
    [
        ("2026年6月9日", "2026-06-09"),
        ("2026/6/9", "2026-06-09"),
        (dt.date(2026, 6, 9), "2026-06-09"),
        (46182.0, "2026-06-09"),  # a day that lost its format
        ("长期", "长期"),
        ("6月9日", None),  # itself no day: it is listed, and 同上 follows when it is one
        ("待定", None),
        ("抓紧", None),
    ],
)
def test_the_same_as_above_is_a_day_where_a_day_belongs(above: Any, meant: str | None) -> None:
    book = book_of({"办理时限": above}, {"编号": "B", "事项": "乙", "办理时限": "同上"})
    run(book)
    assert [row.get("建议值") for row in entries(book, "办理时限") if row["值"] == "同上"] == [meant]
    handle(book, "办理时限", "采纳", 3)
    report = run(book)
    assert report.figures["采纳"] == (meant is not None)
    assert lines(book, "督办台账")[1]["办理时限"] == (
        "同上" if meant is None else meant if meant == "长期" else dt.date.fromisoformat(meant)
    )
    assert run(book).figures["采纳"] == 0


def test_whatever_is_proposed_can_be_read_in_its_column() -> None:
    words = ("2026年6月9日", "2026.6.9", "长期", "年底前", "6月9日", "日 常", "日常", "张三 13800000000", "0.5", "待定", "抓紧")
    raws = (*words, 46182.0, 0.5, True, dt.date(2026, 6, 9), dt.datetime(2026, 6, 9, 8), CellError("#N/A"))
    for table in TABLES.values():
        for column in filter(may_be_proposed, table.columns):
            for raw in raws:
                proposed = text_in(column, raw)
                assert not proposed or cell_of(column, proposed) is not None, (table.name, column.header, raw)
                assert "13800000000" not in proposed or not cells.is_person(column)


def test_a_proposal_that_its_column_cannot_read_is_named() -> None:
    grids = book_of({}).read(["督办台账"])
    row = CheckRow("督办台账", 2, "办理时限", "", "", "", "下周", "采纳")
    assert obstacle(row, row, grids) == "建议值“下周”不是这一列能填的"


@given(st.lists(st.text(alphabet=st.sampled_from("、!=\\\\3x安/ \n\u3000"), max_size=12) | st.text(), min_size=1, max_size=20))
def test_every_key_is_read_back_as_it_was_noted(typed: list[str]) -> None:
    keys = {("考评打分", row): key for row, text in enumerate(typed) if (key := known_by([text, "x"]))}
    noted = [Operation(None, line.operation, "", line.subject, "", "", clean_text(line.note)) for line in run_log.rows_at(keys)]
    assert run_log.rows_noted(noted) == keys
    made = list(dict.fromkeys(keys.values()))
    lines_of = [Operation(None, line.operation, "", line.subject, "", "", line.note) for line in run_log.prepared("2026Q3", "指标", made)]
    assert all(run_log.prepared_before(lines_of, "2026Q3")("指标", key) for key in made)
    assert [key for line in lines_of for key in run_log.keys_in(line.note)] == made


def test_a_key_is_no_part_of_another_one() -> None:
    made = run_log.prepared("2026Q3", "考评打分", ["发展部/安全、B、生产/安监部"])
    before = run_log.prepared_before([Operation(None, line.operation, "", line.subject, "", "", line.note) for line in made], "2026Q3")
    assert before("考评打分", "发展部/安全、B、生产/安监部")
    assert not before("考评打分", "B")


def test_notes_stay_within_what_a_cell_keeps() -> None:
    noted = run_log.rows_at({("考评打分", row): known_by(["项目" * 400, str(row)]) for row in range(1000)})
    assert all(len(line.note) <= 16_000 for line in noted)
    assert len({key for line in noted for key in run_log.keys_in(line.note)}) == 1000


@pytest.mark.parametrize("matter", ["安全  生产", "安全、乙!3=x", "安全\n生产", "安\\\\全", "安全" * 300])
def test_what_was_seen_stays_seen_whatever_the_key(matter: str) -> None:
    mark: Cells = {"期间": "2026Q2", "考评部门": "信通公司", "考评项目": matter, "被考评单位": "发展部", "满分": 5.0}
    book = book_of({}, 考评打分=[mark])
    run(book)
    handle(book, "考评部门", "已核")
    run(book)
    assert run(book).figures["改动"] is False
    assert [row["处理"] for row in entries(book, "考评部门")] == ["已核"]
