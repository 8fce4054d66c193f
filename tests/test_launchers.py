"""The files to double-click: what stands in them, and that they start `open` for the workbook that they lie beside."""

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from addin import launchers
from addin.launchers import NAME, batch_file, desktop_file, literal, menu_entry, put, put_launcher, words
from macros import install, uninstall
from macros.__main__ import run
from macros.steps.master_file import MASTER, create, find
from macros.steps.report import Options, silent
from workbook_templates.reading import clock
from workbook_templates.reading.errors import UsageError

HARD = "督办 程序 %PATH% 100%k & del ! ^ 'a' $HOME `id` 𠮷"
SETUP = """import json, pathlib, sys
pathlib.Path(__file__).with_name("called.json").write_text(json.dumps(sys.argv[1:]), "utf-8")
"""


def house(folder: Path) -> Path:
    """An installation folder of a hard name, whose setup_here.py notes how it was called."""
    home = folder / HARD
    (home / "addin").mkdir(parents=True)
    (home / "addin" / "setup_here.py").write_text(SETUP, "utf-8")
    return home


def called(home: Path) -> list[str]:
    return list(json.loads((home / "addin" / "called.json").read_text("utf-8")))


def exec_line(data: bytes) -> str:
    """Exec as a desktop reads it: the escapes of the file undone."""
    (line,) = re.findall(r"(?m)^Exec=(.*)$", data.decode())
    return re.sub(r"\\(.)", r"\1", line)


@pytest.mark.skipif(os.name == "nt", reason="a desktop of Linux")
@pytest.mark.parametrize("uri", [False, True], ids=["path", "URI"])
def test_the_line_of_the_desktop_file_runs_in_a_shell(tmp_path: Path, uri: bool) -> None:
    """Whatever the installation and the work folder are called."""
    home, work = house(tmp_path / "甲"), tmp_path / "乙" / HARD
    work.mkdir(parents=True)
    (work / MASTER).touch()
    own = work / f"{NAME}.desktop"
    line = exec_line(desktop_file(words(home / ".venv", sys.executable)))
    given = own.as_uri() if uri else str(own)
    line = re.sub(r"%(.)", lambda code: {"%": "%", "k": shlex.quote(given)}[code[1]], line)
    subprocess.run(["sh", "-c", line], check=True, cwd=tmp_path)
    action, target = called(home)
    assert action == "open"
    assert find(Path(target)) == work / MASTER


def test_the_batch_file_is_short_and_holds_nothing_that_another_code_page_changes(tmp_path: Path) -> None:
    home = house(tmp_path)
    for command in (("py", str(home / "addin" / "setup_here.py")), (rf"C:\{HARD}\python.exe", "-P", "-m", "macros")):
        data = batch_file(command)
        lines = data.decode("gbk").split("\r\n")
        assert (lines.pop(), len(lines) <= 5, lines[0]) == ("", True, "@echo off")
        told = [line for line in lines if not line.isascii()]
        assert [launchers.NO_PYTHON in line for line in told] == [True]
        trail = [byte for letter in launchers.NO_PYTHON if not letter.isascii() for byte in letter.encode("gbk")]
        assert min(trail) >= 0x80  # no half of a letter is one of cmd's own signs
        (call,) = [line for line in lines if line.startswith("py -c")]
        program, place = re.fullmatch(r'py -c "([^"%!^&|<>]*)" (.*)', call).groups()  # type: ignore[union-attr]
        assert place == '"%~dp0."'
        assert re.search(r"subprocess\.call\((.*)\)\)$", program)
        held = [eval(one) for one in re.findall(r"'[^']*'", program)]  # noqa: S307 - texts of the file just made
        assert held == [*(command[1:] if command[0] == "py" else command), "open"]


def test_what_the_batch_file_tells_python_runs(tmp_path: Path) -> None:
    """Everything but cmd.exe itself: the program text with the arguments that it would get."""
    home, work = house(tmp_path / "甲"), tmp_path / HARD
    work.mkdir()
    data = batch_file(words(home / ".venv", sys.executable) if os.name == "nt" else ("py", str(home / "addin" / "setup_here.py")))
    (program,) = re.findall(r'py -c "([^"]*)"', data.decode("gbk"))
    done = subprocess.run([sys.executable, "-c", program, f"{work}{os.sep}."], check=False)
    assert done.returncode == 0
    assert called(home) == ["open", f"{work}{os.sep}."]


@pytest.mark.parametrize("text", [HARD, "C:\\用户\\a b", "", "'\"\\"])
def test_a_literal_is_what_it_stands_for(text: str) -> None:
    assert eval(literal(text)) == text  # noqa: S307
    assert literal(text).isascii()


def test_without_an_installation_folder_the_interpreter_is_called(tmp_path: Path) -> None:
    assert words(tmp_path / "venv", "/usr/bin/python") == ("/usr/bin/python", "-P", "-m", "macros")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the file of Linux")
def test_new_and_upgrade_put_it_beside_the_workbook(tmp_path: Path) -> None:
    home = tmp_path / "示范 家"
    create(home, {}, "示范", Options(clock.now()), silent)
    own = home / f"{NAME}.desktop"
    data = own.read_bytes()
    assert (os.access(own, os.X_OK), b" open %k\n" in data, "第一次会先安装" in data.decode()) == (True, True, True)
    own.write_text("旧的", "utf-8")
    assert run(["upgrade", str(home), "--quiet"]) == 0
    assert own.read_bytes() == data
    assert find(own) == home / MASTER
    stamp = own.stat().st_mtime_ns
    assert put_launcher(home) == own
    assert own.stat().st_mtime_ns == stamp  # nothing differed


def test_where_it_can_not_be_written_the_action_goes_on(tmp_path: Path) -> None:
    (tmp_path / "占了").touch()
    assert put(tmp_path / "占了" / f"{NAME}.desktop", b"") is None


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the menu of Linux")
def test_install_on_linux_puts_an_entry_into_the_menu_and_uninstall_takes_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "数据"))
    entry = tmp_path / "数据" / "applications" / "duban.desktop"
    report = install.install(Options(clock.now()), silent)
    assert report.files == (entry,)
    text = entry.read_text("utf-8")
    assert exec_line(text.encode()).endswith(" open %f")
    assert "spreadsheetml" in text
    gone = uninstall.uninstall(Options(clock.now()), silent)
    assert (gone.figures["文件"], entry.exists()) == ([str(entry)], False)
    assert menu_entry(tmp_path, {}) == tmp_path / ".local" / "share" / "applications" / "duban.desktop"
    (tmp_path / "数据").rename(tmp_path / "移走")
    (tmp_path / "数据").touch()
    with pytest.raises(UsageError, match="写不了"):
        install.install(Options(clock.now()), silent)
