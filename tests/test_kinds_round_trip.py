"""Sheets of leaders, scorers and checkers there and back: sent, filled in (openpyxl, LibreOffice), collected; and what is refused."""

import datetime as dt
import shutil
import zlib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from support import tools
from support.round_trip import DAY, NOW, ROWS, Cells, line, stage_row

from addin.closed.file_book import FileBook
from macros.collect import collect
from macros.send import send
from macros.steps.report import Options, Report, Status, silent
from workbook_templates.master.master import write_master
from workbook_templates.sent.sent_kinds import SENT_KINDS
from workbook_templates.tables.grid import Value

OPTIONS = Options(NOW, "测试员", DAY, {"to": ("部门", "领导", "考评", "抽查", "纪检")})
LATER = Options(NOW.replace(hour=10), "测试员", DAY + dt.timedelta(1), {})
LEADER, OFFICE, RATER, CHECKER = "领导_李总", "考评_甲部", "考评_李总", "抽查_乙部"
CHIEF, CONFIRMING = "领导_王总", "待确认事项"
TARGETING, OVERSEER = "抽查_李总", "纪检_乙部"
Edits = Mapping[tuple[str, ...], Value]
"""(sheet, the values of the key columns…, header) → what somebody types."""


def mark(unit: str, **cells: Value) -> Cells:
    return {"期间": "2026Q1", "考评部门": "甲部", "考评项目": "安全", "被考评单位": unit, "满分": 20.0, **cells}


def change(number: str, what: str, **cells: Value) -> Cells:
    return {"编号": number, "变更": what, "申请日期": dt.date(2026, 3, 1), "新值": "2026-07-31", "原因": "工期", "结果": "待批", **cells}


def risk(number: str, unit: str) -> Cells:
    common: Cells = {"风险点": f"点{number}", "频率": 3.0, "主观性": 3.0, "危害": 2.0, "抽查层级": "牵头"}
    return {"风险编号": number, "部门": unit, "抽查责任人": "乙部", **common}


HEAD: Cells = {"工号": "4", "姓名": "王总", "角色": "主要领导"}
POINT, CASE = "自动:R6:1:2026-02-28#0a1b2c3d", "自动:R11:提醒:"


def mark_for(origin: str) -> str:
    return f"K{zlib.crc32(origin.partition('#')[0].encode()):08x}"


