"""The figures of 督办通报 (udfs/papers/bulletins/supervision_bulletin.py) and what its lists say (supervision_bulletin_texts.py)."""

import datetime as dt
from fractions import Fraction
from typing import Any

import pytest
from support.make import change, closed, day, department, feedback, item, paper, point, tables, target

from udfs.papers.bulletins.bulletin_words import SHORT
from udfs.papers.bulletins.supervision_bulletin import Figures, figures_of, named_items
from udfs.papers.bulletins.supervision_bulletin_texts import bulletin_texts
from udfs.papers.paper_words import Context, Heading, span
from udfs.rules.discretion import LONGEST_IN_PAPER, WITHHELD
from udfs.rules.ground.periods import Period, parse_period
from udfs.rules.ground.workdays import Calendar
from udfs.rules.judging.judgement import judge
from workbook_templates.documents.kinds import KINDS, shape_of, sums_of
from workbook_templates.documents.marks import Figure, totals_in, unmarked
from workbook_templates.documents.phrases import DEFAULT
from workbook_templates.reading.days import chinese_day

HEADING = Heading("示范供电公司", "各部门、各单位", ("公司领导", "各部门"), "", dt.date(2026, 11, 2))


def month(text: str) -> Period:
    found = parse_period(text)
    assert found is not None
    return found


def figures(*records: Any, period: str = "2026-10", as_of: str = "10-31", **settings: Any) -> Figures:
    held = tables(*records, **settings)
    return figures_of(judge(held, day(as_of), Calendar(held.holidays), month(period)))


def texts(*records: Any, **more: Any) -> Context:
    return bulletin_texts(figures(*records, **more), HEADING, DEFAULT)


def done(number: str, **fields: Any) -> Any:
    return item(number, **{"status": "办结", "due": "10-20", "submitted": "10-15", "closed": "10-16", **fields})


# which items the month has


@pytest.mark.parametrize(
    ("fields", "carried", "given", "closed_", "open_"),
    [
        pytest.param({"issued": "9-30"}, 1, 0, 0, 1, id="given out the day before the month"),
        pytest.param({"issued": "10-1"}, 0, 1, 0, 1, id="given out on its first day"),
        pytest.param({"issued": "10-31"}, 0, 1, 0, 1, id="given out on its last day"),
        pytest.param({"issued": None, "registered": "10-5"}, 0, 1, 0, 1, id="立项日期 where 下达日期 is blank"),
        pytest.param({"status": "办结", "submitted": "9-30", "closed": "9-30"}, 0, 0, 0, 0, id="closed the day before the month"),
        pytest.param({"status": "办结", "submitted": "10-1", "closed": "10-1"}, 1, 0, 1, 0, id="closed on its first day"),
        pytest.param({"status": "办结", "submitted": "10-31", "closed": "10-31"}, 1, 0, 1, 0, id="closed on its last day"),
        pytest.param({"status": "办结", "submitted": None, "closed": None}, 1, 0, 1, 0, id="closed without a date"),
        pytest.param({"status": "暂缓"}, 0, 0, 0, 0, id="暂缓"),
        pytest.param({"status": "取消"}, 0, 0, 0, 0, id="取消"),
        pytest.param({"status": "立项"}, 0, 0, 0, 0, id="立项"),
    ],
)
def test_counts(fields: dict[str, Any], carried: int, given: int, closed_: int, open_: int) -> None:
    counts = figures(item(**{"due": "12-31", **fields})).counts
    assert (counts.carried, counts.given, counts.closed, counts.open) == (carried, given, closed_, open_)
    assert counts.total == carried + given == closed_ + open_


def test_what_was_closed_later_was_in_hand_at_the_months_end() -> None:
    made = figures(item(status="办结", due="10-20", submitted="11-4", closed="11-5"), as_of="11-30")
    assert (made.counts.open, made.counts.closed, made.counts.overdue) == (1, 0, 1)
    assert [judged.item.number for judged in made.overdue] == ["1"]


@pytest.mark.parametrize(("due", "overdue"), [("10-30", 1), ("10-31", 0), ("11-1", 0)])
def test_overdue_begins_the_day_after(due: str, overdue: int) -> None:
    assert figures(item(due=due)).counts.overdue == overdue


def test_an_item_before_the_start_of_use_is_in_no_count() -> None:
    assert figures(item(due="3-1"), 启用日期="2026-07-01").counts.total == 0


