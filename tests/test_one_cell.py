"""Cells that stopped an action or were taken for something else, each alone in a small company (support/spoilt_cells.py)."""

import pytest
from support.spoilt_cells import NASTY, Case, Company, Spot

MONTH = "document 抽查运行通报"


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Company:
    return Company(tmp_path_factory.mktemp("一格"))


@pytest.mark.parametrize(
    ("table", "header", "nasty", "call"),
    [
        ("督办台账", "编号", "#N/A", "import"),
        ("督办台账", "提出人", "number 1.38123e+10", "publish"),
        ("督办台账", "事项", "formula, text", "publish"),
        ("督办台账", "编号", "text 40 '长长长长长长长长长长长长'", "check"),
        ("抽查记录", "抽查编号", "text 40 '长长长长长长长长长长长长'", "check"),
        ("部门", "联系人", "text 44 '；；'", "send"),
        ("抽查记录", "抽查层级", "blank", MONTH),
        ("抽查记录", "抽查层级", "number 90", MONTH),
        ("抽查记录", "部门", "blank", MONTH),
        ("抽查记录", "部门", "#REF!", MONTH),
        ("抽查记录", "扣分", "number 1e-09", MONTH),
        ("抽查记录", "扣分", "number 100", MONTH),
        ("抽查记录", "结果", "blank", MONTH),
    ],
)
def test_one_cell_stops_nothing_and_moves_nothing_else(table: str, header: str, nasty: str, call: str, company: Company) -> None:
    assert nasty in NASTY
    assert list(company.faults(Case(((Spot(table, 0, header), nasty),), (call,)))) == []