OPEN_CHECK: Cells = {
    "抽查编号": "C1", "日期": dt.date(2026, 2, 20), "抽查层级": "牵头", "抽查人": "王五", "部门": "甲部", "风险编号": "F1", "结果": "问题",
    "整改要求": "改", "整改时限": dt.date(2026, 3, 1),
}  # fmt: skip
MASTER: dict[str, list[Cells]] = {
    **ROWS,
    "参数": [{"名称": "纪检部门", "取值": "乙部"}],
    "人员": [*ROWS["人员"], {"工号": "3", "姓名": "王五", "部门": "乙部", "角色": "员工"}, HEAD],
    "督办台账": [row | ({"完成度": 0.6} if row["编号"] == "3" else {}) for row in ROWS["督办台账"]],
    "加减分台账": [
        {"日期": DAY, "部门": "甲部", "类型": "督办考核", "分值": -0.5, "事由": "迟交", "关联编号": "1", "状态": "拟", "来源": POINT},
    ],
    "问责记录": [
        {"日期": DAY, "类别": "提醒", "对象": "甲部", "事实": "黄灯", "编号": number, "状态": "拟", "来源": CASE + number}
        for number in "12"
    ],
    "阶段目标": [stage_row("1"), stage_row("1", "二", 自评完成度=0.5, 自评日期=dt.date(2026, 3, 1)), stage_row("2", 自评完成度=0.9)],
    "变更记录": [change("1", "延期"), change("2", "延期", 阶段="一"), change("3", "调整")],
    "考评打分": [mark("甲部", 得分=19.0), mark("乙部"), {**mark("甲部"), "考评部门": "乙部"}],
    "个人评分": [{"期间": "2026Q1", "工号": number, "评分角色": "分管领导", "评分人": "李总"} for number in ("1", "3")],
    "风险点": [risk("F1", "甲部"), risk("F2", "甲部"), risk("F3", "甲部"), {**risk("F4", "甲部"), "抽查层级": "定向", "抽查责任人": None}],
    "抽查记录": [OPEN_CHECK],
}
VISIT, TARGETED = "CC20260303-1-01", "CC20260303-1-02"
FILLED: dict[str, Edits] = {
    LEADER: {
        ("阶段目标", "1", "二", "确认完成度"): 0.45,
        ("阶段目标", "1", "二", "确认意见"): "台账不全",
        ("变更记录", "1", "", "延期", "2026-03-01", "结果"): "同意",
        ("变更记录", "2", "一", "延期", "2026-03-01", "结果"): "不同意",
        ("变更记录", "2", "一", "延期", "2026-03-01", "决定意见"): "抓紧办",
        (CONFIRMING, "3", "确认完成度"): 0.45,
    },
    CHIEF: {
        ("加减分台账", mark_for(POINT), "结果"): "确认",
        ("问责记录", mark_for(CASE + "1"), "结果"): "确认",
        ("问责记录", mark_for(CASE + "2"), "结果"): "不同意",
        ("问责记录", mark_for(CASE + "2"), "决定意见"): "已经说过",
    },
    OFFICE: {
        ("考评打分", "安全", "2026Q1", "甲部", "乙部", "得分"): 18.5,
        ("考评打分", "安全", "2026Q1", "甲部", "乙部", "依据"): "隐患未闭环",
        ("考评打分", "安全", "2026Q1", "甲部", "乙部", "存在问题"): "复查没有记录",
        ("考评打分", "安全", "2026Q1", "甲部", "乙部", "改进建议"): "一患一档",
    },
    RATER: {
        ("个人评分", "1", "2026Q1", "分管领导", "李总", "工作能力"): 90.0,
        ("个人评分", "1", "2026Q1", "分管领导", "李总", "工作态度"): 88.5,
        ("个人评分", "1", "2026Q1", "分管领导", "李总", "评语"): "踏实",
    },
    CHECKER: {
        ("抽查记录", VISIT, "F1", "日期"): dt.date(2026, 3, 3),
        ("抽查记录", VISIT, "F1", "结果"): "合格",
        ("抽查记录", VISIT, "F2", "日期"): dt.date(2026, 3, 3),
        ("抽查记录", VISIT, "F2", "抽查人"): "王五",
        ("抽查记录", VISIT, "F2", "抽查人次"): 4.0,
        ("抽查记录", VISIT, "F2", "结果"): "问题",
        ("抽查记录", VISIT, "F2", "问题描述"): "账实不符",
        ("抽查记录", VISIT, "F2", "扣分"): 1.5,
        ("抽查记录", VISIT, "F2", "整改时限"): dt.date(2026, 3, 20),
        ("整改复查", "C1", "F1", "整改完成日期"): dt.date(2026, 3, 2),
        ("整改复查", "C1", "F1", "复查结果"): "合格",
    },
    TARGETING: {
        ("抽查记录", TARGETED, "F4", "日期"): dt.date(2026, 3, 2),
        ("抽查记录", TARGETED, "F4", "抽查人"): "李总",
        ("抽查记录", TARGETED, "F4", "结果"): "合格",
    },
    OVERSEER: {
        ("再监督", "C1", "F1", "再监督人"): "王五",
        ("再监督", "C1", "F1", "再监督意见"): "问题定得准",
    },
}
TO_COME = DAY + dt.timedelta(1)
GOOD_CHECK: Cells = {"抽查编号": VISIT, "风险编号": "F1", "日期": DAY, "抽查层级": "牵头", "部门": "甲部", "结果": "合格"}
LEADERS_CHECK: Cells = {
    **GOOD_CHECK,
    "抽查编号": TARGETED,
    "风险编号": "F4",
    "日期": dt.date(2026, 3, 2),
    "抽查层级": "定向",
    "抽查人": "李总",
}
BAD_CHECK: Cells = {
    **GOOD_CHECK, "风险编号": "F2", "结果": "问题", "抽查人": "王五", "抽查人次": 4.0, "问题描述": "账实不符", "扣分": 1.5,
    "整改时限": dt.date(2026, 3, 20),
}  # fmt: skip
RESULT: dict[tuple[str, ...], Value] = {
    ("阶段目标", "1", "二", "确认完成度"): 0.45,
    ("阶段目标", "1", "二", "确认意见"): "台账不全",
    ("阶段目标", "1", "二", "确认人"): "李总",
    ("阶段目标", "1", "二", "确认日期"): TO_COME,
    ("变更记录", "1", "", "延期", "2026-03-01", "结果"): "同意",
    ("变更记录", "1", "", "延期", "2026-03-01", "批准人"): "李总",
    ("变更记录", "1", "", "延期", "2026-03-01", "批准日期"): TO_COME,
    ("变更记录", "2", "一", "延期", "2026-03-01", "结果"): "不同意",
    ("变更记录", "2", "一", "延期", "2026-03-01", "决定意见"): "抓紧办",
    ("变更记录", "2", "一", "延期", "2026-03-01", "批准人"): "李总",
    ("变更记录", "2", "一", "延期", "2026-03-01", "批准日期"): TO_COME,
    ("考评打分", "2026Q1", "甲部", "安全", "乙部", "得分"): 18.5,
    ("考评打分", "2026Q1", "甲部", "安全", "乙部", "依据"): "隐患未闭环",
    ("考评打分", "2026Q1", "甲部", "安全", "乙部", "存在问题"): "复查没有记录",
    ("考评打分", "2026Q1", "甲部", "安全", "乙部", "改进建议"): "一患一档",
    ("个人评分", "2026Q1", "1", "分管领导", "李总", "工作能力"): 90.0,
    ("个人评分", "2026Q1", "1", "分管领导", "李总", "工作态度"): 88.5,
    ("个人评分", "2026Q1", "1", "分管领导", "李总", "评语"): "踏实",
    ("抽查记录", "C1", "F1", "整改完成日期"): dt.date(2026, 3, 2),
    ("抽查记录", "C1", "F1", "复查结果"): "合格",
    ("督办台账", "3", "完成度"): 0.45,
    ("督办台账", "3", "确认人"): "李总",
    ("督办台账", "3", "确认日期"): TO_COME,
    ("加减分台账", "2026-03-03", "甲部", "", "督办考核", "1", "状态"): "已确认",
    ("加减分台账", "2026-03-03", "甲部", "", "督办考核", "1", "确认人"): "王总",
    ("加减分台账", "2026-03-03", "甲部", "", "督办考核", "1", "确认日期"): TO_COME,
    **{
        ("问责记录", "2026-03-03", "提醒", "甲部", number, header): value
        for number, status in (("1", "已批"), ("2", "撤销"))
        for header, value in (("状态", status), ("批准人", "王总"), ("批准日期", TO_COME))
    },
    ("问责记录", "2026-03-03", "提醒", "甲部", "2", "决定意见"): "已经说过",
    ("抽查记录", "C1", "F1", "再监督人"): "王五",
    ("抽查记录", "C1", "F1", "再监督意见"): "问题定得准",
    **{("抽查记录", TARGETED, "F4", header): value for header, value in LEADERS_CHECK.items()},
    **{("抽查记录", VISIT, "F1", header): value for header, value in GOOD_CHECK.items()},
    **{("抽查记录", VISIT, "F2", header): value for header, value in BAD_CHECK.items()},
}
"""(table, the master's key…, header) → what the master has after collecting and had not before."""