@pytest.mark.parametrize(("due", "listed"), [("10-31", 0), ("11-1", 1), ("11-30", 1), ("12-1", 0)])
def test_due_next_month(due: str, listed: int) -> None:
    assert len(figures(item(due=due)).due_next) == listed


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"due": "10-10", "given": "10-10"}, (1, 1, 0, 0)),
        ({"due": "10-10", "given": "10-11"}, (1, 0, 1, 0)),
        ({"due": "10-10"}, (1, 0, 0, 1)),
        ({"due": "10-31"}, (1, 0, 0, 1)),
        ({"due": "9-30"}, (0, 0, 0, 0)),
        ({"due": "11-1"}, (0, 0, 0, 0)),
        ({"due": "10-10", "number": "不在台账"}, (0, 0, 0, 0)),
    ],
)
def test_feedback(fields: dict[str, Any], expected: tuple[int, ...]) -> None:
    assert tuple(figures(item(), feedback(**fields)).feedback) == expected


@pytest.mark.parametrize(
    ("fields", "changes", "escalations"),
    [
        ({"asked": "10-1", "approved": "10-2"}, 1, 0),
        ({"asked": "9-29", "approved": "10-1"}, 1, 0),
        ({"asked": "10-31", "approved": "11-1"}, 0, 0),
        ({"asked": "10-5", "approved": None}, 1, 0),
        ({"asked": "10-5", "result": "不同意"}, 0, 0),
        ({"asked": "10-5", "result": "待批"}, 0, 0),
        ({"asked": "10-5", "kind": "升级"}, 0, 1),
    ],
)
def test_approved_changes(fields: dict[str, Any], changes: int, escalations: int) -> None:
    kind = fields.pop("kind", "延期")
    made = figures(item(), change(kind, **fields), as_of="11-30")
    assert (len(made.changes), len(made.escalations)) == (changes, escalations)


@pytest.mark.parametrize(
    ("fields", "others", "counted"),
    [
        ({}, (), 1),
        ({"status": "拟"}, (), 0),
        ({"status": "撤销"}, (), 0),
        ({"kind": "奖励"}, (), 0),
        ({"day": "9-30"}, (), 0),
        ({"staff_no": "G1"}, (), 0),
        ({"day": "9-30", "confirmed": "10-8"}, (closed("2026-09", closed=dt.datetime(2026, 10, 5, 9)),), 1),
        ({"day": "9-30", "confirmed": "10-3"}, (closed("2026-09", closed=dt.datetime(2026, 10, 5, 9)),), 0),
    ],
)
def test_confirmed_assessments(fields: dict[str, Any], others: tuple[Any, ...], counted: int) -> None:
    made = figures(item(), point(**{"day": "10-10", "kind": "督办考核", "linked": "1", **fields}), *others)
    assert len(made.points) == counted


def test_departments_in_their_order_and_only_those_with_something() -> None:
    made = figures(
        department("乙部", order=1), department("甲部", order=2), department("丙部", order=3), item("1", department="甲部"),
        item("2", department="乙部"), item("3", department="丙部", status="办结", submitted="3-1", closed="3-2", due="3-5"),
    )  # fmt: skip
    assert [row.name for row in made.departments] == ["乙部", "甲部"]


@pytest.mark.parametrize(
    ("style", "ranks"),
    [("并列跳号", [1, 1, 3, None]), ("并列不跳号", [1, 1, 2, None])],
)
def test_overall_ranking_only_where_the_setting_says_so(style: str, ranks: list[int | None]) -> None:
    rows = [
        department("甲部", order=1), department("乙部", order=2), department("丙部", order=3), department("丁部", order=4, ranked="否"),
        done("1", department="甲部"), done("2", department="乙部"), done("3", department="丙部", submitted="10-21"),
        done("4", department="丁部"),
    ]  # fmt: skip
    assert [row.rank for row in figures(*rows, 总排名入通报="是", 并列方式=style).departments] == ranks
    assert [row.rank for row in figures(*rows, 并列方式=style).departments] == [None] * 4
    assert texts(*rows)["列排名"] is False


def test_every_item_that_is_named_is_linked_once() -> None:
    made = figures(
        done("1"), item("2", due="10-10"), item("3", due="11-5"), item("4", due="12-31"), item("5", due="12-31"), item("6", due="12-31"),
        item("7", due="12-31"), feedback(number="4", due="10-9"), feedback(number="2", due="10-9"),
        change("延期", number="5", asked="10-5"), point(day="10-6", kind="督办考核", linked="6"),
    )  # fmt: skip
    assert [one.number for one in named_items(made)] == ["1", "2", "3", "4", "5", "6"]


