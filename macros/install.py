"""duban install: the add-in into the user's Excel, without administrator; on Linux the entry of the menu that opens a workbook's page."""

import sys
from collections.abc import Mapping
from pathlib import Path

from addin import launchers
from addin.excel import health, installation
from addin.excel.machine import this_machine
from addin.excel.xlam import addin_file
from macros.steps.master_file import cell_functions
from macros.steps.report import Options, Progress, Report
from workbook_templates.reading.errors import UsageError


def install(options: Options, progress: Progress) -> Report:  # noqa: ARG001 - every action has this shape
    """安装."""
    machine, dll = this_machine(), health.dll_name()
    if sys.platform.startswith("linux"):
        return menu_entry_put(machine.profile, machine.environment)
    installation.refuse_machine(machine, dll)
    progress("做加载项")
    addin = addin_file(cell_functions())
    progress("登记到 Excel")
    written = installation.install(machine, addin, dll)
    values = [f"{key}\\{name}" for key, name in written.values]
    messages = (
        f"加载项已装进 Excel：{written.files[0]}。请关闭所有 Excel 窗口再打开，功能区会多出“督办”一页。",
        f"写了 {len(written.files)} 个文件、{len(values)} 个注册表值，只在当前用户名下；卸载运行 uninstall，会逐一取走。",
        *((f"这台电脑的 Python 来自微软商店：{health.STORE_PYTHON}。办法：{health.PYTHON_ORG}。",) if machine.from_store else ()),
        "装好以后运行 doctor（诊断），看有没有别的问题。",
    )
    return Report("install", messages=messages, figures={"文件": [*map(str, written.files)], "注册表": values}, files=written.files)


def menu_entry_put(home: Path, environment: Mapping[str, str]) -> Report:
    """On Linux, which has no Excel: the entry of the menu with which a workbook is opened. Raises UsageError where it can't be written."""
    entry = launchers.menu_entry(home, environment)
    if launchers.put(entry, launchers.desktop_file(launchers.words(Path(sys.prefix), sys.executable), "%f")) is None:
        raise UsageError(f"写不了 {entry}，什么也没有改动。请检查这个文件夹的权限，再运行一次。")
    said = (
        f"菜单里有了“{launchers.NAME}”：在文件管理器里右键总台账，用它打开，或双击总台账旁边的“{launchers.NAME}.desktop”。",
        "加载项只能装进 Windows 上的 Excel；在这台机器上，按钮在 LibreOffice 里可用，所有功能都有命令，见 docs/手册.md。",
    )
    return Report("install", messages=said, figures={"文件": [str(entry)], "注册表": []}, files=(entry,))
