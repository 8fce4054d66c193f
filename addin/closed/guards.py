"""What is refused before any parser sees it: a 5 KB file can kill calamine, a 31 MB one can fill the memory.

`guarded` reads a file once and hands back the package whose every part was inflated. Looked into are those that something of ours
opens; what is in the others is between the programs that wrote it and the user.
"""

import re
import struct
import xml.etree.ElementTree as ET
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from math import log2
from pathlib import Path
from typing import NamedTuple
from xml.parsers.expat import ExpatError
from zipfile import BadZipFile

from python_calamine import CalamineError

from addin.a1 import LAST_COLUMN, LAST_ROW, column_of
from addin.closed.contents import sheet_parts
from addin.closed.package import Package, relations_name, tree
from workbook_templates.reading.errors import FileRefused

MEGABYTE = 1_000_000


class Limits(NamedTuple):
    """unpacked: bytes of all parts together. ratio: unpacked over packed, looked at above 10 MB. cells: rows times columns of one sheet."""

    unpacked: int
    ratio: int
    cells: int
    members: int = 20_000


FOREIGN = Limits(unpacked=200 * MEGABYTE, ratio=200, cells=6_000_000)
"""A file that came from outside."""
OWN = Limits(unpacked=4_000 * MEGABYTE, ratio=400, cells=20_000_000)
"""The master itself: 100,000 rows are legitimate."""

# Whatever zip, XML and cell readers raise on a file that lies; mistakes of ours (TypeError, AttributeError) are not among them.
_BROKEN = (BadZipFile, ExpatError, ET.ParseError, CalamineError, NotImplementedError, ValueError, LookupError, EOFError, struct.error)

