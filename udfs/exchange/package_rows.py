"""A superior's task package as rows of the company's own tables: new tasks as 上级部署 with the superior's number, what has changed since
as rows of 变更记录 that wait for a decision. Nothing that stands in the ledger is written over."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from udfs.exchange.import_lines import HELD, IMPORTED, SKIPPED, Cells, Import, ImportLine
from udfs.rules.ground.change_values import date_in, in_order
from udfs.rules.ground.grouped import grouped
from udfs.rules.ground.states import CANCELLED, DONE, OPEN, PAUSED, PENDING, REGISTERED, RESUMED
from udfs.rules.judging.deadlines import original
from workbook_templates.reading.cells import written
from workbook_templates.reading.parse import Tables
from workbook_templates.sent.returned import ReturnedRow, ReturnedTable, read
from workbook_templates.sent.unit_kind import SUPERIOR, UNIT_KIND
from workbook_templates.tables.daily import Change, Item, Stage

LEDGER, STAGES, FEEDBACK, CHANGES = "督办台账", "阶段目标", "反馈记录", "变更记录"
FROM_ABOVE, LEVEL, MOVED = "上级部署", "公司级", "改期"
FOREVER = "长期"
TEXTS = {"事项": "matter", "完成形式": "form", "完成标准": "standard"}


def rows_of_package(found: Iterable[ReturnedTable], tables: Tables, batch: str, day: dt.date) -> Import:
    """What the package of this batch adds to these tables on this day."""
    return PackageImport(tables, batch, day).taken(found)


class PackageImport:
    """A package while it is taken."""

    def __init__(self, tables: Tables, batch: str, day: dt.date) -> None:
        self.batch, self.day, self.result = batch, day, Import()
        self.items: dict[str, Item] = {item.number: item for item in reversed(tables.items) if item.number}
        self.stages: dict[tuple[str, str], Stage] = {(stage.number, stage.stage): stage for stage in tables.stages}
        self.feedback = {(row.number, row.due) for row in tables.feedback}
        self.changes: dict[tuple[str, str], list[Change]] = grouped(((row.number, row.stage), row) for row in tables.changes)
        self.senders: dict[str, str] = {}

    def taken(self, found: Iterable[ReturnedTable]) -> Import:
        """All tables, the tasks first."""
        by_name = {table.name: table for table in found}
        for name, take in ((LEDGER, self.task), (STAGES, self.stage), (FEEDBACK, self.answer_day)):
            if name in by_name:
                for row in by_name[name].rows:
                    if row.key is not None:
                        take(by_name[name], row, values(name, row))
        return self.result

    def task(self, table: ReturnedTable, row: ReturnedRow, task: Mapping[str, Any]) -> None:
        """One task: new, another's, or there already."""
        number, sender = SUPERIOR + task["编号"], task["提出人"]
        have = self.items.get(number)
        if have is not None and have.proposer != sender:
            self.say(SKIPPED, table, row, f"编号 {number} 已是“{have.proposer or '没有写提出人'}”的事项，没有收；请和对方核对")
            return
        if have is None and task["状态"] == CANCELLED:
            self.say(HELD, table, row, "上级已取消，本单位没有收过")
            return
        self.senders[number] = sender
        if have is None:
            self.add(LEDGER, self.new_task(number, sender, task))
            self.say(IMPORTED, table, row)
            return
        self.held(table, row, have, task)

    def new_task(self, number: str, sender: str, task: Mapping[str, Any]) -> dict[str, Any]:
        """A row 立项: the office of the company gives it to a department, names who answers, and hands it out."""
        basis = "、".join(filter(None, (task["依据"], f"{sender}任务包 {self.batch}")))
        return {
            "编号": number, "事项": task["事项"], "来源": FROM_ABOVE, "依据": basis, "提出人": sender, "类别": task["类别"], "级别": LEVEL,
            "立项日期": self.day, "办理时限": task["考核时限"] or FOREVER, "完成形式": task["完成形式"], "完成标准": task["完成标准"],
            "密级": task["密级"], "状态": PAUSED if task["状态"] == PAUSED else REGISTERED,
        }  # fmt: skip

    def held(self, table: ReturnedTable, row: ReturnedRow, have: Item, task: Mapping[str, Any]) -> None:
        """What is different from what the superior has said before."""
        asked = self.deadline(have.number, "", have.due, task["考核时限"]) + self.state(have, task["状态"])
        texts = [
            f"{header}上级改成了“{task[header]}”，台账里是“{now}”"
            for header, field in TEXTS.items()
            if task[header] and task[header] != (now := getattr(have, field))
        ]
        if texts:
            self.say(SKIPPED, table, row, "；".join(texts) + "：要改的请在台账里改")
        self.say(HELD, table, row, f"有变更，进“变更记录”待批：{'、'.join(asked)}" if asked else "台账里已有，没有变")

    def deadline(self, number: str, stage: str, due: dt.date | None, wanted: dt.date | None) -> list[str]:
        """改期, where the superior's date is another one than it last was."""
        changes = in_order(self.changes.get((number, stage), ()))
        own = [change for change in changes if self.is_ours(change) and change.change == MOVED]
        before = date_in(own[-1].new) if own else original(due, changes)
        if wanted is None or wanted == before:
            return []
        self.ask(number, stage, MOVED, str(before or ""), str(wanted))
        return [MOVED]

    def state(self, have: Item, wanted: str) -> list[str]:
        """取消, 暂缓 and 恢复, unless the last of them says so already."""
        rows = in_order(self.changes.get((have.number, ""), ()))
        own = [row.change for row in rows if self.is_ours(row) and row.change != MOVED]
        last = own[-1] if own else ""
        rests_by_itself = any(row.change == PAUSED and not self.is_ours(row) for row in rows)
        change = (
            CANCELLED if wanted == CANCELLED and have.status not in (CANCELLED, DONE)
            else PAUSED if wanted == PAUSED and have.status not in (PAUSED, CANCELLED, DONE)
            else RESUMED if wanted in OPEN and not rests_by_itself and (have.status == PAUSED or last == PAUSED)
            else ""
        )  # fmt: skip
        if not change or change == last:
            return []
        self.ask(have.number, "", change, have.status, "")
        return [change]

    def stage(self, table: ReturnedTable, row: ReturnedRow, stage: Mapping[str, Any]) -> None:
        """A stage of a task of this package."""
        number, name = SUPERIOR + stage["编号"], stage["阶段"]
        if number not in self.senders:
            return
        have = self.stages.get((number, name))
        if have is not None:
            self.deadline(number, name, have.due, stage["考核时限"])
            return
        self.add(STAGES, {
            "编号": number, "阶段": name, "阶段任务": stage["阶段任务"], "完成标准": stage["完成标准"], "开始日期": stage["开始日期"],
            "完成时限": stage["考核时限"], "权重": stage["权重"],
        })  # fmt: skip
        self.say(IMPORTED, table, row)

    def answer_day(self, table: ReturnedTable, row: ReturnedRow, day: Mapping[str, Any]) -> None:
        """A day on which the superior wants to hear of a task."""
        key = SUPERIOR + day["编号"], day["应反馈日期"]
        if key[0] in self.senders and key not in self.feedback:
            self.add(FEEDBACK, dict(zip(("编号", "应反馈日期"), key, strict=True)))
            self.say(IMPORTED, table, row)

    def is_ours(self, change: Change) -> bool:
        """Whether a change was asked for by a package."""
        return change.origin.startswith(FROM_ABOVE)

    def ask(self, number: str, stage: str, change: str, old: str, new: str) -> None:
        """A row of 变更记录 that waits for a decision."""
        self.add(CHANGES, {
            "编号": number, "阶段": stage, "变更": change, "申请日期": self.day, "原值": old, "新值": new,
            "原因": f"{self.senders[number]}任务包 {self.batch}", "结果": PENDING, "来源": f"{FROM_ABOVE}：{self.batch}",
        })  # fmt: skip

    def add(self, table: str, row: Mapping[str, Any]) -> None:
        cells: Cells = {header: written(value) for header, value in row.items() if value not in (None, "", ())}
        self.result.rows.setdefault(table, []).append(cells)

    def say(self, kind: str, table: ReturnedTable, row: ReturnedRow, note: str = "") -> None:
        told = values(table.name, row)
        self.result.lines.append(ImportLine(kind, table.sheet, row.line, value=str(told.get("事项") or ""), table=table.name, note=note))


def values(name: str, row: ReturnedRow) -> dict[str, Any]:
    """A row by header, every cell as its column reads it; a column that the file does not have is blank."""
    columns: Sequence[Any] = UNIT_KIND.sheets[name].table.columns
    found = {column.header: read(row.cells[column.header], column)[0] if column.header in row.cells else None for column in columns}
    return {header: "" if value is None and header not in DAYS else value for header, value in found.items()}


DAYS = frozenset({"考核时限", "开始日期", "应反馈日期"})
