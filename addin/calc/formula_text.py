"""Formulas as text: as Excel writes them, and as Calc's API does, which separates by ; and names a sheet by $'…'. and not by '…'!

Calc's parser object could translate too, but takes one call per formula and knows no columns of tables.
"""

import re
from functools import lru_cache

from addin.formulas import AREA, BRACKET

_QUOTED = r"'(?:[^']|'')+'"
_COMMON = rf"""
      (?P<text>"(?:[^"]|"")*")
    | (?P<error>\#(?:N/A|DIV/0!|[A-Z_]+[!?]))
    | (?P<bracket>{BRACKET})
"""
_REST = rf"""
    | (?P<area>{AREA})
    | (?P<name>(?:[^\W\d]|\\)[\w.\\?]*)(?P<call>\s*\()?
    | (?P<number>\d+(?:\.\d*)?(?:[eE][+-]?\d+)?)
    | (?P<space>\s+)
    | .
"""
_EXCEL = re.compile(rf"{_COMMON} | (?P<sheet>{_QUOTED}!|(?:[^\W\d][\w.]*)(?::[^\W\d][\w.]*)?!) {_REST}", re.VERBOSE | re.DOTALL)
_CALC = re.compile(
    rf"{_COMMON} | (?P<sheet>\$?{_QUOTED}\.|\$[^\W\d]\w*\.|[^\W\d]\w*\.(?={AREA})) {_REST}",
    re.VERBOSE | re.DOTALL,
)
_ADD_IN = re.compile(r"COM\.SUN\.STAR\.SHEET\.ADDIN\.\w+\.GET", re.IGNORECASE)
_NEW_FUNCTION = re.compile(r"_xl(?:fn|ws|udf)\.(?:_xlws\.)?", re.IGNORECASE)
_OPERAND = ("area", "name", "bracket", "sheet", "error")


@lru_cache(maxsize=20_000)
def to_calc(formula: str) -> str:
    """'=SUM(\'甲\'!A1,B1)' → "=SUM($'甲'.A1;B1)"; with its leading = or without, as it comes."""
    head, body = ("=", formula[1:]) if formula.startswith("=") else ("", formula)
    out: list[str] = []
    inside: list[str] = []  # what each open bracket is: "call", "group", "array"
    tokens = [(token.lastgroup if token["name"] is None else "name", token[0]) for token in _EXCEL.finditer(body)]
    for index, (kind, text) in enumerate(tokens):
        follows = tokens[index + 1] if index + 1 < len(tokens) else ("", "")
        if kind == "sheet":
            text = _calc_sheet(text[:-1])
        elif kind == "bracket":
            text = _calc_bracket(text)
        elif kind == "name":
            text = _NEW_FUNCTION.sub("", text)
            if text.endswith("("):
                inside.append("call")
        elif kind == "space":
            before = tokens[index - 1] if index else ("", "")
            if (before[0] in _OPERAND or before[1] == ")") and (follows[0] in _OPERAND or follows[1] == "("):
                text = "!"  # a blank between two places is their intersection
        elif text == "(":
            inside.append("group")
        elif text == "{":
            inside.append("array")
        elif text in (")", "}") and inside:
            inside.pop()
        elif text == ",":
            text = ";" if inside and inside[-1] != "group" else "~"  # outside a function's brackets it joins places
        elif text == ";":
            text = "|"
        elif text == "@":
            text = ""  # Calc takes the cell of the own row without being told
        out.append(text)
    return head + "".join(out)


def _calc_sheet(name: str) -> str:
    quoted = name if name.startswith("'") else f"'{name}'"
    return f"${quoted}."


def _calc_bracket(text: str) -> str:
    """[@列] → [[#This Row];[列]], [[#Data],[列]] → [[#Data];[列]], [#Data] → [[#Data]]."""
    inner = text[1:-1]
    if inner.startswith("@"):
        column = inner[1:]
        return f"[[#This Row];{column if column.startswith('[') else f'[{column}]'}]" if column else "[[#This Row]]"
    if inner.startswith("#"):
        return f"[[{inner}]]"
    return re.sub(r"\],\s*\[", "];[", text)


@lru_cache(maxsize=20_000)
def to_excel(formula: str) -> str:
    """ "=SUM($'甲'.A1;B1)" → "=SUM(甲!A1,B1)"; an array formula without its braces."""
    if formula.startswith("{=") and formula.endswith("}"):
        formula = formula[1:-1]
    head, body = ("=", formula[1:]) if formula.startswith("=") else ("", formula)
    out: list[str] = []
    arrays = 0
    for token in _CALC.finditer(body):
        kind, text = ("name" if token["name"] is not None else token.lastgroup), token[0]
        if kind == "sheet":
            text = f"{sheet_prefix(text[:-1].lstrip('$').removeprefix(chr(39)).removesuffix(chr(39)).replace(chr(39) * 2, chr(39)))}"
        elif kind == "bracket":
            text = text.replace("];[", "],[")
        elif kind == "name":
            text = _ADD_IN.sub("", text)
        elif text in "{}":
            arrays += 1 if text == "{" else -1
        elif text in (";", "~"):
            text = ","
        elif text == "|":
            text = ";"
        elif text == "!":
            text = " "
        out.append(text)
    return head + "".join(out)


def sheet_prefix(name: str) -> str:
    """台账 → 台账!, 我的 表 → '我的 表'!, quoted where Excel would quote it."""
    plain = re.fullmatch(r"[^\W\d]\w*", name) and not re.fullmatch(r"[A-Za-z]{1,3}\d*|[rR]\d*[cC]\d*", name)
    return f"{name}!" if plain else "'{}'!".format(name.replace("'", "''"))
