"""The manual's rule book: every example table of docs/规则.md is computed and must give what it says."""

import datetime as dt
import re
from fractions import Fraction
from pathlib import Path

import pytest

from udfs.pages.period_change import year_figures
from udfs.rules.decisions.closing import Closing, Ranked, last_places
from udfs.rules.decisions.obstacles import obstacles, unconfirmed_figures
from udfs.rules.decisions.reconciliation import settle
from udfs.rules.ground import figures
from udfs.rules.ground.departments import Departments, is_ranked
from udfs.rules.ground.periods import parse_period
from udfs.rules.ground.workdays import Calendar
from udfs.rules.inspection.check_warnings import warnings
from udfs.rules.inspection.inspection import check_plans, check_scores
from udfs.rules.judging.department_lights import department_lights
from udfs.rules.judging.judgement import JudgedItem, Judgement, judge
from udfs.rules.performance.composite import DIMENSIONS, composites, confirmed_points, department_points
from udfs.rules.performance.differentiation import differentiation
from udfs.rules.performance.indicators import indicator_scores
from udfs.rules.performance.personal_year import grades_of
from udfs.rules.performance.scoreboard import scores_of
from udfs.rules.supervision.advice import reason_of
from udfs.rules.supervision.approved import apply_changes
from udfs.rules.supervision.indicator_progress import indicator_progress
from udfs.rules.supervision.prerequisites import held_up
from udfs.rules.supervision.reminders import reminders
from udfs.rules.supervision.supervision import company_supervision, supervision
from udfs.rules.supervision.targets import landing
from udfs.rules.trace.light_trace import trace_rows
from workbook_templates.reading.cells import written
from workbook_templates.reading.parse import Tables, parse
from workbook_templates.tables import TABLES
from workbook_templates.tables.daily import Accountability, Point
from workbook_templates.tables.default_rows import default_rows
from workbook_templates.tables.grid import Grid, Value
from workbook_templates.tables.logs import ReminderSent
from workbook_templates.tables.schema import NOWHERE

PAGE = (Path(__file__).parent.parent / "docs" / "规则.md").read_text(encoding="utf-8")
Row = dict[str, str]


def examples(rule: str) -> list[Row]:
    """The rows of the example table of a rule, by header."""
    found = re.search(rf"<!-- 例:{rule} -->\n((?:\|.*\n)+)", PAGE)
    assert found, rule
    lines = [[cell.strip() for cell in line.strip("|\n").split("|")] for line in found[1].splitlines()]
    return [dict(zip(lines[0], line, strict=True)) for line in lines[2:]]


def cases(rule: str) -> pytest.MarkDecorator:
    rows = examples(rule)
    assert len(rows) >= 3
    return pytest.mark.parametrize("row", rows, ids=[" ".join(row.values())[:60] for row in rows])


def company(settings: dict[str, str] | None = None, **rows: list[dict[str, Value]]) -> Tables:
    """Tables with these rows, default rule tables, and settings as a clerk types them."""
    given: dict[str, list[dict[str, Value]]] = {"参数": [{"名称": name, "取值": value} for name, value in (settings or {}).items()], **rows}
    grids = {}
    for name, table in TABLES.items():
        cells = [tuple(row.get(header) for header in table.headers) for row in given[name]] if name in given else default_rows(name)
        grids[name] = Grid(name, 4, table.headers, cells)
    tables, problems = parse(grids)
    assert [problem for problem in problems if problem.problem != "必填项空着"] == []
    return tables


def item(**cells: Value) -> dict[str, Value]:
    return {"编号": "A", "事项": "事", "主责部门": "甲部", "责任人": "张三", "下达日期": "2026-01-01", "办理时限": "2026-06-30", **cells}


def judged(tables: Tables, day: str) -> JudgedItem:
    return judge(tables, dt.date.fromisoformat(day), Calendar()).items[0]


def parts(text: str) -> list[str]:
    return [part for part in text.split(";") if part]


def share(text: str) -> Fraction:
    return Fraction(text.rstrip("%")) / 100


