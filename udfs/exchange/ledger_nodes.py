"""A matter that takes several rows of a ledger, one a node: one item with stages (阶段目标)."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from udfs.exchange.known_rows import unmarked
from udfs.exchange.row_reading import ReadRow
from workbook_templates.reading.cells import text_of, written
from workbook_templates.tables import TABLES

CLOSED = "办结"
OF_NODES = ("完成度", "进展情况", "办理时限", "完成标准")
"""Columns of an item that say, where it has stages, how each of these stands."""
AT_THE_END = ("提交日期", "办结日期", "办结说明")
"""Columns of an item that are filled when the last node is done."""
SHORT = 10
"""Characters of a 阶段."""


def by_matter(rows: Sequence[ReadRow], has_nodes: bool) -> list[list[ReadRow]]:
    """The rows of each matter, in the order of their first ones. has_nodes: the table has columns of nodes, so that a row without 事项
    goes on with the matter above."""
    found: list[list[ReadRow]] = []
    for row in rows:
        home = matter_of(row, found, has_nodes)
        if home is None:
            found.append([row])
        else:
            home.append(row)
    return found


def matter_of(row: ReadRow, found: Sequence[list[ReadRow]], has_nodes: bool) -> list[ReadRow] | None:
    """The rows of the matter that this one belongs to."""
    if not row.values.get("事项"):
        return found[-1] if has_nodes and found else None
    for rows in found:
        first = rows[0].values
        same = all(unmarked(first.get(header) or "") == unmarked(row.values.get(header) or "") for header in ("事项", "主责部门"))
        numbers = {first.get("编号") or "", row.values.get("编号") or ""} - {""}
        if same and len(numbers) < 2:
            return rows
    return None


def doubles(rows: Sequence[ReadRow]) -> list[tuple[ReadRow, ReadRow]]:
    """Rows that say the same as one above, each with that one."""
    found = []
    for place, row in enumerate(rows):
        first = next((one for one in rows[:place] if one.content == row.content), None)
        if first is not None:
            found.append((row, first))
    return found


def due_of(row: ReadRow) -> dt.date | None:
    """When the node of a row is due."""
    due: dt.date | None = row.node.get("完成时限") or row.values.get("办理时限")
    return due


def stages_of(rows: Sequence[ReadRow]) -> list[dict[str, Any]]:
    """The rows of 阶段目标 of a matter, without its number. 阶段 differs in each."""
    found: list[dict[str, Any]] = []
    names: set[str] = set()
    for count, row in enumerate(rows, 1):
        node, values = row.node, row.values
        named = node.get("阶段") or ""
        task = node.get("阶段任务") or named or values.get("完成标准") or rows[0].values.get("事项") or ""
        name = named or (task if node.get("阶段任务") and len(task) <= SHORT else f"节点{count}")
        while name in names:
            name = f"{named or '节点'}（{count}）"
        names.add(name)
        done = values.get("状态") == CLOSED
        share = values.get("完成度") if values.get("完成度") is not None or not done else 1
        found.append({
            "阶段": name, "阶段任务": task, "完成标准": node.get("完成标准") or values.get("完成标准"),
            "责任人": node.get("责任人") or values.get("责任人"), "完成时限": due_of(row), "自评完成度": share,
            "自评说明": values.get("进展情况"), "自评日期": values.get("办结日期") if done else None,
        })  # fmt: skip
    return [{header: value for header, value in stage.items() if value not in (None, "", ())} for stage in found]


def item_of(rows: Sequence[ReadRow]) -> tuple[dict[str, Any], list[tuple[ReadRow, str]]]:
    """The item of a matter, and what its rows say differently that an item has only once: the row and the column."""
    values = dict(rows[0].values)
    differing: list[tuple[ReadRow, str]] = []
    for column in TABLES["督办台账"].columns:
        header = column.header
        given = [(row, row.values[header]) for row in rows if row.values.get(header) not in (None, "", ())]
        if not given or header in OF_NODES:
            continue
        if column.kind == "names":
            values[header] = tuple(dict.fromkeys(name for _, names in given for name in names))
            continue
        values[header] = given[0][1]
        others = [(row, value) for row, value in given if value != given[0][1]]
        if others and is_free_text(header):
            values[header] = "\n".join(dict.fromkeys(str(value) for _, value in given))
        elif header not in ("状态", "责任人", *AT_THE_END):
            differing += ((row, header) for row, _ in others)
    closed = all(row.values.get("状态") == CLOSED for row in rows)
    open_ = [row.values["状态"] for row in rows if row.values.get("状态") not in (None, "", CLOSED)]
    values["状态"] = CLOSED if closed else open_[0] if open_ else "办理" if any(row.values.get("状态") for row in rows) else ""
    for header in AT_THE_END:
        last = [row.values[header] for row in rows if row.values.get(header)]
        values[header] = (max(last) if isinstance(last[0], dt.date) else last[-1]) if closed and last else None
    standards = [row.values.get("完成标准") for row in rows]
    values["完成标准"] = standards[0] if len(set(standards)) == 1 else None
    dues = [due for row in rows if (due := due_of(row)) is not None]
    values |= {"完成度": None, "进展情况": None, "办理时限": max(dues, default=None)}
    return values, differing


def is_free_text(header: str) -> bool:
    """Whether a cell of this column of 督办台账 may hold several texts below each other."""
    column = TABLES["督办台账"].column(header)
    return column.kind == "text" and not (column.spec.of or column.spec.key or column.spec.refers or header in ("编号", "事项"))


def differing_text(row: ReadRow, header: str) -> str:
    """What a row says in a column of which its item holds another."""
    return text_of(written(row.values[header]))
