"""duban channels: what is listed, asked for, tried and forgotten; no key is ever shown, in whatever goes wrong."""

import datetime as dt
import json
import logging
import os
import select
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from pytest_httpserver import HTTPServer
from support.fake_book import FakeBook, master_in
from support.keyrings import InMemory, use
from support.loopback import HOST, free_port

from addin.post.keys import KeyStore
from addin.post.messages import Message
from addin.post.sms_form import form_path
from addin.post.wires import channel_of, wire_of
from macros import channels as command
from macros.__main__ import run
from macros.channels import channels
from macros.steps.report import Options, Report, Status, silent
from workbook_templates.master.master import write_master
from workbook_templates.reading.errors import DubanError, UsageError
from workbook_templates.tables import TABLES
from workbook_templates.tables.grid import Value

TOKEN, SECRET, PASSWORD = "tok-5f1e77b0aa", "SECx9/+81=d", "mail-pw-4471"
COMPANY = "示范供电公司"
ROWS: list[dict[str, Value]] = [
    {"渠道": "督办群", "类型": "企业微信机器人", "启用": "是"},
    {"渠道": "钉群", "类型": "钉钉机器人"},
    {"渠道": "邮箱", "类型": "邮件", "服务器": "127.0.0.1、imap.example.com", "端口": "1、993", "账号": "duban@example.com", "启用": "是"},
    {"渠道": "短信", "类型": "短信网关", "服务器": "http://127.0.0.1:1/sms/norsubmit", "账号": "apid", "启用": "是"},
]


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> KeyStore:
    monkeypatch.setenv("NO_PROXY", "*")
    use(monkeypatch, tmp_path / "config", InMemory())
    return KeyStore(COMPANY)


@pytest.fixture
def book(tmp_path: Path) -> FakeBook:
    return master_in(tmp_path, {"渠道": ROWS, "参数": [{"名称": "单位名称", "取值": COMPANY}]})


def call(book: FakeBook, **more: str) -> Report:
    return channels(book, Options(dt.datetime(2026, 6, 1, 9), "测试员", None, more), silent)


def typing(monkeypatch: pytest.MonkeyPatch, *texts: str) -> list[tuple[str, bool]]:
    """What a person types, one text a question; the questions, and whether the answer was hidden."""
    asked, left = [], list(texts)

    def ask(question: str, *, hidden: bool) -> str:
        asked.append((question, hidden))
        return left.pop(0)

    monkeypatch.setattr(command, "ask", ask)
    return asked


def test_what_there_is(store: KeyStore, book: FakeBook) -> None:
    store.set("督办群", "地址", f"https://example.com/{TOKEN}")
    report = call(book)
    assert report.status is Status.DONE_WITH_ENTRIES
    assert report.messages[0] == "渠道 4 个；密钥放在系统的密钥库。"
    assert report.messages[1] == "  督办群（企业微信机器人，启用）：已设 地址；可以用"
    assert report.messages[2].startswith("  钉群（钉钉机器人，没有启用）：没有设密钥；不能用：缺 地址")
    assert "duban channels 督办总台账.xlsm --set 督办群" in report.messages[-1]
    assert report.figures["渠道"][0] == {"渠道": "督办群", "类型": "企业微信机器人", "启用": True, "已设": ["地址"], "不能用": ""}
    assert TOKEN not in json.dumps(report.as_json(), ensure_ascii=False)
    assert book.read(["渠道"])["渠道"].rows  # and nothing was written


def test_no_channel(store: KeyStore, tmp_path: Path) -> None:
    del store
    report = call(master_in(tmp_path, {}))
    assert report.status is Status.DONE
    assert "“渠道”表还空着" in report.messages[0]


def test_keys_are_asked_for_and_kept(monkeypatch: pytest.MonkeyPatch, store: KeyStore, book: FakeBook) -> None:
    asked = typing(monkeypatch, f"https://example.com/{TOKEN}", SECRET)
    report = call(book, set="钉群")
    assert [hidden for _, hidden in asked] == [True, True]
    assert "Webhook 地址" in asked[0][0]
    assert (store.get("钉群", "地址"), store.get("钉群", "密钥")) == (f"https://example.com/{TOKEN}", SECRET)
    assert report.messages[0].startswith("渠道“钉群”：地址、密钥已存，放在系统的密钥库。")
    assert TOKEN not in str(report.as_json())
    asked = typing(monkeypatch, "", "")
    assert call(book, set="钉群").messages == ("渠道“钉群”的密钥没有改。",)
    assert "不改就按回车" in asked[0][0]
    assert store.get("钉群", "密钥") == SECRET


