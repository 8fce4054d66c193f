"""duban uninstall: what `install` has written goes, and nothing else."""

import sys

from addin import launchers
from addin.excel import installation
from addin.excel.machine import this_machine
from macros.steps.report import Options, Progress, Report


def uninstall(options: Options, progress: Progress) -> Report:  # noqa: ARG001 - every action has this shape
    """卸载."""
    progress("取走加载项")
    machine = this_machine()
    entry = launchers.menu_entry(machine.profile, machine.environment)
    if sys.platform.startswith("linux"):
        gone = installation.Installed((entry,) if entry.is_file() else (), ())
        entry.unlink(missing_ok=True)
    else:
        gone = installation.uninstall(machine)
    values = [f"{key}\\{name}" for key, name in gone.values]
    said = f"已卸载：取走 {len(gone.files)} 个文件、{len(values)} 个注册表值。工作簿和安装文件夹没有动，命令照常可用。"
    if not gone.files and not values:
        said = "没有装过，什么也没有改动。"
    return Report("uninstall", messages=(said,), figures={"文件": [*map(str, gone.files)], "注册表": values})
