"""duban collect as the clerk runs it: real files out of real programs, hostile ones beside them, the list and its 取舍, --json, status."""

import datetime as dt
import io
import json
import os
import shutil
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.cell.cell import MergedCell
from support import tools
from support.calc_office import needs_calc, shared_app, watched
from support.collect_office import FILLED, OPTIONS, Edits, fill, new_office, sent_file
from support.digests import digest, digests
from support.round_trip import DAY, NOW

from addin.closed.file_book import FileBook
from addin.live.live_book import LiveBook
from macros.__main__ import run
from macros.collect import collect
from macros.steps.report import Options, Report, Status, silent
from workbook_templates.sent.outcomes import KEEP, TAKE
from workbook_templates.tables.grid import Value

LATER = Options(NOW.replace(hour=10), "测试员", DAY)

ACCEPTED = {
    "督办台账 1 进展情况": "完成 3 项", "督办台账 2 完成度": "60%", "督办台账 3 提交日期": "2026-03-03", "督办台账 3 状态": "提交",
    "阶段目标 1/一 自评完成度": "85%", "阶段目标 1/一 自评日期": "2026-03-03", "反馈记录 1/2026-03-09 内容": "已完成 12 台",
    "指标 Z1/2026Q1 实际值": "96.5",
}  # fmt: skip


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """To be copied."""
    return new_office(tmp_path_factory.mktemp("office")).parent


@pytest.fixture
def master(office: Path, tmp_path: Path) -> Path:
    shutil.copytree(office, tmp_path, dirs_exist_ok=True)
    return tmp_path / "督办总台账.xlsm"


def logged(master: Path) -> dict[str, str]:
    """What 操作日志 says was accepted: subject → value."""
    grid = FileBook(master).read(["操作日志"])["操作日志"]
    rows = [dict(zip(grid.headers, row, strict=True)) for row in grid.rows]
    return {str(row["对象"]): str(row["变更后"]) for row in rows if row["操作"] == "回收" and row["对象"] != master.name}


def newest_list(master: Path) -> Path:
    return max((master.parent / "输出").rglob("回收清单_*.xlsx"))


# the whole way


def test_filled_in_collected_once_and_twice(master: Path, tmp_path: Path) -> None:
    fill(sent_file(master), tmp_path / "回收" / "甲部 张三 发回(1).xlsx")
    returned = digests(tmp_path / "回收")
    report = collect(FileBook(master), OPTIONS, silent)
    assert (report.status, report.figures["改动"]) == (Status.DONE, True)
    accepted = logged(master)
    assert {about: value for about, value in accepted.items() if about in ACCEPTED} == ACCEPTED
    assert len(accepted) == len(ACCEPTED) + 1  # and the extension
    before = digests(tmp_path)
    again = collect(FileBook(master), LATER, silent)
    assert (again.status, again.figures["改动"], again.figures["采用"]) == (Status.DONE, False, 0)
    assert digests(tmp_path) == before  # not a byte of the master, and no new list
    assert {name.removeprefix("回收/"): value for name, value in before.items() if name.startswith("回收/")} == returned


def test_the_master_gets_exactly_those_cells(master: Path, tmp_path: Path) -> None:
    names = ("督办台账", "阶段目标", "反馈记录", "指标", "变更记录", "异议", "部门", "批次")
    before = FileBook(master).read(names)
    fill(sent_file(master), tmp_path / "回收" / "a.xlsx")
    collect(FileBook(master), OPTIONS, silent)
    after = FileBook(master).read(names)
    different = {
        (name, place, header): row[column]
        for name in names
        for place, row in enumerate(after[name].rows)
        for column, header in enumerate(after[name].headers)
        if place >= len(before[name].rows) or row[column] != before[name].rows[place][column]
    }
    rows = {(name, header): value for (name, _, header), value in different.items() if value is not None}
    assert {key for key in rows if key[0] != "变更记录"} == {
        ("督办台账", "进展情况"), ("督办台账", "完成度"), ("督办台账", "提交日期"), ("督办台账", "状态"), ("阶段目标", "自评完成度"),
        ("阶段目标", "自评日期"), ("反馈记录", "内容"), ("指标", "实际值"),
    }  # fmt: skip
    assert rows["督办台账", "完成度"] == 0.6  # in a cell that shows percent
    assert rows["变更记录", "结果"] == "待批"
    assert rows["变更记录", "原值"] == "2026-06-30"


