"""collect --mail against a real Dovecot: what is fetched, once, from whom, and what is left apart."""

import datetime as dt
import os
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from email.headerregistry import Address
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from support.collect_office import new_office, sent_file
from support.dovecot import PASSWORD, USER, Mailserver, mailserver, needs_dovecot
from support.loopback import HOST
from support.round_trip import ROWS, Cells

from addin.closed.file_book import FileBook
from addin.post.journals import Journal
from addin.post.keys import KeyStore
from addin.post.mailbox import SeenMail, fetched, looked_at, spreadsheets
from addin.post.messages import Channel
from macros.collect import collect
from macros.steps.report import Options, Report, Status, silent

NOW = dt.datetime(2026, 3, 10, 9)
TODAY = dt.datetime.now(dt.UTC).date()


def mail(sender: str, *files: tuple[str, bytes], subject: str = "督办表", **headers: str) -> EmailMessage:
    made = EmailMessage()
    made["From"] = Address("联系人", addr_spec=sender)
    made["To"], made["Subject"] = USER, subject
    made["Date"] = dt.datetime.now(dt.UTC)
    made["Message-ID"] = f"<{os.urandom(8).hex()}@x.cn>"
    for name, value in headers.items():
        made[name.replace("_", "-")] = value
    made.set_content("见附件")
    for name, data in files:
        made.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return made


def book_bytes(word: str = "x") -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("[Content_Types].xml", word)
        archive.writestr("xl/workbook.xml", word)
    return stream.getvalue()


def zipped(**files: bytes) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in files.items():
            archive.writestr(name.replace("_xlsx", ".xlsx"), data)
    return stream.getvalue()


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Mailserver]:
    home = Path(tempfile.mkdtemp(prefix="dv", dir="/tmp"))
    with mailserver(home, monkeypatch) as made:
        yield made
    shutil.rmtree(home, ignore_errors=True)


def channel(server: Mailserver, password: str = PASSWORD) -> Channel:
    return Channel("邮箱", "邮件", (HOST, HOST), (465, server.port), USER, {"密码": password})


def look(server: Mailserver, journal: Path) -> list[SeenMail]:
    return list(fetched(channel(server), Journal(journal), TODAY, lambda seen: [one.name for one in seen.files]))


@needs_dovecot
def test_each_mail_is_fetched_once_and_stays_unread(server: Mailserver, tmp_path: Path) -> None:
    server.deliver(mail("jia@x.cn", ("甲部.xlsx", book_bytes())).as_bytes())
    server.deliver(mail("yi@x.cn", ("乙部.xlsx", book_bytes("y")), ("说明.xlsx", book_bytes("z"))).as_bytes())
    seen = look(server, tmp_path / "收件.jsonl")
    assert [[one.name for one in mail.files] for mail in seen] == [["甲部.xlsx"], ["乙部.xlsx", "说明.xlsx"]]
    assert [mail.sender for mail in seen] == ["jia@x.cn", "yi@x.cn"]
    assert look(server, tmp_path / "收件.jsonl") == []
    server.deliver(mail("jia@x.cn", ("再来.xlsx", book_bytes())).as_bytes())
    assert [[one.name for one in mail.files] for mail in look(server, tmp_path / "收件.jsonl")] == [["再来.xlsx"]]
    assert server.marked_as_read() == []


@needs_dovecot
def test_what_was_cut_off_is_fetched_again(server: Mailserver, tmp_path: Path) -> None:
    """Killed between the file and the journal."""
    server.deliver(mail("jia@x.cn", ("甲部.xlsx", book_bytes())).as_bytes())

    def cut_off(_: SeenMail) -> list[str]:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        list(fetched(channel(server), Journal(tmp_path / "收件.jsonl"), TODAY, cut_off))
    assert len(look(server, tmp_path / "收件.jsonl")) == 1


