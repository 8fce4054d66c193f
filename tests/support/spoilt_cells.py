# ruff: noqa: E501 - a row of a table is one line
"""One cell of a small company's master spoilt, soundly: what every action makes of it, and what it may not move.

The company has two departments, 甲部 and 乙部, with rows of each in every table, and a third that scores them. Only cells of 甲部's rows,
of the settings and of headers are spoilt; so what is told of 乙部 may not move with a row of 甲部's.
"""

import datetime as dt
import random
import re
import shutil
import time
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import xlsxwriter
from lxml import etree

from addin.closed.contents import contents
from addin.closed.file_book import FileBook
from addin.closed.package import Package
from addin.closed.sheet_patch import SheetPatch
from addin.upgrading.columns import add_table_columns
from addin.upgrading.xml import parsed, serialised
from macros.attempt import attempt, on_file
from macros.send import send
from macros.steps.master_file import create
from macros.steps.report import Options, Report, Status, silent
from support import repair_lint
from support.collect_office import sent_file
from support.round_trip import Cells, indicator, item, line, stage_row
from support.typed_cells import formula, number, text, typed
from udfs.rules.decisions.reconciliation import PROPOSAL_FIELDS
from udfs.rules.ground.proposed_rows import AUTOMATIC
from workbook_templates.reading.cells import plain
from workbook_templates.reading.characters import CONTROL, NOTHING, visible
from workbook_templates.reading.parse import parse_table
from workbook_templates.tables import TABLES
from workbook_templates.tables.actions import BY_KEY
from workbook_templates.tables.grid import NOT_COMPUTED, CellError, Grid, Value
from workbook_templates.tables.lists import LISTS

MASTER, LEDGER, OWN = "督办总台账.xlsm", "旧台账.xlsx", "自家栏"
NOW = dt.datetime(2026, 3, 31, 9)
DAY = NOW.date()
FIRST, SECOND = "甲部", "乙部"


def day(month: int, number: int) -> dt.date:
    return dt.date(2026, month, number)


def both(table: str, row: Mapping[str, Value]) -> dict[str, list[Cells]]:
    """A row of 甲部's and one of 乙部's; in braces what differs."""
    first = {"unit": FIRST, "who": "张三", "n": "1", "head": "陈甲", "staff": "1", "target": "M1"}
    second = {"unit": SECOND, "who": "王五", "n": "4", "head": "周乙", "staff": "5", "target": "M2"}
    return {table: [{h: v.format(**own) if isinstance(v, str) else v for h, v in row.items()} for own in (first, second)]}


