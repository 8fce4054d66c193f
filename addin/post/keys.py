"""Keys of the channels: in the key store of the system, else in a file that only the user can read. Never anywhere else.

A key is known by the company, the channel and its own name, so that next year's workbook finds it too.
"""

import contextlib
import json
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from addin.post import mail_out, robots, sms
from addin.post.messages import WireKind
from workbook_templates.reading.errors import FileRefused

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

FILE = "渠道密钥.json"


class ChannelKey(NamedTuple):
    """One key of a channel. told: what it is and where to find it; needed: the channel does not work without it."""

    name: str
    told: str
    needed: bool = True


WEBHOOK = ChannelKey(robots.ADDRESS, "机器人的 Webhook 地址，在群的机器人设置里复制")
SIGNED = ChannelKey(robots.SECRET, "安全设置“加签”（签名校验）的密钥，没有用就空着", needed=False)
KEYS_NEEDED: Mapping[WireKind, tuple[ChannelKey, ...]] = {
    "邮件": (ChannelKey(mail_out.PASSWORD, "邮箱密码；163、QQ 等邮箱用授权码"),),
    "企业微信机器人": (WEBHOOK,),
    "钉钉机器人": (WEBHOOK, SIGNED),
    "飞书机器人": (WEBHOOK, SIGNED),
    "短信网关": (
        ChannelKey(sms.GROUP_NAME, "云MAS 的企业名称（ecName）"),
        ChannelKey(sms.GATEWAY_PASSWORD, "云MAS 接口账号的密码（secretKey）"),
        ChannelKey(sms.SIGN_CODE, "云MAS 的签名编码（sign）"),
        ChannelKey(sms.SERIAL, "云MAS 的扩展码（addSerial），没有就空着", needed=False),
    ),
}
"""短信网关: those of 云MAS; a gateway of the general form names its own."""


class KeyStore:
    """Where keys are. company: 单位名称 of the workbook."""

    def __init__(self, company: str) -> None:
        self._service = f"督办 {company}".strip()
        self._system = system_store()

    @property
    def place(self) -> str:
        """Where the keys are kept, for the clerk."""
        if self._system is not None:
            return "系统的密钥库"
        return f"文件 {key_file()}（这台机器没有密钥库；只有本用户能读，请勿复制给别人）"

    def get(self, channel: str, key: str) -> str:
        """A key, "" where there is none: from the system, else from the file. Raises FileRefused."""
        if self._system is not None:
            with contextlib.suppress(Exception):  # a store that is locked, or whose service is not there
                if found := self._system.get_password(self._service, f"{channel}/{key}"):
                    return found
        return self._filed().get(channel, {}).get(key, "")

    def all(self, channel: str, names: tuple[str, ...]) -> dict[str, str]:
        """The keys of a channel that are there."""
        return {name: found for name in names if (found := self.get(channel, name))}

    def set(self, channel: str, key: str, value: str) -> None:
        """Keep a key. A store that refuses it leaves it to the file. Raises FileRefused."""
        if self._system is not None:
            try:
                self._system.set_password(self._service, f"{channel}/{key}", value)
                return self._unfile(channel, key)
            except Exception:  # each backend has its own errors
                self._system = None
        whole = read_file()
        whole.setdefault(self._service, {}).setdefault(channel, {})[key] = value
        return write_file(whole)

    def forget(self, channel: str, key: str) -> bool:
        """Whether there was such a key; it is gone from both places."""
        had = bool(self.get(channel, key))
        if self._system is not None:
            with contextlib.suppress(Exception):  # it was not there
                self._system.delete_password(self._service, f"{channel}/{key}")
        self._unfile(channel, key)
        return had

    def _filed(self) -> dict[str, dict[str, str]]:
        return read_file().get(self._service, {})

    def _unfile(self, channel: str, key: str) -> None:
        whole = read_file()
        if whole.get(self._service, {}).get(channel, {}).pop(key, None) is not None:
            write_file(whole)


def system_store() -> "KeyringBackend | None":
    """The key store of the system; None where there is none that is one."""
    try:
        import keyring

        found = keyring.get_keyring()
        return found if found.priority >= 1 else None
    except Exception:  # a backend may fail in its own way to say what it is
        return None


def key_file() -> Path:
    """The file of a user on a machine without a key store."""
    home = Path(os.path.expanduser("~"))  # noqa: PTH111 - Path.home() is an error where there is none
    return Path(os.environ.get("APPDATA") or os.environ.get("XDG_CONFIG_HOME") or home / ".config") / "duban" / FILE


Filed = dict[str, dict[str, dict[str, str]]]
"""Service → channel → name → key."""


def read_file() -> Filed:
    """What the file holds. Raises FileRefused where it can't be read, never telling what stands in it."""
    try:
        found: Filed = json.loads(key_file().read_text(encoding="utf-8"))
        if all(isinstance(key, str) for one in found.values() for keys in one.values() for key in keys.values()):
            return found
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, AttributeError):
        pass
    raise FileRefused(f"存放密钥的文件读不出来：{key_file()}。请删掉它，再用 channels --set 重新设密钥。") from None


def write_file(whole: Filed) -> None:
    """Written beside and put in place; from its first byte on only the user can read it. Raises FileRefused."""
    path = key_file()
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        number, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".tmp")  # 0600
        try:
            with os.fdopen(number, "w", encoding="utf-8") as file:
                json.dump(whole, file, ensure_ascii=False, indent=1)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise FileRefused(f"密钥没有存下来，{path} 写不了（{error.strerror}）。请检查权限和磁盘。") from None
