"""The kinds of workbooks that go out and come back, and whose file one is.

One path sends them and one collects them; what differs from kind to kind stands in the kind's spec (sent_spec.py). The addressee, in
批次.部门 and in the file itself, is the name of the department for 部门, else the kind and a name: 领导：张三, 考评：运检部 (or a
person who rates persons), 抽查：安监部 (or a leader or head who checks), 纪检：党群部, 单位：甲公司.
"""

from workbook_templates.sent.checker_kind import CHECKER_KIND
from workbook_templates.sent.department_kind import DEPARTMENT_KIND
from workbook_templates.sent.leader_kind import LEADER_KIND
from workbook_templates.sent.overseer_kind import OVERSEER_KIND
from workbook_templates.sent.scorer_kind import SCORER_KIND
from workbook_templates.sent.sent_cells import sent_text
from workbook_templates.sent.sent_file import SentFile, UnlockedCell
from workbook_templates.sent.sent_spec import SentKind
from workbook_templates.sent.unit_kind import UNIT_KIND

COLON = "："

IN_ORDER = (DEPARTMENT_KIND, LEADER_KIND, SCORER_KIND, CHECKER_KIND, OVERSEER_KIND, UNIT_KIND)
SENT_KINDS: dict[str, SentKind] = {kind.name: kind for kind in IN_ORDER}
"""Name, as --to takes it → the kind."""


def kind_of(addressee: str) -> SentKind:
    """The kind of workbook that this addressee gets."""
    return SENT_KINDS[parts_of(addressee)[0]]


def addressee_of(kind: SentKind, name: str) -> str:
    """How a department or person is called as an addressee of this kind."""
    return name if kind is DEPARTMENT_KIND else f"{kind.name}{COLON}{name}"


def bare_addressee(addressee: str) -> str:
    """The name of the department or person alone."""
    return parts_of(addressee)[1]


def parts_of(addressee: str) -> tuple[str, str]:
    """Kind and name. A half-width colon is one too: whoever makes a text alike turns ： into it."""
    prefix, colon, name = addressee.replace(":", COLON, 1).partition(COLON)
    if colon and name and prefix in SENT_KINDS and prefix != DEPARTMENT_KIND.name:
        return prefix, name
    return DEPARTMENT_KIND.name, addressee


def cells_of(file: SentFile) -> list[UnlockedCell]:
    """Every unlocked cell of a file as it goes out, in the order of sheets, rows and columns."""
    kind = kind_of(file.name)
    found = []
    for name, rows in file.tables.items():
        table = kind.sheets[name].table
        places = [(table.headers.index(header), table.column(header)) for header in kind.sheets[name].filled]
        for row in rows:
            for place, column in places:
                if column.header not in row.locked:
                    value = row.values[place]
                    text = "" if value is None or value == "" else sent_text(value, column)
                    found.append(UnlockedCell(name, row.number, row.part, column.header, text))
    return found
