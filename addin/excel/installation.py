"""The add-in in Excel, for one user, without administrator: what `install` writes, `uninstall` takes away, and nothing else.

1. the add-in file in a folder of its own, %APPDATA%\\duban\\addin;
2. %USERPROFILE%\\.duban\\duban.conf, from which xlwings' VBA learns interpreter and search path. It is read in the code page of the
   machine, so that a path that the code page has no letters for is refused;
3. for every Excel of the user: that one folder as a trusted location, without its subfolders, and an OPEN value that loads the add-in.

Excel reads OPEN, OPEN1, OPEN2 … up to the first that is missing: when ours goes, those behind it move up.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import NamedTuple

from addin.excel.machine import Machine, RegistryValue
from addin.excel.xlam import ADDIN_FILE
from addin.whole_folder import WriteFailed, put_file
from workbook_templates.reading.errors import BookBusy, BookRefused, UsageError

OFFICE_KEY = r"HKCU\Software\Microsoft\Office"
NEWEST = "16.0"
"""Excel 2016, 2019, 2021, 2024 and Microsoft 365 all call themselves so."""
LOCATION = "duban"
OPEN = re.compile(r"OPEN(\d*)")


class Installed(NamedTuple):
    """What an installation has left on the machine: files, and values of the registry as key and name."""

    files: tuple[Path, ...]
    values: tuple[tuple[str, str], ...]


def install(machine: Machine, addin: bytes, dll: str) -> Installed:
    """Write everything, anew where it is there. dll: the file that xlwings needs beside the environment.

    UsageError where it can't work here, BookBusy while Excel holds the add-in, BookRefused where something can't be written.
    """
    refuse_machine(machine, dll)
    file = machine.addin_folder / ADDIN_FILE
    write_file(file, addin)
    write_file(machine.configuration, configuration(machine))
    values = [*trust(machine), *register_addin(machine)]
    return Installed((file, machine.configuration), tuple(values))


def refuse_machine(machine: Machine, dll: str) -> None:
    """Raises UsageError for a machine on which the add-in can't run."""
    if not machine.windows:
        raise UsageError(
            "加载项只能装进 Windows 上的 Excel，什么也没有改动。"
            "在这台机器上，按钮在 LibreOffice 里可用，所有功能都有命令，见 docs/手册.md。"
        )
    for path in (machine.python, machine.prefix, machine.house):
        if not fits(str(path), machine.code_page):
            raise UsageError(
                f"Excel 读不了这个路径（含系统代码页 {machine.code_page} 没有的字）：{path}。"
                "什么也没有改动。请把安装文件夹移到只有英文和数字的路径下，如 C:\\duban，再运行一次。"
            )
    if not (machine.prefix / dll).exists() and not (machine.python.parent / dll).exists():
        raise UsageError(f"找不到 {dll}，什么也没有改动。请删掉安装文件夹里的 .venv，再运行一次安装；仍没有，请检查杀毒软件的隔离区。")


def fits(text: str, code_page: str) -> bool:
    """Whether a code page has every letter of a text."""
    try:
        return text.encode(code_page).decode(code_page) == text
    except UnicodeError:
        return False


def settings(machine: Machine) -> dict[str, str]:
    """What xlwings' VBA reads. The folder of the workbook stays off Python's search path: a macros.py there must not be taken for ours."""
    return {
        "INTERPRETER_WIN": str(machine.python),
        "PYTHONPATH": str(machine.house),
        "ADD_WORKBOOK_TO_PYTHONPATH": "FALSE",
    }


def configuration(machine: Machine) -> bytes:
    """The file as VBA's Write # makes it: two texts in quotes a line."""
    kept = {name: value for name, value in configured(machine).items() if name not in settings(machine)}
    return "".join(f'"{name}","{value}"\r\n' for name, value in {**kept, **settings(machine)}.items()).encode(machine.code_page)


def configured(machine: Machine) -> Mapping[str, str]:
    """What the file says now; empty where there is none."""
    try:
        text = machine.configuration.read_bytes().decode(machine.code_page, "replace")
    except OSError:
        return {}
    return dict(re.findall(r'^"([^"]*)","([^"]*)"\r?$', text, re.M))