ROWS: dict[str, list[Cells]] = {
    "部门": [
        {"部门": FIRST, "类型": "业务职能", "分管领导": "李总", "负责人": "陈甲", "联系人": "陈甲", "手机": "13900000001", "邮箱": "a@b.cn"},
        {"部门": SECOND, "类型": "业务职能", "分管领导": "钱总", "负责人": "周乙", "联系人": "周乙"},
        {"部门": "丙部", "类型": "后勤", "分管领导": "钱总", "负责人": "吴丙"},
    ],
    "人员": [
        {"工号": "1", "姓名": "张三", "部门": FIRST, "角色": "员工", "手机": "13900000002"},
        {"工号": "2", "姓名": "李总", "角色": "班子成员", "分管部门": FIRST},
        {"工号": "3", "姓名": "陈甲", "部门": FIRST, "角色": "部门负责人"},
        {"工号": "5", "姓名": "王五", "部门": SECOND, "角色": "员工"},
        {"工号": "6", "姓名": "钱总", "角色": "班子成员", "分管部门": "乙部、丙部"},
        {"工号": "7", "姓名": "周乙", "部门": SECOND, "角色": "部门负责人"},
        {"工号": "8", "姓名": "吴丙", "部门": "丙部", "角色": "部门负责人"},
    ],
    "节假日": [{"日期": day(5, 1), "类型": "休", "说明": "劳动节"}],
    "督办台账": [
        item("1", 办理时限=day(3, 20), 协办部门="丙部", 分管领导="李总", 承办人="张三", 目标编号="M1", 进展情况="旧进展", 密级="无"),
        item("2", 分管领导="李总", 办理时限=day(3, 25), 状态="办结", 提交日期=day(3, 20), 办结日期=day(3, 22), 完成质量=90.0, 评价人="李总", 完成度=1.0),
        item("3", 前置编号="1", 负面影响="一般", 原因="主观"),
        item("4", SECOND, 责任人="王五", 办理时限=day(3, 20), 分管领导="钱总", 目标编号="M2"),
        item("5", SECOND, 责任人="王五", 办理时限=day(3, 25), 状态="办结", 提交日期=day(3, 24), 办结日期=day(3, 26), 完成质量=80.0),
        item("6", SECOND, 责任人="王五", 办理时限=day(4, 2), 完成度=0.5),
    ],
    "阶段目标": [
        stage_row("1", 自评完成度=0.5, 确认完成度=0.4, 责任人="张三"), stage_row("1", "二", 完成时限=day(4, 30)),
        stage_row("4", 自评完成度=0.9, 确认完成度=0.9),
    ],
    **both("目标库", {"目标编号": "{target}", "年度": 2026.0, "主题": "主题{unit}", "目标": "目标{n}",
                                        "主责部门": "{unit}", "状态": "有效"}),
    **both("反馈记录", {"编号": "{n}", "应反馈日期": day(3, 9), "反馈日期": day(3, 9), "反馈人": "{who}", "内容": "内容{n}"}),
    **both("变更记录", {"编号": "{n}", "变更": "延期", "申请日期": day(3, 1), "原值": "2026-03-20", "新值": "2026-04-20",
                                         "原因": "物资未到", "批准人": "李总", "批准日期": day(3, 3), "结果": "不同意"}),
    **both("认定记录", {"期间": "2026Q1", "编号": "{n}", "认定灯": "黄灯", "认定理由": "例会认定", "会议编号": "H1"}),
    "会议": [{"会议编号": "H1", "日期": day(3, 31), "会议": "亮灯例会", "期间": "2026Q1", "议题": "亮灯", "结论": "同意"}],
    "指标": [indicator("Z1", 实际值=90.0, 责任人="张三", 承办人="张三"), indicator("Z2", SECOND, 实际值=95.0, 责任人="王五", 承办人="王五")],
    **both("考评打分", {"期间": "2026Q1", "考评部门": "丙部", "考评项目": "协同{n}", "被考评单位": "{unit}", "满分": 100.0,
                                         "得分": 91.0, "依据": "台账"}),
    **both("个人评分", {"期间": "2026Q1", "工号": "{staff}", "评分角色": "部门负责人",
                                         "评分人": "{head}", "工作能力": 90.0, "工作态度": 91.0, "工作质量": 88.0}),
    **both("风险点", {"风险编号": "F{n}", "部门": "{unit}", "风险点": "风险{n}", "频率": 2.0, "主观性": 3.0, "危害": 3.0,
                                        "岗位责任人": "{who}", "更新日期": day(1, 5)}),
    **both("抽查记录", {"抽查编号": "C{n}", "日期": day(3, 5), "抽查层级": "日常", "抽查人": "吴丙", "部门": "{unit}",
                                         "被查人": "{who}", "风险编号": "F{n}", "结果": "问题", "问题描述": "记录不全", "扣分": 2.0,
                                         "整改要求": "补齐", "整改责任人": "{who}", "整改时限": day(3, 20)}),
    **both("加减分台账", {"日期": day(3, 6), "部门": "{unit}", "类型": "其他", "分值": 1.0, "事由": "表现{n}",
                                          "状态": "已确认", "确认人": "李总", "确认日期": day(3, 8)}),
    "问责记录": [
        {"日期": day(3, 21), "类别": kind, "对象": who, "规则": "R11 红灯", "事实": "2026Q1 红灯", "编号": n, "状态": "已批", "谈话人": "李总"}
        for kind, who, n in (("督办函", "张三", "1"), ("督办函", "王五", "4"), ("约谈", "张三", "1"), ("提醒", "甲部", "1"), ("预警", "甲部", "F1"))
    ],
    **both("异议", {"日期": day(3, 4), "部门": "{unit}", "编号": "{n}", "表": "督办台账", "意见": "时限太紧"}),
}  # fmt: skip