# what the template is given


def full_month() -> list[Any]:
    return [
        department("发展部", order=1), department("营销部", order=2), target(), done("1", target="T1", origin="年度目标"),
        done("2", department="营销部", submitted="10-22", closed="10-25"), item("3", due="10-11", department="营销部"),
        item("4", due="11-5"),
        feedback(number="3", due="10-12", given="10-14", late_reason="物资到货推迟。"), feedback(number="4", due="10-13"),
        change("延期", number="4", asked="10-8", old="2026-10-25", new="2026-11-05", reason="停电计划调整"),
        change("升级", number="3", asked="10-13"), point(day="10-20", kind="督办考核", linked="2", points="-0.5", fact="逾期办结"),
    ]  # fmt: skip


def test_the_context_is_what_the_template_may_hold() -> None:
    """The tags of SHAPE and nothing else, whether there is anything to tell or not."""
    for context in (texts(*full_month()), texts(), texts(*full_month(), 通报点名="责任人", 协办系数="0.3", 总排名入通报="是")):
        assert differing(context, shape_of(KINDS["督办通报"]), "") == []


def differing(value: Any, shape: Any, name: str) -> list[str]:
    if isinstance(shape, dict):
        assert isinstance(value, dict), name
        wrong = [f"{name}.{key}" for key in value.keys() ^ shape.keys()]
        return wrong + [text for key in value.keys() & shape.keys() for text in differing(value[key], shape[key], f"{name}.{key}")]
    if isinstance(shape, list):
        return [text for one in value for text in differing(one, shape[0], name)]
    assert isinstance(value, str | int | bool | Figure), name
    return []


def test_figures_add_up() -> None:
    for context in (texts(*full_month()), texts()):
        values: dict[str, Any] = {figure.name: figure.value for figure in totals_in(context)}
        assert [name for name, parts in sums_of(KINDS["督办通报"]) if values[name] != sum(values[part] for part in parts)] == []


def test_a_month_in_words() -> None:
    context = texts(*full_month())
    shown = {name: context[name].text for name in ("督办", "办结", "在办", "逾期", "办结率", "按期办结率", "反馈及时率", "落地率")}
    assert shown == {
        "督办": "4", "办结": "2", "在办": "2", "逾期": "1", "办结率": "50.0%（2/4）", "按期办结率": "33.3%（1/3）",
        "反馈及时率": "0.0%（0/2）", "落地率": "100.0%（1/1）",
    }  # fmt: skip
    assert context["标题"] == "示范供电公司2026年10月份督办工作通报"
    assert context["起止"] == "10月1日至10月31日"
    assert [unmarked(row["结果"]) for row in context["办结清单"]["行"]] == ["按期", "逾期2天"]
    (overdue,) = context["逾期清单"]["行"]
    assert (overdue["编号"], overdue["天数"].text, overdue["原因"], overdue["责任人"]) == ("3", "20", "物资到货推迟", "")
    assert context["变更清单"]["行"][0]["说明"] == "时限由2026年10月25日改为2026年11月5日，停电计划调整"
    assert context["漏报清单"]["行"][0]["编号"] == "4"
    assert context["考核清单"]["分值"].text == "扣0.5"
    assert context["按期不足"] == "营销部0.0%（0/2）"


def test_a_rate_of_nothing_is_blank() -> None:
    context = texts()
    assert {context[name].text for name in ("办结率", "按期办结率", "反馈及时率", "落地率")} == {"—"}
    assert not context["督办"]
    assert context["附件"] == []


@pytest.mark.parametrize(("count", "annex"), [(0, ""), (SHORT, ""), (SHORT + 1, "附件")])
def test_a_long_list_is_an_annex(count: int, annex: str) -> None:
    context = texts(*[done(str(number)) for number in range(count)])
    assert context["办结清单"]["附件"] == annex
    assert len(context["办结清单"]["行"]) == count == context["办结清单"]["条数"].value
    assert context["附件"] == ([{"说明": "2026年10月份办结事项清单"}] if annex else [])


def test_several_annexes_are_numbered() -> None:
    many = range(SHORT + 1)
    context = texts(*[done(f"a{n}") for n in many], *[item(f"b{n}", due="11-9") for n in many])
    assert (context["办结清单"]["附件"], context["到期清单"]["附件"]) == ("附件1", "附件2")
    assert [row["说明"] for row in context["附件"]] == ["1．2026年10月份办结事项清单", "2．2026年11月份到期事项清单"]


