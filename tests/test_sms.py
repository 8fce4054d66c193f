"""短信: 中国移动云MAS against a server that takes the request apart and proves its fields."""

import base64
import hashlib
import json
from collections.abc import Iterator

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from addin.post.http_wire import HttpWire
from addin.post.messages import Channel, Delivery, Message
from addin.post.sms import CloudMas

KEYS = {"集团名称": "示范供电公司", "接口密码": "pw-91ab77", "签名编码": "Kd8sQ1", "扩展码": "01"}
TEXT = Message("13800000001", "提醒", "【督办】您有 2 项今天到期：DB-001、DB-002。")


@pytest.fixture
def mas(httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[CloudMas]:
    monkeypatch.setenv("NO_PROXY", "*")
    channel = Channel("短信", "短信网关", (httpserver.url_for("/sms/norsubmit"),), (), "duban", KEYS)
    wire = CloudMas(channel, HttpWire(read=1.0))
    yield wire
    wire.close()


def platform(request: Request) -> Response:
    """云MAS: takes what is rightly proved, and answers with HTTP 200 whatever it is."""
    fields = json.loads(base64.b64decode(request.get_data(), validate=True))
    joined = "示范供电公司" + "duban" + "pw-91ab77" + fields["mobiles"] + fields["content"] + fields["sign"] + fields["addSerial"]
    right = fields["mac"] == hashlib.md5(joined.encode()).hexdigest()  # noqa: S324
    answer = {"msgGroup": "0607102234001000561637" if right else "", "rspcod": "success" if right else "IllegalMac", "success": right}
    return Response(json.dumps(answer))


def test_a_text_is_taken(mas: CloudMas, httpserver: HTTPServer) -> None:
    httpserver.expect_request("/sms/norsubmit", method="POST").respond_with_handler(platform)
    assert mas.send(TEXT) == Delivery("已发")
    body = httpserver.log[-1][0].get_data()
    fields = json.loads(base64.b64decode(body))
    assert {key: fields[key] for key in ("ecName", "apId", "mobiles", "content", "sign", "addSerial")} == {
        "ecName": "示范供电公司",
        "apId": "duban",
        "mobiles": TEXT.address,
        "content": TEXT.text,
        "sign": "Kd8sQ1",
        "addSerial": "01",
    }
    assert b"pw-91ab77" not in base64.b64decode(body)  # the password does not travel


def test_a_known_proof() -> None:
    """Worked out with md5sum, not with this program."""
    from addin.post.sms import request_body

    keys = {"集团名称": "政企分公司测试", "接口密码": "123qwe", "签名编码": "DWItALe3A"}
    channel = Channel("短信", "短信网关", ("",), (), "demo0", keys)
    fields = json.loads(base64.b64decode(request_body(channel, Message("13800138000", "", "移动改变生活。"))))
    assert fields["mac"] == "7997ddb079db2155b517b21b2a812370"


@pytest.mark.parametrize(
    ("answer", "state", "said"),
    [
        ('{"success":false,"rspcod":"IllegalMac","msgGroup":""}', "失败", "请核对集团名称、账号、接口密码"),
        ('{"success":false,"rspcod":"IllegalSignId"}', "失败", "签名编码不对"),
        ('{"success":false,"rspcod":"NewCode"}', "失败", "NewCode"),
        ('{"success":false,"rspcod":"bad pw-91ab77 here"}', "失败", "bad *** here"),
        ('{"success":false}', "失败", "没有说明原因"),
        ('{"success":"true","rspcod":"success"}', "不明", "看不懂"),
        ("{}", "不明", "看不懂"),
        ("", "不明", "看不懂"),
    ],
)
def test_answers(mas: CloudMas, httpserver: HTTPServer, answer: str, state: str, said: str) -> None:
    httpserver.expect_request("/sms/norsubmit").respond_with_data(answer)
    found = mas.send(TEXT)
    assert (found.state, found.again) == (state, False)
    assert said in found.said


@pytest.mark.parametrize(
    ("message", "said"),
    [
        (TEXT._replace(address=""), "手机号"),
        (TEXT._replace(address="1380000000"), "手机号"),
        (TEXT._replace(address="138000000011"), "手机号"),
        (TEXT._replace(address="1３800000001"), "手机号"),
        (TEXT._replace(address="13800000001,13800000002"), "手机号"),
        (TEXT._replace(text="督" * 501), "太长"),
    ],
)
def test_what_no_gateway_takes_does_not_leave(mas: CloudMas, httpserver: HTTPServer, message: Message, said: str) -> None:
    found = mas.send(message)
    assert (found.state, found.again) == ("失败", False)
    assert said in found.said
    assert httpserver.log == []


def test_the_longest_text(mas: CloudMas, httpserver: HTTPServer) -> None:
    httpserver.expect_request("/sms/norsubmit").respond_with_handler(platform)
    assert mas.send(TEXT._replace(text="督" * 500)) == Delivery("已发")
