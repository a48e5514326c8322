"""Requests, answers and routes: the little that a sandbox needs of a web framework."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qsl, urlencode

from motcua_sandbox import wire

LANGUAGES = ("vi", "en")
LANGUAGE_COOKIE = "sandbox_lang"
MOST_FIELDS = 50
CSP = {
    "default-src": "'none'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}


class RefusedError(Exception):
    """A request that gets an error as its answer.

    `code` is for machines, `message` for people; `extra` are headers to send along.
    """

    def __init__(self, status: int, code: str, message: str, **extra: str) -> None:
        super().__init__(message)
        self.status, self.code, self.message, self.extra = status, code, message, extra


@dataclass(frozen=True, slots=True)
class Request:
    """One HTTP request; header names in lower case, `args` the named parts of the path."""

    method: str
    path: str
    query_string: str
    headers: Mapping[str, str]
    body: bytes
    args: Mapping[str, str] = field(default_factory=dict)

    def header(self, name: str) -> str:
        """Give a header's value, empty when it is missing."""
        return self.headers.get(name.lower(), "")

    def query(self) -> dict[str, str]:
        """Give the decoded query; raise RefusedError 400 on a doubled name or bad encoding."""
        return _decoded(self.query_string)

    def form(self) -> dict[str, str]:
        """Give the decoded form of the body; raise RefusedError 400 when it is none."""
        kind = self.header("content-type").partition(";")[0].strip().lower()
        if self.body and kind != "application/x-www-form-urlencoded":
            raise RefusedError(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "bad_request", "Not a form.")
        try:
            return _decoded(self.body.decode("ascii"))
        except UnicodeDecodeError as error:
            raise RefusedError(HTTPStatus.BAD_REQUEST, "bad_request", "Not a form.") from error

    def json(self) -> dict[str, Any]:
        """Give the body's JSON object; raise RefusedError 400 when it is none."""
        try:
            return wire.load_json(self.body)
        except wire.WireError as error:
            raise RefusedError(HTTPStatus.BAD_REQUEST, "bad_request", str(error)) from error

    def language(self) -> str:
        """Give `vi` or `en`: the address says, else the cookie, else Vietnamese."""
        try:
            chosen = dict(parse_qsl(self.query_string)).get("lang") or _cookie(
                self.header("cookie")
            )
        except ValueError:
            chosen = ""
        return chosen if chosen in LANGUAGES else LANGUAGES[0]

    def say(self, vi: str, en: str) -> str:
        """Choose the words in the reader's language."""
        return en if self.language() == "en" else vi

    def with_query(self, **changes: str) -> str:
        """Give this page's address with some query fields changed."""
        return f"?{urlencode({**dict(parse_qsl(self.query_string)), **changes})}"


@dataclass(frozen=True, slots=True)
class Response:
    """One HTTP answer; `csp` are directives that differ from the strict default."""

    body: bytes
    status: int = HTTPStatus.OK
    content_type: str = "text/html; charset=utf-8"
    headers: Mapping[str, str] = field(default_factory=dict)
    csp: Mapping[str, str] = field(default_factory=dict)

    def all_headers(self) -> dict[str, str]:
        """Give every header to send, the protective ones included."""
        policy = "; ".join(f"{name} {value}".strip() for name, value in {**CSP, **self.csp}.items())
        return {
            "Content-Type": self.content_type,
            "Content-Length": str(len(self.body)),
            "Content-Security-Policy": policy,
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "same-origin",
            "Cross-Origin-Opener-Policy": "same-origin",
            "Cache-Control": "no-store",
            **self.headers,
        }


Handler = Callable[[Request], Response]


@dataclass(frozen=True, slots=True)
class Route:
    """A method and a path with `{named}` parts (letters, digits, `_ . -`), and who answers.

    `most_body` is set where a body may be larger than elsewhere, in bytes.
    """

    method: str
    path: str
    handler: Handler
    most_body: int = 0

    def pattern(self) -> re.Pattern[str]:
        """Give the expression that a whole path must match."""
        return re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>[\\w.-]{1,64})", self.path), re.ASCII)


class Router:
    """Finds who answers a request."""

    def __init__(self, routes: list[Route]) -> None:
        self._routes = [(route, route.pattern()) for route in routes]

    def find(self, method: str, path: str) -> tuple[Route, dict[str, str]]:
        """Give the route and the named parts; raise RefusedError 404 or 405."""
        wanted = "GET" if method == "HEAD" else method
        matches = [(r, m.groupdict()) for r, p in self._routes if (m := p.fullmatch(path))]
        if not matches:
            raise RefusedError(
                HTTPStatus.NOT_FOUND, "not_found", "Không có trang này. / No such page."
            )
        for route, args in matches:
            if route.method == wanted:
                return route, args
        allowed = ", ".join(sorted({route.method for route, _ in matches}))
        text = "Cách gọi không đúng. / Wrong method."
        raise RefusedError(HTTPStatus.METHOD_NOT_ALLOWED, "wrong_method", text, Allow=allowed)


def redirect(address: str) -> Response:
    """Send the browser elsewhere, to be fetched with GET."""
    return Response(b"", HTTPStatus.SEE_OTHER, headers={"Location": address})


def json_response(value: Mapping[str, Any], status: int = HTTPStatus.OK, **extra: str) -> Response:
    """Answer with a JSON object."""
    return Response(wire.dump_json(value), status, "application/json", extra)


def check_origin(request: Request) -> None:
    """Raise RefusedError 403 when a browser sends a change from another site's page."""
    origin, site = request.header("origin"), request.header("sec-fetch-site")
    own = {f"http://{request.header('host')}", f"https://{request.header('host')}"}
    if (origin and origin not in own) or site not in {"", "same-origin", "none"}:
        text = "Yêu cầu đến từ trang khác. / The request comes from another site."
        raise RefusedError(HTTPStatus.FORBIDDEN, "wrong_origin", text)


def _decoded(text: str) -> dict[str, str]:
    try:
        pairs = parse_qsl(
            text,
            keep_blank_values=True,
            strict_parsing=bool(text),
            errors="strict",
            max_num_fields=MOST_FIELDS,
        )
        return wire.single(pairs)
    except (ValueError, wire.WireError) as error:
        text = "Dữ liệu gửi lên chưa đúng. / Malformed fields."
        raise RefusedError(HTTPStatus.BAD_REQUEST, "bad_request", text) from error


def _cookie(header: str) -> str:
    try:
        morsel = SimpleCookie(header).get(LANGUAGE_COOKIE)
    except CookieError:
        return ""
    return morsel.value if morsel else ""
