"""doctor: every fault it knows is found on a machine of fakes, with its remedy; the button asks the open workbook too."""

import importlib.metadata
import json
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import xlwings
from support.calc_office import needs_calc, new_book, shared_app, watched
from support.fake_registry import DLL, FakeRegistry
from support.tools import HOUSE
from support.year_end import OPTIONS

from addin import fonts
from addin.excel import health, installation
from addin.excel.machine import Machine
from addin.excel.xlam import addin_file
from addin.finding import Finding
from macros import buttons
from macros.__main__ import run
from macros.steps import self_check
from macros.steps.master_file import create
from macros.steps.report import Options, Status, silent

POLICY = rf"HKLM{health.POLICIES}"


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    """A Windows on which everything is as it should be."""
    registry = FakeRegistry()
    monkeypatch.setattr(fonts, "families", lambda: [f"{names[1]} (TrueType)" for names in health.FONTS.values()])
    registry.write(r"HKCR\Excel.Application\CLSID", "", "{1}")
    registry.write(r"HKCR\CLSID\{1}\LocalServer32", "", r"C:\Program Files\Microsoft Office\EXCEL.EXE /automation")
    machine = Machine(True, registry, tmp_path, tmp_path / "AppData", "utf-8", Path(sys.executable), tmp_path, HOUSE)
    monkeypatch.setattr(health, "dll_name", lambda: DLL)
    (tmp_path / DLL).touch()
    installation.install(machine, addin_file(()), DLL)
    return machine


def bad(machine: Machine, workbook: Path | None = None) -> dict[str, str]:
    """Name → remedy of what is to be mended."""
    return {one.name: one.remedy for one in health.findings(machine, workbook) if one.good is False}


def test_a_sound_installation_has_nothing_to_mend(machine: Machine, tmp_path: Path) -> None:
    assert bad(machine, tmp_path / "督办总台账.xlsm") == {}


def registry(key: str, name: str, value: str | int) -> Callable[[Machine], None]:
    return lambda machine: machine.registry.write(key, name, value)


def configured(name: str, value: str) -> Callable[[Machine], None]:
    def change(machine: Machine) -> None:
        text = machine.configuration.read_text("utf-8")
        machine.configuration.write_text(text.replace(installation.settings(machine)[name], value), "utf-8")

    return change


def mark(file: Path) -> None:
    """As Windows marks a file from the network."""
    Path(f"{file}:Zone.Identifier").write_text("[ZoneTransfer]\r\nZoneId=3\r\n")


# name, what is wrong, the finding, a part of its remedy
FAULTS: list[tuple[str, Callable[[Machine], Any], str, str]] = [
    ("no DLL", lambda m: (m.prefix / DLL).unlink(), "组件库", "杀毒软件"),
    ("no configuration", lambda m: m.configuration.unlink(), "配置", "install"),
    ("another interpreter", configured("INTERPRETER_WIN", "D:\\旧\\pythonw.exe"), "配置", "指着别的安装"),
    ("another checkout", configured("PYTHONPATH", "D:\\旧"), "配置", "指着别的安装"),
    ("no add-in", lambda m: (m.addin_folder / "duban.xlam").unlink(), "加载项", "install"),
    ("not loaded", lambda m: m.registry.remove(installation.options_key("16.0"), "OPEN"), "加载项", "install"),
    ("a damaged add-in", lambda m: (m.addin_folder / "duban.xlam").write_bytes(b"PK"), "加载项版本", "install"),
    ("mark of the web", lambda m: mark(m.addin_folder / "duban.xlam"), "加载项来源", "解除锁定"),
    ("not trusted", lambda m: m.registry.remove(installation.location_key("16.0"), "Path"), "受信任位置 16.0", "install"),
    ("macros forbidden", registry(POLICY, "VBAWarnings", 4), "组策略", "信息部门"),
    ("signed macros only", registry(POLICY, "VBAWarnings", 3), "组策略", "信息部门"),
    ("no trusted places", registry(rf"{POLICY}\Trusted Locations", "AllLocationsDisabled", 1), "组策略", "信息部门"),
    ("WPS as Excel", registry(r"HKCR\CLSID\{1}\LocalServer32", "", r'"C:\Kingsoft\WPS Office\et.exe" /automation'), "Excel", "WPS"),
    ("no Excel", lambda m: m.registry.remove(r"HKCR\Excel.Application\CLSID", ""), "Excel", "用命令"),
]  # fmt: skip


@pytest.mark.parametrize(("spoil", "name", "remedy"), [row[1:] for row in FAULTS], ids=[row[0] for row in FAULTS])
def test_each_fault_is_found_with_its_remedy(machine: Machine, spoil: Callable[[Machine], Any], name: str, remedy: str) -> None:
    spoil(machine)
    found = bad(machine)
    assert remedy in found[name], found


def test_a_missing_font_is_named(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "families", lambda: ["SimSun", "Microsoft YaHei"])
    (found,) = health.fonts_found(machine)
    assert (found.good, found.said) == (False, "缺 仿宋_GB2312、楷体_GB2312、方正小标宋简体、黑体")
    monkeypatch.setattr(fonts, "families", list)
    assert [one.good for one in health.fonts_found(machine)] == [None]