@cases("读格子")
def test_reading(row: Row) -> None:
    cells = {**item(来源="领导交办", 类别="日常", 级别="部门级", 状态="办理"), row["列"]: typed(row["写着"])}
    shown = {(0, row["列"]): row["显示"]} if row["显示"] else {}
    given: dict[str, list[dict[str, Value]]] = {
        "部门": [{"部门": name, "类型": "业务职能"} for name in ("甲部", "乙部", "丙部")],
        "人员": [{"工号": "1", "姓名": "张三", "角色": "员工"}],
        "督办台账": [cells],
    }
    grids = {}
    for name, rows in given.items():
        headers = TABLES[name].headers
        body = [tuple(line.get(header) for header in headers) for line in rows]
        grids[name] = Grid(name, 4, headers, body, shown=shown if name == "督办台账" else {})
    tables, problems = parse(grids)
    value = written(getattr(tables.items[0], TABLES["督办台账"].column(row["列"]).field))
    assert str(value or "") == row["读作"]
    assert [problem.problem for problem in problems if problem.row] == ([row["列出"]] if row["列出"] else [])


def typed(text: str) -> Value:
    """A number where the example writes one."""
    return float(text) if re.fullmatch(r"[\d.]+", text) else text


@cases("R1")
def test_completion(row: Row) -> None:
    stages: list[dict[str, Value]] = []
    for number, part in enumerate(parts(row["阶段(权重:自评/确认)"])):
        weight, marks = part.split(":")
        rated, confirmed = marks.split("/")
        stages.append(
            {"编号": "A", "阶段": str(number), "完成时限": "2026-06-30", "权重": weight, "自评完成度": rated, "确认完成度": confirmed}
        )
    tables = company(督办台账=[item(状态=row["状态"], 完成度=row["事项完成度"], 确认日期=row["确认日期"])], 阶段目标=stages)
    result = judged(tables, "2026-03-31")
    assert result.completion == share(row["完成度"])
    assert ("是" if result.unconfirmed else "") == row["待确认"]


@cases("R2")
def test_planned(row: Row) -> None:
    stages: list[dict[str, Value]] = []
    for number, part in enumerate(parts(row["阶段(权重:时限)"])):
        weight, due = part.split(":")
        stages.append({"编号": "A", "阶段": str(number), "完成时限": due, "权重": weight})
    tables = company(督办台账=[item(状态="办理", 下达日期=row["下达日期"], 办理时限=row["办理时限"])], 阶段目标=stages)
    assert judged(tables, row["基准日"]).planned == Fraction(row["序时进度"])


@cases("R3")
def test_light(row: Row) -> None:
    settings = {"亮灯口径": row["亮灯口径"], "考核期间": "2026"}
    settings |= dict(part.split("=") for part in parts(row["其他参数"]))
    tables = company(settings, 督办台账=[item(状态=row["状态"], 办理时限=row["办理时限"], 完成度=row["完成度"])])
    assert judged(tables, row["基准日"]).light == row["灯"]


@cases("R4")
def test_deadline(row: Row) -> None:
    changes: list[dict[str, Value]] = []
    for part in parts(row["变更(变更,申请日期,新值,结果,批准日期)"]):
        change, asked, new, result, approved = part.split(",")
        changes.append(
            {"编号": "A", "变更": change, "申请日期": asked, "新值": new, "结果": result, "批准日期": approved, "批准人": "李四"}
        )
    tables = company(督办台账=[item(状态="办理", 办理时限=row["办理时限"])], 变更记录=changes)
    found = judged(tables, row["基准日"])
    assert str(found.deadline.first) == row["考核时限"]
    assert str(found.days_left) == row["剩余天数"]
    assert str(found.days_overdue or "") == row["逾期天数"]


@cases("R5")
def test_reminder(row: Row) -> None:
    settings = dict(part.split("=") for part in parts(row["参数"]))
    dues: dict[str, Value] = {"办理时限": row["办理时限"] or "长期", "类别": row["类别"]}
    fed: list[dict[str, Value]] = [{"编号": "A", "应反馈日期": row["应反馈日期"]}] if row["应反馈日期"] else []
    tables = company(settings, 督办台账=[item(状态="办理", **dues)], 反馈记录=fed)
    sent = [part.split(",") for part in parts(row["已发(规则,触发日)"])]
    log = tuple(ReminderSent(None, "A", "", rule, dt.date.fromisoformat(day), "张三", "短信", "已发", NOWHERE) for rule, day in sent)
    found = reminders(judge(tables._replace(reminded=log), dt.date.fromisoformat(row["基准日"]), Calendar()))
    assert ";".join(f"{reminder.rule},{reminder.trigger}" for reminder in found) == row["提醒(规则,触发日)"]


