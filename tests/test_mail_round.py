"""The whole round by mail on the sample company: sheets out to fourteen departments, answers of all sorts back, the others chased.

Real servers on loopback: aiosmtpd takes the sheets, Dovecot holds the answers.
"""

import base64
import datetime as dt
import email
import email.policy
import shutil
import ssl
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from support.dovecot import Mailserver, mailserver, needs_dovecot
from support.loopback import HOST
from support.mail_server import ACCOUNT, PASSWORD, Post, server

from addin.closed.file_book import FileBook
from addin.post.keys import KeyStore
from macros.collect import collect
from macros.remind import remind
from macros.send import send
from macros.steps.report import Options, Report, Status, silent
from workbook_templates.sample.company import COMPANY_NAME
from workbook_templates.tables.grid import Value

Sheet = tuple[str, bytes]
"""A file as a department got it, filled in: name and content."""
Sends = Callable[[str, Sheet], bytes]
"""How somebody answers: the own address and the sheet → a mail."""


def letter(sender: str, subject: str = "回复：督办表", **headers: str) -> EmailMessage:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = sender, ACCOUNT, subject
    made["Date"], made["Message-ID"] = dt.datetime.now(dt.UTC), f"<{sender}.{subject.encode().hex()[:20]}@example.com>"
    for name, value in headers.items():
        made[name.replace("_", "-")] = value
    made.set_content("见附件")
    return made


def attached(sender: str, *files: Sheet) -> EmailMessage:
    made = letter(sender)
    for name, data in files:
        made.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)  # RFC 2231
    return made


def raw(sender: str, sheet: Sheet, disposition: bytes) -> bytes:
    head = f"From: {sender}\r\nTo: {ACCOUNT}\r\nSubject: =?utf-8?B?5Zue5aSN?=\r\nMIME-Version: 1.0\r\nMessage-ID: <{sender}.raw@x>\r\n"
    body = b"Content-Type: application/octet-stream%s\r\nContent-Transfer-Encoding: base64\r\n\r\n" % disposition
    return head.encode() + body + base64.encodebytes(sheet[1]).replace(b"\n", b"\r\n")


def raw_gbk(sender: str, sheet: Sheet) -> bytes:
    return raw(sender, sheet, b'\r\nContent-Disposition: attachment; filename="%s"' % sheet[0].encode("gbk"))


def old_name(sender: str, sheet: Sheet) -> bytes:
    """RFC 2047 in GBK, in name= alone."""
    return raw(sender, sheet, b'; name="=?gbk?B?%s?="' % base64.b64encode(sheet[0].encode("gbk")))


def plain(sender: str, sheet: Sheet) -> bytes:
    return attached(sender, sheet).as_bytes()


def forwarded_twice(sender: str, sheet: Sheet) -> bytes:
    inner = attached("someone@example.com", sheet)
    for one in ("colleague@example.com", sender):
        outer = letter(one, "转发：督办表")
        outer.add_attachment(inner)
        inner = outer
    return inner.as_bytes()


def with_another(sender: str, sheet: Sheet) -> bytes:
    return attached(sender, ("现场照片.png", b"\x89PNG\r\n\x1a\n" + bytes(200)), sheet).as_bytes()


def in_a_zip(sender: str, sheet: Sheet) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(f"督办/{sheet[0]}", sheet[1])
    return attached(sender, ("打包.zip", stream.getvalue())).as_bytes()


def by_a_stranger(_: str, sheet: Sheet) -> bytes:
    return attached("who@else.example", sheet).as_bytes()


def away(sender: str, _: Sheet) -> bytes:
    return letter(sender, "我在休假", Auto_Submitted="auto-replied").as_bytes()


def bounced(_: str, __: Sheet) -> bytes:
    return letter("MAILER-DAEMON@example.com", "Undelivered Mail Returned to Sender").as_bytes()


GOOD: tuple[Sends, ...] = (plain, raw_gbk, old_name, forwarded_twice, with_another, in_a_zip)
BAD: tuple[Sends, ...] = (by_a_stranger, away, bounced)


@pytest.fixture
def inbox(monkeypatch: pytest.MonkeyPatch) -> Iterator[Mailserver]:
    home = Path(tempfile.mkdtemp(prefix="dv", dir="/tmp"))
    with mailserver(home, monkeypatch, PASSWORD) as made:
        yield made
    shutil.rmtree(home, ignore_errors=True)


