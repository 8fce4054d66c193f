"""The judges find what they are there to find, and nothing in a sound file."""

import re
import shutil
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from openpyxl.styles import Font
from PIL import Image
from support import repair_lint, tools
from support.tools import needs_office, needs_sdk

from workbook_templates.tables.grid import CellError

BOOK, RELS, TYPES = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "[Content_Types].xml"
SHEET, SHEET_RELS, SHEET_2 = "xl/worksheets/sheet1.xml", "xl/worksheets/_rels/sheet1.xml.rels", "xl/worksheets/sheet2.xml"
TABLE, TABLE_2, STRINGS = "xl/tables/table1.xml", "xl/tables/table2.xml", "xl/sharedStrings.xml"
CHAIN = '<calcChain xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><c r="E1" i="1"/><c r="{}"/></calcChain>'
CHAIN_TYPE = '<Override PartName="/xl/calcChain.xml" ContentType="application/xml"/></Types>'
CHAIN_REL = '<Relationship Id="rId9" Type="x/calcChain" Target="calcChain.xml"/></Relationships>'


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook with one of everything that the rules look at, its cached values right."""
    path = tmp_path_factory.mktemp("sound") / "督办 台账.xlsx"
    with xlsxwriter.Workbook(path) as book:
        bold = book.add_format({"bold": True})
        ledger, notes = book.add_worksheet("督办台账"), book.add_worksheet("说明")
        columns = [{"header": "编号"}, {"header": "事项"}, {"header": "得分"}]
        ledger.add_table("A1:C3", {"name": "台账", "columns": columns, "data": [["001", "甲", 60], ["002", "乙", 80]]})
        ledger.write_formula("E1", "=SUM(C2:C3)", None, 140)
        ledger.write_formula("E2", '=IF(C2>60,"是;(","否")', None, "否")
        ledger.write_formula("E3", "=1/0", None, "#DIV/0!")
        ledger.merge_range("G1:H1", "合并", bold)
        ledger.merge_range("G2:H2", "合并", bold)
        ledger.data_validation("B2:B9", {"validate": "list", "source": ["甲", "乙"]})
        ledger.conditional_format("C2:C3", {"type": "cell", "criteria": ">", "value": 70, "format": bold})
        notes.add_table("A1:B2", {"name": "部门", "columns": [{"header": "部门"}, {"header": "联系人"}], "data": [["生产部", "张三"]]})
        notes.write_formula("D1", "=DATE(2026,7,1)", book.add_format({"num_format": "yyyy-mm-dd"}), 46204)
        book.define_name("比例", "=说明!$A$2")
        book.define_name("说明!范围", "=说明!$A$2")
    return path


def broken(sound: Path, out: Path, *changes: tuple[str, str, str]) -> Path:
    """A copy in which, part by part, the first text gives way to the second. An old text '' adds a part, a new text 'gone' drops it."""
    with zipfile.ZipFile(sound) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    for part, old, new in changes:
        if new == "gone":
            del parts[part]
        elif old:
            assert old in parts[part], f"{part} has no {old}: this test breaks nothing"
            parts[part] = parts[part].replace(old, new, 1)
        else:
            parts[part] = new
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return out


def test_a_sound_workbook_has_no_finding(sound: Path) -> None:
    assert tools.repair_errors(sound) == []


LONG = "长" * 32_768
ROW_1, ROW_2 = '<row r="1" ', '<row r="2" '
COLUMN_2 = '<tableColumn id="2" name="事项"/>'

BROKEN = [
    ("XML that ends early", [(SHEET, "</worksheet>", "")], "sheet1.xml: not well-formed"),
    ("a part without content type", [("xl/other.bin", "", "x")], "xl/other.bin: no content type"),
    ("XML under xl/ by extension only", [("xl/other.xml", "", "<a/>")], "xl/other.xml: no content type"),
    ("content type of a missing part", [(TYPES, "</Types>", '<Override PartName="/xl/no.xml"/></Types>')], "for missing part /xl/no.xml"),
    ("relationship of a part to nowhere", [(SHEET_RELS, "table1.xml", "table7.xml")], "relationship rId1 -> missing xl/tables/table7.xml"),
    ("relationship of the package to nowhere", [("_rels/.rels", "xl/workbook.xml", "xl/book.xml")], "package: relationship rId1"),
    ("text too long, shared", [(STRINGS, "生产部", LONG)], "shared string longer than 32767"),
    ("text too long, in the cell", [(SHEET, 't="s"><v>4</v>', f't="inlineStr"><is><t>{LONG}</t></is>')], "B2 text longer than 32767"),
    ("defined name twice", [(BOOK, "<definedNames>", '<definedNames><definedName name="比例"/>')], "duplicate defined name 比例"),
    ("defined name like a cell", [(BOOK, 'name="比例"', 'name="AB12"')], "bad defined name AB12"),
    ("defined name like R1C1", [(BOOK, 'name="比例"', 'name="R2C3"')], "bad defined name R2C3"),
    ("defined name with a space", [(BOOK, 'name="比例"', 'name="比 例"')], "bad defined name 比 例"),
    ("sheet name twice", [(BOOK, '<sheet name="说明"', '<sheet name="督办台账"')], "duplicate sheet name 督办台账"),
    ("sheet name of 32 characters", [(BOOK, '<sheet name="说明"', f'<sheet name="{"名" * 32}"')], "bad sheet name 名名"),
    ("sheet name with a colon", [(BOOK, '<sheet name="说明"', '<sheet name="说:明"')], "bad sheet name 说:明"),
    ("sheet name in quotes", [(BOOK, '<sheet name="说明"', "<sheet name=\"'说明\"")], "bad sheet name '说明"),
    ("sheet without part", [(BOOK, 'sheetId="2" r:id="rId2"', 'sheetId="2" r:id="rId22"')], "sheet 说明: no part"),
    ("elements in the wrong order", [(SHEET, "<dimension", '<pageMargins left="1"/><dimension')], "order of child elements"),
    ("merges overlap", [(SHEET, '"G2:H2"', '"H1:H2"')], "merges overlap"),
    ("rows fall", [(SHEET, ROW_1, '<row r="7" ')], "row 2 out of order"),
    ("row beyond the sheet", [(SHEET, '<row r="3" ', '<row r="1048577" ')], "row 1048577 out of order or beyond"),
    ("cell twice", [(SHEET, 'r="B2"', 'r="A2"')], "cell A2 out of order, twice"),
    ("cell in another row", [(SHEET, 'r="C2"', 'r="C3"')], "cell C3 out of order, twice, or in another row"),
    ("cell beyond the sheet", [(SHEET, 'r="H2"', 'r="XFE2"')], "cell XFE2 out of order"),
    ("style that does not exist", [(SHEET, 'r="H2" s="1"', 'r="H2" s="99"')], "H2 style that does not exist"),
    ("shared string that does not exist", [(SHEET, 't="s"><v>4</v>', 't="s"><v>400</v>')], "B2 shared string that does not exist"),
    ("a number that is none", [(SHEET, "<v>60</v>", "<v>六十</v>")], "C2 not a number: 六十"),
    ("NaN", [(SHEET, "<v>60</v>", "<v>NaN</v>")], "C2 not a number: NaN"),
    ("formula with =", [(SHEET, "<f>SUM(C2:C3)", "<f>=SUM(C2:C3)")], "E1 formula syntax: =SUM"),
    ("formula with an open bracket", [(SHEET, "<f>SUM(C2:C3)", "<f>SUM(C2:C3")], "E1 formula syntax"),
    ("formula with semicolons", [(SHEET, "<f>SUM(C2:C3)", "<f>SUM(C2;C3)")], "E1 formula syntax"),
    ("formula too long", [(SHEET, "<f>SUM(C2:C3)", f"<f>1{'+1' * 4096}")], "E1 formula longer than 8192"),
    ("new function without prefix", [(SHEET, "<f>SUM(C2:C3)", "<f>IFS(C2,TEXTJOIN(C3))")], "E1 formula needs _xlfn. before IFS, TEXTJOIN"),
    ("shared formula without master", [(SHEET, "<f>1/0</f>", '<f t="shared" si="3"/>')], "shared formula without master"),
    ("conditional format without style", [(SHEET, 'dxfId="0"', 'dxfId="5"')], "conditional format with a style that does not exist"),
    ("list too long", [(SHEET, '"甲,乙"', f'"{"甲" * 256}"')], "validation longer than 255"),
    ("table without part", [(SHEET, '<tablePart r:id="rId1"', '<tablePart r:id="rId8"')], "table without part"),
    ("table name twice", [(TABLE_2, 'displayName="部门"', 'displayName="台账"')], "duplicate table name 台账"),
    ("table named as a range", [(TABLE_2, 'displayName="部门"', 'displayName="比例"')], "duplicate table name 比例"),
    ("table name with a space", [(TABLE_2, 'displayName="部门"', 'displayName="部 门"')], "bad table name 部 门"),
    ("table id twice", [(TABLE_2, ' id="2" name="部门"', ' id="1" name="部门"')], "table 部门: duplicate id"),
    ("table column twice", [(TABLE, COLUMN_2, '<tableColumn id="2" name="编号"/>')], "table 台账: duplicate column"),
    ("column unlike its header cell", [(TABLE, COLUMN_2, '<tableColumn id="2" name="事情"/>')], "header cell '事项' is not column '事情'"),
    ("a column too few", [(TABLE, COLUMN_2, "")], "table 台账: column count"),
    ("a count that is wrong", [(TABLE, '<tableColumns count="3"', '<tableColumns count="4"')], "table 台账: column count"),
    ("table without body", [(TABLE_2, ' ref="A1:B2" total', ' ref="A1:B1" total')], "table 部门: no body"),
    ("filter beside the header", [(TABLE, '<autoFilter ref="A1:C3"', '<autoFilter ref="A2:C3"')], "filter does not start at the header"),
    ("table over a merge", [(SHEET, '"G2:H2"', '"C3:D3"')], "table 台账 overlaps a merge"),
    ("table over a table", [(SHEET_RELS, "</Rel", '<Relationship Id="rId5" Type="x/table" Target="../tables/table2.xml"/></Rel'),
                            (SHEET, "</tableParts>", '<tablePart r:id="rId5"/></tableParts>')], "table 部门 overlaps"),
    ("calcChain of a cell without formula", [("xl/calcChain.xml", "", CHAIN.format("A1")), (TYPES, "</Types>", CHAIN_TYPE),
                                             (RELS, "</Relationships>", CHAIN_REL)], "calcChain A1 has no formula"),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "expected"), [row[1:] for row in BROKEN], ids=[row[0] for row in BROKEN])
def test_a_broken_workbook_is_found(sound: Path, tmp_path: Path, changes: list[tuple[str, str, str]], expected: str) -> None:
    findings = tools.repair_errors(broken(sound, tmp_path / "x.xlsx", *changes))
    assert any(expected in finding for finding in findings), findings


def test_a_duplicate_zip_member_is_found(sound: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(sound, tmp_path / "x.xlsx"))
    with zipfile.ZipFile(path, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr(SHEET, "<a/>")
    assert tools.repair_errors(path) == ["duplicate zip member"]


def test_a_calc_chain_of_formulas_has_no_finding(sound: Path, tmp_path: Path) -> None:
    chain = [("xl/calcChain.xml", "", CHAIN.format("E2")), (TYPES, "</Types>", CHAIN_TYPE), (RELS, "</Relationships>", CHAIN_REL)]
    assert tools.repair_errors(broken(sound, tmp_path / "x.xlsx", *chain)) == []


def test_every_rule_is_broken_by_a_test() -> None:
    """Each message in the lint's source is expected by a row above, so a rule can't come without its broken file."""
    source = Path(repair_lint.__file__).read_text("utf-8")
    texts = re.findall(r'(?:yield|append\(|yield from \() ?f?"([^"]+)"', source)
    messages = {max(re.split(r"\{[^}]*\}", text), key=len).strip(" :") for text in texts}
    assert len(messages) >= 30
    expected = " ".join(row[2] for row in BROKEN) + " duplicate zip member"
    assert {message for message in messages if message[:12] not in expected} == set()


# The Open XML SDK


@needs_sdk
def test_the_sdk_accepts_a_sound_workbook(sound: Path) -> None:
    assert tools.sdk_errors(sound) == []


@needs_sdk
def test_the_sdk_names_part_and_place(sound: Path, tmp_path: Path) -> None:
    (error,) = tools.sdk_errors(broken(sound, tmp_path / "x.xlsx", (SHEET, '<row r="2"', '<row wrong="1" r="2"')))
    assert error.startswith("/xl/worksheets/sheet1.xml /x:worksheet[1]/x:sheetData[1]/x:row[2]: ")
    assert "'wrong' attribute is not declared" in error


@needs_sdk
def test_the_sdk_reports_a_file_that_cannot_be_opened(tmp_path: Path) -> None:
    (tmp_path / "坏.xlsx").write_bytes(b"no zip")
    assert len(tools.sdk_errors(tmp_path / "坏.xlsx")) == 1


@needs_sdk
def test_false_alarms_are_left_out_and_still_occur(tmp_path: Path) -> None:
    """The one alarm on the list comes from openpyxl's fonts; when it no longer does, it goes from the list."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet["A1"] = "甲"
    sheet["A1"].font = Font(name="宋体", bold=True, size=12)
    book.save(tmp_path / "x.xlsx")
    assert tools.sdk_errors(tmp_path / "x.xlsx") == []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tools, "FALSE_ALARMS", {})
        assert tools.sdk_errors(tmp_path / "x.xlsx") != []


