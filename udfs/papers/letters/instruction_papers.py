"""批示办理单: one for each department that an instruction is to be done by, until it is answered."""

from functools import partial

from udfs.papers.paper_drafts import Desk, Draft
from udfs.papers.paper_matters import NO_WORDS, contact_of, free_words, items_by_number, titled_by_company
from udfs.papers.paper_words import Context, Heading, long_day
from udfs.rules.discretion import OPEN_MARKS, WITHHELD, matter_of, may_leave
from udfs.rules.judging.judgement import JudgedItem, Judgement
from udfs.rules.supervision.instructions import addressed_to, awaits_reply
from workbook_templates.tables.daily import Instruction


def instruction_drafts(desk: Desk) -> list[Draft]:
    """批办 that waits for its reply; with a period those written in it."""
    judgement, known = desk.judgement, items_by_number(desk.judgement)
    found = []
    for row in judgement.facts.instructions:
        if not awaits_reply(row) or (desk.period is not None and not desk.period.contains(row.day)):
            continue
        to = addressed_to(row, judgement.facts, judgement.departments, judgement.as_of)
        for name in to.departments or to.persons:
            texts = partial(instruction_texts, row, name, known.get(row.linked), judgement)
            unit = name if to.departments else ""
            about = f"{name}_{row.number}"
            found.append(Draft(texts, name, [row.number], department=unit, about=about, since=row.day, reply_by=row.reply_due))
    return found


def instruction_texts(row: Instruction, name: str, judged: JudgedItem | None, judgement: Judgement, heading: Heading) -> Context:
    """What the form says. Of a secret instruction, or one on a secret item, its number, days and persons stay."""
    settings = judgement.facts.settings
    return {
        **titled_by_company(heading, "批示办理单", judgement),
        **contact_of(judgement, settings.office),
        "批示编号": row.number,
        "批示日": long_day(row.day),
        "批示领导": row.leader or NO_WORDS,
        "承办部门": name,
        "批示内容": free_words(row.content, judged, judgement) if may_leave(settings, row.secrecy, row.content) else WITHHELD,
        "关联编号": row.linked or NO_WORDS,
        "关联事项": matter_of(judged.item, settings) if judged is not None else "",
        "密级": "" if row.secrecy in OPEN_MARKS else row.secrecy,
    }