@pytest.mark.parametrize(
    ("texts", "said"),
    [(["", ""], "没有填“地址”，一个也没有存"), ([f"http://example.com/{TOKEN}", ""], "要以 https:// 开头"), ([TOKEN, SECRET], "不是网址")],
)
def test_all_keys_or_none(monkeypatch: pytest.MonkeyPatch, store: KeyStore, book: FakeBook, texts: list[str], said: str) -> None:
    typing(monkeypatch, *texts)
    with pytest.raises(UsageError) as caught:
        call(book, set="钉群")
    assert said in str(caught.value)
    assert TOKEN not in str(caught.value)
    assert store.all("钉群", ("地址", "密钥")) == {}


def test_the_keys_of_a_gateway_that_a_file_describes(monkeypatch: pytest.MonkeyPatch, store: KeyStore, book: FakeBook) -> None:
    path = form_path("短信", book.path.parent / "模板")
    path.parent.mkdir()
    path.write_text('keys = ["口令"]\nsuccess = "code"\nvalues = ["0"]\n', encoding="utf-8")
    asked = typing(monkeypatch, SECRET)
    call(book, set="短信")
    assert "短信的口令（短信接口_短信.toml 里的 keys）" in asked[0][0]
    assert store.get("短信", "口令") == SECRET
    assert call(book, forget="短信").messages == ("渠道“短信”的口令已删去。",)
    path.write_text("keys = ", encoding="utf-8")
    with pytest.raises(UsageError, match="读不懂"):
        call(book, set="短信")
    assert call(book, forget="短信").status is Status.DONE


def test_keys_are_forgotten(store: KeyStore, book: FakeBook) -> None:
    store.set("钉群", "地址", f"https://example.com/{TOKEN}")
    store.set("早就没有的群", "地址", f"https://example.com/{TOKEN}")
    assert call(book, forget="钉群").messages == ("渠道“钉群”的地址已删去。",)
    assert call(book, forget="早就没有的群").messages == ("渠道“早就没有的群”的地址已删去。",)
    assert call(book, forget="钉群").messages == ("渠道“钉群”没有存着的密钥。",)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"set": "没有"}, "“渠道”表里没有“没有”，什么也没有做。有的是：督办群、钉群、邮箱、短信。"),
        ({"test": "没有"}, "“渠道”表里没有“没有”"),
        ({"set": "钉群", "test": "钉群"}, "一次只能用一个"),
        ({"test": "钉群"}, "渠道“钉群”不能用，没有发：缺 地址"),
    ],
)
def test_a_wrong_call(store: KeyStore, book: FakeBook, more: dict[str, str], said: str) -> None:
    del store
    with pytest.raises(UsageError) as caught:
        call(book, **more)
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("answer", "status", "said"),
    [
        ('{"errcode":0}', Status.DONE, "渠道“督办群”测试，已发，请看一看收到没有。"),
        ('{"errcode":93000,"errmsg":"x"}', Status.NOT_DONE, "测试，失败：企业微信机器人没有接收：地址不对"),
        ("oops", Status.DONE_WITH_ENTRIES, "测试，不明：对方的回答看不懂"),
    ],
)
def test_a_group_is_tried(store: KeyStore, book: FakeBook, httpserver: HTTPServer, answer: str, status: Status, said: str) -> None:
    store.set("督办群", "地址", httpserver.url_for(f"/{TOKEN}"))
    httpserver.expect_request(f"/{TOKEN}").respond_with_data(answer)
    report = call(book, test="督办群")
    assert report.status is status
    assert said in report.messages[0]
    assert json.loads(httpserver.log[0][0].get_data())["text"]["content"].startswith("【督办】这是一条测试消息")


def test_a_mail_is_tried_to_oneself(monkeypatch: pytest.MonkeyPatch, store: KeyStore, book: FakeBook) -> None:
    store.set("邮箱", "密码", PASSWORD)
    asked = typing(monkeypatch, "")
    report = call(book, test="邮箱")
    assert asked == [("发到哪个邮箱（按回车就发给 duban@example.com）", False)]
    assert report.status is Status.NOT_DONE  # nobody listens there
    assert "服务器不接受连接" in report.messages[0]


def test_a_telephone_is_asked_for(monkeypatch: pytest.MonkeyPatch, store: KeyStore, book: FakeBook) -> None:
    for key in ("集团名称", "接口密码", "签名编码"):
        store.set("短信", key, SECRET)
    typing(monkeypatch, "")
    with pytest.raises(UsageError, match="没有填发给谁"):
        call(book, test="短信")
    assert typing(monkeypatch, "123") == []
    assert "手机号不是 11 位数字" in call(book, test="短信").messages[0]


def test_nobody_at_the_terminal_is_asked(store: KeyStore, book: FakeBook) -> None:
    del store
    with pytest.raises(UsageError, match="要在终端里运行"):
        call(book, set="督办群")


