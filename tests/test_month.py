"""A month that the scheduler runs by itself, 13 April to 12 May 2026, with real mail servers on loopback and what goes wrong in an office.

The workbook is open, the machine is off, mailbox and mail server are down, the disk is full, runs are killed; 30 April ends a month and
two months, and 1 to 5 May are a holiday. At the end nothing has left twice, nothing is lost, every day has its page, and drafts and the
next period's rows are there once.
"""

import datetime as dt
import email
import email.policy
import errno
import os
import shutil
import ssl
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope
from support import daily_office
from support.collect_office import fill, new_office, sent_file
from support.daily_office import column, open_mark, page, run_day
from support.dovecot import PASSWORD, USER, Mailserver, mailserver, needs_dovecot
from support.loopback import HOST, free_port
from support.round_trip import ROWS, Cells, item

from addin import store, whole_folder
from addin.post.keys import KeyStore
from addin.post.outbox import DELIVERED, Outbox, outbox_path
from macros.steps.daily_journal import DailyJournal
from macros.steps.report import Report

FIRST, DAYS = dt.date(2026, 4, 13), 30
HOURS = [dt.time(hour, 30) for hour in range(8, 18)]
OFF = {dt.date(2026, 4, 22)}
"""The machine is off."""
OPEN = {dt.date(2026, 4, 15): 14, dt.date(2026, 4, 28): 24, dt.date(2026, 5, 6): 10}
"""Until which hour the workbook is open; 24: the whole day."""
NO_MAILBOX = {dt.date(2026, 4, 17): 24}
NO_POST = {dt.date(2026, 4, 20): 11, dt.date(2026, 5, 7): 24}
FULL = {dt.date(2026, 4, 23): 10}
KILLED = {dt.date(2026, 4, 13): (3, 30), dt.date(2026, 4, 24): (2, 9, 16), dt.date(2026, 5, 6): (4, 40, 70)}
"""At which of its file operations the first runs of the day are killed."""
REST = {dt.date(2026, 4, day) for day in (18, 19, 25, 26)} | {dt.date(2026, 5, day) for day in (1, 2, 3, 4, 5, 10)}
"""9 May is worked for the holiday."""
CHILD = """
import datetime as dt, sys
from pathlib import Path
from addin import store, whole_folder
from support.daily_office import run_day
from support.kill_points import end_at
end_at(int(sys.argv[3]), Path(sys.argv[4]), store, whole_folder)
run_day(Path(sys.argv[1]), dt.datetime.fromisoformat(sys.argv[2]), scheduled=True)
"""


class PostOffice:
    """A mail server that can be down. mails: whom each went to, and its text."""

    def __init__(self, home: Path) -> None:
        self.port, self.mails = free_port(), list[tuple[str, EmailMessage]]()
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(home / "cert.pem", home / "key.pem")
        self._running: Controller | None = None

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd calls it so
        assert isinstance(envelope.content, bytes)
        parsed: Any = email.message_from_bytes(envelope.content, policy=email.policy.default)
        self.mails.append((envelope.rcpt_tos[0], parsed))
        return "250 OK"

    def up(self, wanted: bool) -> None:
        """Let it run, or not."""
        if wanted and self._running is None:
            login = lambda *_: AuthResult(success=True, handled=True)  # noqa: E731
            how: dict[str, Any] = {"tls_context": self._context, "require_starttls": True, "auth_required": True}
            self._running = Controller(self, HOST, self.port, authenticator=login, **how)
            self._running.start()
        elif not wanted and self._running is not None:
            self._running.stop()
            self._running = None


@pytest.fixture
def imap(monkeypatch: pytest.MonkeyPatch) -> Iterator[Mailserver]:
    home = Path(tempfile.mkdtemp(prefix="mo", dir="/tmp"))
    with mailserver(home, monkeypatch) as made:
        yield made
    shutil.rmtree(home, ignore_errors=True)


@pytest.fixture
def smtp(imap: Mailserver) -> Iterator[PostOffice]:
    made = PostOffice(imap.home)
    yield made
    made.up(False)


