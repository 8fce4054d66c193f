"""The rows that rules have proposed, brought in line with the facts of the day: new ones, brought up to date, 失效, and back again.

Only what nobody has decided on and nobody has changed is touched, and only where a refresh looks at the period of the row.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any, NamedTuple

from udfs.rules.decisions.accountability import LETTER, PRAISE, REMINDER, TALK, Proposal
from udfs.rules.decisions.judged_again import JudgedAgain, Standing, stands_for
from udfs.rules.decisions.proposals import Looks, is_last_place
from udfs.rules.ground import proposed_rows
from udfs.rules.ground.departments import Departments
from udfs.rules.ground.figures import number
from udfs.rules.ground.grouped import firsts
from udfs.rules.ground.namesakes import namesakes
from udfs.rules.ground.proposed_rows import REWARD, Fact, Key, Origin, ProposalRow, check_of, keyed, origin_in
from udfs.rules.ground.states import LAPSED
from udfs.rules.judging.judgement import Judgement
from udfs.rules.supervision.escalation import banded, deduction_bands, original_level
from workbook_templates.reading.characters import halved
from workbook_templates.reading.parse import FIELDS, Tables
from workbook_templates.tables import TABLES
from workbook_templates.tables.daily import Accountability, Point

PROPOSAL_FIELDS = {table: FIELDS[table] for table in ("变更记录", "加减分台账", "问责记录")}
"""Table of proposals → its field of Tables."""
MADE, FOLLOWED, LOST, REGAINED = "新提", "更新", "失效", "恢复"
PASSES = 4
"""What is withdrawn may free another proposal of the same run; so often at most."""


class Edit(NamedTuple):
    """A row of the sheet that a run changes. what: FOLLOWED, LOST or REGAINED."""

    before: ProposalRow
    after: ProposalRow
    what: str


class Settled(NamedTuple):
    """What a run does to the proposals, by table; the new rows stand nowhere yet."""

    made: dict[str, list[ProposalRow]]
    edits: dict[str, list[Edit]]

    def keys(self, table: str) -> dict[str, list[str]]:
        """What was done → the keys of its rows."""
        found = {MADE: [bare(row) for row in self.made[table]]}
        for edit in self.edits[table]:
            found.setdefault(edit.what, []).append(bare(edit.after))
        return {what: keys for what, keys in found.items() if keys}


def bare(row: ProposalRow) -> str:
    """来源 without the check."""
    return row.origin.partition("#")[0]


def settle(judgement: Judgement, present: Tables, untouched: Collection[str] = ()) -> Settled:
    """Every proposal of a refresh. present: all rows of the workbook; untouched: items with a cell that could not be read."""
    looks = Looks(judgement)
    line = Line(judgement, looks.holds, untouched)
    tables = present
    for _ in range(PASSES):
        before, line.freed = tables, False
        facts = looks.facts(tables)
        tables = line.reconcile(tables, facts, lambda key: key.kind not in (PRAISE, REWARD))
        tables = line.reconcile(tables, looks.praise(tables, facts), lambda key: key.kind in (PRAISE, REWARD))
        if not line.freed or tables == before:
            break
    return difference(present, tables)


def settle_last_places(judgement: Judgement, present: Tables, last: Iterable[Proposal]) -> Settled:
    """Those of closing a period: its last places, and nothing else."""

    def holds(row: ProposalRow, origin: Origin) -> bool:
        return is_last_place(row, origin) and origin.key.mark == judgement.period.name

    line, twice = Line(judgement, holds, ()), namesakes(judgement.facts.people)
    return difference(present, line.reconcile(present, [one.as_fact(twice) for one in last], lambda _: True))


def difference(present: Tables, after: Tables) -> Settled:
    """What is new and what another row stands for, by table."""
    made: dict[str, list[ProposalRow]] = {}
    edits: dict[str, list[Edit]] = {}
    for table, field in PROPOSAL_FIELDS.items():
        old, new = getattr(present, field), getattr(after, field)
        made[table] = list(new[len(old) :])
        edits[table] = [Edit(row, fresh, what_of(row, fresh)) for row, fresh in zip(old, new, strict=False) if row != fresh]
    return Settled(made, edits)


def what_of(before: ProposalRow, after: ProposalRow) -> str:
    was, now = proposed_rows.is_withdrawn(before), proposed_rows.is_withdrawn(after)
    return FOLLOWED if was == now else REGAINED if was else LOST


class Line:
    """Brings rows in line with facts. freed: whether a row came or went that may stand in the way of another."""

    def __init__(self, judgement: Judgement, holds: Callable[[ProposalRow, Origin], bool], untouched: Collection[str]) -> None:
        self.judgement, self.holds, self.untouched = judgement, holds, untouched
        self.again = JudgedAgain(judgement)
        self.known = {"", *(item.number for item in judgement.facts.items)}
        self.freed = False

    def reconcile(self, tables: Tables, facts: Sequence[Fact], concerns: Callable[[Key], bool]) -> Tables:
        """The tables with rows for these facts. concerns: whether a key is one of those that are looked at now."""
        wanted = list(firsts(((type(fact.row), fact.key), fact) for fact in facts).values())
        for field in PROPOSAL_FIELDS.values():
            rows = list(getattr(tables, field))
            standing = {place: one for place, row in enumerate(rows) if (one := standing_of(row, self.judgement.departments))}
            standing = {place: one for place, one in standing.items() if concerns(one.origin.key)}
            claimed = self.claims(standing, wanted)
            for place, fresh in self.brought_in_line(standing, claimed).items():
                self.freed = self.freed or what_of(rows[place], fresh) != FOLLOWED
                rows[place] = fresh
            taken = {fact for held in claimed.values() for fact in held}
            known = [*standing_rows(rows, self.judgement.departments)]
            rows += [fact.row for fact in wanted if FIELDS_OF[type(fact.row)] == field and fact not in taken and self.is_free(fact, known)]
            cells: dict[str, Any] = {field: tuple(rows)}
            tables = tables._replace(**cells)
        return tables

    def claims(self, standing: dict[int, Standing], wanted: Sequence[Fact]) -> dict[int, list[Fact]]:
        """Place of a row → the facts that it stands for; of two rows with one key the first stands."""
        by_key = {(type(fact.row), fact.key): fact for fact in wanted}
        found: dict[int, list[Fact]] = {}
        seen: set[Key] = set()
        for place, one in standing.items():
            key = one.origin.key
            if key in seen:
                continue
            seen.add(key)
            exact = by_key.get((type(one.row), key))
            held = [exact] if exact else []
            if one.origin.first_version:
                held = [fact for fact in wanted if stands_for(one, fact)]
            found[place] = held
        return found

    def brought_in_line(self, standing: dict[int, Standing], claimed: dict[int, list[Fact]]) -> dict[int, ProposalRow]:
        """Place → the row as it is to stand, of those that change."""
        found: dict[int, ProposalRow] = {}
        without: dict[int, Standing] = {}
        for place, facts in claimed.items():
            row, origin = standing[place]
            if not self.may_touch(row, origin):
                continue
            if facts:
                fact = max(facts, key=lambda fact: fact.dated)
                fresh = proposed_rows.waiting_again(row) if proposed_rows.is_withdrawn(row) else row
                found[place] = proposed_rows.up_to_date(fresh, fact.row) if check_of(fact.row) != origin.check else fresh
            else:
                without[place] = standing[place]
        places = [place for place, one in without.items() if one.origin.key.kind not in (PRAISE, REWARD)]  # praise is judged for its period
        stood = {places[order] for order in self.again.stood(without[place] for place in places)}
        for place, one in without.items():
            lapsed = proposed_rows.is_withdrawn(one.row)
            if place in stood and lapsed:
                found[place] = proposed_rows.waiting_again(one.row)
            elif place not in stood and not lapsed:
                found[place] = proposed_rows.withdrawn(one.row, self.judgement.as_of, self.why(one))
        return {place: row for place, row in found.items() if row != standing[place].row}

    def may_touch(self, row: ProposalRow, origin: Origin) -> bool:
        """Undecided (or withdrawn by a refresh), changed by nobody, of a period that is looked at."""
        waits = proposed_rows.is_undecided(row) or proposed_rows.is_withdrawn(row)
        unchanged = waits and proposed_rows.is_unchanged(row, origin, self.judgement.departments)
        left_behind = origin.key.rule in ("R6", "R11") and item_of(row) not in self.known  # its item went with another year's book
        return unchanged and not left_behind and item_of(row) not in self.untouched and self.holds(row, origin)

    def is_free(self, fact: Fact, known: Sequence[Standing]) -> bool:
        """Whether a new row may be made: not about an unread item, and no 提醒 where a red light of the same deadline stands."""
        if fact.key.kind == REMINDER:
            red = {fact.key._replace(kind=kind) for kind in (LETTER, TALK)}
            if any(one.origin.key in red and one.row.status != LAPSED for one in known if isinstance(one.row, Accountability)):
                return False
        return item_of(fact.row) not in self.untouched

    def why(self, one: Standing) -> str:
        """决定意见 of a row that is withdrawn."""
        key, mark = one.origin.key, one.origin.key.mark
        if is_last_place(*one):
            return f"{mark} 已重开，重新定稿时再定"
        judged = next((judged for judged in self.judgement.items if keyed(judged.item.number) == key.subject), None)
        if key.rule != "R6" or judged is None:
            return WHY.get(key.kind or key.rule, WHY[""])
        deadline, day, item = judged.deadline.in_force, judged.on_time_date, judged.item
        if deadline is not None and str(deadline) != mark:
            return f"考核时限现为 {deadline}，不是 {mark}"
        if day is not None and deadline is not None and day <= deadline:
            return f"{day} 已提交，没有超过考核时限 {deadline}"
        settings = self.judgement.facts.settings
        lost = banded(original_level(judged), item.impact, item.cause, settings, deduction_bands(self.judgement.facts.deduction_bands))
        if isinstance(one.row, Point) and not lost:
            impact, cause = item.impact or settings.blank_impact, item.cause or settings.blank_cause
            return f"负面影响{impact}、{cause}原因，考核分档扣 {number(lost or 0)} 分"
        return WHY[""]


WHY = {
    "": "按现在所知，事实不成立",
    "履职提醒": "按现在所知，不是连续没有反馈",
    "预警": "按现在所知，没有这个问题或已按期整改、抽查",
    "讲评说明": "按现在所知，合格率不低于下限",
    "R13": "按现在所知，差异化率不低于下限",
    "表扬": "按现在所知，有晚的、逾期的或被考核的，或不是绿灯",
    REWARD: "按现在所知，有晚的、逾期的或被考核的，或不是绿灯",
    "提醒": "按现在所知，不是黄灯",
    "督办函": "按现在所知，不是红灯",
    "约谈": "按现在所知，不是红灯",
}
"""类别, or the rule that has none → why a proposal is withdrawn."""
FIELDS_OF: dict[type, str] = {TABLES[table].record: field for table, field in PROPOSAL_FIELDS.items()}


def item_of(row: ProposalRow) -> str:
    """The 编号 that the row names; '' for a department as a whole."""
    return row.linked if isinstance(row, Point) else row.number


def standing_of(row: ProposalRow, departments: Departments) -> Standing | None:
    """A row that a rule proposed, with departments in its key by their name of today; None for a person's."""
    origin = origin_in(row.origin)
    if origin is None:
        return None
    unit, *rest = origin.key.subject.split("/")
    subject = halved("/".join((departments.present(unit), *rest)))
    return Standing(row, origin._replace(key=origin.key._replace(subject=subject)))


def standing_rows(rows: Iterable[ProposalRow], departments: Departments) -> Iterable[Standing]:
    return (one for row in rows if (one := standing_of(row, departments)))