@needs_dovecot
def test_other_numbers_of_the_mailbox_bring_nothing_twice(server: Mailserver, tmp_path: Path) -> None:
    journal = tmp_path / "收件.jsonl"
    server.deliver(mail("jia@x.cn", ("甲部.xlsx", book_bytes())).as_bytes())
    assert len(look(server, journal)) == 1
    text = journal.read_text("utf-8")
    journal.write_text(text.replace(text.split('"validity": "')[1].split('"')[0], "1"), "utf-8")
    assert look(server, journal) == []


@needs_dovecot
def test_a_wrong_password_is_said_without_it(server: Mailserver, tmp_path: Path) -> None:
    from addin.post.mailbox import MailboxError

    with pytest.raises(MailboxError) as told:
        list(fetched(channel(server, "别的口令"), Journal(tmp_path / "j"), TODAY, lambda _: []))
    assert "账号或密码不对" in str(told.value)
    assert "别的口令" not in str(told.value)


# a mail by itself


@pytest.mark.parametrize(
    ("made", "files", "why"),
    [
        (mail("a@x.cn", ("表.xlsx", book_bytes())), ["表.xlsx"], ""),
        (mail("a@x.cn", ("表.xlsx", b"not a book")), [], "没有表格附件"),
        (mail("a@x.cn", ("表.doc", book_bytes())), ["表.xlsx"], ""),
        (mail("a@x.cn", ("表.zip", zipped(一_xlsx=book_bytes(), 二_xlsx=book_bytes("2"), 说明=b"text"))), ["一.xlsx", "二.xlsx"], ""),
        (mail("a@x.cn", ("../../x/表.xlsx", book_bytes())), ["表.xlsx"], ""),
        (mail("a@x.cn", subject="不在办公室", Auto_Submitted="auto-replied"), [], "自动回复"),
        (mail("MAILER-DAEMON@x.cn", subject="Undelivered"), [], "退信：有人没有收到"),
        (mail("a@x.cn"), [], "没有表格附件"),
    ],
)
def test_what_a_mail_brings(made: EmailMessage, files: list[str], why: str) -> None:
    seen = looked_at(made)
    assert ([one.name for one in seen.files], seen.why) == (files, why)


def test_a_mail_that_was_forwarded_twice() -> None:
    inner = mail("b@x.cn", ("表.xlsx", book_bytes()))
    for sender in ("c@x.cn", "d@x.cn"):
        outer = mail(sender, subject="转发")
        outer.add_attachment(inner)
        inner = outer
    seen = looked_at(inner)
    assert (seen.sender, [one.name for one in seen.files]) == ("d@x.cn", ["表.xlsx"])


@pytest.mark.parametrize("code", ["gbk", "utf-8"])
def test_names_as_old_programs_write_them(code: str) -> None:
    """A name in raw letters, and one in RFC 2047."""
    import email
    from email.header import Header

    data = book_bytes()
    import base64

    raw = (
        b'From: a@x.cn\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: application/octet-stream; name="'
        + Header("营销部.xlsx", code).encode().encode()
        + b'"\r\nContent-Transfer-Encoding: base64\r\n\r\n'
        + base64.b64encode(data)
    )
    assert [one.name for one in looked_at(email.message_from_bytes(raw)).files] == ["营销部.xlsx"]


@pytest.mark.parametrize("code", ["gbk", "utf-8"])
def test_headers_in_raw_letters(code: str) -> None:
    """No encoding is told of, neither of the name nor of the subject and the sender."""
    import base64
    import email

    head = 'From: 联系人 <a@x.cn>\r\nSubject: 督办表\r\nContent-Disposition: attachment; filename="营销部.xlsx"'.encode(code)
    seen = looked_at(email.message_from_bytes(head + b"\r\nContent-Transfer-Encoding: base64\r\n\r\n" + base64.b64encode(book_bytes())))
    assert (seen.sender, seen.subject, [one.name for one in seen.files]) == ("a@x.cn", "督办表", ["营销部.xlsx"])


