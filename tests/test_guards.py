"""guards: each file that is refused, with the words for the clerk, and that a sound one is not."""

import io
import random
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from support import fixture_master

from addin.closed.file_book import FileBook
from addin.closed.guards import FOREIGN, OWN, Limits, extent, guarded
from workbook_templates.reading.errors import FileRefused


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return fixture_master.build(tmp_path_factory.mktemp("guards") / "总.xlsx").read_bytes()


def changed(data: bytes, change: Callable[[dict[str, bytes]], None]) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return out.getvalue()


def edit(name: str, old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    def apply(parts: dict[str, bytes]) -> None:
        assert old in parts[name]
        parts[name] = parts[name].replace(old, new, 1)

    return lambda data: changed(data, apply)


def extra(name: str, part: bytes) -> Callable[[bytes], bytes]:
    return lambda data: changed(data, lambda parts: parts.update({name: part}))


def duplicated(data: bytes) -> bytes:
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("xl/workbook.xml", b"<workbook/>")
    return out.getvalue()


def without(name: str) -> Callable[[bytes], bytes]:
    return lambda data: changed(data, lambda parts: parts.__delitem__(name))


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500
SHEET = "xl/worksheets/sheet6.xml"
FAR = b'<sheetData><row r="1"><c r="XFD1048576" t="inlineStr"><is><t></t></is></c></row>'
PREFIXED = b'<x:worksheet xmlns:x="%s">' % fixture_master.MAIN.encode() + FAR.replace(b"<", b"<x:").replace(b"x:/", b"/x:")
PREFIXED += b"</x:sheetData></x:worksheet>"
GBK = "<?xml version='1.0' encoding='GBK'?><a/>".encode("gbk")
UTF16 = '<?xml version="1.0" encoding="UTF-16"?><a/>'.encode("utf-16")
DTD = b'<!DOCTYPE a [<!ENTITY b "c">]><worksheet '
STRICT = b"http://purl.oclc.org/ooxml/spreadsheetml/main"


def renamed_sheet(data: bytes) -> bytes:
    """A sheet under a name that does not look like XML."""

    def change(parts: dict[str, bytes]) -> None:
        parts["xl/worksheets/sheet6.dat"] = parts.pop(SHEET)
        relations = parts["xl/_rels/workbook.xml.rels"]
        parts["xl/_rels/workbook.xml.rels"] = relations.replace(b"sheet6.xml", b"sheet6.dat")
        parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(b"sheet6.xml", b"sheet6.dat")

    return changed(data, change)


def found_by_calamine_alone(data: bytes) -> bytes:
    """A relation to xl/worksheets/… inside xl/, which calamine does not follow into xl/xl/."""

    def change(parts: dict[str, bytes]) -> None:
        parts["xl/hidden.xml"] = b"<!DOCTYPE a><worksheet/>"
        link = b'<Relationship Id="h" Type="x/worksheet" Target="xl/hidden.xml"/></Relationships>'
        name = "xl/_rels/workbook.xml.rels"
        parts[name] = parts[name].replace(b"</Relationships>", link)

    return changed(data, change)


def renamed_workbook(data: bytes) -> bytes:
    """A workbook part as .xlsb has it."""

    def change(parts: dict[str, bytes]) -> None:
        parts["xl/workbook.bin"] = b"\x83\x01\x00"
        parts["_rels/.rels"] = parts["_rels/.rels"].replace(b"xl/workbook.xml", b"xl/workbook.bin")

    return changed(data, change)


def ods_with_macro(data: bytes) -> bytes:
    """What would be refused in a workbook is none of our business in another kind of file."""

    def change(parts: dict[str, bytes]) -> None:
        parts["mimetype"] = b"application/vnd.oasis.opendocument.spreadsheet"
        parts["Basic/Standard/Module1.xml"] = parts["Basic/Standard/MODULE1.xml"] = DTD
        parts["_rels/.rels"] = DTD

    return changed(data, change)


REFUSED: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "empty": (lambda _: b"", "空文件"),
    "text": (lambda _: "编号,事项".encode(), "不是 Excel 工作簿"),
    "html": (lambda _: b"<html><table>", "不是 Excel 工作簿，其实是网页（HTML）"),
    "html, utf-16": (lambda _: "<!DOCTYPE html><p>表".encode("utf-16"), "其实是网页（HTML）"),
    "html of a mail": (lambda _: b"MIME-Version: 1.0\r\n", "其实是网页（HTML）"),
    "xml": (lambda _: b'\xef\xbb\xbf<?xml version="1.0"?><Workbook/>', "其实是 XML 文件"),
    "company encryption": (lambda data: random.Random(1).randbytes(len(data)), "公司加密软件.*再另存一次也没有用：.*解密.*例外"),
    "company encryption by its head": (lambda _: b"%TSD-Header-###%" + bytes(4_000), "公司加密软件"),
    "company encryption, short": (lambda _: b"b\x14#e\x11\0\0\0E-SafeNet   LOCK" + bytes(400), "公司加密软件"),
    "a table as text": (lambda _: ("编号,事项,办理时限\r\n" * 900).encode("gbk"), "不是 Excel 工作簿（"),
    "a picture": (lambda data: b"\xff\xd8\xff\xe0" + random.Random(1).randbytes(len(data)), "不是 Excel 工作簿（"),
    "xls": (lambda _: OLE + "Workbook".encode("utf-16-le"), "旧格式 .xls"),
    "encrypted": (lambda _: OLE + "EncryptedPackage".encode("utf-16-le"), "打开密码"),
    "cut off": (lambda data: data[: len(data) // 2], "已损坏"),
    "one byte wrong": (lambda data: data[:3000] + bytes([data[3000] ^ 255]) + data[3001:], "已损坏"),
    "no workbook": (without("xl/workbook.xml"), "不是 Excel 工作簿"),
    "no relations": (without("_rels/.rels"), "不是 Excel 工作簿"),
    "not well-formed": (edit("xl/workbook.xml", b"</sheets>", b"</sheet>"), "已损坏"),
    "a Word document": (
        lambda data: changed(data, lambda parts: parts.update({"xl/workbook.xml": b'<w:document xmlns:w="w"/>'})),
        "不是 Excel 工作簿",
    ),
    "name twice": (duplicated, "重名"),
    "name twice in another case": (extra("xl/Workbook.xml", b"<a/>"), "重名"),
    "path up": (extra("../outside.xml", b"<a/>"), "文件夹之外"),
    "absolute path": (extra("/etc/passwd", b""), "文件夹之外"),
    "drive": (extra("C:/x.xml", b"<a/>"), "文件夹之外"),
    "document type": (edit(SHEET, b"<worksheet ", DTD), "DOCTYPE"),
    "entity far inside": (edit(SHEET, b"</worksheet>", b"<!ENTITY x 'y'></worksheet>"), "DOCTYPE"),
    "utf-16": (extra("xl/styles.xml", UTF16), "UTF-8"),
    "gbk": (extra("xl/sharedStrings.xml", GBK), "UTF-8"),
    "gbk, a table": (extra("xl/tables/table1.xml", GBK), "UTF-8"),
    "document type in relations": (edit("xl/_rels/workbook.xml.rels", b"<Relationships ", b"<!DOCTYPE a><Relationships "), "DOCTYPE"),
    "document type where calamine alone looks": (found_by_calamine_alone, "DOCTYPE"),
    "far cell": (edit(SHEET, b"<sheetData>", FAR), "1048576 行"),
    "far cell, by its place": (edit(SHEET, b"<sheetData>", FAR), "的工作表“[^/”]+”的单元格 XFD1048576 有内容"),
    "far cell, style first": (edit(SHEET, b"<sheetData>", FAR.replace(b'c r="XFD1048576"', b"c s='0' r='XFD1048576'")), "1048576 行"),
    "far cell, prefix": (extra(SHEET, PREFIXED), "1048576 行"),
    "sheet under another ending": (renamed_sheet, "名称不规范"),
    "ods": (extra("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"), ".ods 格式"),
    "ods with a macro of two spellings": (ods_with_macro, ".ods 格式"),
    "xlsb": (renamed_workbook, ".xlsb"),
    "strict": (edit("xl/workbook.xml", fixture_master.MAIN.encode(), STRICT), "Strict"),
    "bomb": (extra("xl/bomb.xml", b"<a>" + b" " * 300_000_000 + b"</a>"), "超过上限 200 MB"),
    "ratio": (extra("xl/bomb.bin", b"\0" * 60_000_000), "压缩比"),
}


@pytest.mark.parametrize("reason", REFUSED)
def test_refused(sound: bytes, tmp_path: Path, reason: str) -> None:
    damage, words = REFUSED[reason]
    path = tmp_path / "财政局.xlsx"
    path.write_bytes(damage(sound))
    with pytest.raises(FileRefused, match=words) as refusal:
        guarded(path)
    assert "财政局.xlsx" in str(refusal.value)


def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match=r"找不到文件 没有\.xlsx"):
        FileBook(tmp_path / "没有.xlsx")
    with pytest.raises(FileRefused):
        guarded(tmp_path)


def test_a_sound_workbook_passes(sound: bytes, tmp_path: Path) -> None:
    path = tmp_path / "好.xlsx"
    path.write_bytes(sound)
    for limits in (FOREIGN, OWN):
        assert "xl/workbook.xml" in guarded(path, limits)


UNREAD: dict[str, bytes] = {
    "customXml/item1.xml": UTF16,
    "xl/theme/other.xml": GBK,
    "docProps/thumbnail.xml": b"<!DOCTYPE svg><svg/>",
    "xl/drawings/vmlDrawing7.vml": b"<xml><br></xml>",
    "xl/worksheets/sheet99.xml": PREFIXED,
}
"""Parts that nothing of ours opens, as WPS and others write them."""


@pytest.mark.parametrize("name", UNREAD)
def test_a_part_that_nobody_opens_is_left_alone(sound: bytes, tmp_path: Path, name: str) -> None:
    path = tmp_path / "好.xlsx"
    path.write_bytes(extra(name, UNREAD[name])(sound))
    assert guarded(path).read(name) == UNREAD[name]


def test_limits_are_arguments(sound: bytes, tmp_path: Path) -> None:
    path = tmp_path / "好.xlsx"
    path.write_bytes(sound)
    with pytest.raises(FileRefused, match="上限 0 MB"):
        guarded(path, Limits(unpacked=1000, ratio=200, cells=10**9))
    with pytest.raises(FileRefused, match="部件"):
        guarded(path, Limits(unpacked=10**9, ratio=200, cells=10**9, members=3))


def row_of(reference: str, inner: str = "<v>1</v>") -> bytes:
    return f'<sheetData><row r="1"><c r="{reference}">{inner}</c></row></sheetData>'.encode()


@pytest.mark.parametrize(
    ("sheet", "refused"),
    [
        (row_of("A1048576"), False),  # one long column is a list
        (row_of("XFD1"), False),  # one wide row too
        (row_of("XFD1048576"), True),
        (row_of("XFD1048576", "<f>1</f>"), True),
        (row_of("XFD1048576", "<is><t/></is>"), True),
        (b'<row r="1"><c r="XFD1048576" s="1"/></row>', False),  # a format alone costs nothing
        (row_of("S1048576"), True),  # 19 columns of a full sheet
        (row_of("E1048576"), False),
    ],
)
def test_cells_far_out(sheet: bytes, refused: bool) -> None:
    rows, columns = extent(sheet, 6_000_000)
    assert (rows * columns > 6_000_000) == refused


@pytest.mark.parametrize("reference", ["A1048577", "XFE1"])
@pytest.mark.parametrize("limits", [FOREIGN, OWN])
def test_a_cell_that_no_sheet_has_is_refused(reference: str, limits: Limits, sound: bytes, tmp_path: Path) -> None:
    """However few cells the block up to it has."""
    path = tmp_path / "出界.xlsx"
    path.write_bytes(edit("xl/worksheets/sheet2.xml", b"</sheetData>", row_of(reference).removeprefix(b"<sheetData>"))(sound))
    with pytest.raises(FileRefused, match=f"单元格 .*{reference}"):
        guarded(path, limits)


def test_extent_counts_filled_cells() -> None:
    sheet = row_of("B7") + row_of("XFD2") + b'<c r="XFD9" s="1"/>'
    assert extent(sheet, 100) == (7, 16_384)


def test_formats_far_out_are_read_without_harm(sound: bytes, tmp_path: Path) -> None:
    """Users colour whole rows and columns; calamine must not fill the memory for them."""
    path = tmp_path / "涂色.xlsx"
    cells = b'<row r="1048576"><c r="A1048576" s="1"/><c r="XFD1048576" s="1"></c></row></sheetData>'
    path.write_bytes(edit("xl/worksheets/sheet2.xml", b"</sheetData>", cells)(sound))
    assert len(FileBook(path, FOREIGN).read(["结果"])["结果"].rows) == 6


@pytest.mark.parametrize("filler", [b' t="e"', b"='", b" = ", b"<f/>", b'<c r="A1" t="e"/>'])
def test_no_text_makes_the_scan_slow(sound: bytes, tmp_path: Path, filler: bytes) -> None:
    """Work grows with the file, not with its square: ten megabytes of a find that leads nowhere are read in a moment."""
    path = tmp_path / "慢.xlsx"
    head, end = (b'<row r="900"><c r="B900" t="inlineStr"><is><t>', b"</t></is></c></row>") if b"<" not in filler else (b"", b"")
    rows = head + filler * (10_000_000 // len(filler)) + end
    if filler == b'<c r="A1" t="e"/>':
        rows = b'<row r="900">' + rows + b"</row>"
    path.write_bytes(edit("xl/worksheets/sheet2.xml", b"</sheetData>", rows + b"</sheetData>")(sound))
    book = FileBook(path, Limits(unpacked=200_000_000, ratio=10**6, cells=6_000_000))
    assert len(book.read(["结果"])["结果"].rows) == 6