def test_a_missing_validator_is_an_error_and_no_pass(sound: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUBAN_OOXML_VALIDATOR", str(tmp_path / "none"))
    with pytest.raises(RuntimeError, match="npm i"):
        tools.sdk_errors(sound)


@pytest.mark.parametrize(("ci", "outcome"), [("", "2 skipped"), ("true", "2 passed")])
def test_a_missing_judge_skips_here_and_runs_in_ci(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ci: str, outcome: str) -> None:
    """In CI the marked test runs, so that a missing judge fails it."""
    test = "from support.tools import needs_office, needs_sdk\n\n@needs_office\ndef test_a(): pass\n\n@needs_sdk\ndef test_b(): pass\n"
    (tmp_path / "test_marked.py").write_text(test)
    monkeypatch.setenv("CI", ci)
    monkeypatch.setenv("DUBAN_OOXML_VALIDATOR", str(tmp_path / "none"))
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("PYTHONPATH", f"{tools.HOUSE / 'tests'}:{tools.HOUSE}")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "test_marked.py"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False)
    assert outcome in done.stdout, done.stdout + done.stderr


# LibreOffice


@needs_office
def test_recalculation_of_right_figures_changes_nothing(sound: Path) -> None:
    tools.assert_recalculation_changes_nothing(sound)
    assert tools.recalculated(sound)["督办台账"][0][4] == 140
    assert tools.recalculated(sound)["说明"][0][3] == 46204


