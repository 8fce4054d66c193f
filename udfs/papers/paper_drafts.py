"""A paper before it has a number: to whom, about what, and the texts that its template takes once number and day are known.

A kind of paper is a function Desk → [Draft]: one draft for a bulletin, one for each addressee for letters, forms and statements.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

from udfs.papers.evidence import Evidence
from udfs.papers.paper_words import Context, Heading
from udfs.rules.ground.linked import linked_numbers
from udfs.rules.ground.periods import Period, parse_period
from udfs.rules.judging.judgement import Judgement
from workbook_templates.documents.phrases import DEFAULT, Phrases
from workbook_templates.tables.logs import Paper


class Desk(NamedTuple):
    """What a kind makes its drafts from. judgement: of the period, or of the running quarter where the kind has none.

    papers: the rows of 文书登记 of this kind, later ones than 基准日 too. period: the one asked for; None: none was.
    phrases: what analysis is said with."""

    judgement: Judgement
    papers: tuple[Paper, ...]
    period: Period | None
    phrases: Phrases = DEFAULT


class Draft(NamedTuple):
    """One paper.

    texts: what its template takes. addressee: 主送 as 文书登记 has it, '' for that of the kind. linked: 关联编号, in its order.
    salutation: 主送 as printed, where it says more. department: whose it is, for --dept. about: what tells it from the others in
    its file name. since: the day of what it is about; no paper is dated before. reply_by: 要求回复日期, where the matter has one
    of its own. figures: for a program. named: persons whom it names on purpose. evidence: the rows behind its figures, for the
    workbook beside it; None: it has none.
    """

    texts: Callable[[Heading], Context]
    addressee: str = ""
    linked: Sequence[str] = ()
    salutation: str = ""
    department: str = ""
    about: str = ""
    since: dt.date | None = None
    reply_by: dt.date | None = None
    figures: Mapping[str, Any] = MappingProxyType({})
    named: Sequence[str] = ()
    evidence: Callable[[], Sequence[Evidence]] | None = None


def registered_in_period(papers: Iterable[Paper], period: Period, month_end: int, draft: Draft | None = None) -> Paper | None:
    """The numbered paper of a period; draft: the one to its addressee about the same. The first where there are several."""
    for paper in papers:
        if paper.number and parse_period(paper.period, month_end) == period and (draft is None or is_about(paper, draft)):
            return paper
    return None


def registered_since(papers: Iterable[Paper], draft: Draft) -> Paper | None:
    """The numbered paper to an addressee that names all that the draft is about, dated no earlier than that."""
    for paper in papers:
        in_time = draft.since is None or paper.day is None or paper.day >= draft.since
        if paper.number and in_time and is_about(paper, draft):
            return paper
    return None


def is_about(paper: Paper, draft: Draft) -> bool:
    """Whether a registered paper went to the draft's addressee and names all its numbers."""
    return paper.addressee == draft.addressee and linked_numbers([paper]) >= set(draft.linked)
