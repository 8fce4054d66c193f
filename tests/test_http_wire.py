"""A request over HTTP to real servers on loopback: what was never delivered, what was refused, and what nobody can tell."""

import json
import logging
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer
from support.loopback import HOST, certified, free_port, listening, request_read, untrusted

from addin.post.http_wire import Answer, HttpWire
from addin.post.messages import Delivery


def judge(answer: Answer) -> Delivery | None:
    """code 0 is taken, another refused, none tells nothing."""
    code = answer.get("code")
    return None if code is None else Delivery("已发") if code == 0 else Delivery("失败", f"代码 {code}")


@pytest.fixture
def wire(monkeypatch: pytest.MonkeyPatch) -> Iterator[HttpWire]:
    monkeypatch.setenv("NO_PROXY", "*")
    found = HttpWire(read=0.5, whole=1.0)
    yield found
    found.close()


def ask(wire: HttpWire, url: str) -> Delivery:
    return wire.ask("POST", url, b"{}", {}, judge)


ANSWERS = [
    (200, '{"code": 0}', "已发", False, ""),
    (200, '{"code": 7}', "失败", False, "代码 7"),
    (200, "{}", "不明", False, "看不懂"),
    (200, "", "不明", False, "看不懂"),
    (200, "[0]", "不明", False, "看不懂"),
    (200, "<html>ok</html>", "不明", False, "看不懂"),
    (200, "[" * 60000, "不明", False, "看不懂"),
    (204, "", "不明", False, "看不懂"),
    (302, "", "失败", False, "没有跟去"),
    (400, "", "失败", False, "没有接收"),
    (403, '{"code": 7}', "失败", False, "代码 7"),
    (401, "", "失败", False, "密钥不对"),
    (404, "<html>", "失败", False, "没有这个地址"),
    (404, '{"code": 0}', "失败", False, "没有这个地址"),
    (429, "", "失败", True, "发得太快"),
    (500, "", "不明", False, "请核实"),
    (502, "<html>bad gateway</html>", "不明", False, "请核实"),
    (503, '{"code": 7}', "失败", False, "代码 7"),
    (500, '{"code": 0}', "不明", False, "请核实"),
]


@pytest.mark.parametrize(("status", "body", "state", "again", "said"), ANSWERS)
def test_answers(wire: HttpWire, httpserver: HTTPServer, status: int, body: str, state: str, again: bool, said: str) -> None:
    headers = {"Location": "http://127.0.0.1:1/elsewhere"} if status == 302 else {}
    httpserver.expect_request("/send").respond_with_data(body, status=status, headers=headers)
    found = ask(wire, httpserver.url_for("/send"))
    assert (found.state, found.again) == (state, again)
    assert said in found.said
    assert len(httpserver.log) == 1


def nothing(_: socket.socket) -> None:
    """The line is closed before anything was read of it."""


def reset(line: socket.socket) -> None:
    request_read(line)
    line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def half(line: socket.socket) -> None:
    request_read(line)
    line.sendall(b'HTTP/1.1 200 OK\r\nContent-Length: 40\r\n\r\n{"code": 0}')


def half_chunks(line: socket.socket) -> None:
    request_read(line)
    line.sendall(b'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nb\r\n{"code": 0}\r\n')


def no_http(line: socket.socket) -> None:
    request_read(line)
    line.sendall(b"220 mail.example.com ESMTP\r\n")


def slow(line: socket.socket) -> None:
    request_read(line)
    time.sleep(0.8)


def dripping(line: socket.socket) -> None:
    request_read(line)
    line.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 4000\r\n\r\n")
    for _ in range(12):
        line.sendall(b" ")
        time.sleep(0.2)


def endless(line: socket.socket) -> None:
    request_read(line)
    line.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
    for _ in range(1000):
        line.sendall(b" " * 65536)


@pytest.mark.parametrize("answer", [nothing, reset, half, half_chunks, no_http, slow, dripping, endless], ids=lambda one: one.__name__)
def test_from_the_request_on_no_answer_is_unknown(wire: HttpWire, answer: Callable[[socket.socket], None]) -> None:
    with listening(answer) as port:
        started = time.monotonic()
        found = ask(wire, f"http://{HOST}:{port}/send")
    assert (found.state, found.again) == ("不明", False), found
    assert "请核实" in found.said
    assert time.monotonic() - started < 10


def test_no_server_listens(wire: HttpWire) -> None:
    found = ask(wire, f"http://{HOST}:{free_port()}/send")
    assert (found.state, found.again) == ("失败", True)
    assert "不接受连接" in found.said