@pytest.mark.parametrize(
    ("fields", "shown"),
    [
        ({"matter": "线路改造"}, "线路改造"),
        ({"matter": "线路改造", "secrecy": "无"}, "线路改造"),
        ({"matter": "线路改造", "secrecy": "商业秘密"}, WITHHELD),
        ({"matter": "内部审计整改"}, WITHHELD),
        ({"matter": "长" * LONGEST_IN_PAPER}, "长" * LONGEST_IN_PAPER),
        ({"matter": "长" * (LONGEST_IN_PAPER + 1)}, "长" * (LONGEST_IN_PAPER - 2) + "……"),
    ],
)
def test_matters_that_are_secret_or_too_long(fields: dict[str, Any], shown: str) -> None:
    """Number and department stay, whatever the list."""
    context = texts(
        item("7", due="10-9", **fields), feedback(number="7", due="10-5", given="10-6", late_reason="原因"),
        change("延期", number="7", asked="10-8", reason="理由"), point(day="10-8", kind="督办考核", linked="7", fact="事由"),
    )  # fmt: skip
    (overdue,), (changed,), (assessed,) = (context[name]["行"] for name in ("逾期清单", "变更清单", "考核清单"))
    assert (overdue["编号"], overdue["部门"], overdue["事项"]) == ("7", "发展部", shown)
    secret = shown == WITHHELD
    assert overdue["原因"] == ("" if secret else "原因")
    idle = "没有写明新的时限，时限不变"
    assert changed["说明"] == (idle if secret else f"{idle}，理由")
    assert assessed["事由"] == (WITHHELD if secret else "事由")


@pytest.mark.parametrize("text", ["属于工作秘密", "机 密 事项"])
def test_a_secret_word_in_free_text_keeps_it_out(text: str) -> None:
    context = texts(item(due="10-9"), feedback(due="10-5", given="10-6", late_reason=text), point(day="10-8", kind="督办考核", fact=text))
    assert context["逾期清单"]["行"][0]["原因"] == ""
    assert context["考核清单"]["行"][0]["事由"] == WITHHELD


@pytest.mark.parametrize(("setting", "person"), [("部门", ""), ("责任人", "张三")])
def test_persons_are_named_only_where_the_setting_says_so(setting: str, person: str) -> None:
    context = texts(item(due="10-9"), change("责任调整", asked="10-8", old="李四", new="王五"), 通报点名=setting)
    assert context["逾期清单"]["行"][0]["责任人"] == person
    assert "李四" not in context["变更清单"]["行"][0]["说明"]


def test_shares_of_helpers_are_explained() -> None:
    rows = (department("甲部"), done("1", department="甲部", helpers=("乙部",)))
    assert texts(*rows)["部门合计说明"] == ""
    context = texts(*rows, 协办系数="0.3")
    assert "按 0.3 计入" in context["部门合计说明"]
    assert [row["按期办结率"] for row in context["部门"]] == ["100.0%（1/1）", "100.0%（0.3/0.3）"]


def test_the_month_follows_the_closing_day() -> None:
    held = tables(item(due="10-26"), 月度截止日="25")
    period = parse_period("2026-10", 25)
    assert period is not None
    made = figures_of(judge(held, day("11-30"), Calendar(held.holidays), period))
    assert (len(made.due_next), made.next.name) == (1, "2026-11")
    assert span(period) == "9月26日至10月25日"
    january = parse_period("2026-01", 25)
    assert january is not None
    assert span(january) == "2025年12月26日至2026年1月25日"


def test_a_bulletin_registered_for_the_month_changes_no_figure() -> None:
    rows = full_month()
    assert figures(*rows).counts == figures(*rows, paper("督办通报", "1、2", period="2026-10", day="10-31")).counts


def test_days_have_no_leading_zero() -> None:
    assert chinese_day(dt.date(2026, 3, 5)) == "2026年3月5日"


@pytest.mark.parametrize("place", range(2, 12))
def test_each_row_moves_the_paper(place: int) -> None:
    """Without one of the rows of the month it reads otherwise; the first two are 部门, which only order it."""
    rows = full_month()
    assert str(texts(*rows)) == str(texts(*rows))
    assert str(texts(*rows)) != str(texts(*rows[:place], *rows[place + 1 :]))


def test_scores_are_those_of_the_supervision_rule() -> None:
    (row,) = figures(done("1", quality=80)).departments
    assert row.score == Fraction(80 * 30 + 100 * 30, 60)
