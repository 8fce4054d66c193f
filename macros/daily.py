"""duban daily: the round of a working day by itself: mail, 回收, 下期, 刷新, 提醒, drafts; and a page of what was done and what was not.

Each step stands alone: what fails is told with its reason and tried again by the next run of the day, and the others go on. Nothing is
issued, confirmed or closed. While somebody has the workbook open only what needs no writing in it is done.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from addin import outputs, store
from addin.book import Book
from addin.closed import closed_book
from macros.attempt import refused_by_system, unforeseen
from macros.collect import collect_files
from macros.document import document
from macros.period import period
from macros.refresh import refresh
from macros.remind import make_list
from macros.steps import session
from macros.steps.daily_journal import DailyJournal
from macros.steps.daily_page import Day, mail_page, page_path, put_page
from macros.steps.mail_fetching import STRANGERS, fetch, mailboxes
from macros.steps.reminder_sending import folded, hours_of, sent
from macros.steps.report import Options, Progress, Report, Status
from macros.steps.returned_files import files_found
from macros.steps.turn_of_period import NEXT_ROWS, DueOnce, due_drafts, due_rows
from udfs.pages.waiting_counts import waiting_counts
from udfs.rules.ground.workdays import Calendar
from workbook_templates.reading.errors import DubanError, UsageError
from workbook_templates.reading.parse import Tables
from workbook_templates.sent.outcomes import ACCEPTED, REFUSED, UNDECIDED

READ, FETCH, COLLECT, FOLD, REFRESH, REMIND, DRAFTS = "读工作簿", "收邮件", "回收", "补记", "刷新", "提醒", "送审稿"
WAITS, PAGE, MAIL = "看什么等着办", "写这一页", "把这一页发给您"


def daily(path: Path, options: Options, progress: Progress) -> Report:
    """每日."""
    today = options.now.date()
    if options.as_of not in (None, today):
        raise UsageError("每日只办今天的，不能写 --as-of。什么也没有做。")
    journal = DailyJournal(path)
    if options.more.get("scheduled") and journal.done(today):
        return Report(
            "daily", Status.DONE, (f"{today} 的已经办完，没有再办。",), {"日期": str(today), "办完": True, "没有办": {}, "等办": {}}
        )
    return Round(path, options, progress, journal).run()


class Round:
    """One run. day: what it tells. tables: as they were read last, None where they can't be. busy: why nothing may be written into the
    workbook, '' where it may. found: the worst that a step has found."""

    def __init__(self, path: Path, options: Options, progress: Progress, journal: DailyJournal) -> None:
        self.path, self.progress, self.journal = path, progress, journal
        self.options = replace(options, as_of=None, more={})
        self.today = options.now.date()
        self.day = Day()
        self.tables: Tables | None = None
        self.busy = ""
        self.found = Status.DONE
        self.waits: dict[str, int] = {}

    def run(self) -> Report:
        """The whole of it, in its order."""
        if self.journal.cut_off is not None:
            self.day.done.append(f"上一次（{self.journal.cut_off:%m-%d %H:%M}）没有运行完就中断了，这一次接着办。")
        self.journal.begins(self.options.now)
        self.step(READ, self.look)
        works = self.tables is not None and Calendar(self.tables.holidays).is_workday(self.today)
        if self.tables is not None and works:
            self.work(self.tables)
        elif self.tables is not None:
            self.day.done.append("今天是休息日，没有要办的；到期的、过了期间要出的，下一个工作日办。")
        self.step(PAGE, self.put)
        if works:
            self.step(MAIL, self.mail)
            if MAIL in self.day.left:
                self.step(PAGE, self.put)
        self.step(PAGE, lambda: self.journal.ran(self.options.now, self.day.again, done=not self.day.again))
        return self.report()

    def work(self, tables: Tables) -> None:
        """The steps of a working day. tables: as they were before it; no step changes what others take from them."""
        self.step(FETCH, partial(self.fetch, tables))
        if self.busy:
            self.day.leave(f"{COLLECT}、{FOLD}、{NEXT_ROWS}、{REFRESH}", self.busy)
        else:
            self.step(COLLECT, self.collect)
            self.step(FOLD, self.fold)
            self.step(NEXT_ROWS, self.next_rows)
            self.step(REFRESH, self.refresh)
        self.step(REMIND, partial(self.remind, tables))
        self.step(DRAFTS, partial(self.drafts, tables))
        self.step(WAITS, self.count)

    def step(self, name: str, perform: Callable[[], None]) -> None:
        """One step; what went wrong is told, and the others go on."""
        self.progress(name)
        try:
            perform()
        except DubanError as error:
            self.day.leave(name, str(error))
        except Exception as error:
            self.day.leave(name, refused_by_system(error) or unforeseen(error, self.path.parent))

    def book(self) -> Book:
        """The workbook as it is now: a step that failed leaves nothing staged for the next."""
        return closed_book(self.path)

    def done(self, report: Report, told: str) -> None:
        """A step has done something, and what."""
        self.found = max(self.found, report.status)
        self.day.done.append(told)

    def look(self) -> None:
        """Read it, and see whether somebody has it open."""
        self.tables = session.read(self.book(), self.options, self.progress).tables
        self.busy = store.open_elsewhere(self.path)

    def fetch(self, tables: Tables) -> None:
        """Mail into 回收."""
        if not mailboxes(tables):
            return
        mail = fetch(self.book(), tables, self.options, self.progress)
        self.day.done.append(f"收邮件：新邮件 {mail.mails} 封，收到表 {mail.files} 个。")
        if mail.strangers:
            self.day.waits.append(f"不认识的发件人发来的表 {mail.strangers} 个，在“回收/{STRANGERS}”，请认一认。")
        if mail.failed:
            self.day.leave(FETCH, "；".join(mail.failed))

    def collect(self) -> None:
        """What lies in 回收."""
        if not files_found((), store.folders(self.path).returned):
            return
        report = collect_files(self.book(), self.options, self.progress)
        counts = "、".join(f"{name} {report.figures[name]} 处" for name in (ACCEPTED, UNDECIDED, REFUSED))
        self.done(report, f"回收：{report.figures['文件']} 个文件，{counts}。")
        if report.figures[UNDECIDED] or report.figures[REFUSED]:
            self.day.waits.append(f"回收的待定 {report.figures[UNDECIDED]} 处、拒收 {report.figures[REFUSED]} 处，看最近的回收清单。")
        if absent := report.figures["没有收到"]:
            self.day.waits.append(f"最近一批还没有收到的 {len(absent)} 家：{'、'.join(absent)}。")

    def fold(self) -> None:
        """What left while the workbook was open, into the logs."""
        if count := folded(self.book(), self.options, self.progress):
            self.day.done.append(f"补记：发件箱里 {count} 条记入“发送记录”“提醒记录”。")

    def next_rows(self) -> None:
        """The rows of the periods that have begun."""
        tables = session.read(self.book(), self.options, self.progress).tables
        for turn in due_rows(tables, self.journal, self.today):
            report = period(self.book(), self.but(period=turn.period.name), self.progress)
            self.journal.made(self.options.now, turn.what, turn.period.name)
            rows = "、".join(f"{name} {count} 行" for name, count in report.figures["加行"].items() if count)
            self.done(report, f"下期：{turn.period.name} 的行照 {report.figures['上期']} 备好，{rows or '都已经有了'}；答案空着。")

    def refresh(self) -> None:
        report = refresh(self.book(), self.options, self.progress)
        figures = report.figures
        lights = "、".join(f"{light} {count}" for light, count in figures["灯"].items() if count)
        told = f"刷新：在办 {figures['在办']} 项，逾期 {figures['逾期']} 项；{lights or '没有亮灯的'}。基准日 {figures['基准日']}。"
        self.done(report, told)
        if figures["数据检查"]:
            self.day.waits.append(f"“数据检查”里 {figures['数据检查']} 条。")

    def remind(self, tables: Tables) -> None:
        """List the reminders, or send them."""
        book, settings = self.book(), tables.settings
        saved = "（按文件上次保存的算）" if self.busy else ""
        if not settings.send_itself:
            report = make_list(book, self.options, self.progress, in_workbook=not self.busy)
            count, people = report.figures["提醒"], report.figures["人数"]
            self.done(report, f"提醒{saved}：{count} 条，{people} 人，只列出，没有发（参数“自动发送”是 否）。")
            if report.figures["文件夹"] and len(report.files) == 1:
                self.day.leave(REMIND, "给每个人的文本、短信没有写成，请检查磁盘和“输出/提醒”")
            if count:
                self.day.waits.append(f"今天的提醒 {count} 条，发出以后登记已发。")
            return
        first, last = hours_of(settings.send_hours)
        now = self.options.now.hour * 60 + self.options.now.minute
        if not first <= now <= last:
            self.day.leave(REMIND, f"现在不在参数“发送时段”{settings.send_hours} 里，没有发", again=now < first)
            return
        self.tell_sent(sent(book, self.options, self.progress, in_workbook=not self.busy), saved)

    def tell_sent(self, report: Report, saved: str) -> None:
        """What left, and what did not."""
        figures = report.figures
        written = "；工作簿打开着，关闭后记入“发送记录”" if self.busy and figures["已发"] else ""
        self.done(report, f"提醒{saved}：已发 {figures['已发']} 条，不明 {figures['不明']} 条{written}。")
        if figures["再发"]:
            self.day.leave(REMIND, f"没有发成、要再发的 {figures['再发']} 条，原因见“发送记录”")
        if missed := figures["没有渠道"]:
            self.day.waits.append(f"没有渠道能发到的 {len(missed)} 人：{'、'.join(missed)}，请人工发出。")

    def drafts(self, tables: Tables) -> None:
        """The bulletins of the periods that are over."""
        for turn in due_drafts(tables, self.journal, self.path, self.today):
            self.step(f"{DRAFTS} {turn.what} {turn.period.name}", partial(self.draft, turn))

    def draft(self, turn: DueOnce) -> None:
        kind, name = turn.what, turn.period.name
        self.journal.making(self.options.now, kind, name)
        report = document(self.book(), self.but(kind=kind, period=name, dept=(), issue=False), self.progress)
        self.journal.made(self.options.now, kind, name)
        papers = [outputs.told(path) for path in report.files if path.suffix == ".docx"]
        self.done(report, f"送审稿：{'、'.join(papers) or f'{kind} {name} 没有内容，没有出'}。")
        self.day.waits += [f"{kind} {name} 的送审稿，审定后编号。"] if papers else []

    def count(self) -> None:
        """What waits in the tables."""
        reading = session.read(self.book(), self.options, self.progress)
        found = waiting_counts(reading.tables, reading.as_of)
        self.waits = {one.what: one.rows for one in found}
        self.day.waits += [f"“{one.sheet}”里{one.what} {one.rows} 条。" for one in found]
        if reading.as_of != self.today:
            self.day.waits.append(f"参数“基准日”写着 {reading.as_of}，一切都按那一天算；要按今天算，请清空。")

    def put(self) -> None:
        put_page(self.day, self.path, self.options)

    def mail(self) -> None:
        if self.tables is not None:
            mail_page(self.day, self.book(), self.tables, self.options)

    def but(self, **more: Any) -> Options:
        return replace(self.options, more=more)

    def report(self) -> Report:
        """What a terminal and a program are told: the page's own lines."""
        left = [f"没有办：{step}：{why}" for step, why in self.day.left.items()]
        again = "没有办成的，系统每小时再试，到 18:00 为止；也可以再运行一次。" if self.day.again else ""
        status = Status.NOT_DONE if self.tables is None else max(self.found, Status.DONE_WITH_ENTRIES if left else Status.DONE)
        figures = {"日期": str(self.today), "办完": not self.day.again, "没有办": dict(self.day.left), "等办": self.waits}
        page = page_path(self.path, self.options)
        told = f"这一页在“{outputs.told(page)}”。" if PAGE not in self.day.left else ""
        lines = (*self.day.done, *left, *(f"等您办：{line}" for line in self.day.waits), again, told)
        return Report("daily", status, tuple(filter(None, lines)), figures, (self.path, *([page] if told else [])))