IDENTITY_NUMBER, MOBILE = "320102 19900307 1234", "13812345678"
TEXTS = (
    *("", " ", "　", "\u00a0", "\u200b", "  甲部  ", "甲 部", "甲部（一）", "甲部(一)", "（）", "()", "[甲]", "【甲】", "Ａ１２（一）", "《甲》"),
    *("第一行\n第二行", "甲\t乙", "甲\r乙", "甲\r\n乙", "甲\x07乙", "甲\x01乙", "\x00", "_x000D_", "甲\ufffe乙", "甲\x85乙\u2028丙"),
    *("<b>&amp;\"'</b>", "😀督办😀", "{{x}} {%p%}", "{% for a in range(999999999) %}", "=1+1", "@SUM(A1)", "'引", "+1", "-", "—", "/", "无"),
    *("长" * 300, "w" * 400, "长" * 32_767, "长" * 32_760 + "\n尾", "甲、乙、丙", "甲部、乙 部、", "、", "；；", "1;2", "甲,乙", "../../x", "CON"),
    *("甲/乙", "甲:乙*?", "..", "a" * 260, "0.9", "90%", "９０％", "1e400", "NaN", "-0", "1,000", "00１", "9" * 30, "TRUE", "是", "否"),
    *("2026-3-1", "2026年2月30日", "2026.3", "20260301", "长期", "年底前", "2026Q1", "2026Q9", "2026-13", "去年", "#N/A", "#REF!", "NULL"),
    *(MOBILE, "+86 138 1234 5678", "0086-13812345678", "025-83412345", "（025）83412345", "电话：83412345", IDENTITY_NUMBER),
    *("\u202e甲", "𠮷", "e\u0301", "１", "Ⅳ", "①", "合计", "小计", "填表人：张三", "1", "4", "M1", "M2", "张三", "王五 "),
)  # fmt: skip
"""Texts that a cell may soundly hold."""
NUMBERS = (0.0, -1.0, 1.0, 0.9, 90.0, 46000.0, 46000.5, 20260303.0, 1e15, 1e300, 1e-300, 13812345678.0, 2958466.0, -46000.0, 1e-9, 100.0001)
OTHERS: dict[str, bytes] = {
    "blank": b"/>",
    "TRUE": b' t="b"><v>1</v></c>',
    **{code: f' t="e"><v>{code}</v></c>'.encode() for code in ("#DIV/0!", "#N/A", "#REF!", "#NAME?")},
    "formula, number": formula("1+1", 2),
    "formula, text": formula('"甲"&"部"', "甲部"),
    "formula, kept": formula("A1", "甲部"),
    "formula, never computed": formula("1+1", None),
    "formula, today": formula("TODAY()", 46122),
}
NASTY: dict[str, bytes] = {
    **{
        f"text {place} {value[:12]!r}": text(CONTROL.sub(lambda found: f"_x{ord(found[0]):04X}_", value))
        for place, value in enumerate(TEXTS)
    },
    **{f"number {value:g}": number(value) for value in NUMBERS},
    **OTHERS,
}
"""What a cell is given, by the name of the case."""
POINTING = [text(value) for value in ("4", "M2", "王五 ")]
"""What names something of 乙部's."""
WRITTEN = "督办"
INPUT = [table for table in TABLES.values() if table.group in ("设置", "日常") and table.name != "按钮选项"]
RULES = ("参数", "亮灯规则", "节假日", "督办频次", "考核分档", "考核权重", "会议", "文种")
"""Tables of which a cell may move whatever depends on it."""
ROWS_OF_FIRST = {"人员": (0, 1, 2), "督办台账": (0, 1, 2), "阶段目标": (0, 1)}
"""Rows of 甲部's, from 0, where they are more than the first."""


