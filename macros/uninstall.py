"""duban uninstall: what `install` has written goes, and nothing else."""

from addin.excel import installation
from addin.excel.machine import this_machine
from macros.steps.report import Options, Progress, Report


def uninstall(options: Options, progress: Progress) -> Report:  # noqa: ARG001 - every action has this shape
    """卸载."""
    progress("取走加载项")
    gone = installation.uninstall(this_machine())
    values = [f"{key}\\{name}" for key, name in gone.values]
    said = f"已卸载：取走 {len(gone.files)} 个文件、{len(values)} 个注册表值。工作簿和安装文件夹没有动，命令照常可用。"
    if not gone.files and not values:
        said = "没有装过加载项，什么也没有改动。"
    return Report("uninstall", messages=(said,), figures={"文件": [*map(str, gone.files)], "注册表": values})
