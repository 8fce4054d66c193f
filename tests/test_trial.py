"""What-if as pure rules: which settings a name means, how its value is read, and what is different between two runs."""

import datetime as dt
from fractions import Fraction
from typing import Any

import pytest
from support.make import bound, change, day, department, item, paper, person, point, record, ruling, stage, tables

from udfs.copies.trial import Changed, Proposed, Trial, compare
from udfs.copies.trial_values import Tried, tuned
from udfs.rules.ground.workdays import Calendar
from udfs.rules.judging.judgement import judge
from udfs.rules.performance.scoreboard import Scores, scores_of
from workbook_templates.reading.errors import UsageError
from workbook_templates.reading.parse import Tables
from workbook_templates.tables.settings import SPECS

AS_OF = "6-10"


def scored(held: Tables, as_of: str = AS_OF) -> Scores:
    return scores_of(judge(held, day(as_of), Calendar(held.holidays)))


def tried(held: Tables, *given: str, as_of: str = AS_OF) -> Trial:
    return compare(scored(held, as_of), scored(tuned(held, given)[0], as_of))


def moves(rows: tuple[Changed, ...]) -> dict[str, dict[str, tuple[str, str]]]:
    """Number or name → header → as shown before and after."""
    return {row.number or row.name: {one.header: (one.was, one.becomes) for one in row.figures} for row in rows}


def due(number: str, completion: str, **fields: Any) -> Any:
    """An item whose light is taken from this completion: due before 基准日, handed in in time."""
    return item(number, due="6-5", status="提交", submitted="6-5", completion=completion, **fields)


# 名称=取值


@pytest.mark.parametrize(
    ("given", "field", "value", "was", "becomes"),
    [
        ("加分上限=3", "bonus_cap", 3, "5", "3"),
        ("加分上限＝３", "bonus_cap", 3, "5", "3"),
        (" 加分 上限 = 0.5 ", "bonus_cap", Fraction(1, 2), "5", "0.5"),
        ("优秀比例=25%", "excellent_share", Fraction(1, 4), "20%", "25%"),
        ("优秀比例=25", "excellent_share", Fraction(1, 4), "20%", "25%"),
        ("逾期亮红灯=是", "overdue_red", True, "否", "是"),
        ("亮灯口径=全部阶段", "light_basis", "全部阶段", "到期阶段", "全部阶段"),
        ("预亮灯天数=5、2", "forecast_days", (5, 2), "7、3", "5、2"),
        ("启用日期=2026.3.5", "start", dt.date(2026, 3, 5), "（空）", "2026-03-05"),
        ("考核期间=2026H1", "period", "2026H1", "（空）", "2026H1"),
        ("编号规则=a=b", "numbering", "a=b", "{年}-{序号}", "a=b"),
        ("加分上限=", "bonus_cap", 5, "5", "5"),
    ],
)
def test_a_setting(given: str, field: str, value: Any, was: str, becomes: str) -> None:
    held = tables() if field != "forecast_days" else tables(预亮灯天数="7,3")
    changed, (told,) = tuned(held, [given])
    assert getattr(changed.settings, field) == value
    assert (told.was, told.becomes) == (was, becomes)
    assert changed._replace(settings=held.settings) == held


@pytest.mark.parametrize(
    ("given", "table", "field", "key", "value", "was", "becomes"),
    [
        ("绿灯下限=85", "light_bounds", "bound", "绿灯", 85, "80", "85"),
        ("绿灯下限=85%", "light_bounds", "bound", "绿灯", 85, "80", "85"),
        ("黄灯下限=62.5", "light_bounds", "bound", "黄灯", Fraction(125, 2), "60", "62.5"),
        ("红灯下限=0", "light_bounds", "bound", "红灯", 0, "0", "0"),
        ("绿灯含下限=是", "light_bounds", "included", "绿灯", "是", "否", "是"),
        ("基层抽查权重=40", "weightings", "inspection", "基层", 40, "20", "40"),
        ("公司级一般主观扣分=1.5", "deduction_bands", "points", "公司级/一般/主观", Fraction(3, 2), "1", "1.5"),
    ],
)
def test_a_cell_of_a_rule_table(given: str, table: str, field: str, key: str, value: Any, was: str, becomes: str) -> None:
    held = tables()
    changed, (told,) = tuned(held, [given])
    (one,) = [row for row in getattr(changed, table) if row.at.key == key]
    assert getattr(one, field) == value
    assert told == Tried(given.split("=")[0], was, becomes)
    others = [row for row in getattr(changed, table) if row.at.key != key]
    assert others == [row for row in getattr(held, table) if row.at.key != key]