@tools.needs_office
def test_saved_again_by_a_real_spreadsheet(master: Path, tmp_path: Path) -> None:
    """LibreOffice opens what openpyxl has saved and renamed, saves it, and does so once more."""

    def rename(book: Any) -> None:
        book["督办台账"].title = "我们的表"
        book["批次信息"].sheet_state = "visible"
        book.move_sheet("指标", -3)
        book["我们的表"].row_dimensions[5].hidden = True

    path = fill(sent_file(master), tmp_path / "a.xlsx", more=rename)
    path = tools.convert(tools.convert(path, "xlsx", tmp_path / "lo"), "xlsx", tmp_path / "lo2")
    shutil.copy(path, tmp_path / "回收" / "甲部.xlsx")
    report = collect(FileBook(master), OPTIONS, silent)
    assert (report.figures["拒收"], report.figures["待定"]) == (0, 0), report.messages
    assert {about: value for about, value in logged(master).items() if about in ACCEPTED} == ACCEPTED


# traits of WPS, imitated: no WPS is to be had here


def wps_application(book: Any) -> None:
    """WPS names itself in app.xml and numbers its formats from 176 up; it keeps tables, and drops nothing that we read."""
    for sheet in book.worksheets:
        for row in sheet.iter_rows(min_row=4):
            for cell in row:
                if not isinstance(cell, MergedCell) and cell.is_date:
                    cell.number_format = "yyyy/m/d;@"


def wps_without_tables(book: Any) -> None:
    """“区域转换”: the tables are plain ranges, filtered."""
    for sheet in book.worksheets:
        for name in list(sheet.tables):
            del sheet.tables[name]


def wps_text_cells(book: Any) -> None:
    """Cells that were pasted as text: dates and shares are words with the apostrophe's format."""
    for name in ("督办台账", "阶段目标"):
        for row in book[name].iter_rows(min_row=4):
            for cell in row:
                if cell.is_date and cell.value:
                    cell.value, cell.number_format = f"{cell.value:%Y/%m/%d}", "@"
                elif isinstance(cell.value, float) and "%" in cell.number_format:
                    cell.value, cell.number_format = f"{cell.value:.0%}", "@"


def wps_merged(book: Any) -> None:
    """“合并相同单元格”: equal keys of neighbouring rows are one merged cell."""
    sheet = book["阶段目标"]
    sheet.merge_cells("A4:A5")


def wps_title(book: Any) -> None:
    """A title typed into a new first row, merged over the sheet; the header two rows further down."""
    sheet = book["督办台账"]
    for area in [str(merged) for merged in sheet.merged_cells.ranges]:
        sheet.unmerge_cells(area)
    for name in list(sheet.tables):
        del sheet.tables[name]
    sheet.insert_rows(1, 2)
    sheet["A1"] = "甲部三月份督办事项填报表"
    sheet.merge_cells("A1:H1")


WPS = [wps_application, wps_without_tables, wps_text_cells, wps_merged, wps_title]


def test_files_with_traits_of_wps(master: Path, tmp_path: Path) -> None:
    for trait in WPS:
        fill(sent_file(master), tmp_path / "回收" / f"{trait.__name__}.xlsx", more=trait)
    report = collect(FileBook(master), OPTIONS, silent)
    assert [entry for entry in report.figures["条目"] if entry["outcome"] in ("拒收", "待定", "标记")] == [
        entry for entry in report.figures["条目"] if entry["outcome"] == "标记" and "没有填反馈日期" in entry["reason"]
    ]
    assert {about: value for about, value in logged(master).items() if about in ACCEPTED} == ACCEPTED


