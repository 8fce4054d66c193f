"""The files of one addressee and one batch, merged three-way with the master: what is taken, cell by cell, and what is not and why.

Rows are known by their key, whatever the order of rows, sheets and files. Copies of one row (two files of one department, a sheet that
somebody copied) are one answer where they agree; where they differ nothing is taken.
"""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from udfs.exchange.asked_answers import answer_for, asked_answer, asked_in_vain, moved, row_named
from udfs.exchange.dated_rows import dated_key, report_hindrance
from udfs.exchange.master_rows import MasterRow
from udfs.exchange.merge_records import AcceptedCell, Merge, MergedInto, Sent
from udfs.exchange.returned_values import AnswerDays, ReadAnswer, Unfit, answer_in, answers, exceeds, merged
from udfs.exchange.row_contents import RowCopy, RowPlace, SentRows
from workbook_templates.reading.parse import note_of
from workbook_templates.reading.units import MEASURED
from workbook_templates.sent.outcomes import ACCEPTED, KEEP, MARKED, REFUSED, TAKE, UNCHANGED, UNDECIDED, CollectEntry, subject
from workbook_templates.sent.returned import NO_CELL, Key, ReturnedFile, ReturnedRow, as_sent, shown
from workbook_templates.sent.sent_spec import MARK, SentKind
from workbook_templates.tables import TABLES
from workbook_templates.tables.schema import Column

NO_ROW = "是合计、签字或说明，没有当作一行", "不用处理；确是一行的，请对方写明是什么再发"
"""问题 and 应为 of such a line in a returned sheet."""
MAY_BE_CLEARED = ("存在问题", "需协调事项")
"""Columns in which a blank is an answer: there is none any more."""


class CellCopy(NamedTuple):
    """One cell in a copy of its row. text: what came back, in the common form."""

    place: RowPlace
    field: str
    copy: RowCopy
    text: str


def merge(kind: SentKind, sent: Sent, files: Sequence[ReturnedFile], ask: MergedInto) -> Merge:
    """All rows and cells of these files. Forms are not looked at here (requests.py)."""
    return Merging(kind, sent, files, ask).done()


