"""Papers for single addressees: which rows make which, what they say, and what they keep to themselves."""

import io
import re
from typing import Any

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from support.make import accountability, change, closed, day, department, indicator, inspection, item, paper
from support.paper_rows import HIDDEN, OTHER, PAPERS, company, context, drafts, heading

from macros.document import Filler
from macros.steps.document_orders import Letter
from udfs.papers.paper_drafts import Draft
from udfs.papers.paper_matters import official
from udfs.rules.ground.periods import parse_period
from udfs.rules.ground.workdays import Calendar
from udfs.rules.judging.judgement import judge
from udfs.rules.performance.scoreboard import scores_of
from udfs.rules.trace.score_trace import score_trace
from workbook_templates.documents.kinds import KINDS, Kind, shape_of, sums_of, template_of
from workbook_templates.documents.marks import Figure
from workbook_templates.documents.render import pieces_of
from workbook_templates.documents.shapes import Shape

LEADING_ZERO = re.compile(r"年0\d|月0\d日")
FILLERS: dict[str, Filler] = {}


def filled(kind: str, draft: Draft) -> list[str]:
    """The paragraphs of the finished paper; its figures agree, or this raises."""
    if kind not in FILLERS:
        FILLERS[kind] = Filler(KINDS[kind], template_of(KINDS[kind]), "模板")
    data, paragraphs = FILLERS[kind].paper(Letter(draft, heading(draft), "x.docx"))
    assert [piece.text for piece in pieces_of(Document(io.BytesIO(data)))] == [*paragraphs]
    return [*paragraphs]


def fits(shape: object, value: object, where: str = "") -> list[str]:
    """Where a context is not of the shape that its template is checked against."""
    if isinstance(shape, dict):
        assert isinstance(value, dict), where
        odd = [f"{where}.{name}" for name in shape.keys() ^ value.keys()]
        return odd + [one for name in shape.keys() & value.keys() for one in fits(shape[name], value[name], f"{where}.{name}")]
    if isinstance(shape, list):
        assert isinstance(value, list), where
        return [one for row in value for one in fits(shape[0], row, f"{where}[]")]
    return [] if isinstance(value, str | Figure | bool | int) else [f"{where} {value!r}"]


@pytest.mark.parametrize("kind", PAPERS, ids=lambda kind: kind.name)
def test_a_paper_has_just_the_tags_of_its_kind(kind: Kind) -> None:
    found = drafts(kind.name)
    assert found
    shape: Shape = shape_of(kind)
    for draft in found:
        assert fits(shape, context(draft)) == []
    assert {name for total, parts in sums_of(kind) for name in (total, *parts)} <= shape.keys()


@pytest.mark.parametrize("kind", PAPERS, ids=lambda kind: kind.name)
def test_a_paper_fills_its_template(kind: Kind) -> None:
    for draft in drafts(kind.name):
        words = "\n".join(filled(kind.name, draft))
        assert HIDDEN not in words
        assert not LEADING_ZERO.search(words)
        assert not re.search(r"[{}]|None|Fraction|2026Q\d|2026H\d", words)


@pytest.mark.parametrize(
    ("kind", "addressees", "linked"),
    [
        ("督办单", ["运检部"], [["2026-0001"]]),
        ("办结报告", ["赵总"], [["2026-0002"]]),
        ("督办函", ["张三", "张三"], [["2026-0001"], ["2026-0003"]]),
        ("约谈通知", ["张三", "李四"], [["2026-0001", "2026-0003"], ["R11末位2026-10-31"]]),
        ("提醒单", ["运检部", "营销部"], [["2026-0001", "2026-0002"], ["2026-0004"]]),
        ("预警信息单", ["运检部"], [["F1"]]),
        ("批示办理单", ["运检部", "运检部"], [["PS1"], ["PS2"]]),
        ("整改意见书", ["运检部"], [["C1"]]),
        ("个人绩效反馈单", ["张三", "李四", "王五"], [["G1"], ["G2"], ["G3"]]),
        ("对账单", ["运检部", "营销部"], [[], []]),
        ("交接清单", ["接收人"], [[]]),
    ],
)
def test_who_gets_a_paper_about_what(kind: str, addressees: list[str], linked: list[list[str]]) -> None:
    """Of 问责记录 decided rows alone: the same rows stand there as 拟, 撤销 and 已办."""
    found = drafts(kind)
    assert [draft.addressee for draft in found] == addressees
    assert [[*draft.linked] for draft in found] == linked


@pytest.mark.parametrize("kind", [kind for kind in PAPERS if not kind.periods], ids=lambda kind: kind.name)
def test_no_paper_without_a_row(kind: Kind) -> None:
    held = company()._replace(accountability=(), items=(), inspections=(), instructions=())
    assert len(drafts(kind.name, held=held)) == (kind.name == "交接清单")


@pytest.mark.parametrize("status", ["拟", "撤销", "已办", ""])
@pytest.mark.parametrize(("kind", "category"), [("督办函", "督办函"), ("提醒单", "提醒"), ("约谈通知", "约谈"), ("预警信息单", "预警")])
def test_what_is_not_decided_is_no_paper(kind: str, category: str, status: str) -> None:
    row = accountability(kind=category, subject="运检部", number="2026-0001", status=status)
    assert drafts(kind, held=company()._replace(accountability=(row,))) == []
    assert len(drafts(kind, held=company()._replace(accountability=(row._replace(status="已批"),)))) == 1


