"""Minutes in Word or plain text, as paragraphs and tables. To be called in a child with limits (reader.py): guards come first."""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from addin.byte_text import text_in_bytes
from addin.closed.guards import Limits, guarded_text
from addin.foreign.auto_numbers import AutoNumbers
from addin.table_part import clean
from workbook_templates.reading.errors import FileRefused
from workbook_templates.reading.minutes_text import MinutesBlock

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
LARGEST = 30_000_000
"""Bytes of a file on the disk."""
TEXT_LIMITS = Limits(unpacked=100_000_000, ratio=200, cells=0, members=2_000)
MOST = 20_000
"""Paragraphs and rows; minutes have some hundred."""
OLD_WORD = b"\xd0\xcf\x11\xe0"


def minutes_blocks(path: Path) -> list[MinutesBlock]:
    """Every paragraph and table in the order of the paper. Raises FileRefused with the file's name and what to do."""
    try:
        size = path.stat().st_size
        data = path.read_bytes() if size <= LARGEST else b""
    except OSError as error:
        raise FileRefused.of(path.name, f"读不出来（{error.strerror}）", "请核对文件，关闭正在使用它的程序") from error
    if size > LARGEST:
        raise FileRefused.of(path.name, f"有 {size // 1_000_000} MB，不像纪要", "请删去图片后另存")
    if not data.strip():
        raise FileRefused.of(path.name, "是空文件", "可能没有传完，请重新拷贝或请对方重发")
    if data.startswith(OLD_WORD):
        locked = "EncryptedPackage".encode("utf-16-le") in data
        what = "有打开密码" if locked else "是旧格式（.doc、.wps）"
        remedy = "请在 Word 中“文件→信息→保护文档”取消密码后另存" if locked else "请用 Word 或 WPS 打开，另存为 .docx"
        raise FileRefused.of(path.name, what, remedy)
    blocks = list(word_blocks(data, path.name)) if data.startswith(b"PK") else text_blocks(data, path.name)
    if sum(1 + len(block.rows) for block in blocks) > MOST:
        raise FileRefused.of(path.name, f"有两万多段，不像纪要（上限 {MOST} 段）", "请只留纪要的正文后另存")
    return blocks


def text_blocks(data: bytes, name: str) -> list[MinutesBlock]:
    """Plain text, a paragraph a line."""
    try:
        text = text_in_bytes(data)
    except UnicodeDecodeError:
        text = "\0"
    if any(ord(letter) < 32 and letter not in "\t\n\r\f\v" for letter in text):
        raise FileRefused.of(name, "不是 Word 文档，也不是纯文本", "请用 Word 或 WPS 打开，另存为 .docx；或另存为 UTF-8 的 .txt")
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return [MinutesBlock(f"第 {at} 行", "", clean_text(line)) for at, line in enumerate(lines, 1) if line.strip()]


def word_blocks(data: bytes, name: str) -> Iterator[MinutesBlock]:
    """The body of a .docx, text boxes too; what a revision has deleted is left out."""
    import docx

    guarded_text(data, name, TEXT_LIMITS)
    try:
        document = docx.Document(BytesIO(data))
    except (KeyError, ValueError, AttributeError) as broken:
        raise FileRefused.of(name, f"读不出来（{broken}）", "请用 Word 或 WPS 打开，另存为 .docx") from broken
    numbers = AutoNumbers(document)
    paragraphs = tables = 0
    for element in walk(document.element.body):
        if element.tag == W + "tbl":
            tables += 1
            rows = table_rows(element)
            if rows:
                yield MinutesBlock(f"表 {tables}", "", "", rows)
            continue
        paragraphs += 1
        number, text = numbers.of(element), text_of_paragraph(element)
        if text.strip():
            yield MinutesBlock(f"第 {paragraphs} 段", number, text)


def walk(body: Any) -> Iterator[Any]:
    """The paragraphs and outermost tables below an element, in order."""
    for child in body:
        if child.tag in (W + "p", W + "tbl"):
            yield child
            if child.tag == W + "p":
                for box in child.iter(W + "txbxContent"):
                    if not any(above.tag == FALLBACK for above in box.iterancestors()):
                        yield from walk(box)
        elif child.tag not in (FALLBACK, W + "del", W + "moveFrom"):
            yield from walk(child)


def text_of_paragraph(paragraph: Any) -> str:
    """The text as it is shown, without that of boxes anchored in it."""
    parts = []
    for node in paragraph.iter(W + "t", W + "tab", W + "br", W + "cr"):
        owner = next((above for above in node.iterancestors() if above.tag in (W + "p", FALLBACK, W + "del", W + "moveFrom")), None)
        if owner is paragraph:
            parts.append(node.text or "" if node.tag == W + "t" else " " if node.tag == W + "tab" else "\n")
    return clean_text("".join(parts))


def table_rows(element: Any) -> tuple[tuple[str, ...], ...]:
    """The cells by rows; merged ones repeated, as a person reads them; tables inside a cell as its text."""
    rows: list[tuple[str, ...]] = []
    above: dict[int, str] = {}
    for row in element.iter(W + "tr"):
        if next(one for one in row.iterancestors(W + "tbl")) is not element:
            continue
        cells: list[str] = []
        for cell in row.iter(W + "tc"):
            if next(one for one in cell.iterancestors(W + "tr")) is not row:
                continue
            span = cell.find(f"{W}tcPr/{W}gridSpan")
            merge = cell.find(f"{W}tcPr/{W}vMerge")
            text = "\n".join(filter(None, (text_of_paragraph(one) for one in cell.iter(W + "p"))))
            if merge is not None and merge.get(W + "val") != "restart":
                text = above.get(len(cells), "")
            wide = span.get(W + "val", "1") if span is not None else "1"
            for _ in range(min(int(wide), 60) if wide.isdigit() else 1):
                above[len(cells)] = text
                cells.append(text)
        rows.append(tuple(cells))
    return tuple(rows)


def clean_text(text: str) -> str:
    """Without blanks between Chinese letters and digits, which offices type for looks, and without what no cell can hold."""
    told = str(clean(text) or "")
    return re.sub(r"(?<=[\u4e00-\u9fff\d])[ \u3000\t]+(?=[\u4e00-\u9fff\d])", "", told).strip() if "：" not in told[:6] else told.strip()