@pytest.fixture
def master(tmp_path: Path) -> Path:
    """A workbook on disk."""
    path = tmp_path / "督办总台账.xlsx"
    write_master(path, {"渠道": [[row.get(header) for header in TABLES["渠道"].headers] for row in ROWS]}, company=COMPANY, year=2026)
    return path


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals in the standard library")
def test_at_a_terminal_nothing_is_shown_of_what_is_typed(master: Path, tmp_path: Path) -> None:
    """The command itself at a pseudo-terminal; its arguments name no key, and the workbook stays as it is."""
    import pty

    before = master.read_bytes()
    words = [sys.executable, "-m", "macros", "channels", str(master), "--set", "钉群"]
    there = {"XDG_CONFIG_HOME": str(tmp_path / "config"), "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring", "COLUMNS": "400"}
    ours, theirs = pty.openpty()
    with subprocess.Popen(words, stdin=theirs, stdout=theirs, stderr=theirs, env=os.environ | there, start_new_session=True) as child:
        os.close(theirs)
        shown = b""
        for question, typed in (("的地址", f"https://example.com/{TOKEN}"), ("的密钥", SECRET), ("已存", "")):
            end = time.monotonic() + 60
            while question.encode() not in shown and time.monotonic() < end:
                if select.select([ours], [], [], 1)[0]:
                    shown += os.read(ours, 4096)
            time.sleep(0.3)  # it stops echoing just before it reads
            if typed:
                os.write(ours, f"{typed}\n".encode())
        child.wait(30)
    os.close(ours)
    assert child.returncode == 0, shown.decode()
    assert "地址、密钥已存" in shown.decode()
    assert TOKEN not in shown.decode()
    assert SECRET not in shown.decode()
    assert TOKEN in (tmp_path / "config" / "duban" / "渠道密钥.json").read_text("utf-8")
    assert master.read_bytes() == before
    beside = [path for path in tmp_path.rglob("*") if path.is_file() and path.parent.name != "duban"]
    assert all(TOKEN.encode() not in path.read_bytes() for path in beside)


def test_the_command_on_a_file(
    store: KeyStore, master: Path, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture, httpserver: HTTPServer
) -> None:
    """List, --json and a refusal through the command line: no key in anything that comes out, and the workbook is not touched."""
    store.set("督办群", "地址", httpserver.url_for(f"/{TOKEN}"))
    httpserver.expect_request(f"/{TOKEN}").respond_with_json({"errcode": 777, "errmsg": f"no {TOKEN} at {httpserver.url_for(f'/{TOKEN}')}"})
    before = master.read_bytes()
    with caplog.at_level(logging.DEBUG, "httpx"), caplog.at_level(logging.DEBUG, "httpcore"):
        assert run(["channels", str(master)]) == 1
        assert run(["channels", str(master), "--json"]) == 1
        assert run(["channels", str(master), "--test", "督办群", "--json"]) == 2
    out, err = capsys.readouterr()
    assert "企业微信机器人没有接收：no *** at ***（代码 777）" in out + err
    logged = "".join(record.getMessage() for record in caplog.records if record.name.startswith(("httpx", "httpcore")))
    assert TOKEN not in out + err + logged
    assert master.read_bytes() == before


SPOILT: list[dict[str, Any]] = [
    {},
    {"servers": (), "ports": ()},
    {"servers": ("https://",), "ports": (0,)},
    {"servers": ("http://[::1",), "ports": (99999,)},
    {"kind": "传真"},
    {"account": "\x00督办"},
]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: str(row["渠道"]))
@pytest.mark.parametrize("spoilt", SPOILT, ids=range(len(SPOILT)))
def test_whatever_goes_wrong_betrays_no_key(store: KeyStore, book: FakeBook, row: dict[str, Value], spoilt: dict[str, Any]) -> None:
    """Outcomes of every kind of channel, with rows that are wrong in every way and nobody at the other end."""
    name = str(row["渠道"])
    keys = {"地址": f"https://{HOST}:{free_port()}/{TOKEN}?key={TOKEN}", "密钥": SECRET, "密码": PASSWORD, "集团名称": "公司",
            "接口密码": PASSWORD, "签名编码": SECRET}  # fmt: skip
    for key, value in keys.items():
        store.set(name, key, value)
    tables_row = next(one for one in read_rows(book) if one.name == name)
    templates = book.path.parent / "模板"
    channel = channel_of(tables_row, COMPANY, templates)._replace(**spoilt)
    wire = wire_of(channel, templates)
    for address in ("13800000001", "li@example.com", "", "x\r\ny"):
        try:
            found = wire.send(Message(address, "主题", "正文"))
        except DubanError as error:  # pragma: no cover - a wire never raises
            pytest.fail(str(error))
        assert found.state in ("失败", "不明")
        assert not any(secret in found.said for secret in (TOKEN, SECRET, PASSWORD)), found
        assert "\n" not in found.said
    wire.close()


def read_rows(book: FakeBook) -> Any:
    from macros.steps import session

    return session.read(book, Options(dt.datetime(2026, 6, 1, 9)), silent).tables.channels
