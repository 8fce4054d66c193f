"""The annex of 绩效通报 by 考评部门: 存在问题 and 改进建议 of the period's marks, and nothing of what was given."""

from typing import Any

from support.make import day, department, mark, tables

from udfs.papers.bulletins.scorer_analysis import scorer_analysis
from udfs.rules.discretion import WITHHELD
from udfs.rules.ground.periods import parse_period
from udfs.rules.ground.workdays import Calendar
from udfs.rules.judging.judgement import judge
from workbook_templates.documents.marks import Figure

UNITS = (
    department("党群部", order=1, former=("政工部",)),
    department("安监部", order=2),
    department("运检部", order=3),
    department("营销部", order=4),
)


def found(*rows: Any, period: str = "2026Q1") -> dict[str, Any]:
    return scorer_analysis(judge(tables(*UNITS, *rows), day("4-9"), Calendar(), parse_period(period)), "标题")


def said(scorer: str, unit: str, problems: str = "", advice: str = "", given: int | None = 9, **fields: Any) -> Any:
    common = {"scorer": scorer, "unit": unit, "problems": problems, "advice": advice, "matter": "安全管理", "period": "2026Q1"}
    return mark(given, 10, **{**common, **fields})


def told(annex: dict[str, Any]) -> dict[str, list[tuple[str, ...]]]:
    return {part["名称"]: [tuple(row[name] for name in ("单位", "项目", "问题", "建议")) for row in part["行"]] for part in annex["行"]}


def test_each_scorer_has_a_part_by_unit() -> None:
    annex = found(
        said("安监部", "营销部", "记录不全", "每月抽查"),
        said("安监部", "运检部", "", "一患一档"),
        said("政工部", "营销部", "缺签到", matter="党建"),
        said("党群部", "运检部", ""),
        said("安监部", "营销部", "没有打分也有话", given=None, matter="应急"),
    )
    assert told(annex) == {
        "党群部": [("营销部", "党建", "缺签到", "")],
        "安监部": [
            ("运检部", "安全管理", "", "一患一档"),
            ("营销部", "安全管理", "记录不全", "每月抽查"),
            ("营销部", "应急", "没有打分也有话", ""),
        ],
    }
    assert (annex["条数"], annex["附件"]) == (Figure("考评分析", 4), "附件")
    assert [part["单位数"] for part in annex["行"]] == ["1", "2"]


def test_without_a_word_there_is_no_annex() -> None:
    annex = found(said("安监部", "营销部"), said("安监部", "运检部", "别的季度", period="2025Q4"))
    assert (bool(annex["条数"]), annex["附件"], annex["行"]) == (False, "", [])


def test_a_half_year_takes_those_of_its_quarters() -> None:
    rows = [said("安监部", "营销部", "一季度的"), said("安监部", "营销部", "二季度的", period="2026Q2")]
    assert [row[2] for row in told(found(*rows, period="2026H1"))["安监部"]] == ["一季度的", "二季度的"]


def test_words_of_secrecy_do_not_leave() -> None:
    annex = found(said("安监部", "营销部", "商业秘密管理不严", "加强保管"))
    assert told(annex)["安监部"] == [("营销部", "安全管理", WITHHELD, "加强保管")]
