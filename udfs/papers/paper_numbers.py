"""文号: the next number of a 代字 in a year, from what 文书登记 holds."""

import re
import unicodedata
from collections.abc import Iterable

from workbook_templates.tables.logs import Paper

CELL = 32_767
"""Characters that a cell holds."""
TAIL = re.compile(r"[〔\[(【<《{]?(20\d\d)[〕\])】>》}]?(?:年)?[-—_/.]?第?0*(\d{1,6})[号期]?")


def number_text(code: str, year: int, number: int) -> str:
    """督通报〔2026〕3号."""
    return f"{code}〔{year}〕{number}号"


def next_number(papers: Iterable[Paper], code: str, year: int) -> int:
    """One more than the highest number of this 代字 and year, however it was typed; gaps stay gaps."""
    numbers = (number_in(paper.number, code, year) for paper in papers)
    return max((number for number in numbers if number is not None), default=0) + 1


def number_in(text: str, code: str, year: int) -> int | None:
    """The number in a 文号 of this 代字 and year: 督通报〔2026〕3号, 督通报[2026]03, 督通报2026-3. None for any other text."""
    plain, head = squeezed(text), squeezed(code)
    if not head or not plain.startswith(head):
        return None
    found = TAIL.fullmatch(plain[len(head) :])
    return int(found[2]) if found and int(found[1]) == year else None


def squeezed(text: str) -> str:
    """Without blanks, in half width."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def linked_cells(numbers: Iterable[str], longest: int = CELL) -> list[str]:
    """关联编号: the numbers joined by 、, in as many cells as they need; one blank cell where there are none."""
    cells = [""]
    for number in dict.fromkeys(numbers):
        joined = f"{cells[-1]}、{number}" if cells[-1] else number
        if len(joined) > longest and cells[-1]:
            cells.append(number)
        else:
            cells[-1] = joined
    return cells
