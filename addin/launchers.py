"""A file to double-click beside the workbook, which opens the page of this machine: 打开督办.cmd on Windows, 打开督办.desktop on Linux.

It calls setup_here.py of the installation folder, which installs what is not there yet and says so; the workbook is found by where the
file itself lies, so that the folder may be moved. Where duban was installed without such a folder its interpreter is called."""

import os
import re
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

NAME = "打开督办"
MENU = "duban.desktop"
TOLD = "在浏览器里打开旁边的督办总台账；第一次会先安装需要的组件，约一分钟"
NO_PYTHON = "没有找到 Python：请安装 Python 3.11 以上，再双击一次。"
CODE_PAGE = "gbk"
"""What cmd.exe reads a file by on a Chinese Windows; all but the words is ASCII, so that any other code page runs it too."""


def words(prefix: Path, python: str) -> tuple[str, ...]:
    """The command without its action, for who runs `python` of the environment at `prefix`."""
    setup = prefix.parent / "addin" / "setup_here.py"
    return ("py" if os.name == "nt" else "python3", str(setup)) if setup.is_file() else (python, "-P", "-m", "macros")


def literal(text: str) -> str:
    """A text as Python reads it, in letters and digits that mean nothing to cmd.exe."""
    return "'" + re.sub(r"[^A-Za-z0-9_.:/-]", lambda letter: f"\\U{ord(letter[0]):08x}", text) + "'"


def batch_file(command: tuple[str, ...]) -> bytes:
    """打开督办.cmd. Paths stand in it as Python's escapes, and Python itself makes the call: no letter of them can be read as cmd's own."""
    first = "sys.executable" if command[0] == "py" else literal(command[0])
    call = ",".join([first, *map(literal, command[1:]), "'open'", "sys.argv[1]"])
    lines = (
        "@echo off",
        f"where py >nul 2>nul || (echo {NO_PYTHON}& pause & exit /b 2)",
        f'py -c "import subprocess,sys;sys.exit(subprocess.call([{call}]))" "%~dp0."',
        "if errorlevel 2 pause",
    )
    return "".join(f"{line}\r\n" for line in lines).encode(CODE_PAGE)


def desktop_file(command: tuple[str, ...], opened: str = "%k") -> bytes:
    """打开督办.desktop. opened: the field code for what is opened, %k the file itself, %f a workbook that is opened with it."""
    line = " ".join([*map(quoted, command), "open", opened])
    kinds = "MimeType=application/vnd.ms-excel.sheet.macroEnabled.12;application/vnd.openxmlformats-officedocument.spreadsheetml.sheet;\n"
    told = f"Type=Application\nName={NAME}\nComment={TOLD}\nExec={line}\nIcon=x-office-spreadsheet\nTerminal=true\n"
    return f"[Desktop Entry]\n{told}{kinds if opened == '%f' else ''}".encode()


def quoted(text: str) -> str:
    """An argument of Exec: quoted for the command line, escaped once more for the file, and no field code."""
    escaped = re.sub(r'(["`$\\])', r"\\\1", text)
    return f'"{escaped}"'.replace("\\", "\\\\").replace("%", "%%")


def put_launcher(folder: Path) -> Path | None:
    """Put the file of this system beside the workbook in `folder`; None where the system has none, or does not let it be written."""
    command = words(Path(sys.prefix), sys.executable)
    if os.name == "nt":
        path, data = folder / f"{NAME}.cmd", batch_file(command)
    elif sys.platform.startswith("linux"):
        path, data = folder / f"{NAME}.desktop", desktop_file(command)
    else:
        return None
    return put(path, data)


def menu_entry(home: Path, environment: Mapping[str, str]) -> Path:
    """Where the entry of a user's menu stands on Linux, for workbooks that are opened with it."""
    return Path(environment.get("XDG_DATA_HOME") or home / ".local" / "share") / "applications" / MENU


def put(path: Path, data: bytes) -> Path | None:
    """Write it, executable, where it does not stand so already; None where the system does not let it be written: nothing rests on it."""
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.is_file() or path.read_bytes() != data:
            path.write_bytes(data)
        path.chmod(0o755)
        return path
    return None
