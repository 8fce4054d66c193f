"""申报 and 申报阶段 of a returned file: tasks that a department proposes, and their stages.

申报 → 督办台账 立项, 来源 部门申报, with its 编号 from the start: its stages need it. 申报阶段 → 阶段目标. A stage names its task by 事项,
blanks and marks apart; the task stands in the same file, or was proposed before and nobody has decided on it yet.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from udfs.exchange.consequences import NewRow
from udfs.exchange.department_rows import BY_DEPARTMENT
from udfs.exchange.form_case import REFUSAL, FormCase
from udfs.rules.ground.letters import bare
from udfs.rules.ground.proposed_rows import new_row
from udfs.rules.ground.states import DEPARTMENT_LEVEL, REGISTERED
from workbook_templates.tables import TABLES
from workbook_templates.tables.daily import Item


def own_items(case: FormCase, matter: str) -> list[Item]:
    """The department's items of this 事项 in the master."""
    named = bare(matter)
    return [item for item in case.tables.items if bare(item.matter) == named and case.is_own(item.department)]


def proposal(case: FormCase, values: Mapping[str, Any], _key: str) -> NewRow | REFUSAL | str:
    """申报 → 督办台账 立项. 级别 is 部门级 until the office says otherwise; a blank 类别 is 日常."""
    named = bare(values["事项"])
    for item in own_items(case, values["事项"]):
        return f"台账里已经有这个事项（{item.number or f'第 {item.at.row} 行'}，{item.status}）"
    if named in case.proposed:
        return "这份表里已经申报过这个事项", "同一个事项只写一行；是两件事的，事项写清楚各是什么"
    known = case.departments.find(case.department)
    cells = {header: value for header, value in values.items() if value}
    fixed = {"来源": BY_DEPARTMENT, "级别": DEPARTMENT_LEVEL, "主责部门": case.department, "立项日期": case.day, "状态": REGISTERED}
    leader = {"分管领导": known.leader} if known is not None and known.leader else {}
    row = {"编号": case.numbers.next(case.day), "类别": "日常", **cells, **fixed, **leader}
    fields = {column.header: column.field for column in TABLES["督办台账"].columns}
    case.proposed[named] = new_row(Item, **{fields[header]: value for header, value in row.items()})
    return NewRow("督办台账", row, [])


def task_of(case: FormCase, matter: str) -> Item | REFUSAL:
    """The task that a stage belongs to, if it is proposed and nobody has decided on it."""
    if (own := case.proposed.get(bare(matter))) is not None:
        return own
    found = own_items(case, matter)
    if len(found) != 1:
        what = f"台账里有 {len(found)} 个" if found else "没有收到申报的"
        return f"{what}事项“{matter}”", "事项照“申报”表里的写；那一行没有收的，先改好那一行"
    item = found[0]
    if item.status != REGISTERED or item.origin != BY_DEPARTMENT:
        return f"“{matter}”（{item.number}）的状态是“{item.status}”，不是申报后还在立项的", "已经审定的事项，阶段由办公室填"
    return item if item.number else (f"“{matter}”还没有编号", "刷新以后再回收一次")


def proposed_stage(case: FormCase, values: Mapping[str, Any], _key: str) -> NewRow | REFUSAL | str:
    """申报阶段 → 阶段目标."""
    item, name = task_of(case, values["事项"]), values["阶段"]
    if not isinstance(item, Item):
        return item
    if any((stage.number, bare(stage.stage)) == (item.number, bare(name)) for stage in case.tables.stages):
        return f"阶段目标里已经有这个阶段（{item.number}/{name}）"
    if (item.number, bare(name)) in case.stages:
        return f"同一个事项写了两个“{name}”阶段", "各阶段的名称不能相同，如 一、二、三"
    case.stages.add((item.number, bare(name)))
    cells = {header: value for header, value in values.items() if header != "事项" and value not in ("", None)}
    return NewRow("阶段目标", {"编号": item.number, **cells}, [])


def stage_doubts(case: FormCase, values: Mapping[str, Any]) -> Iterable[REFUSAL]:
    """What the clerk should look at before he decides on a stage that was taken."""
    item = task_of(case, values["事项"])
    if isinstance(item, Item) and item.due is not None and values["完成时限"] > item.due:
        yield f"完成时限 {values['完成时限']} 晚于事项的办理时限 {item.due}", "请部门核对"
