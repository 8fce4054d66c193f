"""A real SMTP server on loopback (aiosmtpd), which keeps what it takes and can be told to refuse or to hang up."""

import asyncio
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from support.loopback import HOST, free_port

ACCOUNT, PASSWORD = "duban@example.com", "auth-5521-code"


class Post:
    """What the server is to do: say something else than yes to a command, or hang up. mails: what it took."""

    def __init__(self) -> None:
        self.says: dict[str, str] = {}
        self.mails: list[bytes] = []
        self.logins = 0

    async def handle_EHLO(self, server: SMTP, session: Session, _: Envelope, hostname: str, responses: list[str]) -> list[str]:
        session.host_name = hostname
        return responses

    async def handle_MAIL(self, server: SMTP, _: Session, envelope: Envelope, address: str, options: list[str]) -> str:
        envelope.mail_from = address
        return self.says.get("MAIL", "250 OK")

    async def handle_RCPT(self, server: SMTP, _: Session, envelope: Envelope, address: str, options: list[str]) -> str:
        envelope.rcpt_tos.append(address)
        return self.says.get("RCPT", "250 OK")

    async def handle_DATA(self, server: SMTP, _: Session, envelope: Envelope) -> str:
        assert isinstance(envelope.content, bytes)
        self.mails.append(envelope.content)
        if self.says.get("DATA") == "hang up":
            assert isinstance(server.transport, asyncio.WriteTransport)
            server.transport.abort()
        return self.says.get("DATA", "250 OK")

    def authenticate(self, *given: Any) -> AuthResult:
        self.logins += 1
        login = given[-1]
        right = isinstance(login, LoginPassword) and login.password == PASSWORD.encode() and "AUTH" not in self.says
        return AuthResult(success=right, handled=right)


@contextmanager
def server(post: Post, context: ssl.SSLContext, *, starttls: bool = True) -> Iterator[int]:
    """The port of a mail server: encrypted by STARTTLS, else from the start."""
    how: dict[str, Any] = (
        {"tls_context": context, "require_starttls": True}
        if starttls
        else {"ssl_context": context, "auth_require_tls": False, "auth_required": False}
    )
    running = Controller(post, HOST, free_port(), authenticator=post.authenticate, timeout=3, **{"auth_required": True, **how})
    running.start()
    try:
        yield int(running.port)
    finally:
        running.stop()