# the list and its 取舍


def clashed(master: Path, tmp_path: Path) -> Report:
    """Two cells that both sides changed."""
    edits: Edits = {("督办台账", "1", "进展情况"): "部门甲", ("督办台账", "2", "进展情况"): "部门乙"}
    fill(sent_file(master), tmp_path / "回收" / "a.xlsx", edits)
    book = FileBook(master)
    book.update("督办台账", {(0, "进展情况"): "办公室甲", (1, "进展情况"): "办公室乙"})
    book.commit(None)
    return collect(FileBook(master), OPTIONS, silent)


def progress(master: Path) -> list[Value]:
    grid = FileBook(master).read(["督办台账"])["督办台账"]
    return [row[grid.headers.index("进展情况")] for row in grid.rows[:2]]


def choose(path: Path, choices: Mapping[str, str]) -> None:
    """取舍 as the clerk picks it, after sorting the sheet and inserting a column."""
    book: Any = openpyxl.load_workbook(path)
    sheet = book["待定"]
    titles = [cell.value for cell in sheet[3]]
    for row in range(4, sheet.max_row + 1):
        returned = sheet.cell(row, titles.index("回收值") + 1).value
        sheet.cell(row, titles.index("取舍") + 1).value = choices.get(returned)
    sheet.auto_filter.ref = None
    sheet.insert_cols(2)
    book.save(path)


def test_a_conflict_is_decided_in_the_list(master: Path, tmp_path: Path) -> None:
    report = clashed(master, tmp_path)
    assert (report.status, report.figures["待定"], progress(master)) == (Status.DONE_WITH_ENTRIES, 2, ["办公室甲", "办公室乙"])
    (first,) = (tmp_path / "输出").rglob("回收清单_*.xlsx")
    choose(first, {"部门甲": TAKE, "部门乙": KEEP})
    report = collect(FileBook(master), LATER, silent)
    assert (report.status, report.figures["待定"], report.figures["采用"], report.figures["保留"]) == (Status.DONE, 0, 1, 1)
    assert progress(master) == ["部门甲", "办公室乙"]
    before = digests(tmp_path)
    third = collect(FileBook(master), Options(NOW.replace(hour=11), "测试员", DAY), silent)
    assert (third.status, third.figures["改动"], third.figures["保留"]) == (Status.DONE, False, 1)  # the second list holds the choice too
    assert digests(tmp_path) == before


def test_the_last_list_counts_whatever_the_clock_says(master: Path, tmp_path: Path) -> None:
    """The clock has gone back by a day between two runs: what is chosen in the second list prevails."""
    clashed(master, tmp_path)
    (first,) = (tmp_path / "输出").rglob("回收清单_*.xlsx")
    choose(first, {"部门甲": KEEP})
    earlier = Options(NOW - dt.timedelta(days=1), "测试员", DAY)
    (tmp_path / "回收" / "b.xlsx").write_bytes((tmp_path / "回收" / "a.xlsx").read_bytes())
    fill(sent_file(master), tmp_path / "回收" / "b.xlsx", {("督办台账", "3", "进展情况"): "部门丙"})
    collect(FileBook(master), earlier, silent)
    second = next(path for path in (tmp_path / "输出").rglob("回收清单_*_0001.xlsx"))
    choose(second, {"部门甲": TAKE, "部门乙": KEEP})
    collect(FileBook(master), LATER, silent)
    assert progress(master) == ["部门甲", "办公室乙"]


def test_without_a_choice_nothing_is_decided_and_no_list_is_written_again(master: Path, tmp_path: Path) -> None:
    clashed(master, tmp_path)
    before = digests(tmp_path)
    report = collect(FileBook(master), LATER, silent)
    assert (report.status, report.figures["待定"]) == (Status.DONE_WITH_ENTRIES, 2)
    assert any(newest_list(master).name in message for message in report.messages)
    assert digests(tmp_path) == before


