"""install and uninstall on a machine of fakes: exactly what is written, and that nothing of it stays."""

from dataclasses import replace
from pathlib import Path
from typing import TypeAlias

import pytest
from support.fake_registry import DLL, FakeRegistry

from addin.excel import installation
from addin.excel.installation import install, opened, options_key, register_addin, uninstall
from addin.excel.machine import Machine, RegistryValue
from workbook_templates.reading.errors import BookBusy, UsageError

EXCEL = r"HKCU\Software\Microsoft\Office\16.0\Excel"
LOCATION = rf"{EXCEL}\Security\Trusted Locations\duban"


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """A Windows of the Chinese code page with an environment in which xlwings has its DLL."""
    prefix = tmp_path / "duban" / ".venv"
    (prefix / "Scripts").mkdir(parents=True)
    (prefix / DLL).touch()
    home = tmp_path / "home"
    home.mkdir()
    return Machine(True, FakeRegistry(), home, home / "AppData", "gbk", prefix / "Scripts" / "pythonw.exe", prefix, tmp_path / "duban")


def held(machine: Machine) -> dict[str, dict[str, RegistryValue]]:
    assert isinstance(machine.registry, FakeRegistry)
    return machine.registry.held


def files(machine: Machine) -> list[str]:
    return sorted(str(path.relative_to(machine.profile)) for path in machine.profile.rglob("*"))


def test_install_writes_exactly_this(machine: Machine) -> None:
    written = install(machine, b"xlam", DLL)
    addin = machine.addin_folder / "duban.xlam"
    assert addin.read_bytes() == b"xlam"
    assert machine.configuration.read_bytes().decode("gbk") == (
        f'"INTERPRETER_WIN","{machine.python}"\r\n"PYTHONPATH","{machine.house}"\r\n"ADD_WORKBOOK_TO_PYTHONPATH","FALSE"\r\n'
    )
    assert held(machine) == {
        LOCATION: {"Path": f"{machine.addin_folder}\\", "Description": "督办加载项", "AllowSubfolders": 0},
        rf"{EXCEL}\Options": {"OPEN": f'/R "{addin}"'},
    }
    assert files(machine) == [
        ".duban",
        ".duban/duban.conf",
        "AppData",
        "AppData/duban",
        "AppData/duban/addin",
        "AppData/duban/addin/duban.xlam",
    ]
    assert written.files == (addin, machine.configuration)
    assert set(written.values) == {(key, name) for key, values in held(machine).items() for name in values}


def test_a_second_installation_changes_nothing(machine: Machine) -> None:
    install(machine, b"xlam", DLL)
    before = {key: dict(values) for key, values in held(machine).items()}
    install(machine, b"xlam", DLL)
    assert held(machine) == before


def test_uninstall_leaves_nothing(machine: Machine) -> None:
    install(machine, b"xlam", DLL)
    gone = uninstall(machine)
    assert {key: values for key, values in held(machine).items() if values} == {}
    assert LOCATION not in held(machine)
    assert files(machine) == ["AppData"]
    assert (len(gone.files), len(gone.values)) == (2, 4)
    again = uninstall(machine)
    assert (again.files, again.values) == ((), ())


def test_every_excel_of_the_user_gets_it(machine: Machine) -> None:
    for version in ("15.0", "16.0", "12.0"):
        machine.registry.write(rf"HKCU\Software\Microsoft\Office\{version}\Excel\Options", "Font", "x")
    machine.registry.write(r"HKCU\Software\Microsoft\Office\17.0\Word\Options", "Font", "x")
    install(machine, b"xlam", DLL)
    loads = [version for version in ("12.0", "15.0", "16.0", "17.0") if "OPEN" in held(machine).get(options_key(version), {})]
    assert loads == ["15.0", "16.0"]


Opens: TypeAlias = dict[str, str]
TEN: Opens = {f"OPEN{number or ''}": str(number) for number in range(11)}
OLD = r'/R "D:\旧\duban.xlam"'

