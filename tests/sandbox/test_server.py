"""What every sandbox's web server does with good, odd and hostile requests."""

from __future__ import annotations

import ast
import socket
import time

import httpx
import pytest

from motcua_sandbox.markup import Markup, linked, markup
from motcua_sandbox.server import SILENCE
from tests.sandbox.conftest import ROOT

HTML = {"Accept": "text/html"}


def raw(process, request: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", process.ports[process.name]), 10) as connection:
        connection.sendall(request)
        connection.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: connection.recv(65536), b""))


def test_a_body_of_ten_megabytes_is_refused_with_an_answer(shared_bank):
    started = time.monotonic()
    answer = shared_bank.web.post("/api/query", content=b"x" * 10_000_000)
    assert (answer.status_code, answer.json()["error"]) == (413, "too_large")
    assert time.monotonic() - started < SILENCE, "it did not wait for the rest"
    form = shared_bank.web.post("/transfer", data={"content": "x" * 100_000}, headers=HTML)
    assert (form.status_code, "quá lớn" in form.text) == (413, True)


def test_a_body_of_unknown_or_false_length_is_refused(shared_bank):
    chunked = b"POST /faults HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
    chunked += b"2\r\n{}\r\n0\r\n\r\n"
    assert b" 411 " in raw(shared_bank, chunked).splitlines()[0]
    for length in (b"-1", b"x", b"\xb2", b"9" * 30):
        request = b"POST /faults HTTP/1.1\r\nHost: x\r\nContent-Length: " + length + b"\r\n\r\n{}"
        assert raw(shared_bank, request).split()[1] in {b"411", b"413"}
    short = b"POST /faults HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\n\r\n{}"
    assert raw(shared_bank, short).split()[1] == b"400"


@pytest.mark.parametrize(
    "request_line",
    [
        b"BREW / HTTP/1.1",
        b"GET",
        b"\x16\x03\x01",
        b"GET / HTTP/9.9",
        b"GET " + b"/" * 70_000 + b" HTTP/1.1",
        b"DELETE / HTTP/1.1",
    ],
)
def test_what_is_not_a_request_we_know_gets_an_error_and_no_more(shared_bank, request_line):
    answer = raw(shared_bank, request_line + b"\r\nHost: x\r\n\r\n")
    assert b"Traceback" not in answer
    assert b"Python" not in answer
    assert answer[:4] != b"HTTP" or answer.split()[1] in {b"400", b"414", b"501", b"505"}
    assert shared_bank.web.get("/healthz").json() == {"status": "ok"}


def test_wrong_methods_and_paths(shared_bank):
    answer = shared_bank.web.get("/api/query")
    assert (answer.status_code, answer.headers["allow"]) == (405, "POST")
    for path in (
        "/nothing",
        "/static/../wire.py",
        "/orders/%2e%2e",
        "/orders/a/b/c",
        "/%2f",
        "/%00",
    ):
        assert shared_bank.web.get(path).status_code == 404
    assert shared_bank.web.head("/").status_code == 200


@pytest.mark.parametrize("query", ["a=1&a=2", "%ff", "a=%E1%BB", "&".join(["a=1"] * 60)])
def test_an_odd_query_is_an_answer_not_a_crash(shared_bank, query):
    for path in ("/app", "/pay", "/statement.csv", "/"):
        assert shared_bank.web.get(f"{path}?{query}").status_code in {200, 400, 422}


def test_every_page_carries_the_protective_headers(shared_bank, phone, mail):
    pages = {
        shared_bank: [
            "/",
            "/orders",
            "/transactions",
            "/events",
            "/faults",
            "/transfer",
            "/nothing",
        ],
        phone: ["/", "/operator", "/events", "/faults"],
        mail: ["/"],
    }
    for process, paths in pages.items():
        for path in paths:
            answer = process.web.get(path, headers=HTML)
            policy = answer.headers["content-security-policy"]
            assert policy.startswith("default-src 'none'; style-src 'self'")
            assert "unsafe" not in policy
            assert answer.headers["x-content-type-options"] == "nosniff"
            assert answer.headers["referrer-policy"] == "same-origin"
            for forbidden in ("<script", "<style", " style=", " onclick="):
                assert forbidden not in answer.text
            assert '<html lang="vi">' in answer.text
            assert "server" not in answer.headers


def test_the_language_chosen_stays(shared_bank):
    with httpx.Client(base_url=shared_bank.web.base_url) as browser:
        assert '<html lang="en">' in browser.get("/?lang=en").text
        assert "Operator" in browser.get("/").text
        assert '<html lang="vi">' in browser.get("/?lang=vi").text


def test_no_names_numbers_or_addresses_are_logged(bank, phone):
    bank.pay("P-canary", description="Nguyễn Thị Canary 001234567890")
    bank.transfer(content="Canary 001234567890")
    phone.web.get("/?q=0912345678")
    log = f"{bank.log} {phone.log}"
    for secret in ("Canary", "001234567890", "0912345678", "P-canary", "1012345678"):
        assert secret not in log


def test_markup_escapes_all_but_markup():
    assert markup("{a}{b}", a="<i>&\"'", b=Markup("<b>")) == "&lt;i&gt;&amp;&quot;&#x27;<b>"
    assert markup("{a}", a=["<", Markup("<b>")]) == "&lt;<b>"
    assert markup("{a}", a="{b}") == "{b}"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("javascript:alert(1)", "javascript:alert(1)"),
        ("<http://a.vn>", '&lt;<a href="http://a.vn" rel="noreferrer">http://a.vn</a>&gt;'),
        ("x (http://a.vn/b).", 'x (<a href="http://a.vn/b" rel="noreferrer">http://a.vn/b</a>).'),
    ],
)
def test_only_web_addresses_become_links(text, shown):
    assert linked(text) == shown


def test_the_sandboxes_import_nothing_of_the_platform():
    for file in (ROOT / "src/motcua_sandbox").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            roots = {name.split(".")[0] for name in names}
            assert not roots & {"motcua", "django"}, file
