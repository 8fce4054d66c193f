"""The page of this machine without a browser: what it says, what it does, and whom it turns away."""

import datetime as dt
import http.client
import io
import json
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient
from openpyxl import Workbook, load_workbook

from addin.closed import closed_book
from addin.page import serving
from addin.page.desk import PageDesk, PageOutcome, Step
from addin.page.running import Runner
from addin.page.server import Answers, page_app
from addin.page.serving import Served, serve
from macros import open as opened
from macros.open import ON_PAGE, board_of, desk_of
from macros.waiting import waiting_of
from workbook_templates.master.dashboard import TILES
from workbook_templates.sheets.web import figure_text
from workbook_templates.tables.actions import ACTIONS, Action, Option

PORT, KEY = 54321, "k" * 43
OWN = {"Origin": f"http://127.0.0.1:{PORT}"}
HOST = f"http://127.0.0.1:{PORT}"
LONG = 60.0


class Page:
    """The page in this process."""

    def __init__(self, desk: PageDesk) -> None:
        self.runner, self.over = Runner(), threading.Event()
        self.app = page_app(desk, self.runner, KEY, PORT, self.over.set)
        self.client: FlaskClient = self.app.test_client()

    def get(self, path: str, **more: Any) -> Any:
        return self.client.get(f"/{KEY}{path}", base_url=more.pop("base_url", HOST), **more)

    def post(self, path: str, data: Any = None, **more: Any) -> Any:
        headers = more.pop("headers", OWN)
        return self.client.post(f"/{KEY}{path}", base_url=HOST, data=data or {}, headers=headers, **more)

    def outcome(self) -> PageOutcome:
        """What came of what was started."""
        self.runner.wait()
        assert self.runner.state.outcome is not None
        return self.runner.state.outcome


@pytest.fixture
def book(sample_company: Callable[[Path], Path], tmp_path: Path) -> Path:
    """The sample company's workbook, in a work folder of its own."""
    return sample_company(tmp_path / "公司") / "督办总台账.xlsm"


@pytest.fixture
def page(book: Path) -> Page:
    return Page(desk_of(book))


def quiet(path: Path, **changed: Any) -> PageDesk:
    """A desk on which nothing is done."""
    done: Callable[..., PageOutcome] = lambda *_: PageOutcome(0, ("好",))  # noqa: E731
    return desk_of(path)._replace(**{"perform": done, "decide": done, **changed})


# what it shows


@pytest.mark.filterwarnings("ignore:.*extension is not supported")
def test_figures_are_those_of_the_dashboard(page: Page, book: Path) -> None:
    """Each tile as its cell shows it, read by another reader."""
    workbook = load_workbook(book, data_only=True)
    text = page.get("/").text
    for tile in TILES:
        sheet, cell = next(iter(workbook.defined_names[f"台_{tile.key}"].destinations))
        shown = figure_text(workbook[sheet][cell.replace("$", "").split(":")[0]].value, tile.shown)
        part = text.partition(f'data-name="{tile.key}"')[2].partition("</div>")[0]
        assert f'<p class="figure">{shown}</p>' in part
    assert "近期到期" in text
    assert "薄弱部门" in text


@pytest.mark.parametrize(
    ("value", "pattern", "shown"),
    [(0.125, "0.00", "0.13"), (2.675, "0.00", "2.68"), (0.8625, "0.0%", "86.3%"), (45.0, "0", "45"), (None, "0", "—"), ("—", "0.0", "—")],
)
def test_figures_round_as_the_cell_does(value: Any, pattern: str, shown: str) -> None:
    assert figure_text(value, pattern) == shown


def test_every_action_on_a_workbook_has_a_form_with_every_option(page: Page) -> None:
    """But those that ask at a terminal."""
    text = unescape(page.get("/").text)
    assert {action.key for action in ACTIONS if action.target == "BOOK"} - {action.key for action in ON_PAGE} == {"channels", "open"}
    for action in ON_PAGE:
        form = text.partition(f'id="deed-{action.key}"')[2].partition("</details>")[0]
        assert action.help in form
        assert f"/run/{action.key}" in form
        for option in action.options:
            assert f'name="{option.name}"' in form, option
            assert option.label in form
            assert option.help in form
            assert all(choice in form for choice in option.of)


