# ruff: noqa: E501 - parts written by hand are one line each
"""A workbook such as an office has after a year: everything that a careless save would lose, on few rows.

`build(path)` lays it out with XlsxWriter; the parts that XlsxWriter can't make (pivot table, slicer, threaded comment, ribbon,
customXml, a table's filter, shared formulas) are written by hand. Excel's validator and the repair lint find nothing in it.
"""

import datetime as dt
import re
import warnings
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import xlsxwriter

from workbook_templates.tables.grid import Value

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MS = "http://schemas.microsoft.com/office"
X14, X15 = f"{MS}/spreadsheetml/2009/9/main", f"{MS}/spreadsheetml/2010/11/main"
PERSON, THREAD = "{11111111-1111-4111-8111-111111111111}", "{22222222-2222-4222-8222-222222222222}"

RESULT_HEADERS = ("备注", "编号", "事项", "完成率", "两倍", "截止日期", "灯", "标记")
"""备注 (typed), 两倍 (shared formula), 标记 (formula on the table) are the user's own columns of the result table."""
OWN_COLUMNS = ("备注", "两倍", "标记")
WRITTEN = tuple(header for header in RESULT_HEADERS if header not in OWN_COLUMNS)
SHEET2 = "xl/worksheets/sheet2.xml"
"""The part of 督办结果."""
RESULT_FIRST, RESULT_COUNT = 6, 6
LEDGER_HEADERS = ("编号", "部门", "完成率", "交办日期", "是否达标", "说明\n(自填)")

# Cached results, as Excel would have them; the tests hold them against LibreOffice's own computation.
RATES = (0.5, 1.0, 0.25, 0.8, 0.9, 0.6)
LEDGER_RATES = (0.5, 1.0, 0.2, 0.75)
DEPARTMENTS = ("财政局", "教育局", "财政局", "民政局")


def build(path: Path) -> Path:
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # XlsxWriter only warns when it drops something
        _lay_out(path)
    _inject(path)
    return path


def _png() -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")

    header = (8).to_bytes(4, "big") * 2 + bytes([8, 2, 0, 0, 0])
    pixels = zlib.compress((b"\0" + b"\xc8\x10\x2e" * 8) * 8)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def _lay_out(path: Path) -> None:
    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": dt.datetime(2025, 1, 1, tzinfo=dt.UTC)})
    book.set_calc_mode("auto", 191029)
    book.calc_on_load = False
    formats = {
        "bold": book.add_format({"bold": True, "font_color": "#C8102E"}),
        "date": book.add_format({"num_format": "yyyy-mm-dd", "border": 1}),
        "percent": book.add_format({"num_format": "0%", "bg_color": "#FFFBEA"}),
        "text": book.add_format({"text_wrap": True, "border": 1}),
    }
    sheets = {
        name: book.add_worksheet(name) for name in ("操作台", "督办结果", "督办 台账", "操作日志", "我的汇总", "参数", "透视", "动态")
    }
    _console(book, sheets["操作台"], path)
    _results(sheets["督办结果"], formats)
    _ledger(sheets["督办 台账"], formats)
    log = sheets["操作日志"]
    log.add_table("B2:D3", {"name": "日志", "columns": [{"header": "时间"}, {"header": "动作"}, {"header": "条数"}]})
    log.write_blank("B3", None, formats["date"])
    _summary(sheets["我的汇总"])
    settings = sheets["参数"]
    settings.write_column("A1", ["灯", "红", "黄", "绿"])
    settings.write_row("C1", ["阈值", 0.5])
    book.define_name("灯列表", "=参数!$A$2:$A$4")
    book.define_name("阈值", "=参数!$D$1")
    book.define_name("总数", "=操作台!$B$3")
    book.define_name("分布", "=操作台!$B$6:$D$9")
    book.define_name("全部完成率", "=结果[完成率]")
    sheets["透视"].write_row("A3", ["部门", "求和项:完成率"])
    sheets["透视"].write_row("A4", ["总计", sum(LEDGER_RATES)])
    spill = sheets["动态"]
    spill.write_dynamic_array_formula("A1:A3", "=_xlfn._xlws.SORT(_xlfn.UNIQUE(台账[部门]))", None, "财政局")
    spill.write_string("A2", "教育局")
    spill.write_string("A3", "民政局")
    book.close()