@cases("R14")
def test_landing(row: Row) -> None:
    target: dict[str, Value] = {"目标编号": "T", "年度": 2026.0, "主题": "安全", "目标": "标", "状态": row["目标状态"], "认定": row["认定"]}
    items = [item(编号=f"A{n}", 状态=status, 目标编号="T") for n, status in enumerate(parts(row["所挂事项的状态"]))]
    result = landing(company(目标库=[target], 督办台账=items), dt.date(2026, 12, 31))
    found = "不算" if not result.targets else "是" if result.rate.value == 1 else "否"
    assert found == row["落地"]


@cases("R14变更")
def test_target_changes(row: Row) -> None:
    target: dict[str, Value] = {"目标编号": "T", "年度": 2026.0, "主题": "安全", "目标": "标", "状态": row["状态"]}
    target["更新日期"] = typed(row["更新日期"])
    made = [part.split(",") for part in parts(row["变更(变更,批准日期;…)"])]
    changes: list[dict[str, Value]] = [
        {"编号": "T", "变更": kind, "申请日期": typed(day), "批准日期": typed(day), "结果": "同意", "原因": "会议定"} for kind, day in made
    ]
    held = company(目标库=[target], 变更记录=changes)
    (found,) = apply_changes(held, dt.date.fromisoformat(row["基准日"]), Calendar()).tables.targets
    assert (found.status, str(found.updated or "")) == (row["变更后的状态"], row["变更后的更新日期"])


@cases("R16")
def test_trace(row: Row) -> None:
    items = []
    for number, part in enumerate(parts(row["各事项(权重:完成度)"])):
        weight, completion = part.split(":")
        items.append(item(编号=f"A{number}", 状态="办理", 权重=weight, 完成度=completion))
    judgement: Judgement = judge(company({"考核期间": "2026"}, 督办台账=items), dt.date(2026, 12, 31), Calendar())
    points = [line.points for line in trace_rows(judgement, department_lights(judgement))]
    assert [f"{float(value or 0):.2f}" for value in points] == parts(row["各行分值"])
    assert sum(value or 0 for value in points) == Fraction(row["亮灯得分"])


@cases("R6")
def test_proposals(row: Row) -> None:
    cells = {"级别": row["级别"], "办理时限": row["办理时限"], "负面影响": row["负面影响"], "原因": row["原因"]}
    status = {"状态": "提交", "提交日期": row["提交日期"]} if row["提交日期"] else {"状态": "办理"}
    changes: list[dict[str, Value]] = []
    for part in parts(row["变更(变更,申请日期,新值,结果,批准日期)"]):
        kind, asked, new, result, approved = part.split(",")
        changes.append({"编号": "A", "变更": kind, "申请日期": asked, "新值": new, "结果": result, "批准日期": approved})
    tables = company(督办台账=[item(**cells, **status)], 变更记录=changes)
    made = settle(judge(tables, dt.date.fromisoformat(row["基准日"]), Calendar()), tables).made
    told = ["升级" for _ in made["变更记录"]]
    told += [f"扣 {figures.number(-(one.points or 0))}" for one in made["加减分台账"] if isinstance(one, Point)]
    assert "、".join(told) == row["建议"]


@cases("R7")
def test_supervision(row: Row) -> None:
    items: list[dict[str, Value]] = []
    given: list[dict[str, Value]] = []
    for place, part in enumerate(parts(row["事项(质量,时限,提交日期;…)"])):
        quality, due, handed_in = part.split(",")
        items.append(item(编号=f"A{place}", 状态="办结", 完成质量=quality, 办理时限=due, 提交日期=handed_in, 办结日期=handed_in))
    items.append(item(编号="F", 状态="办理", 办理时限="2026-12-31"))
    for part in parts(row["反馈(应反馈,反馈,准确性,编号;…)"]):
        due, day, accuracy, *number = part.split(",")
        given.append({"编号": number[0] if number else "F", "应反馈日期": due, "反馈日期": day, "准确性": accuracy})
    settings = {"考核期间": "2026Q2", **dict(part.split("=") for part in parts(row["参数"]))}
    tables = company(settings, 督办台账=items, 反馈记录=given)
    (score,) = supervision(judge(tables, dt.date(2026, 6, 30), Calendar())).values()
    assert ("—" if score.score is None else figures.fixed(score.score, 2)) == row["督办得分"]


