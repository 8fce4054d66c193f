"""Robots of a chat group: 企业微信, 钉钉, 飞书. The address of the webhook is a key; errors come with HTTP 200."""

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote_plus, urlsplit

from addin.post.http_wire import Answer, HttpWire
from addin.post.limits import RATES, ROOMS, Pacer
from addin.post.messages import Channel, Delivery, Message, WireKind
from addin.post.unsaid import unsaid, whole

ADDRESS, SECRET = "地址", "密钥"
HERE = ("127.0.0.1", "localhost", "::1")
"""Hosts to which plain http is no risk: a relay on this machine."""
MEANINGS: Mapping[WireKind, Mapping[int, str]] = {
    "企业微信机器人": {
        45009: "发得太快",
        45033: "发得太快",
        93000: "地址不对，或机器人已被删除",
        93008: "机器人已不在群里",
        40058: "内容太长或格式不对",
        45002: "内容太长",
        40008: "消息格式不对",
    },
    "钉钉机器人": {
        310000: "签名、关键词或 IP 没有通过，请核对密钥、机器人的安全设置和本机时间",
        130101: "发得太快，已被限制 10 分钟",
        410100: "发得太快",
        300001: "地址不对，或机器人已被删除",
        400013: "群已解散",
        400101: "地址不对，或机器人已被删除",
        400102: "机器人已停用",
        400105: "消息格式不对",
        400106: "机器人不存在",
    },
    "飞书机器人": {
        19021: "签名不对，或本机时间差了一小时以上，请核对密钥和本机时间",
        19022: "本机的 IP 不在机器人的白名单里",
        19024: "内容里没有机器人要求的关键词",
        19001: "地址不对，或机器人已被删除",
        11232: "发得太快，或正逢整点、半点拥挤",
        9499: "内容太长或格式不对",
    },
}
"""Kind → code of a refusal → its meaning."""
TOO_FAST = (45009, 45033, 130101, 410100, 11232)
BUSY = (-1,)
"""“系统繁忙”, of which nobody knows what became of the message."""


class Robot:
    """The wire to one group. clock: seconds since 1970."""

    def __init__(
        self, channel: Channel, wire: HttpWire | None = None, pacer: Pacer | None = None, clock: Callable[[], float] = time.time
    ) -> None:
        self._channel, self._clock = channel, clock
        self._wire = wire or HttpWire()
        self._pacer = pacer or Pacer(RATES[channel.kind])

    def send(self, message: Message) -> Delivery:
        message = whole(message)
        if not ROOMS[self._channel.kind].takes(message.text):
            return Delivery("失败", f"内容太长，{self._channel.kind}装不下，没有发")
        self._pacer.wait()
        url, body = REQUESTS[self._channel.kind](self._channel.secrets, message, self._clock())
        headers = {"Content-Type": "application/json; charset=utf-8"}
        return self._wire.ask("POST", url, json.dumps(body, ensure_ascii=False).encode(), headers, self.judge)

    def judge(self, answer: Answer) -> Delivery | None:
        """What an answer says: code 0 is taken, another is refused, whatever the HTTP status was."""
        code = next((answer[key] for key in ("errcode", "code", "StatusCode") if key in answer), None)
        if not isinstance(code, int) or isinstance(code, bool) or code in BUSY:
            return None
        if code == 0:
            return Delivery("已发")
        words = next((answer[key] for key in ("errmsg", "msg", "StatusMessage") if isinstance(answer.get(key), str)), "")
        meaning = MEANINGS[self._channel.kind].get(code) or unsaid(words, self._channel.secrets.values()) or "没有说明原因"
        return Delivery("失败", f"{self._channel.kind}没有接收：{meaning}（代码 {code}）", again=code in TOO_FAST)

    def close(self) -> None:
        self._wire.close()


def wrong_address(url: str) -> str:
    """What is wrong with the address of a webhook, '' where nothing is."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return "不是网址"
    if not host or parts.scheme not in ("https", "http") or any(letter.isspace() for letter in url):
        return "不是网址"
    return "" if parts.scheme == "https" or host in HERE else "要以 https:// 开头"


def signature(key: str, data: str) -> str:
    """HMAC-SHA256 in base64."""
    return base64.b64encode(hmac.new(key.encode(), data.encode(), hashlib.sha256).digest()).decode()


def wecom(secrets: Mapping[str, str], message: Message, _: float) -> tuple[str, dict[str, Any]]:
    """企业微信: only a text may call people by their telephone numbers, a markdown may not; so texts."""
    text: dict[str, Any] = {"content": message.text}
    if message.mentioned:
        text["mentioned_mobile_list"] = list(message.mentioned)
    return secrets[ADDRESS], {"msgtype": "text", "text": text}


def dingtalk(secrets: Mapping[str, str], message: Message, now: float) -> tuple[str, dict[str, Any]]:
    """钉钉: signed over the time in ms, the secret being the key; base64 quoted once."""
    url = secrets[ADDRESS]
    if secret := secrets.get(SECRET):
        stamp = round(now * 1000)
        sign = quote_plus(signature(secret, f"{stamp}\n{secret}"))
        url += f"{'&' if '?' in url else '?'}timestamp={stamp}&sign={sign}"
    body = {"msgtype": "text", "text": {"content": message.text}, "at": {"atMobiles": list(message.mentioned), "isAtAll": False}}
    return url, body


def feishu(secrets: Mapping[str, str], message: Message, now: float) -> tuple[str, dict[str, Any]]:
    """飞书: the other way round, time in s and secret are the key of an empty text. It knows nobody by telephone."""
    body: dict[str, Any] = {"msg_type": "text", "content": {"text": message.text}}
    if secret := secrets.get(SECRET):
        stamp = str(int(now))
        body |= {"timestamp": stamp, "sign": signature(f"{stamp}\n{secret}", "")}
    return secrets[ADDRESS], body


REQUESTS: Mapping[WireKind, Callable[[Mapping[str, str], Message, float], tuple[str, dict[str, Any]]]] = {
    "企业微信机器人": wecom,
    "钉钉机器人": dingtalk,
    "飞书机器人": feishu,
}