class Spot(NamedTuple):
    """A cell of a table, by body row from 0 (-1: the header) and header."""

    table: str
    row: int
    header: str

    def __str__(self) -> str:
        return f"{self.table}[{self.row}].{self.header}"


class Case(NamedTuple):
    """What is typed where, and what is run after the refreshes."""

    typed: tuple[tuple[Spot, str], ...]
    calls: tuple[str, ...]

    def __str__(self) -> str:
        return "; ".join(f"{spot} := {nasty}" for spot, nasty in self.typed)

    @property
    def is_rule(self) -> bool:
        """Whether it may move whatever depends on it."""
        return any(spot.table in RULES or spot.row < 0 or NASTY[nasty] in POINTING for spot, nasty in self.typed)


MORE: dict[str, dict[str, Any]] = {
    "send": {"to": ("部门", "领导", "考评", "抽查")},
    "whatif": {"settings": ("高风险下限=1",)},
    "close": {"period": "2026Q1", "anyway": True},
    "draw": {"n": 1, "seed": 7},
    **{f"document {kind}": {"period": "2026-03"} for kind in ("督办通报", "抽查运行通报", "督办单", "办结报告", "对账单")},
    **{f"document {kind}": {"period": "2026Q1"} for kind in ("绩效通报", "个人绩效反馈单")},
    "document 亮灯通报": {"period": "2026-B2"},
    "document 督办考核通报": {"period": "2026H1"},
}
PAPERS = ("督办通报", "亮灯通报", "绩效通报", "督办考核通报", "抽查运行通报", "周报", "督办单", "批示办理单", "办结报告", "督办函", "提醒单",
          "约谈通知",          "预警信息单", "整改意见书", "个人绩效反馈单", "对账单", "交接清单",
          "领导掌上页")  # fmt: skip
CALLS = ("check", "send", "collect", "remind", "map", "publish", "whatif", "import", "close", "draw", "upgrade", "new", "undo",
         *(f"document {kind}" for kind in PAPERS))  # fmt: skip
"""What is run on a refreshed workbook, each on a copy of its own."""


def perform(call: str, master: Path) -> Report:
    """The action as the command line runs it."""
    key, _, kind = call.partition(" ")
    more: dict[str, Any] = {option.name: option.default for option in BY_KEY[key].options} | MORE.get(call, {})
    if kind:
        more["kind"] = kind
    target = master
    if key == "import":
        more["file"] = str(master.with_name(LEDGER))
    if key == "new":
        more["from"], target = str(master), master.parent / "明年"
    options = Options(NOW, "测试员", DAY, more)
    return attempt(BY_KEY[key], lambda: on_file(BY_KEY[key], target, options, silent), master.parent)


def new_home(folder: Path) -> Path:
    """The company, with an own column in every table that it fills, sheets out and one returned; refreshed until nothing changes."""
    rows = {name: [line(name, row) for row in body] for name, body in ROWS.items()}
    path = create(folder, rows, "示范", Options(NOW, "测试员", DAY), silent)
    with_own_column(path)
    perform("refresh", path)
    send(FileBook(path), Options(NOW, "测试员", DAY, {"to": ("部门",)}), silent)
    shutil.copy(sent_file(path), folder / "回收" / "甲部.xlsx")
    old = xlsxwriter.Workbook(str(folder / LEDGER))
    sheet = old.add_worksheet("台账")
    sheet.write_row(0, 0, ["督办事项", "责任部门", "完成时限", "负责人"])
    sheet.write_row(1, 0, ["修路", "甲部", "2026-6-30", "张三"])
    old.close()
    for _ in range(3):
        perform("refresh", path)
    return path


