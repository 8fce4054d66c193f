"""Whether the buttons work in LibreOffice here: the program, its Python bridge, and the note of our interpreter."""

import sys
from collections.abc import Iterable
from pathlib import Path

from addin.calc import bridge
from addin.calc.program import soffice
from addin.finding import Finding
from workbook_templates.master.buttons import INTERPRETER
from workbook_templates.reading.errors import UsageError


def findings() -> Iterable[Finding]:
    """What a button in LibreOffice needs. Nothing where LibreOffice is not installed: nobody needs it."""
    try:
        program = soffice()
    except UsageError:
        yield Finding("LibreOffice", None, "没有装，不装也可以：按钮要它或 Excel，命令都不要")
        return
    yield Finding("LibreOffice", True, str(program))
    try:
        bridge.uno_module()
    except UsageError as error:
        yield Finding("LibreOffice 的 Python 桥", False, str(error).rstrip("。"), "装 python3-uno，并用系统自带的 python3 建安装环境")
        return
    yield Finding("LibreOffice 的 Python 桥", True, "能用")
    note = Path.home() / INTERPRETER
    noted = note.read_text("utf-8", errors="replace").strip() if note.is_file() else ""
    same = noted == sys.executable
    yield Finding("按钮的解释器", same, noted or "还没有记下", "" if same else "再运行一次任何督办命令，会记成这个安装的")