@pytest.fixture
def office(tmp_path: Path, imap: Mailserver, smtp: PostOffice, monkeypatch: pytest.MonkeyPatch) -> Path:
    """甲部 and 乙部 have their sheets; mail goes and comes, and reminders leave by themselves."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "设置"))
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    monkeypatch.setattr("addin.post.keys.system_store", lambda: None)
    monkeypatch.setattr("time.sleep", lambda _: None)
    units: list[Cells] = [{**row, "邮箱": {"甲部": "jia@x.cn", "乙部": "yi@x.cn"}[str(row["部门"])]} for row in ROWS["部门"]]
    units.append({"部门": "督办办公室", "类型": "业务职能", "邮箱": "office@x.cn"})
    people = [{**row, "邮箱": f"p{row['工号']}@x.cn"} for row in ROWS["人员"]]
    mail: Cells = {"类型": "邮件", "启用": "是", "服务器": HOST}
    ways: list[Cells] = [
        mail | {"渠道": "收", "用途": "下发", "端口": f"465、{imap.port}", "账号": USER},
        mail | {"渠道": "发", "用途": "提醒", "端口": str(smtp.port), "账号": "duban@x.cn"},
    ]
    items = [*ROWS["督办台账"], *(item(str(10 + place), 办理时限=FIRST + dt.timedelta(2 * place)) for place in range(15))]
    settings: list[Cells] = [{"名称": "单位名称", "取值": "示范"}, {"名称": "自动发送", "取值": "是"}]
    (tmp_path / "办").mkdir()
    rows = {**ROWS, "部门": units, "人员": people, "渠道": ways, "督办台账": items, "参数": settings}
    path = new_office(tmp_path / "办", rows)
    for name, word in (("收", PASSWORD), ("发", "auth-5521")):
        KeyStore("示范").set(name, "密码", word)
    return path


def reply(path: Path, department: str, sender: str, number: str, words: str) -> bytes:
    """A mail with the sheet of a department, filled in."""
    mail, filled = EmailMessage(), path.parent.parent / f"{department}回复.xlsx"
    fill(sent_file(path, department), filled, {("督办台账", number, "进展情况"): words})
    mail["From"], mail["To"], mail["Subject"], mail["Message-ID"] = sender, USER, "督办表", f"<{os.urandom(8).hex()}@x.cn>"
    mail.set_content("见附件")
    mail.add_attachment(filled.read_bytes(), maintype="application", subtype="octet-stream", filename=f"{department}.xlsx")
    return mail.as_bytes()


def full(name: str, action: Callable[[], Any]) -> Any:
    """A disk without room for anything new."""
    if name in ("create", "write file", "write first half", "journal"):
        raise OSError(errno.ENOSPC, "No space left on device")
    return action()


def killed(path: Path, now: dt.datetime, place: int, log: Path) -> None:
    command = [sys.executable, "-c", CHILD, str(path), now.isoformat(), str(place), str(log)]
    tests = Path(daily_office.__file__).parent.parent
    subprocess.run(command, env={**os.environ, "PYTHONPATH": f"{tests}{os.pathsep}{tests.parent}"}, check=False)


class Month:
    """The days as they are played. last: the report of the last run of each day."""

    def __init__(self, path: Path, imap: Mailserver, smtp: PostOffice, monkeypatch: pytest.MonkeyPatch) -> None:
        self.path, self.imap, self.smtp, self.monkeypatch = path, imap, smtp, monkeypatch
        self.last: dict[dt.date, Report] = {}
        self.runs = 0

    def play(self, day: dt.date) -> None:
        """Every hour of a day, as the scheduler does it, until it is done."""
        deaths = list(KILLED.get(day, ()))
        for hour in HOURS:
            now = dt.datetime.combine(day, hour)
            self.smtp.up(now.hour >= NO_POST.get(day, 0))
            with ExitStack() as held:
                if now.hour < OPEN.get(day, 0):
                    mark = open_mark(self.path)
                    held.callback(mark.unlink)
                if deaths:
                    killed(self.path, now, deaths.pop(0), self.path.parent.parent / "点")
                    continue
                broken = held.enter_context(self.monkeypatch.context())
                if now.hour < NO_MAILBOX.get(day, 0):
                    broken.setattr("addin.post.mailbox.opened", no_line)
                if now.hour < FULL.get(day, 0):
                    for module in (store, whole_folder):
                        broken.setattr(module, "operate", full)
                report = run_day(self.path, now, scheduled=True)
                self.runs += 1
            if report.figures.get("没有办") or day not in self.last:
                self.last[day] = report
            if report.figures.get("办完"):
                self.last[day] = report
                return


def no_line(_: object) -> None:
    raise ConnectionRefusedError(errno.ECONNREFUSED, "Connection refused")


@needs_dovecot
def test_a_month_by_itself(office: Path, imap: Mailserver, smtp: PostOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    month = Month(office, imap, smtp, monkeypatch)
    replies = {
        dt.date(2026, 4, 14): ("甲部", "jia@x.cn", "1", "四月完成 3 项"),
        dt.date(2026, 4, 17): ("乙部", "yi@x.cn", "4", "邮箱不通那天寄的"),
        dt.date(2026, 4, 28): ("甲部", "jia@x.cn", "2", "台账开着那天寄的"),
    }
    days = [FIRST + dt.timedelta(place) for place in range(DAYS)]
    for day in days:
        if day in replies:
            imap.deliver(reply(office, *replies[day]))
        if day not in OFF:
            month.play(day)
    folder = office.parent

    # every day has its page, and it says what happened
    assert [day for day in days if not (folder / "输出" / "每日" / f"{day}.txt").exists()] == [*OFF]
    assert {day for day in days if day not in OFF and "休息日" in page(office, day)} == REST
    assert "没有办的和原因" in page(office, dt.date(2026, 4, 28))
    assert "邮件没有收成" in page(office, dt.date(2026, 4, 17))
    assert "没有发成" in page(office, dt.date(2026, 5, 7))
    for day in KILLED:
        assert any(line.startswith("  1. 上一次（") for line in page(office, day).splitlines())
    not_done = {day for day, report in month.last.items() if not report.figures["办完"]}
    assert not_done == {dt.date(2026, 4, 17), dt.date(2026, 4, 28), dt.date(2026, 5, 7)}
    assert DailyJournal(office).done(days[-1])

    # nothing has left twice, and the outbox agrees with what arrived
    entries = [*Outbox(outbox_path(office)).entries.values()]
    told = Counter(key for entry in entries if entry.state == DELIVERED for key in entry.keys)
    assert told
    assert {key: count for key, count in told.items() if count > 1} == {}
    assert Counter(mail["Message-ID"] for _, mail in smtp.mails).most_common(1)[0][1] == 1
    unclear = sum(entry.state == "不明" for entry in entries)
    delivered = sum(entry.state == DELIVERED for entry in entries)
    assert delivered <= len(smtp.mails) <= delivered + unclear
    pages = Counter(mail["Subject"] for to, mail in smtp.mails if to == "office@x.cn")
    assert max(pages.values()) <= 2

    # nothing is lost: every answer is in the ledger, every reminder in the logs, nothing is left in the list
    found = column(office, "督办台账", "进展情况")
    assert [words for *_, words in replies.values() if words not in found] == []
    logged = {
        (number, rule, str(day)[:10])
        for number, rule, day in zip(*(column(office, "提醒记录", name) for name in ("编号", "规则", "触发日")), strict=True)
    }
    assert {(key[0], key[2], key[3]) for key in told} <= logged
    assert column(office, "提醒清单", "编号") == []
    marks = column(office, "发送记录", "标识")
    last_page = {entry.mark for entry in entries if entry.file.startswith(str(days[-1]))}
    assert {entry.mark for entry in entries} - {*marks} == last_page  # folded in by the next run

    # drafts and the next period's rows, once
    made = Counter(path.name for path in (folder / "输出").rglob("*_送审稿*.docx"))
    wanted = ["绩效通报_2026Q1", "督办通报_2026-03", "抽查运行通报_2026-03", "督办通报_2026-04", "抽查运行通报_2026-04", "亮灯通报_2026-B2"]
    assert made == Counter(f"{name}_送审稿.docx" for name in wanted)
    assert sorted(zip(column(office, "指标", "指标编号"), column(office, "指标", "期间"), strict=True)) == [
        (number, period) for number in ("Z1", "Z2") for period in ("2026Q1", "2026Q2")
    ]  # fmt: skip
    assert column(office, "文书登记", "文号") == []
    assert set(column(office, "历史成绩", "期间")) == set()