def sent_value(option: Option) -> tuple[Any, Any]:
    """What a form sends for an option, and what the action is told."""
    if option.kind == "yes":
        return "是", True
    if option.kind == "number":
        return "7", 7
    if option.kind == "pair":
        return "绿灯下限=85", ("绿灯下限=85",)
    if option.kind == "file":
        return (io.BytesIO(b"x"), "表.xlsx"), None
    if option.of:
        return option.of[0], (option.of[0],) if option.many else option.of[0]
    return "运检部", ("运检部",) if option.many else "运检部"


@pytest.mark.parametrize("action", ON_PAGE, ids=lambda action: action.key)
def test_a_form_tells_the_action_what_the_command_line_would(action: Action, book: Path) -> None:
    told: dict[str, Any] = {}

    def perform(given: Action, more: dict[str, Any], day: dt.date | None, _: Step) -> PageOutcome:
        told.update(more, action=given.key, day=day)
        for option in given.options:
            if option.kind == "file":
                paths = [Path(path) for path in ([more[option.name]] if isinstance(more[option.name], str) else more[option.name])]
                told[option.name] = [(path.name, path.read_bytes()) for path in paths]
        return PageOutcome(0, ("好",))

    page = Page(quiet(book, perform=perform))
    values = {option.name: sent_value(option) for option in action.options}
    reply = page.post(f"/run/{action.key}", {name: sent for name, (sent, _) in values.items()} | {"as_of": "2026-03-05"})
    assert reply.status_code == 202, reply.text
    page.outcome()
    files = {option.name: [("表.xlsx", b"x")] for option in action.options if option.kind == "file"}
    assert told == {name: value for name, (_, value) in values.items()} | files | {"action": action.key, "day": dt.date(2026, 3, 5)}


@pytest.mark.parametrize(
    ("key", "given", "said"),
    [
        ("draw", {}, "抽几个：没有填"),
        ("draw", {"n": "多"}, "填整数"),
        ("document", {"kind": "情书"}, "不在可选值中"),
        ("refresh", {"as_of": "昨天"}, "基准日"),
        ("import", {}, "导入文件：没有填"),
    ],
)
def test_a_field_that_can_not_be_read_is_named(key: str, given: dict[str, str], said: str, page: Page, book: Path) -> None:
    before = book.read_bytes()
    reply = page.post(f"/run/{key}", given)
    assert (reply.status_code, said in reply.json["message"]) == (422, True), reply.json
    assert not page.runner.state.running
    assert book.read_bytes() == before


def test_what_ran_says_the_words_of_the_command_and_offers_its_files(page: Page, book: Path) -> None:
    assert page.post("/run/refresh", {"as_of": "2026-12-30"}).status_code == 202
    done = page.outcome()
    assert done.messages[0].startswith("刷新完成，基准日 2026-12-30")
    state = json.loads(next(iter(page.get("/events").response)).decode().removeprefix("data: "))
    assert (state["last"], state["status"], state["messages"]) == ("刷新", done.status, list(done.messages))
    (number,) = [one["number"] for one in state["files"] if one["name"] == book.name]
    assert page.get(f"/file/{number}").data == book.read_bytes()


def test_files_and_folders_are_shown_by_the_system(page: Page, book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Path] = []

    def show(path: Path) -> bool:
        asked.append(path)
        return True

    monkeypatch.setattr("addin.page.server.show", show)
    page.post("/run/check")
    page.outcome()
    (number, *_) = page.runner.state.files
    assert [page.post(f"/{what}/{number}").status_code for what in ("open", "folder")] == [200, 200]
    assert asked == [book, book.parent]
    assert page.post("/open/999").status_code == 404


# one at a time


def test_a_second_click_is_told_so_and_the_first_goes_on(book: Path) -> None:
    begun, go = threading.Event(), threading.Event()
    runs: list[str] = []

    def perform(action: Action, _: Any, __: Any, step: Step) -> PageOutcome:
        runs.append(action.key)
        step("读台账")
        begun.set()
        assert go.wait(LONG)
        return PageOutcome(0, ("好",))

    page = Page(quiet(book, perform=perform))
    assert page.post("/run/refresh").status_code == 202
    assert begun.wait(LONG)
    for path in ("/run/check", "/decide", "/returned", "/end"):
        reply = page.post(path)
        assert (reply.status_code, "正在办“刷新”" in reply.json["message"]) == (409, True)
    told = json.loads(next(iter(page.get("/events").response)).decode().removeprefix("data: "))  # a page that is opened meanwhile
    assert (told["running"], told["step"]) == ("刷新", "读台账")
    assert not page.over.is_set()
    go.set()
    assert page.outcome().messages == ("好",)
    assert runs == ["refresh"]


