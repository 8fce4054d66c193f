"""编号: the numbers that new items get, by the setting 编号规则."""

import datetime as dt
import re
from collections.abc import Iterable, Sequence

from udfs.rules.ground.proposed_rows import new_row
from workbook_templates.reading.cells import plain
from workbook_templates.reading.characters import halved
from workbook_templates.reading.setting_values import defaults
from workbook_templates.tables.daily import Item


def new_numbers(items: Sequence[Item], rule: str, today: dt.date, given: Iterable[str] = ()) -> dict[int, str]:
    """Place in `items` → number, for items that have none, in sheet order. given: numbers of items that may be gone by now.

    {年} is the year of 立项日期, else 下达日期, else today; {序号} counts on from the largest of that year that an
    item has or ever had, four digits: a number is never used again (rules.md §1).
    A rule without {序号} gets it at its end, because numbers must differ.
    """
    if not is_rule(rule):
        rule = defaults().numbering
    if "{序号}" not in rule:
        rule += "{序号}"
    taken = [halved(number) for number in (*(item.number for item in items), *given)]
    last: dict[int, int] = {}
    numbers: dict[int, str] = {}
    for place, item in enumerate(items):
        if item.number:
            continue
        year = (item.registered or item.issued or today).year
        if year not in last:
            last[year] = largest(taken, rule, year)
        last[year] += 1
        numbers[place] = numbered(rule, year, f"{last[year]:04d}")
    return numbers


class Numbers:
    """The numbers that a run gives to items which stand in no sheet yet. given: those it gave, in order."""

    def __init__(self, items: Iterable[Item], rule: str, before: Iterable[str] = ()) -> None:
        self._taken, self._rule = [*(item.number for item in items), *before], rule
        self.given: list[str] = []

    def next(self, day: dt.date) -> str:
        """The next one for an item of that day."""
        one = new_row(Item, registered=day)
        number = new_numbers([one], self._rule, day, [*self._taken, *self.given])[0]
        self.given.append(number)
        return number


def is_rule(rule: str) -> bool:
    """Whether 编号规则 holds no braces but {年} and {序号}; another one is listed, and the default holds."""
    return not re.search(r"[{}]", rule.replace("{年}", "").replace("{序号}", ""))


def numbered(rule: str, year: int, serial: str) -> str:
    return rule.replace("{年}", str(year)).replace("{序号}", serial)


def largest(taken: Iterable[str], rule: str, year: int) -> int:
    """The largest serial that the rule gave in that year; 0 if none."""
    head, _, tail = halved(rule).partition("{序号}")
    shape = re.compile(re.escape(numbered(head, year, "")) + r"(\d+)" + re.escape(numbered(tail, year, "")))
    return max((int(found[1]) for number in taken if (found := shape.fullmatch(number))), default=0)


def following(taken: Iterable[str], head: str) -> str:
    """The number after the highest that begins so, as wide as that is written: PS26-07 after PS26-06; PS26-01 where there is none."""
    found = [number[len(head) :] for one in taken if (number := plain(one)).startswith(head)]
    last = max((serial for serial in found if serial.isdecimal()), key=int, default="00")
    return f"{head}{int(last) + 1:0{len(last)}}"
