"""Debian's chromium, driven as a person would: keys, files, sizes of the window; over its pipe, so that it needs no port."""

import base64
import fcntl
import itertools
import json
import os
import select
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from support.chromium import browser
from support.tools import HOUSE, IN_CI

OPTIONS = (
    *("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--remote-debugging-pipe", "--hide-scrollbars"),
)
LONG = 60.0
AXE = Path(os.environ.get("DUBAN_AXE") or HOUSE / "node_modules" / "axe-core" / "axe.min.js")
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]}
needs_axe = pytest.mark.skipif(not IN_CI and not AXE.exists(), reason="axe-core is not installed (.ci/run lists the packages)")
KEYS = {"Tab": 9, "Enter": 13, " ": 32, "Escape": 27}


class Browsed:
    """One page in the browser."""

    def __init__(self, out: int, back: int) -> None:
        self.out, self.back, self.buffer, self.numbers, self.session = out, back, b"", itertools.count(1), ""
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime"):
            self.ask(f"{domain}.enable")

    def ask(self, method: str, **params: Any) -> dict[str, Any]:
        """The browser's answer to one call."""
        number = next(self.numbers)
        call = {"id": number, "method": method, "params": params} | ({"sessionId": self.session} if self.session else {})
        os.write(self.out, json.dumps(call).encode() + b"\0")
        while True:
            answer = self.heard()
            if answer.get("id") == number:
                assert "error" not in answer, (method, answer["error"])
                return answer["result"]  # type: ignore[no-any-return]

    def heard(self) -> dict[str, Any]:
        while b"\0" not in self.buffer:
            ready, _, _ = select.select([self.back], [], [], LONG)
            assert ready, "chromium says nothing"
            self.buffer += os.read(self.back, 1 << 20)
        line, _, self.buffer = self.buffer.partition(b"\0")
        return json.loads(line)  # type: ignore[no-any-return]

    def size(self, width: int, height: int, zoom: float = 1.0) -> None:
        """The window, in its own pixels; a zoom leaves fewer of them to the page."""
        self.ask(
            "Emulation.setDeviceMetricsOverride", width=int(width / zoom), height=int(height / zoom), deviceScaleFactor=zoom, mobile=False
        )

    def go(self, address: str) -> None:
        self.ask("Page.navigate", url=address)
        self.until("document.readyState === 'complete' && location.href !== 'about:blank'")

    def value(self, script: str) -> Any:
        """What an expression of JavaScript gives, promises waited for."""
        found = self.ask("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in found, found["exceptionDetails"]
        return found["result"].get("value")

    def until(self, script: str, seconds: float = LONG) -> None:
        """Wait until an expression is true."""
        end = time.monotonic() + seconds
        while not self.value(f"!!({script})"):
            assert time.monotonic() < end, f"never true: {script}\n{self.value('document.body.innerText')[:2000]}"
            time.sleep(0.1)

    def key(self, name: str) -> None:
        """One key down and up."""
        text = {"Enter": "\r", " ": " "}.get(name, "")
        more = {"key": name, "code": "Space" if name == " " else name, "windowsVirtualKeyCode": KEYS[name]} | (
            {"text": text} if text else {}
        )
        self.ask("Input.dispatchKeyEvent", type="keyDown", **more)
        self.ask("Input.dispatchKeyEvent", type="keyUp", **{name: value for name, value in more.items() if name != "text"})

    def type(self, text: str) -> None:
        self.ask("Input.insertText", text=text)

    def tab_to(self, wanted: str, most: int = 400) -> None:
        """Tab until the focus is on what a selector names."""
        for _ in range(most):
            if self.value(f"document.activeElement.matches({json.dumps(wanted)})"):
                return
            self.key("Tab")
        raise AssertionError(f"no Tab leads to {wanted}")

    def choose(self, selector: str, *files: Path) -> None:
        """Files in a field, as the system's dialogue would put them."""
        node = self.ask("Runtime.evaluate", expression=f"document.querySelector({json.dumps(selector)})")["result"]["objectId"]
        self.ask("DOM.setFileInputFiles", objectId=node, files=[str(path) for path in files])

    def axe(self) -> Any:
        """What axe-core finds against WCAG 2.1 AA and its best practice: rule and place."""
        self.value(AXE.read_text("utf-8") + "; null")
        return self.value(
            f"axe.run(document, {json.dumps(RULES)}).then((told) => told.violations.map((one) => [one.id, one.nodes[0].html]))"
        )

    def scheme(self, name: str) -> None:
        """light or dark, as the system's setting tells pages."""
        self.ask("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": name}])

    def picture(self, path: Path, *, whole: bool = False) -> None:
        data = self.ask("Page.captureScreenshot", format="png", captureBeyondViewport=whole)["data"]
        path.write_bytes(base64.b64decode(data))


def moved(end: int) -> int:
    """An end of a pipe under a number that is not 3 or 4, which chromium's own have."""
    found = fcntl.fcntl(end, fcntl.F_DUPFD, 20)
    os.close(end)
    return found


@contextmanager
def driven() -> Iterator[Browsed]:
    """A browser with a profile of its own, ended afterwards."""
    command = browser()
    assert command, "chromium is not installed"
    there, out, back, here = map(moved, (*os.pipe(), *os.pipe()))
    with tempfile.TemporaryDirectory(prefix="duban-", ignore_cleanup_errors=True) as profile:
        process = subprocess.Popen(
            ["bash", "-c", f'exec 3<&{there} 4>&{here} "$0" "$@"', command, *OPTIONS, f"--user-data-dir={profile}"],
            pass_fds=(there, here),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=os.environ | {"LC_ALL": "C.UTF-8", "TZ": "Asia/Shanghai"},
        )
        os.close(there)
        os.close(here)
        try:
            yield Browsed(out, back)
        finally:
            process.kill()
            process.wait()
            os.close(out)
            os.close(back)
