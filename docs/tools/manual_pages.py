"""The pages of the manual that are made from the schema, the settings, the actions, the tags and the cell functions.

`python docs/tools/manual_pages.py` writes them anew; a test compares them with what stands in docs/, so that they can't drift.
"""

from collections.abc import Callable
from pathlib import Path

from function_page import functions_page
from tag_page import tags_page

from workbook_templates.master.help_page import usage, usage_of
from workbook_templates.tables import TABLES
from workbook_templates.tables.actions import ACTIONS, Action, Option
from workbook_templates.tables.lists import LISTS
from workbook_templates.tables.schema import Column, Table
from workbook_templates.tables.settings import SPECS

KINDS = {"text": "文字", "names": "名称，多个以、隔开", "date": "日期", "time": "时间", "number": "数", "rate": "百分比"}
DOCS = Path(__file__).resolve().parent.parent
MADE = "<!-- 本页由 python docs/tools/manual_pages.py 生成，请勿手改 -->"


def columns_page() -> str:
    """表与列.md: every table and its columns."""
    parts = ["# 表与列", "", "列名固定，顺序可以调，可以加自己的列。● 必填，△ 从下拉列表选。", ""]
    for group in ("设置", "日常", "日志", "结果"):
        parts += [f"## {group}", ""]
        for table in (table for table in TABLES.values() if table.group == group):
            parts += table_section(table)
    parts += ["## 下拉列表", ""]
    parts += [f"- **{name}**：{'、'.join(values)}" for name, values in LISTS.items()]
    return "\n".join(parts) + "\n"


def table_section(table: Table) -> list[str]:
    head = [f"### {table.name}", "", table.help, "", "| 列 | 内容 | 谁填 | 说明 |", "| --- | --- | --- | --- |"]
    return [*head, *map(column_row, table.columns), ""]


def column_row(column: Column) -> str:
    spec = column.spec
    marks = ("●" if spec.required else "") + ("△" if spec.of else "")
    by = "自动" if spec.by == "督办" else spec.by
    named = "、".join(f"“{table}”" for table in (spec.refers, *spec.or_of))
    notes = [spec.help, f"列表“{spec.of}”" if spec.of else "", f"{named}里的" if spec.refers else ""]
    return f"| {spec.header}{marks} | {KINDS[column.kind]} | {by} | {'；'.join(note for note in notes if note)} |"


def settings_page() -> str:
    """参数.md: every setting with default and help."""
    rows = [f"| {spec.name} | {spec.default or '（空）'} | {spec.unit} | {spec.help}{of_text(spec.of)} |" for spec in SPECS.values()]
    head = ["# 参数", "", "在“参数”表改“取值”；取值空着即用默认值。", "", "| 名称 | 默认 | 单位 | 说明 |", "| --- | --- | --- | --- |"]
    return "\n".join([*head, *rows]) + "\n"


def of_text(values: tuple[str, ...]) -> str:
    return f"（可选：{'、'.join(values)}）" if values else ""


def commands_page() -> str:
    """命令.md: every command with its options."""
    parts = [
        "# 按钮和命令",
        "",
        "每个按钮都有同名的命令。按钮的选项填在工作表“按钮选项”里：找到操作和选项的那一行，填“取值”，再点按钮；● 必填。",
        "标“一次”的，办完自动清空，下次点不会再办一遍；别的一直照填的办，不要了就清空。",
        "",
        "命令的选项写在命令后面。所有命令都可加：",
        "",
    ]
    parts += [
        "- `--as-of 日期` 基准日；不给则用参数“基准日”，再不给则用今天",
        "- `--json` 在标准输出给出机器可读的摘要",
        "- `--quiet` 只报错误",
        "",
    ]
    parts += [
        "退出状态：0 办完；1 办完，但“数据检查”有条目或有拒收；2 没有办，什么也没写。"
        "BOOK 可以是 .xlsm、.xlsx，或它所在的文件夹（两种都有的，写明文件名）。",
        "",
    ]
    for action in ACTIONS:
        parts += [f"## {action.name} `{usage(action)}`", "", f"{action.help}。", ""]
        parts += [*option_table(action), ""] if action.options else []
    return "\n".join(parts).rstrip() + "\n"


def option_table(action: Action) -> list[str]:
    """The options of an action, by the button's name and by the command's."""
    head = ["| 按钮选项 | 命令 | 说明 |" if action.asks else "| 选项 | 命令 | 说明 |", "| --- | --- | --- |"]
    return [*head, *map(option_row, action.options)]


def option_row(option: Option) -> str:
    marks = "".join(mark for mark, true in (("●", option.required), ("（一次）", option.once)) if true)
    several = "；可以有几个" if option.many else ""
    return f"| {option.label}{marks} | `{usage_of(option, bare=True)}` | {option.help}{several}{of_text(option.of)} |"


PAGES: dict[str, Callable[[], str]] = {
    "表与列.md": columns_page,
    "参数.md": settings_page,
    "命令.md": commands_page,
    "模板标签.md": tags_page,
    "函数.md": functions_page,
}


def made_page(name: str) -> str:
    """The page as it stands in docs/."""
    return f"{MADE}\n{PAGES[name]()}"


if __name__ == "__main__":
    for name in PAGES:
        (DOCS / name).write_text(made_page(name), encoding="utf-8")