def test_bombs_and_shut_files_are_left() -> None:
    assert spreadsheets("x.zip", zipped(**{f"{n}_xlsx": b"PK" + bytes(100) for n in range(90)})) == ([], False)
    assert spreadsheets("x", b"") == ([], False)
    assert spreadsheets("x.xlsx", b"PK\x03\x04 torn") == ([], False)


# a whole round


def column(path: Path, table: str, header: str) -> list[Any]:
    grid = FileBook(path).read([table])[table]
    return [row[grid.headers.index(header)] for row in grid.rows]


@pytest.fixture
def office(tmp_path: Path, server: Mailserver, monkeypatch: pytest.MonkeyPatch) -> Path:
    """甲部 and 乙部 have their sheets, and their addresses are known."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "设置"))
    monkeypatch.setattr("addin.post.keys.system_store", lambda: None)
    units = [{**row, "邮箱": {"甲部": "jia@x.cn", "乙部": "yi@x.cn"}.get(str(row["部门"]))} for row in ROWS["部门"]]
    way: Cells = {
        "渠道": "邮箱", "类型": "邮件", "启用": "是", "服务器": HOST, "端口": f"465、{server.port}", "账号": USER,
    }  # fmt: skip
    (tmp_path / "办").mkdir()
    master = new_office(tmp_path / "办", {**ROWS, "部门": units, "渠道": [way]})
    KeyStore("示范").set("邮箱", "密码", PASSWORD)
    return master


def answered(master: Path, department: str, words: str) -> bytes:
    import openpyxl

    book: Any = openpyxl.load_workbook(sent_file(master, department))
    sheet = book["督办台账"]
    titles = [cell.value for cell in sheet[3]]
    sheet.cell(4, titles.index("进展情况") + 1).value = words
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def collected(master: Path) -> Report:
    return collect(FileBook(master), Options(NOW, "测试员", NOW.date(), {"mail": True}), silent)


@needs_dovecot
def test_a_round_by_mail(office: Path, server: Mailserver) -> None:
    server.deliver(mail("jia@x.cn", ("甲部回复.xlsx", answered(office, "甲部", "甲部完成 3 项"))).as_bytes())
    server.deliver(mail("jia@x.cn", ("乙部.xlsx", answered(office, "乙部", "不是乙部写的"))).as_bytes())
    server.deliver(mail("who@else.cn", ("乙部.xlsx", answered(office, "乙部", "陌生人写的"))).as_bytes())
    report = collected(office)
    assert report.status is Status.DONE_WITH_ENTRIES
    assert "甲部完成 3 项" in column(office, "督办台账", "进展情况")
    assert not {"不是乙部写的", "陌生人写的"} & set(column(office, "督办台账", "进展情况"))
    assert any("jia@x.cn 不是“乙部”登记的邮箱" in line for line in report.messages)
    assert any("来历不明" in line and "who@else.cn" in line for line in report.messages)
    assert [path.name for path in (office.parent / "回收" / "来历不明").iterdir()] == ["乙部.xlsx"]
    before = office.read_bytes()
    again = collected(office)
    assert again.figures["邮件"] == {"邮件": 0, "表": 0}
    assert office.read_bytes() == before


@needs_dovecot
def test_a_server_that_is_down_stops_nothing_else(office: Path) -> None:
    (office.parent / "回收" / "甲部.xlsx").write_bytes(answered(office, "甲部", "放进来的"))
    book = FileBook(office)
    book.update("渠道", {(0, "端口"): "465、1"})
    assert book.commit(None)
    report = collected(office)
    assert any("没有收成" in line for line in report.messages)
    assert "放进来的" in column(office, "督办台账", "进展情况")


@needs_dovecot
def test_thousands_of_old_mails_with_nothing_new(server: Mailserver, tmp_path: Path) -> None:
    """They are asked for by number, not read again: as many crossings as for one mail."""
    for _ in range(300):
        server.deliver(mail("jia@x.cn").as_bytes())
    journal = tmp_path / "收件.jsonl"
    assert len(look(server, journal)) == 300
    before = journal.read_bytes()
    assert look(server, journal) == []
    assert journal.read_bytes() == before
