"""What the sheets that departments have and have not returned ask for anyway: a digest tells it together."""

from addin.book import Book
from macros.steps import session
from udfs.rules.ground.departments import Departments
from udfs.rules.supervision.reminder_digests import Standing
from workbook_templates.reading.errors import BookRefused


def standing(book: Book, reading: session.Reading) -> Standing:
    """The feedback in them, with the batch of each; nothing where 批次 can't be read."""
    from macros.steps import batches, log_rows  # knows all kinds of sent sheets, which few runs need

    try:
        sent = batches.SentBatches(batches.rows_in(book), Departments(reading.tables.departments))
    except BookRefused:
        return {}
    return sent.open_feedback(log_rows.taken_before(session.logged(book)).keys())
