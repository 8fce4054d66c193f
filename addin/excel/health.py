"""What is wrong with an installation, each finding with its remedy: the checks of `duban doctor` that need no Excel.

A check looks at the Machine and says what it found; none of them writes. On a system without Excel add-ins those about Windows are
not asked.
"""

import importlib.metadata
import re
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from addin import fonts
from addin.excel import installation
from addin.excel.machine import Machine, RegistryValue
from addin.excel.modules import xlwings_folder, xlwings_version
from addin.excel.xlam import ADDIN_FILE
from addin.finding import Finding
from addin.store import is_address

FONTS = {**fonts.FONT_NAMES, "微软雅黑": ("微软雅黑", "Microsoft YaHei")}
"""The fonts of documents and workbook, each under the names that systems list it by."""
CLOUDS = ("onedrive", "sharepoint", "icloud", "dropbox", "坚果云", "百度网盘")
POLICIES = r"\Software\Policies\Microsoft\Office\16.0\Excel\Security"
WHENCE = "import macros, udfs; print(macros.__file__); print(udfs.__file__)"
STORE_PYTHON = "Excel 不能装入它的组件，单元格函数（DB_…）用不了，命令和按钮不受影响"
PYTHON_ORG = "卸载它，从 python.org 下载 64 位安装包（3.11 以上）装上，删掉安装文件夹里的 .venv，再运行一次 install"
AGAIN = "运行 py addin\\setup_here.py install"


Check = Callable[[Machine], Iterable[Finding]]


def findings(machine: Machine, workbook: Path | None) -> list[Finding]:
    """Everything, in the order in which a person would mend it."""
    found = [*python_found(machine), *sources_found(machine), *fonts_found(machine)]
    if machine.windows:
        for check in (dll_found, configuration_found, addin_found, trust_found, policy_found, excel_found, paths_found):
            found += check(machine)
    if workbook is not None:
        found += workbook_found(machine, workbook)
    return found


def package_version() -> str:
    """Of xlwings; '' where it is not installed."""
    try:
        return importlib.metadata.version("xlwings")
    except importlib.metadata.PackageNotFoundError:
        return ""


def python_found(machine: Machine) -> Iterable[Finding]:
    """Which Python, and that the three parts of xlwings are of one version."""
    running = ".".join(map(str, sys.version_info[:3]))
    if machine.from_store:
        yield Finding("Python", False, f"{running}，来自微软商店：{STORE_PYTHON}", PYTHON_ORG)
    else:
        yield Finding("Python", True, f"{running}，{machine.python}")
    package = package_version()
    text = xlwings_version((xlwings_folder() / "xlwings.bas").read_text("cp1252"))
    same = package == text
    yield Finding("xlwings", same, f"组件 {package or '没有'}，VBA {text}", "" if same else "删掉安装文件夹里的 .venv，再运行一次任何命令")


def sources_found(machine: Machine) -> Iterable[Finding]:
    """Which files the buttons would run: asked the way RunPython asks, from a folder that is not ours."""
    ask = f"import xlwings.utils; xlwings.utils.prepare_sys_path({search_path(machine)!r}); {WHENCE}"
    python = str(machine.python.with_name("python.exe") if machine.python.name == "pythonw.exe" else machine.python)
    try:
        done = subprocess.run([python, "-B", "-c", ask], capture_output=True, encoding="utf-8", errors="replace", timeout=60, check=False)  # noqa: S603 - our own interpreter
    except (OSError, subprocess.TimeoutExpired) as error:
        yield Finding("程序", False, f"解释器起不来（{error}）", "删掉安装文件夹里的 .venv，再运行一次任何命令")
        return
    lines = done.stdout.split()
    ours = [Path(line) for line in done.stdout.splitlines()] == [machine.house / name / "__init__.py" for name in ("macros", "udfs")]
    said = "、".join(lines) or done.stderr.strip().rpartition("\n")[2]
    yield Finding("程序", ours, said, "" if ours else f"不是这个安装文件夹里的程序；{AGAIN}")


def search_path(machine: Machine) -> str:
    """What RunPython hands to prepare_sys_path: five fields that are not used here, then the folders."""
    return ";".join(["FALSE", "", "", "", "", "", installation.settings(machine)["PYTHONPATH"]])


def fonts_found(machine: Machine) -> Iterable[Finding]:  # noqa: ARG001 - every check has this shape
    """The fonts that workbook and documents name."""
    known = fonts.families()
    if not known:
        yield Finding("字体", None, "查不到装了哪些字体")
        return
    missing = fonts.missing(FONTS, known)
    said = f"缺 {'、'.join(missing)}" if missing else "齐全"
    yield Finding("字体", not missing, said, "印发以前装上，否则 Word 用别的字体代替" if missing else "")


def dll_name() -> str:
    """The library of the pinned xlwings for this interpreter."""
    return f"xlwings{64 if sys.maxsize > 2**32 else 32}-{package_version()}.dll"


def dll_found(machine: Machine) -> Iterable[Finding]:
    places = [folder / dll_name() for folder in (machine.python.parent, machine.prefix)]
    there = next((path for path in places if path.exists()), None)
    yield Finding(
        "组件库", there is not None, str(there or f"没有 {dll_name()}"), "" if there else "删掉 .venv 再装；仍没有，查杀毒软件的隔离区"
    )


