"""The command line: every action a command with help, Chinese words for a wrong call, the exit statuses of product.md §4."""

import json
import os
import subprocess
import sys
from pathlib import Path

import click
import pytest

from addin.closed.file_book import FileBook
from macros.__main__ import run
from macros.attempt import function_of
from macros.command_line import asked_for
from workbook_templates.tables.actions import ACTIONS, BY_KEY, Action


def call(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str, str]:
    status = run([str(word) for word in words])
    out, err = capsys.readouterr()
    return status, out, err


def test_help_lists_every_action_in_order(capsys: pytest.CaptureFixture[str]) -> None:
    for words in ((), ("--help",)):
        status, out, _ = call(capsys, *words)
        assert status == 0
        places = [out.index(f"\n  {action.key} ") for action in ACTIONS]
        assert places == sorted(places)
        assert all(action.help[:12] in out for action in ACTIONS)


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.key)
def test_a_command_has_chinese_help_for_every_option(action: Action, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = call(capsys, action.key, "--help")
    assert status == 0
    assert out.startswith("用法：duban " + action.key)
    assert action.help in out.replace("\n  ", "")
    for flag in (*(option.flag for option in action.options), "--as-of", "--json", "--quiet", "--help"):
        assert flag in out
    for word in ("Usage", "Options", "Show this", "Commands", "[required]", "Arguments", "TEXT", "INTEGER"):
        assert word not in out


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.key)
def test_every_action_is_there(action: Action) -> None:
    assert callable(function_of(action.key))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["refrsh"], "没有命令“refrsh”。是不是 refresh？运行 duban --help 看全部命令。"),
        (["完全不像"], "没有命令“完全不像”。运行 duban --help 看全部命令。"),
        (["refresh"], "缺少 BOOK。运行 duban refresh --help 看用法。"),
        (["document", "x"], "缺少 KIND。运行 duban document --help 看用法。"),
        (["refresh", "x", "--asof", "1"], "没有选项 --asof。是不是 --as-of？运行 duban refresh --help 看用法。"),
        (["refresh", "x", "--as-of", "2026-06-31"], "--as-of 的值不对。“2026-06-31”不是日期，填日期，如 2026-03-05。"),
        (["refresh", "x", "--as-of"], "选项 --as-of 用得不对，是否缺了值？"),
        (["send", "x", "--to", "谁"], "--to 的值不对。“谁”不在可选值中，可选：部门、领导、考评、抽查、纪检、单位。"),
        (["refresh", "没有这个文件.xlsm"], "找不到“没有这个文件.xlsm”。请核对文件名和所在文件夹。"),
        (["new", "x", "y"], "多写了参数：y。运行 duban new --help 看用法。"),
        (["draw", "x", "-n", "几个"], "-n 的值不对。“几个”不是数字，填整数，如 5。"),
    ],
)
def test_a_wrong_call_is_answered_in_chinese(words: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = call(capsys, *words)
    assert (status, out) == (2, "")
    assert said in err


def test_a_command_answers_to_its_chinese_name(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert call(capsys, "新建", tmp_path / "空")[0] == 0
    assert call(capsys, "刷新", tmp_path / "空")[0] == 0


def test_an_open_workbook_with_nothing_to_write_is_not_silent(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    call(capsys, "new", tmp_path / "空")
    call(capsys, "refresh", tmp_path / "空")
    assert "打开着" not in call(capsys, "refresh", tmp_path / "空")[1]
    (tmp_path / "空" / ".~lock.督办总台账.xlsm#").write_text(",王芳,电脑,,;", encoding="utf-8")
    status, out, _ = call(capsys, "refresh", tmp_path / "空")
    assert status == 0
    assert "没有保存的改动没有算进去" in out


def test_advice_names_the_command_as_it_was_called(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUBAN_COMMAND", "python3 addin/setup_here.py")
    assert "运行 python3 addin/setup_here.py refresh --help 看用法。" in call(capsys, "refresh")[2]
    assert "运行 python3 addin/setup_here.py --help 看全部命令。" in call(capsys, "refrsh")[2]


def test_a_folder_without_a_master(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    status, _, err = call(capsys, "check", tmp_path)
    assert status == 2
    assert "里没有 督办总台账.xlsm" in err


def test_new_makes_a_workbook_and_its_folders(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    home = tmp_path / "中文 目录 &(1)"
    status, out, _ = call(capsys, "new", home)
    assert status == 0
    assert "已新建" in out
    names = [
        "下发",
        "回收",
        "输出",
        "归档",
        "模板",
        "督办总台账.xlsm",
        *(["打开督办.desktop"] if sys.platform == "linux" else []),
    ]
    assert sorted(path.name for path in home.iterdir()) == sorted(names)
    before = (home / "督办总台账.xlsm").read_bytes()
    status, _, err = call(capsys, "new", home)
    assert status == 2
    assert "已经有 督办总台账.xlsm，没有覆盖" in err
    assert (home / "督办总台账.xlsm").read_bytes() == before


@pytest.mark.parametrize(("words", "name"), [(["--name", " 江城供水公司 "], "江城供水公司"), ([], None)])
def test_new_takes_the_name_of_the_company(capsys: pytest.CaptureFixture[str], tmp_path: Path, words: list[str], name: str | None) -> None:
    status, out, err = call(capsys, "new", tmp_path, *words)
    assert (status, err) == (0, "")
    assert ("单位名称空着" in out) is (name is None)
    rows = FileBook(tmp_path / "督办总台账.xlsm").read(["参数", "文种"])
    assert {row[0]: row[1] for row in rows["参数"].rows}["单位名称"] == name
    assert {row[2] for row in rows["文种"].rows} - {None} == {name} - {None}  # the discipline department signs its own
    following = call(capsys, "new", tmp_path / "明年", "--from", tmp_path, "--name", "新公司")
    assert following[0] == 0
    carried = FileBook(tmp_path / "明年" / "督办总台账.xlsm").read(["参数"])["参数"]
    assert {row[0]: row[1] for row in carried.rows}["单位名称"] == "新公司"


def test_a_terminal_asks_for_the_name(monkeypatch: pytest.MonkeyPatch) -> None:
    (option,) = [option for option in BY_KEY["new"].options if option.asked]
    assert asked_for(option) is None  # nobody sits at a test
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    for typed, name in (("江城供水公司", "江城供水公司"), ("", None), ("  ", None)):
        monkeypatch.setattr(click, "prompt", lambda *_words, typed=typed, **_more: typed)
        assert asked_for(option) == name


def test_new_where_a_file_is(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "台账").write_text("文件", encoding="utf-8")
    status, _, err = call(capsys, "new", tmp_path / "台账")
    assert status == 2
    assert "是一个文件，不是文件夹" in err


def test_new_from_last_year(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    call(capsys, "new", tmp_path / "今年")
    status, out, err = call(capsys, "new", tmp_path / "明年", "--from", tmp_path / "今年")
    assert (status, err) == (0, "")
    assert "督办总台账.xlsm 没有改动" in out
    status, _, err = call(capsys, "new", tmp_path / "明年", "--from", tmp_path / "今年")
    assert (status, "没有覆盖" in err) == (2, True)
    status, _, err = call(capsys, "new", tmp_path / "后年", "--from", "没有.xlsm")
    assert (status, "找不到" in err, (tmp_path / "后年").exists()) == (2, True, False)


@pytest.mark.parametrize("key", ["check", "refresh"])
def test_an_empty_workbook_is_no_mistake(key: str, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    call(capsys, "new", tmp_path / "空")
    status, out, err = call(capsys, key, tmp_path / "空", "--as-of", "2026-05-04")
    assert (status, err) == (0, "")
    assert "没有发现问题" in out or "在办 0 项" in out


@pytest.mark.parametrize("key", ["check", "refresh"])
def test_json_is_all_that_stands_on_standard_output(key: str, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    call(capsys, "new", tmp_path / "空")
    status, out, err = call(capsys, key, tmp_path / "空", "--json", "--as-of", "2026年5月4日")
    summary = json.loads(out)
    assert (status, err) == (0, "")
    assert summary["action"] == key
    assert summary["status"] == 0
    assert summary["figures"]["基准日"] == "2026-05-04"
    assert summary["files"] == [str(tmp_path / "空" / "督办总台账.xlsm")]
    assert summary["messages"]


def test_quiet_says_nothing_but_what_failed(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    call(capsys, "new", tmp_path / "空")
    assert call(capsys, "refresh", tmp_path / "空", "--quiet") == (0, "", "")
    status, out, err = call(capsys, "refresh", tmp_path / "没有", "--quiet")
    assert (status, out) == (2, "")
    assert "找不到" in err


def test_a_file_that_is_no_workbook(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "照片.xlsm"
    path.write_bytes(b"\x89PNG\r\n")
    for key in ("check", "refresh"):
        status, out, err = call(capsys, key, path)
        assert (status, out) == (2, "")
        assert "照片.xlsm" in err
    assert path.read_bytes() == b"\x89PNG\r\n"


def test_json_of_a_failure(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    status, out, _ = call(capsys, "check", tmp_path / "没有.xlsm", "--json")
    summary = json.loads(out)
    assert status == summary["status"] == 2
    assert "找不到" in summary["messages"][0]


@pytest.mark.parametrize("encoding", ["gbk", "ascii", "utf-8"])
def test_json_loses_nothing_where_the_console_cannot_hold_it(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "𠮷林台账㐂.xlsm"
    environment = os.environ | {"PYTHONIOENCODING": encoding}
    command = [sys.executable, "-m", "macros", "check", str(path), "--json"]
    done = subprocess.run(command, env=environment, capture_output=True, check=False)
    assert path.name in json.loads(done.stdout.decode(encoding))["messages"][0]