@pytest.mark.parametrize(
    ("status", "day", "without", "with_period"),
    [
        ("下达", "10-1", 1, 1),
        ("待调整", "10-31", 1, 1),
        ("办理", "10-8", 0, 1),
        ("下达", "9-30", 1, 0),
        ("立项", "10-8", 0, 0),
        ("办结", "10-8", 0, 0),
        ("取消", "10-8", 0, 0),
    ],
)
def test_which_items_get_a_督办单(status: str, day: str, without: int, with_period: int) -> None:  # noqa: N802 - the paper's name
    held = company()._replace(items=(item("9", status=status, issued=day, due="12-1"),))
    assert len(drafts("督办单", held=held)) == without
    assert len(drafts("督办单", held=held, period="2026-10")) == with_period


@pytest.mark.parametrize(("closed_on", "now", "in_september"), [("10-1", 1, 0), ("9-30", 0, 1), (None, 0, 0)])
def test_which_items_get_a_办结报告(closed_on: str | None, now: int, in_september: int) -> None:  # noqa: N802 - the paper's name
    held = company()._replace(items=(item("9", status="办结", closed=closed_on, submitted=closed_on),))
    assert len(drafts("办结报告", held=held)) == now
    assert len(drafts("办结报告", held=held, period="2026-09")) == in_september


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({}, 1),
        ({"result": "苗头"}, 1),
        ({"result": "合格"}, 0),
        ({"demand": ""}, 0),
        ({"demand": "", "mend_due": "11-9"}, 1),
        ({"mended": "10-20"}, 0),
        ({"mended": "10-20", "recheck": "不合格"}, 1),
    ],
)
def test_which_problems_get_a_整改意见书(fields: dict[str, Any], found: int) -> None:  # noqa: N802 - the paper's name
    row = inspection(**{"result": "问题", "number": "C9", "day": "10-14", "demand": "补做", **fields})
    assert len(drafts("整改意见书", held=company()._replace(inspections=(row,)))) == found


def test_rows_of_one_visit_are_one_opinion_and_the_latest_deadline_is_asked_for() -> None:
    common = {"day": "10-14", "demand": "补做"}
    rows = (
        inspection("问题", number="C9", mend_due="11-5", **common),
        inspection("苗头", number="C9", mend_due="11-9", **common),
        inspection("问题", number="C8", **common),
    )
    first, second = drafts("整改意见书", held=company()._replace(inspections=rows))
    assert (first.linked, str(first.reply_by), context(first)["问题"]["条数"], second.reply_by) == (["C9"], "2026-11-09", 2, None)


def test_a_registered_reminder_keeps_its_items_and_new_ones_make_a_new_paper() -> None:
    sent = paper("提醒单", "2026-0001", number="提醒〔2026〕1号", addressee="运检部", day="11-1")
    assert [[*draft.linked] for draft in drafts("提醒单", sent)] == [["2026-0001"], ["2026-0002"], ["2026-0004"]]


# what they say


def test_a_督办函_says_state_request_and_reply() -> None:  # noqa: N802 - the paper's name
    first, secret = drafts("督办函")
    words = "".join(filled("督办函", first))
    assert "关于督办“更换主变冷却器”的函" in words
    assert "运检部张三同志：" in words
    assert "2026年第四季度红灯，亮灯完成度 0.0%" in words
    assert "请于2026年11月9日前" in words
    assert "（联系人：党群部 联系丙，电话：13800000003）" in words
    assert "关于督办2026-0003号事项的函" in "".join(filled("督办函", secret))


def test_a_办结报告_counts_feedback_and_says_why_it_was_late() -> None:  # noqa: N802 - the paper's name
    (draft,) = drafts("办结报告", change("延期", "2026-0002", asked="9-1", new="10-20"))
    words = "\n".join(filled("办结报告", draft))
    assert "应反馈2次：按时1次，迟报0次，漏报1次；反馈及时率50.0%（1/2）" in words
    assert "逾期5天" in words
    assert "招标延后" in words
    assert "延期（2026年9月1日批准）" in words
    assert "2026年10月12日督办考核-1分" in words


def test_a_person_reads_the_parts_of_the_score() -> None:
    first, head, _ = drafts("个人绩效反馈单")
    words = filled("个人绩效反馈单", first)
    assert words[words.index("部门负责人评分 × 60/100") + 1 :][:2] == ["85.00", "51.00"]
    assert words[words.index("分管领导评分 × 40/100") + 1 :][:2] == ["88.00", "35.20"]
    assert words[words.index("合计") :][:3] == ["合计", "", "87.20"]
    assert "抢修表现好" in words
    assert "待评：没有分管领导评分" in filled("个人绩效反馈单", head)