@needs_office
@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("<v>140</v>", "<v>141</v>", "督办台账!E1: 141 -> 140"),
        ("<v>140</v>", "<v>140.0000001</v>", None),
        ("<v>140</v>", "<v>140.000001</v>", "督办台账!E1: 140.000001 -> 140"),
        ("<v>140</v>", "", None),
        ("<v>否</v>", "<v>是</v>", "督办台账!E2: '是' -> '否'"),
        ("<v>#DIV/0!</v>", "<v>#VALUE!</v>", None),
        ('t="e"><f>1/0</f><v>#DIV/0!</v>', "><f>1/0</f><v>5</v>", "督办台账!E3: 5 -> CellError(code='#DIV/0!')"),
    ],
)
def test_recalculation_tells_a_wrong_figure(sound: Path, tmp_path: Path, old: str, new: str, expected: str | None) -> None:
    path = broken(sound, tmp_path / "x.xlsx", (SHEET, old, new))
    if expected is None:
        tools.assert_recalculation_changes_nothing(path)
        return
    with pytest.raises(AssertionError) as caught:
        tools.assert_recalculation_changes_nothing(path)
    assert expected in str(caught.value)
    tools.assert_recalculation_changes_nothing(path, except_sheets=["督办台账"])


def test_cached_reads_past_what_openpyxl_does_not_know(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "x.xlsx") as book:
        sheet = book.add_worksheet("看板")
        sheet.write_row("A1", [1, 2, 3])
        sheet.add_sparkline("D1", {"range": "看板!A1:C1"})
        sheet.conditional_format("A1:C1", {"type": "data_bar", "data_bar_2010": True})
    assert tools.cached(tmp_path / "x.xlsx")["看板"][0][:3] == [1, 2, 3]


