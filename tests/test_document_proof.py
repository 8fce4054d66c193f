"""The figures of a paper against each other (workbook_templates/documents/proof.py)."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import pytest

from workbook_templates.documents.marks import Figure, Found, Role
from workbook_templates.documents.proof import contradictions, read
from workbook_templates.documents.render import Sighting

CONTEXT: dict[str, Any] = {
    "督办": Figure("督办", 5),
    "办结": Figure("办结", 2),
    "在办": Figure("在办", 3),
    "率": Figure("率", (2, 3), "66.7%（2/3）"),
    "1逾期天数": Figure("1逾期天数", 4),
    "空率": Figure("空率", (0, 0), "—"),
    "分": Figure("分", Fraction(-3, 2), "-1.5"),
    "清单": {"条数": Figure("清单", 2), "行": [{"序号": Figure("清单", 1, role="row")}, {"序号": Figure("清单", 2, role="row")}]},
}
SUMS = (("督办", ("办结", "在办")),)


def seen(name: str, text: str, role: Role = "total", table: str = "") -> Sighting:
    return Sighting(Found(name, role, text), f"{table}第 1 行第 1 格" if table else "第 3 段", table)


def parts(name: str, *texts: str, role: Role = "part", table: str = "第 1 个表") -> list[Sighting]:
    return [seen(name, text, role, table) for text in texts]


@pytest.mark.parametrize(
    ("sightings", "said"),
    [
        ([], []),
        ([seen("督办", "5"), seen("督办", "5", table="第 1 个表"), *parts("督办", "4", "0", "1")], []),
        ([*parts("率", "100.0%（1/1）", "50.0%（1/2）", "—"), seen("率", "66.7%（2/3）")], []),
        ([*parts("空率", "—", "—")], []),
        ([*parts("分", "-1", "-0.5")], []),
        ([*parts("分", "扣2", "加0.5")], []),
        ([*parts("清单", "1", "2", role="row")], []),
        ([*parts("清单", "1", "2", role="row", table="")], []),
        ([seen("1逾期天数", "4"), seen("1逾期天数", "4", table="第 1 个表")], []),
        ([seen("1逾期天数", "4"), seen("1逾期天数", "5")], ["第 3 段的“1逾期天数”是 5，应为 4"]),
        ([seen("督办", "6")], ["第 3 段的“督办”是 6，应为 5", "“办结＋在办”等于 5，与“督办”6 不一致"]),
        ([*parts("督办", "4", "2")], ["第 1 个表各行的“督办”合计 6，与 5 不一致"]),
        ([*parts("督办", "4", "1"), *parts("督办", "4", table="第 2 个表")], ["第 2 个表各行的“督办”合计 4，与 5 不一致"]),
        ([*parts("率", "100.0%（1/1）")], ["第 1 个表各行的“率”合计 （1/1），与 66.7%（2/3） 不一致"]),
        ([*parts("分", "-1")], ["第 1 个表各行的“分”合计 -1，与 -1.5 不一致"]),
        ([*parts("分", "-1.2")], ["第 1 个表各行的“分”合计 -1.2，与 -1.5 不一致"]),
        ([*parts("清单", "1", role="row")], ["第 1 个表列出“清单”1 行，与 2 不一致"]),
        ([*parts("清单", "1", "3", role="row")], ["第 1 个表列出“清单”2 行，与 2 不一致"]),
        ([*parts("清单", "1", "2", "3", role="row", table="")], ["正文列出“清单”3 行，与 2 不一致"]),
        ([seen("督办", "五")], ["第 3 段的“督办”写成了“五”，读不出数"]),
        ([seen("率", "70.0%（2/3）")], ["第 3 段的“率”写成了“70.0%（2/3）”，读不出数"]),
        ([seen("没有", "1")], ["第 3 段的“没有”是 1，应为 没有这个数"]),
        ([*parts("没有", "1")], ["第 1 个表第 1 行第 1 格的“没有”没有可以核对的合计"]),
    ],
)
def test_contradictions(sightings: Sequence[Sighting], said: list[str]) -> None:
    assert contradictions(sightings, CONTEXT, SUMS) == said


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3", 3),
        ("-0.5", Fraction(-1, 2)),
        ("扣0.5", Fraction(-1, 2)),
        ("加2.00", 2),
        ("减2", None),
        ("—", (0, 0)),
        ("66.7%（2/3）", (2, 3)),
        ("29.6%（0.8/2.7）", (Fraction("0.8"), Fraction("2.7"))),
        ("66.8%（2/3）", None),
        ("0.0%（0/0）", None),
        ("", None),
        ("3项", None),
    ],
)
def test_a_figure_as_printed(text: str, value: object) -> None:
    assert read(text) == value
