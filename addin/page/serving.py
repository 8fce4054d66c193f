"""The page served on 127.0.0.1 until nobody needs it any more."""

import socket
import tempfile
import threading
import warnings
import webbrowser
from collections.abc import Callable
from html import escape
from pathlib import Path

from waitress import create_server

from addin.page.desk import PageDesk
from addin.page.guarding import new_key
from addin.page.running import Runner
from addin.page.server import LARGEST, page_app

ALONE = 20 * 60
"""Seconds without the page before an eye after which the program ends."""


class Served:
    """The page of one workbook while it is served. address: of its first page."""

    def __init__(self, desk: PageDesk, alone: float = ALONE) -> None:
        self.runner, self.alone, self.done = Runner(), alone, threading.Event()
        self.line = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        self.line.bind(("127.0.0.1", 0))
        port, key = self.line.getsockname()[1], new_key()
        app = page_app(desk, self.runner, key, port, self.done.set)
        more = {"threads": 12, "send_bytes": 1, "channel_request_lookahead": 1, "max_request_body_size": LARGEST, "ident": None}
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # send_bytes: without it an event waits until 18,000 bytes have gathered
            self.server = create_server(app, sockets=[self.line], **more)
        self.address = f"http://127.0.0.1:{port}/{key}/"
        threading.Thread(target=self.server.run, daemon=True).start()

    def wait(self) -> None:
        """Until the user ends it, or nobody has looked at it for long. Something that runs is waited for."""
        try:
            while not self.done.wait(0.2 if self.alone < 1 else 1.0):
                if self.runner.unseen() > self.alone:
                    break
        finally:
            self.runner.wait()
            self.server.close()
            self.line.close()


def serve(desk: PageDesk, say: Callable[[str], None], browse: Callable[[str], object] = webbrowser.open) -> None:
    """Serve the page, open it in the user's browser, and come back when it is over. say: a line for the window that it was started in.

    The browser is given a file that only the user can read and that leads on, not the address: others on the machine see its arguments."""
    served = Served(desk)
    with tempfile.TemporaryDirectory(prefix="duban-") as folder:
        entry = Path(folder) / "打开督办.html"
        there = escape(served.address)
        entry.write_text(
            f'<!DOCTYPE html><meta charset="utf-8"><meta http-equiv="refresh" content="0;url={there}"><a href="{there}">打开督办</a>',
            "utf-8",
        )
        say(f"网页已经打开；没有打开的话，把这个地址贴进浏览器：{served.address}")
        say("用完点网页上的“结束”，或关掉网页：20 分钟没有人看，这里就自己结束。这个窗口先别关。")
        browse(entry.as_uri())
        served.wait()
