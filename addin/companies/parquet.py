"""What was taken over of each company, as one Parquet file named by the content of the workbook and the version of the reader.

All kinds of rows lie in one wide table, so that a company is one file: there or not, and never half."""

import json
import os
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

Cell = str | float | bool | None
Line = Mapping[str, Cell]

READER = "1"
"""Goes up with every change of what is taken over: what an older reader kept is read again."""
RATE_PARTS = {"按期办结率": "按期", "办结率": "办结", "反馈及时率": "反馈", "计划执行率": "计划", "落地率": "落地"}
"""Rate of 台_全公司 → how the columns of its two parts begin here."""
NUMBERS = (
    *"事项数 在办 办结 逾期 绿灯 黄灯 红灯 督办得分 亮灯得分".split(),
    *(f"{short}{part}" for short in RATE_PARTS.values() for part in ("分子", "分母")),
    *"完成度 自评完成度 确认完成度 逾期天数 得分 排名 分子 分母 绿 黄 红 督办 亮灯 指标 抽查 综合 类型排名 按期办结率 办结率".split(),
)
TEXTS = (
    *"行类 指纹 单位 期间 基准日 版本 口径 编号 事项 来源 提出人 主责部门 责任人 级别 类别 状态 密级 考核时限 灯 环节".split(),
    *"进展情况 提交日期 办结说明 阶段 自评说明 应反馈日期 反馈日期 反馈人 内容 存在问题 需协调事项".split(),
    *"未按期原因 下步措施 工作计划 对象类型 对象 维度 部门 类型 参评".split(),
)
COLUMNS: Mapping[str, str] = {**dict.fromkeys(TEXTS, "VARCHAR"), **dict.fromkeys(NUMBERS, "DOUBLE")}
UNUSED_DAYS = 400
"""What no run has asked for so long goes."""


def file_name(digest: str) -> str:
    return f"{digest}-{READER}.parquet"


def parquet_of(lines: Iterable[Line]) -> bytes:
    """The rows as the bytes of a Parquet file; columns that a row does not name are blank."""
    import duckdb

    with tempfile.TemporaryDirectory(prefix="duban-") as name:
        rows, made = Path(name) / "rows.json", Path(name) / "made.parquet"
        rows.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines), "utf-8")
        with duckdb.default_connection().cursor() as ask:
            ask.read_json(str(rows), format="newline_delimited", columns=dict(COLUMNS)).write_parquet(str(made))
        return made.read_bytes()


def used(paths: Iterable[Path], cache: Path, now: float) -> None:
    """Note that these were asked for today, and drop what nobody has asked for in a long time or an older reader kept."""
    wanted = set(paths)
    for path in wanted:
        os.utime(path, (now, now))
    for path in cache.glob("*-*.parquet"):
        old = not path.stem.endswith(f"-{READER}") or now - path.stat().st_mtime > UNUSED_DAYS * 86400
        if old and path not in wanted and path.name[0].isascii():
            path.unlink(missing_ok=True)