def test_what_breaks_off_is_told_and_the_next_can_run(book: Path) -> None:
    def perform(*_: Any) -> PageOutcome:
        raise MemoryError

    page = Page(quiet(book, perform=perform))
    hook, threading.excepthook = threading.excepthook, lambda _: None
    try:
        for _ in range(2):
            assert page.post("/run/refresh").status_code == 202
            assert page.outcome().status == 2
    finally:
        threading.excepthook = hook


@pytest.mark.parametrize("mark", ["~${}", ".~lock.{}#"])
def test_an_open_workbook_is_told_before_anything_is_started(mark: str, page: Page, book: Path) -> None:
    book.with_name(mark.format(book.name)).write_bytes(b"")
    assert "正被" in page.get("/").text
    for path in ("/run/refresh", "/decide"):
        reply = page.post(path)
        assert (reply.status_code, "请保存并关闭" in reply.json["message"]) == (409, True)
    assert page.runner.state.revision == 0


# decisions


def test_every_row_that_waits_is_there_with_its_figures_and_one_is_written(page: Page, book: Path) -> None:
    text = unescape(page.get("/waiting").text)
    rows = waiting_of(book, None)
    assert len(rows) > 20
    for row in rows:
        assert row.title in text
        assert all(value in text for _, value in row.facts)
    assert text.count("写进工作簿</button>") == sum(bool(row.asks) for row in rows)
    row = next(row for row in rows if row.group == "拟加减分")
    person = next(ask.choices[0] for ask in row.asks if ask.kind == "person")
    answers = {"状态": "已确认", "确认人": person, "确认日期": "2026-11-30"}
    assert page.post("/decide", {"key": row.key, "状态": "已确认"}).status_code == 202
    assert page.outcome().status == 2  # who and when are missing
    before = book.read_bytes()
    assert page.post("/decide", {"key": row.key, **answers}).status_code == 202
    assert page.outcome().status == 0, page.outcome()
    assert book.read_bytes() != before
    assert row.key not in page.get("/waiting").text
    page.post("/run/undo")
    assert page.outcome().status != 2
    assert row.key in page.get("/waiting").text


# returned files


def test_returned_files_are_put_into_their_folder(page: Page, book: Path) -> None:
    sheet, bomb = io.BytesIO(), io.BytesIO()
    Workbook().save(sheet)
    good = sheet.getvalue()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", b"<a/>")
        package.writestr("xl/workbook.xml", b"0" * 300_000_000)
    given = [
        ("../../营销部.xlsx", good),
        ("C:/temp/营销部.xlsx", good + b"\0"),
        ("炸弹.xlsx", bomb.getvalue()),
        ("病毒.exe", b"MZ"),
        ("", b""),
    ]
    folder = book.parent / "回收"
    before = {path.name for path in folder.iterdir()} if folder.exists() else set()
    reply = page.post("/returned", {"files": [(io.BytesIO(data), name) for name, data in given]})
    assert reply.status_code == 202
    done = page.outcome()
    assert done.status == 1
    assert {path.name for path in folder.iterdir()} - before == {"营销部.xlsx", "营销部_2.xlsx"}
    assert [line.startswith("没有收") for line in done.messages] == [False, False, True, True]
    assert not list(book.parent.parent.glob("*.xlsx"))


def test_too_much_at_once_is_refused_whole(book: Path) -> None:
    page = Page(quiet(book))
    page.app.config["MAX_CONTENT_LENGTH"] = 1000
    reply = page.post("/returned", {"files": (io.BytesIO(b"x" * 2000), "表.xlsx")})
    assert (reply.status_code, "太大" in reply.text) == (413, True)
    many = page.post("/decide", {f"字段{number}": "x" for number in range(700)}, content_type="multipart/form-data")
    assert many.status_code == 413


# who is turned away


GETS = ("/", "/waiting", "/map", "/leader/1", "/events", "/file/1", "/page.css", "/page.js")
POSTS = ("/run/refresh", "/returned", "/decide", "/open/1", "/folder/1", "/end")


def test_the_paths_are_all_tried(book: Path) -> None:
    rules = [(path, methods) for path, _, methods in Answers(quiet(book), Runner(), lambda: None).all()]
    for wanted, method in ((GETS, "GET"), (POSTS, "POST")):
        known = {path.split("<")[0] for path, methods in rules if methods == [method]}
        assert {path.rstrip("1").removesuffix("css").removesuffix("js").removesuffix("refresh") for path in wanted} == known