@cases("R17")
def test_stale_feedback(row: Row) -> None:
    assert ("是" if reason_of(row["这次内容"], row["上次内容"], Fraction(9, 10)) else "否") == row["列出"]


@cases("R8")
def test_indicators(row: Row) -> None:
    headers = ("计分方式", "目标值", "底线值", "实际值", "完成时限", "完成日期", "扣分单价", "计分上限")
    cells: dict[str, Value] = {header: row[header] or None for header in headers}
    indicator: dict[str, Value] = {"指标编号": "Z", "层级": "部门", "指标": "指标", "期间": "2026Q2", "主责部室": "甲部", **cells}
    judgement = judge(company(指标=[indicator]), dt.date.fromisoformat(row["基准日"]), Calendar())
    (score,) = indicator_scores(judgement)["2026Q2"]
    assert ("—" if score.score is None else figures.fixed(score.score, 2)) == row["得分"]


@cases("R8期间")
def test_indicators_of_a_longer_period(row: Row) -> None:
    indicators: list[dict[str, Value]] = []
    for number in ("Z1", "Z2"):
        for part in parts(row.get(f"{number}(期间:权重:实际值;…)", row.get(number, ""))):
            period, weight, actual = part.split(":")
            common: dict[str, Value] = {
                "指标编号": number,
                "指标": number,
                "层级": "部门",
                "主责部室": "甲部",
                "计分方式": "正向",
                "目标值": 100.0,
            }
            indicators.append({**common, "期间": period, "权重": weight, "实际值": actual or None})
    tables = company(部门=[{"部门": "甲部", "类型": "基层"}], 指标=indicators)
    scores = scores_of(judge(tables, dt.date(2026, 7, 10), Calendar(), parse_period("2026H1")))
    assert figures.fixed(scores.units["甲部"].score or 0, 2) == row["单位得分"]


@cases("R8班组")
def test_teams(row: Row) -> None:
    own: dict[str, Value] = {"部门": "一班", "类型": "基层", **{header: row[header] or None for header in ("上级部门", "联系人", "参评")}}
    found = Departments(company(部门=[{"部门": "东所", "类型": "基层", "联系人": "李四"}, own]).departments)
    assert found.sheet_of("一班", dt.date(2026, 6, 30)) == row["行在谁的部门表里"]
    assert ("是" if is_ranked(found.find("一班")) else "否") == row["排名"]


@cases("R9")
def test_spot_checks(row: Row) -> None:
    checks: list[dict[str, Value]] = []
    points: list[dict[str, Value]] = []
    for place, part in enumerate(parts(row["各行(结果:扣分:满分)"])):
        result, lost, full = part.split(":")
        grades = {"频率": 1, "主观性": 1, "危害": 1}
        points.append({"风险编号": f"F{place}", "部门": "甲部", "风险点": "点", "满分": full or None, **grades})
        visit = {"抽查编号": "C1", "日期": "2026-06-01", "抽查层级": "日常", "部门": "甲部", "风险编号": f"F{place}"}
        checks.append({**visit, "结果": result, "扣分": lost or None})
    volumes = row["业务量:同类型另一部门"].split(":") if row["业务量:同类型另一部门"] else ["", ""]
    units: list[dict[str, Value]] = [
        {"部门": name, "类型": "基层", "业务量": volume or None} for name, volume in zip("甲乙", volumes, strict=True)
    ]
    units[0]["部门"] = "甲部"
    tables = company(风险点=points, 抽查记录=checks, 部门=units)
    (score,) = check_scores(judge(tables, dt.date(2026, 6, 30), Calendar())).values()
    assert f"{score.problems.numerator}/{score.problems.denominator}" == row["问题率"]
    assert figures.fixed(score.score or 0, 2) == row["比例计分"]
    assert score.grade == row["等级"]


