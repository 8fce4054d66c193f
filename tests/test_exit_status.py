"""The exit status, and a word in Chinese, in whatever state a process is started: 0 and 1 for what was done, 2 for all that was not."""

import os
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from support.environments import BARE, CALL, INSIDE, LONG, WITHOUT, shell

from macros import command_line
from macros.__main__ import run
from macros.attempt import INTERRUPTED

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the rows are written for a POSIX shell")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("环境") / "家"
    assert run(["new", str(folder), "--quiet"]) == 0
    return folder


@pytest.mark.parametrize(
    ("name", "words", "variables", "status", "told"),
    [
        ("standard output closed", f"{CALL} check 家 >&-", {}, 0, ""),
        ("every stream closed", f"{CALL} check 家 <&- >&- 2>&-", {}, 0, ""),
        ("no streams, as under pythonw", f'{sys.executable} -c "{WITHOUT}" check 家', {}, 0, ""),
        ("a full disk behind the output", f"{CALL} check 家 >/dev/full", {}, 0, ""),
        ("nobody reads", f"{CALL} check 家 | true; exit ${{PIPESTATUS[0]}}", {}, 0, ""),
        ("nobody reads the help", f"{CALL} --help | true; exit ${{PIPESTATUS[0]}}", {}, 0, ""),
        ("nobody reads the version", f"{CALL} --version | true; exit ${{PIPESTATUS[0]}}", {}, 0, ""),
        ("only ASCII", f"{CALL} check 家", {"PYTHONIOENCODING": "ascii"}, 0, r"\u6570\u636e\u68c0\u67e5"),
        ("no home", f"{CALL} check 家", {"HOME": "/nichts"}, 0, "数据检查"),
        ("only ASCII, failing", f"{CALL} check 没有", {"PYTHONIOENCODING": "ascii"}, 2, r"\u627e\u4e0d\u5230"),
        (
            "the locale C, failing",
            f"{CALL} check 没有",
            {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": ""},
            2,
            r"\u627e\u4e0d\u5230",
        ),
        ("a path too long", f"{CALL} check {LONG}", {}, 2, "路径或文件名太长"),
        ("a folder too long", f"{CALL} new {LONG}", {}, 2, "路径或文件名太长"),
        ("the folder is gone", f"mkdir 旧; cd 旧; rmdir ../旧; {CALL} new 新", {}, 2, "请换"),
        ("a wrong option", f"{CALL} check 家 --nix", {}, 2, "没有选项 --nix"),
        ("a part is not installed", f'{sys.executable} -c "{BARE}" check 家', {}, 2, "督办没有装好"),
        ("a part of an action", f'{sys.executable} -c "{INSIDE}" check 家', {}, 2, "程序出错"),
        ("the error stream closed", f"{CALL} check 没有 2>&-; s=$?; cat 督办-出错.log; exit $s", {}, 2, "找不到“没有”"),
        ("no streams, failing", f'{sys.executable} -c "{WITHOUT}" check 没; s=$?; cat 督办-出错.log; exit $s', {}, 2, "找不到“没”"),
    ],
)
def test_an_environment(name: str, words: str, variables: Mapping[str, str], status: int, told: str, home: Path) -> None:
    done = shell(home.parent, words, variables)
    said = (done.stdout + done.stderr).decode()
    assert (done.returncode, told in said) == (status, True), (name, said)
    assert "Traceback" not in said, name


@pytest.mark.parametrize(
    ("error", "said"),
    [(KeyboardInterrupt(), INTERRUPTED), (RecursionError(), "程序出错（RecursionError）"), (OSError(28, "voll"), "程序出错（OSError）")],
)
def test_what_ends_a_run_outside_an_action(
    error: BaseException, said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    def failing(_: Sequence[str]) -> int:
        raise error

    monkeypatch.setattr(command_line, "run", failing)
    monkeypatch.setattr(tempfile, "gettempdir", lambda: str(tmp_path))
    assert run(["check", "家"]) == 2
    assert said in capsys.readouterr().err


def test_without_any_place_to_write_the_fault_itself_is_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    def nowhere() -> str:
        raise FileNotFoundError(2, "No usable temporary directory found")

    monkeypatch.setattr(tempfile, "gettempdir", nowhere)
    assert run(["check", str(tmp_path / "没有")]) == 2
    assert run(["refresh", str(Path(__file__))]) == 2
    assert "系统的临时文件夹写不进去" in capsys.readouterr().err
