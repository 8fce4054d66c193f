"""What comes back by mail: the attachments of mails that were not fetched before. Nothing is deleted, nothing is marked as read.

Which mails were seen stands in a journal beside the outbox, by their number in the mailbox while this keeps its own (UIDVALIDITY), else by
what they are. Who sent a file is told with it; whether that is to be believed is decided by whoever takes it.
"""

import datetime as dt
import imaplib
import zipfile
from collections.abc import Callable, Iterable, Iterator
from email.header import decode_header, make_header
from email.message import Message as Mail
from email.utils import parseaddr
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

from addin import store
from addin.byte_text import text_in_bytes
from addin.post.certificates import trusted
from addin.post.journals import Journal
from addin.post.mail_out import PASSWORD, SECONDS
from addin.post.messages import Channel

USUAL, PLAIN = 993, 143
LARGEST, LARGEST_FILE, MOST_FILES = 30_000_000, 20_000_000, 40
"""Bytes of a mail and of a file in it, and files of one mail, beyond which nothing is taken."""
DAYS_BACK = 30
"""How far a mailbox is read that is read for the first time."""
AT_ONCE = 100
IDENTITY = '("name" "duban" "version" "1")'
"""163 and 126 let nobody in who does not say what he is (RFC 2971)."""
XLS = bytes.fromhex("d0cf11e0a1b11ae1")


class Attached(NamedTuple):
    """A spreadsheet from a mail. name: as it was called, made safe; sender: the address, in small letters."""

    name: str
    data: bytes
    sender: str


class SeenMail(NamedTuple):
    """A mail that was looked at. why: what is to be said of it where it brought no file, '' for nothing."""

    sender: str
    subject: str
    files: tuple[Attached, ...]
    why: str = ""


class MailboxError(Exception):
    """The mailbox could not be read; the words say why, without a key."""


def fetched(channel: Channel, journal: Journal, today: dt.date, keep: Callable[[SeenMail], Iterable[str]]) -> Iterator[SeenMail]:
    """Every mail that was not looked at before, the oldest first. keep: puts its files away and says under which names; only then is the
    mail written down as seen. Raises MailboxError."""
    from imap_tools import AND, UidRange
    from imap_tools.errors import ImapToolsError

    try:
        with opened(channel) as box:
            status = box.folder.status("INBOX", ["UIDVALIDITY"])
            validity, last = str(status["UIDVALIDITY"]), journal.last.get(str(status["UIDVALIDITY"]), 0)
            wanted = AND(uid=UidRange(str(last + 1), "*")) if last else AND(date_gte=today - dt.timedelta(days=DAYS_BACK))
            uids = sorted(number for uid in box.uids(wanted) if (number := int(uid)) > last)
            for start in range(0, len(uids), AT_ONCE):
                some = ",".join(map(str, uids[start : start + AT_ONCE]))
                heads = {int(one.uid or 0): one for one in box.fetch(AND(uid=some), mark_seen=False, headers_only=True, bulk=True)}
                for uid, head in sorted(heads.items()):
                    mail = sha256(repr(sorted(head.headers.items())).encode()).hexdigest()[:32]
                    if mail in journal.known:
                        journal.write(validity, uid, mail, "", ())
                        continue
                    large = head.size_rfc822 > LARGEST
                    whole = None if large else next(iter(box.fetch(AND(uid=str(uid)), mark_seen=False)), None)
                    seen = looked_at(head.obj if whole is None else whole.obj, too_large=large)
                    journal.write(validity, uid, mail, seen.sender, keep(seen))
                    yield seen
    except (OSError, imaplib.IMAP4.error, ImapToolsError) as error:
        raise MailboxError(reason_of(error)) from error


def opened(channel: Channel) -> Any:
    """The mailbox, logged in, opened for reading alone."""
    from imap_tools import MailBox, MailBoxStartTls

    host = channel.servers[-1] if channel.servers else ""  # one server may do both
    if not host or (len(channel.servers) == 1 and host.startswith("smtp.")):
        raise MailboxError("“服务器”里没有写收信服务器，请写成 发信服务器、收信服务器，如 smtp.163.com、imap.163.com")
    port = channel.ports[1] if len(channel.ports) > 1 else USUAL
    kind = MailBoxStartTls if port == PLAIN else MailBox
    box = kind(host, port, timeout=SECONDS, ssl_context=trusted())
    imaplib.Commands.setdefault("ID", ("NONAUTH", "AUTH", "SELECTED"))
    try:
        password = channel.secrets.get(PASSWORD, "")
        enter = box.login if (channel.account + password).isascii() else box.login_utf8
        enter(channel.account, password, initial_folder=None)
        if "ID" in box.client.capabilities:
            box.client._simple_command("ID", IDENTITY)
        box.folder.set("INBOX", readonly=True)
    except BaseException:
        box.client.shutdown()
        raise
    return box


