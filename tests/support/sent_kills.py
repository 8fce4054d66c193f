"""Reminders that real processes send to a gateway on loopback: killed at any moment, over a line that is cut, two runs at once."""

import base64
import datetime as dt
import json
import os
import random
import shutil
import signal
import socket
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Literal, NamedTuple

import pytest

from addin.closed.file_book import FileBook
from addin.post.keys import KeyStore
from macros.__main__ import run
from support.keyrings import use
from support.kills import ended, forked
from support.loopback import HOST, listening, request_read
from workbook_templates.master.master import write_master
from workbook_templates.tables import TABLES
from workbook_templates.tables.grid import Value

Cut = Literal["", "before", "while", "after"]
"""When the other side drops the line: before, while or after it reads a message; "": it answers."""
COMPANY = "示范供电公司"
KEYS = {"接口密码": "pw-5519-gate", "签名编码": "Kd8sQ1"}
PHONES = {f"A{place}": f"1380000000{place}" for place in range(1, 5)}
"""编号 → the telephone number of who is reminded of it."""
THINKS = 0.05
"""Seconds that the other side takes to answer: most kills hit a message that is on its way."""
TAKEN = b'{"success": true, "rspcod": "success"}'


class Gateway:
    """What the other side does with the next lines, and the numbers that it got a message for."""

    def __init__(self) -> None:
        self.cuts: list[Cut] = []
        self.got: list[str] = []

    def answer(self, line: socket.socket) -> None:
        cut = self.cuts.pop(0) if self.cuts else ""
        if cut == "before":
            return
        if cut == "while":
            line.recv(40)
            return
        body = request_read(line).partition(b"\r\n\r\n")[2]
        if not body:
            return
        self.got.append(json.loads(base64.b64decode(body))["mobiles"])
        time.sleep(THINKS)
        if not cut:
            line.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s" % (len(TAKEN), TAKEN))


class Sending(NamedTuple):
    """An office that has sent nothing yet, the gateway, and how many seconds a run lasts."""

    office: Path
    gateway: Gateway
    lasts: float


@contextmanager
def sending(folder: Path) -> Iterator[Sending]:
    """With the keys of the gateway in a file that the forked runs see too."""
    import httpx  # noqa: F401 - so that no run need load it

    gateway = Gateway()
    with pytest.MonkeyPatch.context() as patch, listening(gateway.answer) as port:
        patch.setenv("NO_PROXY", "*")
        use(patch, folder / "config")
        set_keys()
        home = folder / "办公室"
        home.mkdir()
        rows = sending_rows(f"http://{HOST}:{port}/sms/norsubmit")
        write_master(home / "督办.xlsx", rows, company=COMPANY, year=dt.date.today().year)  # noqa: DTZ011 - only today's leave
        once = copy(home, folder / "一次")
        status(once)  # the first loads what the others find
        once = copy(home, folder / "再一次")
        start = time.monotonic()
        assert status(once) == 0
        lasts = time.monotonic() - start
        assert Counter(gateway.got) == dict.fromkeys(PHONES.values(), 2)
        gateway.got.clear()
        yield Sending(home, gateway, lasts)


def set_keys() -> None:
    """Those of the gateway."""
    for key, value in {"集团名称": COMPANY, **KEYS}.items():
        KeyStore(COMPANY).set("短信", key, value)


