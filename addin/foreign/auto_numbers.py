"""The numbers that Word shows before paragraphs without a letter of them standing in the text: numbering.xml, resolved."""

import re
from collections.abc import Callable
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DIGITS = "零一二三四五六七八九"
DEEPEST = 12
"""Styles that a style may rest on, one below the other."""


def chinese(number: int) -> str:
    """1 to 99 in Chinese; beyond that in digits."""
    if not 0 < number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    return ("" if tens < 2 else DIGITS[tens]) + ("十" if tens else "") + (DIGITS[ones] if ones else "")


def letters(number: int) -> str:
    """a to z, then aa."""
    return chr(97 + (number - 1) % 26) * ((number - 1) // 26 % 5 + 1) if number > 0 else str(number)


def roman(number: int) -> str:
    """Small Roman digits below 50."""
    tens = "x" * (number // 10) if number < 40 else "xl"
    return tens + ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")[number % 10] if 0 < number < 50 else str(number)


SHOWN: dict[str, Callable[[int], str]] = {
    **dict.fromkeys(
        "chineseCounting chineseCountingThousand chineseLegalSimplified ideographDigital japaneseCounting taiwaneseCounting "
        "taiwaneseCountingThousand japaneseDigitalTenThousand".split(),
        chinese,
    ),
    **dict.fromkeys(
        ("decimalEnclosedCircle", "decimalEnclosedCircleChinese"), lambda number: chr(9311 + number) if 0 < number < 21 else str(number)
    ),
    "lowerLetter": letters,
    "upperLetter": lambda number: letters(number).upper(),
    "lowerRoman": roman,
    "upperRoman": lambda number: roman(number).upper(),
}


def value(element: Any, path: str) -> str:
    """The w:val of what lies below; '' for nothing."""
    found = element.find("/".join(W + part for part in path.split("/"))) if element is not None else None
    return "" if found is None else found.get(W + "val") or ""


def number_of(text: str, otherwise: int) -> int:
    return int(text) if re.fullmatch(r"-?\d{1,6}", text) else otherwise


class AutoNumbers:
    """Counts the paragraphs of a document, as Word does while it lays them out. document: of python-docx."""

    def __init__(self, document: Any) -> None:
        part = next((one for one in document.part.package.iter_parts() if str(one.partname).endswith("/numbering.xml")), None)
        self.root = getattr(part, "element", None)
        self.styles = {style.get(W + "styleId"): style for style in document.styles.element.iter(W + "style")}
        found = [] if self.root is None else [*self.root.iter(W + "abstractNum")]
        self.kinds = {one.get(W + "abstractNumId"): one for one in found}
        self.lists = {} if self.root is None else {one.get(W + "numId"): one for one in self.root.iter(W + "num")}
        self.counts: dict[str, dict[int, int]] = {}
        self.begun: set[tuple[str, int]] = set()

    def of(self, paragraph: Any) -> str:
        """The number before a paragraph; '' for none. To be asked once a paragraph, in their order."""
        properties = paragraph.find(W + "pPr")
        list_id, level = self.list_of(properties)
        levels = self.levels(list_id)
        if not levels or level not in levels:
            return ""
        kind = value(self.lists[list_id], "abstractNumId")
        counts = self.counts.setdefault(kind, {})
        override = self.start_override(list_id, level)
        if override is not None and (list_id, level) not in self.begun:
            counts[level] = override
        else:
            counts[level] = counts[level] + 1 if level in counts else number_of(value(levels[level], "start"), 1)
        self.begun.add((list_id, level))
        for deeper in [one for one in counts if one > level]:
            del counts[deeper]
        return self.shown(levels, counts, level)

    def shown(self, levels: dict[int, Any], counts: dict[int, int], level: int) -> str:
        """The text of a level with its numbers."""

        def one(found: re.Match[str]) -> str:
            at = int(found[1]) - 1
            known = levels.get(at)
            number = counts.get(at, number_of(value(known, "start"), 1))
            how = value(known, "numFmt") if value(levels[level], "isLgl") == "" else ""
            return SHOWN.get(how, str)(number)

        if value(levels[level], "numFmt") in ("bullet", "none"):
            return ""
        return re.sub(r"%([1-9])", one, value(levels[level], "lvlText"))

    def list_of(self, properties: Any) -> tuple[str, int]:
        """The list and level of a paragraph, its own before those of its style."""
        list_id, level = value(properties, "numPr/numId"), value(properties, "numPr/ilvl")
        style = value(properties, "pStyle")
        for _ in range(DEEPEST):
            known = self.styles.get(style)
            if known is None or (list_id and level):
                break
            list_id = list_id or value(known, "pPr/numPr/numId")
            level = level or value(known, "pPr/numPr/ilvl")
            style = value(known, "basedOn")
        return list_id, number_of(level, 0)

    def levels(self, list_id: str) -> dict[int, Any]:
        """The levels of a list: those of its kind, and what it has of its own instead."""
        known = self.lists.get(list_id)
        if known is None or list_id == "0":
            return {}
        kind = self.kinds.get(value(known, "abstractNumId"))
        found = {} if kind is None else {number_of(one.get(W + "ilvl") or "", 0): one for one in kind.iter(W + "lvl")}
        return found | {number_of(one.get(W + "ilvl") or "", 0): one for one in known.iter(W + "lvl")}

    def start_override(self, list_id: str, level: int) -> int | None:
        """Where a list of its own begins to count anew."""
        for one in self.lists[list_id].iter(W + "lvlOverride"):
            if one.get(W + "ilvl") == str(level) and (start := value(one, "startOverride")):
                return number_of(start, 1)
        return None
