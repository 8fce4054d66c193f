"""duban install: the add-in into the user's Excel, without administrator."""

from addin.excel import health, installation
from addin.excel.machine import this_machine
from addin.excel.xlam import addin_file
from macros.steps.master_file import cell_functions
from macros.steps.report import Options, Progress, Report


def install(options: Options, progress: Progress) -> Report:  # noqa: ARG001 - every action has this shape
    """安装."""
    machine, dll = this_machine(), health.dll_name()
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
