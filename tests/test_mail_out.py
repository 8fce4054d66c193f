"""Mail out against real servers on loopback: TLS both ways, refusals, and a line that is lost before, while and after the text leaves."""

import email
import email.policy
import smtplib
import socket
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from support.loopback import HOST, certified, free_port, listening, untrusted
from support.mail_server import ACCOUNT, PASSWORD, Post, server

from addin.post import mail_out
from addin.post.mail_out import MailOut
from addin.post.messages import Attachment, Channel, Delivery, Message

TO = "li@example.com"
SHEET = Message(
    TO,
    "下发：运检部 10 月督办表",
    "请填好发回。\n.\n..两个点\n",
    (),
    (Attachment("运检部_督办表_2026-10.xlsx", b"PK\x03\x04\r\n.\r\nend"),),
    "S-1",
)


@pytest.fixture
def context(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> ssl.SSLContext:
    return certified(monkeypatch, tmp_path)


@contextmanager
def wire_to(port: int, password: str = PASSWORD, seconds: float = 2.0) -> Iterator[MailOut]:
    wire = MailOut(Channel("邮件", "邮件", (HOST, HOST), (port, 993), ACCOUNT, {"密码": password}), seconds)
    yield wire
    wire.close()


def test_a_mail_with_a_sheet(context: ssl.SSLContext) -> None:
    post = Post()
    with server(post, context) as port, wire_to(port) as wire:
        assert wire.send(SHEET) == Delivery("已发")
    mail: Any = email.message_from_bytes(post.mails[0], policy=email.policy.default)
    assert (mail["From"], mail["To"], mail["Subject"]) == (ACCOUNT, TO, SHEET.subject)
    assert mail["Auto-Submitted"] == "auto-generated"
    text, sheet = mail.iter_parts()
    assert text.get_content() == SHEET.text
    assert (sheet.get_filename(), sheet.get_content()) == ("运检部_督办表_2026-10.xlsx", b"PK\x03\x04\r\n.\r\nend")


def test_old_and_new_readers_show_the_name_of_a_sheet() -> None:
    """RFC 2231 in Content-Disposition; RFC 2047 in name= for readers that know no other."""
    plain: Any = email.message_from_bytes(mail_out.mail_of(SHEET, ACCOUNT))
    sheet = plain.get_payload()[1]
    assert " ".join(sheet["Content-Disposition"].split()).startswith("attachment; filename*=utf-8''%E8%BF%90")
    name = str(sheet.get_param("name"))
    assert name.isascii()
    assert "name*" not in str(sheet["Content-Type"])
    assert str(email.header.make_header(email.header.decode_header(name))) == "运检部_督办表_2026-10.xlsx"


@pytest.mark.parametrize("name", ["a.xlsx", "督" * 60 + ".xlsx", "带 空格（1）“引号”.xlsx", 'a"b;c.xlsx', "换\r\n行: x.xlsx"])
def test_names_of_all_sorts(name: str) -> None:
    mail = mail_out.mail_of(SHEET._replace(attachments=(Attachment(name, b"x"),)), ACCOUNT)
    read: Any = email.message_from_bytes(mail, policy=email.policy.default)
    _, sheet = read.iter_parts()
    assert sheet.get_filename() == " ".join(name.split())
    old: Any = email.message_from_bytes(mail)
    plain = old.get_payload()[1]
    shown = str(email.header.make_header(email.header.decode_header(str(plain.get_param("name")))))
    assert shown == " ".join(name.split())


def test_a_large_sheet_on_a_slow_line_has_time_for_each_piece(context: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mail_out, "PIECE", 1000)
    post, data = Post(), bytes(range(256)) * 80
    with server(post, context) as port, wire_to(port) as wire:
        assert wire.send(SHEET._replace(attachments=(Attachment("表.xlsx", data),))) == Delivery("已发")
    read: Any = email.message_from_bytes(post.mails[0], policy=email.policy.default)
    assert [*read.iter_parts()][1].get_content() == data


def test_a_subject_begins_no_other_header() -> None:
    mail = mail_out.mail_of(Message(TO, "催收\r\nBcc: x@example.com\n\n" + "很长的标题" * 30, "正文"), ACCOUNT)
    read = email.message_from_bytes(mail, policy=email.policy.default)
    assert read["Bcc"] is None
    assert read["Subject"] == "催收 Bcc: x@example.com " + "很长的标题" * 30
    assert b"\n" not in mail.replace(b"\r\n", b"")
    assert max(map(len, mail.split(b"\r\n"))) < 998


def test_the_same_mail_has_the_same_id() -> None:
    ids = [
        email.message_from_bytes(mail_out.mail_of(SHEET._replace(mark=mark), ACCOUNT))["Message-ID"]
        for mark in ("S-1", "S-1", "S-2", "", "")
    ]
    assert ids[0] == ids[1]
    assert len(set(ids)) == 4
    assert all(one.startswith("<") and one.endswith("@example.com>") for one in ids)


def test_encrypted_from_the_start(context: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch) -> None:
    post = Post()
    with server(post, context, starttls=False) as port, wire_to(port) as wire:
        monkeypatch.setattr(mail_out, "IMPLICIT", port)
        assert wire.send(SHEET) == Delivery("已发")


def test_one_line_serves_many_mails_and_a_sleeping_one_is_made_anew(context: ssl.SSLContext) -> None:
    post = Post()
    with server(post, context) as port, wire_to(port) as wire:
        assert [wire.send(SHEET._replace(attachments=())).state for _ in range(3)] == ["已发"] * 3
        assert post.logins == 1
        time.sleep(3.5)  # the server hangs up after 3 s
        assert wire.send(SHEET).state == "已发"
    assert (post.logins, len(post.mails)) == (2, 4)


REFUSALS = [
    ("MAIL", "451 try later", "失败", True, "发件人（代码 451）：try later"),
    ("MAIL", "553 sender mismatch", "失败", False, "发件人（代码 553）"),
    ("RCPT", "450 mailbox busy", "失败", True, "收件人（代码 450）"),
    ("RCPT", "550 no such user", "失败", False, "收件人（代码 550）：no such user"),
    ("DATA", "452 no room", "失败", True, "没有接收这封邮件（代码 452）"),
    ("DATA", "554 spam", "失败", False, "没有接收这封邮件（代码 554）：spam"),
    ("DATA", "299 what", "不明", False, "代码 299"),
    ("DATA", "hang up", "不明", False, "请核实"),
    ("RCPT", f"550 {PASSWORD} http://x.example.com/y", "失败", False, "550）：*** ***"),
]


@pytest.mark.parametrize(("command", "says", "state", "again", "said"), REFUSALS)
def test_refusals(context: ssl.SSLContext, command: str, says: str, state: str, again: bool, said: str) -> None:
    post = Post()
    post.says[command] = says
    with server(post, context) as port, wire_to(port) as wire:
        found = wire.send(SHEET)
        assert (found.state, found.again) == (state, again), found
        assert said in found.said
        post.says.clear()
        assert wire.send(SHEET) == Delivery("已发")  # one refusal is not the end of the wire
    assert post.logins == (2 if state == "不明" else 1)


def test_a_wrong_password(context: ssl.SSLContext) -> None:
    post = Post()
    with server(post, context) as port, wire_to(port, "wrong-99-word") as wire:
        found = wire.send(SHEET)
    assert (found.state, found.again) == ("失败", False), found
    assert "授权码" in found.said
    assert "wrong-99-word" not in found.said
    assert post.mails == []


@pytest.mark.usefixtures("context")
def test_a_certificate_that_nobody_knows(monkeypatch: pytest.MonkeyPatch) -> None:
    for starttls in (True, False):
        post = Post()
        with server(post, untrusted(), starttls=starttls) as port, wire_to(port) as wire:
            monkeypatch.setattr(mail_out, "IMPLICIT", 465 if starttls else port)
            found = wire.send(SHEET)
        assert (found.state, found.again) == ("失败", False)
        assert "证书不可信" in found.said
        assert (post.logins, post.mails) == (0, [])


def test_a_server_without_encryption_gets_no_password() -> None:
    post = Post()
    running = Controller(post, HOST, free_port(), authenticator=post.authenticate, auth_require_tls=False)
    running.start()
    try:
        with wire_to(int(running.port)) as wire:
            found = wire.send(SHEET)
    finally:
        running.stop()
    assert (found.state, found.again) == ("失败", False)
    assert "不支持加密" in found.said
    assert (post.logins, post.mails) == (0, [])


def test_no_server() -> None:
    with wire_to(free_port()) as wire:
        found = wire.send(SHEET)
    assert (found.state, found.again) == ("失败", True)
    assert "不接受连接" in found.said


def silent(_: socket.socket) -> None:
    time.sleep(1.0)


def gone(_: socket.socket) -> None:
    """The line is closed at once."""


def busy(line: socket.socket) -> None:
    line.sendall(b"421 too many connections\r\n")


def garbled(line: socket.socket) -> None:
    line.sendall(b"\xff\xfe hello\r\n")


def talk(*answers: bytes) -> Callable[[socket.socket], None]:
    """Answers one line after the other, then hangs up."""

    def answer(line: socket.socket) -> None:
        line.sendall(b"220 ready\r\n")
        for one in answers:
            line.recv(65536)
            line.sendall(one)

    return answer


@pytest.mark.parametrize(
    "answer", [silent, gone, busy, garbled, talk(b"250 hello\r\n")], ids=["silent", "gone", "busy", "garbled", "plain"]
)
def test_lines_that_come_to_nothing(answer: Callable[[socket.socket], None]) -> None:
    with listening(answer) as port, wire_to(port, seconds=0.5) as wire:
        assert wire.send(SHEET).state == "失败"


@pytest.mark.parametrize(
    "address",
    ["", "li", "li@", "a@b@c", "a b@example.com", "a@example.com, b@example.com", "李@example.com", "<a@example.com>", "a@x\r\nDATA"],
)
def test_no_address(address: str) -> None:
    with wire_to(free_port()) as wire:
        found = wire.send(SHEET._replace(address=address))
    assert (found.state, found.again) == ("失败", False)
    assert "邮箱地址不对" in found.said


def test_a_chinese_host_name_harms_nothing(context: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getfqdn", lambda *_: "办公室的电脑.公司")
    post = Post()
    with server(post, context) as port, wire_to(port) as wire:
        assert wire.send(SHEET) == Delivery("已发")


def test_the_line_breaks_while_the_text_leaves(context: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch) -> None:
    """Some of it may have arrived, and the last dot too."""
    post, whole = Post(), smtplib.SMTP.send

    def breaking(line: smtplib.SMTP, text: Any) -> None:
        if isinstance(text, bytes) and text.endswith(b"\r\n.\r\n"):
            whole(line, text[:100])
            raise ConnectionResetError
        whole(line, text)

    monkeypatch.setattr(smtplib.SMTP, "send", breaking)
    with server(post, context) as port, wire_to(port) as wire:
        found = wire.send(SHEET)
    assert (found.state, found.again) == ("不明", False)
    assert post.mails == []
