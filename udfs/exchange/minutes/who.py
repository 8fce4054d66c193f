"""Who is meant: departments by present, former and short names, persons by name; of two possible readings none."""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from udfs.rules.ground.departments import Departments
from workbook_templates.reading.names import closed
from workbook_templates.tables.setup import Department, Person

ENDINGS = "部室处科局办所厂院会组镇乡委站队馆司社团署"
UNIT_END = re.compile(rf"(?:中心|公司|支部|办公室|[{ENDINGS}])$")
STEM = re.compile(r"(?:服务中心|管理中心|中心|办公室|公司|[部室处科局办所])$")
NO_UNIT = "由请责马立尽抓及限要须应把将对在于按做完加建制组落推报送向交给到从的了和与"
"""Letters that are in no name of a unit."""
UNKNOWN = re.compile(
    rf"(?:[^\W{NO_UNIT}\d]{{1,8}}办公室|[^\W{NO_UNIT}\d]{{1,10}}?(?:中心|公司|支部|[部室处科局办所厂院镇乡委站队馆]|工会|协会))(?!门|长|员|理|署|属)"
)
GROUP = re.compile(
    r"(?:全(?:院|校|县|公司|体|厂)?各|各级各?|各|有关|相关|其他|其余|上述|所属|责任|项目|黄灯事项责任|红灯事项责任|全体)"
    r"[\u4e00-\u9fff]{0,6}?(?:党支部|供电所|部门|单位|科室|处室|学院|乡镇|车间|分厂|院系|班组|支部|公司|干部|职工|员工|人员|方面)"
)
PAPER_TITLE = r"(?:副?总经理|副?董事长|副?书记|副?院长|副?校长|副?县长|副?主任|副?局长|副?处长|副?科长|副?部长|副?经理|总工程师|总会计师|总监|主席|同志|总|工)?"
SOMEBODY = re.compile(r"[\u4e00-\u9fff]{1,3}(?:总经理|书记|院长|校长|县长|主任|局长|处长|经理|同志|总(?=牵|负|要))")
LEADER = re.compile(r"(?:公司|各|院|校|主要|有关)?(?:分管|主管|主要|包联)(?:领导|副总经理|副总|院领导|校领导|副县长)")
LONGEST = 16


class Party(NamedTuple):
    """Somebody who is named. unit: the department, '' for none; person: the name of one; mark: what a person has to look at; raw: as it
    stands in the text."""

    raw: str
    unit: str = ""
    person: str = ""
    mark: str = ""


