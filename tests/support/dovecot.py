"""A real IMAP server on loopback: Debian's Dovecot with one account, TLS by a test's own authority, mails as files in a folder."""

import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

import pytest
import trustme

from support import tools
from support.loopback import HOST, free_port

PROGRAM = shutil.which("dovecot") or "/usr/sbin/dovecot"
USER, PASSWORD = "duban@x.cn", "口令-7Kq"
needs_dovecot = pytest.mark.skipif(
    not tools.IN_CI and not Path(PROGRAM).exists(), reason="Dovecot is not installed: apt install dovecot-imapd"
)
CONFIG = """
base_dir = {run}
log_path = {home}/dovecot.log
protocols = imap
listen = {host}
default_login_user = dovenull
default_internal_user = dovecot
ssl = required
ssl_cert = <{home}/cert.pem
ssl_key = <{home}/key.pem
ssl_dh =
mail_location = maildir:{home}/mail:INBOX={home}/mail
mail_uid = 65534
mail_gid = 65534
first_valid_uid = 1
auth_mechanisms = plain login
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid=65534 gid=65534 home={home}
}}
service imap-login {{
  inet_listener imap {{
    port = 0
  }}
  inet_listener imaps {{
    port = {port}
    ssl = yes
  }}
}}
namespace inbox {{
  inbox = yes
}}
"""


class Mailserver(NamedTuple):
    """port: of IMAP over TLS; home: its folder."""

    port: int
    home: Path

    def deliver(self, mail: bytes) -> None:
        """A mail as another server would have left it."""
        number = len(list((self.home / "mail" / "new").iterdir())) + len(list((self.home / "mail" / "cur").iterdir()))
        path = self.home / "mail" / "new" / f"{1_700_000_000 + number}.{number}.test"
        path.write_bytes(mail)
        path.chmod(0o666)

    def forget_numbers(self) -> None:
        """Another UIDVALIDITY, as after a move of the mailbox."""
        for path in (self.home / "mail").glob("dovecot*"):
            with suppress(OSError):
                path.unlink()
        (self.home / "mail" / "dovecot-uidvalidity").unlink(missing_ok=True)

    def marked_as_read(self) -> list[str]:
        return [path.name for path in (self.home / "mail" / "cur").iterdir() if "S" in path.name.partition(":2,")[2]]


@contextmanager
def mailserver(home: Path, monkeypatch: pytest.MonkeyPatch, password: str = PASSWORD) -> Iterator[Mailserver]:
    """A server of its own. home: short, as the names of its sockets lie in it."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(home / "authority.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(home / "authority.pem"))
    shown = authority.issue_cert(HOST)
    shown.private_key_pem.write_to_path(str(home / "key.pem"))
    for place, part in enumerate(shown.cert_chain_pems):
        part.write_to_path(str(home / "cert.pem"), append=place > 0)
    for name in ("mail/new", "mail/cur", "mail/tmp", "run"):
        (home / name).mkdir(parents=True)
    for path in (home, *home.rglob("*")):
        path.chmod(0o777)
    port = free_port()
    config = home / "dovecot.conf"
    config.write_text(CONFIG.format(home=home, run=home / "run", host=HOST, port=port, password=password), "utf-8")
    server = subprocess.Popen([PROGRAM, "-F", "-c", str(config)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for(port, home)
        yield Mailserver(port, home)
    finally:
        server.terminate()
        server.wait(20)


def wait_for(port: int, home: Path) -> None:
    import socket

    for _ in range(200):
        with suppress(OSError), socket.create_connection((HOST, port), 1):
            return
        time.sleep(0.05)
    log = home / "dovecot.log"
    raise AssertionError(log.read_text("utf-8") if log.exists() else "Dovecot does not answer")