@cases("R10")
def test_composites(row: Row) -> None:
    weights = dict(zip(("督办", "亮灯", "指标", "抽查"), row["权重"].split(":"), strict=True))
    points: list[dict[str, Value]] = []
    for part in parts(row["加减分(分值:关联编号:类型;…)"]):
        value, linked, kind = part.split(":")
        points.append(
            {"日期": "2026-06-01", "部门": "甲部", "分值": value, "关联编号": linked, "类型": kind, "事由": "事", "状态": "已确认"}
        )
    tables = company(部门=[{"部门": "甲部", "类型": "基层"}], 考核权重=[{"部门类型": "基层", **weights}], 加减分台账=points)
    judgement = judge(tables, dt.date(2026, 6, 30), Calendar())
    given = zip(DIMENSIONS, row["督办:亮灯:指标:抽查"].split(":"), strict=True)
    scores = {name: Fraction(value) if value else None for name, value in given}
    counted = department_points(confirmed_points(judgement), judgement)
    one = composites(judgement, {"甲部": scores}, counted)["甲部"]
    assert ("—" if one.points is None else figures.fixed(one.points, 2)) == row["加减分合计"]
    assert ("—" if one.score is None else figures.fixed(one.score, 2)) == row["综合"]


@cases("R12")
def test_grades(row: Row) -> None:
    scores = {str(place): Fraction(score) for place, score in enumerate(parts(row["得分"]))}
    grades = grades_of(scores, share(row["优秀比例"]), share(row["优良合计比例"]), Fraction(60), row["优秀名额取整"]).grades
    assert [grades[name] for name in scores] == parts(row["等次"])


@cases("R12指标")
def test_own_indicators(row: Row) -> None:
    indicators: list[dict[str, Value]] = []
    for place, part in enumerate(parts(row["个人指标(权重:实际值;…，目标值 100)"])):
        weight, actual = part.split(":")
        common: dict[str, Value] = {
            "层级": "个人",
            "指标": f"指标{place}",
            "期间": "2026Q2",
            "主责部室": "甲部",
            "责任人": "张三",
            "计分方式": "正向",
        }
        indicators.append({"指标编号": f"P{place}", **common, "目标值": 100.0, "权重": weight, "实际值": actual or None})
    ratings: list[dict[str, Value]] = [
        {"期间": "2026Q2", "工号": "1", "评分角色": role, "工作能力": score, "工作态度": score, "工作质量": score}
        for role, score in (("部门负责人", 80.0), ("分管领导", 70.0))
    ]
    people: list[dict[str, Value]] = [{"工号": "1", "姓名": "张三", "部门": "甲部", "角色": "员工"}]
    setting = {"员工指标权重": row["员工指标权重"]}
    tables = company(setting, 部门=[{"部门": "甲部", "类型": "基层"}], 人员=people, 指标=indicators, 个人评分=ratings)
    (found,) = scores_of(judge(tables, dt.date(2026, 7, 10), Calendar(), parse_period("2026Q2"))).persons
    assert figures.fixed(found.score or 0, 2) == row["得分"]


@cases("R13")
def test_differentiation(row: Row) -> None:
    marks: list[dict[str, Value]] = []
    for place, part in enumerate(parts(row["得分/满分"])):
        score, full = part.split("/")
        marks.append({"期间": "2026Q2", "考评部门": "甲部", "考评项目": "项", "被考评单位": f"乙{place}", "满分": full, "得分": score})
    tables = company({"差异化口径": row["口径"]}, 考评打分=marks)
    (scorer,) = differentiation(judge(tables, dt.date(2026, 6, 30), Calendar())).scorers
    assert f"{scorer.rate.numerator}/{scorer.rate.denominator}" == row["差异化率"]


