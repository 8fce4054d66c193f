"""延期申请, 异议, 申报, 申报阶段 and 批示 of a returned file: rows of the master, most of which wait for a decision.

延期申请 → 变更记录 待批, with the present deadline as 原值 (R4 starts from it). 异议 → 异议. 申报 and 申报阶段: proposed_tasks.py. 批示:
new_instructions.py.
None is taken twice: a row that was taken stands in 操作日志, and what the master holds already is not taken from a later batch either.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from typing import Any, NamedTuple

from udfs.exchange.consequences import NewRow
from udfs.exchange.form_case import REFUSAL, FormCase
from udfs.exchange.merge_records import Sent
from udfs.exchange.merging import NO_ROW, summary
from udfs.exchange.new_instructions import instructed
from udfs.exchange.proposed_tasks import proposal, proposed_stage, stage_doubts
from udfs.exchange.returned_values import AnswerDays, Unfit, answer_in
from udfs.rules.ground.letters import bare
from udfs.rules.ground.states import OPEN, PENDING
from workbook_templates.reading.cells import plain
from workbook_templates.sent.outcomes import ACCEPTED, MARKED, REFUSED, UNCHANGED, CollectEntry, subject
from workbook_templates.sent.returned import ReturnedFile, ReturnedRow
from workbook_templates.tables.daily import Item, Stage
from workbook_templates.tables.schema import Table


class Requests(NamedTuple):
    """The rows that forms ask for, and what is to be said of them."""

    rows: list[NewRow]
    entries: list[CollectEntry]


def requests(case: FormCase, forms: Mapping[str, Table], files: Sequence[ReturnedFile]) -> Requests:
    """The filled rows of all forms in these files; the same row in two files is one."""
    found = Requests([], [])
    seen: set[str] = set()
    for name in forms:  # a task before its stages, wherever their sheets stand
        for file, table in ((one, found) for one in files for found in one.tables if found.name == name):
            for row in table.rows:
                entry = CollectEntry(
                    outcome=ACCEPTED,
                    batch=case.sent.batch,
                    addressee=case.sent.addressee,
                    file=file.name,
                    sheet=table.sheet,
                    line=row.line,
                    table=table.name,
                    returned=summary(row),
                )
                if row.says_no_row(forms[table.name]):
                    reason, remedy = NO_ROW
                    found.entries.append(entry._replace(outcome=MARKED, reason=reason, remedy=remedy))
                    continue
                one_row(case, forms[table.name], row, entry, seen, found)
    return found


def one_row(case: FormCase, form: Table, row: ReturnedRow, entry: CollectEntry, seen: set[str], found: Requests) -> None:
    """One filled row: taken, there already, or refused with every wrong cell."""
    values, wrong = values_in(form, row, case)
    entry = entry._replace(number=str(values.get("编号", "")), part=str(values.get("阶段", "")))
    if wrong:
        found.entries.extend(
            entry._replace(outcome=REFUSED, field=header, returned=unfit.text, reason=unfit.reason, remedy=unfit.remedy)
            for header, unfit in wrong.items()
        )
        return
    key = origin_of(case.sent, form.name, values)
    if key in seen:
        return
    seen.add(key)
    entry = entry._replace(field=key)
    if (subject(form.name, entry.number, entry.part, ""), key) in case.taken:
        found.entries.append(entry._replace(outcome=UNCHANGED, reason="以前收过", field=""))
        return
    made = MAKERS[form.name](case, values, key)
    if isinstance(made, str):
        found.entries.append(entry._replace(outcome=UNCHANGED, reason=made, field=""))
    elif isinstance(made, NewRow):
        number = str(made.values.get("批示编号", "")) or ("" if entry.number else str(made.values.get("编号", "")))
        decided = "" if made.table == "批示" else "，等办公室决定"
        taken = entry._replace(reason=f"登记到“{made.table}”{number and f'（{number}）'}{decided}")
        found.entries.append(taken)
        found.rows.append(made._replace(entries=[taken]))
        marked = taken._replace(outcome=MARKED, field="")
        found.entries.extend(marked._replace(reason=why, remedy=remedy) for why, remedy in doubts(case, form, values))
    else:
        found.entries.append(entry._replace(outcome=REFUSED, field="", reason=made[0], remedy=made[1]))


def values_in(form: Table, row: ReturnedRow, case: FormCase) -> tuple[dict[str, Any], dict[str, Unfit]]:
    """Typed values by header, and the cells that are none."""
    values: dict[str, Any] = {}
    wrong: dict[str, Unfit] = {}
    for column in form.columns:
        cell = row.cells.get(column.header)
        if cell is None:
            values[column.header] = "" if column.kind == "text" else None
            continue
        answer = answer_in(cell, column, "\0", AnswerDays(case.sent.day, case.today))
        if isinstance(answer, Unfit):
            wrong[column.header] = answer
        else:
            values[column.header] = "".join(plain(answer.value).split()) if column.header == "编号" else answer.value
    return values, wrong


def origin_of(sent: Sent, form: str, values: Mapping[str, Any]) -> str:
    """来源: batch, department, form and what stands in the row; the same row gives the same text."""
    told = "\0".join(f"{header}={values[header]}" for header in sorted(values))
    return f"回收:{sent.batch}:{sent.addressee}:{form}:{sha256(told.encode('utf-8', 'replace')).hexdigest()[:8]}"


def own_item(case: FormCase, number: str) -> Item | REFUSAL:
    """The item of this number, if it is the department's and still open."""
    items = [item for item in case.tables.items if plain(item.number) == number]
    if len(items) != 1:
        return (f"台账里{'没有' if not items else '有两行'}编号 {number}", "核对编号")
    item = items[0]
    if not case.is_own(item.department):
        return (f"{number} 不是“{case.department}”的事项", "请由主责部门申请")
    return item if item.status in OPEN else (f"{number} 的状态是“{item.status}”，不在办", "核对编号")


