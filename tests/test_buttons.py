"""The buttons of 操作台: what the Sub does in either host, a real click in LibreOffice, and what a button says when it can't."""

import datetime as dt
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NamedTuple

import pytest
import xlwings
from calc_office import needs_calc, processes_with, watched
from test_refresh import OPTIONS

from addin.calc import button_runner, calling_office, engine, interpreter
from addin.calc import office as offices
from addin.file_book import FileBook
from addin.live_book import LiveBook
from addin.store import backup_path, locked
from macros import __main__ as command_line
from macros import buttons
from macros.attempt import attempt
from macros.new import create
from macros.refresh import refresh
from macros.report import Report, Status, silent
from workbook_templates.actions import ACTIONS, BY_KEY
from workbook_templates.board_formulas import CUT_OFF
from workbook_templates.buttons import INTERPRETER, TEXT, macro, shown
from workbook_templates.errors import BookBusy, UsageError
from workbook_templates.grid import Value
from workbook_templates.sample import sample_rows
from workbook_templates.sample.company import COMPANY
from workbook_templates.tables import TABLES

PATIENCE = 90.0
"""Seconds until a click must have shown an effect; on an idle machine it takes about one."""
RUNNER = "macros.button_in_calc"


# the Sub


@pytest.fixture(scope="module")
def master(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample company, refreshed once, in a folder whose name has everything that could be misread on the way."""
    folder = tmp_path_factory.mktemp("按钮") / "中文 目录 &(1) '甲' \"乙\" %20 𠮷"
    book = create(folder, sample_rows(), COMPANY, OPTIONS, silent)
    refresh(FileBook(book), OPTIONS, silent)
    return book


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
    monkeypatch.setattr(interpreter, "load", lambda: None)
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

    monkeypatch.setattr(interpreter, "load", missing)
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


class Clock:
    """A clock that stands still."""

    @staticmethod
    def now() -> dt.datetime:
        return dt.datetime(2026, 12, 31, 9, 30)


@pytest.fixture
def twins(master: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    """Two copies of the master, for a click and for the command line at the same moment."""
    pair = tmp_path / "按" / "督办总台账.xlsm", tmp_path / "打" / "督办总台账.xlsm"
    for path in pair:
        (path.parent / "回收").mkdir(parents=True)
        shutil.copy(master, path)
    monkeypatch.setattr(buttons, "LiveBook", lambda found: FileBook(Path(found.fullname)))
    for module in ("buttons", "__main__"):
        monkeypatch.setattr(f"macros.{module}.dt", SimpleNamespace(datetime=Clock))
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
    assert "第 11 行“部门”是“没有的部”" in report.messages[1]
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
            assert (report.status is Status.NOT_DONE) is (action.key in ("import", "close")), told
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


# a click in LibreOffice


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[xlwings.App]:
    """An office of its own, because the button's process takes its home, and so the note of the interpreter, from the office."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOME", str(tmp_path_factory.mktemp("家 (1)")))
        patch.setenv("TMPDIR", str(tmp_path_factory.mktemp("tmp")))
        patch.delenv(interpreter.OFF)
        interpreter.remember()
        app = engine.start()
        try:
            yield app
        finally:
            engine.stop(app)


class Desk:
    """The master open in the office, and a person's hands and eyes on it."""

    def __init__(self, book: xlwings.Book) -> None:
        self.book = book

    def click(self, key: str) -> None:
        """Really, through the accessibility interface of the control."""
        page = self.book.api.Sheets.getByName("操作台")
        form, view = page.DrawPage.Forms.getByIndex(0), self.book.api.CurrentController
        (model,) = [form.getByIndex(n) for n in range(form.Count) if form.getByIndex(n).Label == BY_KEY[key].name]
        view.FormDesignMode = False
        view.getControl(model).getAccessibleContext().doAccessibleAction(0)

    def cell(self, table: str, column: str, **where: str) -> xlwings.Range:
        """The cell of a column in the row whose columns hold these values."""
        grid = LiveBook(self.book).read([table])[table]
        wanted = [(grid.headers.index(header), value) for header, value in where.items()]
        (row,) = [n for n, values in enumerate(grid.rows) if all(values[place] == value for place, value in wanted)]
        return self.book.sheets[grid.sheet].tables[table].range[row + 1, grid.headers.index(column)]

    def rows(self, *tables: str) -> dict[str, Any]:
        read = LiveBook(self.book).read(tables)
        return {name: [*grid.rows] for name, grid in read.items()}


def seconds_until(reached: Callable[[], bool], pause: float = 0.02) -> float:
    start = time.monotonic()
    while not reached():
        assert time.monotonic() - start < PATIENCE, "nothing happened"
        time.sleep(pause)
    return time.monotonic() - start


def pipes() -> list[Path]:
    """Those that buttons have opened; LibreOffice keeps them in one of these folders, whatever TMPDIR says."""
    return [path for folder in ("tmp", "var/tmp") for path in Path("/", folder).glob("OSL_PIPE*duban-button-*")]


def all_ended() -> bool:
    return processes_with(RUNNER) == []


@pytest.fixture
def desk(office: xlwings.App, master: Path, tmp_path: Path) -> Iterator[Desk]:
    """A copy of the master, in a folder of the same name."""
    folder = tmp_path / master.parent.name
    folder.mkdir()
    with watched(office):
        book = office.books.open(shutil.copy(master, folder))
        yield Desk(book)
        seconds_until(all_ended)
        book.close()


def drawn(folder: Path) -> list[str]:
    return [path.name for path in (folder / "输出").glob("抽查单_*.xlsx")]


STAGE = {"编号": "2026-0345"}
RESULTS = ("亮灯", "得失分", "数据检查")


@pytest.mark.usefixtures("office")
class TestClick:
    """Skipped where there is no LibreOffice that this Python can talk to."""

    pytestmark = needs_calc

    def test_a_click_changes_the_cells_as_the_command_line_does(self, desk: Desk, tmp_path: Path) -> None:
        confirmed, light = desk.cell("督办台账", "完成度", **STAGE), desk.cell("亮灯", "完成度", **STAGE)
        twin = Path(shutil.copy(desk.book.fullname, tmp_path / "同样.xlsm"))
        before = desk.rows("操作日志")["操作日志"]
        for title, value in (("first", 0.9), ("warm", 0.75), ("warm again", 0.95)):
            confirmed.value = value
            start = time.monotonic()
            desk.click("refresh")
            changed = seconds_until(lambda value=value: light.value == value)  # type: ignore[misc]
            log = len(before) + 1
            seconds_until(lambda log=log: len(desk.rows("操作日志")["操作日志"]) >= log)  # type: ignore[misc]
            print(f"{title}: click to changed cell {changed:.2f} s, to the log row {time.monotonic() - start:.2f} s")
            before = desk.rows("操作日志")["操作日志"]
        assert [row[1] for row in before[-3:]] == ["刷新"] * 3

        file = FileBook(twin)
        grid = file.read(["督办台账"])["督办台账"]
        (row,) = [n for n, values in enumerate(grid.rows) if values[grid.headers.index("编号")] == STAGE["编号"]]
        file.update("督办台账", {(row, "完成度"): 0.95})
        assert file.commit(None)
        refresh(FileBook(twin), OPTIONS, silent)
        assert desk.rows(*RESULTS) == {name: [*found.rows] for name, found in FileBook(twin).read(RESULTS).items()}

    def test_the_live_page_shows_no_error_and_says_why_it_is_blank(self, desk: Desk) -> None:
        desk.click("refresh")
        state = desk.book.names["看板_状态"].refers_to_range
        seconds_until(lambda: desk.book.names["看板_截至"].refers_to_range.value == f"存下的数：基准日 {OPTIONS.as_of}")
        seconds_until(all_ended)
        assert state.value == CUT_OFF
        shown = [value for row in desk.book.sheets["实时看板"].used_range.options(ndim=2, err_to_str=True).value for value in row]
        assert [value for value in shown if str(value).startswith("#")] == []

    def test_a_click_goes_by_the_options_of_the_sheet(self, desk: Desk) -> None:
        for option, value in (("抽几个", 3), ("随机种子", 7)):
            desk.cell("按钮选项", "取值", 操作="抽取", 选项=option).value = value
        folder, before = Path(desk.book.fullname).parent, desk.rows("操作日志")["操作日志"]
        desk.click("draw")
        seconds_until(lambda: bool(drawn(folder)))
        (row,) = desk.rows("操作日志")["操作日志"][len(before) :]
        assert row[1] == "抽取"
        assert "抽 3 个" in str(row[-1])
        assert drawn(folder)[0].endswith("_7.xlsx")

        seconds_until(all_ended)
        issued = desk.cell("按钮选项", "取值", 操作="文书", 选项="正式编号")
        issued.value, count = "是", len(desk.rows("文书登记")["文书登记"])
        desk.cell("按钮选项", "取值", 操作="文书", 选项="期间").value = "'2026-10"
        desk.click("document")
        seconds_until(lambda: issued.value is None)
        assert len(desk.rows("文书登记")["文书登记"]) == count + 1

    def test_nothing_stays_but_the_users_office(self, office: xlwings.App, desk: Desk) -> None:
        before = {*pipes()}  # a test that was killed leaves one behind
        desk.click("check")
        seconds_until(lambda: {*pipes()} > before)
        seconds_until(all_ended)
        assert {*pipes()} == before
        assert not (Path(os.environ["TMPDIR"]) / "督办-出错.log").exists()
        assert desk.book.fullname in [book.fullname for book in office.books]
        assert desk.book.app.screen_updating

    def test_a_header_that_is_gone_is_refused_and_nothing_changes(self, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
        desk.cell("督办台账", "完成度", **STAGE).value = 0.9
        header = desk.book.sheets["督办台账"].tables["督办台账"].header_row_range
        assert header is not None
        header[header.value.index("主责部门")].value = "改了名"
        before = desk.rows(*RESULTS, "操作日志")
        desk.click("refresh")
        seconds_until(lambda: not all_ended())
        seconds_until(all_ended)
        assert desk.rows(*RESULTS, "操作日志") == before

        alerts: list[str] = []
        monkeypatch.setattr(xlwings.App, "alert", lambda _, prompt, title: alerts.append(f"{title}：{prompt}"))
        desk.book.set_mock_caller()
        buttons.run("refresh")
        assert "主责部门" in alerts[0]
        assert str(desk.book.app.status_bar).startswith("刷新没有办成：工作簿里找不到")
        desk.book.app.status_bar = False

    def test_two_clicks_are_one_run(self, desk: Desk) -> None:
        desk.cell("督办台账", "完成度", **STAGE).value = 0.9
        before = len(desk.rows("操作日志")["操作日志"])
        desk.click("refresh")
        desk.click("refresh")
        seconds_until(lambda: len(processes_with(RUNNER)) == 2)
        seconds_until(all_ended)
        assert len(desk.rows("操作日志")["操作日志"]) == before + 1

    def test_without_a_note_the_button_starts_nothing(self, desk: Desk, tmp_path: Path) -> None:
        note = Path(os.environ["HOME"]) / INTERPRETER
        kept = note.read_text("utf-8")
        try:
            for text in (None, str(tmp_path / "没有的 python")):
                note.unlink() if text is None else note.write_text(text, "utf-8")
                desk.click("refresh")
                assert all_ended()
        finally:
            note.write_text(kept, "utf-8")


def test_a_closed_workbook_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    class Nobody:
        """An office without a workbook."""

        @staticmethod
        def documents() -> list[object]:
            return []

    told: list[str] = []

    class Caller(calling_office.Caller):
        def tell(self, word: str) -> Callable[[], object]:
            told.append(word)
            return lambda: None

    monkeypatch.setattr(offices, "Office", lambda _: Nobody())
    caller = Caller("true", [])
    with pytest.raises(BookBusy, match="已经关闭"), button_runner.calling_book(caller, caller.open_pipe(), "/甲/账.xlsm"):
        pass
    assert told == ["--accept", "--unaccept"]
