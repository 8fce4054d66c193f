"""短信 through 中国移动云MAS: base64 of a JSON, proved by an MD5 over its fields and the password, which does not travel."""

import base64
import hashlib
import json
import re

from addin.post.http_wire import Answer, HttpWire
from addin.post.limits import ROOMS
from addin.post.messages import Channel, Delivery, Message
from addin.post.unsaid import unsaid, whole

GROUP_NAME, GATEWAY_PASSWORD, SIGN_CODE, SERIAL = "集团名称", "接口密码", "签名编码", "扩展码"
"""Keys: ecName, secretKey, sign, addSerial. apId is 渠道.账号, the address 渠道.服务器 (http://…/sms/norsubmit)."""
MOBILE = re.compile(r"1[0-9]{10}")
MEANINGS = {
    "IllegalMac": "校验没有通过，请核对集团名称、账号、接口密码",
    "IllegalSignId": "签名编码不对",
    "NoSignId": "没有这个签名编码",
    "InvalidMessage": "平台看不懂这条请求",
    "InvalidUsrOrPwd": "账号或接口密码不对",
    "TooManyMobiles": "号码太多",
    "InvalidMobile": "手机号不对",
    "NOT_WHITE_IP": "本机的 IP 不在平台的白名单里",
}
"""rspcod → its meaning. success means taken, not delivered."""


class CloudMas:
    """The wire to 云MAS."""

    def __init__(self, channel: Channel, wire: HttpWire | None = None) -> None:
        self._channel = channel
        self._wire = wire or HttpWire()

    def send(self, message: Message) -> Delivery:
        message = whole(message)
        if refused := unfit(message):
            return refused
        body = request_body(self._channel, message)
        return self._wire.ask("POST", self._channel.servers[0], body, {"Content-Type": "text/plain; charset=utf-8"}, self.judge)

    def judge(self, answer: Answer) -> Delivery | None:
        """What an answer says: success and rspcod."""
        taken, code = answer.get("success"), answer.get("rspcod")
        if not isinstance(taken, bool):
            return None
        if taken:
            return Delivery("已发")
        meaning = MEANINGS.get(str(code)) or unsaid(str(code or "没有说明原因"), self._channel.secrets.values())
        return Delivery("失败", f"短信平台没有接收：{meaning}")

    def close(self) -> None:
        self._wire.close()


def unfit(message: Message) -> Delivery | None:
    """The outcome of a message that no gateway would take; None where it is fit."""
    if not MOBILE.fullmatch(message.address):
        return Delivery("失败", "手机号不是 11 位数字，没有发")
    if not ROOMS["短信网关"].takes(message.text):
        return Delivery("失败", "短信太长，没有发")
    return None


def request_body(channel: Channel, message: Message) -> bytes:
    """One number, one text. mac: MD5 of ecName apId secretKey mobiles content sign addSerial, joined with nothing between."""
    keys, content = channel.secrets, message.text
    company, sign, serial = keys[GROUP_NAME], keys[SIGN_CODE], keys.get(SERIAL, "")
    proof = "".join((company, channel.account, keys[GATEWAY_PASSWORD], message.address, content, sign, serial))
    fields = {
        "ecName": company,
        "apId": channel.account,
        "mobiles": message.address,
        "content": content,
        "sign": sign,
        "addSerial": serial,
        "mac": hashlib.md5(proof.encode()).hexdigest(),  # noqa: S324 - the platform's own choice
    }
    return base64.b64encode(json.dumps(fields, ensure_ascii=False).encode())