def with_own_column(path: Path) -> None:
    """One more column behind ours in every table, filled in its rows."""
    package = Package(path.read_bytes())
    book = contents(package)
    for name, part in book.tables.items():
        root = parsed(package.read(part.part))
        add_table_columns(root, part, [OWN])
        package.change(part.part, serialised(root))
        sheet = book.sheets[part.sheet]
        patch = SheetPatch(package.plain(sheet))
        column = part.area.right + 1
        patch.set_cells(part.area.top, {column: text(OWN)})
        for row in range(part.first, part.area.bottom + 1 if TABLES[name].group != "结果" else part.first):
            patch.set_cells(row, {column: text(f"自家{row}")})
        package.change(sheet, patch.written())
    path.write_bytes(b"".join(package.written()))


class Fault(NamedTuple):
    """What a case showed that may not be. kind: in a word; said: what shows it."""

    case: str
    call: str
    kind: str
    said: str


STARTED = ("编号", "操作日志")
SECONDS = 10.0


class Company:
    """The company in a folder, spoilt in copies."""

    def __init__(self, folder: Path) -> None:
        self.home, self.work = folder / "家", folder / "试"
        self.master = new_home(self.home)
        self.data = self.master.read_bytes()
        self.second = told_of_second(self.master)
        self.sent = self.sent_to_second(self.home)

    def sent_to_second(self, home: Path) -> list[str]:
        """What 乙部 is sent."""
        folder = shutil.copytree(home, self.work / "下发")
        perform("send", folder / MASTER)
        found = texts_in(sent_file(folder / MASTER, SECOND))
        shutil.rmtree(self.work)
        return found

    def faults(self, case: Case) -> Iterator[Fault]:
        """Everything that goes wrong with a case."""
        shutil.rmtree(self.work, ignore_errors=True)
        home = shutil.copytree(self.home, self.work / "家")
        path = home / MASTER
        for spot, nasty in case.typed:
            spoil(path, spot, NASTY[nasty])
        typed_in = inputs(path)
        yield from self.refreshed(case, path, typed_in)
        settled = {file.relative_to(home): file.read_bytes() for file in home.rglob("*") if file.is_file()}
        for call in case.calls:
            folder = shutil.copytree(home, self.work / call)
            report, said = self.run(call, folder / MASTER)
            yield from said_wrongly(case, call, report, said)
            yield from kept(case, call, typed_in, folder / MASTER) if call not in ("undo", "new") else ()
            yield from unsound(case, call, folder, settled)
            if call == "send" and not case.is_rule and report.status is not Status.NOT_DONE:
                now = texts_in(sent_file(folder / MASTER, SECOND))
                if now != self.sent:
                    yield Fault(str(case), call, "what 乙部 is sent moved", str(difference(self.sent, now)))
            if call == "publish":
                yield from published_contacts(case, folder)
            shutil.rmtree(folder)

    def run(self, call: str, path: Path) -> tuple[Report, float]:
        begun = time.monotonic()
        return perform(call, path), time.monotonic() - begun

    def refreshed(self, case: Case, path: Path, typed_in: dict[str, Grid]) -> Iterator[Fault]:
        before = {file.relative_to(path.parent): file.read_bytes() for file in path.parent.rglob("*") if file.is_file()}
        report, took = self.run("refresh", path)
        yield from said_wrongly(case, "refresh", report, took)
        if report.status is Status.NOT_DONE:
            return
        yield from kept(case, "refresh", typed_in, path)
        yield from unsound(case, "refresh", path.parent, before)
        if not case.is_rule:
            now = told_of_second(path)
            yield from (
                Fault(str(case), "refresh", f"a row of 乙部 moved in {name}", str(difference(self.second[name], now[name])))
                for name in now
                if now[name] != self.second[name]
            )
        yield from unlisted(case, path)
        once = path.read_bytes()
        report, took = self.run("refresh", path)
        yield from said_wrongly(case, "refresh again", report, took)
        if path.read_bytes() != once and not any("today" in nasty for _, nasty in case.typed):  # it has no result then, and is listed
            yield Fault(str(case), "refresh again", "twice is not the same", moved_between(once, path))


