"""Which papers a call asks for, and the number of each: the one it has in 文书登记 already, else the next of its 代字."""

import datetime as dt
import re
from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

from addin import outputs, store
from macros.steps import session
from macros.steps.report import Options, option
from udfs.papers.paper_drafts import Desk, Draft, registered_in_period, registered_since
from udfs.papers.paper_words import Heading, next_number, number_text
from udfs.papers.papers import drafts_of
from udfs.rules.discretion import sealed
from udfs.rules.ground.departments import Departments
from udfs.rules.ground.periods import Period, parse_period, period_of, previous_period
from udfs.rules.ground.workdays import Calendar
from udfs.rules.judging.judgement import Judgement, judge
from workbook_templates.documents.kinds import Kind, PeriodSort
from workbook_templates.documents.phrases import DEFAULT, Phrases
from workbook_templates.reading.errors import UsageError
from workbook_templates.tables.lists import SIGNED_BY_DISCIPLINE
from workbook_templates.tables.logs import Paper
from workbook_templates.tables.settings import Settings
from workbook_templates.tables.setup import DocumentKind

EXAMPLES: dict[PeriodSort, str] = {"周": "2026-W23", "月": "2026-10", "两月": "2026-B5", "季": "2026Q3", "半年": "2026H1", "年": "2026"}

flag = partial(option, "document")
"""How an option of this action is called: --issue."""

WITH_NUMBER = re.compile(r"_([^_]+〔20\d\d〕\d+号)\.docx")
LATER = "请到那天再编号，或用命令的 --as-of 写明成文日期。"


class Order(NamedTuple):
    """What is asked for. entry: its row of 文种; period: None where none is needed and none was asked; day: 成文日期 of a new paper."""

    kind: Kind
    entry: DocumentKind
    period: Period | None
    issue: bool
    departments: tuple[str, ...]
    day: dt.date


class Letter(NamedTuple):
    """One paper of the run. before: its row of 文书登记, None where it has none; number: 文号, '' of a draft; file: its name in 输出."""

    draft: Draft
    heading: Heading
    file: str
    before: Paper | None = None

    @property
    def number(self) -> str:
        return self.heading.number


def order_of(kind: Kind, reading: session.Reading, options: Options) -> Order:
    """What the call asks for. Raises UsageError."""
    tables, issue = reading.tables, bool(options.more.get("issue"))
    blank = DocumentKind(kind.name, "", "", "", (), "")
    entry = next((row for row in tables.document_kinds if row.kind == kind.name), blank)
    departments = departments_asked(kind, reading, options.more.get("dept") or ())
    period = period_asked(kind, entry, options.more.get("period"), reading)
    if issue and not kind.numbered:
        raise UsageError(f"{kind.name}不编号、不登记，什么也没有改动。请去掉{flag('issue')}。")
    if issue and kind.periods and period is not None and period.last > reading.as_of:
        over = f"{period.name} 到 {period.last} 才结束（基准日 {reading.as_of}），还不能正式编号"
        raise UsageError(f"{over}。去掉{flag('issue')}，可先出送审稿。")
    return Order(kind, entry, period, issue, departments, options.as_of or options.now.date())


def departments_asked(kind: Kind, reading: session.Reading, given: Sequence[str]) -> tuple[str, ...]:
    """--dept by present names; former names count. Raises UsageError for a name that there is not."""
    if given and kind.addressee:
        raise UsageError(f"{kind.name}写给{kind.addressee}，不分部门。请去掉{flag('dept')}。")
    known, found = Departments(reading.tables.departments), []
    for text in given:
        row = known.find(text)
        if row is None:
            names = "、".join(row.name for row in known.rows) or "一个也没有，请先填“部门”表"
            raise UsageError(f"没有部门“{text}”，什么也没有改动。现有部门：{names}。")
        found.append(row.name)
    return tuple(dict.fromkeys(found))


def period_asked(kind: Kind, entry: DocumentKind, asked: str | None, reading: session.Reading) -> Period | None:
    """--period; without it the latest period of the kind's usual sort that is over on 基准日, None where the kind needs none."""
    month_end, sorts = reading.tables.settings.month_end, kind.periods
    if asked:
        period = parse_period(asked, month_end)
        if period is None or (sorts and period.kind not in sorts):
            form = f"{kind.name}按{'、'.join(sorts)}出，“{asked}”不是一个{sorts[0]}" if sorts else f"“{asked}”不是一个期间"
            raise UsageError(f"{form}。请写明{flag('period')}，如 {EXAMPLES[sorts[0] if sorts else '月']}。")
        if period.first > reading.as_of:
            raise UsageError(f"{period.name} 还没有开始（基准日 {reading.as_of}）。请核对{flag('period')}。")
        return period
    if not sorts:
        return None
    usual = next((sort for sort in sorts if sort == entry.period), sorts[0])
    if entry.period not in ("", *sorts):
        raise UsageError(
            f"“文种”表里{kind.name}的默认期间是“{entry.period}”，而{kind.name}按{'、'.join(sorts)}出。"
            f"请改成“{sorts[0]}”，或写明{flag('period')}。"
        )
    running = period_of(reading.as_of, usual, month_end)
    return running if running.last <= reading.as_of else previous_period(running, month_end)