@cases("R9间隔")
def test_intervals_of_checks(row: Row) -> None:
    point: dict[str, Value] = {
        "风险编号": "F",
        "部门": "甲部",
        "风险点": "点",
        "频率": 3,
        "主观性": 3,
        "危害": 3,
        "更新日期": row["更新日期"] or None,
    }
    check: dict[str, Value] = {
        "抽查编号": "C",
        "日期": row["上次抽查"],
        "抽查层级": "日常",
        "部门": "甲部",
        "风险编号": "F",
        "结果": "合格",
    }
    settings = {"启用日期": row["启用日期"]} if row["启用日期"] else {}
    tables = company(settings, 风险点=[point], 抽查记录=[check] if row["上次抽查"] else [])
    judgement = judge(tables, dt.date.fromisoformat(row["基准日"]), Calendar())
    (plan,) = check_plans(judgement)
    assert (plan.risk.grade, str(plan.due)) == (row["等级"], row["应查日期"])
    assert [one.number for one in warnings(judgement)] == (["F"] if row["预警"] else [])


@cases("R11")
def test_accountability(row: Row) -> None:
    settings = {"考核期间": "2026Q2", **dict(part.split("=") for part in parts(row["参数"]))}
    dates: dict[str, dict[str, Value]] = {
        "提交": {"提交日期": row["提交日期"]},
        "办结": {"提交日期": row["提交日期"], "办结日期": "2026-06-30"},
    }
    given = item(状态=row["状态"], 完成度=row["完成度"] or None, **dates.get(row["状态"], {}))
    tables = company(settings, 督办台账=[given])
    found = settle(judge(tables, dt.date.fromisoformat(row["基准日"]), Calendar()), tables).made["问责记录"]
    told = [f"{one.rule.removeprefix('R11 ')} {one.kind}:{one.subject}" for one in found if isinstance(one, Accountability)]
    assert ";".join(told) == row["建议(规则 类别:对象;…)"]


@cases("建议")
def test_proposals_live_with_their_facts(row: Row) -> None:
    """Proposed on 10 June, looked at again on 15 June."""
    first = company(督办台账=[item(级别="公司级", 办理时限="2026-06-09", 状态="办理")])
    there = settle(judge(first, dt.date(2026, 6, 10), Calendar()), first).made["加减分台账"]
    cells = {header: row[header] or None for header in ("状态", "提交日期", "负面影响", "原因")}
    changes: list[dict[str, Value]] = []
    if row["延期(申请日期,新值,批准日期)"]:
        asked, new, approved = row["延期(申请日期,新值,批准日期)"].split(",")
        changes = [{"编号": "A", "变更": "延期", "申请日期": asked, "新值": new, "结果": "同意", "批准日期": approved}]
    later = company(督办台账=[item(级别="公司级", 办理时限="2026-06-09", **cells)], 变更记录=changes)
    later = later._replace(points=tuple(one for one in there if isinstance(one, Point)))
    edits = settle(judge(later, dt.date(2026, 6, 15), Calendar()), later).edits["加减分台账"]
    now = edits[0].after if edits else there[0]
    assert isinstance(now, Point)
    assert f"{now.status} {figures.number(now.points or 0)}" == row["状态和分值"]


@cases("R11末位")
def test_last_places(row: Row) -> None:
    def ranked(header: str) -> list[Ranked]:
        return [Ranked(name, "基层", Fraction(score)) for name, score in (part.split(":") for part in parts(row[header]))]

    judgement = judge(company({"约谈口径": row["约谈口径"]}), dt.date(2026, 10, 10), Calendar())
    history = {"2026Q1": ranked("一季度得分"), "2026Q2": ranked("二季度得分")}
    period = parse_period("2026Q3")
    assert period is not None
    found = last_places(judgement, period, ranked("三季度得分"), history)
    assert ";".join(f"{one.department}:{'再末位' if one.again else '末位'}" for one in found) == row["三季度末位"]