def test_a_frequency_and_a_key_that_stands_twice() -> None:
    held = tables(
        record("督办频次", category="日常", feedback_days=30, chase_days=7), bound("绿灯", 80), bound("绿灯", 90), bound("红灯", 0)
    )
    changed, told = tuned(held, ["日常逾期催办间隔天数=3", "绿灯下限=70"])
    assert changed.frequencies[0].chase_days == 3
    assert [row.bound for row in changed.light_bounds] == [70, 70, 0]
    assert [(one.was, one.becomes) for one in told] == [("7", "3"), ("80", "70")]


def test_every_setting_of_the_sheet_can_be_tried() -> None:
    """Its own default is a value of it, and changes nothing."""
    held = tables()
    for spec in SPECS.values():
        changed, (told,) = tuned(held, [f"{spec.name}={spec.default}"])
        assert (changed, told.was == told.becomes) == (held, True), spec.name


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["绿灯下线=85"], "没有“绿灯下线”这个参数，什么也没有算。相近的有：绿灯下限、"),
        (["绿灯=85"], "绿灯下限、"),
        (["完全不相干zzz=1"], "可以试的有“参数”表里的全部名称"),
        (["绿灯下限"], "“绿灯下限”看不懂。写成 名称=取值，如 绿灯下限=85，等号两边不要空格"),
        (["=85"], "“=85”看不懂"),
        ([], "没有写要试的取值"),
        (["加分上限=1", "加分上限=2"], "“加分上限”写了两次"),
        (["加分上限=多"], "“加分上限=多”不行：“多”不是数字。填数字，如 85。什么也没有算。"),
        (["加分上限=-1"], "“加分上限=-1”不行：-1 超出范围。填不小于 0"),
        (["得分小数位=1.5"], "“1.5”不是整数。填整数"),
        (["亮灯口径=心情"], "“心情”不在可选值中。填到期阶段、全部阶段、序时差、时限"),
        (["基准日=2026-06-31"], "“2026-06-31”不是日期"),
        (["优秀比例=0.3"], "“优秀比例=0.3”不清楚。若是 30%，写 优秀比例=30%；若确是 0.3%，写 优秀比例=0.3%"),
        (["绿灯下限=0.85"], "“绿灯下限=0.85”不清楚。若是 85%，写 绿灯下限=85%"),
        (["绿灯下限=120"], "超出范围"),
        (["绿灯下限="], "必填项空着"),
        (["绿灯下限=高"], "“高”不是数字"),
        (["绿灯含下限=也许"], "从下拉列表选择：是、否"),
        (["绿灯处理=表扬"], "没有“绿灯处理”这个参数"),
        (["基层抽查=40"], "基层抽查权重"),
    ],
)
def test_what_is_refused(given: list[str], said: str) -> None:
    with pytest.raises(UsageError) as caught:
        tuned(tables(), given)
    assert said in str(caught.value)


# what would be different


def test_a_bound_moves_a_light_and_nothing_else() -> None:
    """82 % is green above 80 and yellow up to 85; the department's score is made of completions, not of lights."""
    held = tables(department(), due("1", "0.82"), due("2", "0.9"), due("3", "0.7"))
    trial = tried(held, "绿灯下限=85")
    assert [row[:3] for row in trial.lights] == [("1", "事项1", "发展部")]
    assert moves(trial.lights) == {"1": {"灯": ("绿灯", "黄灯")}}
    assert trial.departments == trial.persons == trial.checks == trial.plans == trial.spreads == ()
    assert trial.proposals == (Proposed("问责记录", "提醒", "1", "发展部", "—", "建议提醒"),)


@pytest.mark.parametrize(
    ("completion", "expected"),
    [("0.85", {"1": {"灯": ("绿灯", "黄灯")}}), ("0.8501", {}), ("0.8001", {"1": {"灯": ("绿灯", "黄灯")}}), ("0.8", {})],
)
def test_the_bound_itself(completion: str, expected: Any) -> None:
    assert moves(tried(tables(department(), due("1", completion)), "绿灯下限=85").lights) == expected


