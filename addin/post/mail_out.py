"""Mail out: SMTP over TLS, from the start (465) or by STARTTLS (587, 25), never without.

Until the last dot of a mail has left, a lost line means that nothing was delivered; from then on nobody can tell: 不明.
"""

import re
import smtplib
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.generator import BytesGenerator
from email.header import Header
from email.mime.application import MIMEApplication
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.utils import formatdate, make_msgid
from hashlib import sha256
from io import BytesIO

from addin.post.certificates import trusted
from addin.post.http_wire import MAYBE_SENT, causes, no_line
from addin.post.messages import Channel, Delivery, Message
from addin.post.unsaid import unsaid, whole
from workbook_templates.reading.characters import message_line

PASSWORD = "密码"  # noqa: S105 - the name of the key, not the key
IMPLICIT, USUAL = 465, 465
"""The port that is encrypted from the start, and the one meant where 渠道.端口 is blank."""
SECONDS = 60.0
PIECE = 65536
"""Bytes that have so many seconds to leave: a large sheet takes its time on a slow line."""
OURSELVES = "[127.0.0.1]"
"""What the server is greeted with: a host name of the office's may be Chinese, on which smtplib fails."""
ADDRESS = re.compile(r"[^\s@<>,;:\"()\[\]\\]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*")
NOT_YET = "，没有发"


class Refused(Exception):
    """The mail has certainly not been taken; outcome says why."""

    def __init__(self, outcome: Delivery) -> None:
        super().__init__(outcome.said)
        self.outcome = outcome


class MailOut:
    """The wire to a mail server; one line serves many mails. seconds: how long an answer may take."""

    def __init__(self, channel: Channel, seconds: float = SECONDS) -> None:
        self._channel, self._seconds = channel, seconds
        self._line: smtplib.SMTP | None = None

    def send(self, message: Message) -> Delivery:
        message = whole(message)
        if not (ADDRESS.fullmatch(message.address) and message.address.isascii()):
            return Delivery("失败", "邮箱地址不对，没有发")
        mail = mail_of(message, self._channel.account)
        try:
            line = self.awake() or self.connected()
        except Refused as refused:
            return refused.outcome._replace(down=True)
        try:
            self.envelope(line, message.address)
        except Refused as refused:
            return refused.outcome
        return self.hand_over(line, mail)

    def awake(self) -> smtplib.SMTP | None:
        """The line of the last mail; None where there was none, or it fell asleep since."""
        with suppress(smtplib.SMTPException, OSError):
            if self._line is not None and self._line.rset()[0] == 250:
                return self._line
        self.drop()
        return None

    def connected(self) -> smtplib.SMTP:
        """A line on which the server knows us. Raises Refused."""
        host, port = self._channel.servers[0], (self._channel.ports or (USUAL,))[0]
        with self.failing():
            if port == IMPLICIT:
                line: smtplib.SMTP = smtplib.SMTP_SSL(host, port, OURSELVES, timeout=self._seconds, context=trusted())
            else:
                line = smtplib.SMTP(host, port, OURSELVES, timeout=self._seconds)
            self._line = line
            line.ehlo()
            if port != IMPLICIT:
                if not line.has_extn("starttls"):
                    raise Refused(Delivery("失败", "服务器不支持加密（STARTTLS），没有发；请核对服务器和端口"))
                line.starttls(context=trusted())
                line.ehlo()
            try:
                line.login(self._channel.account, self._channel.secrets[PASSWORD])
            except smtplib.SMTPServerDisconnected:  # some hang up on a wrong password; trying again may lock the account
                raise Refused(Delivery("失败", "登录时服务器断开了，没有发，多半是账号或密码（授权码）不对")) from None
        return line

    def envelope(self, line: smtplib.SMTP, address: str) -> None:
        """From, to, and the leave to send. Raises Refused."""
        asked = {"发件人": f"MAIL FROM:<{self._channel.account}>", "收件人": f"RCPT TO:<{address}>", "邮件": "DATA"}
        for what, command in asked.items():
            with self.failing():
                code, words = line.docmd(command)
            if code != 354 if command == "DATA" else code not in (250, 251):
                raise Refused(self.no(f"服务器不接收这个{what}", code, words))

    def hand_over(self, line: smtplib.SMTP, mail: bytes) -> Delivery:
        """The text, and what the server says to it."""
        data = re.sub(rb"(?m)^\.", b"..", mail) + b".\r\n"
        try:
            for start in range(0, len(data), PIECE):
                line.send(data[start : start + PIECE])
            code, words = line.getreply()
        except (smtplib.SMTPException, OSError):
            self.drop()
            return Delivery("不明", f"邮件交出去以后线路断了{MAYBE_SENT}")
        if code == 250:
            return Delivery("已发")
        if not 400 <= code < 600:
            self.drop()
            return Delivery("不明", f"服务器的回答看不懂（代码 {code}）{MAYBE_SENT}")
        return self.no("服务器没有接收这封邮件", code, words)

    def no(self, what: str, code: int, words: bytes) -> Delivery:
        """失败 with the server's code and words; what begins with 4 may pass."""
        text = unsaid(words.decode("utf-8", "replace"), self._channel.secrets.values())
        return Delivery("失败", f"{what}（代码 {code}）：{text}", again=400 <= code < 500)

    @contextmanager
    def failing(self) -> Iterator[None]:
        """Whatever goes wrong within is a Refused, and the line is given up. Nothing has left yet."""
        try:
            yield
        except Refused:
            self.drop()
            raise
        except smtplib.SMTPAuthenticationError as error:
            self.drop()
            told = self.no("登录没有成功，没有发", error.smtp_code, bytes_of(error.smtp_error))
            hint = "" if told.again else "；163、QQ 等邮箱要用授权码，不是登录密码"
            raise Refused(told._replace(said=told.said + hint)) from None
        except smtplib.SMTPResponseException as error:
            self.drop()
            raise Refused(self.no("服务器没有答应，没有发", error.smtp_code, bytes_of(error.smtp_error))) from None
        except (smtplib.SMTPNotSupportedError, UnicodeError):
            self.drop()
            raise Refused(Delivery("失败", "不能登录，没有发：服务器不支持登录，或账号、密码里有它不认的字")) from None
        except (smtplib.SMTPException, OSError) as error:
            self.drop()
            raise Refused(lost(error)) from None

    def drop(self) -> None:
        """The line is no use any more."""
        if self._line is not None:
            with suppress(OSError):
                self._line.close()
        self._line = None

    def close(self) -> None:
        if self._line is not None:
            with suppress(smtplib.SMTPException, OSError):
                self._line.quit()
        self.drop()


