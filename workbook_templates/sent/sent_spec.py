"""What a kind of workbook that goes out and comes back is made of: one spec a kind.

By it the workbook is laid out, its rows are put in order, what returns is read and merged, and a run is reported. A kind's own spec
stands in a module of its own (department_kind.py …); which rows it gets is a function in udfs/exchange.

A column that the master has too keeps its header and its reading, so that a returned cell is read by the very column it goes back to.
A row carries its durable key in visible columns.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Literal, NamedTuple

from workbook_templates.sent.row_marks import mark_of
from workbook_templates.tables import TABLES
from workbook_templates.tables.schema import C, Column, Table, Writer

MARK = "标识"
"""The column with the mark of a proposal, by which it is known again (row_marks.py)."""
SHOWN_COLUMNS = (
    Column("matter", "text", C("事项")),
    Column("owner", "text", C("主责部门")),
    Column("judged_due", "date", C("考核时限")),
    Column("light", "text", C("灯")),
    Column("days_left", "number", C("剩余天数")),
    Column("last_feedback", "text", C("上次反馈")),
    Column("effect", "text", C("同意后")),
    Column("name", "text", C("姓名")),
    Column("home", "text", C("部门")),
    Column("post", "text", C("职务")),
    Column("share", "number", C("百分制得分", digits=1)),
    Column("grade", "text", C("等级")),
    Column("check_due", "date", C("应查日期")),
    Column("point", "text", C("风险点")),
    Column("subject", "text", C("对象")),
    Column("indicator", "text", C("指标")),
    Column("responsible", "text", C("责任人")),
    Column("goal", "number", C("目标值")),
    Column("unit", "text", C("计量单位")),
    Column("accrual", "text", C("累计方式")),
    Column("last_until", "date", C("上次截至")),
    Column("last_actual", "number", C("上次实际值")),
    Column("expected", "rate", C("应有进度")),
    Column("row_mark", "text", C(MARK)),
)
"""Columns that a sheet shows and the master's table of that name does not have."""


class Stamp(NamedTuple):
    """A column that collecting fills in itself, in a row of which the cell `of` was accepted: the name of the addressee (领导：张三
    stamps 张三) or the day on which it was collected."""

    header: str
    of: str
    value: Literal["name", "day"]


class Ask(NamedTuple):
    """An open column that the master's table does not have: what is answered there goes into another column of the row.

    into: that column. waits: (header, value) of the master's row while it waits for the answer; "" for a blank. basis: headers whose
    cells the answer rests on: where the master holds something else by then, the clerk decides. means: answer → value, the first of one
    value as the drop-down has it; none where the answer is the value. needs: (answer, header): that answer needs that column filled."""

    into: str
    waits: tuple[str, str]
    basis: tuple[str, ...] = ()
    means: Mapping[str, str] = {}
    needs: tuple[str, str] = ("", "")


class Start(NamedTuple):
    """How a row that the master does not have begins, once one of its cells is accepted.

    It has the cells of its key, the cells `copies` (master's header → header of the table `table`) of the row there whose key is under
    `by`, and those of `fixed`. Columns that the master requires must be given, else the row is refused."""

    table: str
    by: str
    copies: Mapping[str, str]
    fixed: Mapping[str, str] = {}


class Highlight(NamedTuple):
    """When a cell stands out. waiting: it is still to be filled in; alarming: it is late or wrong.

    when: a formula in which {列名} is the cell of that column in the same row and {基准日} the day; or is_: the cell's own text."""

    header: str
    look: Literal["waiting", "alarming"]
    when: str = ""
    is_: str = ""