def test_a_ruling_keeps_its_light() -> None:
    held = tables(department(), due("1", "0.82"), ruling("绿灯", "2026Q2"))
    assert tried(held, "绿灯下限=85").total == 0


def test_an_item_without_a_light() -> None:
    """Nothing is due on 10 June; by its deadline it is behind plan. The other is done as far as it is due, and half done in all."""
    held = tables(department(), item("1"), item("2"), stage("一", "2", due="6-5", confirmed="1"), stage("二", "2", due="6-30"))
    assert moves(tried(held, "亮灯口径=时限").lights) == {"1": {"灯": ("无灯", "黄灯")}}
    assert moves(tried(held, "亮灯口径=全部阶段").lights) == {"2": {"灯": ("绿灯", "红灯")}}


def test_scores_and_ranks_by_weight() -> None:
    """督办 100 and 亮灯 50 for 甲, 督办 70 and 亮灯 90 for 乙 (quality alone): 30:30 gives 75 and 80, 90:30 gives 87.5 and 75."""
    done = {"due": "6-5", "status": "办结", "submitted": "6-5", "closed": "6-6"}
    a = item("1", department="甲", completion="0.5", quality=100, **done)
    b = item("2", department="乙", completion="0.9", quality=70, **done)
    held = tables(department("甲"), department("乙"), a, b, 按期权重="0", 反馈时效权重="0", 反馈准确权重="0")
    trial = tried(held, "业务职能督办权重=90")
    assert moves(trial.departments) == {
        "甲": {"综合": ("75.00", "87.50"), "类型排名": ("2", "1"), "总排名": ("2", "1")},
        "乙": {"综合": ("80.00", "75.00"), "类型排名": ("1", "2"), "总排名": ("1", "2")},
    }
    score = trial.departments[0].figures[0]
    assert (score.before, score.after) == (75, 87.5)
    assert [row.home for row in trial.departments] == ["业务职能", "业务职能"]


def test_scores_are_compared_as_printed() -> None:
    """96.664 and 96.66 are both 96.66; with three digits they are not."""
    held = tables(department(), due("1", "0.96664"))
    assert tried(held, "得分小数位=2").total == 0
    assert moves(tried(held, "得分小数位=3").departments)["发展部"]["亮灯"] == ("96.66", "96.664")


def test_persons_move_with_their_ratings() -> None:
    """Ability 100, attitude 80, quality 60: 30:30:40 gives 78, and 30:30:140 gives 69."""
    ratings = [
        record("个人评分", period="2026Q2", staff_no="G1", role=role, rater="某", ability=100, attitude=80, quality=60)
        for role in ("部门负责人", "分管领导")
    ]
    trial = tried(tables(department(), person("李四", staff_no="G1"), *ratings), "质量权重=140")
    assert [(row.number, row.name, row.home) for row in trial.persons] == [("G1", "李四", "发展部")]
    assert moves(trial.persons) == {"G1": {"得分": ("78.00", "69.00")}}
    assert [row.name for row in trial.spreads] == []


def test_grades_and_plans_of_checks() -> None:
    """One of four rows is a problem: 75 %, 中 from 60 and 良 from 70 on. A value of 12 is 中, and 高 from 12 on: due after 30 days."""
    points = [record("风险点", number="F1", department="发展部", point="印章", frequency=2, subjectivity=2, severity=3)]
    checks = [
        record("抽查记录", number=f"C{n}", day="5-20", level="日常", department="发展部", risk="F1", result="问题" if n == 1 else "合格")
        for n in range(4)
    ]
    held = tables(department(), *points, *checks)
    graded = tried(held, "抽查良下限=70%")
    assert moves(graded.checks) == {"发展部": {"等级": ("中", "良")}, "公司": {"等级": ("中", "良")}}
    assert graded.total == 2
    planned = tried(held, "高风险下限=12", as_of="6-20")
    assert moves(planned.plans) == {
        "F1": {"等级": ("中", "高"), "应查日期": ("2026-08-18", "2026-06-19"), "逾期天数": ("—", "1")},
    }
    (plan,) = planned.plans
    assert (plan.figures[1].after, plan.figures[2].before, plan.figures[2].after) == (dt.date(2026, 6, 19), None, 1)