class Parties:
    """The departments and persons of the workbook, as texts name them."""

    def __init__(self, departments: Iterable[Department], people: Iterable[Person]) -> None:
        self.departments = Departments(departments)
        self.names: dict[str, set[str]] = {}
        for row in self.departments.rows:
            if row.name:
                for name in (row.name, *row.former):
                    self.names.setdefault(closed(name), set()).add(row.name)
        for row in self.departments.rows:
            self.names[closed(row.name)] = {row.name}
        self.people: dict[str, list[Person]] = {}
        for person in people:
            if len(closed(person.name)) > 1:
                self.people.setdefault(closed(person.name), []).append(person)
        self._short: dict[str, frozenset[str]] = {}

    def short(self, text: str) -> frozenset[str]:
        """The departments that a short or long form may mean: 安监部 is 安全监察部, 财政局 is 县财政局, 总务处 is 总务科."""
        if text not in self._short:
            found: set[str] = set()
            if len(text) >= 2 and UNIT_END.search(text):
                found = {unit for name, units in self.names.items() if is_short_for(text, name) for unit in units}
                stem = STEM.sub("", text)
                same = {unit for name, units in self.names.items() if len(stem) > 1 and STEM.sub("", name) == stem for unit in units}
                found = found or same
            self._short[text] = frozenset(found)
        return self._short[text]

    def named(self, text: str) -> Party | None:
        """Whom a whole text names; None where it is nobody that is known."""
        key = closed(text)
        if units := self.names.get(key):
            return Party(text, unit=next(iter(units))) if len(units) == 1 else Party(text, mark=either(text, units))
        found = re.fullmatch(rf"({'|'.join(map(re.escape, self.people))}){PAPER_TITLE}", key) if self.people else None
        if found:
            return self.person(text, self.people[found[1]])
        if GROUP.fullmatch(key):
            return Party(text, mark=f"写的是“{text}”，没有写哪一家")
        if LEADER.fullmatch(key):
            return Party(text, mark=f"写的是“{text}”，没有写姓名")
        meant = sorted(self.short(key))
        if not meant:
            return None
        return Party(text, unit=meant[0], mark=f"“{text}”当作{meant[0]}") if len(meant) == 1 else Party(text, mark=either(text, meant))

    def person(self, text: str, rows: Sequence[Person]) -> Party:
        """A person of 人员; the department is the person's own, unless one of a leader."""
        if len(rows) > 1:
            return Party(text, person=rows[0].name, mark=f"“人员”里有 {len(rows)} 个{rows[0].name}，请核对")
        one = rows[0]
        known = self.departments.find(one.department) if one.role in ("部门负责人", "员工") else None
        mark = f"主责部门取{one.name}所在的部门" if known else f"只写了{one.name}，没有写部门"
        return Party(text, unit=known.name if known else "", person=one.name, mark=mark)

    def at(self, text: str, start: int) -> tuple[Party, int] | None:
        """Who is named from a place of a text on, the longest name first, and where the name ends; a unit that nobody knows too."""
        end = start
        while end < len(text) and end - start < LONGEST and (text[end].isalnum() or text[end] in "-－·"):
            end += 1
        near: tuple[Party, int] | None = None
        for stop in range(end, start + 1, -1):
            if (found := self.named(text[start:stop])) is not None:
                if closed(text[start:stop]) in self.names or found.person or not found.unit:
                    return found, stop
                near = near or (found, stop)
        if near is not None:
            return near
        if unknown := (UNKNOWN.match(text, start, end) or SOMEBODY.match(text, start, end)):
            return Party(unknown[0], mark=f"“{unknown[0]}”不在“部门”“人员”里"), unknown.end()
        return None

    def listed(self, text: str) -> list[Party]:
        """Everybody that a cell or a line such as 责任单位 names."""
        found = []
        for part in re.split(
            r"[、,，;；/\n]|(?<=[部室处科局办所心])(?:和|与|及|以及)", re.sub(r"[（(〔](?:牵头|主责|主办|负责)[)）〕]", "", text)
        ):
            bare = closed(part.strip(" 。．.：:"))
            if bare and bare not in ("无", "/", "-", "—", "等"):
                bare = re.sub(r"等$", "", bare)
                found.append(self.named(bare) or self.one_inside(bare))
        return found

    def one_inside(self, text: str) -> Party:
        """A part of a list that is no name as it stands: 财务资产部（主任李明）."""
        known = self.at(text, 0)
        if known and known[1] == len(text):
            return known[0]
        if known and known[0].unit:
            return known[0]._replace(raw=text, mark=f"“{text}”当作{known[0].unit}")
        return Party(text, mark=f"“{text}”不在“部门”“人员”里")


def is_short_for(text: str, name: str) -> bool:
    """Whether a text is a short form of a name: its end, or letters of it in their order from the first on, with the same last letter."""
    same_end = text[-1] == name[-1] or name.startswith(text) or (text[-1] == "办" and name.endswith("办公室"))
    if len(text) >= len(name) or not same_end:
        return False
    if (name.endswith(text) and len(text) > 2) or name.startswith(text):
        return True
    whole, part = (re.sub("^[县市区省]", "", one) for one in (name, text))
    whole = whole.replace("办公室", "办") if part.endswith("办") else whole
    letters = iter(whole)
    return len(part) > 1 and whole[:1] == part[:1] and all(letter in letters for letter in part)


def either(text: str, units: Iterable[str]) -> str:
    return f"“{text}”可能是{'、'.join(sorted(units))}，请定"