def test_cached_gives_what_the_file_holds(sound: Path) -> None:
    cells = tools.cached(sound)
    assert cells["督办台账"][2] == ["002", "乙", 80, None, CellError("#DIV/0!"), None, None, None]
    assert cells["说明"] == [["部门", "联系人", None, 46204], ["生产部", "张三", None, None]]


@needs_office
def test_pages_and_text_show_the_figures_as_saved(sound: Path, tmp_path: Path) -> None:
    path = broken(sound, tmp_path / "旧 图.xlsx", (SHEET, "<v>140</v>", "<v>777</v>"))
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "旧 图-9.png").write_bytes(b"of an earlier run")
    pages = tools.pdf_pages(path, tmp_path / "out", dpi=50)
    assert [page.name for page in pages] == ["旧 图-1.png", "旧 图-2.png"]
    with Image.open(pages[0]) as page:
        assert page.size == pytest.approx((413, 585), abs=3)  # A4 at 50 dpi: the paper of a Chinese office, as the file names none
    text = tools.pdf_text(path)
    assert "777" in text
    assert "生产部" in text
    assert tools.pdf_text(tmp_path / "out" / "旧 图.pdf") == text


@needs_office
def test_pages_use_the_stand_in_fonts(tmp_path: Path) -> None:
    sans, serif, kai = "NotoSansCJK", "NotoSerifCJK", "LXGWWenKai"
    stand_ins = {"微软雅黑": sans, "黑体": sans, "宋体": serif, "方正小标宋简体": serif, "仿宋": kai, "楷体": kai, "Calibri": "Carlito"}
    with xlsxwriter.Workbook(tmp_path / "字体.xlsx") as book:
        for font in stand_ins:
            book.add_worksheet().write("A1", "督办通报 2026", book.add_format({"font_name": font}))
    printed = tools.pdf(tmp_path / "字体.xlsx", tmp_path)
    command = ["pdftohtml", "-xml", "-i", "-fontfullname", "-stdout", str(printed)]
    shown = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    families = dict(re.findall(r'<fontspec id="(\d+)".*? family="([^"]+)"', shown))
    for page, (font, stand_in) in zip(shown.split("<page ")[1:], stand_ins.items(), strict=True):
        assert stand_in in families[re.findall(r'<text [^>]*font="(\d+)"', page)[-1]], font  # the last: Calibri has no Chinese characters


