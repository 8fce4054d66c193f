"""What the companies' figures come to: ranks among those that can be compared, rates by numerator and denominator, and the lists.

DuckDB asks the Parquet files; every figure is one that a company's own refresh or closing wrote."""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from addin.companies.parquet import RATE_PARTS

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

TOGETHER = "全部-"
SCORES = ("督办得分", "亮灯得分", "按期办结率")
"""Figures by which companies are ranked, the highest first."""
COUNTS = ("事项数", "在办", "办结", "逾期", "绿灯", "黄灯", "红灯")
Row = dict[str, Any]
Part = tuple[float, float]


@dataclass
class Company:
    """One company of the group.

    name: its 单位名称, else what the list calls it. path: the workbook that was read. period, day: 期间 and 基准日 of its figures.
    counts, scores: by name; None where it has none. parts: rate → numerator and denominator. basis: by what it judges.
    why: why it is not compared, '' where it is. ranks: by score, 1-2-2-4.
    """

    name: str
    digest: str
    path: Path
    period: str
    day: str
    version: str
    basis: Mapping[str, str]
    counts: Mapping[str, float | None]
    scores: Mapping[str, float | None]
    parts: Mapping[str, Part]
    why: str = ""
    ranks: dict[str, int] = field(default_factory=dict)


def opened(paths: Sequence[Path]) -> "DuckDBPyConnection":
    """A connection with the rows of these files as the table 行. Put together they lie beside them in one file, which is read faster."""
    import duckdb

    together = paths[0].with_name(f"{TOGETHER}{hashlib.sha256(''.join(path.name for path in paths).encode()).hexdigest()[:16]}.parquet")
    ask = duckdb.connect()
    if not together.is_file():
        for old in together.parent.glob(f"{TOGETHER}*"):
            old.unlink(missing_ok=True)
        making = together.with_suffix(".tmp")
        ask.read_parquet([str(path) for path in paths]).write_parquet(str(making))
        making.replace(together)
    ask.read_parquet(str(together)).create("行")
    return ask


def rows(ask: "DuckDBPyConnection", query: str, **values: object) -> list[Row]:
    """The rows of an answer, by column."""
    found = ask.execute(query, values or None)
    names = [column[0] for column in found.description or ()]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def companies(ask: "DuckDBPyConnection", sources: Mapping[str, tuple[str, Path]], period: str) -> list[Company]:
    """Every company, in the order of the call.

    sources: digest → what the list calls it, and where it lies. period: '' for what each shows."""
    past = {row["指纹"]: row for row in rows(ask, PAST_SCORES, period=period)} if period else {}
    found = []
    for row in rows(ask, "SELECT * FROM 行 WHERE 行类 = '单位'"):
        told, path = sources[row["指纹"]]
        one = Company(
            name=row["单位"] or told or path.parent.name,
            digest=row["指纹"],
            path=path,
            period=row["期间"],
            day=row["基准日"],
            version=row["版本"],
            basis=json.loads(row["口径"]),
            counts={name: row[name] for name in COUNTS},
            scores={},
            parts={
                rate: (row[f"{short}分子"], row[f"{short}分母"]) for rate, short in RATE_PARTS.items() if row[f"{short}分母"] is not None
            },
        )
        one.scores = {"督办得分": row["督办得分"], "亮灯得分": row["亮灯得分"], "按期办结率": share(one.parts.get("按期办结率"))}
        if period and period != row["期间"]:
            closed = past.get(row["指纹"])
            one.period, one.day = period, ""
            one.why = "" if closed else f"没有 {period} 的定稿成绩（公布本里没有历史成绩，请交总台账）"
            one.counts = {"绿灯": closed["绿"], "黄灯": closed["黄"], "红灯": closed["红"]} if closed else {}
            one.parts = {"按期办结率": (closed["分子"], closed["分母"])} if closed and closed["分母"] is not None else {}
            one.scores = {"督办得分": closed["督办"], "亮灯得分": closed["亮灯"]} if closed else {}
            one.scores = {**one.scores, "按期办结率": share(one.parts.get("按期办结率"))}
        found.append(one)
    order = {digest: place for place, digest in enumerate(sources)}
    return sorted(found, key=lambda one: order[one.digest])