# What readers of values open, by the kind of its relation.
_PARSED = frozenset({"worksheet", "chartsheet", "dialogsheet", "macrosheet", "xlMacrosheet", "sharedStrings", "styles"})
# What anything of ours opens: calamine, the patches, an upgrade. A part is opened with its relations.
_OPENED = _PARSED | {"officeDocument", "custom-properties", "table"}
_OPENED_BY_NAME = ("[Content_Types].xml", "xl/workbook.xml", "xl/styles.xml", "xl/sharedStrings.xml")  # whatever the relations say

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_COMPANY_HEADS = (b"%tsd-header", b"e-safenet", b"b\x14#e")  # what encryption software of companies begins its files with
_PACKED_HEADS = (b"%PDF", b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BM", b"ID3", b"RIFF", b"\0\0\0")
_STRICT = b"http://purl.oclc.org/ooxml/"
_OPEN_DOCUMENT = b"application/vnd.oasis.opendocument"
_ENCODING = re.compile(rb"\A\s*<\?xml[^>]*?encoding\s*=\s*[\"']([^\"']+)")
# A cell beyond column AZ or row 99,999; the many others need not be looked at one by one.
_FAR = re.compile(rb'<c r="((?:[A-Z]{3,}|[B-Z][A-Z])[0-9]+|[A-Z]{1,2}[0-9]{6,})"[^>]*(?<!/)>\s*<(?!/c>)')
_FILLED = re.compile(rb'<c r="([A-Z]+[0-9]+)"[^>]*(?<!/)>\s*<(?!/c>)')
_NEAR_ROW, _NEAR_COLUMN = 99_999, 52
_LETTERS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def guarded(path: Path, limits: Limits = FOREIGN, sheets: Collection[str] | None = None) -> Package:
    """The file as a package. Raises FileRefused with the file's name and what to do about it.

    sheets: those that will be opened, None for all; of the others nothing is looked at."""
    data = file_bytes(path)
    with readable(path.name):
        package = Package(data)
        _check_kind(package, path.name)
        _check_members(package, path.name, limits)
        opened = _check_opened(package, path.name, limits, sheets)
        for member in package.members if sheets is None else ():
            if member.filename not in opened:
                package.inflated(member)
        _check_workbook(package, path.name)
    return package


def guarded_text(data: bytes, name: str, limits: Limits) -> Package:
    """A .docx as a package, its every part inflated and every XML part looked into. Raises FileRefused, as `guarded` does."""
    remedy = "请用 Word 或 WPS 打开，另存为 .docx"
    try:
        package = Package(data)
        _check_members(package, name, limits)
        for member in package.members:
            if member.filename.endswith((".xml", ".rels")):
                _check_xml(package, member.filename, name)
            else:
                package.inflated(member)
        main = package.related("", "officeDocument")
        kind = tree(package.read(main[0])).tag if main else ""
    except _BROKEN as broken:
        raise FileRefused.of(name, f"已损坏，读不出来（{broken}）", remedy) from broken
    if not kind.endswith("}document") or _STRICT.decode() in kind:
        raise FileRefused.of(name, "不是 Word 文档（.docx）", remedy)
    if any(part.lower().endswith("vbaproject.bin") for part in package.by_name):
        raise FileRefused.of(name, "带有宏（.docm）", "请用 Word 另存为不带宏的 .docx")
    return package


@contextmanager
def readable(name: str) -> Iterator[None]:
    """What the parsers raise inside becomes FileRefused, for the file of this name."""
    try:
        yield
    except _BROKEN as broken:
        raise FileRefused.of(name, f"已损坏，读不出来（{broken}）", "请用 Excel 打开并另存为 .xlsx，或请对方重发") from broken


def file_bytes(path: Path) -> bytes:
    """The file's bytes, when they are a zip."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        remedy = f"请核对文件名和所在文件夹（{path.parent}）"
        raise FileRefused(f"找不到文件 {path.name}：{remedy}", "找不到这个文件", remedy) from None
    except IsADirectoryError:
        raise FileRefused.of(path.name, "是文件夹，不是工作簿", "请给出 .xlsx 或 .xlsm 文件") from None
    except OSError as error:
        raise FileRefused.of(path.name, f"读不出来（{error.strerror}）", "请关闭正在使用它的程序，或检查文件权限") from error
    if not data:
        raise FileRefused.of(path.name, "是空文件（0 字节）", "可能没有传完，请重新拷贝或请对方重发")
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            raise FileRefused.of(path.name, "有打开密码", "请在 Excel 中“文件→信息→保护工作簿”取消密码后另存")
        raise FileRefused.of(path.name, "是旧格式 .xls", "请用 Excel 或 WPS 打开，另存为 .xlsx")
    if not data.startswith(b"PK"):
        raise FileRefused.of(path.name, *_other_kind(data))
    return data


def _other_kind(data: bytes) -> tuple[str, str]:
    """What a file that is no zip is, and what to do."""
    head = data[:400].replace(b"\0", b"").removeprefix(b"\xef\xbb\xbf").removeprefix(b"\xff\xfe").lstrip().lower()
    if head.startswith((b"<!doctype html", b"<html", b"<table", b"<meta", b"<head", b"mime-version:")):
        return "不是 Excel 工作簿，其实是网页（HTML），业务系统导出的表常是这样", "请用 Excel 或 WPS 打开，另存为 .xlsx"
    if head.startswith(b"<"):
        return "不是 Excel 工作簿，其实是 XML 文件，业务系统导出的表常是这样", "请用 Excel 或 WPS 打开，另存为 .xlsx"
    if any(sign in head for sign in _COMPANY_HEADS) or _looks_encrypted(data):
        return (
            "打不开，多半被公司加密软件（文档加密、DLP）加了密，再另存一次也没有用",
            "请在加密软件里解密这个文件，或请信息部门把本程序（Python）加为例外",
        )
    return "不是 Excel 工作簿（.xlsx/.xlsm）", "请用 Excel 或 WPS 打开核对，另存为 .xlsx"


def _looks_encrypted(data: bytes) -> bool:
    """Whether the bytes are as even as noise, and no other known kind of file: above 7.4 bits a byte."""
    if data.startswith(_PACKED_HEADS):
        return False
    part = data[-65_536:]  # the start may hold the software's own text
    counts = [part.count(value) for value in range(256)]
    entropy = -sum(count / len(part) * log2(count / len(part)) for count in counts if count)
    return len(part) >= 1_000 and entropy > 7.4


def _check_kind(package: Package, name: str) -> None:
    """A file of LibreOffice says so first, before anything in it is looked at: its macros are no parts of a workbook."""
    if "mimetype" in package and package.by_name["mimetype"].file_size < 200 and package.read("mimetype").startswith(_OPEN_DOCUMENT):
        raise FileRefused(f"{name} 是 LibreOffice 的 .ods 格式：请在 LibreOffice 或 WPS 里打开，另存为 .xlsx")


def _check_members(package: Package, name: str, limits: Limits) -> None:
    names = [member.filename for member in package.members]
    if len(names) > limits.members:
        raise FileRefused.of(name, f"内部有 {len(names)} 个部件，不像正常的工作簿", "请用 Excel 另存为新文件")
    if len({member.lower() for member in names}) != len(names):
        raise FileRefused.of(name, "内部有重名部件，可能被改造过", "请用 Excel 打开并另存为新文件")
    if any(_escapes(member) for member in names):
        raise FileRefused.of(name, "内部有指向文件夹之外的路径，可能是恶意文件", "请勿打开，请对方重发")
    unpacked = sum(member.file_size for member in package.members)
    if unpacked > limits.unpacked:
        size, limit = unpacked // MEGABYTE, limits.unpacked // MEGABYTE
        raise FileRefused.of(name, f"解压后有 {size} MB，超过上限 {limit} MB", "请删去多余的工作表、图片和空行后另存")
    if unpacked > 10 * MEGABYTE and unpacked > limits.ratio * len(package.data):
        raise FileRefused.of(name, f"的压缩比异常（{unpacked // len(package.data)} 倍），可能是恶意文件", "请用 Excel 另存为新文件")


def _escapes(member: str) -> bool:
    return member.startswith(("/", "\\")) or "\\" in member or ":" in member or "\0" in member or ".." in member.split("/")


def _check_opened(package: Package, name: str, limits: Limits, sheets: Collection[str] | None) -> set[str]:
    """Look into every part that is opened, each before its relations are followed; their names. calamine minds no
    capitals, and looks for a sheet at xl/sheet1.xml where others find xl/xl/sheet1.xml."""
    by_name = {member.lower(): member for member in package.by_name}
    waiting, seen = ["", *_OPENED_BY_NAME], set[str]()
    while waiting:
        owner = waiting.pop()
        for part in (owner, relations_name(owner)):
            if part in package and part not in seen:
                seen.add(part)
                _check_xml(package, part, name)
                if b"sheetData" in package.read(part):
                    _check_extent(package, part, name, limits, seen)
        shut = _shut(package, owner, sheets) if sheets is not None else ()
        for link in package.relations(owner):
            if link.id in shut:
                continue
            if link.kind in _OPENED and not link.external and not (owner == "" and link.target.lower().endswith(".bin")):
                found = {by_name.get(target.lower(), "") for target in (link.target, link.target.removeprefix("xl/"))}
                waiting += found - seen - {""}
    return seen


def _shut(package: Package, owner: str, sheets: Collection[str]) -> set[str]:
    """The relations of a workbook to the sheets that stay shut."""
    links = {link.id: link for link in package.relations(owner) if link.kind == "worksheet"}
    wanted = {part for name, part in sheet_parts(package, owner).items() if name in sheets} if links else ()
    return {key for key, link in links.items() if link.target not in wanted}


def _check_xml(package: Package, part_name: str, name: str) -> None:
    """No declared type or entity, and UTF-8."""
    part = package.read(part_name)
    declared = _ENCODING.match(part[:400].removeprefix(b"\xef\xbb\xbf"))
    wide = part.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in part[:64]
    if wide or (declared and declared[1].lower() not in (b"utf-8", b"us-ascii", b"ascii")):
        raise FileRefused.of(name, f"的部件 {part_name} 不是 UTF-8 编码", "请用 Excel 打开并另存为 .xlsx")
    if b"<!DOCTYPE" in part or b"<!ENTITY" in part:
        raise FileRefused.of(name, f"的部件 {part_name} 含有 DOCTYPE 或 ENTITY 声明，可能是恶意文件", "请用 Excel 打开并另存为新文件")


def _check_extent(package: Package, part: str, name: str, limits: Limits, seen: set[str]) -> None:
    """No cell of a sheet so far out that a dense reader would fill the memory, and none that no sheet has. seen: the parts that may be
    parsed."""
    rows, columns = extent(package.plain(part), limits.cells)
    if rows * columns > limits.cells or rows > LAST_ROW or columns > LAST_COLUMN:
        sheet = sheet_at(package, part) if {*package.related("", "officeDocument")} <= seen else ""
        cells = "、".join(dict.fromkeys(_far_cells(_FILLED.findall(package.plain(part)))))
        where = f"的工作表{f'“{sheet}”' if sheet else '里'}的单元格 {cells} 有内容"
        raise FileRefused.of(
            name,
            f"{where}，一直铺到第 {rows} 行、第 {columns} 列，超过能处理的范围",
            "请删去这么远的行和列（选中，右键“删除”）后另存",
        )


def sheet_at(package: Package, part: str) -> str:
    """The sheet that a part holds, as its tab is called; '' for none."""
    (workbook,) = package.related("", "officeDocument")[:1] or [""]
    return next((sheet for sheet, held in sheet_parts(package, workbook).items() if held.lower() == part.lower()), "") if workbook else ""


def _far_cells(references: list[bytes]) -> tuple[str, str]:
    """The cell in the last row, and the one in the last column."""
    lowest = max(references, key=lambda reference: int(reference.lstrip(_LETTERS)))
    return lowest.decode(), max(references, key=lambda reference: column_of(reference.rstrip(b"0123456789").decode())).decode()


def extent(sheet: bytes, cells: int) -> tuple[int, int]:
    """Rows and columns of the smallest block from A1 that holds every filled cell; an upper bound while that is below `cells`."""
    far_row, far_column = _corner(_FAR.findall(sheet))
    rows, columns = max(_NEAR_ROW, far_row), max(_NEAR_COLUMN, far_column)
    return (rows, columns) if rows * columns <= cells else _corner(_FILLED.findall(sheet))


def _corner(references: list[bytes]) -> tuple[int, int]:
    """The last row and the last column that cells such as b"AB12" reach; there may be millions of them."""
    rows = max((int(reference.lstrip(_LETTERS)) for reference in references), default=0)
    names = {reference.rstrip(b"0123456789") for reference in references}
    return rows, max((column_of(name.decode()) for name in names), default=0)


def _check_workbook(package: Package, name: str) -> None:
    if any(_STRICT in package.read(part) for part in ("_rels/.rels",) if part in package):
        raise FileRefused.of(name, "是“Strict Open XML”格式", "请在 Excel 中另存为普通的“Excel 工作簿（*.xlsx）”")
    main = package.related("", "officeDocument")
    if main and main[0].lower().endswith(".bin"):
        raise FileRefused.of(name, "是二进制格式 .xlsb", "请用 Excel 打开，另存为 .xlsx")
    if not main or not tree(package.read(main[0])).tag.endswith("}workbook"):
        raise FileRefused.of(name, "不是 Excel 工作簿（可能是 Word 或其他文件）", "请给出 .xlsx 或 .xlsm 文件")
    reached = [link for link in package.relations(main[0]) if link.kind in _PARSED and not link.external]
    if not all(part.lower().endswith(".xml") for part in [main[0], *(link.target for link in reached)]):
        raise FileRefused.of(name, "的内部部件名称不规范，可能被改造过", "请用 Excel 打开并另存为新文件")
    if _STRICT in package.read(main[0])[:4000]:
        raise FileRefused.of(name, "是“Strict Open XML”格式", "请在 Excel 中另存为普通的“Excel 工作簿（*.xlsx）”")
