"""The VBA modules of the master and of the add-in, as text by module name: ours, xlwings' own, and the wrappers of the cell functions.

The master holds all of it, so that its buttons and functions need no add-in; the add-in brings the ribbon, and the functions to
other workbooks. Neither holds a path: RunPython and the UDF server read interpreter and search path from the user's own
%USERPROFILE%\\.duban\\duban.conf, which `duban install` writes.

xlwings' text is taken from the installed package, whose version is pinned: VBA, DLL and package must agree. A few places in it
are changed, each found or the build fails. It reads no configuration from a sheet or from the folder of a workbook, because a
workbook that a stranger sent could name a program there; and sheets whose name ends in .py are sheets. The functions behind that,
and what it has for Word, Access and PowerPoint, are left out: LibreOffice, which has to compile every module to run any Sub of the
workbook, stumbles over them, and then no button answers.
"""

import functools
import importlib.util
import re
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from addin.excel.wrappers import CellFunction, wrappers
from workbook_templates.master.buttons import INTERPRETER, NOTICE, macro, shown

PROJECT = "duban"
"""The name under which xlwings looks for its configuration: .duban/duban.conf in the user's folder."""
VBA = Path(__file__).with_name("vba")
EXCEL = "Microsoft Excel"
APP = re.compile(r'#(?:If|ElseIf) App = "([^"]+)" Then')
CHANGES: tuple[tuple[str, str, int], ...] = (
    (r"(?s)\n    ' Sheet\n.*?(?=\n    ' User Config\n)", "", 1),
    (r"(?s)\n(#If App = \"Microsoft Excel\" Then\n)?Function GetConfigFromSheet\(.*?\nEnd Function\n(?(1)#End If\n)", "\n", 1),
    (r"(?s)\nFunction SaveConfigToFile\(.*?\nEnd Function\n", "\n", 1),
    (r'If Right\$\(sht\.Name, 3\) = "\.py" Then', "If False Then", 2),
)
"""What is changed in xlwings' text: pattern, what stands there instead, how often."""


def master_modules(functions: Sequence[CellFunction]) -> dict[str, str]:
    """The modules of the master besides those of its sheets."""
    return {
        "DB_Buttons": buttons_source(),
        "xlwings": xlwings_source("xlwings.bas", "xlwings"),
        "xlwings_udfs": wrappers(functions, "ThisWorkbook"),
    }


def addin_modules(functions: Sequence[CellFunction]) -> dict[str, str]:
    """The modules that the add-in gets; Dictionary, which xlwings wants on a Mac, comes with the seed."""
    return {
        "DB_Ribbon": source("DB_Ribbon"),
        "xlwings": xlwings_source("xlwings_custom_addin.bas", "myaddin"),
        "xlwings_udfs": wrappers(functions, "Application.Caller.Parent.Parent"),
    }


def buttons_source() -> str:
    """DB_Buttons with a Sub for every button. LibreOffice takes a Sub that ends on the line where it begins for a broken one."""
    subs = "".join(f'Sub {macro(action)}(): DB_Call "{action.key}"\r\nEnd Sub\r\n' for action in shown())
    notice = " & ".join(f"ChrW({ord(sign)})" for sign in NOTICE)
    return source("DB_Buttons").replace("<interpreter>", INTERPRETER).replace("<notice>", notice) + subs


def source(name: str) -> str:
    """One of our own modules. UnicodeDecodeError when it is not ASCII: its code page is the machine's, and Chinese would be lost."""
    return with_crlf((VBA / f"{name}.bas").read_text("ascii"))


@functools.cache
def xlwings_source(file: str, project: str) -> str:
    """xlwings' module from the installed package, without the header that only an export has. ValueError for an unknown version."""
    text = (xlwings_folder() / file).read_text("cp1252").replace("\r\n", "\n")
    version, own = xlwings_version(text), 'Public Const PROJECT_NAME As String = "{}"'
    for old, new, times in ((re.escape(own.format(project)), own.format(PROJECT), 1), *CHANGES):
        text, found = re.subn(old, new, text)
        if found != times:
            raise ValueError(f"xlwings {version}: {old!r} stands {found} times in {file}, not {times}")
    return with_crlf(for_excel(re.sub(r'\AAttribute VB_Name = ".*?"\r?\n', "", text)))


def for_excel(text: str) -> str:
    """The text with every `#If App = …` decided for Excel; other conditions stay."""
    kept: list[str] = []
    blocks: list[Branch | None] = []  # innermost last; None for a condition that stays
    for line in text.splitlines():
        word = line.strip()
        shown = all(block is None or block.shown for block in blocks)
        asked = APP.match(word)
        if word.startswith("#If "):
            blocks.append(Branch(asked[1] == EXCEL, asked[1] == EXCEL) if asked else None)
        elif word.startswith("#Else") and blocks[-1]:
            right = not blocks[-1].decided and (asked is None or asked[1] == EXCEL)
            blocks[-1] = Branch(right, blocks[-1].decided or right)
            continue
        elif word.startswith("#End If") and blocks.pop():
            continue
        if shown and not asked:
            kept.append(line)
    return "\n".join(kept) + "\n"


class Branch(NamedTuple):
    """A branch of an #If about App. shown: its lines are Excel's; decided: it or one before it is."""

    shown: bool
    decided: bool


def xlwings_version(text: str) -> str:
    """XLWINGS_VERSION in VBA text; '' when it does not say."""
    found = re.search(r'XLWINGS_VERSION As String = "([^"]+)"', text)
    return found[1] if found else ""


def xlwings_folder() -> Path:
    """Where xlwings is installed, without importing it."""
    spec = importlib.util.find_spec("xlwings")
    if spec is None or spec.origin is None:
        raise ValueError("xlwings is not installed")
    return Path(spec.origin).parent


def with_crlf(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\n", "\r\n")