@pytest.mark.parametrize("path", GETS + POSTS)
@pytest.mark.parametrize(
    ("host", "key"),
    [
        ("evil.example", KEY),
        ("localhost", KEY),
        ("127.0.0.1.evil.example", KEY),
        ("127.0.0.1", "j" * 43),
        ("127.0.0.1", ""),
        ("127.0.0.1", "钥匙"),
    ],
)
def test_another_name_or_key_gets_nothing(path: str, host: str, key: str, book: Path) -> None:
    """A name that was made to point here (DNS rebinding), no key, an old one."""
    page = Page(quiet(book))
    method = page.client.get if path in GETS else page.client.post
    reply = method(f"/{key}{path}", base_url=f"http://{host}:{PORT}", headers=OWN)
    assert reply.status_code == 403
    assert "督办总台账" not in reply.text
    assert page.runner.state.revision == 0


@pytest.mark.parametrize("path", POSTS)
@pytest.mark.parametrize(
    "headers",
    [{}, {"Origin": "http://evil.example"}, {"Origin": "null"}, {"Origin": "http://127.0.0.1:1"}, OWN | {"Sec-Fetch-Site": "cross-site"}],
)
def test_a_post_of_another_page_does_nothing(path: str, headers: dict[str, str], book: Path) -> None:
    page = Page(quiet(book))
    assert page.post(path, headers=headers).status_code == 403
    assert page.runner.state.revision == 0
    assert not page.over.is_set()


@pytest.mark.parametrize("path", POSTS)
def test_looking_changes_nothing(path: str, book: Path) -> None:
    page = Page(quiet(book))
    for method in (page.client.get, page.client.head, page.client.put, page.client.delete, page.client.options):
        assert method(f"/{KEY}{path}", base_url=HOST, headers=OWN).status_code in (403, 404, 405)
    assert page.runner.state.revision == 0


@pytest.mark.parametrize(
    "path", ["/../督办总台账.xlsm", "/%2e%2e/x", "/file/../x", "/file/-1", "/file/1", "/page.py", "/page.../x", "//etc/passwd", "/static/x"]
)
def test_no_path_leads_to_a_file_that_was_not_written(path: str, page: Page) -> None:
    reply = page.get(path)
    assert reply.status_code in (403, 404)
    assert b"PK" not in reply.data


def test_every_answer_is_covered(page: Page, book: Path) -> None:
    page.post("/run/map")
    page.outcome()
    for path in (*GETS, "/nothing"):
        headers = page.get(path).headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe-inline" not in policy or (path == "/map" and policy.startswith("sandbox allow-scripts"))
        assert (headers["X-Frame-Options"], headers["Cache-Control"]) == ("DENY", "no-store")
        assert headers["X-Content-Type-Options"] == "nosniff"
    reply = page.get("/map")
    assert (reply.status_code, reply.data) == (200, next((book.parent / "输出").rglob("一张图.html")).read_bytes())


NASTY = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>{{1234*1000}}"


def test_no_text_of_the_workbook_is_ever_markup(book: Path) -> None:
    """In a figure, in what waits, in its name, in what an action says."""
    from addin.page.desk import Board, Sight

    rows = [
        row._replace(title=NASTY, facts=((NASTY, NASTY),), asks=tuple(ask._replace(help=NASTY, choices=(NASTY,)) for ask in row.asks))
        for row in waiting_of(book, None)[:5]
    ]
    desk = quiet(book, waiting=lambda: rows, open_elsewhere=lambda: NASTY, book=Path(f"/{NASTY.replace('/', '')}.xlsm"))
    board = Board([NASTY] * 4, [Sight(NASTY, NASTY, [NASTY], True)], [(NASTY, [NASTY], [[NASTY]])])
    page = Page(desk._replace(board=lambda: board))
    for path in ("/", "/waiting"):
        text = page.get(path).text
        assert "<img" not in text
        assert "alert(1)</script>" not in text
        assert "1234000" not in text


def test_scripts_stand_in_no_page(page: Page) -> None:
    for path in ("/", "/waiting"):
        text = page.get(path).text
        assert " style=" not in text
        assert " on" not in "".join(
            part.partition(">")[0] for part in text.split("<") if part.startswith(("body", "form", "button", "input", "a "))
        )
        assert "http://" not in text
        assert "https://" not in text


