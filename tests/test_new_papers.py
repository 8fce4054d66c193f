"""工作建议书 and 表扬通报: what they say, what they keep to themselves, when they refuse; who signs letters; 制度措施 in bulletins."""

from typing import Any

import pytest
from support.make import accountability, change, day, department, item, point, record, stage, tables, target

from macros.document import Filler
from macros.steps.document_orders import Letter, issuer_of
from udfs.papers.bulletins.improvement_lists import improvement_texts
from udfs.papers.bulletins.praise_bulletin import praise_figures, praise_texts
from udfs.papers.evidence import disagreements
from udfs.papers.letters.advice_papers import advice_drafts
from udfs.papers.paper_drafts import Desk, Draft
from udfs.papers.paper_words import Context, Heading
from udfs.papers.papers import drafts_of
from udfs.rules.ground.periods import parse_period
from udfs.rules.ground.workdays import Calendar
from udfs.rules.judging.judgement import Judgement, judge
from udfs.rules.supervision.advice import GAP, HELD_UP, LINE, STUDY, WEAK_SPOT, advice
from udfs.rules.supervision.improvements import check_improvements, state_of
from udfs.rules.supervision.supervision import supervision
from udfs.rules.supervision.targets import landing
from workbook_templates.documents.kinds import KINDS, shape_of, template_of
from workbook_templates.documents.phrases import DEFAULT
from workbook_templates.reading.errors import DocumentRefused
from workbook_templates.reading.setting_values import defaults, with_values
from workbook_templates.tables.daily import Improvement
from workbook_templates.tables.default_rows import default_rows

HEADING = Heading("甲公司", "公司领导", (), "", day("6-30"))


def judged(*records: Any, as_of: str = "6-30", period: str = "", **settings: Any) -> Judgement:
    asked = parse_period(period, 31) if period else None
    return judge(tables(department(leader="赵总"), *records, 单位名称="甲公司", **settings), day(as_of), Calendar(), asked)


# 工作建议书


def paper(*records: Any, **settings: Any) -> tuple[Draft, Context]:
    (draft,) = advice_drafts(Desk(judged(*records, **settings), (), None))
    return draft, draft.texts(HEADING)


def test_it_tells_the_rows_of_the_sheet() -> None:
    records = (
        target(), item("A", category="重点", due="7-30"), item("B", due="8-30", after=("C",)), item("C", due="6-29"),
        item("D", status="立项", on_site="需研究", registered="6-1", issued=None),
    )  # fmt: skip
    draft, texts = paper(*records)
    whole = judged(*records)
    sheet = advice(whole, supervision(whole), landing(whole.facts, whole.day))
    told = [row["对象"] for name in ("漏项", "薄弱", "条线") for row in texts[name]["行"]]
    assert told == [row.subject for kinds in ((GAP, STUDY), (WEAK_SPOT, HELD_UP), (LINE,)) for row in sheet if row.kind in kinds]
    assert told == ["T1", "发展部", "D", "B", "赵总"]
    assert (draft.addressee, list(draft.linked), draft.about, draft.since) == ("公司领导", ["D", "B"], "2026Q2", day("6-30"))
    assert dict(draft.figures) == {"漏项": 3, "薄弱环节": 1}


@pytest.mark.parametrize(("category", "listed"), [("重点", True), ("难办", True), ("日常", False), ("紧急", False)])
def test_a_simple_item_without_stages_is_no_gap(category: str, listed: bool) -> None:
    whole = judged(item("A", category=category, due="7-30"))
    found = [row for row in advice(whole, {}, landing(whole.facts, whole.day)) if row.kind == GAP]
    assert [row.subject for row in found] == (["发展部"] if listed else [])
    staged = judged(item("A", category=category, due="7-30"), stage(number="A", due="7-30"))
    assert [row for row in advice(staged, {}, landing(staged.facts, staged.day)) if row.kind == GAP] == []


def test_nothing_of_a_secret_matter() -> None:
    hidden = "并购某公司"
    records = (
        item("A", matter=hidden, secrecy="商业秘密", status="立项", on_site="需研究", registered="6-1", issued=None),
        target("T1", target=f"{hidden}（商业秘密）"), target("T2", target="修路"),
        item("B", matter=hidden, secrecy="内部", due="8-30", after=("C",)), item("C", due="6-29"),
    )  # fmt: skip
    words = str(paper(*records)[1])
    assert hidden not in words
    assert "修路" in words
    assert words.count("（内容略）") >= 3