KEYS = {
    "阶段目标": "编号 阶段",
    "变更记录": "编号 阶段 变更 申请日期",
    "考评打分": "期间 考评部门 考评项目 被考评单位",
    "个人评分": "期间 工号 评分角色 评分人",
    "抽查记录": "抽查编号 风险编号",
    "督办台账": "编号",
    "加减分台账": "日期 部门 工号 类型 关联编号",
    "问责记录": "日期 类别 对象 编号",
    "风险点": "风险编号",
}
"""Tables that could change, with the headers that tell their rows apart."""


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """To be copied."""
    folder = tmp_path_factory.mktemp("office")
    path = folder / "督办总台账.xlsm"
    write_master(path, {name: [line(name, row) for row in found] for name, found in MASTER.items()}, company="示范", year=2026)
    send(FileBook(path), OPTIONS, silent)
    (folder / "回收").mkdir()
    return folder


@pytest.fixture
def master(office: Path, tmp_path: Path) -> Path:
    shutil.copytree(office, tmp_path, dirs_exist_ok=True)
    return tmp_path / "督办总台账.xlsm"


def sent_file(master: Path, stem: str) -> Path:
    return max(master.parent.glob(f"下发/*/{stem}_*.xlsx"))


def fill(master: Path, stem: str, edits: Edits, target: str = "") -> Path:
    """The file as a person fills it in, saved by openpyxl into 回收."""
    book: Any = openpyxl.load_workbook(sent_file(master, stem))
    kind = SENT_KINDS[stem.partition("_")[0]]
    for (name, *key, header), value in edits.items():
        sheet = book[name]
        first, last = (sheet[part].row for part in sheet.tables[name].ref.split(":"))
        titles = [cell.value for cell in sheet[first]]
        places = [titles.index(title) + 1 for title in kind.sheets[name].key]
        keys = {row: [text(sheet.cell(row, place).value) for place in places] for row in range(first + 1, last + 1)}
        (row,) = [row for row, found in keys.items() if found == key]
        sheet.cell(row, titles.index(header) + 1).value = value
    path = master.parent / "回收" / f"{target or stem}.xlsx"
    book.save(path)
    return path