@dataclass(frozen=True)
class SentSheet:
    """One sheet of rows.

    name: of the sheet and its table, and 表 in 批次.
    writer: who fills it in.
    told: its line of help.
    columns: header → width, in order.
    key: the headers of a row's durable key; the first stands under 编号 of 批次, the others, joined with "/", under 阶段.
    filled: the columns that stand open; none where the sheet is only read.
    into: the master's table that the rows belong to, '' for that of the same name.
    highlights: what stands out besides lights.
    stamps: columns that collecting fills in itself.
    start: how a row begins that the master may not have yet.
    most: open column → the header of the same row that its number may not exceed.
    choices: open column → its drop-down here, where the master's has more than the addressee may choose.
    asks: open column that the master does not have → where its answers go.
    dated: the open column that completes the key in the master's table, '' for none: each day that is answered is a row of its own there,
    which begins (start) unless there is one of that day.
    """

    name: str
    writer: Writer
    told: str
    columns: Mapping[str, float]
    key: tuple[str, ...]
    filled: tuple[str, ...] = ()
    into: str = ""
    highlights: tuple[Highlight, ...] = ()
    stamps: tuple[Stamp, ...] = ()
    start: Start | None = None
    most: Mapping[str, str] = field(default_factory=dict)
    choices: Mapping[str, str] = field(default_factory=dict)
    asks: Mapping[str, Ask] = field(default_factory=dict)
    dated: str = ""

    @property
    def master(self) -> str:
        """The master's table that the rows belong to."""
        return self.into or self.name

    @cached_property
    def table(self) -> Table:
        """The columns as the addressee sees them."""
        known = {column.header: column for column in (*SHOWN_COLUMNS, *TABLES[self.master].columns)}
        known |= {header: self.asked(header) for header in self.asks}
        columns = []
        for header, width in self.columns.items():
            by: Writer = self.writer if header in self.filled else "办公室"
            of = self.choices.get(header, known[header].spec.of)
            spec = known[header].spec._replace(width=width, by=by, required=False, help="", of=of)
            columns.append(replace(known[header], spec=spec))
        return Table(self.name, "日常", None, False, self.told, tuple(columns))

    def asked(self, header: str) -> Column:
        """The column of an ask: a word, or the value as the master's column reads it."""
        ask, field_name = self.asks[header], "asked"
        if ask.means:
            return Column(field_name, "text", C(header))
        column = TABLES[self.master].column(ask.into)
        return replace(column, field=field_name, spec=column.spec._replace(header=header))

    def home(self, header: str) -> Column:
        """The column of the master where the answer of an open column goes."""
        return TABLES[self.master].column(self.asks[header].into if header in self.asks else header)

    def is_waiting(self, ask: Ask, record: Any) -> bool:
        """Whether the master's row still waits for an answer."""
        header, value = ask.waits
        return (getattr(record, TABLES[self.master].column(header).field) or "") == value

    def key_values(self, record: Any) -> tuple[Any, ...]:
        """The values of the key in a record of the master."""
        return tuple(mark_of(record) if header == MARK else getattr(record, self.home(header).field) for header in self.key)

    def master_key(self) -> tuple[str, ...]:
        """The headers of the key in the master's table."""
        return (*self.key, self.dated) if self.dated else self.key

    def master_values(self, record: Any) -> tuple[Any, ...]:
        """The values of the master's key in one of its records."""
        return (*self.key_values(record), getattr(record, self.home(self.dated).field)) if self.dated else self.key_values(record)

    @property
    def key_places(self) -> tuple[int, ...]:
        """The places of the key among the columns."""
        return tuple(self.table.headers.index(header) for header in self.key)


class GuideStep(NamedTuple):
    """Something to do with the file. about: the sheets that it is about, so that it is left out where the file has none of them; () for
    all. {督办机构} stands for who collects it."""

    text: str
    about: tuple[str, ...] = ()


ONLY_BLUE = GuideStep("只填蓝底的格子，其余已锁定。可以筛选、调列宽；请不要加行、删行。")
"""The first step in a workbook without forms."""


class KindWords(NamedTuple):
    """What is said in a workbook of this kind and of it.

    heading: stands after the addressee's name on the first page.
    title: the file's property.
    label: of the cell that says whose file it is.
    tiles: figures of the first page in order: one, two, three or six.
    alarming: those of them that are red unless 0.
    steps: what to do.
    counted: how addressees are counted in a message, with {} for the number.
    nothing: what it means that nobody has a row.
    lights: whether the first page says what the lights mean.
    own_rows: what is said of rows that the addressee has added, besides that none belong there.
    """

    heading: str
    title: str
    label: str
    tiles: tuple[str, ...]
    alarming: tuple[str, ...]
    steps: tuple[GuideStep, ...]
    counted: str
    nothing: str
    lights: bool = False
    own_rows: str = ""


class SentKind(NamedTuple):
    """One kind of workbook. name: as --to takes it. writer: who fills it in. sheets: by name, in the order of the tabs. forms: blank
    tables; a row that is filled in becomes a row of the master."""

    name: str
    writer: Writer
    words: KindWords
    sheets: Mapping[str, SentSheet]
    forms: Mapping[str, Table] = {}


def kind_of_sheets(name: str, writer: Writer, words: KindWords, *sheets: SentSheet, forms: Mapping[str, Table] | None = None) -> SentKind:
    """A kind with these sheets."""
    return SentKind(name, writer, words, {sheet.name: sheet for sheet in sheets}, forms or {})