def test_without_a_gap_and_a_weak_spot_there_is_no_paper() -> None:
    assert advice_drafts(Desk(judged(item("A", category="日常", due="7-30")), (), None)) == []


# 表扬通报

KEPT: dict[str, Any] = {"status": "办结", "due": "5-20", "submitted": "5-18", "closed": "5-19"}


def praise(number: str = "A", **fields: Any) -> Any:
    common = {"day": "6-30", "kind": "表扬", "subject": "发展部", "number": number, "status": "已批", "fact": "完成得好"}
    return accountability(**{**common, **fields})


def praised(*records: Any, period: str = "2026-B3", **settings: Any) -> Context:
    return praise_texts(praise_figures(judged(*records, as_of="7-5", period=period, **settings)), HEADING, DEFAULT)


def test_the_departments_with_what_they_are_praised_for() -> None:
    texts = praised(
        department("财务部", order=1), department("发展部", order=2), item("A", **KEPT), item("B", **KEPT | {"submitted": "5-20"}),
        item("C", department="财务部", **KEPT), praise("A"), praise("B", status="已办"), praise("C", subject="财务部"),
        praise("", subject="财务部", fact="抢险及时"),
    )  # fmt: skip
    assert texts["各部门"] == "财务部1项、发展部2项"
    assert [(part["名称"], part["项数"], [row["情况"] for row in part["行"]]) for part in texts["部门表"]] == [
        ("财务部", "1", ["考核时限2026年5月20日，提前2天提交", "抢险及时"]),
        ("发展部", "2", ["考核时限2026年5月20日，提前2天提交", "考核时限2026年5月20日，按期提交"]),
    ]
    assert (texts["部门数"].value, texts["表扬"].value) == (2, 3)


def test_a_row_about_a_department_praises_its_green_items_of_its_period() -> None:
    row = praise("", origin="自动:R11:表扬:发展部:2026-B3#x", fact="2026-B3 绿灯 2 项：A 事项A、B 事项B")
    late = item("B", status="办结", due="5-20", submitted="5-21", closed="5-22")
    (part,) = praised(item("A", **KEPT), late, row)["部门表"]
    assert [one["编号"] for one in part["行"]] == ["A"]


@pytest.mark.parametrize(("status", "count"), [("拟", 0), ("撤销", 0), ("失效", 0), ("已批", 1), ("已办", 1)])
def test_only_what_is_approved(status: str, count: int) -> None:
    whole = judged(item("A", **KEPT), praise(status=status), as_of="7-5", period="2026-B3")
    assert len(drafts_of("表扬通报", Desk(whole, (), whole.period))) == count


def test_the_tags_and_figures_of_the_paper() -> None:
    """The texts have just the tags of the template; it can be filled, and its figures agree with their rows."""
    whole = judged(item("A", **KEPT), praise(), praise("", fact="抢险及时"), as_of="7-5", period="2026-B3")
    (draft,) = drafts_of("表扬通报", Desk(whole, (), whole.period))
    context = draft.texts(HEADING)
    assert context.keys() == shape_of(KINDS["表扬通报"]).keys()
    assert draft.evidence is not None
    assert disagreements(draft.evidence(), context) == []
    filler = Filler(KINDS["表扬通报"], template_of(KINDS["表扬通报"]), "模板")
    _, paragraphs = filler.paper(Letter(draft, HEADING, "x.docx"))
    assert "1．事项A（A），考核时限2026年5月20日，提前2天提交。" in paragraphs


@pytest.mark.parametrize(
    ("name", "records"),
    [
        ("late", [item("A", **KEPT | {"submitted": "5-21"})]),
        ("overdue", [item("A", due="5-20")]),
        ("a deduction confirmed", [item("A", **KEPT), point(kind="督办考核", linked="A", day="6-1")]),
        ("a deduction proposed", [item("A", **KEPT), point(kind="督办考核", linked="A", day="6-1", status="拟")]),
        ("blamed besides", [item("A", **KEPT), accountability(day="6-1", kind="督办函", number="A", status="已批")]),
    ],
)
def test_praise_of_what_was_late_or_cost_points_is_not_written(name: str, records: list[Any]) -> None:
    assert name
    with pytest.raises(DocumentRefused, match=r"A（“问责记录”第 \d+ 行）"):
        praised(*records, praise())


