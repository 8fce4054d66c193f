"""Which paper of 文书登记 a draft already is (udfs/papers/paper_drafts.py)."""

from typing import Any

import pytest
from support.make import day, paper

from macros.steps.document_orders import Order, file_of, number_in_name, paired
from udfs.papers.paper_drafts import Draft, registered_in_period, registered_since
from udfs.rules.ground.periods import parse_period
from workbook_templates.documents.kinds import KINDS
from workbook_templates.tables.setup import DocumentKind

NUMBER = "督通报〔2026〕1号"


def draft(addressee: str = "运检部", *linked: str, since: str = "") -> Draft:
    return Draft(lambda _: {}, addressee, linked, since=day(since) if since else None)


@pytest.mark.parametrize(
    ("period", "number", "found"),
    [
        ("2026-10", NUMBER, True),
        ("2026年10月", NUMBER, True),
        ("2026-09", NUMBER, False),
        ("2026-B5", NUMBER, False),
        ("2026-10", "", False),
    ],
)
def test_the_paper_of_a_period(period: str, number: str, found: bool) -> None:
    asked = parse_period("2026-10")
    assert asked is not None
    rows = [paper("督办通报", "1、2", period=period, number=number)]
    assert (registered_in_period(rows, asked, 31) is not None) is found


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({}, True),
        ({"addressee": "营销部"}, False),
        ({"linked": "G2"}, False),
        ({"linked": "G2、G1"}, True),
        ({"linked": ""}, False),
        ({"period": "2026Q2"}, False),
    ],
)
def test_the_paper_of_a_person_and_a_period(fields: dict[str, Any], found: bool) -> None:
    asked = parse_period("2026Q3")
    assert asked is not None
    common = {"addressee": "张三", "linked": "G1", "period": "2026Q3", "number": NUMBER, **fields}
    rows = [paper("个人绩效反馈单", common.pop("linked"), **common)]
    assert (registered_in_period(rows, asked, 31, draft("张三", "G1")) is not None) is found


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({}, True),
        ({"day": "3-4"}, False),
        ({"day": "3-5"}, True),
        ({"day": None}, True),
        ({"number": ""}, False),
        ({"addressee": "运检部 "}, False),
        ({"linked": "2026-0001"}, False),
        ({"linked": "2026-0009，2026-0002;2026-0001"}, True),
    ],
)
def test_the_paper_about_a_matter(fields: dict[str, Any], found: bool) -> None:
    """Named there whole, to the same addressee, not before the matter arose: a yellow light of September is not March's."""
    common = {"addressee": "运检部", "linked": "2026-0001、2026-0002", "day": "3-10", "number": NUMBER, **fields}
    rows = [paper("提醒单", common.pop("linked"), **common)]
    asked = draft("运检部", "2026-0002", "2026-0001", since="3-5")
    assert (registered_since(rows, asked) is not None) is found


def test_two_letters_on_one_matter_stay_two() -> None:
    """Sent on one day, they name the same; each draft keeps its own number."""
    rows = [paper("督办函", "2026-0001", addressee="张三", number=f"督函〔2026〕{number}号", day="10-1") for number in (1, 2)]
    order = Order(KINDS["督办函"], DocumentKind("督办函", "督函", "", "", (), ""), None, True, (), day("10-1"))
    asked = [draft("张三", "2026-0001", since=since) for since in ("3-5", "9-5", "9-6")]
    assert [found and found.number for _, found in paired(order, asked, rows, 31)] == ["督函〔2026〕1号", "督函〔2026〕2号", None]


@pytest.mark.parametrize(("kind", "number"), [("督办函", "督函〔2026〕1号"), ("督办通报", NUMBER), ("督办函", ""), ("对账单", "")])
def test_the_number_is_read_back_from_the_name_of_a_file(kind: str, number: str) -> None:
    order = Order(KINDS[kind], DocumentKind(kind, "", "", "", (), ""), parse_period("2026-10"), True, (), day("11-2"))
    assert number_in_name(file_of(order, draft()._replace(about="运检部_2026-0001"), number, day("11-2"), None)) == number