def test_a_person_reads_the_own_indicators_and_nobody_else_does() -> None:
    own = {"level": "个人", "department": "运检部", "period": "2026Q3", "goal": 98, "unit": "%"}
    rows = [
        indicator("P1", name="消缺及时率", responsible="张三", actual="96.04", **own),
        indicator("P2", name="票面差错", responsible="李四", actual=None, **own),
    ]
    first, head, other = (filled("个人绩效反馈单", draft) for draft in drafts("个人绩效反馈单", *rows))
    assert first[first.index("消缺及时率") :][:4] == ["消缺及时率", "98%", "96.04%", "98.00"]
    assert head[head.index("票面差错") :][:4] == ["票面差错", "98%", "—", "—"]
    assert [word in words for words in (first, head, other) for word in ("票面差错", "消缺及时率")] == [
        False,
        True,
        True,
        False,
        False,
        False,
    ]


def test_no_person_reads_of_another() -> None:
    names = {"G1": "张三", "G2": "李四", "G3": "王五"}
    for draft in drafts("个人绩效反馈单"):
        words = "\n".join(filled("个人绩效反馈单", draft))
        others = [number for number in names if number not in draft.linked]
        assert [one for number in others for one in (number, names[number]) if one in words] == []
        assert "赵总" not in words  # who rated is not told


def test_a_closed_quarter_is_told_as_published() -> None:
    row = {"object_kind": "个人", "subject": "G1", "kind": "员工", "dimension": "个人", "closed": None}
    first = drafts("个人绩效反馈单", closed("2026Q3", score="80", **row))[0]
    words = "\n".join(filled("个人绩效反馈单", first))
    assert "80.00分（已定稿）" in words
    assert "得分以定稿为准" in words
    assert "87.20" not in words
    same = drafts("个人绩效反馈单", closed("2026Q3", score="87.2", **row))[0]
    assert "分管领导评分 × 40/100" in filled("个人绩效反馈单", same)


def test_grades_belong_to_the_year_and_ranks_to_the_office() -> None:
    first = drafts("个人绩效反馈单")[0]
    assert (context(first)["等次"], context(first)["排名"]) == ("", "")
    year = drafts("个人绩效反馈单", period="2026")[0]
    assert context(year)["等次"] == "良好"  # one head of this 角色: 0.6 of one is one
    assert context(drafts("个人绩效反馈单", 个人排名公开="是")[0])["排名"] == "员工第1名"


def test_a_statement_adds_up_and_is_about_one_department() -> None:
    first, other = drafts("对账单")
    words = filled("对账单", first)
    for name in ("督办", "亮灯", "抽查", "加减分", "综合"):
        assert any(text.startswith(f"{name}（合计") for text in words)
    assert "第2次" not in "".join(words)
    assert [needle for needle in (OTHER, "王五", "2026-0004", "营销部") if needle in "\n".join(words)] == []
    assert [needle for needle in ("张三", "更换主变冷却器", "运检部") if needle in "\n".join(filled("对账单", other))] == []


@settings(max_examples=25, deadline=None)
@given(st.text("最好的是；：。甲乙 \n", max_size=8), st.text("最好的是；：。甲乙 ", min_size=1, max_size=8))
def test_a_statement_names_no_other_department_whatever_the_words(unit: str, named: str) -> None:
    """Not even where the other is the best unit, and whatever it or the indicator is called."""
    other = f"▲{unit}局"
    rows = [
        indicator(name=f"指标{named}", period="2026-10", goal=100, actual=80, department="运检部"),
        indicator("Z2", name=f"指标{named}", period="2026-10", goal=100, actual=95, department=other),
    ]
    held = company(department(other), *rows)
    judgement = judge(held, day("10-31"), Calendar(held.holidays), parse_period("2026-10"))
    assert any(other in row.note for row in score_trace(scores_of(judgement))), "得失分, which the office reads, does name it"
    mine = next(draft for draft in drafts("对账单", held=held) if draft.department == "运检部")
    assert [text for text in texts_in(context(mine)) if "▲" in text] == []


def texts_in(value: Any) -> list[str]:
    """Every text of a context."""
    if isinstance(value, dict):
        value = list(value.values())
    return [text for one in value for text in texts_in(one)] if isinstance(value, list | tuple) else [str(value)]


def test_a_handover_names_what_waits() -> None:
    sent = paper("督办函", "2026-0001", number="督函〔2026〕1号", addressee="张三", day="10-20", reply_due="10-27")
    (draft,) = drafts("交接清单", sent)
    words = "\n".join(filled("交接清单", draft))
    assert "已超过4天" in words
    assert "13800000001" in words
    assert "严重红灯" in words  # for the office alone: proposals too


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2026Q4 红灯，完成度 0%", "2026年第四季度红灯，完成度 0%"),
        ("2026-B1 黄灯", "2026年1至2月黄灯"),
        ("2026H1 末位", "2026年上半年末位"),
        ("应在 2026-03-05 以前", "应在2026年3月5日以前"),
        ("事项 2026-0012、2026-12-3", "事项 2026-0012、2026年12月3日"),
        ("12026-03-05", "12026-03-05"),
    ],
)
def test_facts_in_the_words_of_a_paper(text: str, said: str) -> None:
    assert official(text, 31) == said