def configuration_found(machine: Machine) -> Iterable[Finding]:
    """Whether Excel would start this installation."""
    now, wanted = installation.configured(machine), installation.settings(machine)
    if not now:
        yield Finding("配置", False, f"没有 {machine.configuration}", AGAIN)
        return
    apart = [f"{name} 是 {now.get(name, '空')}" for name, value in wanted.items() if now.get(name) != value]
    yield Finding("配置", not apart, "；".join(apart) or str(machine.configuration), f"指着别的安装；{AGAIN}" if apart else "")


def addin_found(machine: Machine) -> Iterable[Finding]:
    """The add-in file, its version, whether Excel loads it, and the mark that Windows puts on what came from the network."""
    file = machine.addin_folder / ADDIN_FILE
    if not file.exists():
        yield Finding("加载项", False, f"没有 {file}", AGAIN)
        return
    versions = installation.excels(machine)
    loaded = [
        name
        for name in versions
        if any(installation.is_ours(machine, value) for _, value in installation.opened(machine, installation.options_key(name)))
    ]
    missing = [name for name in versions if name not in loaded]
    yield Finding("加载项", not missing, f"Excel {'、'.join(missing)} 没有登记" if missing else str(file), AGAIN if missing else "")
    built, package = built_with(file), package_version()
    yield Finding("加载项版本", built == package, f"用 xlwings {built or '不明'} 做的，现在是 {package}", "" if built == package else AGAIN)
    yield marked("加载项来源", file)


def built_with(file: Path) -> str:
    """The version in the VBA of an add-in file; '' where it can't be read."""
    from pyopenvba import ExcelFile

    try:
        with ExcelFile(file) as book:
            return xlwings_version(book.vba_project().get_module("xlwings").body)
    except Exception:
        return ""


def marked(name: str, file: Path) -> Finding:
    """Mark of the web: a stream beside the file, for which Excel blocks its macros."""
    try:
        zone = Path(f"{file}:Zone.Identifier").read_text("utf-8", errors="replace")
    except OSError:
        return Finding(name, True, "没有“来自网络”的标记")
    bad = re.search(r"ZoneId=[34]", zone) is not None
    return Finding(name, not bad, "有“来自网络”的标记，宏会被阻止" if bad else "标记无碍", "在文件属性里勾“解除锁定”" if bad else "")


def trust_found(machine: Machine) -> Iterable[Finding]:
    for version in installation.excels(machine):
        path = str(machine.registry.values(installation.location_key(version)).get("Path", ""))
        good = path.rstrip("\\").casefold() == str(machine.addin_folder).casefold()
        yield Finding(f"受信任位置 {version}", good, path or "没有登记", "" if good else AGAIN)


def policy_found(machine: Machine) -> Iterable[Finding]:
    """What the company's administrator has forbidden."""
    held: dict[str, RegistryValue] = {}
    for root in ("HKLM", "HKCU"):
        held |= machine.registry.values(root + POLICIES)
        locations = machine.registry.values(rf"{root}{POLICIES}\Trusted Locations")
        held |= {f"位置.{name}": value for name, value in locations.items()}
    names = {name.casefold(): value for name, value in held.items()}
    said = []
    if names.get("vbawarnings") == 4:
        said.append("宏全部禁用")
    if names.get("vbawarnings") == 3:
        said.append("只许有签名的宏")
    if names.get("位置.alllocationsdisabled") == 1:
        said.append("受信任位置一律不认")
    yield Finding("组策略", not said, "；".join(said) or "没有限制宏", "请信息部门放行本加载项；在那以前用命令，功能相同" if said else "")


def excel_found(machine: Machine) -> Iterable[Finding]:
    """Whether WPS answers where a program asks for Excel."""
    number = str(machine.registry.values(r"HKCR\Excel.Application\CLSID").get("", ""))
    server = str(machine.registry.values(rf"HKCR\CLSID\{number}\LocalServer32").get("", "")) if number else ""
    if not server:
        yield Finding("Excel", False, "没有装 Excel", "按钮要 Excel；没有 Excel，用命令，功能相同")
        return
    wps = re.search(r"wps|kingsoft|\bet\.exe", server, re.I) is not None
    remedy = "WPS 占了 Excel 的位置：在 WPS 的配置工具里取消“兼容第三方系统和软件”，或修复 Office"
    yield Finding("Excel", not wps, server, remedy if wps else "")


def paths_found(machine: Machine) -> Iterable[Finding]:
    bad = [str(path) for path in (machine.python, machine.prefix, machine.house) if not installation.fits(str(path), machine.code_page)]
    yield Finding("路径", not bad, "、".join(bad) or str(machine.house), "把安装文件夹移到英文路径，如 C:\\duban，再装一次" if bad else "")


def workbook_found(machine: Machine, workbook: Path) -> Iterable[Finding]:
    """The workbook that a button stands on: in the cloud it has no path of its own, and the mark of the web blocks its macros."""
    text = str(workbook)
    roots = [value for name, value in machine.environment.items() if name.casefold().startswith("onedrive") and value]
    cloud = is_address(text) or any(text.casefold().startswith(root.casefold()) for root in roots)
    cloud = cloud or any(word in part.casefold() for part in workbook.parts[:-1] for word in CLOUDS)
    yield Finding("工作簿", not cloud, text, "在云盘里：移到本机文件夹，云盘同步时会改名、锁住" if cloud else "")
    if machine.windows and not is_address(text):
        yield marked("工作簿来源", workbook)
