"""The buttons of 操作台: what the Sub does in Excel, which interpreter LibreOffice starts, what a button does and says without a host."""

import datetime as dt
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import xlwings
from support.button_master import refreshed_master

from addin.calc import button_runner, calling_office, interpreter
from addin.calc import office as offices
from addin.closed.file_book import FileBook
from addin.store import backup_path, locked
from macros import __main__ as command_line
from macros import buttons
from macros.attempt import attempt
from macros.steps.report import Report, Status
from workbook_templates.master.buttons import INTERPRETER, TEXT, macro, shown
from workbook_templates.reading.clock import STOPPED
from workbook_templates.reading.errors import BookBusy, UsageError
from workbook_templates.tables import TABLES
from workbook_templates.tables.actions import ACTIONS, BY_KEY
from workbook_templates.tables.default_rows import default_rows
from workbook_templates.tables.grid import Value

# the Sub


@pytest.fixture(scope="module")
def master(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return refreshed_master(tmp_path_factory.mktemp("按钮"))


FAKE = """Public Told As String
Public Sub RunPython(text As String)
    Told = text
End Sub
Function What()
    What = Told
End Function
Function GetConfig(name As String)
    GetConfig = "<interpreter>"
End Function
"""
"""Stands for xlwings' module where no Windows is."""


def with_fake_xlwings(master: Path, folder: Path, interpreter: str) -> Path:
    """A copy of the master whose xlwings only remembers what it was told."""
    from pyopenvba import ExcelFile

    path = Path(shutil.copy2(master, folder / "假.xlsm"))
    with ExcelFile(path) as book:
        book.vba_project().get_module("xlwings").body = FAKE.replace("<interpreter>", interpreter).replace("\n", "\r\n")
        book.save()
    return path


def test_in_excel_the_sub_hands_the_action_to_runpython(master: Path, tmp_path: Path) -> None:
    from pyopenvba.apps.excel import ExcelApplication

    excel = ExcelApplication.open(str(with_fake_xlwings(master, tmp_path, "python.exe")))
    for action in shown():
        excel.run(macro(action))
        assert excel.run("What") == f"import macros.buttons; macros.buttons.run('{action.key}')"
    assert not excel.dialogs


def test_in_excel_before_the_installation_the_sub_says_what_to_do(master: Path, tmp_path: Path) -> None:
    from pyopenvba.apps.excel import ExcelApplication

    excel = ExcelApplication.open(str(with_fake_xlwings(master, tmp_path, "")))
    excel.run("DB_Refresh")
    (dialog,) = excel.dialogs
    assert dialog[1] == TEXT


# which interpreter


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv(interpreter.OFF)
    monkeypatch.setattr(interpreter, "uno_module", lambda: None)
    return tmp_path


def test_the_interpreter_is_noted_once_and_anew_when_it_is_another(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    note = home / INTERPRETER
    interpreter.remember()
    assert note.read_text("utf-8") == f"{sys.executable}\n"
    os.utime(note, (1, 1))
    interpreter.remember()
    assert note.stat().st_mtime == 1
    monkeypatch.setattr(sys, "executable", "/opt/别处/python")
    interpreter.remember()
    assert note.read_text("utf-8") == "/opt/别处/python\n"
    assert [path.name for path in note.parent.iterdir()] == ["python"]


def test_an_interpreter_without_uno_is_not_noted(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> None:
        raise UsageError("uno")

    monkeypatch.setattr(interpreter, "uno_module", missing)
    interpreter.remember()
    assert not (home / INTERPRETER).exists()


def test_tests_and_a_home_that_is_a_file_note_nothing(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(interpreter.OFF, "off")
    interpreter.remember()
    assert list(home.iterdir()) == []
    (home / "文件").touch()
    monkeypatch.setenv("HOME", str(home / "文件"))
    monkeypatch.delenv(interpreter.OFF)
    interpreter.remember()


def test_xlwings_comes_without_what_no_button_needs() -> None:
    ask = (
        "import sys; from addin.calc import button_runner as b\n"
        "with b._spared(): import xlwings\n"
        "print(sorted({'pandas', 'numpy'} & sys.modules.keys())); import pandas; print(pandas.Series([1]).sum())"
    )
    done = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, timeout=120, check=False)
    assert (done.returncode, done.stdout) == (0, "[]\n1\n"), done.stderr


# a button without a host


class FakeApp:
    """Remembers what the user would see."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self.alerts: list[tuple[str, str]] = []

    @property
    def status_bar(self) -> str:
        return self.told[-1]

    @status_bar.setter
    def status_bar(self, text: str) -> None:
        self.told.append(text)

    def alert(self, prompt: str, title: str) -> None:
        self.alerts.append((prompt, title))


class FakeBook(NamedTuple):
    fullname: str
    app: FakeApp
    notes: tuple[str, ...] = ()


@pytest.fixture
def fake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FakeBook:
    book = FakeBook(str(tmp_path / "账.xlsm"), FakeApp())
    monkeypatch.setattr(xlwings.Book, "caller", lambda: book)
    monkeypatch.setattr(buttons, "LiveBook", lambda found: found)
    return book


def acting(monkeypatch: pytest.MonkeyPatch, action: Callable[..., Report]) -> None:
    monkeypatch.setattr(buttons, "function_of", lambda key: action if key == "refresh" else None)


def test_progress_and_outcome_are_told(fake: FakeBook, monkeypatch: pytest.MonkeyPatch) -> None:
    def action(book: Any, options: Any, progress: Callable[[str], None]) -> Report:
        assert (book, options.as_of) == (fake, None)
        progress("读取工作簿")
        return Report("refresh", Status.DONE_WITH_ENTRIES, ("刷新完成。", "数据检查 3 条。"), {"改动": True})

    acting(monkeypatch, action)
    report = buttons.run("refresh")
    assert report is not None
    assert report.status is Status.DONE_WITH_ENTRIES
    assert fake.app.told == ["刷新：开始…", "刷新：读取工作簿…", "刷新完成。工作簿还没有保存。"]
    assert fake.app.alerts == []


def test_a_refusal_and_a_fault_are_said_in_chinese(fake: FakeBook, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("macros.attempt.tempfile.gettempdir", lambda: str(tmp_path))

    def failing(error: Exception) -> Callable[..., Report]:
        def action(*_: object) -> Report:
            raise error

        return action

    acting(monkeypatch, failing(UsageError("少了一列，没有改动。")))
    buttons.run("refresh")
    assert fake.app.told[-1] == "刷新没有办成：少了一列，没有改动。"
    assert fake.app.alerts == [("少了一列，没有改动。", "督办 · 刷新")]
    acting(monkeypatch, failing(ZeroDivisionError("division")))
    buttons.run("refresh")
    prompt, _ = fake.app.alerts[-1]
    assert "程序出错" in prompt
    assert "Traceback" not in prompt
    assert "ZeroDivisionError: division" in (tmp_path / "督办-出错.log").read_text("utf-8")


@pytest.mark.parametrize("action", [one for one in ACTIONS if one.target == "DIR" or one.whole], ids=lambda action: action.key)
def test_an_action_that_no_button_can_run_says_so(action: Any, fake: FakeBook) -> None:
    report = buttons.run(action.key)
    assert report is not None
    assert report.status is Status.NOT_DONE
    ((prompt, _),) = fake.app.alerts
    assert "什么也没有改动" in prompt


def test_going_back_is_explained_without_a_terminal(fake: FakeBook) -> None:
    path = Path(fake.fullname)
    kept = [backup_path(path, dt.datetime(2026, 12, day, 9)) for day in (1, 2, 3, 4)]
    kept[0].parent.mkdir(parents=True)
    for one in kept:
        one.touch()
    report = buttons.run("undo")
    assert report is not None
    told = "\n".join(report.messages)
    assert f"最近的：{kept[3].name}、{kept[2].name}、{kept[1].name}）" in told
    assert kept[0].name not in told
    assert "改名为 账.xlsm" in told


def test_a_long_report_keeps_its_end() -> None:
    lines = [str(number) for number in range(40)]
    assert buttons.shortened(lines[:29]).split("\n") == lines[:29]
    assert buttons.shortened(lines).split("\n") == [*lines[:24], "……（中间略去 12 行）", *lines[36:]]


# a button with options, and the command line with the same


@pytest.fixture
def twins(master: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    """Two copies of the master, for a click and for the command line at the same moment."""
    pair = tmp_path / "按" / "督办总台账.xlsm", tmp_path / "打" / "督办总台账.xlsm"
    for path in pair:
        (path.parent / "回收").mkdir(parents=True)
        shutil.copy(master, path)
    monkeypatch.setattr(buttons, "LiveBook", lambda found: FileBook(Path(found.fullname)))
    monkeypatch.setenv(STOPPED, "2026-12-31T09:30:00")
    return pair


def press(path: Path, key: str) -> Report:
    """What the button does, on a file instead of an open workbook."""
    book: Any = FakeBook(str(path), FakeApp())
    return attempt(BY_KEY[key], lambda: buttons.perform(BY_KEY[key], book))


def fill_in(path: Path, key: str, **values: Value) -> None:
    """取值 of rows of 按钮选项, by option."""
    book, name = FileBook(path), BY_KEY[key].name
    rows = book.read(["按钮选项"])["按钮选项"].rows
    book.update("按钮选项", {(at, "取值"): values[str(row[1])] for at, row in enumerate(rows) if row[0] == name and row[1] in values})
    assert book.commit(None)


def option_of(path: Path, key: str, option: str) -> Value:
    rows = FileBook(path).read(["按钮选项"])["按钮选项"].rows
    return next(row[2] for row in rows if row[:2] == (BY_KEY[key].name, option))


def outside(path: Path) -> dict[str, bytes]:
    """The files that a run leaves for people, by name."""
    found = [one for folder in ("输出", "下发", "模板") for one in (path.parent / folder).rglob("*") if one.is_file()]
    return {str(one.relative_to(path.parent)): one.read_bytes() for one in found}


@pytest.mark.parametrize(
    ("key", "values", "words", "made"),
    [
        ("draw", {"抽几个": "３", "随机种子": 7.0}, ["-n", "3", "--seed", "7"], "抽查单_2026-12-31_7"),
        (
            "document",
            {"文书种类": "督办通报", "期间": "2026-10", "正式编号": "是"},
            ["督办通报", "--period", "2026-10", "--issue"],
            "督办通报",
        ),
        ("document", {"文书种类": "督办单", "部门": "运检部；安监部"}, ["督办单", "--dept", "运检部", "--dept", "安监部"], "督办单"),
        ("whatif", {"参数改为": "绿灯下限=85，提前提醒天数=5,2"}, ["绿灯下限=85", "提前提醒天数=5,2"], "试算"),
        ("send", {"发给谁": "领导、考评"}, ["--to", "领导", "--to", "考评"], "下发/"),
        ("remind", {}, [], "提醒一览"),
    ],
)
def test_a_button_does_what_the_command_does(
    key: str, values: dict[str, Value], words: list[str], made: str, twins: tuple[Path, Path]
) -> None:
    clicked, typed = twins
    if values:
        fill_in(clicked, key, **values)
        fill_in(typed, key, **values)
    report = press(clicked, key)
    assert report.status is not Status.NOT_DONE, report.messages
    assert command_line.run([key, str(typed), *words]) == report.status
    assert outside(clicked) == outside(typed)
    assert any(made in name for name in outside(clicked))
    assert all(f"{option} {value}" in "\n".join(report.messages) for option, value in values.items() if isinstance(value, str))
    same = [name for name in TABLES if name not in ("按钮选项", "操作日志")]
    assert FileBook(clicked).read(same) == FileBook(typed).read(same)
    if "正式编号" in values:
        assert option_of(clicked, key, "正式编号") is None
        assert "“正式编号”已清空" in report.messages[-1]
        assert option_of(clicked, key, "文书种类") == "督办通报"


def test_what_an_action_refuses_is_told_with_the_cells_and_changes_nothing(twins: tuple[Path, Path]) -> None:
    path = twins[0]
    fill_in(path, "document", 文书种类="督办单", 部门="没有的部", 正式编号="是")
    before = path.read_bytes()
    report = press(path, "document")
    assert report.status is Status.NOT_DONE
    assert "没有部门“没有的部”" in report.messages[0]
    line = [row[:2] for row in default_rows("按钮选项")].index(("文书", "部门")) + 4
    assert f"第 {line} 行“部门”是“没有的部”" in report.messages[1]
    assert path.read_bytes() == before


def test_a_period_that_is_open_is_closed_after_the_cell_that_the_message_names(twins: tuple[Path, Path]) -> None:
    path = twins[0]
    fill_in(path, "close", 期间="2026Q2")
    report = press(path, "close")
    assert report.status is Status.NOT_DONE
    assert "在“按钮选项”里把“定稿”的“期间”填“2026Q2”、“有未了结也定稿”填“是”，再点“定稿”" in report.messages[0]
    fill_in(path, "close", 有未了结也定稿="是")
    report = press(path, "close")
    assert report.status is Status.DONE_WITH_ENTRIES
    assert (option_of(path, "close", "有未了结也定稿"), option_of(path, "close", "期间")) == (None, "2026Q2")
    report = press(path, "close")
    assert "“重开”填“是”，再点“定稿”" in report.messages[0]


def test_every_button_of_a_new_workbook_does_something_or_says_which_cell_to_fill(twins: tuple[Path, Path]) -> None:
    for action in shown():
        if action.asks:
            report = press(twins[0], action.key)
            told = "\n".join(report.messages)
            assert (report.status is Status.NOT_DONE) is (action.key in ("import", "minutes", "close")), told
            assert "--" not in told, told
            assert "duban" not in told.replace("/duban", ""), told
    (told,) = press(twins[0], "import").messages
    assert told.startswith("“导入”要先在“按钮选项”第 ")


def test_nothing_is_done_while_another_run_has_the_workbook(fake: FakeBook, monkeypatch: pytest.MonkeyPatch) -> None:
    acting(monkeypatch, lambda *_: pytest.fail("ran"))
    with locked(Path(fake.fullname)):
        assert buttons.run("refresh") is None
    assert fake.app.told == ["刷新：上一次还没有办完，这一次没有做，请稍候。"]
    assert fake.app.alerts == []


def test_a_closed_workbook_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    class Nobody:
        """An office without a workbook; a class as the real one is, so that the engine can be read after it took its place."""

        def __init__(self, _pipe: str) -> None: ...

        @staticmethod
        def documents() -> list[object]:
            return []

    told: list[str] = []

    class Caller(calling_office.Caller):
        def tell(self, word: str) -> Callable[[], object]:
            told.append(word)
            return lambda: None

    monkeypatch.setattr(offices, "Office", Nobody)
    caller = Caller("true", [])
    with pytest.raises(BookBusy, match="已经关闭"), button_runner.calling_book(caller, caller.open_pipe(), "/甲/账.xlsm"):
        pass
    assert told == ["--accept", "--unaccept"]
