"""From a row of 渠道 to the wire that it names. What is wrong with it is a failure of its messages, never an error."""

from pathlib import Path
from typing import cast, get_args

from addin.post.keys import KEYS_NEEDED, ChannelKey, KeyStore
from addin.post.mail_out import MailOut
from addin.post.messages import Channel, Delivery, Message, Wire, WireKind
from addin.post.robots import ADDRESS, Robot, wrong_address
from addin.post.sms import CloudMas
from addin.post.sms_form import TRIED, FormWire, GatewayForm, WrongForm, form_of, form_path
from addin.post.unsaid import Hidden
from workbook_templates.tables.setup import ChannelRow

KINDS: tuple[WireKind, ...] = get_args(WireKind)
MEANT = {"邮件": "发信服务器，如 smtp.163.com", "短信网关": "接口地址，如 http://…/sms/norsubmit"}


class NoWire:
    """The wire of a channel that can't work: every message is refused, so that another channel may be tried."""

    def __init__(self, reason: str) -> None:
        self._reason = reason

    def send(self, message: Message) -> Delivery:  # noqa: ARG002 - none would do
        return Delivery("失败", f"渠道不能用，没有发：{self._reason}")

    def close(self) -> None:
        """There is nothing to close."""


def keys_of(name: str, kind: str, templates: Path) -> tuple[ChannelKey, ...]:
    """The keys that a channel needs: those of its 类型; of a gateway that a file in 模板 describes, those that the file names. Raises
    WrongForm."""
    if kind == "短信网关" and form_path(name, templates).exists():
        return tuple(ChannelKey(key, f"{form_path(name, templates).name} 里的 keys") for key in form_of(form_path(name, templates)).keys)
    return KEYS_NEEDED.get(cast(WireKind, kind), ())


def channel_of(row: ChannelRow, company: str, templates: Path) -> Channel:
    """A row of 渠道 with its keys. A port that is no number is -1; a gateway whose file is wrong has no keys. Raises FileRefused."""
    try:
        names = tuple(key.name for key in keys_of(row.name, row.kind, templates))
    except WrongForm:
        names = ()
    ports = tuple(int(port) if port.isdecimal() else -1 for port in row.ports)
    secrets = Hidden(KeyStore(company).all(row.name, names))
    return Channel(row.name, cast(WireKind, row.kind), tuple(row.servers), ports, row.account, secrets)


def fault_of(channel: Channel, templates: Path) -> str:
    """Why a channel can't work, in Chinese and without a key; "" where nothing is known against it."""
    if channel.kind not in KINDS:
        return f"不认识类型“{channel.kind}”"
    try:
        form = form_of_channel(channel, templates)
        missing = [key.name for key in keys_of(channel.name, channel.kind, templates) if key.needed and not channel.secrets.get(key.name)]
        if wrong := fault_of_row(channel, form):
            return wrong
        if missing:
            return f"缺 {'、'.join(missing)}，请用 channels --set 设好"
        if form is not None:
            FormWire(channel, form).request(TRIED)
    except WrongForm as error:
        return str(error)
    if (address := channel.secrets.get(ADDRESS)) and (wrong := wrong_address(address)):
        return f"“地址”{wrong}，请用 channels --set 重设"
    return ""


def fault_of_row(channel: Channel, form: GatewayForm | None) -> str:
    """What is wrong with 服务器, 端口, 账号."""
    meant = MEANT.get(channel.kind)
    if meant is None:
        return ""
    url = form.url if form is not None and form.url else ""
    if not channel.servers and not url:
        return f"“服务器”空着，请填{meant}"
    if channel.kind == "短信网关" and not url and not channel.servers[0].startswith(("http://", "https://")):
        return f"“服务器”不是网址，请填{meant}"
    if any(not 0 < port < 65536 for port in channel.ports):
        return "“端口”不是 1 至 65535 的数"
    return "" if channel.account or form is not None else "“账号”空着"


def form_of_channel(channel: Channel, templates: Path) -> GatewayForm | None:
    """The gateway that a file in 模板 describes; None for every other channel. Raises WrongForm."""
    path = form_path(channel.name, templates)
    return form_of(path) if channel.kind == "短信网关" and path.exists() else None


def wire_of(channel: Channel, templates: Path) -> Wire:
    """The wire of a channel; one that refuses everything where the channel can't work."""
    if reason := fault_of(channel, templates):
        return NoWire(reason)
    if channel.kind == "邮件":
        return MailOut(channel)
    if channel.kind == "短信网关":
        form = form_of_channel(channel, templates)
        return FormWire(channel, form) if form is not None else CloudMas(channel)
    return Robot(channel)
