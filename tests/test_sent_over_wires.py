"""remind --send over real wires to servers on loopback: what arrives there, what the logs say of it, and that no key is anywhere."""

import base64
import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from pytest_httpserver import HTTPServer
from support.fake_book import FakeBook, master_in
from support.keyrings import InMemory, use

from addin.post.keys import KeyStore
from macros.remind import remind
from macros.steps.report import Options, Report, silent
from workbook_templates.tables.grid import Value

COMPANY, TOKEN, PASSWORD = "示范供电公司", "tok-77ab12cd99", "pw-5519-gate"
NOW = dt.datetime(2026, 6, 26, 8, 30)
Cells = dict[str, Value]


@pytest.fixture
def book(tmp_path: Path, httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch) -> FakeBook:
    """Two people with an item each; a gateway for text messages and a group, both the server's, with their keys."""
    monkeypatch.setenv("NO_PROXY", "*")
    use(monkeypatch, tmp_path / "config", InMemory())
    kept = KeyStore(COMPANY)
    for key, value in {"集团名称": COMPANY, "接口密码": PASSWORD, "签名编码": "Kd8sQ1"}.items():
        kept.set("短信", key, value)
    kept.set("督办群", "地址", httpserver.url_for(f"/hook/{TOKEN}"))
    item: Cells = {"事项": "推进配网改造", "来源": "其他", "类别": "日常", "级别": "部门级", "主责部门": "发展部", "状态": "办理"}
    item |= {"下达日期": dt.date(2026, 1, 5), "办理时限": dt.date(2026, 6, 29)}
    person: Cells = {"部门": "发展部", "角色": "员工"}
    phones = {"张三": "13800000003", "李四": "13800000004"}
    rows: dict[str, list[Cells]] = {
        "督办台账": [{"编号": "A1", "责任人": "张三", **item}, {"编号": "A2", "责任人": "李四", **item}],
        "人员": [{"工号": name, "姓名": name, "手机": phone, **person} for name, phone in phones.items()],
        "部门": [{"部门": "发展部", "类型": "业务职能"}],
        "参数": [{"名称": "单位名称", "取值": COMPANY}],
        "渠道": [
            {"渠道": "短信", "类型": "短信网关", "服务器": httpserver.url_for("/sms/norsubmit"), "账号": "apid", "启用": "是"},
            {"渠道": "督办群", "类型": "企业微信机器人", "启用": "是"},
        ],
    }
    return master_in(tmp_path, rows)


def send(book: FakeBook) -> Report:
    return remind(book, Options(NOW, "测试员", None, {"send": True}), silent)


def logged(book: FakeBook) -> list[tuple[Value, Value]]:
    grid = book.read(["发送记录"])["发送记录"]
    return sorted((row[grid.headers.index("渠道")], row[grid.headers.index("结果")]) for row in grid.rows)


def texts(httpserver: HTTPServer) -> list[Any]:
    """What the gateway got: number and text."""
    bodies = [request.get_data() for request, _ in httpserver.log if request.path == "/sms/norsubmit"]
    found = [json.loads(base64.b64decode(body)) for body in bodies]
    return sorted((one["mobiles"], "A1" in one["content"], "A2" in one["content"]) for one in found)


def nowhere(folder: Path, *words: str) -> None:
    """No file in the folder holds one of these."""
    data = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert any("发件箱" in path.name for path in data)
    assert [path.name for path in data for word in words if word.encode() in data[path]] == []


def test_everybody_gets_the_own_reminder_and_the_group_counts(book: FakeBook, httpserver: HTTPServer, tmp_path: Path) -> None:
    httpserver.expect_request("/sms/norsubmit").respond_with_json({"success": True, "rspcod": "success", "msgGroup": "1"})
    httpserver.expect_request(f"/hook/{TOKEN}").respond_with_json({"errcode": 0})
    report = send(book)
    assert texts(httpserver) == [("13800000003", True, False), ("13800000004", False, True)]
    assert logged(book) == [("督办群", "已发"), ("短信", "已发"), ("短信", "已发")]
    (group,) = [json.loads(request.get_data()) for request, _ in httpserver.log if request.path.startswith("/hook")]
    assert "2 条" in group["text"]["content"]
    assert not any(word in group["text"]["content"] for word in ("张三", "李四", "A1", "配网"))
    assert len(httpserver.log) == 3
    send(book)
    assert len(httpserver.log) == 3  # each once
    nowhere(tmp_path, TOKEN, PASSWORD)
    assert not any(word in str(report.as_json()) for word in (TOKEN, PASSWORD))


def test_a_refusal_and_a_lost_answer(book: FakeBook, httpserver: HTTPServer, tmp_path: Path) -> None:
    """The gateway refuses one way and says so with HTTP 200; the group's answer can't be read and quotes the key."""
    httpserver.expect_request("/sms/norsubmit").respond_with_json({"success": False, "rspcod": "IllegalSignId"})
    httpserver.expect_request(f"/hook/{TOKEN}").respond_with_data(f"<html>{TOKEN}</html>", status=502)
    report = send(book)
    assert logged(book) == [("督办群", "不明"), ("短信", "失败"), ("短信", "失败")]
    said = "\n".join(report.messages)
    assert "签名编码不对" in said
    assert "请核实" in said
    nowhere(tmp_path, TOKEN, PASSWORD)
    assert TOKEN not in said
    before = len(httpserver.log)
    send(book)
    assert [request.path for request, _ in httpserver.log[before:]] == ["/sms/norsubmit"] * 2  # what is unknown is not sent again


def test_a_channel_without_its_keys_is_named(book: FakeBook, httpserver: HTTPServer) -> None:
    httpserver.expect_request(f"/hook/{TOKEN}").respond_with_json({"errcode": 0})
    KeyStore(COMPANY).forget("短信", "接口密码")
    said = "\n".join(send(book).messages)
    assert "渠道“短信”不能用：缺 接口密码" in said
