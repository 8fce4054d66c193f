"""The sheets that went out and did not come back: whom they are chased of, and what they ask for anyway, which a digest tells together."""

from collections.abc import Iterable, Sequence

from addin.book import Book
from macros.steps import log_rows, session
from udfs.rules.ground.departments import Departments
from udfs.rules.supervision.reminder_digests import Standing
from udfs.rules.supervision.reminder_subjects import SheetOut
from udfs.rules.supervision.reminders import Reminder
from workbook_templates.reading.errors import BookRefused
from workbook_templates.sent.leader_kind import LEADER_KIND
from workbook_templates.sent.sent_kinds import parts_of
from workbook_templates.tables.logs import Operation


def standing(book: Book, reading: session.Reading) -> Standing:
    """The feedback in them, with the batch of each; nothing where 批次 can't be read."""
    from macros.steps import batches  # few runs need it

    try:
        sent = batches.SentBatches(batches.rows_in(book), Departments(reading.tables.departments))
    except BookRefused:
        return {}
    return sent.open_feedback(log_rows.taken_before(session.logged(book)).keys())


def sheets_out(operations: Sequence[Operation], reading: session.Reading) -> list[SheetOut]:
    """The latest sheet of each addressee, by 基准日, of which nothing was merged by then."""
    known = [row for row in operations if row.time is None or row.time.date() <= reading.as_of]
    if not any(row.operation == log_rows.GIVEN for row in known):
        return []
    from macros.steps import batches  # few runs need it

    departments = Departments(reading.tables.departments)
    came = {(batch, batches.present_addressee(name, departments)) for batch, name in log_rows.taken_before(known)}
    latest: dict[str, SheetOut] = {}
    for (batch, addressee), time in log_rows.given(known):
        now = batches.present_addressee(addressee, departments)
        kind, name = parts_of(now)
        one = SheetOut(batch, now, name, time.date() if time else batches.day_of(batch, reading.as_of), kind == LEADER_KIND.name)
        latest[now] = max(latest.get(now, one), one, key=lambda sheet: batches.order_of(sheet.batch))
    return [one for one in latest.values() if (one.batch, one.addressee) not in came]


def leaders_told(found: Iterable[Reminder]) -> list[str]:
    """A line on the leaders whose sheets did not come back: they are never chased by program."""
    names = dict.fromkeys(reminder.to.name for reminder in found if reminder.listed)
    return [f"领导没有交回的表只列在“提醒清单”里，不生成文本，也不发，请当面问一声：{'、'.join(names)}。"] if names else []
