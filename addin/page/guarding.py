"""Who may ask: only this machine's own page, by the key of this start. Everything else is turned away before it is looked at.

The key stands in the path, so that no cookie is needed that another page on this machine could have the browser send along.
"""

import hmac
import secrets

from flask import Request, Response

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
MAP_POLICY = "sandbox allow-scripts allow-popups; default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:"
"""The map has its script and style within: it runs shut off from this page, under a policy of its own besides."""
OLD = "这个地址是以前打开的，或不是由“打开网页”打开的：请关掉，再打开一次。"


def new_key() -> str:
    """A key that nobody guesses, for one start."""
    return secrets.token_urlsafe(32)


def turned_away(request: Request, port: int, key: str) -> tuple[str, int] | None:
    """Why a request is not answered, and its status; None where it is.

    Host is this server's own, also where a name was made to point to 127.0.0.1; the key is that of this start; what changes something
    is a POST that this page itself has sent."""
    own = f"127.0.0.1:{port}"
    if request.host != own:
        return "只在本机打开。", 403
    if not hmac.compare_digest(request.path.split("/")[1].encode(), key.encode()):
        return OLD, 403
    if request.method not in ("GET", "HEAD", "POST"):
        return "不能这样用。", 405
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        return "不是本页发来的。", 403
    if request.method == "POST" and request.headers.get("Origin") != f"http://{own}":
        return "不是本页发来的。", 403
    return None


def covered(response: Response) -> Response:
    """The response with what browsers are told; what it says itself stays."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    return response
