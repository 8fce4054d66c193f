"""The office as a program: where it is, with which environment and profile it starts. Imports next to nothing: a click waits for it."""

import os

PROFILE = "-env:UserInstallation="


def environment() -> dict[str, str]:
    """Ours without what would make LibreOffice's own Python and libraries load ours."""
    return {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PYTHONHOME", "LD_LIBRARY_PATH")}


INSTALLED = (
    r"C:\Program Files\LibreOffice\program\soffice.exe",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.exe",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
)


def soffice() -> str:
    """The command that starts LibreOffice, from the variable DUBAN_SOFFICE, the PATH or the usual places. UsageError when there is none."""
    import shutil

    from workbook_templates.reading.errors import UsageError

    named = os.environ.get("DUBAN_SOFFICE")
    tried = [named] if named else ["soffice", "libreoffice", *INSTALLED]
    for command in tried:
        if found := shutil.which(command):
            return found
    if named:
        raise UsageError(f"DUBAN_SOFFICE 指的 {named} 不是可以运行的程序")
    raise UsageError("没有找到 LibreOffice（soffice）：请安装 LibreOffice Calc，或用环境变量 DUBAN_SOFFICE 指出它在哪里")