def test_the_list_has_every_cell_with_its_reason(master: Path, tmp_path: Path) -> None:
    edits: Edits = {**FILLED, ("督办台账", "1", "提交日期"): "昨天", ("反馈记录", "1", "2026-03-09", "内容"): "正在推进"}
    fill(sent_file(master), tmp_path / "回收" / "a.xlsx", edits)
    (tmp_path / "回收" / "图片.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    report = collect(FileBook(master), OPTIONS, silent)
    assert report.status is Status.DONE_WITH_ENTRIES
    path = newest_list(master)
    book: Any = openpyxl.load_workbook(path)
    assert book.sheetnames == ["回收清单", "拒收", "标记", "采用", "未变"]
    refused = [[cell.value for cell in row] for row in book["拒收"].iter_rows(min_row=3)]
    assert refused[0][:9] == ["部门", "表", "编号", "列", "下发值", "回收值", "现值", "原因", "怎么办"]
    by_cell = {row[3]: row for row in refused[1:]}
    assert by_cell["提交日期"][:9] == ["甲部", "督办台账", "1", "提交日期", None, "昨天", None, "“昨天”不是日期", "填日期，如 2026-03-05"]
    assert by_cell["提交日期"][9:11] == ["a.xlsx", "督办台账 第 4 行"]
    assert by_cell[None][7].startswith("不是 Excel 工作簿")
    counts = {name: book[name].max_row - 3 for name in ("拒收", "标记", "采用")}
    assert counts == {name: report.figures[name] for name in counts}
    unchanged = [row[3].value for row in book["未变"].iter_rows(min_row=4)]
    assert sum(len(str(text).split("、")) for text in unchanged) == report.figures["未变"]
    files = [[cell.value for cell in row] for row in book["回收清单"].iter_rows(min_row=8, max_row=9)]
    assert [row[:3] for row in files] == [["a.xlsx", "甲部", "20260303-1"], ["图片.png", None, None]]
    assert tools.repair_errors(path) == []


@tools.needs_sdk
def test_the_list_is_sound(master: Path, tmp_path: Path) -> None:
    clashed(master, tmp_path)
    assert tools.sdk_errors(newest_list(master)) == []


def test_a_list_that_can_not_be_written_is_said_and_the_master_is_done(
    master: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from addin.whole_folder import WriteFailed

    def refuse(*_: object) -> None:
        raise WriteFailed("没有权限")

    monkeypatch.setattr("macros.collect.put_file", refuse)
    fill(sent_file(master), tmp_path / "回收" / "a.xlsx")
    report = collect(FileBook(master), OPTIONS, silent)
    assert report.figures["改动"] is True
    assert any("没有写成（没有权限）" in message for message in report.messages)


# hostile and unlucky files: one run for all of them


def zipped(parts: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return out.getvalue()


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def with_part(data: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    parts = parts_of(data)
    parts[name] = change(parts.get(name, b""))
    return zipped(parts)


SHEET = "xl/worksheets/sheet2.xml"
FAR = b'<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row></sheetData>'
LAUGHS = b"<!DOCTYPE l [<!ENTITY a '" + b"ha" * 50 + b"'>" + b"".join(
    b"<!ENTITY %c '%s'>" % (98 + n, (b"&%c;" % (97 + n)) * 10) for n in range(8)
) + b"]>"  # fmt: skip
OUTSIDE = b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]>'
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def tiny(xml: bytes) -> bytes:
    """A workbook of a few hundred bytes with this sheet."""
    types = (
        b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        b'<Default Extension="xml" ContentType="application/xml"/>'
        b'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/></Types>'
    )
    main = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    kind = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    relations = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    relations += b'<Relationship Id="a" Type="%s" Target="%s"/></Relationships>'
    sheets = b'<sheets><sheet name="s" sheetId="1" r:id="a"/></sheets>'
    return zipped(
        {
            "[Content_Types].xml": types,
            "_rels/.rels": relations % (kind + b"/officeDocument", b"xl/workbook.xml"),
            "xl/_rels/workbook.xml.rels": relations % (kind + b"/worksheet", b"worksheets/sheet1.xml"),
            "xl/workbook.xml": b'<workbook xmlns="%s" xmlns:r="%s">' % (main, kind) + sheets + b"</workbook>",
            "xl/worksheets/sheet1.xml": b'<worksheet xmlns="%s"><sheetData>' % main + xml + b"</sheetData></worksheet>",
        }
    )


def lying(data: bytes) -> bytes:
    """A zip whose directory says that a part is a hundred bytes long."""
    at = data.rindex(b"PK\1\2")
    return data[: at + 24] + struct.pack("<L", 100) + data[at + 28 :]


HOSTILE: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "空的.xlsx": (lambda _: b"", "空文件（0 字节）"),
    "截断.xlsx": (lambda data: data[: len(data) // 2], "已损坏"),
    "坏字节.xlsx": (lambda data: data[:2000] + bytes(50) + data[2050:], "已损坏"),
    "尺寸谎报.xlsx": (lying, "已损坏"),
    "老格式改名.xlsx": (lambda _: OLE + "Workbook".encode("utf-16-le"), "旧格式 .xls"),
    "加密.xlsx": (lambda _: OLE + "EncryptedPackage".encode("utf-16-le"), "有打开密码"),
    "图片.png": (lambda _: b"\x89PNG\r\n\x1a\n" + bytes(100), "不是 Excel 工作簿"),
    "改名的图片.xlsx": (lambda _: b"\xff\xd8\xff\xe0" + bytes(100), "不是 Excel 工作簿"),
    "网页.xls": (lambda _: b"<html><table><tr><td>1", "不是 Excel 工作簿"),
    "说明.txt": (lambda _: "请查收".encode(), "不是 Excel 工作簿"),
    "尺寸炸弹.xlsx": (lambda _: tiny(FAR[:-12]), "单元格 XFD1048576 有内容，一直铺到第 1048576 行"),
    "实体炸弹.xlsx": (lambda data: with_part(data, SHEET, lambda part: LAUGHS + part), "DOCTYPE"),
    "外部实体.xlsx": (
        lambda data: with_part(data, "xl/workbook.xml", lambda part: OUTSIDE + part),
        "DOCTYPE",
    ),
    "压缩炸弹.xlsx": (lambda data: with_part(data, "xl/media/a.bin", lambda _: bytes(150_000_000)), "上限 100 MB"),
    "压缩比炸弹.xlsx": (lambda data: with_part(data, "xl/media/a.bin", lambda _: bytes(60_000_000)), "压缩比"),
    "路径逃逸.xlsx": (lambda data: with_part(data, "../../逃逸.txt", lambda _: b"x"), "文件夹之外"),
    "绝对路径.xlsx": (lambda data: with_part(data, "/tmp/逃逸.txt", lambda _: b"x"), "文件夹之外"),  # noqa: S108 - a name inside a zip
    "别的工作簿.xlsx": (lambda _: tiny(b'<row r="1"><c r="A1"><v>1</v></c></row>'), "不是下发的表"),
    "没有工作表.xlsx": (lambda data: zipped({n: p for n, p in parts_of(data).items() if "worksheets/" not in n}), "已损坏"),
    "文档.xlsx": (lambda _: zipped({"word/document.xml": b"<a/>"}), "不是 Excel 工作簿"),
    "表格.ods": (lambda _: zipped({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<a/>"}), ".ods 格式"),
    "开着.xlsx": (lambda data: data, "正被打开着"),
    "也开着.xlsx": (lambda data: data, "正被“张三”打开着"),
    "=cmd|' calc'!A1.xlsx": (lambda _: b"PK", "已损坏"),
    "名字\n换行\u202e反向.xlsx": (lambda _: b"PK", "已损坏"),
    "很长" * 40 + ".xlsx": (lambda _: b"PK", "已损坏"),
}  # fmt: skip


class HostileRun:
    def __init__(self, folder: Path) -> None:
        self.outside = folder
        self.home = folder / "里面"
        self.home.mkdir()
        self.master = new_office(self.home)
        returned, good = self.home / "回收", fill(sent_file(self.master), folder / "好.xlsx")
        shutil.copy(good, returned / "甲部.xlsx")
        (returned / "甲部.xlsx").chmod(0o444)
        for name, (make, _) in HOSTILE.items():
            if os.name != "nt" or name.isprintable():
                (returned / name).write_bytes(make(good.read_bytes()))
        (returned / "~$开着.xlsx").write_bytes(bytes(165))
        (returned / ".~lock.也开着.xlsx#").write_text("张三,,,,")
        (returned / "子文件夹").mkdir()
        shutil.copy(good, returned / "子文件夹" / "a.xlsx")
        if os.name != "nt":
            (returned / "链接.xlsx").symlink_to(good)
            (returned / "断了的链接.xlsx").symlink_to(folder / "没有")
            os.mkfifo(returned / "管道.xlsx")
        (returned / ".DS_Store").write_bytes(b"x")
        self.before = self.state()
        self.report = collect(FileBook(self.master), OPTIONS, silent)
        self.after = self.state()
        refused = [entry for entry in self.report.figures["条目"] if entry["outcome"] == "拒收"]
        self.told = {entry["file"]: f"{entry['reason']}：{entry['remedy']}" for entry in refused}

    def state(self) -> dict[str, str]:
        """Everything that must stay as it is: all but the master, its backup and the list."""
        files = [path for path in sorted(self.outside.rglob("*")) if path.is_file() and not path.is_symlink()]
        kept = [path for path in files if path != self.master and not {"归档", "输出"} & set(path.relative_to(self.outside).parts)]
        return {str(path.relative_to(self.outside)): digest(path) for path in kept}


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> HostileRun:
    return HostileRun(tmp_path_factory.mktemp("hostile"))


def test_hostile_files_do_not_stop_the_others(hostile: HostileRun) -> None:
    assert {about: value for about, value in logged(hostile.master).items() if about in ACCEPTED} == ACCEPTED
    assert hostile.report.status is Status.DONE_WITH_ENTRIES
    assert hostile.report.figures["采用"] == len(ACCEPTED) + 1
    assert "甲部.xlsx" not in hostile.told


def shown(name: str) -> str:
    from macros.steps.returned_files import shown_name

    return shown_name(name)


@pytest.mark.parametrize("name", HOSTILE)
def test_each_is_refused_with_its_reason_and_a_remedy(hostile: HostileRun, name: str) -> None:
    assert HOSTILE[name][1] in hostile.told[shown(name)]
    assert hostile.told[shown(name)].split("：", 1)[1].strip()


@pytest.mark.skipif(os.name == "nt", reason="Windows needs rights for links")
@pytest.mark.parametrize(
    ("name", "why"),
    [("链接.xlsx", "是链接"), ("断了的链接.xlsx", "是链接"), ("管道.xlsx", "不是普通文件"), ("子文件夹", "是文件夹，没有进去看")],
)
def test_what_is_no_file_is_named_and_not_opened(hostile: HostileRun, name: str, why: str) -> None:
    assert why in hostile.told[name]


def test_nothing_but_the_master_and_the_list_was_written(hostile: HostileRun) -> None:
    assert hostile.after == hostile.before
    assert not list(hostile.outside.rglob("逃逸*"))
    assert {path.name for path in hostile.home.iterdir()} == {"下发", "归档", "回收", "督办总台账.xlsm", "输出"}
    assert ".DS_Store" not in hostile.told


def test_names_of_files_can_not_break_a_line(hostile: HostileRun) -> None:
    assert all("\n" not in message and "\u202e" not in message for message in hostile.report.messages)
    assert tools.repair_errors(newest_list(hostile.master)) == []
    assert json.dumps(hostile.report.as_json())


@tools.needs_office
def test_a_real_xls_under_the_name_of_an_xlsx_is_named(master: Path, tmp_path: Path) -> None:
    shutil.copy(tools.convert(sent_file(master), "xls", tmp_path / "xls"), tmp_path / "回收" / "改名.xlsx")
    report = collect(FileBook(master), OPTIONS, silent)
    (entry,) = [entry for entry in report.figures["条目"] if entry["outcome"] == "拒收"]
    assert (entry["reason"], entry["remedy"]) == ("是旧格式 .xls", "请用 Excel 或 WPS 打开，另存为 .xlsx")


# the command line


def test_the_command_reads_what_it_is_given(master: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = tmp_path / "邮件"
    other.mkdir()
    path = fill(sent_file(master), other / "a.xlsx")
    status = run(["collect", str(master), str(path), str(other), "--as-of", "2026-03-03", "--json"])
    summary = json.loads(capsys.readouterr().out)
    assert status == summary["status"] == 0
    figures = summary["figures"]
    assert (figures["文件"], figures["采用"], figures["没有收到"]) == (1, len(ACCEPTED) + 1, ["乙部"])
    entry = next(entry for entry in figures["条目"] if entry["field"] == "进展情况" and entry["outcome"] == "采用")
    assert (entry["file"], entry["sheet"], entry["line"]) == ("a.xlsx", "督办台账", 4)
    assert (entry["sent"], entry["returned"], entry["now"]) == ("旧进展", "完成 3 项", "旧进展")
    assert [Path(name).name for name in summary["files"]] == [master.name, newest_list(master).name]


def test_an_empty_folder_and_a_path_that_is_not_there(master: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = digests(tmp_path)
    assert run(["collect", str(master)]) == 0
    assert "“回收”里没有文件" in capsys.readouterr().out
    assert run(["collect", str(master), "没有.xlsx"]) == 2
    assert "找不到“没有.xlsx”，什么也没有改动" in capsys.readouterr().err
    (tmp_path / "回收").rmdir()
    assert run(["collect", str(master)]) == 2
    assert digests(tmp_path) == before


def test_a_master_without_its_batches_is_refused(master: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    fill(sent_file(master), tmp_path / "回收" / "a.xlsx")
    book = FileBook(master)
    book.replace("批次", book.tables()["批次"], [])
    book.commit(None)
    assert run(["collect", str(master), "--as-of", "2026-03-03"]) == 1
    assert "“批次”里没有发给“甲部”的表" in capsys.readouterr().out


def test_start_up_loads_nothing_heavy_even_while_it_works(master: Path, tmp_path: Path) -> None:
    fill(sent_file(master), tmp_path / "回收" / "a.xlsx")
    ask = (
        "import sys; from macros.__main__ import run; run(['collect', sys.argv[1], '--quiet', '--as-of', '2026-03-03']);"
        "print([n for n in ('pandas', 'numpy', 'xlwings', 'openpyxl') if n in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", ask, str(master)], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
    assert logged(master)


# on the open workbook


@needs_calc[0]
@needs_calc[1]
def test_the_open_workbook_gets_the_same_cells(master: Path, tmp_path: Path) -> None:
    """What the button does: the same action on the workbook that is open in LibreOffice, and a second click changes nothing."""
    fill(sent_file(master), tmp_path / "回收" / "a.xlsx")
    app = shared_app()
    with watched(app):
        opened = app.books.open(master)
        try:
            report = collect(LiveBook(opened), OPTIONS, silent)
            again = collect(LiveBook(opened), LATER, silent)
            live = LiveBook(opened).read(["督办台账", "阶段目标", "反馈记录", "指标", "变更记录"])
        finally:
            opened.close()
    assert (report.figures["采用"], report.figures["改动"], again.figures["改动"]) == (len(ACCEPTED) + 1, True, False)
    assert logged(master) == {}  # nothing is saved by a button
    collect(FileBook(master), OPTIONS, silent)
    closed = FileBook(master).read(list(live))
    assert {name: [*grid.rows] for name, grid in live.items()} == {name: [*grid.rows] for name, grid in closed.items()}
