"""函数.md: the cell functions with their arguments, and an example of each whose result is computed here."""

import re
from collections.abc import Mapping
from typing import Any

from udfs.functions import FUNCTIONS
from udfs.registry import Function
from workbook_templates.sample import sample_rows
from workbook_templates.tables import TABLES
from workbook_templates.tables.default_rows import default_rows
from workbook_templates.tables.grid import Row

ROWS_SHOWN = 3
STATUS_ARGUMENTS = "督办台账[#全部],阶段目标[#全部],变更记录[#全部]"
EXAMPLES: dict[str, tuple[str, ...]] = {
    "DB_COMPLETION": ("DB_COMPLETION({1;2},{0.5;0.8})", 'DB_COMPLETION({1;1},{"80%";""},{"";"60%"})'),
    "DB_PLANNED": ('DB_PLANNED("2026-01-01","2026-12-31","2026-07-02")',),
    "DB_LIGHT": ("DB_LIGHT(0.8)", 'DB_LIGHT({0.95;0.7;"";"好"})', 'DB_LIGHT(0.8,80,60,"是")'),
    "DB_DAYS_LEFT": ('DB_DAYS_LEFT("2026-03-05","2026-03-01")',),
    "DB_WORKDAYS": ('DB_WORKDAYS("2026-09-28","2026-10-09")',),
    "DB_REMINDER": ('DB_REMINDER({"2026-03-05";"2026-02-01"},"2026-03-02")',),
    "DB_ONTIME_RATE": ('DB_ONTIME_RATE({"2026-03-05";"2026-02-01";"2026-12-01"},{"2026-03-04";"";""},"2026-03-06")',),
    "DB_DEDUCTION": ('DB_DEDUCTION("公司级","较大","主观",考核分档[#全部])',),
    "DB_INDICATOR": ('DB_INDICATOR("正向",90,100)', 'DB_INDICATOR("节点","2026-03-03","2026-03-01")', 'DB_INDICATOR("扣分",3,"",2)'),
    "DB_RISK": ("DB_RISK(3,3,2)",),
    "DB_PROPORTION": ("DB_PROPORTION(2,50,0.8)",),
    "DB_DIFFERENTIATION": ("DB_DIFFERENTIATION({95;95;90;88})",),
    "DB_GRADE": ("DB_GRADE({95;92;88;85;55})",),
    "DB_RANK": ("DB_RANK({92;95;92;80})", 'DB_RANK({92;95;92;80},{"基层";"基层";"后勤";"后勤"})'),
    "DB_STATUS": (f'DB_STATUS({STATUS_ARGUMENTS},"2026-06-30")',),
    "DB_SCOREBOARD": (f'DB_SCOREBOARD(部门[#全部],{STATUS_ARGUMENTS},反馈记录[#全部],"2026Q2","2026-06-30")',),
}
ONLY = '督办台账[来源]="年度目标"'
MORE = {
    "DB_ONTIME_RATE": "计划执行率是来源为“年度目标”的事项的按期办结率：把别的行变成空白再算，"
    "Excel 2016、WPS、365 都一样，写完按 Ctrl+Shift+Enter：\n\n"
    f'`=DB_ONTIME_RATE(IF({ONLY},督办台账[办理时限],""),IF({ONLY},督办台账[提交日期],""))`\n\n'
    f"Excel 2021、365 也可以用 FILTER：`=DB_ONTIME_RATE(FILTER(督办台账[办理时限],{ONLY}),FILTER(督办台账[提交日期],{ONLY}))`。"
    "有延期、改期的，时限要用“亮灯”的考核时限：在台账旁边自己加一列（如“考核时限”）按编号查过来，公式里换成那一列。"
}
"""What is said of a function besides, with formulas for the office's own sheets."""
HEAD = """# 函数

在单元格里写公式用的函数，和按钮用同一套规则，不会算出两个数。下面的结果是生成本页时真的算出来的；用到表的例子取自示范公司。

- 空白得空白；填错的格子显示一句中文，别的格子照算。
- 一片区域进，同样大小的一片出。Excel 2021、365 会自动铺开；Excel 2016、WPS 先选好一片，写完按 Ctrl+Shift+Enter。
- 百分比写 0.8、80、"80%" 都是八成：函数只拿到格子里的数，看不到百分号，所以 1 和 1 以下当比例，1 以上当百分数。
- 可选的参数（方括号里的）空着，用公式所在工作簿的“参数”“亮灯规则”“节假日”等表；没有这些表就用默认值。改了这些表，按 Ctrl+Alt+F9 全部重算。
- DB_STATUS、DB_SCOREBOARD 没有给的表（认定记录、反馈记录、文书登记、历史成绩、部门）也从公式所在的工作簿里取，没有就算没有。
- 结果是实时的公式，要装好加载项才会重算；结果表（“亮灯”“部门成绩”等）是值，谁打开都对。总台账的“实时看板”就是用它们做的，公式可以照抄。
- 先选一片再按 Ctrl+Shift+Enter 的，DB_STATUS、DB_SCOREBOARD 用不完的格子是空的，不是 #N/A；出错的说明只在第一格。
"""

Tables = Mapping[str, list[Row]]


def functions_page() -> str:
    """函数.md: every function with its help, its arguments and its examples."""
    tables: Tables = sample_rows()
    parts = [HEAD]
    for function in FUNCTIONS.values():
        parts += [f"## {call_of(function)}\n", f"{function.help}。\n"]
        parts += [f"- `{one.name}` {one.help}" for one in function.arguments]
        parts += [f"\n{more}" for more in (MORE.get(function.name),) if more]
        for formula in EXAMPLES[function.name]:
            parts += [f"\n`={formula}`\n", shown(evaluate(formula, tables))]
        parts.append("")
    return "\n".join(parts).rstrip() + "\n"


def call_of(function: Function) -> str:
    names = [f"[{one.name}]" if one.optional else one.name for one in function.arguments]
    return f"{function.name}({', '.join(names)})"


def shown(result: Any) -> str:
    """One value, or a table of them; of a long one its first rows."""
    if not isinstance(result, list):
        return f"→ {text_of(result)}"
    rows = result if len(result) <= 2 * ROWS_SHOWN else [*result[: ROWS_SHOWN + 1], ["…"] * len(result[0])]
    lines = [f"| {' | '.join(map(text_of, row))} |" for row in rows]
    if len(result[0]) == 1:
        return f"→ {'；'.join(text_of(row[0]) for row in rows)}"
    return "\n".join([lines[0], f"|{' --- |' * len(result[0])}", *lines[1:]])


def text_of(value: Any) -> str:
    if value == "":
        return "（空）"
    if isinstance(value, float):
        return f"{value:.4f}".rstrip("0").rstrip(".")
    return f"{value:%Y-%m-%d}" if hasattr(value, "strftime") else str(value)


def evaluate(formula: str, tables: Tables) -> Any:
    """The result of a formula of EXAMPLES. Arguments are constants, lists such as {1;2}, and whole tables."""
    name, _, inside = formula.removesuffix(")").partition("(")
    arguments = re.findall(r'\{[^}]*\}|"[^"]*"|[^,]+', inside)
    return FUNCTIONS[name].call(*(argument(text, tables) for text in arguments))


def argument(text: str, tables: Tables) -> Any:
    if text.startswith("{"):
        return tuple((argument(one, tables),) for one in text[1:-1].split(";"))
    if text.startswith('"'):
        return text[1:-1] or None
    if text.endswith("[#全部]"):
        table = TABLES[text.removesuffix("[#全部]")]
        return (table.headers, *map(tuple, tables.get(table.name) or default_rows(table.name)))
    return float(text)
