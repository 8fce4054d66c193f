"""How the clerk is told to call an action."""

import pytest

from macros.steps.report import again, clicked, option


@pytest.mark.parametrize(
    ("key", "given", "typed", "clicked_on"),
    [
        ("refresh", {}, "运行 duban refresh 账.xlsm", "点“刷新”"),
        ("undo", {}, "运行 duban undo 账.xlsm", "不保存就关闭工作簿"),
        ("remind", {"mark_sent": True}, "运行 duban remind 账.xlsm --mark-sent", "在“按钮选项”里把“提醒”的“登记已发”填“是”，再点“提醒”"),
        (
            "document",
            {"kind": "督办函", "period": "", "dept": ("甲部", "乙部"), "issue": True},
            "运行 duban document 账.xlsm 督办函 --dept 甲部 --dept 乙部 --issue",
            "在“按钮选项”里把“文书”的“文书种类”填“督办函”、“部门”填“甲部、乙部”、“正式编号”填“是”，再点“文书”",
        ),
        ("draw", {"n": 5}, "运行 duban draw 账.xlsm -n 5", "在“按钮选项”里把“抽取”的“抽几个”填“5”，再点“抽取”"),
    ],
)
def test_to_call_it_again(key: str, given: dict[str, object], typed: str, clicked_on: str) -> None:
    assert again(key, "账.xlsm", **given) == typed
    with clicked():
        assert again(key, "账.xlsm", **given) == clicked_on
    assert again(key, "账.xlsm", **given) == typed


def test_an_option_by_its_name() -> None:
    assert [option("document", name) for name in ("issue", "kind")] == [" --issue", " KIND"]
    with clicked():
        assert option("document", "issue") == "“按钮选项”里的“正式编号”"
