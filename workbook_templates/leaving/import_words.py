"""What offices call the columns of their own ledgers, and the values in them: import_words.txt, which a person can read and add to."""

from collections.abc import Mapping
from pathlib import Path


def read_words() -> dict[str, dict[str, str]]:
    """Heading → word → its other words; @名 stands for the words of that name under 共用."""
    found: dict[str, dict[str, str]] = {}
    text = Path(__file__).with_suffix(".txt").read_text(encoding="utf-8").replace("\n  ", " ")
    for line in text.splitlines():
        if line.startswith("# "):
            section = found.setdefault(line[2:], {})
        elif line and not line.startswith(";"):
            word, _, others = line.partition("|")
            before, _, shared = others.partition("@")
            section[word] = before + found["共用"][shared] if shared else others
    return found


SECTIONS = read_words()


def under(prefix: str) -> dict[str, dict[str, str]]:
    """The headings that begin so, without it."""
    return {heading.removeprefix(prefix): words for heading, words in SECTIONS.items() if heading.startswith(prefix)}


SYNONYMS: Mapping[str, Mapping[str, str]] = under("列：")
"""Table → column → other names, besides its own."""
ANCHORS: Mapping[str, tuple[str, ...]] = {table: tuple(columns.split()) for table, columns in SECTIONS["必有的列"].items()}
"""Columns without which a sheet is not this table; a row without them is no row."""
SHEET_WORDS: Mapping[str, str] = SECTIONS["工作表名"]
"""Words in a sheet's name that speak for a table."""
OTHER_WORDS: Mapping[str, Mapping[str, str]] = under("值：")
"""List → its value → other words for it."""
DEFAULTS: Mapping[str, str] = SECTIONS["默认值"]
"""督办台账: what a required column gets where the office's ledger has nothing of it."""
NODE_WORDS: Mapping[str, str] = SECTIONS["节点"]
"""Column of 阶段目标 → what a ledger calls it that has a row a node."""
FOREVER, EXAMPLES = (SECTIONS["其他"][word] for word in ("长期", "示例"))
"""Words in 办理时限 for 长期; how the lines begin that show how to fill a list in."""
OTHERS_LISTS = SECTIONS["其他"]["外单位"].split()
"""Words in a title or a header of a list that is not the company's own."""
