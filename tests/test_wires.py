"""From a row of 渠道 to its wire; what is wrong with it is told before and refuses every message; no key is ever told."""

from pathlib import Path

import pytest
from support.keyrings import InMemory, use

from addin.post.keys import KEYS_NEEDED, KeyStore
from addin.post.mail_out import MailOut
from addin.post.messages import Message, WireKind
from addin.post.robots import Robot
from addin.post.sms import CloudMas
from addin.post.sms_form import FormWire, form_path
from addin.post.wires import channel_of, fault_of, wire_of
from workbook_templates.tables.setup import ChannelRow

HOOK = "https://example.com/hook/tok-9931abcd"
ROWS = {
    "邮件": ChannelRow("邮件", "邮件", "", "", ("smtp.example.com", "imap.example.com"), ("465", "993"), "duban@example.com", "是", ""),
    "企业微信机器人": ChannelRow("群", "企业微信机器人", "", "", (), (), "", "是", ""),
    "钉钉机器人": ChannelRow("钉", "钉钉机器人", "", "", (), (), "", "是", ""),
    "飞书机器人": ChannelRow("飞", "飞书机器人", "", "", (), (), "", "是", ""),
    "短信网关": ChannelRow("短信", "短信网关", "", "", ("http://gateway.example.com/sms/norsubmit",), (), "apid", "是", ""),
}
FORM = 'keys = ["口令"]\nbody = "{{ 口令 }} {{ 手机 }}"\nsuccess = "code"\nvalues = ["0"]\n'


@pytest.fixture(autouse=True)
def store(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> KeyStore:
    use(monkeypatch, tmp_path, InMemory())
    return KeyStore("甲公司")


def keep_all(store: KeyStore, kind: WireKind) -> None:
    for key in KEYS_NEEDED[kind]:
        store.set(ROWS[kind].name, key.name, HOOK if key.name == "地址" else "secret-5519")


@pytest.mark.parametrize(
    ("kind", "wire"),
    [("邮件", MailOut), ("企业微信机器人", Robot), ("钉钉机器人", Robot), ("飞书机器人", Robot), ("短信网关", CloudMas)],
)
def test_every_kind_has_its_wire(store: KeyStore, tmp_path: Path, kind: WireKind, wire: type) -> None:
    keep_all(store, kind)
    channel = channel_of(ROWS[kind], "甲公司", tmp_path)
    assert fault_of(channel, tmp_path) == ""
    made = wire_of(channel, tmp_path)
    assert isinstance(made, wire)
    made.close()


def test_whoever_prints_a_channel_sees_no_key(store: KeyStore, tmp_path: Path) -> None:
    keep_all(store, "钉钉机器人")
    channel = channel_of(ROWS["钉钉机器人"], "甲公司", tmp_path)
    assert channel.secrets["密钥"] == "secret-5519"
    assert "secret-5519" not in f"{channel!r} {channel} {[channel]}"


@pytest.mark.parametrize("kind", ROWS)
def test_half_a_letter_is_no_error(store: KeyStore, tmp_path: Path, kind: WireKind, monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody(*_: object, **__: object) -> None:
        raise OSError(111, "nobody is there")

    monkeypatch.setattr("socket.create_connection", nobody)
    monkeypatch.setenv("NO_PROXY", "*")
    keep_all(store, kind)
    wire = wire_of(channel_of(ROWS[kind], "甲公司", tmp_path), tmp_path)
    assert wire.send(Message("li@example.com" if kind == "邮件" else "13800000001", "\ud83d", "半个\ud83d字")).state == "失败"
    wire.close()


@pytest.mark.parametrize("kind", ROWS)
def test_a_channel_without_its_keys_refuses_every_message(tmp_path: Path, kind: WireKind) -> None:
    channel = channel_of(ROWS[kind], "甲公司", tmp_path)
    wire = wire_of(channel, tmp_path)
    found = wire.send(Message("13800000001", "", "文"))
    assert (found.state, found.again) == ("失败", False)
    missing = "、".join(key.name for key in KEYS_NEEDED[kind] if key.needed)
    assert f"缺 {missing}，请用 channels --set 设好" in found.said
    wire.close()


@pytest.mark.parametrize(
    ("kind", "changed", "said"),
    [
        ("邮件", {"servers": ()}, "“服务器”空着，请填发信服务器"),
        ("邮件", {"ports": ("四六五",)}, "“端口”不是 1 至 65535 的数"),
        ("邮件", {"ports": ("65536",)}, "“端口”不是"),
        ("邮件", {"account": ""}, "“账号”空着"),
        ("短信网关", {"servers": ()}, "“服务器”空着，请填接口地址"),
        ("短信网关", {"servers": ("gateway.example.com",)}, "“服务器”不是网址"),
        ("短信网关", {"account": ""}, "“账号”空着"),
        ("邮件", {"kind": "传真"}, "不认识类型“传真”"),
    ],
)
def test_a_wrong_row(store: KeyStore, tmp_path: Path, kind: WireKind, changed: dict[str, object], said: str) -> None:
    keep_all(store, kind)
    row = ROWS[kind]._replace(**changed)  # type: ignore[arg-type]
    assert said in fault_of(channel_of(row, "甲公司", tmp_path), tmp_path)
    assert said in wire_of(channel_of(row, "甲公司", tmp_path), tmp_path).send(Message("", "", "")).said


def test_a_wrong_webhook_is_told_without_the_webhook(store: KeyStore, tmp_path: Path) -> None:
    store.set("群", "地址", "http://example.com/hook/tok-9931abcd")
    said = fault_of(channel_of(ROWS["企业微信机器人"], "甲公司", tmp_path), tmp_path)
    assert "要以 https:// 开头" in said
    assert "tok" not in said


def test_a_gateway_that_a_file_describes(store: KeyStore, tmp_path: Path) -> None:
    path = form_path("短信", tmp_path)
    path.write_text(FORM, encoding="utf-8")
    assert "缺 口令" in fault_of(channel_of(ROWS["短信网关"], "甲公司", tmp_path), tmp_path)
    store.set("短信", "口令", "secret-5519")
    channel = channel_of(ROWS["短信网关"], "甲公司", tmp_path)
    assert channel.secrets == {"口令": "secret-5519"}
    assert fault_of(channel, tmp_path) == ""
    assert isinstance(wire_of(channel, tmp_path), FormWire)
    path.write_text(FORM.replace("手机", "手机号"), encoding="utf-8")
    assert "模板不对" in fault_of(channel, tmp_path)
    path.write_text("success = ", encoding="utf-8")
    assert "读不懂" in fault_of(channel_of(ROWS["短信网关"], "甲公司", tmp_path), tmp_path)
    path.write_text(FORM, encoding="utf-8")
    assert "“服务器”空着" in fault_of(channel._replace(servers=()), tmp_path)
    path.write_text(f'url = "https://example.com/"\n{FORM}', encoding="utf-8")
    assert fault_of(channel._replace(servers=(), account=""), tmp_path) == ""
