"""What minutes ask for: one item, with all that a person has to look at; and a line of the paper with the items it became."""

from dataclasses import dataclass, field

from udfs.exchange.minutes.when import SaidDeadline, best
from udfs.exchange.minutes.who import Party

EVERYBODY = "没有写由谁办"


@dataclass(slots=True)
class ProposedItem:
    """One item that minutes ask for. mains: who may be 主责; mark of any field: what a person has to look at.

    place, order: the paragraph, and which of its items this is."""

    place: str
    number: str
    source: str
    order: int = 0
    what: list[str] = field(default_factory=list)
    mains: list[Party] = field(default_factory=list)
    led: bool = False
    helpers: list[Party] = field(default_factory=list)
    persons: list[Party] = field(default_factory=list)
    deadlines: list[SaidDeadline] = field(default_factory=list)
    standard: str = ""
    marks: list[str] = field(default_factory=list)

    @property
    def matter(self) -> str:
        """事项."""
        return "，".join(part for part in self.what if part) or self.source

    @property
    def main(self) -> str:
        """主责部门: the only unit that is named; '' where several are, or none."""
        units = [one.unit for one in self.mains]
        return units[0] if len(units) == 1 else ""

    @property
    def person(self) -> str:
        """责任人."""
        named = [one.person for one in (*self.persons, *self.mains) if one.person]
        return named[0] if named else ""

    @property
    def helping(self) -> tuple[str, ...]:
        """协办部门, by their names of today."""
        return tuple(dict.fromkeys(one.unit for one in self.helpers if one.unit and one.unit != self.main))

    @property
    def due(self) -> SaidDeadline | None:
        return best(self.deadlines)

    @property
    def notes(self) -> list[str]:
        """Everything that a person has to look at."""
        found = [*self.marks]
        if not self.mains:
            found.append(EVERYBODY)
        elif len(self.mains) > 1:
            found.append(f"写了几家（{'、'.join(one.raw for one in self.mains)}），没有写谁{'总' if self.led else ''}牵头，请定")
        found += [one.mark for one in (*self.mains, *self.persons, *self.helpers) if one.mark]
        due = self.due
        found.append("没有写时限" if due is None else due.mark)
        return list(dict.fromkeys(filter(None, found)))


@dataclass(slots=True)
class MinutesLine:
    """A paragraph or a row of a table. why: for what reason it is no item; '' where it became some, which are in proposals."""

    place: str
    number: str
    text: str
    proposals: list[ProposedItem] = field(default_factory=list)
    why: str = ""