def test_the_verdict_on_a_scorer() -> None:
    """Two of four scores are equal: 1 − 2/4 = 50 %."""
    marks = [
        record("考评打分", period="2026Q1", scorer="绩效办", matter="协同", unit=f"部门{n}", full=100, score=score)
        for n, score in enumerate((90, 90, 80, 70))
    ]
    held = tables(department("绩效办"), *marks, 考核期间="2026Q1")
    trial = tried(held, "差异化率下限=60%")
    assert moves(trial.spreads) == {
        "绩效办": {"结论": ("达标", "低于下限 60.0%")},
        "全公司": {"结论": ("达标", "低于下限 60.0%")},
    }
    assert trial.proposals == (Proposed("加减分台账", "差异化", "", "绩效办", "—", "建议扣 0.5 分（差异化）"),)


# proposals of R6


LATE = item("1", level="公司级", due="6-5")


@pytest.mark.parametrize(
    ("name", "records", "given", "was", "becomes"),
    [
        ("another deduction", [LATE], "空白负面影响=一般", "建议扣 0.5 分（督办考核）", "建议扣 1 分（督办考核）"),
        ("no deduction any more", [LATE], "空白原因=客观", "建议扣 0.5 分（督办考核）", "—"),
        ("before 启用日期", [LATE], "启用日期=2026-06-06", "建议扣 0.5 分（督办考核）", "—"),
        ("an escalation dropped", [item("1", due="6-5")], "启用日期=2026-06-06", "建议升级", "—"),
        ("a proposal that stands undecided",
         [LATE, point(points="-0.5", status="拟", origin="自动:R6:1:2026-06-05", linked="1", day="6-6")],
         "空白负面影响=一般", "建议扣 0.5 分（督办考核）", "建议扣 1 分（督办考核）"),
        ("an escalation that stands undecided",
         [item("1", due="6-5"), change("升级", result="待批", approved=None, asked="6-6", origin="自动:R6:1:2026-06-05")],
         "启用日期=2026-06-06", "建议升级", "—"),
    ],
)  # fmt: skip
def test_proposals(name: str, records: list[Any], given: str, was: str, becomes: str) -> None:
    trial = tried(tables(department(), *records), given)
    found = [(one.number, one.was, one.becomes) for one in trial.proposals if one.table != "问责记录"]
    assert found == [("1", was, becomes)], name


def test_a_proposal_that_somebody_decided_on_does_not_come_back() -> None:
    decided = point(points="-0.5", status="撤销", origin="自动:R6:1:2026-06-05", linked="1", day="6-6")
    trial = tried(tables(department(), LATE, decided), "空白负面影响=一般")
    assert [one for one in trial.proposals if one.table == "加减分台账"] == []


# what must hold always


def test_the_same_settings_change_nothing() -> None:
    held = tables(
        department(), due("1", "0.82"), due("1", "0.5"), LATE, person(staff_no="G1"), person("李四", staff_no="G1"), paper("督办单", "1")
    )
    assert compare(scored(held), scored(held)).total == 0
    assert tried(held, "绿灯下限=80", "单位名称=别的公司", "短信带事项内容=是").total == 0


def test_rows_with_one_key_are_all_compared() -> None:
    """Two items of one number, two persons of one 工号: each row has its own line."""
    ratings = [
        record("个人评分", period="2026Q2", staff_no="G1", role=role, rater="某", ability=100, attitude=80, quality=60)
        for role in ("部门负责人", "分管领导")
    ]
    people = person("李四", staff_no="G1"), person("王五", staff_no="G1")
    trial = tried(tables(department(), *people, *ratings, due("1", "0.82"), due("1", "0.83")), "绿灯下限=85", "质量权重=140")
    assert [row.number for row in trial.lights] == ["1", "1"]
    assert [row.name for row in trial.persons] == ["李四", "王五"]


def test_there_and_back() -> None:
    """What a change does, its reverse undoes: the two trials mirror each other."""
    held = tables(department(), due("1", "0.82"), due("2", "0.4"), LATE, 空白负面影响="无")
    other, _ = tuned(held, ["绿灯下限=85", "空白负面影响=重大", "完成质量权重=0"])
    there, back = compare(scored(held), scored(other)), compare(scored(other), scored(held))
    assert there.total
    for kind in Trial._fields[:-1]:
        mirrored = {key: {header: texts[::-1] for header, texts in cells.items()} for key, cells in moves(getattr(back, kind)).items()}
        assert moves(getattr(there, kind)) == mirrored
    assert {(*one[:4], one.becomes, one.was) for one in back.proposals} == {tuple(one) for one in there.proposals}
