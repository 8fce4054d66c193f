"""The files of one addressee and one batch, merged three-way with the master: what is taken, cell by cell, and what is not and why.

Rows are known by their key, whatever the order of rows, sheets and files. Copies of one row (two files of one department, a sheet that
somebody copied) are one answer where they agree; where they differ nothing is taken.
"""

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

from udfs.exchange.master_rows import MasterRows
from udfs.exchange.returned_values import Answer, Days, Unfit, answer_in, exceeds
from udfs.exchange.three_way import answers, merged
from workbook_templates.sent.collected import KEEP, MARKED, OPEN, REFUSED, SAME, TAKE, TAKEN, Entry, subject
from workbook_templates.sent.returned import BLANK, Key, ReturnedRow, ReturnedTable, as_sent, shown
from workbook_templates.sent.sent_spec import SentKind
from workbook_templates.tables import TABLES
from workbook_templates.tables.schema import Column

Place: TypeAlias = tuple[str, Key]
"""A row of a sheet: its table and its key."""


class ReturnedFile(NamedTuple):
    """One file that came back from the addressee. name: without its folder."""

    name: str
    tables: Sequence[ReturnedTable]


class Sent(NamedTuple):
    """What went out to one addressee in one batch. cells: row → column → 下发值, of the open cells. rows: every row of the file as it
    went out, None where that file is not to be had any more. day: of the batch."""

    batch: str
    addressee: str
    day: dt.date
    cells: Mapping[Place, Mapping[str, str]]
    rows: Mapping[Place, ReturnedRow] | None = None


class Change(NamedTuple):
    """A cell of the master that gets a new value. sheet: the table as it went out; record: the row, None for one still to be made."""

    sheet: str
    key: Key
    column: Column
    value: Any
    record: Any
    entry: Entry


class Merge(NamedTuple):
    entries: list[Entry]
    changes: list[Change]


class Given(NamedTuple):
    """A copy of a row that came back."""

    file: str
    table: ReturnedTable
    row: ReturnedRow


class Ask(NamedTuple):
    """What merging asks the workbook. blocked: (kind, sheet, record) → why the row is not to be changed any more without a decision;
    owner: (kind, sheet, key) → whose row this is; taken: (subject, answer) that were merged before; choices: mark → 取舍."""

    master: MasterRows
    today: dt.date
    blocked: Callable[[SentKind, str, Any], str]
    owner: Callable[[SentKind, str, Key], str]
    taken: Collection[tuple[str, str]]
    choices: Mapping[str, str]


def merge(kind: SentKind, sent: Sent, files: Sequence[ReturnedFile], ask: Ask) -> Merge:
    """All rows and cells of these files. Forms are not looked at here (requests.py)."""
    return Merging(kind, sent, files, ask).done()