def text(value: Any) -> str:
    return str(value.date()) if isinstance(value, dt.datetime) else str(value or "")


def cells(master: Path) -> dict[tuple[str, ...], Value]:
    """Every filled cell of the tables that sheets go back to: (table, the key…, header) → value."""
    found: dict[tuple[str, ...], Value] = {}
    for name, grid in FileBook(master).read(list(KEYS)).items():
        for row in grid.rows:
            named = dict(zip(grid.headers, row, strict=True))
            key = tuple(str(named[header] or "") for header in KEYS[name].split())
            found |= {(name, *key, header): value for header, value in named.items() if value is not None}
    return found


def collected(master: Path, options: Options = LATER) -> Report:
    return collect(FileBook(master), options, silent)


def test_the_master_gets_exactly_those_cells(master: Path) -> None:
    before = cells(master)
    for stem, edits in FILLED.items():
        fill(master, stem, edits)
    report = collected(master)
    after = cells(master)
    assert {key: value for key, value in after.items() if before.get(key) != value} == RESULT
    assert before.keys() <= after.keys()
    assert (report.status, report.figures["拒收"], report.figures["待定"]) == (Status.DONE, 0, 0)
    data = master.read_bytes()
    assert collected(master, replace(LATER, now=NOW.replace(hour=11))).figures["改动"] is False
    assert master.read_bytes() == data


