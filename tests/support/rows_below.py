"""What people type below a table of three departments."""

import re
import zipfile
from pathlib import Path

import pytest

ROWS = [("甲部", "业务职能"), ("乙部", "基层"), ("丙部", "基层")]


def left_below(path: Path, cells: dict[str, str], *, after: int = 6) -> Path:
    """The workbook with cells typed on the sheet 部门, as XML after their reference, below row `after`."""
    rows: dict[int, str] = {}
    for name, content in cells.items():
        number = int(re.sub(r"\D", "", name))
        rows[number] = rows.get(number, "") + f'<c r="{name}"{content}</c>'
    xml = "".join(f'<row r="{number}">{text}</row>' for number, text in sorted(rows.items())).encode()
    with zipfile.ZipFile(path) as archive:
        members = [(info, archive.read(info)) for info in archive.infolist()]
        workbook = archive.read("xl/workbook.xml").decode()
    place = re.findall(r'<sheet name="([^"]+)"', workbook).index("部门") + 1
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for info, data in members:
            if info.filename == f"xl/worksheets/sheet{place}.xml":
                data = re.sub(rb'<row r="(?:%d)"[^>]*(?:/>|>.*?</row>)' % (after + 1), b"", data)
                data = data.replace(b"</sheetData>", xml + b"</sheetData>")
            archive.writestr(info, data)
    return path


def text(value: str) -> str:
    return f' t="inlineStr"><is><t>{value}</t></is>'


SUM = "><f>SUM({})</f><v>3</v>"
KIND, NAME = text("基层"), text("丁部")


CASES = [
    pytest.param({"A7": NAME, "B7": KIND}, 4, [], id="a row"),
    pytest.param({"A7": text("合计"), "H7": SUM.format("H4:H6")}, 3, [(7, 7, "合计", False)], id="a sum"),
    pytest.param({"A7": text("各单位"), "B7": KIND, "H7": SUM.format("H4:H6")}, 3, [(7, 7, "各单位", False)], id="a formula over it"),
    pytest.param({"A7": text("各单位"), "B7": KIND, "H7": SUM.format("部门[业务量]")}, 3, [(7, 7, "各单位", False)], id="over its column"),
    pytest.param({"A7": NAME, "B7": KIND, "H7": SUM.format("Z1:Z9")}, 4, [], id="a formula over something else"),
    pytest.param({"A7": NAME, "B7": KIND, "A8": text("填表人：张三")}, 4, [(8, 8, "填表人：张三", False)], id="a signature below a row"),
    pytest.param({"A7": text("合计"), "A8": NAME, "B8": KIND}, 3, [(7, 7, "合计", False), (8, 8, "丁部", True)], id="a row below a sum"),
    pytest.param({"A9": NAME, "B9": KIND, "A10": NAME}, 3, [(9, 10, "丁部", True)], id="rows beyond a gap"),
    pytest.param({"A9": text("填表人：张三")}, 3, [], id="a signature where it should stand"),
    pytest.param({"ZZ7": text("合计")}, 3, [], id="beside the table"),
]
"""What is typed below three rows, how many rows are read, and what is left below."""