# name, OPEN values before, after our installation, after our going
OPENS: list[tuple[str, Opens, Opens, Opens]] = [
    ("alone", {}, {"OPEN": "我"}, {}),
    ("behind others", {"OPEN": "a", "OPEN1": "b"}, {"OPEN": "a", "OPEN1": "b", "OPEN2": "我"}, {"OPEN": "a", "OPEN1": "b"}),
    ("into a gap", {"OPEN1": "b"}, {"OPEN": "我", "OPEN1": "b"}, {"OPEN": "b"}),
    ("more than ten", TEN, {**TEN, "OPEN11": "我"}, TEN),
    ("another path", {"OPEN": OLD}, {"OPEN": OLD, "OPEN1": "我"}, {"OPEN": OLD}),
]


@pytest.mark.parametrize(("before", "with_ours", "after"), [row[1:] for row in OPENS], ids=[row[0] for row in OPENS])
def test_others_addins_stay_in_their_order(
    machine: Machine, before: dict[str, str], with_ours: dict[str, str], after: dict[str, str]
) -> None:
    key, ours = options_key("16.0"), f'/R "{machine.addin_folder / "duban.xlam"}"'
    for name, value in before.items():
        machine.registry.write(key, name, value)
    list(register_addin(machine))
    assert {name: "我" if value == ours else value for name, value in opened(machine, key)} == with_ours
    uninstall(machine)
    assert dict(opened(machine, key)) == after


def test_one_that_came_before_others_leaves_no_gap(machine: Machine) -> None:
    """Excel reads up to the first number that is missing."""
    key = options_key("16.0")
    list(register_addin(machine))
    machine.registry.write(key, "OPEN1", "b")
    machine.registry.write(key, "OPEN2", "c")
    uninstall(machine)
    assert opened(machine, key) == [("OPEN", "b"), ("OPEN1", "c")]


def test_what_others_have_configured_stays(machine: Machine) -> None:
    machine.configuration.parent.mkdir()
    machine.configuration.write_bytes('"SHOW CONSOLE","True"\r\n"PYTHONPATH","旧"\r\n'.encode("gbk"))
    install(machine, b"xlam", DLL)
    assert installation.configured(machine)["SHOW CONSOLE"] == "True"
    assert installation.configured(machine)["PYTHONPATH"] == str(machine.house)
    uninstall(machine)
    assert machine.configuration.read_bytes() == b'"SHOW CONSOLE","True"\r\n'


REFUSED = [
    ("not Windows", {"windows": False}, "只能装进 Windows"),
    ("a letter beyond the code page", {"house": Path("/督办𠮷")}, "代码页 gbk"),
    ("an interpreter beyond it", {"python": Path("/café/pythonw.exe"), "code_page": "ascii"}, "代码页 ascii"),
    ("no DLL", {"prefix": Path("/别处")}, DLL),
]


@pytest.mark.parametrize(("change", "said"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_where_it_can_not_work_nothing_is_written(machine: Machine, change: dict[str, object], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        install(replace(machine, **change), b"xlam", DLL)  # type: ignore[arg-type]
    assert (held(machine), files(machine)) == ({}, [])


def test_excel_that_holds_the_addin_is_to_be_closed(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    install(machine, b"old", DLL)

    def busy(*_: object) -> None:
        raise PermissionError(13, "in use")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", busy)
        with pytest.raises(BookBusy, match="关闭所有 Excel"):
            install(machine, b"new", DLL)
    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", busy)
        with pytest.raises(BookBusy, match="关闭所有 Excel"):
            uninstall(machine)
    assert (machine.addin_folder / "duban.xlam").read_bytes() == b"old"
    assert "OPEN" in held(machine)[options_key("16.0")]


def test_uninstalling_where_no_excel_is(machine: Machine) -> None:
    with pytest.raises(UsageError, match="不是 Windows"):
        uninstall(replace(machine, windows=False))


def test_the_double_click_file_is_short_and_calls_setup_here() -> None:
    lines = (Path(installation.__file__).parents[1] / "install_excel.cmd").read_bytes().decode("ascii").split("\r\n")
    assert len([line for line in lines if line]) <= 5
    assert 'py "%~dp0setup_here.py" install %*' in lines