def test_a_department_without_anything_to_praise_any_more_is_not_written() -> None:
    with pytest.raises(DocumentRefused, match="现在没有可以表扬的事项"):
        praised(item("A", due="5-20"), praise("", origin="自动:R11:表扬:发展部:2026-B3#x"))


def test_praise_tells_nobody_and_nothing_secret_and_no_point() -> None:
    hidden = item("A", matter="并购某公司", secrecy="内部", **KEPT)
    words = str(
        praised(hidden, change("延期", "A", new="2026-05-21", old="2026-05-20"), praise(), point(linked="A", points=2, kind="奖励"))
    )
    assert "并购" not in words
    assert "张三" not in words
    assert "扣" not in words
    assert "逾期" not in words


# who signs


@pytest.mark.parametrize(
    ("kind", "company", "office", "issuer"),
    [
        ("督办函", "甲公司", "党群部", "甲公司党群部"),
        ("提醒单", "甲公司", "甲公司纪委", "甲公司纪委"),
        ("约谈通知", "", "党群部", "党群部"),
        ("督办单", "甲公司", "党群部", "甲公司"),
        ("预警信息单", "甲公司", "党群部", "甲公司"),
    ],
)
def test_letters_of_the_discipline_department_carry_its_name(kind: str, company: str, office: str, issuer: str) -> None:
    assert issuer_of(kind, with_values(defaults(), {"单位名称": company, "纪检部门": office})) == issuer


def test_a_new_workbook_leaves_their_signature_to_it() -> None:
    signed = {str(row[0]): row[2] for row in default_rows("文种", "甲公司")}
    assert {kind for kind, issuer in signed.items() if issuer is None} == {"督办函", "提醒单", "约谈通知"}
    assert {"表扬通报", "工作建议书"} <= signed.keys() & KINDS.keys()


# 制度措施


def improvement(number: str = "CS1", **fields: Any) -> Improvement:
    common = {"day": "6-1", "kind": "措施", "name": "每周互查", "department": "发展部"}
    return record("制度措施", number=number, **{**common, **fields})  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    ("fields", "state"),
    [
        ({}, "已施行"),
        ({"due": "6-30"}, "办理中"),
        ({"due": "6-29"}, "逾期未完成"),
        ({"due": "6-29", "done": "6-30"}, "已完成"),
    ],
)
def test_where_a_measure_stands(fields: dict[str, Any], state: str) -> None:
    assert state_of(improvement(**fields), day("6-30")) == state


def test_the_lists_of_a_bulletin() -> None:
    rows = (
        improvement("ZD1", kind="制度", day="6-2"), improvement("CS1"), improvement("CS2", day="5-31", due="6-29"),
        improvement("CS3", day="7-1"), improvement("CS4", day="6-30", due="6-29", done="6-29", name="内部资料管理"),
    )  # fmt: skip
    texts = improvement_texts(judged(*rows, period="2026-06"))
    assert (texts["制度"].value, texts["措施"].value) == (1, 2)
    assert [(row["编号"], row["名称"], row["状态"]) for row in texts["制度措施清单"]["行"]] == [
        ("CS1", "每周互查", "已施行"), ("ZD1", "每周互查", "已施行"), ("CS4", "（内容略）", "已完成"),
    ]  # fmt: skip
    assert [row["编号"] for row in texts["措施逾期清单"]["行"]] == ["CS2"]


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({"linked": "A"}, []),
        ({"linked": "无此号"}, [("关联编号", "没有编号是“无此号”的抽查、会议、指标、事项、目标、风险点或文书")]),
        ({"due": "6-29"}, [("完成时限", "到 2026-06-30 还没有完成")]),
        ({"due": "6-30"}, []),
        ({"done": "5-31"}, [("完成日期", "早于日期 2026-06-01")]),
    ],
)
def test_what_is_listed_of_measures(fields: dict[str, Any], found: list[tuple[str, str]]) -> None:
    problems = check_improvements(tables(item("A"), improvement(**fields)), day("6-30"))
    assert [(one.header, one.problem) for one in problems] == found