def _console(book: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet, path: Path) -> None:
    sheet.merge_range("A1:F1", "督办操作台", book.add_format({"bold": True, "font_size": 20}))
    sheet.write_row("A3", ["总数", 6])
    sheet.write_row("B5", ["绿", "黄", "红"])
    for row in range(5, 9):
        sheet.write_row(row, 1, [row, row * 2, row * 3])
    chart = book.add_chart({"type": "column", "subtype": "stacked"})
    for column in "BCD":
        chart.add_series({"name": f"=操作台!${column}$5", "values": f"=操作台!${column}$6:${column}$9"})
    sheet.insert_chart("H2", chart)
    sheet.insert_textbox("H20", "点“刷新”后看这里", {"width": 200, "height": 60})
    picture = path.with_suffix(".png")
    picture.write_bytes(_png())
    sheet.insert_image("L20", str(picture))
    sheet.write_formula("F3", "=B3*2", None, 12)
    sheet.write_formula("F4", "=参数!D1*2", None, 1)


def _results(sheet: xlsxwriter.worksheet.Worksheet, formats: dict[str, xlsxwriter.format.Format]) -> None:
    sheet.merge_range("B1:I1", "督办结果", formats["bold"])
    sheet.write("B3", "由程序计算,备注请写在“备注”列")
    last = RESULT_FIRST + RESULT_COUNT - 1
    columns = [{"header": header} for header in RESULT_HEADERS]
    columns[-1]["formula"] = '=IF([@完成率]<阈值,"低","够")'
    sheet.add_table(f"B5:I{last}", {"name": "结果", "columns": columns})
    for index, rate in enumerate(RATES):
        row = RESULT_FIRST - 1 + index
        sheet.write_string(row, 1, f"我的备注{index}", formats["text"])
        sheet.write_string(row, 2, f"A{index:03d}")
        sheet.write_string(row, 3, f"事项 {index} <&> _x0041_")
        sheet.write_number(row, 4, rate, formats["percent"])
        sheet.write_formula(row, 5, f"=E{row + 1}*2", formats["percent"], rate * 2)
        sheet.write_datetime(row, 6, dt.datetime(2025, 3, 1 + index), formats["date"])
        sheet.write_string(row, 7, "绿" if rate > 0.8 else "黄")
        sheet.write_formula(row, 8, '=IF(结果[[#This Row],[完成率]]<阈值,"低","够")', formats["text"], "低" if rate < 0.5 else "够")
    sheet.set_row(RESULT_FIRST, None, None, {"hidden": True})
    sheet.set_row(last - 1, 33)
    sheet.conditional_format(f"E6:E{last}", {"type": "data_bar", "bar_solid": True, "min_type": "num", "min_value": 0})
    sheet.conditional_format(f"F6:F{last}", {"type": "icon_set", "icon_style": "3_traffic_lights"})
    sheet.conditional_format("H1:H1048576", {"type": "cell", "criteria": "==", "value": '"红"', "format": formats["bold"]})
    sheet.data_validation(f"H6:H{last}", {"validate": "list", "source": "=灯列表"})
    sheet.data_validation("G6:G1048576", {"validate": "date", "criteria": ">", "value": dt.date(2020, 1, 1)})
    sheet.add_sparkline("K6", {"range": f"督办结果!E6:E{last}"})
    sheet.write_comment("C6", "请核对编号", {"author": "张三"})
    sheet.print_area(f"A1:I{last}")
    sheet.write_formula("L2", "=SUM(E6:E100)", None, sum(RATES))


def _ledger(sheet: xlsxwriter.worksheet.Worksheet, formats: dict[str, xlsxwriter.format.Format]) -> None:
    sheet.write("C2", "督办台账")
    columns: list[dict[str, str]] = [{"header": header} for header in LEDGER_HEADERS]
    columns[4]["formula"] = '=IF([@完成率]>=阈值,"是","否")'
    last = 4 + len(LEDGER_RATES)
    sheet.add_table(f"C4:H{last}", {"name": "台账", "columns": columns})
    for index, (rate, department) in enumerate(zip(LEDGER_RATES, DEPARTMENTS, strict=True)):
        row = 4 + index
        sheet.write_string(row, 2, f"00{index}")
        sheet.write_string(row, 3, department)
        sheet.write_number(row, 4, rate, formats["percent"])
        sheet.write_datetime(row, 5, dt.datetime(2025, 1, 5 + index), formats["date"])
        sheet.write_formula(row, 6, '=IF(台账[[#This Row],[完成率]]>=阈值,"是","否")', None, "是" if rate >= 0.5 else "否")
    sheet.write_rich_string("H5", "按", formats["bold"], "重点", "督办")
    sheet.set_row(5, None, None, {"hidden": True})
    sheet.write_comment("C5", "[线程批注]", {"author": f"tc={THREAD}"})