@needs_office
@needs_sdk
def test_a_document_is_judged_as_a_workbook_is(tmp_path: Path) -> None:
    """A .docx, with characters in its name that a URL would have to escape; one with its styles gone is found."""
    (tmp_path / "通报 100%#1.txt").write_text("督办通报\n", "utf-8")
    document = tools.convert(tmp_path / "通报 100%#1.txt", "docx", tmp_path / "out")
    assert (tools.repair_errors(document), tools.sdk_errors(document)) == ([], [])
    assert tools.pdf_text(document).strip() == "督办通报"
    bad = broken(document, tmp_path / "x.docx", ("word/styles.xml", "<", "gone"))
    assert "content type for missing part /word/styles.xml" in tools.repair_errors(bad)


@needs_office
def test_what_libreoffice_cannot_read_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "坏.xlsx").write_bytes(b"PK\x03\x04 no zip")
    with pytest.raises(RuntimeError, match=r"made no xlsx of 坏\.xlsx"):
        tools.recalculated(tmp_path / "坏.xlsx")


def test_a_program_that_takes_too_long_leaves_no_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tools, "TIMEOUT", 1)
    with pytest.raises(subprocess.TimeoutExpired):
        tools.run_group(["sh", "-c", f"sh -c 'echo $$ > {tmp_path}/pid; exec sleep 60' & wait"], {"PATH": "/usr/bin:/bin"})
    process = Path("/proc") / (tmp_path / "pid").read_text().strip() / "status"
    for _ in range(100):  # a killed orphan lingers until init has reaped it
        if not process.exists() or "State:\tZ" in process.read_text():
            return
        time.sleep(0.05)
    pytest.fail("the child outlived its parent")