def sending_rows(address: str) -> dict[str, list[list[Value]]]:
    """Four people, each with an item that was due forty days ago."""
    today = dt.date.today()  # noqa: DTZ011 - only today's reminders leave
    item = {"事项": "推进配网改造", "来源": "其他", "类别": "日常", "级别": "部门级", "主责部门": "发展部", "状态": "办理"}
    dates = {"下达日期": today - dt.timedelta(90), "办理时限": today - dt.timedelta(40)}
    rows: dict[str, list[dict[str, Value]]] = {
        "督办台账": [{"编号": number, "责任人": number, **item, **dates} for number in PHONES],
        "人员": [{"工号": name, "姓名": name, "手机": phone, "部门": "发展部", "角色": "员工"} for name, phone in PHONES.items()],
        "部门": [{"部门": "发展部", "类型": "业务职能"}],
        "参数": [{"名称": "单位名称", "取值": COMPANY}, {"名称": "发送时段", "取值": "00:00-23:59"}],
        "渠道": [{"渠道": "短信", "类型": "短信网关", "服务器": address, "账号": "apid", "启用": "是"}],
    }
    return {name: [[row.get(header) for header in TABLES[name].headers] for row in found] for name, found in rows.items()}


def copy(home: Path, to: Path) -> Path:
    shutil.rmtree(to, ignore_errors=True)
    shutil.copytree(home, to)
    return to / "督办.xlsx"


def send(book: Path) -> int:
    """One run, in this process."""
    return run(["remind", str(book), "--send", "--quiet"])


def status(book: Path) -> int:
    """One whole run, in a process of its own."""
    return ended(forked(partial(send, book)))


def faults(book: Path, gateway: Gateway) -> list[str]:
    """What is wrong once the run after a mishap is over: a message twice, one that is lost without a row, one that leaves once more."""
    grid = FileBook(book).read(["提醒记录"])["提醒记录"]
    told: dict[Value, set[Value]] = {}
    for row in grid.rows:
        told.setdefault(row[grid.headers.index("编号")], set()).add(row[grid.headers.index("结果")])
    got, found = Counter(gateway.got), list[str]()
    for number, phone in PHONES.items():
        if got[phone] > 1:
            found.append(f"{number} 发了 {got[phone]} 次")
        if not got[phone] and "不明" not in told.get(number, ()):
            found.append(f"{number} 没有收到，记的是 {told.get(number)}")
        if not told.get(number, set()) & {"已发", "不明"}:
            found.append(f"{number} 没有记")
    before = len(gateway.got)
    if status(book) not in (0, 1) or len(gateway.got) != before:
        found.append("再运行一次，又发了")
    return found


def killed(case: Sending, folder: Path, dice: random.Random) -> tuple[bool, list[str]]:
    """One kill at any moment, on a line that may be cut too, and the run after it: whether it hit, and what is wrong."""
    book = copy(case.office, folder)
    case.gateway.got.clear()
    case.gateway.cuts[:] = [dice.choice(("", "", "", "before", "while", "after")) for _ in range(3)]
    pid = forked(partial(send, book))
    time.sleep(dice.uniform(0, 1.05) * case.lasts)
    os.kill(pid, signal.SIGKILL)
    hit = ended(pid) == -signal.SIGKILL
    case.gateway.cuts.clear()
    return hit, after(book, case.gateway)


def cut(case: Sending, folder: Path, cuts: Sequence[Cut]) -> list[str]:
    """One run over a line that is cut so, and the run after it."""
    book = copy(case.office, folder)
    case.gateway.got.clear()
    case.gateway.cuts[:] = cuts
    status(book)
    case.gateway.cuts.clear()
    return after(book, case.gateway)


def at_once(case: Sending, folder: Path) -> list[str]:
    """Two runs at once, and one after them: every message once, none of them 不明."""
    book = copy(case.office, folder)
    case.gateway.got.clear()
    both = [forked(partial(send, book)) for _ in range(2)]
    ends = sorted(map(ended, both))
    found = after(book, case.gateway)
    return found + (
        [] if ends[0] == 0 and sorted(case.gateway.got) == sorted(PHONES.values()) else [f"退出状态 {ends}，收到 {case.gateway.got}"]
    )


def after(book: Path, gateway: Gateway) -> list[str]:
    """The next run, and what is wrong then."""
    end = status(book)
    return [*([] if end in (0, 1) else [f"退出状态 {end}"]), *faults(book, gateway)]