def test_no_such_name(wire: HttpWire, monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    found = ask(wire, "https://gateway.invalid/send")
    assert (found.state, found.again) == ("失败", True)
    assert "找不到服务器" in found.said


@pytest.mark.parametrize("url", ["ftp://x/send", "send", "http://", "http://[::1", "http://x:port/", "http://x/\x00"])
def test_no_address(wire: HttpWire, url: str) -> None:
    found = ask(wire, url)
    assert (found.state, found.again) == ("失败", False)


def test_a_header_that_no_request_takes(wire: HttpWire, httpserver: HTTPServer) -> None:
    found = wire.ask("POST", httpserver.url_for("/send"), b"", {"X": "a\nb"}, judge)
    assert found.state == "失败"
    assert httpserver.log == []


def test_a_certificate_is_checked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    own, wire = certified(monkeypatch, tmp_path), HttpWire(read=2.0)
    with HTTPServer(host=HOST, ssl_context=own) as good:
        good.expect_request("/send").respond_with_data('{"code": 0}')
        assert ask(wire, good.url_for("/send").replace("localhost", HOST)) == Delivery("已发")
    with HTTPServer(host=HOST, ssl_context=untrusted()) as bad:
        found = ask(wire, bad.url_for("/send").replace("localhost", HOST))
        assert (found.state, found.again) == ("失败", False)
        assert "证书不可信" in found.said
        assert bad.log == []
    wire.close()


def test_no_line_is_kept(wire: HttpWire) -> None:
    """A server that closes after each answer never makes the next message 不明."""
    lines = 0

    def once(line: socket.socket) -> None:
        nonlocal lines
        lines += 1
        request_read(line)
        line.sendall(b'HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n{"code": 0}')

    with listening(once) as port:
        assert [ask(wire, f"http://{HOST}:{port}/").state for _ in range(3)] == ["已发"] * 3
    assert lines == 3


def test_a_proxy_of_the_system_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[bytes] = []

    def proxy(line: socket.socket) -> None:
        seen.append(request_read(line))
        line.sendall(b'HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n{"code": 0}')

    with listening(proxy) as port:
        monkeypatch.setenv("HTTP_PROXY", f"http://{HOST}:{port}")
        monkeypatch.setenv("http_proxy", f"http://{HOST}:{port}")
        monkeypatch.delenv("NO_PROXY", raising=False)
        wire = HttpWire(read=2.0)
        assert ask(wire, "http://gateway.invalid/send") == Delivery("已发")
        wire.close()
    assert seen[0].startswith(b"POST http://gateway.invalid/send HTTP/1.1")


def test_a_proxy_that_is_not_there_or_is_none_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_PROXY", raising=False)
    for proxy, again in ((f"http://{HOST}:{free_port()}", True), ("socks5://127.0.0.1:1", False)):
        monkeypatch.setenv("HTTPS_PROXY", proxy)
        monkeypatch.setenv("https_proxy", proxy)
        wire = HttpWire(read=2.0)
        found = ask(wire, "https://gateway.invalid/send")
        assert (found.state, found.again) == ("失败", again), (proxy, found)
        wire.close()


def test_the_address_stands_in_no_log(wire: HttpWire, httpserver: HTTPServer, caplog: pytest.LogCaptureFixture) -> None:
    httpserver.expect_request("/send").respond_with_data(json.dumps({"code": 0}))
    with caplog.at_level(logging.DEBUG):
        assert ask(wire, httpserver.url_for("/send") + "?key=super-secret").state == "已发"
        ask(wire, f"http://{HOST}:{free_port()}/send?key=super-secret")
    assert "super-secret" not in "".join(record.getMessage() for record in caplog.records if record.name.startswith(("httpx", "httpcore")))


def test_certificates_that_can_not_be_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("certifi.where", lambda: str(tmp_path / "gone.pem"))
    found = ask(HttpWire(read=0.5), "https://gateway.invalid/send")
    assert (found.state, found.again) == ("失败", False)
    assert "证书读不出来" in found.said


def test_two_threads_share_a_wire(wire: HttpWire, httpserver: HTTPServer) -> None:
    httpserver.expect_request("/send").respond_with_data('{"code": 0}')
    found: list[str] = []
    threads = [threading.Thread(target=lambda: found.append(ask(wire, httpserver.url_for("/send")).state)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == ["已发"] * 4