@tools.needs_office
def test_filled_in_and_saved_by_libreoffice(master: Path) -> None:
    before = cells(master)
    for stem, edits in FILLED.items():
        filled = fill(master, stem, edits)
        again = tools.convert(filled, "xlsx", master.parent / "办公", recalculating=True)
        again.replace(filled)
    report = collected(master)
    assert {key: value for key, value in cells(master).items() if before.get(key) != value} == RESULT
    assert (report.status, report.figures["拒收"]) == (Status.DONE, 0)


def test_a_check_that_comes_back_again_is_the_same_row(master: Path) -> None:
    """Corrected, and with one more point of the same visit."""
    fill(master, CHECKER, FILLED[CHECKER])
    collected(master)
    more: Edits = {
        ("抽查记录", VISIT, "F2", "扣分"): 2.0,
        ("抽查记录", VISIT, "F3", "日期"): DAY,
        ("抽查记录", VISIT, "F3", "结果"): "苗头",
    }
    fill(master, CHECKER, {**FILLED[CHECKER], **more})
    report = collected(master, replace(LATER, now=NOW.replace(hour=11)))
    rows = FileBook(master).read(["抽查记录"])["抽查记录"]
    known = [(row[rows.headers.index("抽查编号")], row[rows.headers.index("风险编号")]) for row in rows.rows]
    assert sorted(map(str, known)) == sorted(map(str, [("C1", "F1"), (VISIT, "F1"), (VISIT, "F2"), (VISIT, "F3")]))
    assert report.figures["待定"] == 1  # 1.5 stands in the master, the sheet went out blank: the clerk decides
    assert cells(master)["抽查记录", VISIT, "F2", "扣分"] == 1.5


REFUSED: dict[str, dict[tuple[str, ...], tuple[Value, str]]] = {
    OFFICE: {
        ("考评打分", "安全", "2026Q1", "甲部", "乙部", "得分"): (20.5, "满分"),
        ("考评打分", "安全", "2026Q1", "甲部", "甲部", "得分"): (-1.0, "超出范围"),
        ("考评打分", "安全", "2026Q1", "甲部", "甲部", "满分"): (30.0, "锁定"),
    },
    RATER: {
        ("个人评分", "1", "2026Q1", "分管领导", "李总", "工作能力"): (101.0, "超出范围"),
        ("个人评分", "1", "2026Q1", "分管领导", "李总", "工作态度"): ("优", "数"),
    },
    LEADER: {
        ("阶段目标", "1", "二", "确认完成度"): (80.0, "超出范围"),
        ("变更记录", "1", "", "延期", "2026-03-01", "结果"): ("再议", "列表"),
        ("变更记录", "1", "", "延期", "2026-03-01", "新值"): ("2027-12-31", "锁定"),
        ("督办台账", "1", "灯"): ("绿灯", "锁定"),
        (CONFIRMING, "3", "确认完成度"): (45.0, "超出范围"),
        (CONFIRMING, "3", "完成度"): (0.9, "锁定"),
    },
    CHECKER: {
        ("抽查记录", VISIT, "F1", "结果"): ("合格", "缺日期"),
        ("抽查记录", VISIT, "F2", "日期"): (dt.date(1926, 3, 3), ""),
        ("整改复查", "C1", "F1", "复查结果"): ("还行", "列表"),
    },
}
"""File → cell → what somebody types, and what the reason says."""


def test_what_is_refused(master: Path) -> None:
    before = cells(master)
    for stem, edits in REFUSED.items():
        fill(master, stem, {key: value for key, (value, _) in edits.items()})
    report = collected(master)
    lines = [entry for entry in report.figures["条目"] if entry["outcome"] == "拒收"]
    refused = {(entry["table"], entry["number"], entry["part"], entry["field"]): entry["reason"] for entry in lines}
    expected = {
        (name, number, "/".join(more), header): said
        for edits in REFUSED.values()
        for (name, number, *more, header), (_, said) in edits.items()
    }
    assert refused.keys() == expected.keys()
    assert [key for key, said in expected.items() if said not in refused[key]] == [], refused
    assert report.status is Status.DONE_WITH_ENTRIES
    assert cells(master) == before