class Merging:
    """One addressee's files while they are merged."""

    def __init__(self, kind: SentKind, sent: Sent, files: Sequence[ReturnedFile], ask: MergedInto) -> None:
        self.kind, self.sent, self.files, self.ask = kind, sent, files, ask
        self.days = AnswerDays(sent.day, ask.today)
        self.entries: list[CollectEntry] = []
        self.changes: list[AcceptedCell] = []
        self.given: dict[RowPlace, list[RowCopy]] = {}
        self.renamed: set[RowPlace] = set()

    def done(self) -> Merge:
        """All of it: rows first, then cells, then what was not to be touched."""
        self.sort_rows()
        for name in dict.fromkeys(name for name, _ in self.sent.cells):
            self.missing(name)
        self.alike()
        for place in self.sent.cells:
            for field in self.sent.cells[place]:
                if place in self.given:
                    self.cell(place, field)
        for place, copies in self.given.items():
            self.locked(place, copies)
        return Merge(self.entries, self.changes)

    # rows

    def sort_rows(self) -> None:
        """Rows that went out, under their place; the rest is listed."""
        rows = SentRows(self.kind, self.sent.cells, self.sent.rows, self.ask.master)
        self.given, strange = rows.placed(self.copies())
        for copy in strange:
            place = None if copy.row.key is None else (copy.table.name, copy.row.key)
            if place is None or self.sent.rows is not None or not self.may_be_read_only(place):
                self.strange(copy)

    def copies(self) -> Iterable[RowCopy]:
        for file in self.files:
            for table in file.tables:
                if table.name in self.kind.sheets:
                    yield from (RowCopy(file.name, table, row) for row in table.rows)

    def may_be_read_only(self, place: RowPlace) -> bool:
        """Whether a row without an open cell may have gone out: where the file that went out is gone, nothing tells it for sure."""
        return not self.kind.sheets[place[0]].filled or self.ask.owner(self.kind, *place) == self.sent.addressee

    def strange(self, copy: RowCopy) -> None:
        """A row that did not go out with this file."""
        name, row = copy.table.name, copy.row
        if row.says_no_row():
            told = summary(row)
            entry = self.line(MARKED, copy.file, *NO_ROW, sheet=copy.table.sheet, line=row.line, table=name, returned=told)
            self.entries.append(entry)
            return
        number, part = row.key or (shown(row.cells.get(self.kind.sheets[name].key[0], NO_CELL)), "")
        owner = self.ask.owner(self.kind, name, row.key) if row.key else ""
        lost = self.lost_parts(name, number)
        if lost:
            header = "、".join(self.kind.sheets[name].key[1:])
            self.renamed |= {(name, (number, text)) for text in lost}
            why, remedy = f"{header}“{part}”改过：下发时是“{'”“'.join(lost)}”", f"把{header}改回下发时的再发"
        elif owner and owner != self.sent.addressee:
            why, remedy = f"这一行是“{owner}”的，不是“{self.sent.addressee}”的", "请由对方在自己的表里填"
        elif row.key is None:
            why, remedy = "多出来的一行：编号空着或读不懂", "不要在表里加行；编号被改动的，改回下发时的编号"
        else:
            why, remedy = "多出来的一行：下发的表里没有它", "；".join(filter(None, ("不要在表里加行", self.kind.words.own_rows)))
        key = {"table": name, "number": number, "part": part}
        self.refuse(copy.file, why, remedy, sheet=copy.table.sheet, line=row.line, returned=summary(row), **key)

    def lost_parts(self, name: str, number: str) -> list[str]:
        """What stood under the rest of the key of rows with this number that did not come back."""
        return [
            key[1] for table, key in self.sent.cells if table == name and key[0] == number and key[1] and (table, key) not in self.given
        ]

    def missing(self, name: str) -> None:
        """What of a sheet went out and did not come back: itself, rows or columns of it."""
        places = [place for place in self.sent.cells if place[0] == name]
        back = [(file.name, table) for file in self.files for table in file.tables if table.name == name]
        first = self.files[0].name
        if not back:
            self.refuse(first, f"没有找到“{name}”表（{len(places)} 行）：工作表被删去，或表头被改", "请对方补发，表头不要改", table=name)
            return
        for place in places:
            if place not in self.given and place not in self.renamed:
                key = {"table": name, "number": place[1][0], "part": place[1][1]}
                self.refuse(first, "这一行被删去了，没有收回", "请对方补发；不办的事项由办公室取消，不要删行", **key)
        asked_for = {header for place in places for header in self.sent.cells[place]}
        for header in self.kind.sheets[name].filled:
            if header in asked_for and not any(header in table.headers for _, table in back):
                file, table = back[0]
                why = f"没有“{header}”这一列：列被删去，或列名被改"
                self.refuse(file, why, "把列名改回来再发", sheet=table.sheet, table=name, field=header)

    def alike(self) -> None:
        """Columns of the sheets and forms that bear nearly the header of one of ours: they are not read."""
        for file in self.files:
            for table in file.tables:
                for one in table.alike:
                    why = f"多出的{one.words}列与“{one.header}”只差空格、全半角或看不见的字符，没有读"
                    remedy = f"答案填在“{one.header}”列；自加的列另起一个名字"
                    self.refuse(file.name, why, remedy, sheet=table.sheet, table=table.name, field=one.header)

    def refuse(self, file: str, reason: str, remedy: str, **more: Any) -> None:
        """List something that is no cell that went out."""
        self.entries.append(self.line(REFUSED, file, reason, remedy, **more))

    def line(self, outcome: str, file: str, reason: str, remedy: str, **more: Any) -> CollectEntry:
        return CollectEntry(outcome, self.sent.batch, self.sent.addressee, file, reason=reason, remedy=remedy, **more)

    # cells

    def cell(self, place: RowPlace, field: str) -> None:
        """One open cell, in all copies that came back."""
        spec, sent = self.kind.sheets[place[0]], self.sent.cells[place][field]
        column = spec.asked(field) if field in spec.asks else spec.table.column(field)
        good: list[tuple[CellCopy, ReadAnswer]] = []
        for copy in self.given[place]:
            if field in copy.table.headers:
                answer = answer_in(copy.row.cells[field], column, sent, self.days)
                if field in spec.asks:
                    answer = asked_answer(spec.asks[field], answer, sent)
                given = CellCopy(place, field, copy, answer.text)
                if isinstance(answer, Unfit):
                    self.say(REFUSED, given, answer.reason, answer.remedy)
                else:
                    good.append((given, answer))
        texts = answers(sent, (answer.text for _, answer in good))
        if len(texts) > 1:
            told = "、".join(f"《{given.copy.file}》第 {given.copy.row.line} 行“{given.text or '空着'}”" for given, _ in good)
            for given, _ in good:
                if given.text != sent:
                    self.say(REFUSED, given, f"同一格收到不同的答案：{told}", "请对方确认以哪一份为准，把作废的移出“回收”")
        elif good:
            chosen = next((pair for pair in good if pair[1].text in texts), good[0])
            silent = [given.copy.file for given, _ in good if given.text == sent] if texts else []
            self.weigh(*chosen, [file for file in silent if file != chosen[0].copy.file])

    def weigh(self, given: CellCopy, answer: ReadAnswer, silent: Sequence[str]) -> None:
        """The one answer against what was sent and what the master holds now. silent: files with a copy that was left as it was."""
        sheet, field = given.place[0], given.field
        spec, sent = self.kind.sheets[sheet], self.sent.cells[given.place][field]
        if answer.text == sent:
            self.say(UNCHANGED, given, "没有填，与下发时相同", now="")
            return
        home = self.home(given)
        found = self.ask.master.find(self.kind, sheet, home)
        if why := self.hindrance(sheet, found, given, answer):
            self.say(REFUSED, given, *why)
            return
        column, record = spec.home(field), found.record if found else None
        now = self.ask.master.text(record, column) if record is not None else ""
        told = answer.text
        if asked := spec.asks.get(field):
            told = asked.means.get(answer.text, answer.text)
            now = sent if spec.is_waiting(asked, record) else answer_for(asked, now)
        word = merged(sent, answer.text, now)
        if word == "there already":
            self.say(UNCHANGED, given, "台账里已经是这个值", now=now)
        elif (subject(spec.master, *home, column.header), told) in self.ask.taken:
            self.say(UNCHANGED, given, "这个答案以前收过，台账后来又改了", now=now)
        else:
            planned = self.planned(given) if spec.dated else record
            blocked = self.ask.blocked(self.kind, sheet, planned) if planned is not None else ""
            clash = "下发以后台账也改了" if word == "clash" else ""
            cleared = "把原有内容清空了" if now and not answer.text and field not in MAY_BE_CLEARED else ""
            reasons = (
                given.copy.doubt,
                clash,
                cleared,
                blocked,
                *(moved(spec, asked, given.copy.row, record, self.ask.master) if asked else ()),
            )
            self.decide(given, answer, column, record, now, "；".join(filter(None, reasons)))
            if silent:
                self.say(MARKED, given, f"同一单位交了几份，《{silent[0]}》里这一格没有填", "核对以哪一份为准")

    def hindrance(self, sheet: str, found: MasterRow | None, given: CellCopy, answer: ReadAnswer) -> tuple[str, str] | None:
        """Why an answer has no place to go: 问题 and 应为."""
        spec, field = self.kind.sheets[sheet], given.field
        if spec.dated:
            cell, month_end = given.copy.row.cells[field], self.ask.master.tables.settings.month_end
            why = report_hindrance(spec, field, answer.value, cell, self.planned(given), month_end)
            if why is not None or found is None:
                return why
        if found is None:
            known_by = "它的类型、对象、事由、分值改过" if MARK in spec.key else "编号改过"
            return None if spec.start else ("台账里已经没有这一行", f"核对台账：行被删去，或{known_by}")
        if found.twice:
            return "台账里有两行是这个编号，不知道填哪一行", "把台账里重复的编号改成不同的"
        if obstacle := self.ask.master.obstacle(found.record, spec.home(field).header):
            return obstacle, "在台账里改好再回收"
        if spec.asks and (why := asked_in_vain(spec, found.record)):
            return why
        if (asked := spec.asks.get(field)) and answer.text == asked.needs[0] and self.lacks(asked.needs[1], given, found.record):
            return f"选了“{answer.text}”，没有写{asked.needs[1]}", f"请对方写明{asked.needs[1]}再发"
        if (
            field in MEASURED
            and not spec.dated
            and given.copy.row.cells[field].percent
            and (found.record.unit or (found.record.goal or 0) > 1)
        ):
            return f"填的是百分数，计量单位是“{found.record.unit}”", "按计量单位填数字"
        if field in spec.most:
            most = getattr(found.record, TABLES[spec.master].column(spec.most[field]).field)
            return exceeds(answer.value, most, spec.most[field])
        return None

    def home(self, given: CellCopy) -> Key:
        """The key of a returned row in the master."""
        sheet, key = given.place
        return dated_key(self.kind.sheets[sheet], key, given.copy.row, self.days)

    def planned(self, given: CellCopy) -> Any:
        """The record that a row which begins with this one is about; None where there is none any more."""
        start, key = self.kind.sheets[given.place[0]].start, given.place[1]
        found = self.ask.master.find(self.kind, start.table, key) if start is not None and start.table in self.kind.sheets else None
        return found.record if found is not None else None

    def lacks(self, header: str, given: CellCopy, record: Any) -> bool:
        """Whether words that an answer needs were asked for and stand nowhere."""
        if header not in self.sent.cells[given.place]:
            return False
        cell, spec = given.copy.row.cells.get(header, NO_CELL), self.kind.sheets[given.place[0]]
        return not as_sent(cell, spec.table.column(header)) and not self.ask.master.text(record, spec.home(header))

    def decide(self, given: CellCopy, answer: ReadAnswer, column: Column, record: Any, now: str, clash: str) -> None:
        """Take it, or leave it to the clerk; a 取舍 that he has made is done."""
        waiting = self.made(UNDECIDED, given, clash, f"在“取舍”里选{TAKE}或保留现值，再回收一次", now)
        choice = self.ask.choices.get(waiting.mark, "") if clash else TAKE
        if choice != TAKE:
            self.entries.append(waiting._replace(choice=choice, remedy="" if choice == KEEP else waiting.remedy))
            return
        taken = waiting._replace(outcome=ACCEPTED, reason=f"按取舍采用（{clash}）" if clash else "", remedy="")
        spec = self.kind.sheets[given.place[0]]
        value, asked = answer.value, spec.asks.get(given.field)
        if asked is not None:
            value = asked.means.get(answer.text, value)
            entered = f"登记为 {asked.into}" + (f" {value}" if asked.means else "")
            taken = taken._replace(reason="；".join(filter(None, (row_named(spec, record), entered, taken.reason))))
        self.entries.append(taken)
        self.changes.append(AcceptedCell(*given.place, column, value, record, taken, asked is not None))
        if not given.text:
            self.say(MARKED, given, f"清空了原有内容：{now}", "核对是不是误删")
        elif asked is None and (note := note_of(column, given.copy.row.cells[given.field].value, answer.value)):
            self.say(MARKED, given, *note)

    def locked(self, place: RowPlace, copies: Iterable[RowCopy]) -> None:
        """Cells that were not open: what somebody has changed in them is listed, never taken."""
        before = self.sent.rows.get(place) if self.sent.rows is not None else None
        if before is None:
            return
        spec, open_ = self.kind.sheets[place[0]], self.sent.cells.get(place, {})
        for copy in copies:
            for column in spec.table.columns if not copy.doubt else ():
                cell, old = copy.row.cells.get(column.header), before.cells.get(column.header, NO_CELL)
                if cell is None or column.header in open_ or column.header in spec.key or old.formula or cell.value == old.value:
                    continue
                now, was = as_sent(cell, column), as_sent(old, column)
                if now != was:
                    given = CellCopy(place, column.header, copy, now)
                    told = self.made(REFUSED, given, "锁定的格子被改过，没有采用", "要改的，在台账里改")
                    self.entries.append(told._replace(sent=was))

    # lines

    def say(self, outcome: str, given: CellCopy, reason: str, remedy: str = "", now: str | None = None) -> None:
        self.entries.append(self.made(outcome, given, reason, remedy, now))

    def made(self, outcome: str, given: CellCopy, reason: str, remedy: str = "", now: str | None = None) -> CollectEntry:
        """A line about a cell. now: what the master holds, None to look it up."""
        (sheet, _), copy, key = given.place, given.copy, self.home(given)
        return CollectEntry(
            outcome=outcome,
            batch=self.sent.batch,
            addressee=self.sent.addressee,
            file=copy.file,
            sheet=copy.table.sheet,
            line=copy.row.line,
            table=sheet,
            number=key[0],
            part=key[1],
            field=given.field,
            sent=self.sent.cells.get(given.place, {}).get(given.field, ""),
            returned=given.text,
            now=self.now(given) if now is None else now,
            reason=reason,
            remedy=remedy,
        )

    def now(self, given: CellCopy) -> str:
        """What the master holds, for a line about a cell that is not merged."""
        found = self.ask.master.find(self.kind, given.place[0], self.home(given))
        columns = {column.header: column for column in TABLES[self.kind.sheets[given.place[0]].master].columns}
        return self.ask.master.text(found.record, columns[given.field]) if found and given.field in columns else ""


def summary(row: ReturnedRow) -> str:
    """What stands in a row that is not taken, so that nothing of it is lost to the reader."""
    return "、".join(f"{header}：{shown(cell)}" for header, cell in row.cells.items() if cell.value is not None)
