"""What the page answers: figures, forms, what runs, what waits. Every answer is made anew, none is kept by the browser."""

import json
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from importlib.resources import files as parts_of
from pathlib import Path
from typing import Any

from flask import Flask, Response, render_template, request
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import HTTPException

from addin import store
from addin.outputs import told
from addin.page.desk import Board, PageDesk, PageOutcome, Step
from addin.page.forms import NotFilled, day_of, options_of
from addin.page.guarding import MAP_POLICY, covered, turned_away
from addin.page.opening import show
from addin.page.running import Runner, State
from workbook_templates.master.dashboard import TILES
from workbook_templates.reading.errors import DubanError
from workbook_templates.sheets.web import with_colours
from workbook_templates.tables.actions import Action

LARGEST, MOST_FILES = 200_000_000, 300
"""Bytes of one upload, and files in it."""
BUSY = "正在办“{}”，办完再点；这一下没有算。"
HELD = 20.0
"""Seconds for which the browser's line is held, before it asks again."""
FILE_KIND = "file"
TOO_LARGE = (
    f"一次放进来的太大了（不超过 {LARGEST // 1_000_000} MB、{MOST_FILES} 个文件），一个也没有收：请分几次放，或直接放进“回收”文件夹。"
)

BROKEN = "没有办成，可能磁盘满了或没有权限，工作簿没有动：请看打开网页的那个窗口里的话，检查以后再试。"


def page_app(desk: PageDesk, runner: Runner, key: str, port: int, end: Callable[[], None]) -> Flask:
    """The page as a WSGI program under /key/. end: called when the user has done with it."""
    app = Flask("addin.page", static_folder=None)
    app.config.update(MAX_CONTENT_LENGTH=LARGEST, MAX_FORM_PARTS=MOST_FILES * 2, MAX_FORM_MEMORY_SIZE=1_000_000)
    app.jinja_env.globals.update(home=f"/{key}", FILE=FILE_KIND)
    answers = Answers(desk, runner, end)

    @app.before_request
    def guard() -> Any:
        refused = turned_away(request, port, key)
        return Response(refused[0], refused[1], mimetype="text/plain") if refused else None

    app.after_request(covered)
    app.register_error_handler(HTTPException, lambda error: (said_of(error), error.code))
    for path, answer, methods in answers.all():
        app.add_url_rule(f"/{key}{path}", answer.__name__, answer, methods=methods)
    return app


def said_of(error: HTTPException) -> Response:
    """A failure of the line in Chinese; nothing of the program's inside."""
    texts = {404: "没有这一页。", 405: "不能这样用。", 413: TOO_LARGE, 500: BROKEN}
    return Response(texts.get(error.code or 0, "没有看懂这次请求，请刷新网页再试。"), mimetype="text/plain")