def unlisted(case: Case, path: Path) -> Iterator[Fault]:
    """A cell that holds something, and that no rule can take for a day, a number, a word of its list or a row it names: it is listed."""
    grids = FileBook(path).read(list(TABLES))
    listed = {tuple(row[:3]) for row in grids["数据检查"].rows}
    for spot, nasty in case.typed:
        if not 0 <= spot.row < len(grids[spot.table].rows) or spot.header == OWN or spot.table == "参数":
            continue
        grid, column = grids[spot.table], TABLES[spot.table].column(spot.header)
        raw, row = grid.rows[spot.row][grid.headers.index(spot.header)], grid.first_row + spot.row
        records = {record.at.row: record for record in parse_table(TABLES[spot.table], grid)[0]}
        if is_nothing(raw) or raw == CellError(NOT_COMPUTED) or row not in records or (spot.table, float(row), spot.header) in listed:
            continue
        value = getattr(records[row], column.field)
        understood = value not in (None, "", ())
        if column.spec.of:
            understood = value in LISTS[column.spec.of]
        if column.spec.refers and understood:
            target, names = TABLES[column.spec.refers], (value,) if isinstance(value, str) else value
            known = {plain(str(cell)) for line in grids[target.name].rows for cell in line[:2] if cell is not None}
            understood = all(name in known for name in names)
        if not understood:
            yield Fault(f"{spot} := {nasty}", "refresh", "not listed", f"{raw!r} -> {value!r}")


def is_nothing(value: Value) -> bool:
    """Blank, or one of the words for it."""
    return value is None or (isinstance(value, str) and (NOTHING.fullmatch(visible(value).strip()) is not None))


def moved_between(once: bytes, path: Path) -> str:
    """Which parts differ."""
    other = path.with_name("once.xlsm")
    other.write_bytes(once)
    old, new = FileBook(other), FileBook(path)
    one, two = old.read(list(old.tables())), new.read(list(new.tables()))
    other.unlink()
    return str({name: difference(one[name].rows, two[name].rows) for name in one if one[name].rows != two[name].rows})


def difference(old: Sequence[Any], new: Sequence[Any]) -> tuple[list[Any], list[Any]]:
    return [one for one in old if one not in new][:4], [one for one in new if one not in old][:4]


def spoil(path: Path, spot: Spot, content: bytes) -> None:
    """Type it into the cell; a header is changed in its cell and in the table, as Excel does."""
    if spot.row >= 0:
        typed(path, spot.table, {(spot.row, spot.header): content})
        return
    package = Package(path.read_bytes())
    book = contents(package)
    part = book.tables[spot.table]
    root = parsed(package.read(part.part))
    (found,) = [column for column in root.iter(f"{repair_lint.MAIN}tableColumn") if column.get("name") == spot.header]
    said = HEADERS_NASTY[content].format(spot.header)
    found.set("name", said)
    package.change(part.part, serialised(root))
    patch = SheetPatch(package.plain(book.sheets[part.sheet]))
    patch.set_cells(part.area.top, {part.area.left + part.headers.index(spot.header): text(said)})
    package.change(book.sheets[part.sheet], patch.written())
    path.write_bytes(b"".join(package.written()))


def inputs(path: Path) -> dict[str, Grid]:
    return FileBook(path).read([table.name for table in TABLES.values() if table.group != "结果"])


NUMBERED = {("督办台账", "编号")}
"""Blank cells that a refresh fills."""


