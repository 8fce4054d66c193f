"""Every table of the master workbook, from one source: the record classes in `tables/`.

A record class names each column once, with its English field, its type and what the layout, the parser and the manual
need of it:

    class Stage(NamedTuple):
        number: Annotated[str, C("编号", key=True, required=True)]
        due: Annotated[Date, C("完成时限", required=True)]
        ...
        at: Source = NOWHERE

From it the workbook is laid out, a table is parsed, a result is written, a department sheet is cut and the manual's
column list is made. A record is frozen: text fields hold "" for a blank cell, the others None.
"""

import datetime as dt
from dataclasses import dataclass, field
from fractions import Fraction
from functools import partial
from typing import Annotated, Any, Literal, NamedTuple, TypeAlias, get_args, get_origin

Date: TypeAlias = dt.date | None
Time: TypeAlias = dt.datetime | None
Number: TypeAlias = Fraction | None
Figure: TypeAlias = Fraction | int | None
Names: TypeAlias = tuple[str, ...]
Kind: TypeAlias = Literal["text", "names", "date", "time", "number", "rate"]
Group: TypeAlias = Literal["设置", "日常", "日志", "结果"]
Writer: TypeAlias = Literal["办公室", "部门", "领导", "考评人", "抽查人", "督办"]

KINDS: dict[object, Kind] = {str: "text", Names: "names", Date: "date", Time: "time", Number: "number", Figure: "number"}


class Source(NamedTuple):
    """Where a record comes from: table, the row number that Excel shows (0: not from a sheet), and a key that survives sorting."""

    table: str
    row: int
    key: str


NOWHERE = Source("", 0, "")


class C(NamedTuple):
    """What a column is besides its type. The defaults are the common case.

    header: its name in the sheet. width: in characters. required: ● of rules.md §1. of: the drop-down list (△). key: part of the row's key.
    refers: the table whose key the cell names; or_of: other tables whose keys it
    may name as well. rate: a share, 0..1, shown as percent. low, high: bounds of a number (both allowed).
    by: who fills it in. digits: decimals shown. never: the word that says "no value, on purpose". points: percentage points, so that
    "80%" is 80. help: what goes in, for the input message and the manual.
    """

    header: str
    width: float = 11
    required: bool = False
    of: str = ""
    key: bool = False
    refers: str = ""
    rate: bool = False
    low: float | None = None
    high: float | None = None
    by: Writer = "办公室"
    digits: int = 0
    never: str = ""
    points: bool = False
    help: str = ""
    or_of: tuple[str, ...] = ()


Made = partial(C, by="督办")
"""A column that the add-in writes."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: the header in the sheet, the English field of its record, and the C that describes it."""

    field: str
    kind: Kind
    spec: C

    @property
    def header(self) -> str:
        return self.spec.header


@dataclass(frozen=True, slots=True)
class Table:
    """One Excel table on the sheet of the same name.

    record: the class whose fields are `columns`, then `at`. known_by: the headers that make the key of a row where no column says that
    it is part of it, as of a list that only shows what stands elsewhere. told_apart: headers that tell rows of one key apart until somebody
    sorts the sheet they speak of."""

    name: str
    group: Group
    record: Any
    unique: bool
    help: str
    columns: tuple[Column, ...] = field(repr=False)
    known_by: tuple[str, ...] = ()
    told_apart: tuple[str, ...] = ()

    @property
    def headers(self) -> tuple[str, ...]:
        return tuple(column.header for column in self.columns)

    @property
    def key(self) -> tuple[str, ...]:
        """Headers whose values make the durable key of a row."""
        return self.known_by or tuple(column.header for column in self.columns if column.spec.key)

    def column(self, header: str) -> Column:
        """The column of this header; KeyError for a header that the table does not have."""
        for column in self.columns:
            if column.header == header:
                return column
        raise KeyError(header)


def columns_of(record: Any) -> tuple[Column, ...]:
    """The columns that a record class declares, in its order; TypeError for a field without C."""
    columns = []
    for name, annotation in record.__annotations__.items():
        if name == "at":
            continue
        if get_origin(annotation) is not Annotated:
            raise TypeError(f"{record.__name__}.{name} has no C(...)")
        base, spec = get_args(annotation)
        kind = KINDS[base]
        columns.append(Column(name, "rate" if spec.rate else kind, spec))
    return tuple(columns)


def table(
    name: str,
    group: Group,
    record: Any,
    help: str,  # noqa: A002 - the word the reader knows
    *,
    unique: bool = False,
    known_by: tuple[str, ...] = (),
    told_apart: tuple[str, ...] = (),
) -> Table:
    """A table of a record class. unique: two rows with one key are listed in 数据检查."""
    return Table(name, group, record, unique, help, columns_of(record), known_by, told_apart)