class Answers:
    """The answers to one workbook's page."""

    def __init__(self, desk: PageDesk, runner: Runner, end: Callable[[], None]) -> None:
        self.desk, self.runner, self.end = desk, runner, end
        self.actions = {action.key: action for action in desk.actions}

    def all(self) -> Iterator[tuple[str, Callable[..., Any], list[str]]]:
        """Path, answer, method: what changes anything is a POST."""
        looks: dict[str, Callable[..., Any]] = {
            "/": self.home,
            "/waiting": self.waiting,
            "/map": self.map_page,
            "/leader/<name>": self.leader_page,
            "/events": self.events,
            "/file/<int:number>": self.file,
            "/page.<ending>": self.static,
        }
        acts: dict[str, Callable[..., Any]] = {
            "/run/<action_key>": self.run,
            "/returned": self.returned,
            "/decide": self.decide,
            "/open/<int:number>": self.shown,
            "/folder/<int:number>": self.shown_folder,
            "/end": self.ended,
        }
        yield from ((path, answer, ["GET"]) for path, answer in looks.items())
        yield from ((path, answer, ["POST"]) for path, answer in acts.items())

    # what is looked at

    def home(self) -> str:
        groups: dict[str, list[Action]] = {}
        for action in self.desk.actions:
            groups.setdefault(action.group, []).append(action)
        return render_template("home.html", groups=groups, **self.seen())

    def seen(self) -> dict[str, Any]:
        """操作台, and what is to be said of the workbook before anything is started."""
        try:
            board, fault = self.desk.board(), ""
        except DubanError as error:
            board, fault = Board(("", "", "", ""), (), ()), str(error)
        return {"board": board, "fault": fault, "held": self.desk.open_elsewhere(), "book": self.desk.book, **self.pages()}

    def pages(self) -> dict[str, Any]:
        return {"map": self.desk.map_page(), "leaders": [*self.desk.leader_pages()]}

    def waiting(self) -> str:
        groups: dict[str, list[Any]] = {}
        fault = ""
        try:
            for one in self.desk.waiting():
                groups.setdefault(one.group, []).append(one)
        except DubanError as error:
            fault = str(error)
        people = next((ask.choices for rows in groups.values() for one in rows for ask in one.asks if ask.kind == "person"), ())
        held = self.desk.open_elsewhere()
        return render_template("waiting.html", groups=groups, people=people, fault=fault, held=held, book=self.desk.book)

    def map_page(self) -> Response:
        return web_page(self.desk.map_page(), "还没有一张图：先点“一张图”。")

    def leader_page(self, name: str) -> Response:
        return web_page(self.desk.leader_pages().get(name), "还没有这一位的掌上页：先点“文书”，选“领导掌上页”。")

    def static(self, ending: str) -> Response:
        kinds = {"css": "text/css", "js": "text/javascript"}
        if ending not in kinds:
            return Response("没有这一页。", 404, mimetype="text/plain")
        text = (parts_of("addin.page") / "static" / f"page.{ending}").read_text("utf-8")
        if ending == "css":
            text = with_colours(text) + "".join(f".c{number}{{--c:{tile.colour}}}" for number, tile in enumerate(TILES))
        return Response(text, mimetype=kinds[ending])

    def events(self) -> Response:
        """The state, whenever it changes, as server-sent events. While the line is held somebody looks at the page."""

        def lines() -> Iterator[str]:
            revision, held = -1, 0.0
            while held < HELD:
                self.runner.looked_at()
                state = self.runner.after(revision, 2.0)
                if state.revision == revision:
                    held += 2.0
                    yield ": \n\n"
                else:
                    revision = state.revision
                    yield f"data: {json.dumps(self.told(state), ensure_ascii=False)}\n\n"

        return Response(lines(), mimetype="text/event-stream", headers={"X-Accel-Buffering": "no"})

    def told(self, state: State) -> dict[str, Any]:
        """The state for the page's script."""
        done = state.outcome
        files = [{"number": number, "name": told(self.runner.files[number])} for number in state.files if number in self.runner.files]
        return {
            "revision": state.revision,
            "running": state.running,
            "step": state.step,
            "last": state.last,
            "status": done.status if done else None,
            "messages": list(done.messages) if done else [],
            "files": files,
        }

    def file(self, number: int) -> Response:
        path = self.runner.files.get(number)
        if path is None or not path.is_file():
            return Response("这个文件已经不在了。", 404, mimetype="text/plain")
        reply = Response(path.read_bytes(), mimetype="application/octet-stream")
        reply.headers.set("Content-Disposition", "attachment", filename=path.name)
        return reply

    # what is done

    def run(self, action_key: str) -> Response:
        action = self.actions.get(action_key)
        if action is None:
            return answered("没有这个操作。", 404)
        if held := self.desk.open_elsewhere():
            return answered(held, 409)
        with ExitStack() as stack:
            try:
                day = day_of(request.form)
                arrived = {option.name: request.files.getlist(option.name) for option in action.options if option.kind == FILE_KIND}
                folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="duban-")))
                files = {name: [path for one in given if (path := kept(one, folder))] for name, given in arrived.items()}
                options = options_of(action, request.form, files)
            except NotFilled as error:
                return answered(f"{action.name}没有办：{error}", 422)
            later = stack.pop_all()
        return self.begun(self.started(action.name, lambda step: self.desk.perform(action, options, day, step), later))

    def decide(self) -> Response:
        given = {name: request.form[name] for name in request.form if name != "key"}
        key = request.form.get("key", "")
        if held := self.desk.open_elsewhere():
            return answered(held, 409)
        return self.begun(self.runner.start("决定", lambda step: self.desk.decide(key, given, step)))

    def returned(self) -> Response:
        """Files that were dropped onto the page: each is looked at, and put into 回收."""
        with ExitStack() as stack:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="duban-")))
            paths = [path for one in request.files.getlist("files") if (path := kept(one, folder))]
            later = stack.pop_all()
        return self.begun(self.started("放进回收", lambda step: taken_in(self.desk, paths, step), later))

    def started(self, name: str, work: Callable[[Step], PageOutcome], later: ExitStack) -> bool:
        """Whether it was started. later: what is cleared away at its end, or at once."""
        started = self.runner.start(name, work, later.close)
        if not started:
            later.close()
        return started

    def begun(self, started: bool) -> Response:
        return answered("", 202) if started else answered(BUSY.format(self.runner.state.running), 409)

    def shown(self, number: int) -> Response:
        return self.opened(self.runner.files.get(number))

    def shown_folder(self, number: int) -> Response:
        path = self.runner.files.get(number)
        return self.opened(path.parent if path else None)

    def opened(self, path: Path | None) -> Response:
        if path is None or not path.exists():
            return answered("这个文件已经不在了。", 404)
        return answered("" if show(path) else f"没有能打开它的程序，它在：{path}", 200)

    def ended(self) -> Response:
        if self.runner.state.running:
            return answered(BUSY.format(self.runner.state.running), 409)
        self.end()
        return answered("已结束，可以关掉这个网页。", 200)


def web_page(path: Path | None, none: str) -> Response:
    """A page that lies in 输出, shut off from this one. none: what is said where there is none."""
    if path is None:
        return Response(none, 404, mimetype="text/plain")
    return Response(path.read_bytes(), mimetype="text/html", headers={"Content-Security-Policy": MAP_POLICY})


def answered(message: str, status: int) -> Response:
    return Response(json.dumps({"message": message}, ensure_ascii=False), status, mimetype="application/json")


def kept(given: FileStorage, folder: Path) -> Path | None:
    """A file of the form, in a folder of its own, under a name that is none of a path; None where none was chosen."""
    name = Path((given.filename or "").replace("\\", "/")).name
    if not name:
        return None
    number = sum(1 for _ in folder.iterdir())
    path = folder / str(number) / store.safe_name(name, 120)
    path.parent.mkdir()
    given.save(path)
    return path


def taken_in(desk: PageDesk, paths: Sequence[Path], step: Step) -> PageOutcome:
    """What became of each file. One that is refused keeps no other from 回收."""
    if not paths:
        return PageOutcome(2, ("没有选文件。",))
    lines, refused = [], 0
    for path in paths:
        step(path.name)
        try:
            lines.append(desk.taken_in(path.name, path))
        except DubanError as error:
            refused += 1
            lines.append(f"没有收：{error}")
    return PageOutcome(2 if refused == len(paths) else 1 if refused else 0, lines)
