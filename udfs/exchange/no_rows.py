"""Lines of a list that are no rows of it: sums, headings, instructions, examples, a header that comes again."""

import re
from collections.abc import Mapping
from itertools import pairwise
from typing import NamedTuple

from udfs.exchange.foreign_ledger import FoundSheet
from workbook_templates.leaving.import_words import ANCHORS, EXAMPLES
from workbook_templates.reading.cells import plain, text_of
from workbook_templates.reading.characters import is_nothing
from workbook_templates.reading.side_lines import REMARK, TOTAL
from workbook_templates.tables.grid import Value

TOTAL_ROW, HEADER_AGAIN, SUBHEADING, REMARK_ROW = "合计行", "重复的表头", "小标题", "表下的说明"
EXAMPLE_ROW, INSTRUCTION_ROW, NUMBERS_ROW, SERIAL_ALONE = "示例行", "填表说明", "列号", "只有序号"
SMALL = (TOTAL_ROW, HEADER_AGAIN, SUBHEADING, REMARK_ROW, EXAMPLE_ROW, INSTRUCTION_ROW, NUMBERS_ROW, SERIAL_ALONE)
"""Why a line is no row, where nobody needs to look."""
LONE = "只有这一格，看不出是事项还是说明，没有收"
ORDINAL = r"[（(]?[一二三四五六七八九十百]+[)）]?"
INSTRUCTION = re.compile(r"必填|选填|下拉|格式|请填|填写|如[:：]|例如")
EXAMPLE_WORD = f"(?:{'|'.join(EXAMPLES.split())})"
EXAMPLE = re.compile(rf"{EXAMPLE_WORD}行?\d{{0,2}}|{EXAMPLE_WORD}\d{{0,2}}[:：].*|[（(【\[]{EXAMPLE_WORD}\d{{0,2}}[)）】\]].*", re.DOTALL)
KIND = r"(?:类|方面|部分|板块|专项)"
HEADING = re.compile(rf"{ORDINAL}[、.．\s]\s*\S.*|[（(][一二三四五六七八九十百]+[)）].*|第{ORDINAL}(?:{KIND}|章|节).*|\D{{2,12}}{KIND}")
SHORT = re.compile(r"[^\d\W][^。；;，,：:！!？?]{1,14}")


class SheetLine(NamedTuple):
    """A filled line of a list. texts: place → what stands there. wide: it is one cell merged over half of the columns. after: why the
    line before it was no row, ''."""

    cells: Mapping[int, Value]
    wide: bool
    after: str


def why_no_row(one: FoundSheet, line: SheetLine) -> str:
    """Why a line of the sheet is no row of the list; '' where it is one."""
    cells = line.cells
    texts = [plain(value) for value in cells.values()]
    headers = {mapped.place: mapped.header for mapped in one.columns}
    if sum(re.sub(r"[\W_]+", "", plain(value)) == headers.get(place) for place, value in cells.items()) * 2 > len(cells):
        return HEADER_AGAIN
    if any(TOTAL.fullmatch(re.sub(r"\s", "", text)) for text in texts[:2]):
        return TOTAL_ROW
    if any(EXAMPLE.fullmatch(text) for text in texts[:2]):
        return EXAMPLE_ROW
    if len(cells) <= 2 and any(REMARK.fullmatch(text) for text in texts):
        return INSTRUCTION_ROW if re.match("填[表报写](?:说明|要求)|使用|要求|注意|温馨|提示|※", texts[0]) else REMARK_ROW
    if sum(INSTRUCTION.search(text) is not None for text in texts) * 2 > max(len(texts), 2):
        return INSTRUCTION_ROW
    if len(texts) > 2 and all(re.fullmatch(r"\d{1,2}", text) for text in texts) and consecutive([int(text) for text in texts]):
        return NUMBERS_ROW
    anchors = {mapped.place for mapped in one.columns if mapped.column in ANCHORS[one.table]}
    if len(cells) == 1 or (len(cells) == 2 and re.fullmatch(rf"{ORDINAL}[、.．]?", texts[0])):
        return lone(one, line, texts[-1] if len(cells) == 2 else texts[0], bool(anchors & cells.keys()), len(cells) == 2)
    missing = [place for place in anchors if is_blank(cells.get(place))]
    return f"没有{'、'.join(headers[place] for place in sorted(missing))}" if missing else ""


def lone(one: FoundSheet, line: SheetLine, text: str, in_anchor: bool, numbered: bool) -> str:
    """What a line of one text is: a heading, an instruction that goes on, a row of a short list, or nobody knows."""
    if not numbered and not line.wide and in_anchor and sum(mapped.column != "" for mapped in one.columns) <= 3:
        return ""
    if line.after in (INSTRUCTION_ROW, REMARK_ROW) and not HEADING.fullmatch(text):
        return line.after
    if numbered or HEADING.fullmatch(text):
        return SUBHEADING
    if not re.search(r"[^\W\d_]", text):
        return LONE if in_anchor else SERIAL_ALONE
    return SUBHEADING if SHORT.fullmatch(text) and (line.wide or not in_anchor) else LONE


def consecutive(numbers: list[int]) -> bool:
    return all(after == before + 1 for before, after in pairwise(numbers))


def is_blank(value: Value) -> bool:
    """Whether a cell holds nothing, or a word for nothing."""
    text = text_of(value)
    return not text.strip() or is_nothing(text)