def extension(case: FormCase, values: Mapping[str, Any], key: str) -> NewRow | REFUSAL | str:
    """延期申请 → 变更记录 待批."""
    number, name, until = values["编号"], values["阶段"], values["申请延至"]
    item = own_item(case, number)
    if not isinstance(item, Item):
        return item
    record: Item | Stage = item
    if name:
        stages = [stage for stage in case.tables.stages if (stage.number, plain(stage.stage)) == (item.number, plain(name))]
        if len(stages) != 1:
            return (f"{number} 没有阶段“{name}”", "写台账里的阶段名称；整个事项延期的，阶段空着")
        record, name = stages[0], stages[0].stage
    if record.due is not None and until <= record.due:
        return (f"申请延至 {until}，不晚于现在的时限 {record.due}", "填晚于现在时限的日期")
    new = until.isoformat()
    number = item.number
    same = (number, name, "延期", values["申请日期"], new)
    for change in case.tables.changes:
        if change.origin == key or (change.number, change.stage, change.change, change.asked, change.new) == same:
            return f"变更记录里已经有这条申请（{change.result}）"
    old = record.due.isoformat() if record.due else ""
    cells = {"编号": number, "阶段": name, "变更": "延期", "申请日期": values["申请日期"], "原值": old, "新值": new}
    return NewRow("变更记录", {**cells, "原因": values["原因"], "结果": PENDING, "来源": key}, [])


def contradiction(case: FormCase, values: Mapping[str, Any], _key: str) -> NewRow | REFUSAL | str:
    """异议 → 异议."""
    number = values["编号"]
    if number and not is_own(case, number):
        return (f"{number} 不是“{case.department}”的事项或指标", "核对编号；与具体事项无关的，编号空着")
    told = (number, values["表"], bare(values["意见"]))
    for row in case.tables.objections:
        same = (plain(row.number), row.table, bare(row.objection)) == told
        if same and case.departments.heir(row.department, case.day) == case.department:
            return "异议表里已经有这条意见" + (f"（{row.result}）" if row.result else "")
    return NewRow("异议", {"日期": values["日期"], "部门": case.department, "编号": number, "表": values["表"], "意见": values["意见"]}, [])


def is_own(case: FormCase, number: str) -> bool:
    """Whether an item or indicator of this number is the department's."""
    items = (item.department for item in case.tables.items if plain(item.number) == number)
    indicators = (row.department for row in case.tables.indicators if plain(row.number) == number)
    return any(case.is_own(name) for name in (*items, *indicators))


MAKERS = {"延期申请": extension, "异议": contradiction, "申报": proposal, "申报阶段": proposed_stage, "批示": instructed}


def doubts(case: FormCase, form: Table, values: Mapping[str, Any]) -> Iterable[REFUSAL]:
    """What the clerk should look at before he decides."""
    asked = values.get("申请日期")
    if isinstance(asked, dt.date) and asked < case.sent.day:
        yield f"申请日期早于下发日 {case.sent.day}", "核实是不是那天就申请了：在时限以前申请才能延期"
    for header in ("办理时限", "完成时限", "要求回复日期"):
        due = values.get(header)
        if isinstance(due, dt.date) and due < case.day:
            yield f"{header} {due} 已经过去", "请对方核对"
    if form.name == "申报阶段":
        yield from stage_doubts(case, values)