def test_the_workbook_that_can_not_be_read_is_told(tmp_path: Path) -> None:
    path = tmp_path / "督办总台账.xlsm"
    path.write_bytes(b"PK broken")
    page = Page(desk_of(path))
    assert "损坏" in page.get("/").text
    assert "损坏" in page.get("/waiting").text


# served


def asked(address: str, path: str = "", host: str = "") -> tuple[int, bytes]:
    there = urlsplit(address)
    line = http.client.HTTPConnection(there.hostname or "", there.port or 0, timeout=30)
    try:
        line.request("GET", there.path + path, headers={"Host": host or there.netloc})
        reply = line.getresponse()
        return reply.status, reply.read()
    finally:
        line.close()


@pytest.fixture
def served(book: Path) -> Iterator[Served]:
    one = Served(quiet(book))
    yield one
    one.done.set()
    one.wait()


def test_it_listens_on_this_machine_alone_and_each_start_has_its_key(served: Served, book: Path) -> None:
    assert asked(served.address)[0] == 200
    assert asked(served.address, host="evil.example")[0] == 403
    assert served.server.effective_host == "127.0.0.1"
    other = Served(quiet(book))
    try:
        assert asked(other.address.replace(urlsplit(other.address).path, urlsplit(served.address).path))[0] == 403
    finally:
        other.done.set()
        other.wait()


def test_it_ends_when_nobody_has_looked_for_long_but_not_while_something_runs(book: Path) -> None:
    go = threading.Event()

    def perform(*_: Any) -> PageOutcome:
        assert go.wait(LONG)
        return PageOutcome(0, ("好",))

    one = Served(quiet(book, perform=perform), alone=0.3)
    assert one.runner.start("刷新", lambda _: perform())
    over = threading.Thread(target=one.wait)
    over.start()
    over.join(1.5)
    assert over.is_alive()
    go.set()
    over.join(LONG)
    assert not over.is_alive()
    assert one.runner.state.outcome == PageOutcome(0, ("好",))


def test_a_page_that_is_looked_at_keeps_it_going(book: Path) -> None:
    one = Served(quiet(book), alone=2.5)
    there = urlsplit(one.address)
    line = http.client.HTTPConnection(there.hostname or "", there.port or 0, timeout=30)
    line.request("GET", there.path + "events")
    over = threading.Thread(target=one.wait)
    over.start()
    end = time.monotonic() + 6
    while time.monotonic() < end:
        line.sock.recv(1000)
    assert over.is_alive()
    line.close()
    over.join(LONG)
    assert not over.is_alive()


def test_the_browser_is_given_a_file_of_the_user_and_not_the_address(book: Path) -> None:
    """Others on the machine see the arguments of a process; the file only its user can read, and it is gone afterwards."""
    seen: list[tuple[str, str]] = []
    lines: list[str] = []

    def browse(uri: str) -> None:
        path = Path(uri.removeprefix("file://").replace("%E6%89%93%E5%BC%80%E7%9D%A3%E5%8A%9E", "打开督办"))
        assert path.parent.stat().st_mode & 0o077 == 0
        seen.append((uri, path.read_text("utf-8")))
        address = path.read_text("utf-8").partition('href="')[2].partition('"')[0]
        there = urlsplit(address)
        line = http.client.HTTPConnection(there.hostname or "", there.port or 0, timeout=30)
        line.request("POST", there.path + "end", headers={"Origin": f"http://{there.netloc}", "Content-Length": "0"})
        assert line.getresponse().status == 200
        line.close()

    serve(quiet(book), lines.append, browse)
    ((uri, text),) = seen
    key = text.partition('href="')[2].partition('"')[0].split("/")[3]
    assert len(key) >= 40
    assert key not in uri
    assert not Path(uri.removeprefix("file://")).exists()
    assert any(key in line for line in lines)


def test_the_command_serves_until_it_is_ended(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from macros.attempt import on_file
    from macros.steps.report import Options, silent

    monkeypatch.setattr(serving, "serve", lambda desk, say: say(f"网页：{desk.book.name}"))
    report = on_file(opened.OPEN, book, Options(dt.datetime(2026, 12, 31, 9)), silent)
    assert report.messages == ("网页已经结束。",)
    assert closed_book(book).shown(["台_单位"])
    assert board_of(book).head[0] == "示范供电公司"