@pytest.fixture
def master(sample_company: Callable[[Path], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The sample company, which knows the password of its mailbox."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "设置"))
    monkeypatch.setattr("addin.post.keys.system_store", lambda: None)
    KeyStore(COMPANY_NAME).set("督办邮箱", "密码", PASSWORD)
    return sample_company(tmp_path / "示范") / "督办总台账.xlsm"


def use(master: Path, smtp: int, imap: int) -> None:
    book = FileBook(master)
    grid = book.read(["渠道"])["渠道"]
    row = [line[grid.headers.index("渠道")] for line in grid.rows].index("督办邮箱")
    for header, value in {"服务器": f"{HOST}、{HOST}", "端口": f"{smtp}、{imap}", "账号": ACCOUNT, "启用": "是"}.items():
        book.update("渠道", {(row, header): value})
    book.commit(None)


def at(day_of_december: int, **more: Any) -> Options:
    now = dt.datetime(2026, 12, day_of_december, 9)
    return Options(now, "测试员", now.date(), more)


def rows(master: Path, table: str, *headers: str) -> list[tuple[Value, ...]]:
    grid = FileBook(master).read([table])[table]
    return [tuple(row[grid.headers.index(header)] for header in headers) for row in grid.rows]


def received(post: Post) -> dict[str, Sheet]:
    """Address → the sheet that came to it."""
    found = {}
    for one in post.mails:
        mail: Any = email.message_from_bytes(one, policy=email.policy.default)
        (sheet,) = mail.iter_attachments()
        found[str(mail["To"])] = (sheet.get_filename(), sheet.get_content())
    return found


def filled(sheet: Sheet, words: str) -> Sheet:
    """The sheet with the first 进展情况 that is open filled in."""
    book: Any = openpyxl.load_workbook(BytesIO(sheet[1]))
    page = book["督办台账"]
    place = [cell.value for cell in page[3]].index("进展情况")
    next(row[place] for row in page.iter_rows(4) if not row[place].protection.locked).value = words
    stream = BytesIO()
    book.save(stream)
    return sheet[0], stream.getvalue()


def sent_out(master: Path, inbox: Mailserver) -> tuple[dict[str, Sheet], Report]:
    post, context = Post(), ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(inbox.home / "cert.pem", inbox.home / "key.pem")
    with server(post, context) as port:
        use(master, port, inbox.port)
        report = send(FileBook(master), at(28, mail=True), silent)
    return received(post), report


@needs_dovecot
def test_the_whole_round(master: Path, inbox: Mailserver) -> None:
    sheets, report = sent_out(master, inbox)
    homes = {str(mail): str(name) for name, mail in rows(master, "部门", "部门", "邮箱") if mail}
    secret = set(report.figures["邮件"]["没有发"])  # what holds a secret item does not go by mail
    assert {homes[address] for address in sheets} | secret == set(homes.values())
    assert report.figures["邮件"]["已发"] == len(sheets)

    answers = dict(zip(sheets, GOOD + BAD, strict=False))
    for address, how in answers.items():
        inbox.deliver(how(address, filled(sheets[address], f"{homes[address]}已完成 3 项")))
    thief, *others = sheets
    victim = others[len(answers)]
    inbox.deliver(attached(thief, filled(sheets[victim], "不是本部门写的 5 项")).as_bytes())
    report = collect(FileBook(master), at(29, mail=True), silent)
    told, words = "\n".join(report.messages), {text for (text,) in rows(master, "督办台账", "进展情况")}
    came = {homes[address] for address, how in answers.items() if how in GOOD}
    assert {f"{name}已完成 3 项" for name in came} <= words
    assert [text for text in words if "不是本部门" in str(text)] == []
    assert len([text for text in words if "已完成 3 项" in str(text)]) == len(came)
    assert {path.name for path in (master.parent / "回收").glob("*.xlsx")} == {
        sheets[address][0] for address, how in answers.items() if how in GOOD
    } | {sheets[victim][0]}
    for said in (f"{thief} 不是“{homes[victim]}”登记的邮箱", "who@else.example", "自动回复的 1 封", "退信：有人没有收到的 1 封"):
        assert said in told
    assert inbox.marked_as_read() == []
    before = master.read_bytes()
    again = collect(FileBook(master), at(29, mail=True), silent)
    assert (again.figures["邮件"], master.read_bytes() == before) == ({"邮件": 0, "表": 0}, True)

    assert remind(FileBook(master), at(30), silent).status is not Status.NOT_DONE
    assert [row for row in rows(master, "提醒清单", "规则") if row == ("催收",)] == []
    remind(FileBook(master), at(31), silent)  # three working days on
    chased = {stage for stage, rule in rows(master, "提醒清单", "阶段", "规则") if rule == "催收"}
    assert chased == set(homes.values()) - came
