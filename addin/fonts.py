"""Which fonts of the papers are missing on this machine, where that can be found out: the program that prints takes others then."""

import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping

FONT_NAMES: Mapping[str, tuple[str, ...]] = {
    "仿宋_GB2312": ("仿宋_GB2312", "FangSong_GB2312"),
    "楷体_GB2312": ("楷体_GB2312", "KaiTi_GB2312"),
    "方正小标宋简体": ("方正小标宋简体", "FZXiaoBiaoSong-B05S", "FZXBSJW"),
    "黑体": ("黑体", "SimHei"),
    "宋体": ("宋体", "SimSun"),
}
"""A font as the papers name it → the names under which it may be installed."""
REGISTRY = r"SOFTWARE\Microsoft\Windows NT\CurrentVersion\Fonts"
PATIENCE = 5
"""Seconds for fontconfig, which may have to look through its folders first."""


def missing_note(installed: Iterable[str] | None = None) -> list[str]:
    """A line for the clerk; [] where nothing is missing or nobody can tell. installed: for a test; None asks the system."""
    known = families() if installed is None else list(installed)
    if not known:
        return []
    lost = missing(FONT_NAMES, known)
    if not lost:
        return []
    return [f"注意：这台电脑上没有找到字体{'、'.join(lost)}，打开和打印时会用相近的字体代替；正式印发前请装好，或换到有字体的电脑上打印。"]


def missing(wanted: Mapping[str, tuple[str, ...]], known: Iterable[str]) -> list[str]:
    """Those of the fonts that the system lists under none of their names."""
    found = "\n".join(known).casefold()
    return [name for name, names in wanted.items() if not any(one.casefold() in found for one in names)]


def families() -> list[str]:
    """The names of the installed fonts; [] where there is no way to ask."""
    return registered() if sys.platform == "win32" else listed()


def listed() -> list[str]:
    """As fontconfig lists them."""
    command = shutil.which("fc-list")
    if command is None:
        return []
    try:
        done = subprocess.run([command, ":", "family"], capture_output=True, timeout=PATIENCE, check=True)  # noqa: S603 - a fixed call
    except (OSError, subprocess.SubprocessError):
        return []
    return done.stdout.decode("utf-8", "replace").splitlines()


def registered() -> list[str]:
    """As Windows has them: for all users, and for this one."""
    found: list[str] = []
    if sys.platform == "win32":
        import winreg

        for root in (winreg.HKEY_LOCAL_MACHINE, winreg.HKEY_CURRENT_USER):
            try:
                with winreg.OpenKey(root, REGISTRY) as key:
                    found += [winreg.EnumValue(key, place)[0] for place in range(winreg.QueryInfoKey(key)[1])]
            except OSError:
                continue
    return found
