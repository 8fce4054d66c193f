"""The four kinds of sheets that go out and come back: to departments, leaders, scorers, and departments that check others.

One path sends them and one collects them; what differs from kind to kind stands here. The addressee, in 批次.部门 and in the file
itself, is the name of the department for 部门, else the kind and a name: 领导：张三, 考评：运检部 (or a person who rates persons),
抽查：安监部.
"""

from collections.abc import Mapping
from typing import Literal, NamedTuple

from workbook_templates.sent import check_tables, department_tables, leader_tables, scoring_tables
from workbook_templates.sent.sent_cells import sent_text
from workbook_templates.sent.sent_tables import Addressee, UnlockedCell
from workbook_templates.tables.schema import Table, Writer

COLON = "："


class Stamp(NamedTuple):
    """A column that collecting fills in itself, in a row of which the cell `of` was accepted: the name of the addressee (领导：张三
    stamps 张三) or the day on which it was collected."""

    header: str
    of: str
    value: Literal["name", "day"]


class Start(NamedTuple):
    """How a row that the master does not have begins, once one of its cells is accepted.

    It has the cells of its key, the cells `copies` (master's header → header of the table `table`) of the row there whose key is under
    `by`, and those of `fixed`. Columns that the master requires must be given, else the row is refused."""

    table: str
    by: str
    copies: Mapping[str, str]
    fixed: Mapping[str, str]


class SentKind(NamedTuple):
    """One kind of sheets. All mappings go by the name of the sheet and its table, which is 表 in 批次.

    tables: in the order of the sheets. reported: the columns that stand open; none: the table is only read. keys: the headers of the
    durable key, the first of which stands under 编号 of 批次 and the others, joined with "/", under 阶段 (sent_cells.key_texts). forms:
    blank tables; a row that is filled in becomes a row of the master. writer: who fills in. into: the master's table, where it has
    another name. stamps: by the master's table. starts: sheets whose rows the master may not have yet. most: (table, header) → the
    header of the same row that a number may not exceed.
    """

    name: str
    tables: Mapping[str, Table]
    reported: Mapping[str, tuple[str, ...]]
    keys: Mapping[str, tuple[str, ...]]
    forms: Mapping[str, Table]
    writer: Writer
    into: Mapping[str, str] = {}
    stamps: Mapping[str, tuple[Stamp, ...]] = {}
    starts: Mapping[str, Start] = {}
    most: Mapping[tuple[str, str], str] = {}

    def master_table(self, sheet: str) -> str:
        """The master's table that the rows of a sheet belong to."""
        return self.into.get(sheet, sheet)


DEPARTMENT, LEADER, SCORER, CHECKER = "部门", "领导", "考评", "抽查"

SENT_KINDS: dict[str, SentKind] = {
    DEPARTMENT: SentKind(
        DEPARTMENT,
        department_tables.DEPARTMENT_TABLES,
        department_tables.REPORTED,
        department_tables.KEYS,
        department_tables.FORMS,
        "部门",
        stamps={"阶段目标": (Stamp("自评日期", "自评完成度", "day"),)},
    ),
    LEADER: SentKind(
        LEADER,
        leader_tables.LEADER_TABLES,
        leader_tables.REPORTED,
        leader_tables.KEYS,
        {},
        "领导",
        stamps={
            "阶段目标": (Stamp("确认人", "确认完成度", "name"), Stamp("确认日期", "确认完成度", "day")),
            "变更记录": (Stamp("批准人", "结果", "name"), Stamp("批准日期", "结果", "day")),
        },
    ),
    SCORER: SentKind(
        SCORER,
        scoring_tables.SCORING_TABLES,
        scoring_tables.REPORTED,
        scoring_tables.KEYS,
        {},
        "考评人",
        most={("考评打分", "得分"): "满分"},
    ),
    CHECKER: SentKind(
        CHECKER,
        check_tables.CHECK_TABLES,
        check_tables.REPORTED,
        check_tables.KEYS,
        {},
        "抽查人",
        into={check_tables.MENDING: "抽查记录"},
        starts={"抽查记录": Start("风险点", "风险编号", {"部门": "部门"}, {"抽查层级": "牵头"})},
    ),
}
"""Name, as --to takes it → the kind."""


def kind_of(addressee: str) -> SentKind:
    """The kind of sheets that this addressee gets."""
    return SENT_KINDS[parts_of(addressee)[0]]


def addressee_of(kind: str, name: str) -> str:
    """How a department or person is called as an addressee of this kind."""
    return name if kind == DEPARTMENT else f"{kind}{COLON}{name}"


def bare_addressee(addressee: str) -> str:
    """The name of the department or person alone."""
    return parts_of(addressee)[1]


def parts_of(addressee: str) -> tuple[str, str]:
    """Kind and name. A half-width colon is one too: whoever makes a text alike turns ： into it."""
    prefix, colon, name = addressee.replace(":", COLON, 1).partition(COLON)
    if colon and name and prefix in SENT_KINDS and prefix != DEPARTMENT:
        return prefix, name
    return DEPARTMENT, addressee


def cells_of(addressee: Addressee) -> list[UnlockedCell]:
    """Every unlocked cell of the addressee's tables as it goes out, in the order of sheets, rows and columns."""
    kind = kind_of(addressee.name)
    found = []
    for name, rows in addressee.tables.items():
        table = kind.tables[name]
        places = [(table.headers.index(header), table.column(header)) for header in kind.reported[name]]
        for row in rows:
            for place, column in places:
                if column.header not in row.locked:
                    value = row.values[place]
                    text = "" if value is None or value == "" else sent_text(value, column)
                    found.append(UnlockedCell(name, row.number, row.part, column.header, text))
    return found