@pytest.mark.parametrize("field", ["python", "base"])
def test_the_python_of_the_microsoft_store(machine: Machine, field: str) -> None:
    """In its own folder, or where our environment was made from it."""
    store = Path("/Program Files/WindowsApps/PythonSoftwareFoundation.Python.3.12_3.12.2800.0_x64__qbz5n2kfra8p0/python.exe")
    changed: Any = {field: store}
    (found, *_) = health.python_found(replace(machine, **changed))
    assert (found.good, "单元格函数" in found.said, "python.org" in found.remedy) == (False, True, True)


def test_a_path_beyond_the_code_page(machine: Machine) -> None:
    assert "英文路径" in bad(replace(machine, code_page="ascii", house=Path("/督办")))["路径"]


def test_another_program_in_our_place(machine: Machine, tmp_path: Path) -> None:
    for name in ("macros", "udfs"):
        (tmp_path / "别的" / name).mkdir(parents=True)
        (tmp_path / "别的" / name / "__init__.py").touch()
    assert "install" in bad(replace(machine, house=tmp_path / "别的" / "里"))["程序"]


@pytest.mark.parametrize(
    ("workbook", "environment"),
    [
        ("https://d.docs.live.net/1/督办总台账.xlsm", {}),
        ("/u/OneDrive - 公司/督办总台账.xlsm", {}),
        ("/u/云/督办总台账.xlsm", {"OneDriveCommercial": "/u/云"}),
    ],
)
def test_a_workbook_in_the_cloud(machine: Machine, workbook: str, environment: dict[str, str]) -> None:
    assert "移到本机" in bad(replace(machine, environment=environment), Path(workbook))["工作簿"]


def test_a_workbook_from_the_network(machine: Machine, tmp_path: Path) -> None:
    mark(tmp_path / "账.xlsm")
    assert "解除锁定" in bad(machine, tmp_path / "账.xlsm")["工作簿来源"]


def test_the_addin_says_which_xlwings_it_was_built_with(machine: Machine) -> None:
    assert health.built_with(machine.addin_folder / "duban.xlam") == importlib.metadata.version("xlwings")


# the action


def test_the_command_tells_every_finding(capsys: pytest.CaptureFixture[str]) -> None:
    status = run(["doctor", "--json"])
    told = json.loads(capsys.readouterr().out)
    names = [one["name"] for one in told["figures"]["结果"]]
    assert names[:3] == ["Python", "xlwings", "程序"]
    assert status == (1 if told["figures"]["要处理"] else 0)
    assert len(told["messages"]) == len(names) + 1


def test_install_and_uninstall_say_where_they_work(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setattr("sys.platform", "darwin")
    for key in ("install", "uninstall"):
        assert run([key]) == 2
        assert "Windows" in capsys.readouterr().err


class FakeApp:
    def __init__(self) -> None:
        self.status_bar, self.alerts = "", list[str]()

    def alert(self, prompt: str, title: str) -> None:
        self.alerts.append(f"{title}\n{prompt}")


class FakeBook:
    def __init__(self, path: Path) -> None:
        self.fullname, self.app = str(path), FakeApp()


def test_the_button_shows_the_result_and_leaves_it_in_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book = FakeBook(tmp_path / "督办总台账.xlsm")
    monkeypatch.setattr(xlwings.Book, "caller", lambda: book)
    monkeypatch.setattr(self_check, "self_check", lambda _: [Finding("写入再读出", False, "差一格", "找人")])
    report = buttons.run("doctor")
    assert report is not None
    assert report.status is Status.DONE_WITH_ENTRIES
    (file,) = (tmp_path / "输出").rglob("*.txt")
    assert "[要处理] 写入再读出：差一格。办法：找人。" in file.read_text("utf-8-sig")
    assert file.name in book.app.alerts[0]


def test_without_a_calling_workbook_the_fault_goes_to_the_log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone() -> None:
        raise OSError("no Excel")

    shown: list[str] = []
    monkeypatch.setattr(xlwings.Book, "caller", gone)
    monkeypatch.setattr(buttons, "message_box", lambda *told: shown.append(told[0]))
    monkeypatch.setattr("macros.attempt.tempfile.gettempdir", lambda: str(tmp_path))
    assert buttons.run("refresh") is None
    (log,) = tmp_path.iterdir()
    assert str(log) in shown[0]
    assert "Traceback" not in shown[0]
    assert "no Excel" in log.read_text("utf-8")


def test_a_workbook_opened_from_the_cloud_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book = FakeBook(tmp_path)
    book.fullname = "https://d.docs.live.net/1/督办总台账.xlsm"
    monkeypatch.setattr(xlwings.Book, "caller", lambda: book)
    assert buttons.run("refresh") is None
    assert "另存到本机" in book.app.alerts[0]


class TestInLibreOffice:
    pytestmark = needs_calc

    def test_the_open_master_is_checked_and_left_alone(self, tmp_path: Path) -> None:
        book = create(tmp_path, {}, "示范", Options(now=OPTIONS.now), silent)
        app = shared_app()
        with watched(app):
            opened = app.books.open(str(book))
            try:
                before = len(app.books)
                found = {one.name: one for one in self_check.self_check(opened)}
                assert len(app.books) == before
            finally:
                opened.close()
        assert found["总台账的表"].good is True
        assert found["写入再读出"].good is True, found["写入再读出"]
        assert found["单元格函数"].good is None

    def test_another_workbook_is_no_master(self) -> None:
        for book in new_book():
            found = {one.name: one for one in self_check.self_check(book)}
            assert found["总台账的表"].good is False