def kept(case: Case, call: str, before: dict[str, Grid], path: Path) -> Iterator[Fault]:
    """Every cell of the rows that were there is what it was, own columns and formulas too."""
    after = inputs(path)
    for name, grid in before.items():
        now = after.get(name)
        if now is None or now.headers != grid.headers or len(now.rows) < len(grid.rows):
            yield Fault(str(case), call, "a table is gone or shorter", name)
            continue
        for at, row in enumerate(grid.rows):
            proposed = name in PROPOSAL_FIELDS and str(row[grid.headers.index("来源")]).startswith(AUTOMATIC)
            for header, old, new in zip(grid.headers, row, now.rows[at], strict=True):
                filled = is_nothing(old) and (name, header) in NUMBERED
                lost = new == CellError(NOT_COMPUTED) and (at, header) in grid.formulas  # what it reads is not known: the run says so
                if old != new and not filled and not lost and not proposed:
                    yield Fault(str(case), call, f"a cell of {name} was rewritten", f"{at} {header}: {old!r} -> {new!r}")


CHINESE = re.compile("[\u4e00-\u9fff]")


def said_wrongly(case: Case, call: str, report: Report, took: float) -> Iterator[Fault]:
    """A fault of the program, nothing in Chinese, a refusal without the place, too long a time."""
    said = "\n".join(report.messages)
    if "程序出错" in said:
        yield Fault(str(case), call, "crash", said)
    elif not all(map(CHINESE.search, report.messages)):
        yield Fault(str(case), call, "not in Chinese", said)
    elif report.status is Status.NOT_DONE and not may_refuse(case, said):
        yield Fault(str(case), call, "stopped by one cell", said)
    if re.search(r"[A-Z][a-z]+Error|Traceback|None\b|nan\b", said):
        yield Fault(str(case), call, "words of the program", said)
    if took > SECONDS:
        yield Fault(str(case), call, "slow", f"{took:.1f}")


def may_refuse(case: Case, said: str) -> bool:
    """A formula that nobody has computed stops what counts, with its cell; a header that is gone stops with its table."""
    return any(
        spot.table in said and spot.header in said and ("computed" in nasty or "today" in nasty or spot.row < 0)
        for spot, nasty in case.typed
    )


def unsound(case: Case, call: str, folder: Path, before: Mapping[Path, bytes]) -> Iterator[Fault]:
    """Workbooks and papers that are new or changed, and that Excel or Word would repair; what is left half done."""
    for file in sorted(folder.rglob("*")):
        if not file.is_file() or before.get(file.relative_to(folder)) == file.read_bytes():
            continue
        if file.name.startswith(".~"):
            yield Fault(str(case), call, "left half done", file.name)
        elif file.suffix in (".xlsx", ".xlsm", ".docx") and "备份" not in file.parts:
            yield from (Fault(str(case), call, "unsound", f"{file.name}: {found}") for found in repair_lint.lint(file))
            yield from (
                Fault(str(case), call, "bad characters", f"{file.name}: {part}") for part in strange_parts(file) if file.suffix != ".xlsm"
            )
        if len(file.name.encode()) > 240:
            yield Fault(str(case), call, "a long name", file.name)


def strange_parts(file: Path) -> Iterator[str]:
    with zipfile.ZipFile(file) as package:
        for name in package.namelist():
            if name.endswith((".xml", ".rels")) and CONTROL.search(etree.fromstring(package.read(name)).xpath("string()")):
                yield name


def texts_in(path: Path) -> list[str]:
    """The cells of every sheet."""
    book = FileBook(path)
    return [str((name, row)) for name, grid in book.read(list(book.tables())).items() for row in grid.rows]


def kind_of(spot: Spot) -> str:
    return next((column.kind for column in TABLES[spot.table].columns if column.header == spot.header), "own")


SECRETS = ("13812345678", "83412345", "320102199003071234")


def published_contacts(case: Case, folder: Path) -> Iterator[Fault]:
    if any(nasty.startswith("number 1.3") and kind_of(spot) != "text" for spot, nasty in case.typed):
        return  # a figure
    for path in folder.glob("输出/**/公布本_*.xlsx"):
        for row in texts_in(path):
            digits = re.sub(r"\D", "", row)
            if any(secret in digits for secret in SECRETS):
                yield Fault(str(case), "publish", "a number is published", row[:300])


