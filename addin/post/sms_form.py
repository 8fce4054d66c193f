"""短信 through any other gateway over HTTP, as a TOML file of the office describes it: 模板/短信接口_渠道.toml.

    keys = ["口令"]                               # what `duban channels --set` asks for
    url = "https://sms.example.com/send"          # left out: 渠道.服务器
    method = "POST"
    headers = { Content-Type = "application/json", Authorization = "Bearer {{ 口令 }}" }
    body = '{"to": {{ 手机|tojson }}, "text": {{ 内容|tojson }}}'
    success = "code"                              # the field of the answer that says so; "data.code" lies inside
    values = ["0", "OK"]                          # what stands there when it was taken
    message = "msg"                               # optional: the field that says why not

url, headers and body are templates that know 手机, 内容, 账号 and the keys, and nothing else; a name that is none of them is an error.
"""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from addin.post.http_wire import Answer, HttpWire
from addin.post.messages import Channel, Delivery, Message
from addin.post.sms import unfit
from addin.post.unsaid import unsaid, whole
from addin.store import safe_name

KNOWN = ("手机", "内容", "账号")
FIELDS = ("keys", "url", "method", "headers", "body", "success", "values", "message")
METHODS = ("POST", "GET", "PUT")
TRIED = Message("13800000000", "", "测试")


class GatewayForm(NamedTuple):
    """A gateway as the file describes it."""

    keys: tuple[str, ...]
    url: str
    method: str
    headers: Mapping[str, str]
    body: str
    success: str
    values: tuple[str, ...]
    message: str


class WrongForm(Exception):
    """The file does not describe a gateway; the message says why, in Chinese, without a key."""


def form_path(name: str, templates: Path) -> Path:
    """模板/短信接口_渠道.toml."""
    return templates / f"短信接口_{safe_name(name)}.toml"


def form_of(path: Path) -> GatewayForm:
    """The gateway that a file describes. Raises WrongForm."""
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        reason = f"：{error}" if isinstance(error, tomllib.TOMLDecodeError) else ""
        raise WrongForm(f"{path.name} 读不懂{reason}") from error
    if strange := [key for key in found if key not in FIELDS]:
        raise WrongForm(f"{path.name} 里不认识 {'、'.join(strange)}；只能写 {'、'.join(FIELDS)}")
    texts = {key: found.get(key, start) for key, start in (("url", ""), ("method", "POST"), ("body", ""), ("success", ""), ("message", ""))}
    lists = {key: found.get(key, []) for key in ("keys", "values")}
    headers = found.get("headers", {})
    if not all(isinstance(text, str) for text in texts.values()):
        raise WrongForm(f"{path.name} 里的 {'、'.join(texts)} 要写成文字，放在引号里")
    if not all(isinstance(one, list) and all(isinstance(value, str | int | bool) for value in one) for one in lists.values()):
        raise WrongForm(f'{path.name} 里的 keys、values 要写成 ["…", "…"]')
    if not (isinstance(headers, dict) and all(isinstance(text, str) for text in headers.values())):
        raise WrongForm(f'{path.name} 里的 headers 要写成 {{ 名称 = "…" }}')
    if texts["method"] not in METHODS:
        raise WrongForm(f"{path.name} 里的 method 只能是 {'、'.join(METHODS)}")
    if not texts["success"] or not lists["values"]:
        raise WrongForm(f"{path.name} 里没有 success、values：回答里哪一项是什么，才算接收了")
    keys = tuple(map(str, lists["keys"]))
    if wrong := [key for key in keys if key in KNOWN or not key.isidentifier()]:
        raise WrongForm(f"{path.name} 里的 keys 不能用“{'、'.join(wrong)}”作名称")
    return GatewayForm(
        keys, texts["url"], texts["method"], headers, texts["body"], texts["success"], shown(lists["values"]), texts["message"]
    )


class FormWire:
    """The wire to a gateway of the general form."""

    def __init__(self, channel: Channel, form: GatewayForm, wire: HttpWire | None = None) -> None:
        self._channel, self._form = channel, form
        self._wire = wire or HttpWire()

    def send(self, message: Message) -> Delivery:
        message = whole(message)
        if refused := unfit(message):
            return refused
        try:
            url, headers, body = self.request(message)
        except WrongForm as error:
            return Delivery("失败", str(error))
        return self._wire.ask(self._form.method, url, body, headers, self.judge)

    def request(self, message: Message) -> tuple[str, dict[str, str], bytes]:
        """url, headers and body, filled in. Raises WrongForm."""
        from jinja2 import StrictUndefined
        from jinja2.exceptions import TemplateError
        from jinja2.sandbox import ImmutableSandboxedEnvironment

        language = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=False)  # no page: JSON by |tojson
        language.globals.clear()
        names = {key: self._channel.secrets.get(key, "") for key in self._form.keys}
        names |= {"手机": message.address, "内容": message.text, "账号": self._channel.account}
        try:
            url, body, *values = (
                language.from_string(text).render(names)
                for text in (self._form.url or self._channel.servers[0], self._form.body, *self._form.headers.values())
            )
        except (TemplateError, TypeError, ValueError, ArithmeticError, AttributeError, LookupError) as error:
            words = unsaid(str(error), [*self._channel.secrets.values(), message.text, message.address])
            raise WrongForm(f"短信接口_{self._channel.name}.toml 里的模板不对，没有发：{words}") from None
        headers = dict(zip(self._form.headers, values, strict=True))
        if any(not text.isprintable() for text in values):
            raise WrongForm(f"短信接口_{self._channel.name}.toml 的 headers 填好以后有换行，没有发")
        return url, {name: text.encode().decode("latin-1") for name, text in headers.items()}, body.encode()

    def judge(self, answer: Answer) -> Delivery | None:
        """What the field says that the form names; None where it is not there."""
        found = field_of(answer, self._form.success)
        if found is None or isinstance(found, dict | list):
            return None
        if shown([found])[0] in self._form.values:
            return Delivery("已发")
        words = field_of(answer, self._form.message) if self._form.message else None
        meaning = unsaid(str(words or "没有说明原因"), self._channel.secrets.values())
        return Delivery(
            "失败", f"短信平台没有接收：{meaning}（{self._form.success} 是 {unsaid(str(found), self._channel.secrets.values())}）"
        )

    def close(self) -> None:
        self._wire.close()


def shown(values: list[Any]) -> tuple[str, ...]:
    """Values as JSON and TOML both mean them: true is "true", 0 is "0"."""
    return tuple(str(value).lower() if isinstance(value, bool) else str(value) for value in values)


def field_of(answer: Any, path: str) -> Any:
    """What stands in a field, "data.code" inside another; None where there is none."""
    for name in path.split("."):
        answer = answer.get(name) if isinstance(answer, dict) else None
    return answer