class Merging:
    """One addressee's files while they are merged."""

    def __init__(self, kind: SentKind, sent: Sent, files: Sequence[ReturnedFile], ask: Ask) -> None:
        self.kind, self.sent, self.files, self.ask = kind, sent, files, ask
        self.days = Days(sent.day, ask.today)
        self.entries: list[Entry] = []
        self.changes: list[Change] = []
        self.given: dict[Place, list[Given]] = {}

    def done(self) -> Merge:
        for file in self.files:
            for table in file.tables:
                if table.name in self.kind.sheets:
                    self.sort_rows(file.name, table)
        self.missing()
        for place in self.sent.cells:
            for field in self.sent.cells[place]:
                if place in self.given:
                    self.cell(place, field)
        for place, copies in self.given.items():
            self.locked(place, copies)
        return Merge(self.entries, self.changes)

    # rows

    def sort_rows(self, file: str, table: ReturnedTable) -> None:
        """Rows that went out, under their key; the others are listed."""
        for row in table.rows:
            place = (table.name, row.key) if row.key else None
            if place is not None and (place in self.sent.cells or (self.sent.rows is not None and place in self.sent.rows)):
                self.given.setdefault(place, []).append(Given(file, table, row))
            elif place is None or self.sent.rows is not None or not self.may_be_read_only(place):
                self.strange(Given(file, table, row))

    def may_be_read_only(self, place: Place) -> bool:
        """Whether a row without an open cell may have gone out: where the file that went out is gone, nothing tells it for sure."""
        return not self.kind.sheets[place[0]].filled or self.ask.owner(self.kind, *place) == self.sent.addressee

    def strange(self, copy: Given) -> None:
        """A row that did not go out with this file."""
        number, part = copy.row.key or (shown(copy.row.cells.get(self.kind.sheets[copy.table.name].key[0], BLANK)), "")
        owner = self.ask.owner(self.kind, copy.table.name, copy.row.key) if copy.row.key else ""
        if owner and owner != self.sent.addressee:
            why, remedy = f"这一行是“{owner}”的，不是“{self.sent.addressee}”的", "请由对方在自己的表里填"
        elif copy.row.key is None:
            why, remedy = "多出来的一行：编号空着或读不懂", "不要在表里加行；编号被改动的，改回下发时的编号"
        else:
            why, remedy = "多出来的一行：下发的表里没有它", "不要在表里加行" + ("；新任务填“申报”表" if "申报" in self.kind.forms else "")
        self.list(REFUSED, copy, number=number, part=part, returned=summary(copy.row), reason=why, remedy=remedy)

    def missing(self) -> None:
        """Sheets, columns and rows that went out and did not come back."""
        names = list(dict.fromkeys(name for name, _ in self.sent.cells))
        back = {table.name for file in self.files for table in file.tables}
        for name in names:
            places = [place for place in self.sent.cells if place[0] == name]
            if name not in back:
                why = f"没有找到“{name}”表（{len(places)} 行）：工作表被删去，或表头被改"
                self.entries.append(self.entry(REFUSED, self.files[0].name, table=name, reason=why, remedy="请对方补发，表头不要改"))
                continue
            for place in places:
                if place not in self.given:
                    number, part = place[1]
                    why, remedy = "这一行被删去了，没有收回", "请对方补发；不办的事项由办公室取消，不要删行"
                    self.entries.append(
                        self.entry(REFUSED, self.files[0].name, table=name, number=number, part=part, reason=why, remedy=remedy)
                    )
            for header in self.kind.sheets[name].filled:
                tables = [(file.name, table) for file in self.files for table in file.tables if table.name == name]
                if not any(header in table.headers for _, table in tables):
                    file, table = tables[0]
                    why = f"没有“{header}”这一列：列被删去，或列名被改"
                    entry = self.entry(REFUSED, file, table.sheet, table=name, field=header, reason=why, remedy="把列名改回来再发")
                    self.entries.append(entry)

    # cells

    def cell(self, place: Place, field: str) -> None:
        """One open cell, in all copies that came back."""
        sheet, _ = place
        sent, column = self.sent.cells[place][field], self.kind.sheets[sheet].table.column(field)
        copies = [copy for copy in self.given[place] if field in copy.table.headers]
        read = [(copy, answer_in(copy.row.cells[field], column, sent, self.days)) for copy in copies]
        for copy, unfit in read:
            if isinstance(unfit, Unfit):
                self.list(REFUSED, copy, place, field, unfit.text, unfit.reason, unfit.remedy)
        good = [(copy, answer) for copy, answer in read if isinstance(answer, Answer)]
        texts = answers(sent, (answer.text for _, answer in good))
        if len(texts) > 1:
            told = "、".join(f"《{copy.file}》第 {copy.row.line} 行“{answer.text or '空着'}”" for copy, answer in good)
            for copy, answer in good:
                if answer.text != sent:
                    remedy = "请对方确认以哪一份为准，把作废的移出“回收”"
                    self.list(REFUSED, copy, place, field, answer.text, f"同一格收到不同的答案：{told}", remedy)
        elif good:
            chosen = next((pair for pair in good if pair[1].text in texts), good[0])
            silent = [copy.file for copy, answer in good if answer.text == sent] if texts else []
            self.weigh(place, field, *chosen, [file for file in silent if file != chosen[0].file])

    def weigh(self, place: Place, field: str, copy: Given, answer: Answer, silent: Sequence[str]) -> None:
        """The one answer against what was sent and what the master holds now."""
        sheet, key = place
        sent, column = self.sent.cells[place][field], TABLES[self.kind.sheets[sheet].master].column(field)
        if answer.text == sent:
            self.list(SAME, copy, place, field, answer.text, "没有填，与下发时相同", now="")
            return
        found = self.ask.master.find(self.kind, sheet, key)
        why = self.hindrance(sheet, found, field, answer)
        if why:
            self.list(REFUSED, copy, place, field, answer.text, *why)
            return
        record = found.record if found else None
        now = self.ask.master.text(record, column) if record is not None else ""
        about = subject(self.kind.sheets[sheet].master, *key, field)
        word = merged(sent, answer.text, now)
        if word == "there already":
            self.list(SAME, copy, place, field, answer.text, "台账里已经是这个值", now=now)
        elif (about, answer.text) in self.ask.taken:
            self.list(SAME, copy, place, field, answer.text, "这个答案以前收过，台账后来又改了", now=now)
        else:
            blocked = self.ask.blocked(self.kind, sheet, record) if record is not None else ""
            clash = "下发以后台账也改了" if word == "clash" else ""
            self.decide(place, copy, answer, column, record, now, "；".join(text for text in (clash, blocked) if text))
            if silent:
                self.list(MARKED, copy, place, field, answer.text, f"同一单位交了几份，《{silent[0]}》里这一格没有填", "核对以哪一份为准")

    def hindrance(self, sheet: str, found: Any, field: str, answer: Answer) -> tuple[str, str] | None:
        """Why an answer has no place to go: 问题 and 应为."""
        if found is None:
            return None if self.kind.sheets[sheet].start else ("台账里已经没有这一行", "核对台账：行被删去，或编号改过")
        if found.twice:
            return "台账里有两行是这个编号，不知道填哪一行", "把台账里重复的编号改成不同的"
        if obstacle := self.ask.master.obstacle(found.record, field):
            return obstacle, "在台账里改好再回收"
        spec = self.kind.sheets[sheet]
        if field in spec.most:
            most = getattr(found.record, TABLES[spec.master].column(spec.most[field]).field)
            return exceeds(answer.value, most, spec.most[field])
        return None

    def decide(self, place: Place, copy: Given, answer: Answer, column: Column, record: Any, now: str, clash: str) -> None:
        """Take it, or leave it to the clerk; a 取舍 that he has made is done."""
        sheet, key = place
        waiting = self.made(OPEN, copy, place, column.header, answer.text, clash, f"在“取舍”里选{TAKE}或保留现值，再回收一次", now)
        choice = self.ask.choices.get(waiting.mark, "") if clash else TAKE
        if choice == TAKE:
            taken = waiting._replace(outcome=TAKEN, reason=f"按取舍采用（{clash}）" if clash else "", remedy="")
            self.entries.append(taken)
            self.changes.append(Change(sheet, key, column, answer.value, record, taken))
            if not answer.text:
                self.list(MARKED, copy, place, column.header, "", f"清空了原有内容：{now}", "核对是不是误删")
        else:
            self.entries.append(waiting._replace(choice=choice, remedy="" if choice == KEEP else waiting.remedy))

    def locked(self, place: Place, copies: Iterable[Given]) -> None:
        """Cells that were not open: what somebody has changed in them is listed, never taken."""
        before = self.sent.rows.get(place) if self.sent.rows is not None else None
        if before is None:
            return
        sheet, open_ = place[0], self.sent.cells.get(place, {})
        keys = self.kind.sheets[sheet].key
        for copy in copies:
            for column in self.kind.sheets[sheet].table.columns:
                cell, old = copy.row.cells.get(column.header), before.cells.get(column.header, BLANK)
                if cell is None or column.header in open_ or column.header in keys or old.formula or cell.value == old.value:
                    continue
                now, was = as_sent(cell, column), as_sent(old, column)
                if now != was:
                    told = self.made(REFUSED, copy, place, column.header, now, "锁定的格子被改过，没有采用", "要改的，在台账里改")
                    self.entries.append(told._replace(sent=was))

    # lines

    def entry(self, outcome: str, file: str, sheet: str = "", line: int = 0, **more: str) -> Entry:
        return Entry(outcome, self.sent.batch, self.sent.addressee, file, sheet, line, **more)

    def made(
        self, outcome: str, copy: Given, place: Place, field: str, returned: str, reason: str, remedy: str = "", now: str | None = None
    ) -> Entry:
        """A line about a cell."""
        sheet, (number, part) = place
        sent = self.sent.cells.get(place, {}).get(field, "")
        if now is None:
            now = self.now(place, field)
        values = {"sent": sent, "returned": returned, "now": now, "reason": reason, "remedy": remedy}
        return self.entry(outcome, copy.file, copy.table.sheet, copy.row.line, table=sheet, number=number, part=part, field=field, **values)

    def list(
        self,
        outcome: str,
        copy: Given,
        place: Place | None = None,
        field: str = "",
        returned: str = "",
        reason: str = "",
        remedy: str = "",
        now: str | None = None,
        **more: str,
    ) -> None:
        if place is not None:
            self.entries.append(self.made(outcome, copy, place, field, returned, reason, remedy, now))
        else:
            told = {"returned": returned, "reason": reason, "remedy": remedy, **more}
            self.entries.append(self.entry(outcome, copy.file, copy.table.sheet, copy.row.line, table=copy.table.name, **told))

    def now(self, place: Place, field: str) -> str:
        """What the master holds, for a line about a cell that is not merged."""
        found = self.ask.master.find(self.kind, *place)
        columns = {column.header: column for column in TABLES[self.kind.sheets[place[0]].master].columns}
        return self.ask.master.text(found.record, columns[field]) if found and field in columns else ""


def summary(row: ReturnedRow) -> str:
    """What stands in a row that is not taken, so that nothing of it is lost to the reader."""
    return "、".join(f"{header}：{shown(cell)}" for header, cell in row.cells.items() if cell.value is not None)