def letters_of(order: Order, reading: session.Reading, register: Sequence[Paper], phrases: Phrases = DEFAULT) -> list[Letter]:
    """The papers of the run, each with its number: registered ones with theirs, new ones with the next, drafts with none.

    register: 文书登记 as it stands, whatever day is looked back to. A paper about a single matter that has its number is not drafted
    again. Raises UsageError where a new one can't be numbered."""
    tables = sealed(reading.tables, reading.problems)
    running = period_of(
        reading.as_of, "季", tables.settings.month_end
    )  # of a paper about a single matter: as it is today, whatever 考核期间
    judgement = judge(tables, reading.as_of, Calendar(tables.holidays), order.period if order.kind.periods else running)
    papers = tuple(paper for paper in register if paper.kind == order.kind.name)
    drafts = drafts_of(order.kind.name, Desk(judgement, papers, order.period, phrases))
    if order.departments:
        drafts = [draft for draft in drafts if draft.department in order.departments]
    known = paired(order, drafts, papers, tables.settings.month_end)
    if not order.issue and not order.kind.periods:
        known = [(draft, paper) for draft, paper in known if paper is None]
    fresh = [draft for draft, paper in known if paper is None or not order.issue]
    numbers = iter(numbers_for(order, fresh, register, tables.settings.company))
    found = []
    for draft, paper in known:
        before = paper if order.issue else None
        number, day = (before.number, before.day or order.day) if before else (next(numbers), order.day)
        reply = (before.reply_due if before else None) or reply_due(order, draft, day, judgement)
        issuer = order.entry.issuer or issuer_of(order.kind.name, tables.settings)
        addressee = draft.salutation or draft.addressee
        heading = Heading(issuer, addressee, order.entry.copies, number, day, reply, order.entry.signer)
        found.append(Letter(draft, heading, file_of(order, draft, number, day, before), before))
    return apart(found)


def issuer_of(kind: str, settings: Settings) -> str:
    """Who signs a kind of which 文种 names nobody: the company, or its 纪检部门 for the papers of discipline."""
    office = settings.discipline_office if kind in SIGNED_BY_DISCIPLINE else ""
    return office if settings.company and office.startswith(settings.company) else f"{settings.company}{office}"


def paired(order: Order, drafts: Sequence[Draft], papers: Sequence[Paper], month_end: int) -> list[tuple[Draft, Paper | None]]:
    """Each draft with its row of 文书登记; a row is that of one draft only, so that two letters on one matter stay two."""
    left, found = [*papers], []
    for draft in drafts:
        paper = registered(order, draft, left, month_end)
        if paper is not None:
            left = [one for one in left if one.number != paper.number]
        found.append((draft, paper))
    return found


def registered(order: Order, draft: Draft, papers: Sequence[Paper], month_end: int) -> Paper | None:
    """The row of 文书登记 that a draft has."""
    if order.kind.periods and order.period is not None:
        return registered_in_period(papers, order.period, month_end, None if order.kind.addressee else draft)
    return registered_since(papers, draft)


def numbers_for(order: Order, fresh: Sequence[Draft], papers: Sequence[Paper], company: str) -> list[str]:
    """文号 of the new papers, in their order; '' each in a run that issues nothing. Raises UsageError, also while 单位名称 is blank."""
    if not order.issue or not fresh:
        return [""] * len(fresh)
    kind, day, code = order.kind, order.day, order.entry.code
    if not company:
        raise UsageError("“参数”里的“单位名称”空着，文书不能正式编号。请在它的“取值”里填上单位全称再运行；送审稿照出。")
    if not code:
        raise UsageError(f"“文种”表里没有“{kind.name}”的代字，编不了文号。请填上代字（如 督通报）再运行。")
    if kind.periods and order.period is not None and day < order.period.last:
        raise UsageError(f"成文日期 {day} 早于 {order.period.name} 的最后一天 {order.period.last}。{LATER}")
    early = [draft for draft in fresh if draft.since is not None and day < draft.since]
    if early:
        names = "、".join(f"{draft.addressee}（{draft.since}）" for draft in early[:5])
        raise UsageError(f"成文日期 {day} 早于所依据的行的日期：{names}。{LATER}")
    first = next_number(papers, code, day.year)
    return [number_text(code, day.year, first + place) for place in range(len(fresh))]


def reply_due(order: Order, draft: Draft, day: dt.date, judgement: Judgement) -> dt.date | None:
    """要求回复日期: that of the matter, else 文书回复天数 working days after 成文日期; never before the paper."""
    if not order.kind.reply:
        return None
    if draft.reply_by is not None and draft.reply_by >= day:
        return draft.reply_by
    return judgement.calendar.add_workdays(day, judgement.facts.settings.reply_days)


def file_of(order: Order, draft: Draft, number: str, day: dt.date, before: Paper | None) -> str:
    """Where a paper's file lies in 输出: the registered place, else by kind and by the last month of its period (without one, that of
    成文日期), under a name made of kind, period, what it is about, and its number."""
    if before is not None and before.file.lower().endswith(".docx"):
        return "/".join(store.safe_name(part, 100) for part in before.file[:-5].split("/") if part) + ".docx"
    kind = order.kind
    period = order.period.name if kind.periods and order.period is not None else ""
    last = (number or "送审稿") if kind.numbered else ""
    name = store.safe_name("_".join(part for part in (kind.name, period, draft.about, last) if part), 100) + ".docx"
    month = order.period.last if period and order.period is not None else day
    return f"{outputs.folder_of(kind.name)}/{month:%Y-%m}/{name}"


def number_in_name(name: str) -> str:
    """The 文号 in a file name that file_of made; '' where it has none."""
    found = WITH_NUMBER.search(name)
    return found[1] if found else ""


def apart(letters: list[Letter]) -> list[Letter]:
    """The letters, with a number behind those of one file name: two papers are never one file."""
    seen: dict[str, int] = {}
    found = []
    for letter in letters:
        count = seen[letter.file.casefold()] = seen.get(letter.file.casefold(), 0) + 1
        found.append(letter if count == 1 else letter._replace(file=f"{letter.file[:-5]}_{count}.docx"))
    return found
