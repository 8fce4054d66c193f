"""短信 through a gateway that a TOML file describes: what the templates know, what the answer says, what a wrong file is told."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer

from addin.post.http_wire import HttpWire
from addin.post.messages import Channel, Delivery, Message
from addin.post.sms_form import FormWire, WrongForm, form_of, form_path

FORM = """
keys = ["口令"]
url = "{url}/send?u={{{{ 账号|urlencode }}}}"
headers = {{ Content-Type = "application/json", Authorization = "Bearer {{{{ 口令 }}}}" }}
body = '{{"to": {{{{ 手机|tojson }}}}, "text": {{{{ 内容|tojson }}}}}}'
success = "result.code"
values = [0, "OK", true]
message = "result.why"
"""
TEXT = Message("13800000001", "提醒", '【督办】“DB-001”今天到期\n引号 " 反斜线 \\ <b>')
Make = Callable[[str], FormWire]


@pytest.fixture
def make(httpserver: HTTPServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Make]:
    """The wire of a form; {url} in it is the server."""
    monkeypatch.setenv("NO_PROXY", "*")
    made: list[FormWire] = []

    def wire(text: str) -> FormWire:
        path = form_path("短信", tmp_path)
        path.write_text(text.format(url=httpserver.url_for("").rstrip("/")), encoding="utf-8")
        channel = Channel("短信", "短信网关", (httpserver.url_for("/usual"),), (), "du ban", {"口令": "key-77ab12", "别的": "other-55"})
        made.append(FormWire(channel, form_of(path), HttpWire(read=1.0)))
        return made[-1]

    yield wire
    for one in made:
        one.close()


def test_a_text_is_taken(make: Make, httpserver: HTTPServer) -> None:
    httpserver.expect_request("/send", method="POST", query_string="u=du%20ban").respond_with_json({"result": {"code": 0}})
    assert make(FORM).send(TEXT) == Delivery("已发")
    request = httpserver.log[-1][0]
    assert json.loads(request.get_data()) == {"to": TEXT.address, "text": TEXT.text}
    assert (request.headers["Authorization"], request.headers["Content-Type"]) == ("Bearer key-77ab12", "application/json")


def test_the_address_of_the_workbook_by_get(make: Make, httpserver: HTTPServer) -> None:
    httpserver.expect_request("/usual", method="GET").respond_with_json({"ok": True})
    assert make('method = "GET"\nsuccess = "ok"\nvalues = [true]').send(TEXT) == Delivery("已发")


@pytest.mark.parametrize(
    ("answer", "state", "said"),
    [
        ('{"result": {"code": "OK"}}', "已发", ""),
        ('{"result": {"code": "0"}}', "已发", ""),
        ('{"result": {"code": true}}', "已发", ""),
        ('{"result": {"code": false, "why": "余额不足"}}', "失败", "余额不足（result.code 是 False）"),
        ('{"result": {"code": 12, "why": "key-77ab12 at http://x.y/z"}}', "失败", "*** at ***（result.code 是 12）"),
        ('{"result": {"code": 12}}', "失败", "没有说明原因"),
        ('{"result": {}}', "不明", "看不懂"),
        ('{"result": 0}', "不明", "看不懂"),
        ('{"result": {"code": []}}', "不明", "看不懂"),
    ],
)
def test_answers(make: Make, httpserver: HTTPServer, answer: str, state: str, said: str) -> None:
    httpserver.expect_request("/send").respond_with_data(answer)
    found = make(FORM).send(TEXT)
    assert (found.state, found.again) == (state, False)
    assert said in found.said


@pytest.mark.parametrize(
    "body",
    [
        "{{ 密码 }}",
        "{{ 别的 }}",
        "{{ 内容.__class__ }}",
        "{{ range(9) }}",
        "{{ 手机",
        "{{ ''.join.__globals__ }}",
        "{{ 1/0 }}",
        "{{ 手机|没有 }}",
        "{% include 'x' %}",
    ],
)
def test_a_template_knows_nothing_else(make: Make, httpserver: HTTPServer, body: str) -> None:
    wire = make(f"keys = ['口令']\nbody = {json.dumps(body.replace('{', '{{').replace('}', '}}'))}\nsuccess = 'code'\nvalues = ['0']")
    found = wire.send(TEXT)
    assert (found.state, found.again) == ("失败", False)
    assert "短信接口_短信.toml 里的模板不对，没有发" in found.said
    assert httpserver.log == []


def test_a_key_that_would_begin_another_header(make: Make, httpserver: HTTPServer) -> None:
    found = make("headers = {{ X = '{{{{ 内容 }}}}' }}\nsuccess = 'code'\nvalues = ['0']").send(TEXT)
    assert found.state == "失败"
    assert httpserver.log == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("url = ", "读不懂"),
        ("success = 'code'", "没有 success、values"),
        ("values = ['0']", "没有 success、values"),
        ("adress = 'x'\nsuccess = 'code'\nvalues = ['0']", "不认识 adress；只能写 keys、url"),
        ("method = 'DELETE'\nsuccess = 'code'\nvalues = ['0']", "method 只能是 POST、GET、PUT"),
        ("method = 3\nsuccess = 'code'\nvalues = ['0']", "要写成文字"),
        ("headers = 'x'\nsuccess = 'code'\nvalues = ['0']", "headers 要写成"),
        ("success = 'code'\nvalues = '0'", "keys、values 要写成"),
        ("keys = ['内容']\nsuccess = 'code'\nvalues = ['0']", "不能用“内容”作名称"),
        ("keys = ['a b']\nsuccess = 'code'\nvalues = ['0']", "不能用“a b”作名称"),
    ],
)
def test_a_wrong_file_is_told(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "短信接口_短信.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(WrongForm) as caught:
        form_of(path)
    assert said in str(caught.value)
    assert path.name in str(caught.value)


def test_a_file_that_is_no_text(tmp_path: Path) -> None:
    path = tmp_path / "短信接口_短信.toml"
    path.write_bytes("说明 = '督办'".encode("gbk"))
    with pytest.raises(WrongForm, match="读不懂"):
        form_of(path)


def test_a_name_can_not_leave_the_folder(tmp_path: Path) -> None:
    assert form_path("../../x", tmp_path).parent == tmp_path


def test_the_example_of_the_manual_works(httpserver: HTTPServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the office copies out of the manual is a gateway."""
    monkeypatch.setenv("NO_PROXY", "*")
    manual = (Path(__file__).parent.parent / "docs" / "手册.md").read_text("utf-8")
    text = manual.partition("```toml\n")[2].partition("```")[0]
    path = form_path("短信", tmp_path)
    path.write_text(text.replace("https://sms.example.com", httpserver.url_for("").rstrip("/")), encoding="utf-8")
    wire = FormWire(Channel("短信", "短信网关", (), (), "", {"口令": "key-77ab12"}), form_of(path), HttpWire(read=1.0))
    httpserver.expect_request("/send", method="POST", json={"to": TEXT.address, "text": TEXT.text}).respond_with_json({"code": 0})
    assert wire.send(TEXT) == Delivery("已发")
    wire.close()
