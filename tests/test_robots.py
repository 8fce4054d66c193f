"""Robots of a group against a server that checks their signatures and answers as the real ones do: errors with HTTP 200."""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qs

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from addin.post.http_wire import HttpWire
from addin.post.limits import Pacer
from addin.post.messages import Channel, Delivery, Message, WireKind
from addin.post.robots import Robot, wrong_address

TOKEN, SECRET, NOW = "tok-7f3a9c51e2", "SEC+/9a=b", 1_800_000_000.25
COUNTS = Message("", "提醒", "运检部：今天到期 3 项，逾期 1 项。")
MakeRobot = Callable[..., Robot]


@pytest.fixture
def robot(httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[MakeRobot]:
    """A robot of a kind whose webhook is the server's."""
    monkeypatch.setenv("NO_PROXY", "*")
    made: list[Robot] = []

    def make(kind: WireKind, *, secret: str = "", pacer: Pacer | None = None) -> Robot:
        secrets = {"地址": httpserver.url_for(f"/hook/{TOKEN}?key={TOKEN}"), "密钥": secret}
        made.append(Robot(Channel("群", kind, (), (), "", secrets), HttpWire(read=1.0), pacer or Pacer(()), lambda: NOW))
        return made[-1]

    yield make
    for one in made:
        one.close()


def answering(httpserver: HTTPServer, body: str, status: int = 200) -> None:
    httpserver.expect_request(f"/hook/{TOKEN}", method="POST").respond_with_data(body, status=status)


def sent(httpserver: HTTPServer) -> Any:
    return json.loads(httpserver.log[-1][0].get_data())


def test_wecom_says_a_text_and_calls_people(robot: MakeRobot, httpserver: HTTPServer) -> None:
    answering(httpserver, '{"errcode":0,"errmsg":"ok"}')
    assert robot("企业微信机器人").send(COUNTS) == Delivery("已发")
    assert sent(httpserver) == {"msgtype": "text", "text": {"content": COUNTS.text}}
    assert httpserver.log[-1][0].headers["Content-Type"] == "application/json; charset=utf-8"
    robot("企业微信机器人").send(COUNTS._replace(mentioned=("13800000001",)))
    assert sent(httpserver)["text"]["mentioned_mobile_list"] == ["13800000001"]


def test_dingtalk_is_signed_over_time_and_secret(robot: MakeRobot, httpserver: HTTPServer) -> None:
    """The server takes the signature apart as 钉钉 does: unquoted once, over "ms\\nsecret", with the secret as the key."""

    def check(request: Request) -> Response:
        asked = parse_qs(request.query_string.decode())
        assert (asked["key"], asked["timestamp"]) == ([TOKEN], ["1800000000250"])
        wanted = base64.b64encode(hmac.new(SECRET.encode(), f"1800000000250\n{SECRET}".encode(), hashlib.sha256).digest()).decode()
        right = asked["sign"] == [wanted] and b"%25" not in request.query_string
        return Response('{"errcode":0}' if right else '{"errcode":310000,"errmsg":"sign not match"}')

    httpserver.expect_request(f"/hook/{TOKEN}").respond_with_handler(check)
    assert robot("钉钉机器人", secret=SECRET).send(COUNTS._replace(mentioned=("13800000001",))) == Delivery("已发")
    body = {"msgtype": "text", "text": {"content": COUNTS.text}, "at": {"atMobiles": ["13800000001"], "isAtAll": False}}
    assert sent(httpserver) == body


def test_dingtalk_without_a_secret_is_not_signed(robot: MakeRobot, httpserver: HTTPServer) -> None:
    answering(httpserver, '{"errcode":0}')
    assert robot("钉钉机器人").send(COUNTS) == Delivery("已发")
    assert b"sign" not in httpserver.log[-1][0].query_string


def test_feishu_is_signed_the_other_way_round(robot: MakeRobot, httpserver: HTTPServer) -> None:
    def check(request: Request) -> Response:
        body = json.loads(request.get_data())
        wanted = base64.b64encode(hmac.new(f"1800000000\n{SECRET}".encode(), b"", hashlib.sha256).digest()).decode()
        right = (body["timestamp"], body["sign"]) == ("1800000000", wanted)
        return Response('{"StatusCode":0,"StatusMessage":"success"}' if right else '{"code":19021,"msg":"sign match fail"}')

    httpserver.expect_request(f"/hook/{TOKEN}").respond_with_handler(check)
    assert robot("飞书机器人", secret=SECRET).send(COUNTS) == Delivery("已发")
    assert {key: sent(httpserver)[key] for key in ("msg_type", "content")} == {"msg_type": "text", "content": {"text": COUNTS.text}}


def test_known_signatures() -> None:
    """Worked out once with openssl dgst -sha256 -hmac, not with this program."""
    from addin.post.robots import signature

    assert signature("this is secret", "1577262236757\nthis is secret") == "hmPWwU+7lVdm3ZZz0r9tSfx0L4Q26jWOZr9+Gs6EZQM="
    assert signature("1599360473\ndemo", "") == "l1N0gAcBjdwBvGm1xMjOF0XSyaLRpR7tuO5dHfhAYc8="


@pytest.mark.parametrize(
    ("kind", "body", "said", "again"),
    [
        (
            "企业微信机器人",
            '{"errcode":93000,"errmsg":"invalid webhook url, hint: [x]"}',
            "地址不对，或机器人已被删除（代码 93000）",
            False,
        ),
        ("企业微信机器人", '{"errcode":45009,"errmsg":"api freq out of limit"}', "发得太快（代码 45009）", True),
        ("企业微信机器人", '{"errcode":40058,"errmsg":"content exceed max length"}', "内容太长或格式不对", False),
        ("钉钉机器人", '{"errcode":310000,"errmsg":"sign not match"}', "签名、关键词或 IP 没有通过", False),
        ("钉钉机器人", '{"errcode":130101,"errmsg":"send too fast"}', "已被限制 10 分钟", True),
        ("飞书机器人", '{"code":19021,"msg":"sign match fail"}', "签名不对", False),
        ("飞书机器人", '{"code":19021,"StatusCode":0}', "签名不对", False),
        ("飞书机器人", '{"code":11232,"msg":"frequency limited"}', "发得太快", True),
        ("飞书机器人", '{"code":19024,"msg":"Key Words Not Found"}', "没有机器人要求的关键词", False),
        ("钉钉机器人", '{"errcode":777,"errmsg":"some\\nnew words"}', "some new words（代码 777）", False),
        ("钉钉机器人", '{"errcode":777}', "没有说明原因（代码 777）", False),
    ],
)
def test_a_refusal_inside_a_friendly_answer(
    robot: MakeRobot, httpserver: HTTPServer, kind: WireKind, body: str, said: str, again: bool
) -> None:
    answering(httpserver, body)
    found = robot(kind).send(COUNTS)
    assert (found.state, found.again) == ("失败", again)
    assert said in found.said


@pytest.mark.parametrize(
    "body", ['{"errcode":-1,"errmsg":"system busy"}', '{"errcode":"0"}', '{"errcode":true}', '{"errcode":0.0}', "{}", "ok"]
)
def test_an_answer_that_does_not_tell(robot: MakeRobot, httpserver: HTTPServer, body: str) -> None:
    answering(httpserver, body)
    assert robot("企业微信机器人").send(COUNTS).state == "不明"


def test_what_a_platform_says_betrays_no_key(robot: MakeRobot, httpserver: HTTPServer) -> None:
    echo = f"token {TOKEN} of {httpserver.url_for('/hook')}/{TOKEN} with {SECRET} is wrong"
    answering(httpserver, json.dumps({"errcode": 778, "errmsg": echo}))
    said = robot("钉钉机器人", secret=SECRET).send(COUNTS).said
    assert TOKEN not in said
    assert SECRET not in said
    assert "localhost" not in said
    assert "token *** of" in said


@pytest.mark.parametrize(("kind", "most"), [("企业微信机器人", 2048), ("钉钉机器人", 5000), ("飞书机器人", 18000)])
def test_the_longest_text(robot: MakeRobot, httpserver: HTTPServer, kind: WireKind, most: int) -> None:
    answering(httpserver, '{"errcode":0,"code":0}')
    full = "督" * (most // 3) + "x" * (most % 3)
    assert robot(kind).send(COUNTS._replace(text=full)) == Delivery("已发")
    assert len(httpserver.log[-1][0].get_data()) < 20_000
    found = robot(kind).send(COUNTS._replace(text=full + "x"))
    assert (found.state, found.again) == ("失败", False)
    assert "太长" in found.said
    assert len(httpserver.log) == 1


def test_the_rate_is_kept(robot: MakeRobot, httpserver: HTTPServer) -> None:
    answering(httpserver, '{"errcode":0}')
    slept: list[float] = []
    now = [0.0]

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        now[0] += seconds

    one = robot("企业微信机器人", pacer=Pacer(((2, 60.0),), lambda: now[0], sleep))
    assert [one.send(COUNTS).state for _ in range(3)] == ["已发"] * 3
    assert slept == [60.0]


@pytest.mark.parametrize(
    ("url", "wrong"),
    [
        ("https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=x", ""),
        ("http://127.0.0.1:8080/x", ""),
        ("http://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=x", "要以 https:// 开头"),
        ("qyapi.weixin.qq.com/x", "不是网址"),
        ("https://", "不是网址"),
        ("https://a b/", "不是网址"),
        ("https://x:y/", "不是网址"),
        ("file:///etc/passwd", "不是网址"),
    ],
)
def test_the_address_of_a_webhook(url: str, wrong: str) -> None:
    assert wrong_address(url) == wrong
