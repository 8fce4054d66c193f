"""A real click on a button of 操作台 in LibreOffice: the same Sub that Excel runs, the process that it starts, the cells that change."""

import os
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import xlwings
from support.button_master import refreshed_master
from support.calc_office import needs_calc, processes_with, watched
from support.loopback import HOST, listening
from support.sent_kills import COMPANY, PHONES, Gateway, sending_rows, set_keys
from support.year_end import OPTIONS

from addin.calc import engine, interpreter
from addin.closed.file_book import FileBook
from addin.live.live_book import LiveBook
from macros import buttons
from macros.refresh import refresh
from macros.steps.master_file import create
from macros.steps.report import silent
from workbook_templates.master.board_formulas import CUT_OFF
from workbook_templates.master.buttons import INTERPRETER
from workbook_templates.tables.actions import BY_KEY

PATIENCE = 90.0
"""Seconds until a click must have shown an effect; on an idle machine it takes about one."""
RUNNER = "macros.button_in_calc"


@pytest.fixture(scope="module")
def master(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return refreshed_master(tmp_path_factory.mktemp("按钮"))


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[xlwings.App]:
    """An office of its own, because the button's process takes its home, and so the note of the interpreter, from the office."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOME", str(tmp_path_factory.mktemp("家 (1)")))
        patch.setenv("TMPDIR", str(tmp_path_factory.mktemp("tmp")))
        patch.delenv(interpreter.OFF)
        patch.delenv("XDG_CONFIG_HOME", raising=False)  # the keys of channels lie in its home too
        patch.setenv("NO_PROXY", "*")
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
    return [path.name for path in (folder / "输出").rglob("抽查单_*.xlsx")]


STAGE = {"编号": "2026-0345"}
RESULTS = ("亮灯", "得失分", "数据检查")


@pytest.mark.usefixtures("office")
def refreshes(desk: Desk) -> list[Any]:
    """The rows of 操作日志 that tell of a refresh; it may write others about what it proposes."""
    return [row for row in desk.rows("操作日志")["操作日志"] if row[1] == "刷新"]


class TestClick:
    """Skipped where there is no LibreOffice that this Python can talk to."""

    pytestmark = needs_calc

    def test_a_click_changes_the_cells_as_the_command_line_does(self, desk: Desk, tmp_path: Path) -> None:
        confirmed, light = desk.cell("督办台账", "完成度", **STAGE), desk.cell("亮灯", "完成度", **STAGE)
        twin = Path(shutil.copy(desk.book.fullname, tmp_path / "同样.xlsm"))
        before = refreshes(desk)
        for title, value in (("first", 0.9), ("warm", 0.75), ("warm again", 0.95)):
            confirmed.value = value
            start = time.monotonic()
            desk.click("refresh")
            changed = seconds_until(lambda value=value: light.value == value)  # type: ignore[misc]
            log = len(before) + 1
            seconds_until(lambda log=log: len(refreshes(desk)) >= log)  # type: ignore[misc]
            print(f"{title}: click to changed cell {changed:.2f} s, to the log row {time.monotonic() - start:.2f} s")
            before = refreshes(desk)

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

    def test_a_click_sends(self, office: xlwings.App, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """“由程序发送” is 是: four messages leave, each once, however often the button is clicked."""
        gateway = Gateway()
        monkeypatch.setattr("addin.post.keys.system_store", lambda: None)
        set_keys()
        with listening(gateway.answer) as port, watched(office):
            rows = sending_rows(f"http://{HOST}:{port}/sms/norsubmit")
            desk = Desk(office.books.open(create(tmp_path / "办公室", rows, COMPANY, OPTIONS, silent)))
            for _ in range(2):
                desk.cell("按钮选项", "取值", 操作="提醒", 选项="由程序发送").value = "是"
                desk.click("remind")
                seconds_until(lambda: desk.cell("按钮选项", "取值", 操作="提醒", 选项="由程序发送").value is None)
                seconds_until(all_ended)
            grid = LiveBook(desk.book).read(["发送记录"])["发送记录"]
            assert [row[grid.headers.index("结果")] for row in grid.rows] == ["已发"] * 4
            assert sorted(gateway.got) == sorted(PHONES.values())
            desk.book.close()

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
        before = len(refreshes(desk))
        desk.click("refresh")
        desk.click("refresh")
        seconds_until(lambda: len(processes_with(RUNNER)) == 2)
        seconds_until(all_ended)
        assert len(refreshes(desk)) == before + 1

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