def write_file(path: Path, data: bytes) -> None:
    """A file of the installation. BookBusy while Excel holds it, BookRefused where it can’t be written."""
    try:
        put_file(path, data)
    except WriteFailed as error:
        if path.suffix == ".xlam" and path.exists():
            raise BookBusy(f"{path.name} 正在用着，没有装成。请关闭所有 Excel 窗口，再运行一次") from error
        raise BookRefused(f"写不了 {path}（{error}），没有装成。请检查磁盘和权限后再运行。") from error


def excels(machine: Machine) -> list[str]:
    """The versions of Excel that the user has; the newest where none has run yet."""
    found = [name for name in machine.registry.keys(OFFICE_KEY) if re.fullmatch(r"1[5-9]\.0", name)]
    return sorted(name for name in found if "Excel" in machine.registry.keys(rf"{OFFICE_KEY}\{name}")) or [NEWEST]


def location_key(version: str) -> str:
    return rf"{OFFICE_KEY}\{version}\Excel\Security\Trusted Locations\{LOCATION}"


def options_key(version: str) -> str:
    return rf"{OFFICE_KEY}\{version}\Excel\Options"


def trust(machine: Machine) -> Iterator[tuple[str, str]]:
    """Have Excel trust the folder of the add-in, and none below it."""
    for version in excels(machine):
        values: dict[str, RegistryValue] = {"Path": f"{machine.addin_folder}\\", "Description": "督办加载项", "AllowSubfolders": 0}
        for name, value in values.items():
            machine.registry.write(location_key(version), name, value)
            yield location_key(version), name


def register_addin(machine: Machine) -> Iterator[tuple[str, str]]:
    """Have Excel open the add-in when it starts."""
    for version in excels(machine):
        key = options_key(version)
        there = opened(machine, key)
        taken = {name for name, _ in there}
        free = next(name for number in count() if (name := f"OPEN{number or ''}") not in taken)
        name = next((name for name, value in there if is_ours(machine, value)), free)
        machine.registry.write(key, name, f'/R "{machine.addin_folder / ADDIN_FILE}"')
        yield key, name


def opened(machine: Machine, key: str) -> list[tuple[str, str]]:
    """OPEN, OPEN1, … as Excel reads them."""
    found = [(match[1], name, value) for name, value in machine.registry.values(key).items() if (match := OPEN.fullmatch(name))]
    return [(name, str(value)) for number, name, value in sorted(found, key=lambda row: int(row[0] or 0))]


def is_ours(machine: Machine, value: str) -> bool:
    return str(machine.addin_folder / ADDIN_FILE).casefold() in value.casefold()


def uninstall(machine: Machine) -> Installed:
    """Take away what `install` has written; what was there besides stays.

    UsageError on a system that has no Excel add-ins, BookBusy while Excel holds ours.
    """
    if not machine.windows:
        raise UsageError("这台机器不是 Windows，没有装过加载项，什么也没有改动。")
    file = machine.addin_folder / ADDIN_FILE
    gone: list[Path] = []
    try:
        if file.exists():
            file.unlink()
            gone.append(file)
    except OSError as error:
        raise BookBusy(f"{ADDIN_FILE} 正在用着，没有卸载。请关闭所有 Excel 窗口，再运行一次") from error
    values = [*unregister_addin(machine), *distrust(machine)]
    if others := {name: value for name, value in configured(machine).items() if name not in settings(machine)}:
        write_file(machine.configuration, "".join(f'"{name}","{value}"\r\n' for name, value in others.items()).encode(machine.code_page))
    elif machine.configuration.exists():
        machine.configuration.unlink()
        gone.append(machine.configuration)
    for folder in (machine.addin_folder, machine.addin_folder.parent, machine.configuration.parent):
        with suppress(OSError):  # not empty: it holds something that is not ours
            folder.rmdir()
    return Installed(tuple(gone), tuple(values))


def unregister_addin(machine: Machine) -> Iterator[tuple[str, str]]:
    """Our OPEN value goes, those behind it move up."""
    for version in excels(machine):
        key = options_key(version)
        there = opened(machine, key)
        stay = [value for _, value in there if not is_ours(machine, value)]
        if len(stay) == len(there):
            continue
        for place, (name, _) in enumerate(there):
            if place < len(stay):
                machine.registry.write(key, f"OPEN{place or ''}", stay[place])
            else:
                machine.registry.remove(key, name)
                yield key, name


def distrust(machine: Machine) -> Iterator[tuple[str, str]]:
    for version in excels(machine):
        key = location_key(version)
        for name in machine.registry.values(key):
            machine.registry.remove(key, name)
            yield key, name
        machine.registry.remove_key(key)