def reason_of(error: Exception) -> str:
    """Why a mailbox could not be read."""
    text = str(error)
    if "AUTH" in text.upper() or "LOGIN" in text.upper():
        return "账号或密码不对，收信服务器不让进；163、QQ 等邮箱要用授权码，并在邮箱设置里打开 IMAP"
    if isinstance(error, OSError):
        return f"连不上收信服务器（{error.strerror or type(error).__name__}），请检查网络、服务器和端口"
    return f"收信服务器回答出错（{type(error).__name__}）"


def looked_at(mail: Mail, *, too_large: bool = False) -> SeenMail:
    """What a mail brings."""
    mail = with_letters(mail)
    sender = parseaddr(decoded(mail.get("From")))[1].lower()
    subject = decoded(mail.get("Subject"))[:80]
    if too_large:
        return SeenMail(sender, subject, (), "太大，没有取")
    if is_bounce(mail, sender):
        return SeenMail(sender, subject, (), "退信：有人没有收到")
    files: list[Attached] = []
    locked = False
    for part in mail.walk():
        data = part.get_payload(decode=True) if not part.is_multipart() else None
        if isinstance(data, bytes) and len(files) < MOST_FILES:
            found, shut = spreadsheets(file_name(part), data)
            files += [Attached(name, content, sender) for name, content in found]
            locked |= shut
    if files:
        return SeenMail(sender, subject, tuple(files))
    if is_automatic(mail):
        return SeenMail(sender, subject, (), "自动回复")
    return SeenMail(sender, subject, (), "压缩包有密码，没有取" if locked else "没有表格附件")


def is_bounce(mail: Mail, sender: str) -> bool:
    return mail.get_content_type() == "multipart/report" or sender.startswith(("mailer-daemon@", "postmaster@"))


def is_automatic(mail: Mail) -> bool:
    """Out of office and the like (RFC 3834)."""
    return str(mail.get("Auto-Submitted", "no")).lower() not in ("no", "") or "X-Autoreply" in mail or "X-Autorespond" in mail


def decoded(text: Any) -> str:
    """A header as a person reads it, whatever its letters are written in."""
    try:
        return str(make_header(decode_header(str(text or ""))))
    except (LookupError, UnicodeError, ValueError):
        return str(text or "")


def with_letters(mail: Mail) -> Mail:
    """The mail, its headers that old programs write in raw letters read as UTF-8, else as GBK."""
    for part in mail.walk():
        for name, value in part.raw_items():
            if not (raw := str(value).encode("utf-8", "surrogateescape")).isascii():
                part.replace_header(name, text_in_bytes(raw, "replace"))
    return mail


def file_name(part: Mail) -> str:
    return decoded(part.get_filename() or "")


def spreadsheets(name: str, data: bytes) -> tuple[list[tuple[str, bytes]], bool]:
    """The spreadsheets that a file is or, packed, holds, known by their content, with safe names; whether a password keeps some shut."""
    if len(data) > LARGEST_FILE:
        return [], False
    stem = store.safe_name(Path(name.replace("\\", "/")).stem or "附件")
    if data.startswith(XLS):
        return [(f"{stem}.xls", data)], False
    if not data.startswith(b"PK"):
        return [], False
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = set(archive.namelist())
            if "[Content_Types].xml" in names and any(one.startswith("xl/") for one in names):
                return [(f"{stem}.{'xlsm' if 'xl/vbaProject.bin' in names else 'xlsx'}", data)], False
            if "content.xml" in names and "mimetype" in names:
                return [(f"{stem}.ods", data)], False
            return packed(archive)
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError):
        return [], False


def packed(archive: zipfile.ZipFile) -> tuple[list[tuple[str, bytes]], bool]:
    """The spreadsheets in a packed file; what is packed twice stays."""
    found: list[tuple[str, bytes]] = []
    locked = False
    for member in archive.infolist()[:MOST_FILES]:
        if member.is_dir() or member.file_size > LARGEST_FILE:
            continue
        if member.flag_bits & 1:
            locked = True
            continue
        with archive.open(member) as file:
            data = file.read(LARGEST_FILE + 1)
        name = member.filename if member.flag_bits & 0x800 else from_dos(member.filename)
        if len(data) <= LARGEST_FILE and data.startswith((XLS, b"PK")):
            inner, _ = spreadsheets(name, data) if not is_packed(data) else ([], False)
            found += inner
    return found, locked


def is_packed(data: bytes) -> bool:
    """Whether it is a packed file and no spreadsheet."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return "[Content_Types].xml" not in archive.namelist() and "content.xml" not in archive.namelist()
    except (zipfile.BadZipFile, OSError):
        return not data.startswith(XLS)


def from_dos(name: str) -> str:
    """A name that a Chinese Windows has packed: Python took its GBK for another code."""
    try:
        return name.encode("cp437").decode("gb18030")
    except UnicodeError:
        return name