@cases("R15")
def test_closing(row: Row) -> None:
    rated, confirmed = row["阶段(自评/确认)"].split("/")
    stage: dict[str, Value] = {"编号": "A", "阶段": "一", "阶段任务": "做", "完成时限": "2026-06-10"}
    indicator: dict[str, Value] = {"指标编号": "Z", "层级": "部门", "指标": "指标", "期间": "2026Q2", "主责部室": "甲部"}
    objection: dict[str, Value] = {"日期": "2026-07-03", "部门": "甲部", "表": "部门成绩", "意见": "有误"}
    tables = company(
        部门=[{"部门": "甲部", "类型": "基层"}],
        督办台账=[item(状态="办理")],
        阶段目标=[{**stage, "自评完成度": rated or None, "确认完成度": confirmed or None}],
        指标=[{**indicator, "计分方式": "正向", "目标值": 100.0, "实际值": row["指标实际值"] or None}],
        异议=[{**objection, "结果": row["异议结果"] or None}],
    )
    scores = scores_of(judge(tables, dt.date(2026, 7, 10), Calendar(), parse_period("2026Q2")))
    left = obstacles(scores)
    assert ";".join(one.at.table for one in left) == row["没有了结的"]
    closed = Closing(scores, dt.datetime(2026, 7, 10, 9), unconfirmed_figures(left)).rows()
    marked = {f"{one.subject} {one.dimension}" for one in closed if one.grade == "未确认"}
    assert marked == set(parts(row["注明未确认的(用 --anyway)"]))


@cases("R15异议")
def test_what_stands_in_the_way(row: Row) -> None:
    work: dict[str, Value] = {"完成度": row["A 的完成度"] or None, "确认日期": row["A 的确认日期"] or None}
    tables = company(
        部门=[{"部门": "甲部", "类型": "基层"}],
        督办台账=[item(状态="办理", 办理时限="2026-06-10", **work), item(编号="B", 状态="办理", 办理时限="2026-09-10")],
        异议=[{"日期": row["异议日期"], "部门": "甲部", "编号": row["异议编号"] or None, "表": "督办台账", "意见": "有误"}],
    )
    left = obstacles(scores_of(judge(tables, dt.date(2026, 7, 10), Calendar(), parse_period("2026Q2"))))
    assert ";".join(one.at.table for one in left) == row["没有了结的"]


@cases("R19")
def test_on_site(row: Row) -> None:
    cells: dict[str, Value] = {"编号": "A", "现场分类": row["现场分类"], "状态": row["状态"], "下达日期": dt.date(2026, 6, 1)}
    cells |= {"办理时限": typed(row["时限"]), "办结日期": typed(row["办结日期"]), "提交日期": typed(row["办结日期"])}
    whole = judge(company(督办台账=[item(**cells)]), dt.date(2026, 6, 30), Calendar())
    year, rate = year_figures(whole), company_supervision(whole).on_time
    found = (str(year.work), str(year.solved), whole.items[0].light, f"{rate.numerator}/{rate.denominator}")
    assert found == (row["督办工作"], row["其中现场已解决"], row["灯"], row["按期办结率"])


@cases("R19前置")
def test_prerequisites(row: Row) -> None:
    before = item(编号="A", 状态=row["前置的状态"], 办理时限=typed(row["前置的时限"]))
    follower = item(编号="B", 状态="办理", 前置编号="A", 办理时限=typed(row["本事项的时限"]))
    whole = judge(company(督办台账=[before, follower]), dt.date.fromisoformat(row["基准日"]), Calendar())
    assert ("是" if held_up(whole) else "否") == row["列出"]


def test_every_rule_has_an_executed_example() -> None:
    executed = set(re.findall(r"<!-- 例:(R\d+)", PAGE))
    assert executed == {f"R{number}" for number in range(1, 20)}


@cases("R18")
def test_r18(row: Row) -> None:
    indicator: dict[str, Value] = {"指标编号": "Z", "层级": "部门", "指标": "指标", "期间": "2026Q1", "主责部室": "甲部", "目标值": 100.0}
    indicator |= {header: row[header] or None for header in ("计分方式", "累计方式", "进度曲线")}
    indicator |= {"底线值": float(row["底线值"]) if row["底线值"] else None}
    key: dict[str, Value] = {"指标编号": "Z", "期间": "2026Q1"}
    reports = [key | {"截至日期": part[:10], "实际值": float(part[11:])} for part in parts(row["报数(截至:数)"])]
    tables = company(指标=[indicator], 指标进度=reports)
    (found,) = indicator_progress(tables, dt.date.fromisoformat(row["基准日"])).values()
    shown = [figures.percent(value) if value is not None else "" for value in (found.share, found.expected)]
    missing = found.missing.last.isoformat() if found.missing else ""
    assert [*shown, "是" if found.behind else "", missing] == [row[name] for name in ("进度", "应有进度", "落后", "没有报到")]