def _summary(sheet: xlsxwriter.worksheet.Worksheet) -> None:
    """The user's own sheet: a formula of each kind over our tables, and two that read nothing of ours."""
    average = sum(RATES) / len(RATES)
    formulas = {
        "B1": ("=AVERAGE(结果[完成率])", average),
        "B2": ('=SUMIFS(台账[完成率],台账[部门],"财政局")', 0.7),
        "B3": ("=B1*100", average * 100),
        "B4": ('=INDIRECT("督办结果!C6")', "A000"),
        "B5": ("=SUM(全部完成率)", sum(RATES)),
        "B6": ("=参数!D1+1", 1.5),
        "B7": ("=SUM('督办 台账'!E5:E8)", sum(LEDGER_RATES)),
        "B8": ('=LEN("结果[完成率]")', 7),
    }
    for cell, (formula, value) in formulas.items():
        sheet.write_formula(cell, formula, None, value)
    sheet.write_array_formula("D1:D2", "{=参数!D1:D2}", None, 0.5)
    sheet.write_number("D2", 0)


# What XlsxWriter can't make.


def _inject(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}

    def edit(name: str, change: Callable[[str], str]) -> None:
        parts[name] = change(parts[name].decode()).encode()

    tables = {re.search(r'displayName="([^"]+)"', parts[name].decode())[1]: name for name in parts if name.startswith("xl/tables/")}  # type: ignore[index]
    edit(tables["结果"], lambda xml: _with_filter(xml, "B5:I11", 3))
    edit(tables["台账"], lambda xml: _with_filter(xml, "C4:H8", 1))
    edit("xl/worksheets/sheet2.xml", _with_shared_formulas)
    edit("xl/worksheets/sheet3.xml", _with_slicer_list)
    edit("xl/workbook.xml", _with_workbook_links)
    parts["xl/calcChain.xml"] = _calc_chain(parts).encode()
    ledger_id = re.search(r'\bid="(\d+)"', parts[tables["台账"]].decode())[1]  # type: ignore[index]
    parts |= {name: text.encode() for name, text in _pivot().items()} | {name: text.encode() for name, text in _others(ledger_id).items()}
    for owner, kind, target, number in _LINKS:
        _link(parts, owner, kind, target, number)
    edit(
        "[Content_Types].xml",
        lambda xml: xml.replace("</Types>", "".join(f"<Override {entry}/>" for entry in _content_types()) + "</Types>"),
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            info = zipfile.ZipInfo(name, (2025, 1, 1, 8, 30, 0))
            info.compress_type = zipfile.ZIP_STORED if name.endswith(".png") else zipfile.ZIP_DEFLATED
            archive.writestr(info, data)


def _with_filter(xml: str, area: str, column: int) -> str:
    """The user has filtered and sorted the table."""
    body = re.sub(r"(\d+):", lambda first: f"{int(first[1]) + 1}:", area)
    inner = f'<filterColumn colId="{column}"><customFilters><customFilter operator="notEqual" val="隐藏"/></customFilters></filterColumn>'
    sort = f'<sortState ref="{body}"><sortCondition ref="{body.split(":")[0]}:{body[0]}{area.split(":")[1][1:]}"/></sortState>'
    return xml.replace(f'<autoFilter ref="{area}"/>', f'<autoFilter ref="{area}">{inner}</autoFilter>{sort}')


def _with_shared_formulas(xml: str) -> str:
    """Excel stores a formula that was filled down once, at its first cell."""
    last = RESULT_FIRST + RESULT_COUNT - 1
    xml = xml.replace("<f>E6*2</f>", f'<f t="shared" ref="F6:F{last}" si="0">E6*2</f>')
    return re.sub(r"<f>E\d+\*2</f>", '<f t="shared" si="0"/>', xml)


def _with_slicer_list(xml: str) -> str:
    uri = "{3A4CF648-6AED-40f4-86FF-DC5316D8AED3}"
    slicer = f'<extLst><ext xmlns:x15="{X15}" uri="{uri}"><x14:slicerList xmlns:x14="{X14}"><x14:slicer r:id="rId91"/></x14:slicerList></ext></extLst>'
    return xml.replace("</worksheet>", slicer + "</worksheet>")


def _with_workbook_links(xml: str) -> str:
    uri = "{46BE6895-7355-4a93-B00E-2C351335B9C9}"
    cache = (
        f'<ext xmlns:x15="{X15}" uri="{uri}"><x15:slicerCaches xmlns:x14="{X14}"><x14:slicerCache r:id="rId91"/></x15:slicerCaches></ext>'
    )
    xml = xml.replace("</definedNames>", '<definedName name="切片器_部门">#N/A</definedName></definedNames>')
    return xml.replace(
        "</workbook>", f'<pivotCaches><pivotCache cacheId="1" r:id="rId92"/></pivotCaches><extLst>{cache}</extLst></workbook>'
    )


def _calc_chain(parts: dict[str, bytes]) -> str:
    """Excel's list of every formula cell."""
    cells = []
    for number in range(1, 9):
        xml = parts[f"xl/worksheets/sheet{number}.xml"].decode()
        cells += [f'<c r="{cell}" i="{number}"/>' for cell in re.findall(r'<c r="([A-Z]+\d+)"[^>]*><f', xml)]
    return f'<calcChain xmlns="{MAIN}">{"".join(cells)}</calcChain>'


def _pivot() -> dict[str, str]:
    names = [header.replace("\n", "_x000a_") for header in LEDGER_HEADERS]
    items = ["<sharedItems/>"] * len(names)
    items[1] = '<sharedItems count="1"><s v="财政局"/></sharedItems>'
    fields = "".join(f'<cacheField name="{name}" numFmtId="0">{item}</cacheField>' for name, item in zip(names, items, strict=True))
    shown = ['<pivotField showAll="0"/>'] * len(names)
    shown[1] = '<pivotField axis="axisRow" showAll="0"><items count="2"><item x="0"/><item t="default"/></items></pivotField>'
    shown[2] = '<pivotField dataField="1" showAll="0"/>'
    record = '<r><s v="000"/><x v="0"/><n v="0.5"/><n v="45662"/><s v="是"/><m/></r>'
    return {
        "xl/pivotCache/pivotCacheDefinition1.xml": f'<pivotCacheDefinition xmlns="{MAIN}" xmlns:r="{REL}" r:id="rId1" refreshOnLoad="1" '
        'refreshedBy="张三" refreshedDate="45700" createdVersion="6" refreshedVersion="6" minRefreshableVersion="3" recordCount="1">'
        f'<cacheSource type="worksheet"><worksheetSource name="台账"/></cacheSource><cacheFields count="{len(names)}">{fields}</cacheFields>'
        "</pivotCacheDefinition>",
        "xl/pivotCache/pivotCacheRecords1.xml": f'<pivotCacheRecords xmlns="{MAIN}" count="1">{record}</pivotCacheRecords>',
        "xl/pivotTables/pivotTable1.xml": f'<pivotTableDefinition xmlns="{MAIN}" name="透视表1" cacheId="1" dataCaption="值" updatedVersion="6" '
        'minRefreshableVersion="3" createdVersion="6"><location ref="A3:B4" firstHeaderRow="1" firstDataRow="1" firstDataCol="1"/>'
        f'<pivotFields count="{len(names)}">{"".join(shown)}</pivotFields><rowFields count="1"><field x="1"/></rowFields>'
        '<rowItems count="1"><i t="grand"><x/></i></rowItems><colItems count="1"><i/></colItems>'
        '<dataFields count="1"><dataField name="求和项:完成率" fld="2"/></dataFields>'
        '<pivotTableStyleInfo name="PivotStyleLight16" showRowHeaders="1" showColHeaders="1"/></pivotTableDefinition>',
    }


def _others(ledger_id: str) -> dict[str, str]:
    threads = f"{MS}/spreadsheetml/2018/threadedcomments"
    data_store = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
    return {
        "xl/slicers/slicer1.xml": f'<slicers xmlns="{X14}"><slicer name="部门" cache="切片器_部门" caption="部门" rowHeight="241300"/></slicers>',
        "xl/slicerCaches/slicerCache1.xml": f'<slicerCacheDefinition xmlns="{X14}" xmlns:x="{MAIN}" name="切片器_部门" sourceName="部门"><extLst>'
        f'<x:ext xmlns:x15="{X15}" uri="{{2F2917AC-EB37-4324-AD4E-5DD8C200BD13}}"><x15:tableSlicerCache tableId="{ledger_id}" column="2"/></x:ext>'
        "</extLst></slicerCacheDefinition>",
        "xl/threadedComments/threadedComment1.xml": f'<ThreadedComments xmlns="{threads}"><threadedComment ref="C5" dT="2025-01-02T03:04:05.00" '
        f'personId="{PERSON}" id="{THREAD}"><text>请核实编号</text></threadedComment></ThreadedComments>',
        "xl/persons/person.xml": f'<personList xmlns="{threads}"><person displayName="张三" id="{PERSON}" userId="张三" providerId="None"/></personList>',
        "customXml/item1.xml": '<督办 xmlns="urn:duban">年度=2025</督办>',
        "customXml/itemProps1.xml": f'<ds:datastoreItem xmlns:ds="{data_store}" ds:itemID="{{33333333-3333-4333-8333-333333333333}}"/>',
        "customUI/customUI14.xml": f'<customUI xmlns="{MS}/2009/07/customui"><ribbon><tabs><tab id="duban" label="督办"/></tabs></ribbon></customUI>',
    }


_LINKS = [
    ("xl/workbook.xml", f"{MS}/2007/relationships/slicerCache", "slicerCaches/slicerCache1.xml", 91),
    ("xl/workbook.xml", f"{REL}/pivotCacheDefinition", "pivotCache/pivotCacheDefinition1.xml", 92),
    ("xl/workbook.xml", f"{MS}/2017/10/relationships/person", "persons/person.xml", 93),
    ("xl/workbook.xml", f"{REL}/customXml", "../customXml/item1.xml", 94),
    ("xl/workbook.xml", f"{REL}/calcChain", "calcChain.xml", 95),
    ("customXml/item1.xml", f"{REL}/customXmlProps", "itemProps1.xml", 1),
    ("xl/worksheets/sheet3.xml", f"{MS}/2007/relationships/slicer", "../slicers/slicer1.xml", 91),
    ("xl/worksheets/sheet3.xml", f"{MS}/2017/10/relationships/threadedComment", "../threadedComments/threadedComment1.xml", 92),
    ("xl/worksheets/sheet7.xml", f"{REL}/pivotTable", "../pivotTables/pivotTable1.xml", 1),
    ("xl/pivotTables/pivotTable1.xml", f"{REL}/pivotCacheDefinition", "../pivotCache/pivotCacheDefinition1.xml", 1),
    ("xl/pivotCache/pivotCacheDefinition1.xml", f"{REL}/pivotCacheRecords", "pivotCacheRecords1.xml", 1),
    ("", f"{MS}/2007/relationships/ui/extensibility", "customUI/customUI14.xml", 91),
]


def _link(parts: dict[str, bytes], owner: str, kind: str, target: str, number: int) -> None:
    folder, _, file = owner.rpartition("/")
    name = f"{folder}/_rels/{file}.rels" if folder else f"_rels/{file}.rels"
    empty = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
    entry = f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/></Relationships>'
    parts[name] = parts.get(name, empty.encode()).replace(b"</Relationships>", entry.encode())


def _content_types() -> list[str]:
    sheet = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    types = {
        "xl/calcChain.xml": f"{sheet}.calcChain+xml",
        "xl/slicers/slicer1.xml": "application/vnd.ms-excel.slicer+xml",
        "xl/slicerCaches/slicerCache1.xml": "application/vnd.ms-excel.slicerCache+xml",
        "xl/threadedComments/threadedComment1.xml": "application/vnd.ms-excel.threadedcomments+xml",
        "xl/persons/person.xml": "application/vnd.ms-excel.person+xml",
        "xl/pivotCache/pivotCacheDefinition1.xml": f"{sheet}.pivotCacheDefinition+xml",
        "xl/pivotCache/pivotCacheRecords1.xml": f"{sheet}.pivotCacheRecords+xml",
        "xl/pivotTables/pivotTable1.xml": f"{sheet}.pivotTable+xml",
        "customXml/itemProps1.xml": "application/vnd.openxmlformats-officedocument.customXmlProperties+xml",
    }
    return [f'PartName="/{name}" ContentType="{kind}"' for name, kind in types.items()]


def results(count: int) -> list[list[Value]]:
    """New rows for WRITTEN: 编号 事项 完成率 截止日期 灯."""
    return [[f"B{i:03d}", f"新事项{i}", i / count, dt.date(2025, 6, 1) + dt.timedelta(days=i), "红"] for i in range(count)]