def lost(error: BaseException) -> Delivery:
    """失败: the line broke, or there was none, before anything had left."""
    if any(isinstance(one, ssl.SSLError | socket.gaierror | ConnectionRefusedError) for one in causes(error)):
        return no_line(error)
    return Delivery("失败", f"和邮件服务器的连接断了，或等不到回答{NOT_YET}；请核对服务器和端口", again=True)


def bytes_of(words: bytes | str) -> bytes:
    return words if isinstance(words, bytes) else words.encode()


def mail_of(message: Message, sender: str) -> bytes:
    """The mail as it travels, lines ended by CR LF. It says that a program wrote it, so that nobody's holiday note answers."""
    text = MIMEText(message.text, "plain", "utf-8")
    mail: MIMEMultipart | MIMEText = text
    if message.attachments:
        mail = MIMEMultipart()
        mail.attach(text)
        for one in message.attachments:
            mail.attach(attachment(one.name, one.data))
    mail["From"], mail["To"] = sender, message.address
    mail["Subject"] = Header(message_line(message.subject), "utf-8", header_name="Subject").encode()
    mail["Date"] = formatdate(localtime=True)
    mail["Message-ID"] = message_id(message.mark, sender)
    mail["Auto-Submitted"] = "auto-generated"
    out = BytesIO()
    BytesGenerator(out, mangle_from_=False, policy=mail.policy.clone(linesep="\r\n")).flatten(mail)
    return out.getvalue() if out.getvalue().endswith(b"\r\n") else out.getvalue() + b"\r\n"


def message_id(mark: str, sender: str) -> str:
    """The same for the same mark, so that whoever gets it twice can tell."""
    domain = sender.rpartition("@")[2] or "localhost"
    return f"<duban-{sha256(f'{sender} {mark}'.encode()).hexdigest()[:32]}@{domain}>" if mark else make_msgid("duban", domain=domain)


def attachment(name: str, data: bytes) -> MIMEApplication:
    """A file whose name both sorts of readers show: RFC 2231 in Content-Disposition, RFC 2047 in name= of Content-Type."""
    name = message_line(name)
    part = MIMEApplication(data)
    part.set_param("name", Header(name, "utf-8").encode(linesep=""))
    part.add_header("Content-Disposition", "attachment", filename=("utf-8", "", name))
    return part