def test_rows_of_another_leader_or_scorer_are_refused(master: Path) -> None:
    """A row pasted in from elsewhere: known to the master, sent to somebody else or to nobody."""
    before = cells(master)
    for stem, name, key in ((OFFICE, "考评打分", ("2026Q1", "乙部", "安全", "甲部")), (LEADER, "阶段目标", ("4", "一"))):
        book: Any = openpyxl.load_workbook(sent_file(master, stem))
        sheet = book[name]
        first, last = (sheet[part].row for part in sheet.tables[name].ref.split(":"))
        titles = [cell.value for cell in sheet[first]]
        own = (
            {"2026Q1": "期间", "乙部": "考评部门", "安全": "考评项目", "甲部": "被考评单位"}
            if stem == OFFICE
            else {"4": "编号", "一": "阶段"}
        )
        for value in key:
            sheet.cell(last + 1, titles.index(own[value]) + 1).value = value
        sheet.cell(last + 1, titles.index("得分" if stem == OFFICE else "确认完成度") + 1).value = 1
        book.save(master.parent / "回收" / f"{stem}.xlsx")
    report = collected(master)
    assert report.figures["拒收"] == 2
    assert report.figures["采用"] == 0
    assert cells(master) == before


def test_a_check_that_was_not_sent_and_a_row_of_another_checker_are_refused(master: Path) -> None:
    """Rows that a leader adds to his sheet: of his own finding, and one of the 牵头 department."""
    before = cells(master)
    book: Any = openpyxl.load_workbook(sent_file(master, TARGETING))
    sheet = book["抽查记录"]
    last = int("".join(filter(str.isdigit, sheet.tables["抽查记录"].ref.partition(":")[2])))
    titles = [cell.value for cell in sheet[last - 1]]
    for row, key in ((last + 1, ("CC自编-1", "F9")), (last + 2, (VISIT, "F1"))):
        for header, value in zip(("抽查编号", "风险编号", "日期", "结果"), (*key, dt.date(2026, 3, 3), "合格"), strict=True):
            sheet.cell(row, titles.index(header) + 1).value = value
    book.save(master.parent / "回收" / f"{TARGETING}.xlsx")
    told = [(entry["reason"], entry["remedy"]) for entry in collected(master).figures["条目"] if entry["outcome"] == "拒收"]
    assert told == [
        ("多出来的一行：下发的表里没有它", "不要在表里加行；没有列出的抽查，由办公室在“抽查记录”里登记"),
        ("这一行是“抽查：乙部”的，不是“抽查：李总”的", "请由对方在自己的表里填"),
    ]
    assert cells(master) == before


def test_an_older_batch_is_refused(master: Path) -> None:
    old = fill(master, LEADER, FILLED[LEADER])
    send(FileBook(master), replace(OPTIONS, more={"to": ("领导",)}), silent)
    before = master.read_bytes()
    report = collected(master)
    assert report.figures["采用"] == 0
    assert report.figures["拒收"] > 0
    assert any("旧批次" in entry["reason"] or "更早" in entry["reason"] for entry in report.figures["条目"]), report.messages
    assert master.read_bytes() == before
    old.unlink()
    fill(master, OFFICE, FILLED[OFFICE])  # its own latest batch is still the first
    assert collected(master).figures["拒收"] == 0


def test_an_untouched_file_changes_nothing(master: Path) -> None:
    """The log alone says that it came, once."""
    before = cells(master)
    for stem in FILLED:
        shutil.copy(sent_file(master, stem), master.parent / "回收")
    report = collected(master)
    assert (report.status, report.figures["采用"], report.figures["改动"]) == (Status.DONE, 0, True)
    assert any("只在“操作日志”里记下收到了谁的" in line for line in report.messages)
    assert cells(master) == before
    assert collected(master).figures["改动"] is False