OF_SECOND: dict[str, tuple[str, tuple[str, ...], tuple[str, ...]]] = {
    "亮灯": ("主责部门", (SECOND,), ()),
    "部门成绩": ("部门", (SECOND,), ("类型排名", "总排名", OWN)),
    "个人成绩": ("姓名", ("王五", "周乙"), ("排名", "等次", OWN)),
    "抽查成绩": ("部门", (SECOND,), ("排名", OWN)),
    "抽查计划": ("部门", (SECOND,), ()),
    "提醒清单": ("收件人", ("王五", "周乙"), ()),
    "升级与问责": ("对象", (SECOND, "王五", "周乙"), ()),
    "得失分": ("对象", (SECOND, "王五（5）", "周乙（7）"), ("行",)),
    "工作建议": ("对象", (SECOND, "4", "6"), ()),
}
"""How a result says what is 乙部's: a column, its values; and the columns that others bear on."""


def told_of_second(path: Path) -> dict[str, list[tuple[Value, ...]]]:
    grids = FileBook(path).read(list(OF_SECOND))
    found = {}
    for name, (header, values, others) in OF_SECOND.items():
        grid = grids[name]
        place, skipped = grid.headers.index(header), [grid.headers.index(other) for other in others]
        found[name] = sorted(
            (tuple(value for at, value in enumerate(row) if at not in skipped) for row in grid.rows if row[place] in values), key=str
        )
    return found


HEADERS_NASTY: dict[bytes, str] = {
    b"blank behind": "{} ",
    b"wide blank": "\u3000{}",
    b"line": "\n{}",
    b"brackets": "{}（必填）",
    b"another": "别的",
    b"a phone": "{}" + MOBILE,
    b"tag": "{{x}}<b>&",
    b"long": "长" * 255,
    b"quote": "'[#甲]@",
}
"""What a header becomes, by the name of the case."""
NASTY |= {f"header {name.decode()}": name for name in HEADERS_NASTY}


def spots() -> list[Spot]:
    """Every column of every input table, own columns and headers included."""
    found = []
    for table in INPUT:
        rows = ROWS_OF_FIRST.get(table.name, (0,))
        if table.name in ("参数",):
            rows = tuple(range(120))
        if table.name in RULES and table.name != "参数":
            rows = (0, 1)
        for row in rows:
            headers = ("取值", "名称") if table.name == "参数" else (*table.headers, OWN)
            found += [Spot(table.name, row, header) for header in headers]
        found += [Spot(table.name, -1, header) for header in (*table.headers, OWN)]
    return found


def cases(seed: int, cells: int = 1, calls: int = 2) -> Iterator[Case]:
    """Without end: every cell with every value, in an order of its own, and actions in turn. cells: how many at once."""
    draw = random.Random(seed)
    every = [(spot, nasty) for spot in spots() for nasty in NASTY if nasty.startswith("header") == (spot.row < 0)]
    for first in draw.sample(every, len(every)):
        more = [] if cells == 1 else [one for one in draw.sample(every, 3 * cells) if one[0].table not in RULES and one[0].row >= 0]
        yield Case(tuple({**dict(more[: cells - 1]), first[0]: first[1]}.items()), tuple(draw.sample(CALLS, calls)))


def narrowed(company: Company, case: Case, fault: Fault) -> Fault:
    """The same fault with fewer of the cells: halved as long as one half shows it."""
    calls = () if fault.call.startswith("refresh") else (fault.call,)
    half = len(case.typed) // 2
    for part in (case.typed[:half], case.typed[half:]) if half else ():
        smaller = Case(part, calls)
        for found in company.faults(smaller):
            if found[1:3] == fault[1:3]:
                return narrowed(company, smaller, found)
    return fault