PAST_SCORES = """
SELECT 指纹, max(得分) FILTER (维度 = '督办') AS 督办, max(分子) FILTER (维度 = '督办') AS 分子, max(分母) FILTER (维度 = '督办') AS 分母,
       max(得分) FILTER (维度 = '亮灯') AS 亮灯,
       max(绿) FILTER (维度 = '亮灯') AS 绿, max(黄) FILTER (维度 = '亮灯') AS 黄, max(红) FILTER (维度 = '亮灯') AS 红
FROM 行 WHERE 行类 = '历史' AND 对象类型 = '公司' AND 期间 = $period GROUP BY 指纹
"""
LISTED = """
SELECT 指纹, 编号, 事项, 来源, 主责部门, 责任人, 级别, 类别, 状态, 考核时限, 完成度, 灯, 逾期天数, 环节, 密级, 提出人
FROM 行 WHERE 行类 = '事项' AND {} AND 指纹 IN (SELECT unnest($digests)) ORDER BY 逾期天数 DESC NULLS LAST, 考核时限, 编号 LIMIT $most
"""
ROWS_OF = "SELECT count(*) AS 行数 FROM 行 WHERE 行类 = '事项' AND {} AND 指纹 IN (SELECT unnest($digests))"
WHICH = {"红灯清单": "灯 = '红灯'", "逾期": "逾期天数 > 0", "上级任务": "来源 = '上级部署'"}
"""List → which of the rows that were taken over stand on it."""
OF_NOW = "SELECT * FROM 行 WHERE 行类 = '部门' AND 部门 IS NOT NULL AND 指纹 IN (SELECT unnest($digests)) LIMIT $most"
OF_THEN = """
SELECT 指纹, 对象 AS 部门, any_value(类型) AS 类型, max(得分) FILTER (维度 = '督办') AS 督办, max(得分) FILTER (维度 = '亮灯') AS 亮灯,
       max(得分) FILTER (维度 = '综合') AS 综合, max(绿) FILTER (维度 = '亮灯') AS 绿, max(黄) FILTER (维度 = '亮灯') AS 黄,
       max(红) FILTER (维度 = '亮灯') AS 红, max(分子) FILTER (维度 = '督办') / nullif(max(分母) FILTER (维度 = '督办'), 0) AS 按期办结率
FROM 行 WHERE 行类 = '历史' AND 对象类型 = '部门' AND 期间 = $period AND 指纹 IN (SELECT unnest($digests)) GROUP BY 指纹, 对象 LIMIT $most
"""


def share(part: Part | None) -> float | None:
    """The rate; None with a denominator of 0."""
    return part[0] / part[1] if part and part[1] else None


def compared(found: Sequence[Company]) -> dict[str, str]:
    """Mark who is not compared, rank the others; by what they are compared. Most decide; of as many the later 基准日."""
    counted = Counter((one.period, one.day, one.version, tuple(one.basis.items())) for one in found if not one.why)
    if not counted:
        return {}
    period, day, version, basis = max(counted, key=lambda key: (counted[key], key[1], key[0]))
    common = {"期间": period, "基准日": day, "版本": version, **dict(basis)}
    for one in found:
        own = {"期间": one.period, "基准日": one.day, "版本": one.version, **one.basis}
        differing = [name for name in {**common, **own} if own.get(name) != common.get(name)]
        one.why = one.why or "；".join(f"{name} {own.get(name) or '空着'}（多数 {common.get(name) or '空着'}）" for name in differing)
    able = [one for one in found if not one.why]
    for name in SCORES:
        values = [value for one in able if (value := one.scores.get(name)) is not None]
        for one in able:
            if (own_score := one.scores.get(name)) is not None:
                one.ranks[name] = 1 + sum(value > own_score for value in values)
    return common


def summed(found: Sequence[Company]) -> dict[str, Part]:
    """Rate → numerator and denominator over these companies."""
    return {
        rate: (sum(parts[0] for parts in had), sum(parts[1] for parts in had))
        for rate in RATE_PARTS
        if (had := [one.parts[rate] for one in found if rate in one.parts])
    }
