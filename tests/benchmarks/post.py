"""Sending and fetching, by hand: `python tests/benchmarks/post.py [--mails 2000] [--reminders 300] [--paced 60]`; docs/速度.md.

Each beside the least that any tool must do: 300 text messages through the outbox beside the same requests alone, to a server on loopback;
messages at the rate of 飞书 beside requests that keep the same rate; a mailbox with nothing new beside logging in and asking for the last
mail.
"""

import datetime as dt
import logging
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[2])]
from pytest_httpserver import HTTPServer  # noqa: E402
from support.dovecot import PASSWORD, USER, mailserver  # noqa: E402
from support.loopback import HOST  # noqa: E402
from timing import asked, timed  # noqa: E402

from addin.post import outbox  # noqa: E402
from addin.post.journals import Journal  # noqa: E402
from addin.post.limits import RATES, Pacer  # noqa: E402
from addin.post.mailbox import fetched, opened  # noqa: E402
from addin.post.messages import Channel, Message, Wire  # noqa: E402
from addin.post.robots import Robot  # noqa: E402
from addin.post.sms import CloudMas, request_body  # noqa: E402

RUNS = 5
NOW = dt.datetime(2026, 6, 26, 9)
TEXT = "【督办提醒】张三同志：截至2026年6月26日，您有1条督办提醒需要处理。临近时限：2026-0012请于2026年6月29日前办结，距时限还有3天。"
KEYS = {"集团名称": "示范", "接口密码": "pw", "签名编码": "sign"}


def through_the_outbox(wire: Wire, messages: list[Message], folder: Path) -> None:
    draft = outbox.Entry("", NOW, "提醒", "", "短信", "张三", (("2026-0012", "", "提前3天", "2026-06-26", "张三"),), "", "将发")
    with outbox.opened(folder / "台账.xlsx") as box:
        for message in messages:
            assert outbox.handed_over(box, wire, message, draft, lambda: NOW, time.sleep).state == "已发"


def alone(url: str, bodies: list[bytes], wait: Callable[[], None] = lambda: None) -> None:
    """A line for each request, as ours has it: a line that died unseen would make a 不明 of what never left."""
    with httpx.Client(limits=httpx.Limits(max_keepalive_connections=0)) as client:
        for body in bodies:
            wait()
            client.post(url, content=body).raise_for_status()


def told(title: str, ours: list[float], least: list[float]) -> None:
    """In turn, so that a busy machine hurts both alike: the medians, and the median of the ratios of the pairs."""
    ratio = statistics.median(one / other for one, other in zip(ours, least, strict=True))
    print(f"{title}：{statistics.median(ours):.2f} 秒，尺子 {statistics.median(least):.2f} 秒，比值 {ratio:.2f}", flush=True)


def texts(server: HTTPServer, count: int, folder: Path) -> None:
    server.expect_request("/sms").respond_with_json({"success": True, "rspcod": "success"})
    channel = Channel("短信", "短信网关", (server.url_for("/sms"),), (), "apid", KEYS)
    messages = [Message(f"138{place:08}", "", TEXT) for place in range(count)]
    bodies = [request_body(channel, message) for message in messages]
    ours, least = [], []
    for run in range(RUNS):
        wire = CloudMas(channel)
        ours.append(timed(lambda wire=wire, run=run: through_the_outbox(wire, messages, folder / str(run))))  # type: ignore[misc]
        least.append(timed(lambda: alone(channel.servers[0], bodies)))
        wire.close()
        server.clear_log()
    told(f"{count} 条短信", ours, least)


def paced(server: HTTPServer, count: int, folder: Path) -> None:
    server.expect_request("/hook").respond_with_json({"code": 0})
    url = server.url_for("/hook")
    messages = [Message("", "", TEXT)] * count
    wire = Robot(Channel("群", "飞书机器人", (), (), "", {"地址": url}))
    ours = [timed(lambda: through_the_outbox(wire, messages, folder / "群"))]
    least = [timed(lambda: alone(url, [b"{}"] * count, Pacer(RATES["飞书机器人"]).wait))]
    wire.close()
    told(f"{count} 条，一秒 5 条", ours, least)


def mailbox(count: int, folder: Path) -> None:
    home = Path(tempfile.mkdtemp(prefix="dv", dir="/tmp"))
    with pytest.MonkeyPatch.context() as patch, mailserver(home, patch) as server:
        for place in range(count):
            head = f"From: a@x.cn\r\nTo: {USER}\r\nSubject: {place}\r\nMessage-ID: <{place}@x.cn>\r\n\r\nx\r\n"
            path = home / "mail" / "new" / f"{1_700_000_000 + place}.{place}.test"
            path.write_bytes(head.encode())
            path.chmod(0o666)
        channel, today = Channel("邮箱", "邮件", (HOST, HOST), (465, server.port), USER, {"密码": PASSWORD}), dt.datetime.now(dt.UTC).date()

        def look() -> int:
            return len(list(fetched(channel, Journal(folder / "收件.jsonl"), today, lambda _: [])))

        def least() -> None:
            with opened(channel) as box:
                list(box.uids(f"UID {count}:*"))

        first = timed(look)
        print(f"{count} 封，头一次：{first:.1f} 秒")
        ours, bare = [], []
        for _ in range(RUNS):
            assert look() == 0
            ours.append(timed(look))
            bare.append(timed(least))
        told(f"{count} 封，没有新的", ours, bare)
    shutil.rmtree(home, ignore_errors=True)


def main() -> None:
    logging.getLogger("werkzeug").setLevel(logging.ERROR)  # it names every request
    given = asked(mails=2000, reminders=300, paced=60)
    with tempfile.TemporaryDirectory() as name, HTTPServer(threaded=True) as server:
        texts(server, given.reminders, Path(name))
        paced(server, given.paced, Path(name))
        mailbox(given.mails, Path(name))


if __name__ == "__main__":
    main()
