"""One company's workbook as the rows that a group keeps of it. What is secret stays at home: only number, department and lights come over.

This runs in workers, of this machine or another; each thread has its own child that reads, with limits (addin/foreign/reader.py).
"""

import datetime as dt
import json
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from addin.companies.parquet import COLUMNS, NUMBERS, RATE_PARTS, Cell, Line, parquet_of
from addin.foreign.reader import COMPANIES, Reader
from udfs.rules.discretion import WITHHELD, may_leave
from udfs.rules.ground.grouped import grouped
from udfs.rules.ground.history import latest
from workbook_templates.master.master import VERSION
from workbook_templates.reading.cells import Wrong, plain, plain_number, text_of
from workbook_templates.reading.errors import FileRefused
from workbook_templates.reading.setting_values import BY_NAME, defaults, typed
from workbook_templates.tables.logs import Closed
from workbook_templates.tables.schema import Source
from workbook_templates.tables.settings import SPECS

PAST = "历史成绩"
JUDGED_BY = (
    "亮灯口径", "序时差绿灯下限", "序时差黄灯下限", "逾期亮红灯", "红灯须有影响", "办结认定日期", "时限逢休顺延", "月度截止日", "启用日期",
    "得分小数位", "完成质量权重", "按期权重", "反馈时效权重", "反馈准确权重", "准确分", "基本准确分", "不准确分", "协办系数", "退办扣分",
)  # fmt: skip
"""Settings without which two companies' lights and scores are not the same thing."""
WORDS = ("事项", "进展情况", "办结说明", "自评说明", "内容", "存在问题", "需协调事项", "未按期原因", "下步措施", "工作计划")
"""Columns in which a matter is spoken of."""
OLDER = "是旧版本的总台账（或从没有刷新过），没有可取的合计", "请该单位升级（duban upgrade）、刷新，再交一次"
NEWER = "是新版本的总台账（版本 {}），本程序只到版本 {}", "请先更新本程序"
OWN = threading.local()


class CompanyRead(NamedTuple):
    """digest: of the content, '' for a file that could not be opened. parquet: the rows. problem, remedy: why it is not taken."""

    digest: str = ""
    parquet: bytes = b""
    problem: str = ""
    remedy: str = ""


def read_company(path: str) -> CompanyRead:
    """What is kept of the workbook at this path; never an error."""
    if not hasattr(OWN, "reader"):
        OWN.reader = Reader(how=COMPANIES)
    try:
        found = OWN.reader.company(Path(path))
    except FileRefused as error:
        return CompanyRead(problem=error.reason or str(error), remedy=error.remedy)
    version = found["version"]
    if version.isdigit() and int(version) > int(VERSION):
        return CompanyRead(problem=NEWER[0].format(version, VERSION), remedy=NEWER[1])
    if not found["figures"]:
        return CompanyRead(problem=OLDER[0], remedy=OLDER[1])
    return CompanyRead(found["digest"], parquet_of({"指纹": found["digest"], **line} for line in lines_of(found)))


def lines_of(found: Mapping[str, Any]) -> Iterator[Line]:
    """Every kind of row; 行类 says which."""
    rows, figures = found["rows"], found["figures"]
    typed_settings = {plain(row["名称"]): row.get("取值") for row in rows["参数"]}
    values = {name: parts[0] for name, parts in figures.items()}
    sides = ((1, "分子"), (2, "分母"))
    parts = {f"{short}{part}": figures[name][at] for name, short in RATE_PARTS.items() if name in figures for at, part in sides}
    yield {
        "行类": "单位", "单位": text_of(values.get("单位")), "期间": text_of(values.get("考核期间")),
        "基准日": text_of(values.get("基准日")),
        "版本": found["version"], "口径": json.dumps(judged_by(typed_settings, rows["亮灯规则"]), ensure_ascii=False),
        "事项数": plain_number(values.get("事项")), **{name: plain_number(values.get(name)) for name in COUNTS}, **parts,
    }  # fmt: skip
    words = defaults()._replace(secret_words=secret_words(typed_settings.get("密级词")))
    secret = set[str]()
    for row in rows["督办台账"]:
        if not may_leave(words, plain(row.get("密级")), *(text_of(row.get(header)) for header in WORDS)):
            secret.add(plain(row.get("编号")))
            row |= {header: WITHHELD if header == "事项" else None for header in WORDS} | {"密级": "是"}
        else:
            row["密级"] = ""
        yield {"行类": "事项", **cells(row)}
    for row in rows["部门成绩"]:
        yield {"行类": "部门", **cells(row)}
    for row in closings(rows[PAST]):
        yield {"行类": "历史", **cells(row)}
    for kind, name in (("阶段", "阶段目标"), ("反馈", "反馈记录")):
        for row in rows[name]:
            if plain(row.get("编号")) not in secret and may_leave(words, "", *(text_of(row.get(header)) for header in WORDS)):
                yield {"行类": kind, **cells(row)}


def closings(rows: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The rows of the latest closing of each period (udfs.rules.ground.history)."""
    blank = Closed._make([None] * len(Closed._fields))
    records = [
        blank._replace(dimension=plain(row.get("维度")), grade=plain(row.get("等次")), closed=moment(row), at=Source(PAST, at, ""))
        for at, row in enumerate(rows)
    ]
    for group in grouped((plain(row.get("期间")), record) for row, record in zip(rows, records, strict=True)).values():
        yield from (rows[record.at.row] for record in latest(group) if record.dimension)


def moment(row: Mapping[str, Any]) -> dt.datetime | None:
    value = row.get("结账时间")
    return value if isinstance(value, dt.datetime) else None


COUNTS = ("在办", "办结", "逾期", "绿灯", "黄灯", "红灯", "督办得分", "亮灯得分")


def cells(row: Mapping[str, Any]) -> dict[str, Cell]:
    """A row as Parquet has it: figures as numbers, all else as text."""
    return {
        header: plain_number(value) if header in NUMBERS else text_of(value).strip() for header, value in row.items() if header in COLUMNS
    }


def secret_words(value: Any) -> tuple[str, ...]:
    """密级词 of the company; what can't be read is the default."""
    try:
        words: tuple[str, ...] = typed(BY_NAME["密级词"], value)
    except Wrong:
        return defaults().secret_words
    return words


def judged_by(typed_settings: Mapping[str, Any], bounds: list[dict[str, Any]]) -> dict[str, str]:
    """Name → value of all by which lights and scores are judged, as they are typed; the default where nothing is."""
    found = {
        f"{plain(row.get('灯'))}下限": f"{text_of(row.get('下限'))}{'含' if plain(row.get('含下限')) == '是' else '不含'}" for row in bounds
    }
    for name in JUDGED_BY:
        default = SPECS[BY_NAME[name]].default
        value = typed_settings.get(name)
        amount = plain_number(value if value is not None else default)
        found[name] = f"{amount:g}" if amount is not None else plain(value) or default
    return found
