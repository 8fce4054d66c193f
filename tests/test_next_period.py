"""duban period: whose rows the next period has, what is blank and moved in them, who is followed, and that they come once."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from support.fake_book import FakeBook, master_in
from support.make import change, closed, day, department, indicator, mark, person, rating, tables

from macros.__main__ import run
from macros.period import period as action
from macros.steps.report import Options, Report, Status, silent
from udfs.copies.next_period import NextRows, moved, next_rows
from udfs.rules.ground.periods import parse_period, previous_period
from workbook_templates.reading.errors import UsageError
from workbook_templates.tables.grid import Value

UNITS = (
    department("发展部", head="张三", leader="赵总"),
    department("运检部", head="李四", leader="钱总"),
    department("绩效办", head="王五", leader="赵总"),
)
HEADS = (
    person("张三", role="部门负责人", staff_no="1"),
    person("李四", role="部门负责人", department="运检部", staff_no="2"),
    person("王五", role="部门负责人", department="绩效办", staff_no="3"),
    person("赵总", role="班子成员", department="", staff_no="8"),
    person("钱总", role="班子成员", department="", staff_no="9"),
)


def made(*records: Any, name: str = "2026Q2", **given: Any) -> NextRows:
    period = parse_period(name)
    assert period is not None
    return next_rows(tables(*UNITS, *HEADS, *records), period, **given)


def told(found: NextRows) -> list[str]:
    return [one.text for one in found.followed]


def raters(found: NextRows) -> list[tuple[str, str, str]]:
    return [(row.staff_no, row.role, row.rater) for row in found.rows["个人评分"]]


@pytest.mark.parametrize(
    ("changes", "comes"),
    [
        ([], True),
        ([change("撤销", "Z1", approved="2026-03-20")], False),
        ([change("撤销", "Z1", approved="2026-03-20", result="不同意")], True),
        ([change("撤销", "Z1", approved="2026-03-20"), change("新增", "Z1", approved="2026-03-25")], True),
        ([change("调整", "Z1", approved="2026-03-25"), change("撤销", "Z1", approved="2026-03-20")], False),
        ([change("撤销", "Z1", approved="2026-07-20")], True),  # it still counted in the whole period
    ],
)
def test_a_withdrawn_indicator_has_no_row_and_is_named(changes: list[Any], comes: bool) -> None:
    found = made(indicator("Z1"), indicator("Z2"), *changes)
    assert [row.number for row in found.rows["指标"]] == (["Z1", "Z2"] if comes else ["Z2"])
    assert told(found) == ([] if comes else ["指标 Z1 2026-03-20 已同意撤销：没有给它备行"])


@pytest.mark.parametrize(
    ("before", "after", "due", "expected"),
    [
        ("2026Q1", "2026Q2", "2026-03-31", "2026-06-30"),  # the period's last day
        ("2026Q1", "2026Q2", "2026-02-28", "2026-05-31"),  # the last day of a month
        ("2026Q3", "2026Q4", "2026-09-10", "2026-12-10"),
        ("2026-01", "2026-02", "2026-01-30", "2026-02-28"),  # February has no 30th
        ("2026Q4", "2027Q1", "2027-01-10", "2027-04-10"),  # due after its period
        ("2026H1", "2026H2", "2026-06-30", "2026-12-31"),
        ("2026", "2027", "2026-12-15", "2027-12-15"),
        ("2026-W52", "2026-W53", "2026-12-23", "2026-12-30"),
    ],
)
def test_a_deadline_moves_by_the_period(before: str, after: str, due: str, expected: str) -> None:
    first, second = parse_period(before), parse_period(after)
    assert first
    assert second
    assert previous_period(second) == first
    assert moved(day(due), first, second) == day(expected)
    assert moved(None, first, second) is None


def test_the_last_day_under_an_earlier_month_end() -> None:
    first, second = parse_period("2026Q1", 25), parse_period("2026Q2", 25)
    assert first
    assert second
    assert moved(day("3-25"), first, second) == day("6-25")


def test_answers_are_blank_and_the_rest_is_as_it_was() -> None:
    found = made(
        indicator("Z1", goal=90, floor=80, actual=95, done="3-1", due="3-31", lost_reason="甲", remedy="乙", responsible="张三", weight=2),
        indicator("Z0", period="2025Q4"),
        mark(8, scorer="绩效办", unit="运检部", basis="依据", problems="问题", advice="建议"),
        rating("1", 90, role="分管领导", rater="赵总", comment="好"),
    )
    (row,) = found.rows["指标"]
    assert (row.number, row.period, row.goal, row.floor, row.due, row.weight) == ("Z1", "2026Q2", 90, 80, day("6-30"), 2)
    assert (row.actual, row.done, row.lost_reason, row.remedy, row.responsible) == (None, None, "", "", "张三")
    (scored,) = found.rows["考评打分"]
    assert (scored.period, scored.scorer, scored.matter, scored.unit, scored.full) == ("2026Q2", "绩效办", "Z1", "运检部", 10)
    assert (scored.score, scored.basis, scored.problems, scored.advice) == (None, "", "", "")
    rated = found.rows["个人评分"][0]
    assert (rated.period, rated.ability, rated.attitude, rated.quality, rated.comment) == ("2026Q2", None, None, None, "")
    assert found.earlier == {"指标": 1, "考评打分": 1, "个人评分": 1}


def test_only_the_period_before_of_the_same_kind_counts() -> None:
    found = made(indicator("Z1", period="2026-03"), indicator("Z2", period="2026年一季度"), indicator("Z3", period="2025Q1"))
    assert [row.number for row in found.rows["指标"]] == ["Z2"]


def test_what_stands_there_or_was_made_before_is_not_made_again() -> None:
    rows = [indicator("Z1"), indicator("Z2"), indicator("Z3"), indicator("Z2", period="2026Q2", actual=1)]
    found = made(*rows, made=lambda table, key: (table, key) == ("指标", "Z3"))
    assert [row.number for row in found.rows["指标"]] == ["Z1"]
    assert (found.standing["指标"], found.deleted["指标"]) == (1, 1)


def test_a_rating_that_the_office_has_given_to_another_rater_is_not_doubled() -> None:
    found = made(rating("1", 90, role="分管领导", rater="赵总"), rating("1", 80, period="2026Q2", role="分管领导", rater="孙总"))
    assert ("1", "分管领导", "赵总") not in raters(found)


STAFF = {"role": "员工", "staff_no": "20"}


@pytest.mark.parametrize(
    ("now", "expected", "text"),
    [
        ({}, [("部门负责人", "张三"), ("分管领导", "赵总")], []),
        (
            {"department": "运检部"},
            [("部门负责人", "李四"), ("分管领导", "钱总")],
            ["小明（运检部）：部门负责人由 张三 改为 李四", "小明（运检部）：分管领导由 赵总 改为 钱总"],
        ),
        ({"active": "否"}, [], ["小明（20）已不在岗：没有备行"]),
        ({"role": "班子成员"}, [], ["小明（发展部）现为班子成员：不再备行"]),
    ],
)
def test_a_person_is_followed(now: dict[str, Any], expected: list[tuple[str, str]], text: list[str]) -> None:
    rows = [rating("20", 90, role="部门负责人", rater="张三"), rating("20", 91, role="分管领导", rater="赵总")]
    found = made(*rows, person("小明", **{**STAFF, **now}))
    assert [(role, rater) for number, role, rater in raters(found) if number == "20"] == expected
    assert [line for line in told(found) if "小明" in line] == text


def test_who_is_no_more_in_the_list_of_persons_is_named_by_number() -> None:
    assert told(made(rating("77", 90)))[0] == "工号 77 已不在“人员”里：没有备行"


def test_who_has_come_gets_the_rows_of_others_of_the_same_role() -> None:
    rows = [rating("20", 90, role=role, rater=rater) for role, rater in (("部门负责人", "张三"), ("分管领导", "赵总"))]
    found = made(
        *rows, rating("1", 90, role="分管领导", rater="赵总"), person("小明", **STAFF), person("小红", department="运检部", staff_no="21")
    )
    assert [one for one in raters(found) if one[0] == "21"] == [("21", "部门负责人", "李四"), ("21", "分管领导", "钱总")]
    assert [one for one in raters(found) if one[0] in "23"] == [("2", "分管领导", "钱总"), ("3", "分管领导", "赵总")]
    assert "小红（运检部）：上期没有评分，加 2 行" in told(found)
    assert not [one for one in raters(found) if one[0] in "89"]  # leaders are rated by nobody


def test_who_has_become_head_is_not_rated_by_himself() -> None:
    rows = [rating("1", 90, role="部门负责人", rater="孙六"), rating("1", 90, role="分管领导", rater="赵总")]
    found = made(*rows)
    assert [one for one in raters(found) if one[0] == "1"] == [("1", "分管领导", "赵总")]
    assert "张三（发展部）现为发展部负责人：部门负责人这一行不再备" in told(found)


def test_several_raters_that_the_office_has_chosen_go_on_while_they_are_here() -> None:
    rows = [rating("20", 90, role="分管领导", rater=name) for name in ("赵总", "钱总", "孙总")]
    found = made(*rows, person("小明", **STAFF))
    assert [one for one in raters(found) if one[0] == "20"] == [("20", "分管领导", "赵总"), ("20", "分管领导", "钱总")]


def test_a_team_without_head_is_rated_by_those_above_it() -> None:
    rows = [rating("20", 90, role="部门负责人", rater="张三")]
    found = made(*rows, department("检修班", above="运检部"), person("小明", department="检修班", **STAFF))
    assert [one for one in raters(found) if one[0] == "20"] == [("20", "部门负责人", "李四")]


def test_a_department_that_names_nobody_keeps_the_rater_and_is_told() -> None:
    rows = [rating("20", 90, role="部门负责人", rater="张三")]
    found = made(*rows, department("新办"), person("小明", department="新办", **STAFF), person("小红", department="新办", staff_no="21"))
    assert [one for one in raters(found) if one[0] in ("20", "21")] == [("20", "部门负责人", "张三")]
    assert "小明（新办）的部门没有填负责人：评分人照旧（张三），请核对" in told(found)
    assert "小红（新办）的部门没有填负责人：没有备部门负责人的行" in told(found)


def test_departments_that_closed_and_opened_are_followed() -> None:
    old = [
        department("农电部", until="3-31", merged_into="运检部"),
        department("三产办", until="3-31"),
        department("数字部", since="4-1", head="孙六", leader="钱总"),
        department("科创部"),
    ]
    found = made(
        *old,
        *(mark(9, unit=unit) for unit in ("发展部", "运检部", "农电部", "三产办")),
        mark(9, scorer="三产办", matter="安全", unit="发展部"),
        mark(9, scorer="农电部", matter="农电", unit="运检部"),
        indicator("Z1", department="农电部"),
        indicator("Z2", department="三产办"),
    )
    assert [(row.scorer, row.matter, row.unit) for row in found.rows["考评打分"]] == [
        ("绩效办", "Z1", "发展部"), ("绩效办", "Z1", "运检部"), ("绩效办", "Z1", "数字部"),
    ]  # fmt: skip
    assert [(row.number, row.department) for row in found.rows["指标"]] == [("Z1", "运检部")]
    assert told(found)[:6] == [
        "农电部 已停用，并入 运检部：指标的行改到 运检部",
        "三产办 已停用，没有并入别的部门：指标没有给它备行",
        "农电部 已停用，并入 运检部：考评打分的行改到 运检部",
        "三产办 已停用，没有并入别的部门：考评打分没有给它备行",
        "数字部（2026-04-01 启用）：考评打分按同类部门加 1 行",
        "绩效办、科创部：考评打分从来没有它们的行，要列入考评的请自己加",
    ]


def test_a_new_department_gets_only_what_every_other_one_of_its_kind_has() -> None:
    found = made(
        department("数字部", since="4-1"),
        *(mark(9, scorer="绩效办", unit=unit) for unit in ("发展部", "运检部")),
        mark(9, scorer="发展部", matter="投资", unit="运检部"),  # the scorer itself need not have one
        mark(9, scorer="绩效办", matter="检修", unit="运检部"),
    )
    new = [(row.scorer, row.matter) for row in found.rows["考评打分"] if row.unit == "数字部"]
    assert new == [("绩效办", "Z1"), ("发展部", "投资")]


def test_who_answers_for_an_indicator_and_has_left_is_named() -> None:
    found = made(indicator("Z1", responsible="孙六", handler="张三、李九", leader="赵总"))
    assert found.rows["指标"][0].responsible == "孙六"
    assert told(found)[:2] == ["Z1 的责任人 孙六 不在“人员”里，请改", "Z1 的承办人 李九 不在“人员”里，请改"]


NOW = dt.datetime(2026, 7, 2, 9, 0)
ROW: dict[str, Value] = {
    "指标编号": "Z1", "层级": "部门", "指标": "售电量", "期间": "2026Q2", "主责部室": "发展部", "计分方式": "正向",
    "目标值": 9.0, "实际值": 8.0,
}  # fmt: skip
PUBLISHED: dict[str, Value] = {"期间": "2026Q3", "对象类型": "部门", "对象": "发展部", "维度": "综合", "结账时间": NOW}


def act(book: FakeBook, name: str | None = "2026Q3", **more: Any) -> Report:
    return action(book, Options(NOW, "王芳", dt.date(2026, 7, 2), {"period": name, **more}), silent)


def rows(book: FakeBook, table: str) -> list[dict[str, Value]]:
    grid = book.read([table])[table]
    return [{header: value for header, value in zip(grid.headers, row, strict=True) if value is not None} for row in grid.rows]


def test_the_action_adds_logs_and_does_it_once(tmp_path: Path) -> None:
    book = master_in(tmp_path, {"指标": [ROW]})
    report = act(book, None)  # the quarter of 基准日
    assert report.figures["加行"] == {"指标": 1, "考评打分": 0, "个人评分": 0}
    assert rows(book, "指标")[1] == {**{k: v for k, v in ROW.items() if k != "实际值"}, "期间": "2026Q3"}
    assert [(line["操作"], line["对象"], line["说明"]) for line in rows(book, "操作日志")] == [("下期", "2026Q3 指标", "Z1")]
    again = act(book)
    assert (again.figures["加行"]["指标"], again.figures["已有"]["指标"], again.figures["改动"]) == (0, 1, False)
    assert len(rows(book, "指标")) == 2
    assert len(rows(book, "操作日志")) == 1


def test_a_row_that_the_office_has_deleted_stays_away(tmp_path: Path) -> None:
    book = master_in(tmp_path, {"指标": [ROW], "操作日志": [{"操作": "下期", "对象": "2026Q3 指标", "说明": "Z0、Z1"}]})
    report = act(book)
    assert (report.figures["加行"]["指标"], report.figures["删过"]["指标"]) == (0, 1)
    assert "以前备过、后来删去的没有再加：指标 1 行。" in report.messages


@pytest.mark.parametrize(
    ("given", "name", "text"),
    [
        (
            {"指标": [ROW], "历史成绩": [PUBLISHED]},
            "2026Q3",
            "已经定稿",
        ),
        ({"指标": [ROW]}, "2027Q3", "都没有行"),
        ({"指标": [ROW]}, "下季度", "不是期间"),
    ],
)
def test_what_is_refused_changes_nothing(tmp_path: Path, given: dict[str, Any], name: str, text: str) -> None:
    book = master_in(tmp_path, given)
    with pytest.raises(UsageError, match=text):
        act(book, name)
    assert not book.differs()


def test_a_closed_record_of_another_period_is_no_obstacle() -> None:
    assert made(indicator(), closed("2026Q1", subject="发展部")).rows["指标"]


def test_on_the_sample_company_all_of_it_and_back(sample_company: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    home = sample_company(tmp_path / "示范")
    before = (home / "督办总台账.xlsm").read_bytes()
    assert run(["period", str(home), "2027Q1"]) in (Status.DONE, Status.DONE_WITH_ENTRIES)
    assert "2027Q1 的行已照 2026Q4 备好：指标 65 行、考评打分 63 行、个人评分 92 行；答案都空着。" in capsys.readouterr().out
    made_once = (home / "督办总台账.xlsm").read_bytes()
    run(["period", str(home), "2027Q1"])
    assert (home / "督办总台账.xlsm").read_bytes() == made_once
    run(["undo", str(home), "--quiet"])
    assert len((home / "督办总台账.xlsm").read_bytes()) < len(made_once)
    assert before != made_once
