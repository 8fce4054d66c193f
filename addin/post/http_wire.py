"""A request over HTTP, and what may be said of a message by what came back, or did not (product.md §6).

Before the request could have been read, nothing was delivered: 失败. From then on, silence is no answer: 不明.
"""

import contextlib
import json
import logging
import socket
import ssl
import time
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

from addin.post.certificates import trusted
from addin.post.messages import Delivery

if TYPE_CHECKING:
    import httpx

Answer: TypeAlias = Mapping[str, Any]
"""What the other side answered, a JSON object."""
Judge: TypeAlias = Callable[[Answer], Delivery | None]
"""What an answer says of the message; None where it does not tell."""

CONNECT, READ, WHOLE = 10.0, 30.0, 60.0
"""Seconds to get a line, between two pieces of an answer, for the answer as a whole."""
LARGEST = 65536
"""Bytes of an answer that are read."""
MAYBE_SENT = "，可能已经发出，请核实"
WRONG_REQUEST = "接口地址或请求写得不对，没有发；请核对渠道的地址和密钥"


class HttpWire:
    """One line to one gateway. read, whole: seconds. What a judge says of an answer is the judge's: it names no key."""

    def __init__(self, read: float = READ, whole: float = WHOLE) -> None:
        self._read, self._whole = read, whole
        self._client: httpx.Client | None = None

    def ask(self, method: str, url: str, content: bytes, headers: Mapping[str, str], judge: Judge) -> Delivery:
        """The outcome of one request. Never raises for what the network or the other side does."""
        import httpx

        try:
            client = self.client()
            request = client.build_request(method, url, content=content, headers={"Accept-Encoding": "identity", **headers})
        except ImportError:
            return Delivery("失败", "系统的代理是 SOCKS，本程序不会用，没有发；请换 HTTP 代理")
        except OSError:
            return Delivery("失败", "系统的证书读不出来，没有发；请找网络管理员")
        except (httpx.InvalidURL, ValueError):
            return Delivery("失败", WRONG_REQUEST)
        try:
            with contextlib.closing(client.send(request, stream=True)) as response:
                body = self.body_of(response)
        except (httpx.UnsupportedProtocol, httpx.LocalProtocolError):
            return Delivery("失败", WRONG_REQUEST)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.ProxyError, httpx.PoolTimeout) as error:
            return no_line(error)
        except httpx.TimeoutException:
            return Delivery("不明", f"等不到回答{MAYBE_SENT}")
        except (httpx.HTTPError, OSError, ValueError):
            return Delivery("不明", f"线路中途断了{MAYBE_SENT}")
        return self.judged(response.status_code, body, judge)

    def client(self) -> "httpx.Client":
        """Made at the first request. It follows no redirect, keeps no line open (a line that died unseen would make a 不明 of a message
        that never left) and takes the proxies of the system."""
        import httpx

        if self._client is None:
            for name in ("httpx", "httpcore"):  # their lines name the address, in which a robot has its key
                logging.getLogger(name).setLevel(logging.CRITICAL)
            timeout = httpx.Timeout(self._read, connect=min(CONNECT, self._read))
            self._client = httpx.Client(verify=trusted(), timeout=timeout, limits=httpx.Limits(max_keepalive_connections=0))
        return self._client

    def body_of(self, response: "httpx.Response") -> bytes:
        """The answer, up to the largest that is read. Raises httpx.ReadTimeout where it drips on and on."""
        import httpx

        body, end = b"", time.monotonic() + self._whole
        for piece in response.iter_raw():
            body += piece
            if len(body) > LARGEST:
                break
            if time.monotonic() > end:
                raise httpx.ReadTimeout("too slow")
        return body

    def judged(self, status: int, body: bytes, judge: Judge) -> Delivery:
        """The outcome of an answer: what its body tells, else what its status does."""
        found = judge(answer) if (answer := answer_of(body)) is not None else None
        if found is not None and not (found.state == "已发" and status >= 300):
            return found
        if status < 300:
            return Delivery("不明", f"对方的回答看不懂（HTTP {status}）{MAYBE_SENT}")
        if status < 400:
            return Delivery("失败", f"对方要转到别的地址（HTTP {status}），没有跟去；请核对渠道的地址")
        if status < 500:
            return Delivery(
                "失败", f"对方没有接收（HTTP {status}）：{REFUSED.get(status, '请核对渠道的地址和密钥')}", again=status in (408, 429)
            )
        return Delivery("不明", f"对方出错（HTTP {status}）{MAYBE_SENT}")

    def close(self) -> None:
        if self._client is not None:
            self._client.close()


REFUSED = {
    401: "密钥不对",
    403: "不许发，请核对密钥和 IP 白名单",
    404: "没有这个地址",
    407: "代理服务器要登录",
    408: "对方等得太久",
    413: "内容太长",
    429: "发得太快",
}


def answer_of(body: bytes) -> Answer | None:
    """A body as a JSON object; None where it is none."""
    with contextlib.suppress(ValueError, RecursionError):
        found = json.loads(body)
        return found if isinstance(found, dict) else None
    return None


def causes(error: BaseException | None) -> Iterator[BaseException]:
    """An error and those beneath it."""
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def no_line(error: BaseException) -> Delivery:
    """失败, and why there was no line: nothing has left."""
    for cause in causes(error):
        if isinstance(cause, ssl.SSLCertVerificationError):
            return Delivery("失败", "对方的证书不可信，没有发；请核对服务器地址，或请网络管理员看看", down=True)
        if isinstance(cause, ssl.SSLError):
            return Delivery("失败", "加密连接没有谈成，没有发；请核对服务器和端口", down=True)
        if isinstance(cause, socket.gaierror):
            return Delivery("失败", "找不到服务器，没有发；请核对服务器地址和网络", again=True, down=True)
        if isinstance(cause, ConnectionRefusedError):
            return Delivery("失败", "服务器不接受连接，没有发；请核对服务器和端口", again=True, down=True)
    return Delivery("失败", "连不上服务器，没有发；请检查网络和代理", again=True, down=True)
