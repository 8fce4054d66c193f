"""The kinds of sheets: what stands open in each, by what a row is known again, and whose file it is."""

import datetime as dt
from dataclasses import replace

import pytest

from macros.send import CUTTERS
from workbook_templates.sent.sent_cells import key_texts
from workbook_templates.sent.sent_kinds import SENT_KINDS, addressee_of, bare_addressee, kind_of
from workbook_templates.sent.sent_spec import MARK, SentKind
from workbook_templates.tables import TABLES
from workbook_templates.tables.lists import LISTS
from workbook_templates.tables.schema import Column

KINDS = list(SENT_KINDS.values())
ASKED = {
    "领导": {
        "阶段目标": "确认完成度 确认意见",
        "待确认事项": "确认完成度",
        "变更记录": "结果 决定意见",
        "加减分台账": "结果 决定意见",
        "问责记录": "结果 决定意见",
        "督办台账": "",
    },
    "考评": {"考评打分": "得分 依据 存在问题 改进建议", "个人评分": "工作能力 工作态度 工作质量 评语"},
    "抽查": {
        "抽查记录": "日期 抽查人 被查人 抽查人次 结果 问题描述 扣分 整改要求 整改责任人 整改时限",
        "整改复查": "整改完成日期 复查结果 约谈人次",
    },
    "纪检": {"再监督": "再监督人 再监督意见"},
}


@pytest.mark.parametrize(("kind", "open_"), ASKED.items())
def test_what_each_kind_fills_in(kind: str, open_: dict[str, str]) -> None:
    found = SENT_KINDS[kind]
    assert {name: tuple(text.split()) for name, text in open_.items()} == {name: sheet.filled for name, sheet in found.sheets.items()}
    for sheet in found.sheets.values():
        assert [column.header for column in sheet.table.columns if column.spec.by == found.writer] == list(sheet.filled)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_row_is_known_by_columns_that_it_shows_and_the_master_keys_by(kind: SentKind) -> None:
    for name, sheet in kind.sheets.items():
        master = TABLES[sheet.master]
        assert name == sheet.table.name
        assert {*sheet.master_key()} == {*master.key} or sheet.key == (MARK,)
        assert {*sheet.key} <= {*sheet.table.headers}
        assert not {*sheet.key} & {*sheet.filled}
        assert {*sheet.filled} - {*sheet.asks} <= {*master.headers}
        assert {*sheet.asks} <= {*sheet.filled}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_an_open_column_is_read_by_the_column_it_goes_back_to(kind: SentKind) -> None:
    def reading(column: Column) -> tuple[object, ...]:
        spec = column.spec
        return column.kind, spec.of, spec.low, spec.high, spec.rate, spec.points, spec.never

    for sheet in kind.sheets.values():
        for header in {*sheet.filled} - {*sheet.asks}:
            wanted = TABLES[sheet.master].column(header)
            narrower = sheet.choices.get(header, wanted.spec.of)
            assert set(LISTS.get(narrower, ())) <= set(LISTS.get(wanted.spec.of, ()))
            wanted = replace(wanted, spec=wanted.spec._replace(of=narrower))
            assert reading(sheet.table.column(header)) == reading(wanted)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_what_an_asked_column_means_stands_in_the_lists_of_the_master(kind: SentKind) -> None:
    for sheet in kind.sheets.values():
        for header, ask in sheet.asks.items():
            into, wait = (TABLES[sheet.master].column(name) for name in (ask.into, ask.waits[0]))
            assert {*ask.basis} <= {*sheet.columns} & {*TABLES[sheet.master].headers}
            if not ask.means:
                assert sheet.table.column(header).kind == into.kind
                continue
            assert {*ask.means.values()} <= {*LISTS[into.spec.of]}
            assert ask.waits[1] in LISTS[wait.spec.of]
            assert {*LISTS[sheet.choices[header]]} <= {*ask.means}
            assert ask.needs[0] in ask.means
            assert ask.needs[1] in sheet.filled


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_what_collecting_adds_by_itself_names_columns_of_the_master(kind: SentKind) -> None:
    for sheet in kind.sheets.values():
        master, start = TABLES[sheet.master], sheet.start
        assert {stamp.of for stamp in sheet.stamps} <= {sheet.home(header).header for header in sheet.filled}
        assert {stamp.header for stamp in sheet.stamps} <= {*master.headers} - {*sheet.filled}
        if start is not None:
            given = {*sheet.key, *start.copies, *start.fixed, *sheet.filled}
            needed = {column.header for column in master.columns if column.spec.required}
            assert needed <= given <= {*master.headers}
            assert {start.by, *start.copies.values()} <= {*TABLES[start.table].headers}
        for header, bound in sheet.most.items():
            assert {header, bound} <= {*sheet.table.headers}


@pytest.mark.parametrize(
    ("addressee", "kind", "bare"),
    [
        ("运检部", "部门", "运检部"),
        ("领导：刘志远", "领导", "刘志远"),
        ("考评：安监部", "考评", "安监部"),
        ("抽查：党群部", "抽查", "党群部"),
        ("领导", "部门", "领导"),
        ("领导：", "部门", "领导："),
        ("甲：乙", "部门", "甲：乙"),
        ("部门：甲", "部门", "部门：甲"),
        ("考评：甲：乙", "考评", "甲：乙"),
    ],
)
def test_whose_file_it_is(addressee: str, kind: str, bare: str) -> None:
    assert (kind_of(addressee).name, bare_addressee(addressee)) == (kind, bare)
    assert addressee_of(SENT_KINDS[kind], bare) == addressee


def test_a_half_width_colon_is_one_too() -> None:
    assert (kind_of("领导:刘志远").name, bare_addressee("领导:刘志远")) == ("领导", "刘志远")


def test_a_key_of_many_parts() -> None:
    assert key_texts(["2026-0012"]) == ("2026-0012", "")
    assert key_texts(["2026-0012", "", "延期", dt.date(2026, 3, 5)]) == ("2026-0012", "/延期/2026-03-05")
    assert key_texts(["安全管理评价", "2026Q4", "安监部", "运检部"]) == ("安全管理评价", "2026Q4/安监部/运检部")


def test_every_kind_has_a_cutter_and_says_what_it_is_in_a_message() -> None:
    assert list(CUTTERS) == list(SENT_KINDS)
    for name, kind in SENT_KINDS.items():
        assert CUTTERS[name].kind is kind
        assert kind.words.counted.format(2).startswith("2 ")
        assert {name for step in kind.words.steps for name in step.about} <= {*kind.sheets}
