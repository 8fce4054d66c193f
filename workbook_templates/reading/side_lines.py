"""Lines that stand among or below the rows of a table and are none: sums (合计), signatures (填表人), remarks (备注).

One list of such words for the master's tables, for returned sheets, and for the ledgers that an office has kept so far.
"""

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from workbook_templates.reading.cells import Wrong, is_free, plain, read_date, text_of
from workbook_templates.reading.characters import halved, is_nothing
from workbook_templates.tables.grid import CellError, Value
from workbook_templates.tables.lists import LISTS
from workbook_templates.tables.schema import Column, Table

SUMS = "合计|小计|总计|共计|累计|总和"
SUMS_ALONE = "汇总|总数|平均|平均值|平均分|均值|最大值|最小值|计数|total|subtotal|sum|average"
REMARKS = (
    "填表说明|填报说明|填写说明|填写要求|填报要求|使用说明|温馨提示|提示|要求|注意|注意事项|注|备注|填表人|填报人|制表人|审核人|说明|制表|"
    "填报单位|填报日期|联系电话"
)
SIGNERS = "填表|填报|填写|制表|制单|编制|审核|复核|审批|审定|批准|签发|签字|签名|盖章|公章|经办|报送|汇总"
OF_SIGNERS = "人|者|员|单位|部门|日期|时间|意见|签字|签名|盖章"
TOTAL = re.compile(
    rf"(?:.{{0,4}}(?:{SUMS})|(?:{SUMS_ALONE}))(?:[（(:：]?\d.*|[:：]|[（(].*[)）])?|共\d+[项条个件人行].{{0,4}}", re.IGNORECASE
)
REMARK = re.compile(rf"[※*★]?(?:{REMARKS})\d*[:：、].*|※.*", re.DOTALL)
"""How a line begins that is a sum or a remark, blanks left out."""
_SIGNED = re.compile(
    rf"(?:{REMARKS})|(?:单位|部门)?(?:负责人|领导)?(?:{SIGNERS})(?:{OF_SIGNERS}){{0,2}}(?:[:：(（\s].*)?"
    rf"|(?:{SIGNERS})(?:{OF_SIGNERS})\S{{2,4}}|(?:单位|部门)?(?:负责人|领导|日期|时间|联系人|电话|年月日)\s*(?:\([^)]*\))?\s*[:：].*",
    re.DOTALL,
)
_INTRODUCED = re.compile(r"[^:：]{1,8}[:：]")
_LABELS = 3
"""Cells from the left in which the word of such a line stands."""
_LONGEST_CODE = 20


def label_in(table: Table, cells: Mapping[str, Value]) -> str:
    """The header under which a row of `table` says that it is a sum, a signature or a remark; '' for a row of the table.

    cells: header → value of the filled cells. What has a key, or most of its required cells, is a row whatever it says."""
    header = first_label(cells)
    if header:
        others = [column for column in table.columns if column.header != header and is_of_its_kind(column, cells.get(column.header))]
        required = sum(column.spec.required for column in table.columns)
        has_key = any(column.spec.key and isinstance(cells[column.header], str) for column in others)
        if has_key or 2 * sum(column.spec.required for column in others) > required or not required:
            return ""
    return header


def first_label(cells: Mapping[str, Value]) -> str:
    """The header of the first filled cells under which the word of such a line stands, '' where it stands in none."""
    return next((header for header, value in list(cells.items())[:_LABELS] if isinstance(value, str) and is_label(value)), "")


@lru_cache(maxsize=20_000)
def is_label(text: str) -> bool:
    """Whether a text is what a sum, a signature or a remark begins with."""
    text = halved(text)
    bare = re.sub(r"\s", "", text)
    return any(pattern.fullmatch(bare) for pattern in (TOTAL, REMARK)) or _SIGNED.fullmatch(text) is not None


def is_row(table: Table, cells: Mapping[str, Value]) -> bool:
    """Whether what stands below a table looks like one of its rows: a value in a required or key column, and of its kind."""
    if label_in(table, cells):
        return False
    known = [column for column in table.columns if (column.spec.required or column.spec.key) and column.kind not in ("number", "rate")]
    found = [column for column in known if is_of_its_kind(column, cells.get(column.header))]
    if len(found) > 1 or any(is_telling(column) for column in found):
        return True
    return any(column.kind == "text" and names_a_row(column, text_of(cells[column.header]), len(cells)) for column in found)


def is_telling(column: Column) -> bool:
    """Whether a value of the column's kind alone makes a row: a date, a word of a list, a name out of another table."""
    return column.kind == "date" or bool(column.spec.of or column.spec.refers)


def names_a_row(column: Column, text: str, filled: int) -> bool:
    """Whether a text in a column of any text may be what a row is about: a short code or name, a matter, no “某某：…” alone."""
    if is_free(column):
        return filled > 1 or not _INTRODUCED.match(text)
    return len(text) <= _LONGEST_CODE and not re.search(r"[:：。；;，,!！?？\n]", text)


def is_of_its_kind(column: Column, value: Value) -> bool:
    """Whether a cell holds what its column is for. 长期 is a deadline; a number may come from anywhere, a name may be a new one."""
    if value is None or isinstance(value, CellError) or (isinstance(value, str) and is_nothing(value)):
        return False
    if column.spec.never and plain(value) == column.spec.never:
        return True
    if column.spec.of:
        return plain(value) in LISTS[column.spec.of]
    if column.kind == "date":
        return isinstance(value, dt.date) or (isinstance(value, str) and is_date(value, column))
    if column.kind in ("number", "rate"):
        return isinstance(value, float)
    return not (isinstance(value, str) and is_label(value))


def is_date(text: str, column: Column) -> bool:
    try:
        return read_date(text, column) is not None
    except Wrong:
        return False


def labelled(table: Table, columns: Mapping[str, tuple[Value, ...]]) -> Iterator[tuple[int, str]]:
    """Places of the rows of a table that say they are none, and the header under which they say it. columns: header → its cells."""
    for at in sorted(suspects(table, columns)):
        held = {header: cells[at] for header, cells in columns.items() if cells[at] is not None}
        if header := label_in(table, held):
            yield at, header


def suspects(table: Table, columns: Mapping[str, tuple[Value, ...]]) -> set[int]:
    """Places of the rows that may be no rows: those that lack a date, a word of a list or a name where one is required. Where no column
    asks for one, every row."""
    asked = [column for column in table.columns if column.spec.required and is_telling(column) and column.header in columns]
    if not asked:
        return set(range(max(map(len, columns.values()), default=0)))
    found: set[int] = set()
    for column in asked:
        cells = columns[column.header]
        if column.kind == "date":
            odd = set(map(type, cells)) - {dt.date, dt.datetime}
            found.update(place for place, value in enumerate(cells) if type(value) in odd) if odd else None
        else:
            wrong = {value for value in set(cells) if not is_of_its_kind(column, value)}
            found.update(place for place, value in enumerate(cells) if value in wrong) if wrong else None
    return found
